//! Enums: those with a table of members, and those that only prose defines.
//!
//! - `prose_enums` names enums that no page names, `shown_flags` finds those of which examples join
//!   members.

pub mod prose_enums;
mod shown_flags;

use crate::casing::upper_first;
use crate::diagnostics::{Code, Diagnostic, Place};
use crate::ir::names::short;
use crate::ir::{Deprecation, Enum, EnumName, EnumOrigin, Member, MemberName, Places, Value};
use crate::read::facts::{EnumFacts, PageFacts, Values};
use crate::resolve::Resolver;
use crate::resolve::names::Named;

/// A property or parameter, by what has it.
#[derive(Clone, Copy)]
pub struct PropertyOf<'f> {
    /// The full name of its type, or of what stands for one.
    pub owner: &'f str,
    /// Its name on the wire.
    pub name: &'f str,
    /// The page that describes it.
    pub page: &'f PageFacts,
}

impl Resolver<'_> {
    /// Adds every enum that has a table of members.
    pub fn add_enums(&mut self, pages: &[PageFacts]) {
        for page in pages {
            for facts in &page.enums {
                self.add_enum(facts, page);
            }
        }
    }

    fn add_enum(&mut self, facts: &EnumFacts, page: &PageFacts) {
        let full = self.names.qualify(&facts.name, page.namespace.as_deref());
        let name = match self.names.find(&full, page, None) {
            Some(Named::Enum(name)) => name,
            _ => EnumName::new(full),
        };
        let members: Vec<Member> = facts
            .members
            .iter()
            .map(|member| Member {
                name: MemberName::new(&*member.name),
                description: member.description.as_str().into(),
                opt_in: member.opt_in,
                deprecated: Deprecation::said(member.deprecated.as_deref()),
                source: member.place.source.clone(),
            })
            .collect();
        if let Some(first) = self.api.enums.get(&name) {
            let names =
                |members: &[Member]| members.iter().map(|m| m.name.clone()).collect::<Vec<_>>();
            if names(&first.members) != names(&members) {
                self.report.push(
                    Diagnostic::of(Code::DuplicateType, facts.place.clone())
                        .found(format!(
                            "a second description of the enum `{name}`, with other members"
                        ))
                        .expected("one description, or the same members")
                        .instead("the members of both were taken together")
                        .related(first.source.clone(), "the first description"),
                );
            }
        }
        let new = Enum {
            name: name.clone(),
            description: facts.description.as_str().into(),
            flags: facts.flags,
            deprecated: Deprecation::said(facts.deprecated.as_deref()),
            origin: EnumOrigin::Table,
            members: Vec::new(),
            area: page.area.clone(),
            source: facts.place.source.clone(),
            places: facts.places.clone(),
        };
        let known = self.api.enums.entry(name).or_insert(new);
        known.flags |= facts.flags;
        if known.deprecated.is_none() {
            known.deprecated = Deprecation::said(facts.deprecated.as_deref());
        }
        for member in members {
            match known.members.iter_mut().find(|known| known.name == member.name) {
                Some(known) => known.opt_in |= member.opt_in,
                None => known.members.push(member),
            }
        }
    }

    /// The enum of a property whose values only its description lists. `name` is the type column's
    /// name for it, if it gives one; the property and its owner name it otherwise. `place` is that of
    /// the type column.
    pub fn prose_enum(
        &mut self,
        name: Option<&str>,
        property: PropertyOf<'_>,
        values: &Values,
        place: &Place,
    ) -> Value {
        let page = property.page;
        let name = match name {
            Some(name) => {
                let full = self.names.qualify(name, page.namespace.as_deref());
                match self.names.find(&full, page, None) {
                    Some(Named::Enum(known)) if self.is_namesake(&known, &full, values) => {
                        EnumName::new(full)
                    }
                    Some(Named::Enum(known)) => known,
                    Some(Named::Type(known)) => return Value::Type(known),
                    None => EnumName::new(full),
                }
            }
            None => match self.enum_like(property, values) {
                Some(known) => return Value::Enum(known),
                None => {
                    let PropertyOf { owner, name, .. } = property;
                    self.prose_enums.name(owner, name, self.dialect, &self.names)
                }
            },
        };
        self.names.add(name.as_str(), Named::Enum(name.clone()), None);
        let prose = self.api.enums.entry(name.clone()).or_insert_with(|| Enum {
            name: name.clone(),
            description: "".into(),
            flags: false,
            deprecated: None,
            origin: EnumOrigin::Prose,
            members: Vec::new(),
            area: page.area.clone(),
            source: place.source.clone(),
            places: Places::default(),
        });
        // A table of members is the better source; prose adds only what prose began, and what stands
        // for members to come.
        let is_sentinel = |value: &str| self.dialect.values.sentinel.is_match(value);
        let mut others: Vec<&str> = Vec::new();
        let listed = values.members.iter().map(|value| (value, false));
        for (value, opt_in) in listed.chain(values.opt_in.iter().map(|value| (value, true))) {
            match prose.members.iter_mut().find(|member| member.name.as_str() == value) {
                Some(known) => known.opt_in = known.opt_in || opt_in,
                None if prose.origin == EnumOrigin::Prose || opt_in || is_sentinel(value) => {
                    prose.members.push(Member {
                        name: MemberName::new(&**value),
                        description: "".into(),
                        opt_in,
                        deprecated: None,
                        source: place.source.in_column(values.column),
                    });
                }
                None => others.push(value),
            }
        }
        if !others.is_empty() {
            let others = others.join("`, `");
            let place = Place::from(place.source.in_column(values.column));
            self.report.push(
                Diagnostic::of(Code::Disagreement, place)
                    .found(format!(
                        "`{others}` in the description, and not in the table of `{name}`"
                    ))
                    .expected("the same values in both")
                    .instead("the table was followed")
                    .related(prose.source.clone(), "the table"),
            );
        }
        Value::Enum(name)
    }

    /// Whether an enum is merely called as one is whose values a page lists: it is in another namespace,
    /// and has few of them.
    pub fn is_namesake(&self, known: &EnumName, full: &str, values: &Values) -> bool {
        if known.as_str().eq_ignore_ascii_case(full) {
            return false;
        }
        let Some(known) = self.api.enums.get(known).filter(|known| !known.members.is_empty())
        else {
            return false;
        };
        let is_sentinel = |value: &str| self.dialect.values.sentinel.is_match(value);
        let listed = values.members.iter().filter(|value| !is_sentinel(value));
        let (shared, others): (Vec<&String>, Vec<&String>) =
            listed.partition(|value| known.members.iter().any(|it| it.name.as_str() == **value));
        shared.len() < others.len()
    }

    /// A documented enum that a property without a named type must mean: named like the property,
    /// or like its type and the property, with all of its values.
    fn enum_like(&self, property: PropertyOf<'_>, values: &Values) -> Option<EnumName> {
        let short = short(property.owner);
        let candidates =
            [property.name.to_owned(), format!("{short}{}", upper_first(property.name))];
        candidates.iter().find_map(|candidate| {
            let Some(Named::Enum(name)) = self.names.find(candidate, property.page, None) else {
                return None;
            };
            let members = &self.api.enums.get(&name)?.members;
            let has = |value: &String| members.iter().any(|m| m.name.as_str() == value);
            values.members.iter().all(has).then_some(name)
        })
    }
}
