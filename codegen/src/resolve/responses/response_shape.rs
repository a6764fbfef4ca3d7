//! Whether an example has the shape that a table of a response lists.

use serde_json_borrow::Value as Json;

use super::is_list;
use crate::ir::Example;
use crate::read::facts::{ListedFacts, PropertyFacts};

/// What the names of properties of an array's items begin with.
pub const OF_ITEM: &str = "[].";

/// What a table of a response describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// The body.
    Object,
    /// The items of a list, which stand under `value`, or are the body.
    List,
}

/// What an example shows to be described by a table; what it has instead, in words, if it shows neither.
/// Names are given the casing that the example shows.
pub fn fit(
    properties: &mut [PropertyFacts],
    listed: &ListedFacts,
    example: Option<&Example>,
) -> Result<Shape, &'static str> {
    // Names that begin with brackets are those of an array's items.
    let mut of_items = listed.of_items;
    for property in properties.iter_mut() {
        if let Some(name) = property.name.strip_prefix(OF_ITEM) {
            property.name = name.to_owned();
            of_items = true;
        }
    }
    let body = example.and_then(|it| serde_json::from_str::<Json<'_>>(&it.body).ok());
    let body = match &body {
        Some(Json::Object(body)) => body,
        Some(Json::Array(items)) => {
            let Some(first) = items.first() else { return Ok(Shape::List) };
            let Json::Object(item) = first else {
                return Err("an example of a list of no objects");
            };
            let keys: Vec<&str> = item.iter().map(|(key, _)| key).collect();
            take_casing(properties, &keys);
            return Ok(Shape::List);
        }
        Some(_) => return Err("an example that is no object"),
        None if of_items => return Ok(Shape::List),
        None => return Ok(Shape::Object),
    };
    let has_any = |keys: &[&str]| {
        let roots = properties.iter().map(|property| root(&property.name));
        roots.into_iter().any(|root| keys.iter().any(|key| key.eq_ignore_ascii_case(root)))
    };
    let keys: Vec<&str> = body.iter().map(|(key, _)| key).collect();
    if keys.is_empty() || has_any(&keys) {
        take_casing(properties, &keys);
        return Ok(Shape::Object);
    }
    let items = body.get("value").filter(|_| is_list(body)).and_then(|items| match items {
        Json::Array(items) => Some(items),
        _ => None,
    });
    let first = items.map(|items| items.first());
    match first {
        Some(None) => Ok(Shape::List),
        Some(Some(Json::Object(item))) => {
            let keys: Vec<&str> = item.iter().map(|(key, _)| key).collect();
            if !has_any(&keys) {
                return Err("an example of a list of something else");
            }
            take_casing(properties, &keys);
            Ok(Shape::List)
        }
        _ => Err("an example that has none of its properties"),
    }
}

/// The first of the names that lead to a property.
fn root(name: &str) -> &str {
    name.split(['.', '[']).next().unwrap_or(name)
}

/// Gives names the casing of the keys that an example shows: that is what is sent.
fn take_casing(properties: &mut [PropertyFacts], keys: &[&str]) {
    for property in properties {
        let own = root(&property.name);
        let shown = keys.iter().find(|key| key.eq_ignore_ascii_case(own));
        if let Some(shown) = shown.filter(|_| !keys.contains(&own)) {
            property.name = format!("{shown}{}", &property.name[own.len()..]);
        }
    }
}
