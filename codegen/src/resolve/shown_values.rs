//! Values in examples, each beside what the operation's page documents for it.

use serde_json_borrow::Value as Json;

use crate::ir::{Api, Body, EnumName, ExampleKind, Operation, Property, TypeName, TypeRef, Value};

/// A value in an example, and what is expected in its place.
pub enum Shown<'v> {
    /// An object, and the type that it says it is of, in `@odata.type`.
    Object { expected: &'v TypeName, stated: Option<&'v str> },
    /// A text where one member of an enum is expected.
    Text { expected: &'v EnumName, text: &'v str },
    /// What an object has for one of its documented properties.
    Member { property: &'v Property, json: &'v Json<'v> },
}

/// Shows every value in the JSON of an operation's example of which pages tell the type.
pub fn look_at(
    api: &Api,
    operation: &Operation,
    kind: ExampleKind,
    json: &Json<'_>,
    mut look: impl FnMut(Shown<'_>),
) {
    for (ty, json) in typed_values(operation, kind, json) {
        value(api, &ty, json, &mut look);
    }
}

/// The values of which an operation's body or response tells the types.
fn typed_values<'j>(
    operation: &Operation,
    kind: ExampleKind,
    json: &'j Json<'j>,
) -> Vec<(TypeRef, &'j Json<'j>)> {
    let member = |name: &str| json.as_object().and_then(|members| members.get(name));
    match (kind, &operation.body, &operation.response.ty) {
        (ExampleKind::Request, Body::Resource(name), _) => {
            vec![(TypeRef::single(Value::Type(name.clone())), json)]
        }
        (ExampleKind::Request, Body::Properties { properties, .. }, _) => {
            let sent = properties.iter();
            sent.filter_map(|it| Some((it.ty.clone(), member(it.name.as_str())?))).collect()
        }
        (ExampleKind::Response, _, Some(ty)) => {
            let inner = member("value").filter(|_| ty.collection);
            vec![(ty.clone(), inner.unwrap_or(json))]
        }
        _ => Vec::new(),
    }
}

fn value(api: &Api, ty: &TypeRef, json: &Json<'_>, look: &mut impl FnMut(Shown<'_>)) {
    match (&ty.value, json) {
        (Value::Enum(expected), Json::Str(text)) if !ty.collection => {
            look(Shown::Text { expected, text });
        }
        (Value::Type(name), Json::Array(items)) if ty.collection => {
            for item in items {
                object(api, name, item, look);
            }
        }
        (Value::Type(name), json) if !ty.collection => object(api, name, json, look),
        _ => {}
    }
}

fn object(api: &Api, expected: &TypeName, json: &Json<'_>, look: &mut impl FnMut(Shown<'_>)) {
    let Json::Object(members) = json else { return };
    let stated = members.get("@odata.type").and_then(Json::as_str);
    let stated = stated.map(|name| name.trim_start_matches('#'));
    look(Shown::Object { expected, stated });
    let stated = stated.map(TypeName::new).filter(|name| api.types.contains_key(name));
    for (name, member) in members.iter() {
        if let Some(property) = api.property(stated.as_ref().unwrap_or(expected), name) {
            look(Shown::Member { property, json: member });
            value(api, &property.ty, member, look);
        }
    }
}
