//! What an edit of a page means: `drift/pages` before and after each `drift/*.edit`, and in the
//! `.snap` beside it what docmill says about it. Every code of a change has an edit of its name.
//!
//! A code that is to be added: write its edit and run
//! `INSTA_UPDATE=always cargo test -p docmill-tests --test drift`. Read the snapshot.

use std::collections::BTreeSet;

use docmill_codegen::diff::render::{Comparison, json, text, to_text};
use docmill_codegen::diff::verdict::impact;
use docmill_codegen::diff::{Change, ChangeCode, Event, Impact, apply, canonical, diff};
use docmill_tests::drift::{Case, api, cases, folder, library, names, read, sides};
use docmill_tests::edit::Pages;

fn comparison(changes: &[Change]) -> Comparison<'_> {
    Comparison::new("old", "new", changes)
}

#[test]
fn every_edit_is_told_as_its_snapshot_says() {
    let mut settings = insta::Settings::new();
    settings.set_snapshot_path(folder());
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    for Case { name, old, new, changes } in cases() {
        assert_eq!(canonical(&apply(changes, old)), canonical(new), "{name}: told in full");
        assert_eq!(diff(new, new), vec![], "{name}");
        let told = to_text(|out| text::write(&comparison(changes), out));
        settings.bind(|| insta::assert_snapshot!(name.as_str(), told));
    }
}

#[test]
fn every_code_has_an_edit_that_shows_it() {
    let is_shown = |code: &&ChangeCode| {
        let case = cases().iter().find(|case| case.name == code.as_str());
        let changes = case.iter().flat_map(|case| &case.changes);
        changes.flat_map(Change::with_consequences).any(|change| change.code == **code)
    };
    let missing: Vec<&ChangeCode> = ChangeCode::ALL.iter().filter(|code| !is_shown(code)).collect();
    assert_eq!(missing, Vec::<&ChangeCode>::new());
}

#[test]
fn every_row_of_the_classification_has_an_edit_that_shows_it() {
    let row =
        |code: ChangeCode, impact: Impact| format!("{code}: {}, {}", impact.rust, impact.contract);
    let rows: BTreeSet<String> =
        Event::every().into_iter().map(|event| row(event.code(), impact(event))).collect();
    let mut shown = BTreeSet::new();
    for Case { changes, .. } in cases() {
        // A change has the worst of its consequences' verdicts.
        let is_harmless = |change: &Change| change.impact == impact(Event::ProseChanged);
        let all = changes.iter().flat_map(Change::with_consequences);
        let own = all.filter(|change| change.consequences.iter().all(is_harmless));
        shown.extend(own.map(|change| row(change.code, change.impact)));
    }
    let missing: Vec<&str> = rows.difference(&shown).map(String::as_str).collect();
    assert_eq!(missing, Vec::<&str>::new(), "no edit shows them");
}

#[test]
fn every_snapshot_has_its_edit() {
    assert_eq!(names("snap"), names("edit"), "left: snapshots in drift/; right: edits");
}

#[test]
fn what_programs_read_keeps_to_its_schema() {
    let schema = serde_json::from_str(json::SCHEMA).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    for Case { name, changes, .. } in cases() {
        let told = serde_json::from_str(&to_text(|out| json::write(&comparison(changes), out)))
            .expect("JSON");
        let errors: Vec<String> =
            validator.iter_errors(&told).map(|error| error.to_string()).collect();
        assert_eq!(errors, Vec::<String>::new(), "{name}");
    }
    let other = serde_json::json!({"changes": []});
    assert!(!validator.is_valid(&other), "a schema that refuses nothing proves nothing");
}

#[test]
fn threads_and_the_order_of_pages_change_nothing() {
    let pool =
        |threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
    let (one, several) = (pool(1), pool(5));
    let told = |old: &Pages, new: &Pages, backwards: bool| {
        let read = |pages: &Pages| {
            if backwards { read(pages.iter().rev()) } else { read(pages.iter()) }
        };
        let changes = diff(&read(old), &read(new));
        to_text(|out| json::write(&comparison(&changes), out))
    };
    for name in names("edit") {
        let (old, new) = sides(&name);
        let expected = one.install(|| told(&old, &new, false));
        assert_eq!(several.install(|| told(&old, &new, true)), expected, "{name}");
    }
}

#[test]
fn how_a_page_is_written_is_no_change() {
    let library = library();
    let before = api(&library);
    let crlf = |text: &str| text.replace('\n', "\r\n");
    let wrapped = |text: &str| text.replace("A person who borrows", "A person\nwho   borrows");
    let spaced = |text: &str| text.replace("|String|", "|  String   |");
    let longer = |text: &str| text.replace("|:---|", "|:---------|");
    let ways: [&dyn Fn(&str) -> String; 4] = [&crlf, &wrapped, &spaced, &longer];
    for (number, way) in ways.into_iter().enumerate() {
        let after: Pages = library.iter().map(|(path, text)| (path.clone(), way(text))).collect();
        assert_ne!(after, library, "way {number} changes something");
        assert_eq!(diff(&before, &api(&after)), vec![], "way {number}");
    }
}
