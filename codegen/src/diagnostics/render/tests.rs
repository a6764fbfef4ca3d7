use std::collections::BTreeMap;

use super::text::Style;
use super::{PageTexts, Summary, Verdict, github, json, markdown, sarif, text};
use crate::diagnostics::{Code, Diagnostic, Place, Report};
use crate::ir::Source;

/// Small pages.
struct Shelf(BTreeMap<&'static str, String>);

impl PageTexts for Shelf {
    fn text(&self, page: &str) -> Option<&str> {
        self.0.get(page.strip_prefix("docs/")?).map(String::as_str)
    }
}

fn shelf() -> Shelf {
    let table = "\
# itemPhone resource type

## Properties

| Property    | Type   | Description   |
|:------------|:-------|:--------------|
| displayName | String |
| größe       | Strïng | Größe: 100 %. |
";
    let long = format!("| number | String | {} |\n", "A very long cell. ".repeat(40));
    Shelf(BTreeMap::from([
        ("itemphone.md", table.to_owned()),
        ("api/create, update.md", "PATCH /me\r\nUPDATE /me\r\n".to_owned()),
        ("long.md", long),
    ]))
}

fn at(page: &str, line: u32, column: u32, length: u32) -> Place {
    let source = Source { page: page.into(), line, column };
    Place { source, length }
}

/// One of every kind: with a line, without one, with related places, on pages that are not there.
fn findings() -> Vec<Diagnostic> {
    let mut report = Report::default();
    report.push(
        Diagnostic::of(Code::ShortRow, at("itemphone.md", 7, 1, 24))
            .found("a row with 2 cells under a header of 3")
            .expected("3 cells")
            .instead("the missing cells were read as empty"),
    );
    let mut unknown = Diagnostic::of(Code::UnknownType, at("itemphone.md", 8, 17, 6))
        .found("no page documents `Strïng`")
        .expected("a primitive type or the name of a documented one")
        .instead("the field holds JSON")
        .help("write `String`")
        .related(at("long.md", 1, 12, 6), "also used here")
        .related(at("absent.md", 3, 4, 5), "and here");
    unknown.affected = 3;
    report.push(unknown);
    report.push(
        Diagnostic::of(Code::UnknownVerb, at("api/create, update.md", 2, 1, 6))
            .found("`UPDATE` is no verb of HTTP\nat 100 %")
            .expected("GET, POST, PUT, PATCH or DELETE")
            .instead("the line was left out"),
    );
    report.push(
        Diagnostic::of(Code::NoPages, Place::page("api"))
            .found("no page is chosen by `include: [\"**/*.md\"]` | `exclude: []`")
            .label("")
            .instead("nothing was written")
            .help("check `pages:` in docmill.yaml"),
    );
    report.push(
        Diagnostic::of(Code::UnknownTable, at("itemphone.md", 5, 1, 0))
            .found("columns that no rule knows: <b>Property</b> *Type*, `Descr")
            .label("")
            .instead("the table was skipped"),
    );
    let findings = report.into_sorted().into_iter();
    findings.map(|finding| finding.relocate(|page| format!("docs/{page}"))).collect()
}

fn many(count: u32) -> Vec<Diagnostic> {
    let finding = |number| {
        let code = if number == count { Code::NoPages } else { Code::ShortRow };
        Diagnostic::of(code, at("x.md", number, 1, 0)).found("found").label("").instead("did")
    };
    (1..=count).map(finding).collect()
}

fn summary(findings: &[Diagnostic]) -> Summary {
    Summary::new(Verdict::Found, 31, findings)
}

fn shown(name: &str, out: &str) {
    insta::with_settings!({omit_expression => true}, {
        insta::assert_snapshot!(name, out);
    });
}

#[test]
fn as_text() {
    let findings = findings();
    let summary = summary(&findings);
    shown("as_text", &text::render(&findings, &shelf(), &summary, Style::Plain));
}

#[test]
fn as_text_without_pages() {
    let findings = findings();
    shown(
        "as_text_without_pages",
        &text::render(&findings[..3], &(), &summary(&findings), Style::Plain),
    );
}

#[test]
fn text_is_coloured_only_when_asked_for() {
    let findings = findings();
    let summary = summary(&findings);
    let plain = text::render(&findings, &shelf(), &summary, Style::Plain);
    let coloured = text::render(&findings, &shelf(), &summary, Style::Coloured);
    assert!(!plain.contains('\u{1b}'));
    assert!(coloured.contains("\u{1b}["));
}

#[test]
fn nothing_found_is_one_line_of_text() {
    let summary = Summary::new(Verdict::Clean, 1, &[]);
    assert_eq!(
        text::render(&[], &(), &summary, Style::Plain),
        "pages read 1, findings: 0 errors, 0 warnings, 0 infos\n"
    );
}

#[test]
fn as_json() {
    let findings = findings();
    let summary = summary(&findings);
    shown("as_json", &json::render(&findings, &shelf(), &summary));
}

#[test]
fn as_github_commands() {
    let findings = findings();
    let summary = summary(&findings);
    shown("as_github_commands", &github::render(&findings, &summary));
}

#[test]
fn github_shows_ten_of_each_level_and_says_so() {
    let findings = many(24);
    let out = github::render(&findings, &summary(&findings));
    let count = |level: &str| out.lines().filter(|line| line.starts_with(level)).count();
    assert_eq!((count("::error "), count("::warning ")), (1, 10));
    assert!(out.contains("13 more warnings"), "{out}");
}

#[test]
fn as_markdown() {
    let findings = findings();
    let summary = summary(&findings);
    shown("as_markdown", &markdown::render(&findings, &summary));
}

#[test]
fn markdown_keeps_the_errors_and_fits_a_comment() {
    let findings = many(2_000);
    let out = markdown::render(&findings, &summary(&findings));
    assert!(out.len() < 65_536);
    assert!(out.contains("| error | `no-pages` |"));
    assert!(out.contains("1900 more findings"), "{out}");
}

#[test]
fn as_sarif() {
    let findings = findings();
    let out = sarif::render(&findings, &summary(&findings));
    let mut log: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    let rules = log["runs"][0]["tool"]["driver"]["rules"].take();
    let rules = rules.as_array().expect("rules");
    assert_eq!(rules.len(), Code::ALL.len());
    // The explanations have tests of their own.
    log["runs"][0]["tool"]["driver"]["rules"] = rules[..1].into();
    shown("as_sarif", &serde_json::to_string_pretty(&log).expect("JSON"));
}

#[test]
fn sarif_is_cut_where_hosts_cut_it() {
    let findings = many(5_001);
    let out = sarif::render(&findings, &summary(&findings));
    let log: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    let results = log["runs"][0]["results"].as_array().expect("results");
    assert_eq!(results.len(), 5_000);
    assert_eq!(results[4_999]["ruleId"], "no-pages");
    assert!(out.contains("1 more findings are not in this file"));
}

#[test]
fn a_place_beyond_its_line_or_page_is_shown_all_the_same() {
    for (line, column, length) in [(7, 900, 900), (999, 1, 1), (7, 0, 0), (8, 8, u32::MAX)] {
        let place = at("docs/itemphone.md", line, column, length);
        let finding =
            Diagnostic::of(Code::ShortRow, place).found("found").label("expected").instead("did");
        let out = text::render_one(&finding, &shelf(), Style::Plain);
        assert!(out.contains("docs/itemphone.md"), "{out}");
    }
}

#[test]
fn what_a_page_says_reaches_no_terminal_as_a_command() {
    let evil = "\u{1b}[31mred\r\n::error::gotcha";
    let shelf = Shelf(BTreeMap::from([("evil.md", format!("{evil}\n"))]));
    let place = at("docs/evil.md", 1, 1, 3);
    let finding = Diagnostic::of(Code::OddName, place.clone())
        .found(evil)
        .label(evil)
        .instead(evil)
        .help(evil)
        .related(place, evil);
    let out = text::render_one(&finding, &shelf, Style::Plain);
    assert!(!out.contains('\u{1b}'), "{out}");
    let findings = [finding];
    let out = github::render(&findings, &summary(&findings));
    assert_eq!(out.lines().count(), 2, "{out}");
}
