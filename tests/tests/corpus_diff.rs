//! Real history: Graph v1.0 of January and of July 2021, beside the service's own metadata of both
//! dates.

use std::fs;
use std::path::PathBuf;

use docmill_codegen::diff::metadata::{Metadata, tell_origins};
use docmill_codegen::diff::{Change, ChangeCode, Origin, Symbol, diff};
use docmill_codegen::pipeline;
use docmill_tests::pages;

const DATES: [&str; 2] = ["graph-2021-01", "graph-2021-07"];

fn corpus(date: &str) -> PathBuf {
    pages::folder().join("../../shared/corpus").join(date)
}

fn metadata(date: &str) -> String {
    fs::read_to_string(corpus(date).join("metadata.xml")).expect("metadata beside the pages")
}

/// The changes that metadata tells to be of an origin.
fn of(changes: &[Change], origin: Origin) -> Vec<&Change> {
    changes.iter().filter(|change| change.origin == origin).collect()
}

#[test]
fn metadata_tells_corrections_of_pages_from_changes_of_the_api() {
    if DATES.iter().any(|date| fs::metadata(corpus(date)).is_err()) {
        println!("SKIPPED: there is no corpus beside the repository");
        return;
    }
    let [old, new] = DATES.map(|date| {
        let documents = pages::load(&corpus(date).join("api-reference/v1.0"));
        pipeline::read(&documents, pages::config(), pages::dialect()).api
    });
    let texts = DATES.map(metadata);
    let [was, is] = [0, 1].map(|at| Metadata::parse(DATES[at], &texts[at]).expect("metadata"));
    let mut changes = diff(&old, &new);
    tell_origins(&mut changes, &was, &is);
    let (api, pages) = (of(&changes, Origin::Api), of(&changes, Origin::DocsFix));
    println!("{} changes: {} of the API, {} of pages only", changes.len(), api.len(), pages.len());
    assert!(api.len() > 100, "the API changed in half a year: {}", api.len());
    assert!(pages.len() > 20, "pages were corrected: {}", pages.len());
    // What the files themselves say, looked at with other eyes.
    let texts = texts.map(|text| text.to_lowercase());
    let is_type = |text: &str, name: &str| {
        let name = name.to_lowercase();
        ["entitytype", "complextype"]
            .iter()
            .any(|kind| text.contains(&format!("<{kind} name=\"{name}\"")))
    };
    for (changes, there) in [(&api, [false, true]), (&pages, [true, true])] {
        let added: Vec<&str> = changes
            .iter()
            .filter(|change| change.code == ChangeCode::TypeAdded)
            .filter_map(|change| match &change.symbol {
                Symbol::Type(name) => Some(name.short()),
                _ => None,
            })
            .collect();
        for name in &added {
            assert_eq!([0, 1].map(|at| is_type(&texts[at], name)), there, "{name}");
        }
    }
    // The other date's metadata for both tells that nothing changed but pages.
    tell_origins(&mut changes, &is, &is);
    assert!(of(&changes, Origin::Api).is_empty());
}
