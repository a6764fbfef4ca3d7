//! What JSON representations tell: properties that no table has, types that no column tells, and
//! where they contradict the table.

use super::shown_lists::{DoubtedType, TABLE_FOLLOWED};
use crate::dialect::Spelling;
use crate::ir::names;
use crate::ir::{Primitive, Property, PropertyName, TypeName, TypeRef, Value};
use crate::read::facts::{
    PageFacts, PropertyFacts, Represented, RepresentedProperty, ResourceFacts,
};
use crate::resolve::Resolver;
use crate::resolve::enums::PropertyOf;

impl Resolver<'_> {
    /// The type that the JSON representation tells where the type column does not: of a column that
    /// nobody can read, or that says no more than "object", or the name of the enum whose values the
    /// description lists.
    pub fn told_by_json(
        &mut self,
        facts: &PropertyFacts,
        represented: &RepresentedProperty,
        owner: &str,
        page: &PageFacts,
    ) -> Option<TypeRef> {
        match (&facts.ty.spelling, &facts.values, &represented.value) {
            (Spelling::Unread, None, _) | (Spelling::Untyped, None, Represented::Object(_))
                if facts.ty.link.is_none() =>
            {
                let ty = self.represented_type(represented, page)?;
                Some(TypeRef { collection: ty.collection || facts.ty.collection, ..ty })
            }
            (
                Spelling::UnnamedEnum | Spelling::Primitive(Primitive::String),
                Some(values),
                Represented::Object(name),
            ) if self.names.find_type(name, page, None).is_none() => {
                let property = PropertyOf { owner, name: &facts.name, page };
                let value = self.prose_enum(Some(name), property, values, &facts.ty.place);
                Some(TypeRef { value, collection: facts.ty.collection || represented.collection })
            }
            _ => None,
        }
    }

    /// Adds what only the JSON representation has, and reports where it contradicts the table.
    pub fn represented_properties(
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
            let ty = ty.map(|ty| if is_sample(represented, &ty, owner) { text(&ty) } else { ty });
            match (known, ty) {
                (Some(known), Some(ty)) => {
                    if contradicts(known, &ty) {
                        let doubt = DoubtedType {
                            owner: owner.clone(),
                            name: known.name.clone(),
                            table: known.ty.clone(),
                            json: ty.clone(),
                            json_place: represented.place.clone(),
                        };
                        if known.ty.collection == ty.collection {
                            let words = self.dialect.type_words;
                            self.report.push(doubt.finding(&known.source, TABLE_FOLLOWED, words));
                        } else {
                            self.doubted_lists.insert(known.source.clone(), doubt);
                        }
                    }
                }
                (Some(_), None) => {}
                // An open type has properties that no page can name; without a table, its JSON shows
                // a sample of them.
                (None, _) if facts.open && facts.properties.is_empty() => {}
                (None, ty) => {
                    let name = PropertyName::new(represented.name.as_str());
                    self.only_in_json.insert((owner.clone(), name.clone()));
                    let anything =
                        TypeRef { value: Value::Json, collection: represented.collection };
                    let ty = ty.unwrap_or(anything);
                    let source = represented.place.source.clone();
                    properties.push(Property::shown(name, ty, source));
                }
            }
        }
    }

    pub fn represented_type(
        &mut self,
        represented: &RepresentedProperty,
        page: &PageFacts,
    ) -> Option<TypeRef> {
        let value = match &represented.value {
            Represented::Text(text) => match self.dialect.types.read(text).spelling {
                Spelling::Primitive(primitive) => Value::Primitive(primitive),
                Spelling::Named(name) => self.names.find(&name, page, None)?.into(),
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
}

/// Whether a text is one of the resource's own values: `"type": "BookLoan"` of a `bookLoan` says which
/// type that is, and not that it holds another.
fn is_sample(represented: &RepresentedProperty, ty: &TypeRef, owner: &TypeName) -> bool {
    let Represented::Text(text) = &represented.value else { return false };
    matches!(&ty.value, Value::Type(name) if name == owner)
        && !text.contains('.')
        && text != owner.short()
}

fn text(ty: &TypeRef) -> TypeRef {
    TypeRef { value: Value::Primitive(Primitive::String), collection: ty.collection }
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
