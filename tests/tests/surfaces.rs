//! One page in every form in which it can be found gives the same facts in each.
//!
//! `surfaces/` has an operation as source Markdown, with its permissions in an included file, as
//! Learn exports it, and as text taken from the rendered page in several ways.

use docmill_codegen::documents::Documents;
use docmill_codegen::export::facts;
use docmill_tests::{json, pages};
use serde_json::Value;

/// The surface that the others are held against.
const SOURCE: &str = "source.md";

#[test]
fn every_surface_gives_the_facts_of_the_source() {
    let expected = facts_of(SOURCE);
    let mut differing = Vec::new();
    for surface in surfaces().iter().filter(|surface| *surface != SOURCE) {
        let differences = json::differences(&expected, &facts_of(surface));
        differing.extend(differences.iter().map(|difference| format!("{surface}: {difference}")));
    }
    assert!(differing.is_empty(), "against {SOURCE}:\n{}", differing.join("\n"));
}

#[test]
fn the_source_gives_what_a_person_finds_in_it() {
    let facts = facts_of(SOURCE);
    let operation = &facts["operations"][0];
    assert_eq!(facts["operations"].as_array().map(Vec::len), Some(1));
    assert_eq!(operation["title"], "Update itemPhone");
    assert_eq!(operation["paths"].as_array().map(Vec::len), Some(2));
    assert_eq!(operation["request"]["properties"].as_array().map(Vec::len), Some(6));
    assert_eq!(operation["response"]["status"], 200);
    assert_eq!(operation["examples"].as_array().map(Vec::len), Some(2));
    assert_eq!(facts["enums"].as_array().map(Vec::len), Some(2));
}

#[test]
fn there_is_more_than_one_surface() {
    assert!(surfaces().len() > 4, "{:?}", surfaces());
}

/// The files in `surfaces/`, sorted.
fn surfaces() -> Vec<String> {
    let files = pages::entries(&pages::folder().join("surfaces")).into_iter();
    let files = files
        .filter(|path| path.is_file())
        .filter_map(|path| path.file_name().map(|name| name.to_string_lossy().into_owned()));
    let mut names: Vec<String> = files.collect();
    names.sort();
    names
}

/// The facts of a surface, without what tells one file from another: its name, and lines in it.
fn facts_of(surface: &str) -> Value {
    let all = pages::load(&pages::folder().join("surfaces"));
    let wanted = |path: &str| path == surface || path.starts_with("includes/");
    let files = all.files().filter(|(path, _)| wanted(path));
    let documents = Documents::new(files.map(|(path, text)| (path, text.to_owned())));
    let reading = pages::read(&documents);
    let mut facts = facts::export_page(&reading.api, &reading.outcomes, surface);
    for operation in facts["operations"].as_array_mut().into_iter().flatten() {
        remove(operation, "name");
    }
    without_places(facts)
}

/// Without the keys `page`, `source` and `line`, at any depth.
fn without_places(mut value: Value) -> Value {
    match &mut value {
        Value::Array(items) => {
            for item in items {
                *item = without_places(item.take());
            }
        }
        Value::Object(members) => {
            members.retain(|key, _| !matches!(key.as_str(), "page" | "source" | "line"));
            for member in members.values_mut() {
                *member = without_places(member.take());
            }
        }
        _ => {}
    }
    value
}

fn remove(value: &mut Value, key: &str) {
    if let Some(members) = value.as_object_mut() {
        members.shift_remove(key);
    }
}
