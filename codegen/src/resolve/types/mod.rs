//! Structured types: names, properties, and what to do with two descriptions of one.
//!
//! - `inheritance` cuts cycles and drops what a base already says; `shown_bases` takes base types from
//!   examples.
//! - `represented` takes from JSON representations what tables leave out; `shown_lists` asks examples
//!   where the two disagree about lists.
//! - `relationships` counts what relationships hold by the operations that list them.
//! - `alternatives` finds what "a or b" have in common, `any_json` knows names for any JSON.

mod alternatives;
mod any_json;
mod inheritance;
pub mod relationships;
mod represented;
mod shown_bases;
pub mod shown_lists;

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use crate::diagnostics::{Code, Diagnostic, Place};
use crate::dialect::Spelling;
use crate::ir::{
    Access, Deprecation, Primitive, Property, PropertyName, Type, TypeKind, TypeName, TypeOrigin,
    TypeRef, Value,
};
use crate::read::facts::{
    Mention, PageFacts, PropertyFacts, RepresentedProperty, ResourceFacts, TypeFacts, Values,
};
use crate::read::prose::target_page;
use crate::resolve::Resolver;
use crate::resolve::enums::PropertyOf;
use crate::resolve::names::Named;

impl Resolver<'_> {
    /// Adds every resource.
    pub fn add_types(&mut self, pages: &[PageFacts]) {
        self.collect_shared_enums(pages);
        for page in pages {
            if let Some(facts) = &page.resource {
                self.add_type(facts, page);
            }
        }
    }

    fn add_type(&mut self, facts: &ResourceFacts, page: &PageFacts) {
        let full = self.full_name(facts, page);
        let known = self.names.find_type(&full, page, None);
        let name = known.unwrap_or_else(|| TypeName::new(full.as_str()));
        self.report_names(facts, &full, &name);
        let hints = self.base_hints_of(facts, &name, page);
        self.base_hints.entry(name.clone()).or_default().extend(hints);
        for mention in &facts.derived {
            let found = self.names.find_type(&mention.name, page, mention.link.as_deref());
            if let Some(derived) = found.filter(|it| *it != name) {
                let by = self.derived.entry(derived).or_default();
                by.entry(name.clone()).or_insert_with(|| mention.place.clone());
            }
        }
        let mut properties = self.table_properties(facts, &name, page);
        self.represented_properties(facts, &name, page, &mut properties);
        let base = self.base(facts, &name, page);
        if base.is_none() && facts.key.as_deref() == Some(TypeKind::KEY) {
            self.rooted.insert(name.clone());
        }
        let ty = Type {
            base,
            origin: TypeOrigin::Resource,
            description: facts.description.as_str().into(),
            remarks: facts.remarks.clone(),
            kind: if facts.key.is_some() { TypeKind::Entity } else { TypeKind::Complex },
            open: facts.open,
            deprecated: Deprecation::said(page.deprecated.as_deref()),
            properties,
            repeated: BTreeMap::new(),
            area: page.area.clone(),
            source: facts.place.source.clone(),
            places: facts.places.clone(),
            name: name.clone(),
        };
        match self.api.types.get_mut(&name) {
            None => {
                self.api.types.insert(name, ty);
            }
            Some(first) => {
                self.report.push(second_description(first, &ty, &facts.place));
                add_second(first, ty);
            }
        }
    }

    /// The types from which the page says that properties, or all of it, are inherited.
    fn base_hints_of(
        &self,
        facts: &ResourceFacts,
        name: &TypeName,
        page: &PageFacts,
    ) -> BTreeSet<TypeName> {
        let rows = facts.properties.iter().filter_map(|p| p.inherited_from.as_deref());
        let stated = facts.stated_base.iter().map(|base| (&*base.name, base.link.as_deref()));
        rows.map(|base| (base, None))
            .chain(stated)
            .filter_map(|(hint, link)| self.names.find_type(hint, page, link))
            .filter(|base| base != name)
            .collect()
    }

    fn table_properties(
        &mut self,
        facts: &ResourceFacts,
        owner: &TypeName,
        page: &PageFacts,
    ) -> Vec<Property> {
        let mut properties: Vec<Property> = Vec::new();
        let mut slots: FxHashMap<String, usize> = FxHashMap::default();
        let represented: FxHashMap<String, &RepresentedProperty> = facts
            .representation
            .iter()
            .map(|shown| (shown.name.to_ascii_lowercase(), shown))
            .collect();
        for facts in &facts.properties {
            let lower = facts.name.to_ascii_lowercase();
            let shown = represented.get(&lower).copied();
            let property = self.property(facts, owner.as_str(), shown, page);
            let Some(&slot) = slots.get(&lower) else {
                slots.insert(lower, properties.len());
                properties.push(property);
                continue;
            };
            let first = &properties[slot];
            self.report.push(
                Diagnostic::of(Code::DuplicateProperty, facts.place.clone())
                    .found(format!("the property `{}` a second time", facts.name))
                    .expected("each property once")
                    .instead(if first.ty == property.ty {
                        "the first row was followed".to_owned()
                    } else {
                        let words = self.dialect.type_words;
                        format!(
                            "the first row was followed: `{}`, not `{}`",
                            words.of(&first.ty),
                            words.of(&property.ty)
                        )
                    })
                    .related(first.source.clone(), "the first row"),
            );
        }
        properties
    }

    pub fn property(
        &mut self,
        facts: &PropertyFacts,
        owner: &str,
        represented: Option<&RepresentedProperty>,
        page: &PageFacts,
    ) -> Property {
        let told = represented.and_then(|shown| self.told_by_json(facts, shown, owner, page));
        let ty = told.unwrap_or_else(|| {
            let property = PropertyOf { owner, name: &facts.name, page };
            self.type_ref(&facts.ty, facts.values.as_ref(), property)
        });
        if let Some(shown) = represented.filter(|shown| shown.name != facts.name) {
            self.report.push(
                Diagnostic::of(Code::CasingDiffers, facts.place.clone())
                    .found(format!("`{}` in the table, `{}` in the JSON", facts.name, shown.name))
                    .expected("the same casing in both")
                    .instead("the JSON was followed: it shows what is sent")
                    .related(shown.place.clone(), "the JSON"),
            );
        }
        let name = represented.map_or(facts.name.as_str(), |shown| &shown.name);
        Property {
            name: PropertyName::new(name),
            ty,
            navigation: facts.navigation,
            access: if facts.read_only { Access::ReadOnly } else { Access::ReadWrite },
            nullability: facts.nullability,
            description: facts.description.as_str().into(),
            deprecated: Deprecation::said(facts.deprecated.as_deref()),
            source: facts.place.source.clone(),
            cells: facts.cells,
        }
    }

    fn base(
        &mut self,
        facts: &ResourceFacts,
        name: &TypeName,
        page: &PageFacts,
    ) -> Option<TypeName> {
        let mut resolve = |mention: &Mention| {
            let found = self.names.find_type(&mention.name, page, mention.link.as_deref());
            found.unwrap_or_else(|| {
                let full = self.names.qualify(&mention.name, page.namespace.as_deref());
                self.unknown.used(&full, &mention.place);
                TypeName::new(full)
            })
        };
        let annotated = facts.annotated_base.as_ref().map(&mut resolve);
        let stated = facts.stated_base.as_ref().map(&mut resolve);
        if let (Some(annotated), Some(stated)) = (&annotated, &stated)
            && annotated != stated
        {
            let place = facts.stated_base.as_ref().map(|base| base.place.clone());
            self.report.push(
                Diagnostic::of(Code::Disagreement, place.unwrap_or_default())
                    .found(format!(
                        "`{name}` inherits from `{stated}` in the text and from `{annotated}` in \
                         the annotation"
                    ))
                    .expected("the same base type in both")
                    .instead(
                        "the one that inherits from the other was followed; if neither does, the \
                         annotation",
                    ),
            );
        }
        let found = annotated.or(stated)?;
        if found != *name {
            return Some(found);
        }
        let mention = facts.annotated_base.as_ref().or(facts.stated_base.as_ref());
        self.report.push(
            Diagnostic::of(
                Code::CircularInheritance,
                mention.map_or_else(|| facts.place.clone(), |mention| mention.place.clone()),
            )
            .found(format!("`{name}` inherits from itself"))
            .expected("another type")
            .instead("it was read as having no base type"),
        );
        None
    }

    /// What a type column means. `values` are those that the property's description lists.
    pub fn type_ref(
        &mut self,
        facts: &TypeFacts,
        values: Option<&Values>,
        property: PropertyOf<'_>,
    ) -> TypeRef {
        let page = property.page;
        let link = facts.link.as_deref();
        let value = match &facts.spelling {
            Spelling::Primitive(primitive) if *primitive != Primitive::String => {
                Value::Primitive(*primitive)
            }
            // A string with listed values is an enum where they are written as members are.
            Spelling::Primitive(_) if !values.is_some_and(|values| self.are_members(values)) => {
                Value::Primitive(Primitive::String)
            }
            Spelling::Primitive(_) | Spelling::UnnamedEnum => match values {
                Some(values) => self.prose_enum(None, property, values, &facts.place),
                None => Value::Primitive(Primitive::String),
            },
            Spelling::Named(name) => match self.names.find(name, page, link) {
                Some(Named::Enum(known)) => match values {
                    Some(values) => {
                        let own = (link.is_none() && !name.contains('.'))
                            .then(|| self.names.qualify(name, page.namespace.as_deref()))
                            .filter(|own| self.is_namesake(&known, own, values));
                        let meant = own.as_deref().unwrap_or(known.as_str());
                        self.prose_enum(Some(meant), property, values, &facts.place)
                    }
                    None => Value::Enum(known),
                },
                Some(Named::Type(named)) => {
                    self.report_other_link(&named, page, facts);
                    Value::Type(named)
                }
                None => match values {
                    Some(values) => self.prose_enum(Some(name), property, values, &facts.place),
                    None => {
                        // Many of a type, where the column says so only by its plural: `books`.
                        let is_alone = facts.alternatives.is_empty();
                        if let Some(many) = self.names.type_by_plural(name).filter(|_| is_alone) {
                            return TypeRef::collection(Value::Type(many));
                        }
                        self.undocumented(name, page, &facts.place)
                    }
                },
            },
            Spelling::Untyped => Value::Json,
            Spelling::Unread => match link.and_then(|link| self.linked(link, &facts.written, page))
            {
                Some(named) => named.into(),
                None => match link {
                    Some(link) => self.undocumented(&target(link), page, &facts.place),
                    None => Value::Json,
                },
            },
        };
        if let (Value::Enum(name), true) = (&value, facts.flags)
            && let Some(known) = self.api.enums.get_mut(name)
        {
            known.flags = true;
        }
        let value = match value {
            Value::Type(name) if !facts.alternatives.is_empty() => {
                Value::Type(self.common_type(&name, &facts.alternatives, page))
            }
            value => value,
        };
        TypeRef { value, collection: facts.collection }
    }

    /// Reports a link whose text names one type, and which leads to the page of another.
    fn report_other_link(&mut self, named: &TypeName, page: &PageFacts, facts: &TypeFacts) {
        let link = facts.link.as_deref().filter(|link| !link.contains('#'));
        let subject = link.and_then(|link| self.names.find_in_text("", page, Some(link)));
        if let Some(subject) = subject.and_then(Named::into_type).filter(|it| it != named) {
            self.report.push(
                Diagnostic::of(Code::Disagreement, facts.place.clone())
                    .found(format!("a link to the page of `{subject}`, whose text names `{named}`"))
                    .expected("one type")
                    .instead("the text was followed"),
            );
        }
    }

    /// What a link with a text in words leads to.
    fn linked(&self, link: &str, words: &str, page: &PageFacts) -> Option<Named> {
        self.names.find("", page, Some(link)).or_else(|| self.names.by_words(words))
    }

    fn are_members(&self, values: &Values) -> bool {
        values.members.iter().all(|value| self.dialect.values.member.is_match(value))
    }

    fn undocumented(&mut self, name: &str, page: &PageFacts, place: &Place) -> Value {
        let full = self.names.qualify(name, page.namespace.as_deref());
        self.unknown.used(&full, place);
        Value::Undocumented(TypeName::new(full))
    }
}

