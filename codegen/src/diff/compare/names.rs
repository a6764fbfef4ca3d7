//! Which names of the two sides are the same name.

use std::collections::BTreeMap;

use heck::ToSnakeCase;

use crate::diff::circumstance::Casing;
use crate::ir::{TypeRef, Value};

/// A thing as the two sides have it.
#[derive(Clone, Copy)]
pub enum Pair<T> {
    Added(T),
    Removed(T),
    /// The old one and the new one.
    Both(T, T),
}

/// Things of both sides with the same name; in other casing, if there is no other way.
pub fn pairs<'a, N: Ord, T>(
    old: &'a BTreeMap<N, T>,
    new: &'a BTreeMap<N, T>,
    text: impl Fn(&N) -> &str,
) -> Vec<Pair<&'a T>> {
    let lower = |name: &N| text(name).to_lowercase();
    let mut gone: BTreeMap<String, &T> = BTreeMap::new();
    let mut pairs = Vec::with_capacity(new.len());
    for (name, was) in old {
        match new.get(name) {
            Some(is) => pairs.push(Pair::Both(was, is)),
            None => {
                if let Some(other) = gone.insert(lower(name), was) {
                    pairs.push(Pair::Removed(other));
                }
            }
        }
    }
    for (name, is) in new {
        if !old.contains_key(name) {
            let was = gone.remove(&lower(name));
            pairs.push(was.map_or(Pair::Added(is), |was| Pair::Both(was, is)));
        }
    }
    pairs.extend(gone.into_values().map(Pair::Removed));
    pairs
}

/// What another casing of a name does to Rust, where names are made from their words.
pub fn casing(old: &str, new: &str) -> Casing {
    if old.to_snake_case() == new.to_snake_case() { Casing::Name } else { Casing::NameInRust }
}

/// Whether two names differ in casing at most.
pub fn same_name(a: &str, b: &str) -> bool {
    a == b || a.to_lowercase() == b.to_lowercase()
}

/// Whether two values are of the same type, whatever a page documents of it.
fn same_value(a: &Value, b: &Value) -> bool {
    match (a.name(), b.name()) {
        (Some(a), Some(b)) => same_name(a, b),
        _ => a == b,
    }
}

/// Whether two types are the same, each value by its name.
pub fn same_type(a: &TypeRef, b: &TypeRef) -> bool {
    a.collection == b.collection && same_value(&a.value, &b.value)
}
