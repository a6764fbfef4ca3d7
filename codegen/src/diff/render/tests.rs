//! What hosts cut off, docmill cuts off itself, and says so.

use super::{Comparison, github, json, markdown, next_version, sarif, text, to_text};
use crate::diff::{Change, Event, RustImpact, State, Symbol};
use crate::ir::{PropertyName, TypeName, TypeWords};
use semver::Version;

fn changes(event: Event, count: usize) -> Vec<Change> {
    let change = |number| {
        let name = PropertyName::new(format!("p{number}"));
        let symbol = Symbol::Property(TypeName::new("a.book"), name);
        Change::new(event, symbol)
    };
    (0..count).map(change).collect()
}

fn comparison(changes: &[Change]) -> Comparison<'_> {
    Comparison::new("a", "b", changes)
}

#[test]
fn annotations_stop_at_ten_of_each_level() {
    let mut all = changes(Event::PropertyRemoved, 12);
    all.extend(changes(Event::ProseChanged, 3));
    let told = github::render(&comparison(&all));
    assert_eq!(told.matches("::error ").count(), 10);
    assert_eq!(told.matches("::notice ").count(), 3);
    assert!(told.contains("GitHub shows 10 of each level: 2 more breaking."), "{told}");
}

#[test]
fn annotations_are_of_the_worst_changes() {
    let mut all = changes(Event::EnumFlagsChanged, 12);
    all.extend(changes(Event::PropertyRemoved, 1));
    let told = github::render(&comparison(&all));
    assert!(told.contains("title=property-removed"), "{told}");
}

#[test]
fn what_says_the_same_of_many_things_is_one_row() {
    let mut all = changes(Event::PropertyRemoved, 8);
    all.extend(changes(Event::EnumFlagsChanged, 2));
    all.extend(changes(Event::ProseChanged, 30));
    let told = markdown::render(&comparison(&all));
    let rows = |code: &str| told.matches(&format!("| `{code}` |")).count();
    assert_eq!((rows("property-removed"), rows("enum-flags-changed")), (1, 2), "{told}");
    assert_eq!(rows("prose-changed"), 1, "{told}");
    let names = "`a.book`: `p0`, `p1`, `p2`, `p3`, `p4`, `p5` and 2 more | 8 of them |";
    assert!(told.contains(names), "{told}");
    assert!(told.contains("<details><summary><b>Harmless</b>: 30</summary>"), "{told}");
}

#[test]
fn what_has_something_of_its_own_to_say_has_its_own_row() {
    let mut all = changes(Event::PropertyRemoved, 5);
    all[2].help = Some("it may be the new name".to_owned());
    let told = markdown::render(&comparison(&all));
    assert_eq!(told.matches("| `property-removed` |").count(), 2, "{told}");
}

#[test]
fn a_sarif_file_stops_at_five_thousand_results_and_keeps_the_worst() {
    let mut all = changes(Event::ProseChanged, 5_000);
    all.extend(changes(Event::PropertyRemoved, 7));
    let log: serde_json::Value =
        serde_json::from_str(&sarif::render(&comparison(&all))).expect("JSON");
    let run = &log["runs"][0];
    let results = run["results"].as_array().expect("a list");
    assert_eq!(results.len(), 5_000);
    assert!(results[..7].iter().all(|result| result["level"] == "error"));
    let notices = run["invocations"][0]["toolExecutionNotifications"].to_string();
    assert!(notices.contains("7 more changes are not in this file"), "{notices}");
}

#[test]
fn a_comment_fits_its_host_and_keeps_the_worst() {
    let mut all: Vec<Change> = (0..3_000)
        .map(|number| Change::new(Event::PageMoved, Symbol::Page(format!("{number}.md").into())))
        .collect();
    all.extend(changes(Event::PropertyRemoved, 2));
    let told = markdown::render(&comparison(&all));
    assert!(told.len() < 65_536, "{}", told.len());
    assert_eq!(told.matches("| `property-removed` |").count(), 2);
    assert!(told.contains("more changes are not listed here"), "{told}");
}

#[test]
fn nothing_changed_is_said_in_every_format() {
    let none = comparison(&[]);
    assert_eq!(
        to_text(|out| text::write(&none, out)),
        "0 changes: 0 breaking, 0 risk, 0 ok\nversion: stays\n"
    );
    assert!(to_text(|out| json::write(&none, out)).contains("\"verdict\": \"clean\""));
    assert!(markdown::render(&none).contains("nothing changed"));
    assert!(github::render(&none).starts_with("docmill: 0 changes"));
    assert!(sarif::render(&none).contains("\"results\": []"));
}

#[test]
fn long_texts_are_shown_from_where_they_differ() {
    let alike = "Where a book stands, and beside which ones. ".repeat(4);
    let text = |end: &str| State::Texts(vec![format!("{alike}{end}").into()]);
    let symbol = Symbol::Page("book.md".into());
    let changed = |old: &str, new: &str| {
        let change = Change::new(Event::ProseChanged, symbol.clone());
        super::values(&change.from(text(old)).to(text(new)), TypeWords::OData)
    };
    assert_eq!(
        changed("See shelf_order.", "See shelf-order."),
        "was `…stands, and beside which ones. See shelf_order.`, \
         is `…stands, and beside which ones. See shelf-order.`"
    );
    assert_eq!(
        changed("", "Über all."),
        "was `…Where a book stands, and beside which ones.`, \
         is `…Where a book stands, and beside which ones. Über all.`"
    );
}

#[test]
fn versions_go_up_as_cargo_reads_them() {
    use RustImpact::{Major, Minor, Patch};
    for (from, impact, to) in [
        ("1.2.3", Major, "2.0.0"),
        ("1.2.3", Minor, "1.3.0"),
        ("1.2.3", Patch, "1.2.4"),
        ("0.2.3", Major, "0.3.0"),
        ("0.2.3", Minor, "0.2.4"),
        ("0.2.3", Patch, "0.2.4"),
    ] {
        let from = Version::parse(from).expect("a version");
        assert_eq!(next_version(&from, impact).to_string(), to, "{from} {impact}");
    }
}

#[test]
fn words_of_pages_cannot_forge_a_command_or_a_row() {
    let symbol = Symbol::Page("a|b\n::error::x".into());
    let change = [Change::new(Event::PageMoved, symbol)];
    let told = github::render(&comparison(&change));
    assert_eq!(told.lines().count(), 2, "{told}");
    let row = markdown::render(&comparison(&change));
    assert!(row.contains("a\\|b"), "{row}");
}

#[test]
fn words_of_pages_cannot_command_a_terminal() {
    let symbol = Symbol::Page("a\u{1b}[2Jb".into());
    let change = [Change::new(Event::PageMoved, symbol)];
    let comparison = comparison(&change);
    for told in [to_text(|out| text::write(&comparison, out)), text::brief(&comparison, 1)] {
        assert!(told.contains("a\u{fffd}[2Jb"), "{told}");
    }
}