/// What a link leads to: a page, or a part of its own.
fn target(link: &str) -> String {
    match link.strip_prefix('#') {
        Some(anchor) => anchor.to_owned(),
        None => target_page(link),
    }
}

fn second_description(first: &Type, second: &Type, place: &Place) -> Diagnostic {
    let differing = differing(&first.properties, &second.properties);
    let message = if differing.is_empty() {
        format!("a second description of `{}`", first.name)
    } else {
        format!("a second description of `{}`, with other types for {differing}", first.name)
    };
    Diagnostic::of(Code::DuplicateType, place.clone())
        .found(message)
        .expected("one page for each type")
        .instead("the first page was followed; properties that only this one has were added")
        .related(first.source.clone(), "the first description")
}

/// Adds what only a second description of a type has.
fn add_second(first: &mut Type, second: Type) {
    first.base = first.base.take().or(second.base);
    first.places.add_lists(&second.places, &second.source.page);
    for remark in second.remarks {
        if !first.remarks.contains(&remark) {
            first.remarks.push(remark);
        }
    }
    for property in second.properties {
        if !first.properties.iter().any(|known| known.name == property.name) {
            first.properties.push(property);
        }
    }
}

/// The properties that two descriptions of a type give different types, for people.
fn differing(first: &[Property], second: &[Property]) -> String {
    let differs = |property: &&Property| {
        first.iter().any(|known| known.name == property.name && known.ty != property.ty)
    };
    let names = second.iter().filter(differs).map(|property| format!("`{}`", property.name));
    names.collect::<Vec<_>>().join(", ")
}
