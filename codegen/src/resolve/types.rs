//! Structured types: names, properties, and what to do with two descriptions of one.

use std::collections::BTreeSet;
use std::collections::hash_map::Entry;

use rustc_hash::FxHashMap;

use super::Resolver;
use super::names::Named;
use crate::diagnostics::{Code, Diagnostic, Place};
use crate::dialect::Spelling;
use crate::ir::names;
use crate::ir::{
    Access, Deprecation, Primitive, Property, PropertyName, Type, TypeKind, TypeName, TypeRef,
    Value,
};
use crate::read::facts::{
    Mention, PageFacts, PropertyFacts, Represented, RepresentedProperty, ResourceFacts, TypeFacts,
    Values,
};
use crate::read::prose::target_page;

impl Resolver<'_> {
    /// Learns every documented name.
    pub(super) fn collect_names(&mut self, pages: &[PageFacts]) {
        for page in pages {
            for facts in &page.enums {
                let full = self.names.qualify(&facts.name, page.namespace.as_deref());
                let named = Named::Enum(crate::ir::EnumName::new(full.as_str()));
                // A page that only lists enums leads to none of them in particular.
                let of_page = page.enums.len() == 1 && page.resource.is_none();
                self.names.add(&full, named, of_page.then_some(&*page.page));
            }
            if let Some(facts) = page.resource.as_ref().filter(|facts| title_is_annotated(facts)) {
                let full = facts.annotated.as_deref().unwrap_or(&facts.name);
                let named = Named::Type(TypeName::new(full));
                self.names.add(full, named, Some(&page.page));
            }
        }
        // A title can be short for the name in the annotation: "Chart" for `workbookChart`. But an
        // annotation that another page's title claims was copied from there.
        for page in pages {
            let Some(facts) = page.resource.as_ref().filter(|facts| !title_is_annotated(facts))
            else {
                continue;
            };
            let titled = self.names.qualify(&facts.name, page.namespace.as_deref());
            let annotated = facts.annotated.as_ref().filter(|full| full.contains('.'));
            let full = annotated.filter(|full| !self.names.is_known(full)).unwrap_or(&titled);
            let named = Named::Type(TypeName::new(full.as_str()));
            self.names.add(full, named.clone(), Some(&page.page));
            self.names.add_alias(&titled, named);
        }
    }

    /// The full name that a page's resource was given.
    fn full_name(&self, facts: &ResourceFacts, page: &PageFacts) -> String {
        match self.names.of_page(&page.page) {
            Some(Named::Type(name)) if !title_is_annotated(facts) => name.as_str().to_owned(),
            _ => match &facts.annotated {
                Some(full) if title_is_annotated(facts) => full.clone(),
                _ => self.names.qualify(&facts.name, page.namespace.as_deref()),
            },
        }
    }

    /// Adds every resource.
    pub(super) fn add_types(&mut self, pages: &mut [PageFacts]) {
        for page in pages {
            if let Some(facts) = page.resource.take() {
                self.add_type(facts, page);
            }
        }
    }

    fn add_type(&mut self, mut facts: ResourceFacts, page: &PageFacts) {
        let full = self.full_name(&facts, page);
        let name = match self.names.find(&full, page, None) {
            Some(Named::Type(name)) => name,
            _ => TypeName::new(full.as_str()),
        };
        if name.as_str() != full {
            self.report.push(Diagnostic::new(
                Code::CasingDiffers,
                facts.place.clone(),
                format!("`{full}`, written `{name}` elsewhere"),
                format!("expected `{name}`"),
                "both were read as the same type",
            ));
        }
        let rows = facts.properties.iter().filter_map(|p| p.inherited_from.as_deref());
        let stated = facts.stated_base.iter().map(|base| (&*base.name, base.link.as_deref()));
        let hints: BTreeSet<TypeName> = rows
            .map(|base| (base, None))
            .chain(stated)
            .filter_map(|(hint, link)| match self.names.find(hint, page, link) {
                Some(Named::Type(base)) if base != name => Some(base),
                _ => None,
            })
            .collect();
        self.base_hints.entry(name.clone()).or_default().extend(hints);
        let rows = std::mem::take(&mut facts.properties);
        let mut properties = self.table_properties(rows, &name, page);
        self.represented_properties(&facts, &name, page, &mut properties);
        let base = self.base(&facts, &name, page);
        if base.is_none() && facts.key.as_deref() == Some("id") {
            self.rooted.insert(name.clone());
        }
        let ty = Type {
            base,
            description: facts.description.into(),
            kind: if facts.key.is_some() { TypeKind::Entity } else { TypeKind::Complex },
            open: facts.open,
            deprecated: page.deprecated.as_deref().map(|note| Deprecation { note: note.into() }),
            properties,
            area: page.area.clone(),
            source: facts.place.source.clone(),
            name: name.clone(),
        };
        match self.api.types.get_mut(&name) {
            None => {
                self.api.types.insert(name, ty);
            }
            Some(first) => {
                let differing = differing(&first.properties, &ty.properties);
                let message = if differing.is_empty() {
                    format!("a second description of `{name}`")
                } else {
                    format!("a second description of `{name}`, with other types for {differing}")
                };
                self.report.push(
                    Diagnostic::new(
                        Code::DuplicateType,
                        facts.place.clone(),
                        message,
                        "expected one page for each type",
                        "the first page was followed; properties that only this one has were added",
                    )
                    .related(first.source.clone(), "the first description"),
                );
                first.base = first.base.take().or(ty.base);
                for property in ty.properties {
                    if !first.properties.iter().any(|known| known.name == property.name) {
                        first.properties.push(property);
                    }
                }
            }
        }
    }

    fn table_properties(
        &mut self,
        rows: Vec<PropertyFacts>,
        owner: &TypeName,
        page: &PageFacts,
    ) -> Vec<Property> {
        let mut properties: Vec<Property> = Vec::new();
        let mut slots: FxHashMap<String, usize> = FxHashMap::default();
        for facts in rows {
            let place = facts.place.clone();
            let property = self.property(facts, owner.as_str(), page);
            let slot = match slots.entry(property.name.as_str().to_ascii_lowercase()) {
                Entry::Occupied(slot) => *slot.get(),
                Entry::Vacant(slot) => {
                    slot.insert(properties.len());
                    properties.push(property);
                    continue;
                }
            };
            let first = &properties[slot];
            self.report.push(
                Diagnostic::new(
                    Code::DuplicateProperty,
                    place,
                    format!("the property `{}` a second time", property.name),
                    "expected each property once",
                    if first.ty == property.ty {
                        "the first row was followed".to_owned()
                    } else {
                        format!("the first row was followed: `{}`, not `{}`", first.ty, property.ty)
                    },
                )
                .related(first.source.clone(), "the first row"),
            );
        }
        properties
    }

    fn property(&mut self, facts: PropertyFacts, owner: &str, page: &PageFacts) -> Property {
        let ty = self.type_ref(&facts.ty, facts.values.as_ref(), owner, &facts.name, page);
        Property {
            name: PropertyName::new(facts.name),
            ty,
            navigation: facts.navigation,
            access: if facts.read_only { Access::ReadOnly } else { Access::ReadWrite },
            description: facts.description.into(),
            deprecated: facts.deprecated.map(|note| Deprecation { note: note.into() }),
            source: facts.place.source,
        }
    }

    /// Adds what only the JSON representation has, and reports where it contradicts the table.
    fn represented_properties(
        &mut self,
        facts: &ResourceFacts,
        owner: &TypeName,
        page: &PageFacts,
        properties: &mut Vec<Property>,
    ) {
        for represented in &facts.representation {
            // Annotations are no properties, nor are the keys of dictionaries that stand for values.
            if !names::is_identifier(&represented.name) {
                continue;
            }
            let known =
                properties.iter().find(|p| p.name.as_str().eq_ignore_ascii_case(&represented.name));
            let ty = self.represented_type(represented, page);
            match (known, ty) {
                (Some(known), Some(ty)) => {
                    if contradicts(known, &ty) {
                        self.report.push(
                            Diagnostic::new(
                                Code::Disagreement,
                                known.source.clone(),
                                format!(
                                    "`{}` of `{}` is `{}` in the table and `{ty}` in the JSON",
                                    known.name,
                                    owner.short(),
                                    known.ty
                                ),
                                "expected the same type in both",
                                "the table was followed",
                            )
                            .related(represented.place.clone(), "the JSON"),
                        );
                    }
                }
                (Some(_), None) => {}
                (None, ty) => {
                    let name = PropertyName::new(represented.name.as_str());
                    self.only_in_json.insert((owner.clone(), name.clone()));
                    let anything =
                        TypeRef { value: Value::Json, collection: represented.collection };
                    properties.push(Property {
                        name,
                        ty: ty.unwrap_or(anything),
                        navigation: false,
                        access: Access::ReadWrite,
                        description: "".into(),
                        deprecated: None,
                        source: represented.place.source.clone(),
                    });
                }
            }
        }
    }

    fn represented_type(
        &mut self,
        represented: &RepresentedProperty,
        page: &PageFacts,
    ) -> Option<TypeRef> {
        let value = match &represented.value {
            Represented::Text(text) => match self.dialect.types.read(text) {
                (Spelling::Primitive(primitive), _) => Value::Primitive(primitive),
                (Spelling::Named(name), _) => self.names.find(&name, page, None)?.into(),
                _ => Value::Primitive(Primitive::String),
            },
            Represented::Object(name) => match self.names.find(name, page, None) {
                Some(named) => named.into(),
                None => Value::Undocumented(TypeName::new(
                    self.names.qualify(name, page.namespace.as_deref()),
                )),
            },
            Represented::Boolean => Value::Primitive(Primitive::Boolean),
            Represented::Integer => Value::Primitive(Primitive::Int32),
            Represented::Number => Value::Primitive(Primitive::Double),
            Represented::Nothing => return None,
        };
        Some(TypeRef { value, collection: represented.collection })
    }

    fn base(
        &mut self,
        facts: &ResourceFacts,
        name: &TypeName,
        page: &PageFacts,
    ) -> Option<TypeName> {
        let mut resolve =
            |mention: &Mention| match self.names.find(&mention.name, page, mention.link.as_deref())
            {
                Some(Named::Type(base)) => base,
                _ => {
                    let full = self.names.qualify(&mention.name, page.namespace.as_deref());
                    self.unknown.used(&full, &mention.place);
                    TypeName::new(full)
                }
            };
        let annotated = facts.annotated_base.as_ref().map(&mut resolve);
        let stated = facts.stated_base.as_ref().map(&mut resolve);
        if let (Some(annotated), Some(stated)) = (&annotated, &stated)
            && annotated != stated
        {
            let place = facts.stated_base.as_ref().map(|base| base.place.clone());
            self.report.push(Diagnostic::new(
                Code::Disagreement,
                place.unwrap_or_default(),
                format!("`{name}` inherits from `{stated}` in the text and from `{annotated}` in the annotation"),
                "expected the same base type in both",
                "the one that inherits from the other was followed; if neither does, the annotation",
            ));
        }
        let found = annotated.or(stated)?;
        if found != *name {
            return Some(found);
        }
        let mention = facts.annotated_base.as_ref().or(facts.stated_base.as_ref());
        self.report.push(Diagnostic::new(
            Code::CircularInheritance,
            mention.map_or_else(|| facts.place.clone(), |mention| mention.place.clone()),
            format!("`{name}` inherits from itself"),
            "expected another type",
            "it was read as having no base type",
        ));
        None
    }

    /// What a type column means.
    pub(super) fn type_ref(
        &mut self,
        facts: &TypeFacts,
        values: Option<&Values>,
        owner: &str,
        property: &str,
        page: &PageFacts,
    ) -> TypeRef {
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
                Some(values) => self.prose_enum(None, owner, property, values, page, &facts.place),
                None => Value::Primitive(Primitive::String),
            },
            Spelling::Named(name) => match self.names.find(name, page, link) {
                Some(Named::Enum(known)) => match values {
                    Some(values) => self.prose_enum(
                        Some(known.as_str()),
                        owner,
                        property,
                        values,
                        page,
                        &facts.place,
                    ),
                    None => Value::Enum(known),
                },
                Some(named) => named.into(),
                None => match values {
                    Some(values) => {
                        self.prose_enum(Some(name), owner, property, values, page, &facts.place)
                    }
                    None => self.undocumented(name, page, &facts.place),
                },
            },
            Spelling::Untyped => Value::Json,
            Spelling::Unread => match link.and_then(|link| self.names.find("", page, Some(link))) {
                Some(named) => named.into(),
                None => match link {
                    Some(link) => self.undocumented(&target_page(link), page, &facts.place),
                    None => Value::Json,
                },
            },
        };
        TypeRef { value, collection: facts.collection }
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

