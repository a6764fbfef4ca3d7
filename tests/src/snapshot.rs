//! What a convention gives, written down: facts, findings, Rust.

use std::fmt::Write as _;

use docmill_codegen::diagnostics::{Diagnostic, Place, Related};
use docmill_codegen::documents::Documents;
use docmill_codegen::export::facts;
use serde_json::{Value, json};

use crate::{json, pages, rust};

/// Everything that the pages of a convention give.
pub fn of_convention(name: &str) -> String {
    let pages = pages::of_convention(name);
    let neighbours = pages::neighbours();
    let reading = pages::read(&pages::together(&pages, &neighbours));
    let without = pages::read(&neighbours);
    let mut text = String::new();
    let facts = json::pretty(&facts_of(&reading, &pages));
    let _ = writeln!(text, "facts\n=====\n\n{facts}");
    let findings = findings_of(&reading.findings, &pages);
    let _ = write!(text, "\ndiagnostics\n===========\n\n{findings}");
    for file in rust::added(&reading.files, &without.files) {
        let title = format!("rust: {}", file.path);
        let line = "=".repeat(title.len());
        let _ = writeln!(text, "\n{title}\n{line}\n\n{}", rust::without_boilerplate(file));
    }
    text
}

/// The facts that pages give, shortened: what says nothing is left out, and places are short.
fn facts_of(reading: &pages::Reading, pages: &Documents) -> Value {
    let mut all = json!({ "types": [], "enums": [], "operations": [] });
    let several = pages.files().count() > 1;
    for page in pages.pages() {
        let mut facts = facts::export_page(&reading.api, &reading.outcomes, page);
        for key in ["types", "enums", "operations"] {
            let items = facts[key].as_array_mut().map(std::mem::take).unwrap_or_default();
            let items = items.into_iter().map(|item| shortened(item, several));
            if let Some(all) = all[key].as_array_mut() {
                all.extend(items);
            }
        }
    }
    json::without_nothing(all)
}

fn shortened(mut item: Value, several: bool) -> Value {
    if let Some(members) = item.as_object_mut() {
        members.shift_remove("page");
        if let (false, Some(Value::String(source))) = (several, members.get_mut("source")) {
            let mut parts: Vec<&str> = source.rsplitn(3, ':').take(2).collect();
            parts.reverse();
            *source = parts.join(":");
        }
    }
    item
}

/// What was found on some pages, and in what they include.
fn findings_of(findings: &[Diagnostic], pages: &Documents) -> String {
    let of_pages = |finding: &&Diagnostic| pages.text(&finding.place.source.page).is_some();
    let mut text: String =
        findings.iter().filter(of_pages).map(|finding| finding_text(finding, pages)).collect();
    if text.is_empty() {
        text.push_str("none\n");
    }
    text
}

fn finding_text(finding: &Diagnostic, pages: &Documents) -> String {
    let Diagnostic { code, message, label, note, .. } = finding;
    let place = place_text(&finding.place, pages);
    let mut text = format!("{place} {}[{code}]: {message}\n", finding.severity());
    let _ = writeln!(text, "    {label}; {note}");
    for Related { place, remark } in &finding.related {
        let _ = writeln!(text, "    {}: {remark}", place_text(place, pages));
    }
    if let Some(help) = &finding.help {
        let _ = writeln!(text, "    help: {help}");
    }
    if finding.affected > 1 {
        let _ = writeln!(text, "    in {} places", finding.affected);
    }
    text
}

/// Line and column; the page, too, where there are several.
fn place_text(place: &Place, pages: &Documents) -> String {
    let source = &place.source;
    let single = pages.files().count() == 1 && pages.text(&source.page).is_some();
    match (single, source.line) {
        (true, 0) => "page".to_owned(),
        (true, _) => format!("{}:{}", source.line, source.column),
        (false, 0) => source.page.to_string(),
        (false, _) => source.to_string(),
    }
}

/// What is found on the neighbours' own pages: nothing, for they are a background, not a subject.
pub fn findings_about_neighbours() -> Vec<String> {
    let neighbours = pages::neighbours();
    let findings = pages::read(&neighbours).findings;
    findings.iter().map(|finding| finding_text(finding, &neighbours)).collect()
}
