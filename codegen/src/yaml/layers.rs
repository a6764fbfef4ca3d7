//! A YAML document that says only in what it differs from another one.
//!
//! Mappings are laid over each other key by key. A list comes before the list that it is laid over,
//! which keeps what it has besides; `!only` in front of it leaves nothing of that. Anything else takes
//! the place of what was there, `~` too.

use serde::de::DeserializeOwned;
use serde_yaml::{Mapping, Value};

use super::{Step, YamlError, locate, read, readable};

/// In front of a list that is the whole list.
const ONLY: &str = "only";

/// Reads a value from documents, each laid over the one before it. The keys of a mapping that a later
/// one names come first. `key` is none of the value's: it says what a document is laid over.
///
/// # Errors
///
/// Text that is no YAML, or no such value, with its place in the last document.
pub fn read_layers<T: DeserializeOwned>(layers: &[&str], key: &str) -> Result<T, YamlError> {
    let Some((text, below)) = layers.split_last() else { return read("") };
    let document = |text: &str| {
        let mut document: Value = read(text)?;
        if let Value::Mapping(entries) = &mut document {
            entries.shift_remove(key);
        }
        Ok(document)
    };
    let below = below.iter().try_fold(Value::Null, |all, text| Ok(over(all, document(text)?)))?;
    let own = document(text)?;
    T::deserialize(over(below.clone(), own.clone())).map_err(|error| {
        let mut path = Vec::new();
        let message =
            wrong::<T>(&below, &own, &mut path).unwrap_or_else(|| readable(&error).message);
        let steps: Vec<Step<'_>> = path.iter().map(|key| Step::Key(key)).collect();
        let (line, column) = locate(text, &steps).unwrap_or_default();
        YamlError { message, line, column }
    })
}

/// The text under a key of a document, if there is one.
///
/// # Errors
///
/// Text that is no YAML, with its place.
pub fn text_under(text: &str, key: &str) -> Result<Option<String>, YamlError> {
    let document: Value = read(text)?;
    Ok(document.get(key).and_then(Value::as_str).map(str::to_owned))
}

fn over(below: Value, own: Value) -> Value {
    match (below, own) {
        (_, Value::Tagged(own)) if own.tag == ONLY => own.value,
        (Value::Mapping(mut below), Value::Mapping(own)) => {
            let laid = own.into_iter().map(|(key, value)| {
                let value = match below.shift_remove(&key) {
                    Some(below) => over(below, value),
                    None => over(Value::Null, value),
                };
                (key, value)
            });
            let mut all: Mapping = laid.collect();
            all.extend(below);
            Value::Mapping(all)
        }
        (Value::Sequence(below), Value::Sequence(mut own)) => {
            let besides = below.into_iter().filter(|item| !own.contains(item));
            let besides: Vec<Value> = besides.collect();
            own.extend(besides);
            Value::Sequence(own)
        }
        (_, Value::Mapping(own)) => over(Value::Mapping(Mapping::new()), Value::Mapping(own)),
        (_, own) => own,
    }
}

/// What is wrong with the first part of a document that cannot be laid over another one alone, and in
/// `path` the keys that lead to it.
fn wrong<T: DeserializeOwned>(
    below: &Value,
    own: &Value,
    path: &mut Vec<String>,
) -> Option<String> {
    let part = path.iter().try_fold(own, |part, key| part.get(key));
    let Some(Value::Mapping(entries)) = part else { return None };
    for (key, value) in entries {
        let Some(key) = key.as_str() else { continue };
        path.push(key.to_owned());
        let read = |value: Value| {
            let alone = path.iter().rev().fold(value, |inner, key| {
                Value::Mapping(Mapping::from_iter([(Value::from(key.as_str()), inner)]))
            });
            T::deserialize(over(below.clone(), alone)).err()
        };
        if let Some(error) = read(value.clone()) {
            // Or the key itself is wrong.
            let is_within = value.is_mapping() && read(Value::Mapping(Mapping::new())).is_none();
            let within = if is_within { wrong::<T>(below, own, path) } else { None };
            return within.or_else(|| Some(readable(&error).message));
        }
        path.pop();
    }
    None
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::read_layers;
    use crate::yaml::YamlError;

    type Lists = BTreeMap<String, BTreeMap<String, Vec<String>>>;

    fn laid(own: &str) -> Result<Lists, YamlError> {
        read_layers(&["a: {x: [one, two], y: [three]}\nb: {x: [four]}\n", own], "extends")
    }

    #[test]
    fn lists_are_added_to_and_keys_that_are_not_named_stay() {
        let lists =
            laid("extends: other\na: {x: [zero, two]}\nc: {z: [five]}\n").expect("it is one");
        let of_a = &lists["a"];
        assert_eq!(of_a["x"], ["zero", "two", "one"]);
        assert_eq!(of_a["y"], ["three"]);
        assert_eq!(lists["b"]["x"], ["four"]);
        assert_eq!(lists["c"]["z"], ["five"]);
    }

    #[test]
    fn only_leaves_nothing_of_what_was_there() {
        let lists = laid("a: {x: !only [zero]}\nc: {z: !only [five]}\n").expect("it is one");
        assert_eq!(lists["a"]["x"], ["zero"]);
        assert_eq!(lists["c"]["z"], ["five"]);
    }

    #[test]
    fn a_wrong_part_has_its_place_in_the_last_document() {
        let error =
            laid("a:\n  x: [zero]\nb:\n  z: [one]\n  x: none\n").expect_err("a text is no list");
        assert_eq!((error.line, error.column), (5, 6), "{error}");
        assert!(error.message.contains("none"), "{error}");
        let error = laid("a: [\n").expect_err("it is no YAML");
        assert!(error.line > 0, "{error}");
    }
}