/// The properties that two descriptions of a type give different types, for people.
fn differing(first: &[Property], second: &[Property]) -> String {
    let differs = |property: &&Property| {
        first.iter().any(|known| known.name == property.name && known.ty != property.ty)
    };
    let names = second.iter().filter(differs).map(|property| format!("`{}`", property.name));
    names.collect::<Vec<_>>().join(", ")
}

/// Whether title and annotation name the same type.
fn title_is_annotated(facts: &ResourceFacts) -> bool {
    let short = |name: &str| names::short(name).to_ascii_lowercase();
    let annotated = facts.annotated.as_deref().filter(|full| full.contains('.'));
    annotated.is_some_and(|full| short(full) == short(&facts.name))
}

/// Whether the JSON says another type than the table. JSON shows most things as strings, and one
/// kind of number for all of them.
fn contradicts(property: &Property, json: &TypeRef) -> bool {
    if property.ty.collection != json.collection {
        return true;
    }
    match (&property.ty.value, &json.value) {
        (Value::Type(a), Value::Type(b)) => a != b,
        (Value::Primitive(table), Value::Primitive(json)) => {
            *json == Primitive::Boolean && *table != Primitive::Boolean
                || *table == Primitive::Boolean && *json != Primitive::Boolean
        }
        _ => false,
    }
}
