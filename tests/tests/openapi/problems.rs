//! Whether a document is a valid one.

use std::collections::BTreeSet;
use std::fs;
use std::sync::LazyLock;

use jsonschema::Validator;
use serde_json::Value as Json;

use crate::folder;

/// What is wrong with a document: by the official schema, and by what the standard says beyond it.
pub fn problems(document: &Json) -> Vec<String> {
    let mut problems: Vec<String> = official()
        .iter_errors(document)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    if let Some(schemas) = document["components"]["schemas"].as_object() {
        for (name, schema) in schemas {
            let error = jsonschema::meta::validate(schema).err();
            problems.extend(error.map(|error| format!("schema {name}: {error}")));
        }
    }
    references(document, &mut |target| {
        if document.pointer(target.trim_start_matches('#')).is_none() {
            problems.push(format!("{target} is not there"));
        }
    });
    problems.extend(path_problems(document));
    problems
}

/// Paths that are one, names of values that are not those of parameters, operations of one name.
fn path_problems(document: &Json) -> Vec<String> {
    let mut problems = Vec::new();
    let (mut ids, mut shapes) = (BTreeSet::new(), BTreeSet::new());
    for (path, item) in document["paths"].as_object().into_iter().flatten() {
        let values = placeholders(path);
        if values.iter().collect::<BTreeSet<_>>().len() < values.len() {
            problems.push(format!("{path} has a name twice"));
        }
        let shape = values
            .iter()
            .fold(path.clone(), |shape, name| shape.replacen(&format!("{{{name}}}"), "{}", 1));
        if !shapes.insert(shape) {
            problems.push(format!("{path} is there twice"));
        }
        for operation in item.as_object().into_iter().flat_map(|item| item.values()) {
            let others = operation["x-other-operations"].as_array().into_iter().flatten();
            for operation in others.chain([operation]) {
                if !ids.insert(operation["operationId"].to_string()) {
                    problems.push(format!("{} is there twice", operation["operationId"]));
                }
                let parameters = operation["parameters"].as_array().into_iter().flatten();
                let in_path = parameters.filter(|parameter| parameter["in"] == "path");
                if !in_path.filter_map(|it| it["name"].as_str()).eq(values.iter().copied()) {
                    problems.push(format!("{path} has not the parameters {values:?}"));
                }
            }
        }
    }
    problems
}

/// The official schema.
pub fn official() -> &'static Validator {
    static OFFICIAL: LazyLock<Validator> = LazyLock::new(|| {
        let text = fs::read_to_string(folder().join("oas-3.1-2022-10-07.json")).expect("readable");
        let schema = serde_json::from_str(&text).expect("JSON");
        jsonschema::validator_for(&schema).expect("a schema")
    });
    &OFFICIAL
}

fn placeholders(path: &str) -> Vec<&str> {
    path.split('{').skip(1).filter_map(|rest| rest.split('}').next()).collect()
}

/// Every `$ref` but those in examples, which are anybody's JSON.
fn references(value: &Json, found: &mut impl FnMut(&str)) {
    match value {
        Json::Object(members) => {
            if let Some(Json::String(target)) = members.get("$ref") {
                found(target);
            }
            let parts = members.iter().filter(|(name, _)| *name != "examples");
            parts.for_each(|(_, part)| references(part, found));
        }
        Json::Array(items) => items.iter().for_each(|item| references(item, found)),
        _ => {}
    }
}
