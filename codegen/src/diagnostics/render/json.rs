//! For programs: one object, with rustc's words for its parts.
//!
//! ```json
//! {"verdict": "found", "pages": 31, "counts": {"errors": 0, "warnings": 1, "infos": 0},
//!  "diagnostics": [{
//!     "code": "short-row", "level": "warning", "message": "…",
//!     "spans": [{"file": "api/x.md", "line": 12, "column": 3, "length": 9, "label": "…"}],
//!     "note": "…", "help": null, "related": [], "affected": 1, "rendered": "…"}]}
//! ```
//!
//! `line`, `column` and `length` are `null` where a finding is about a whole file; columns and
//! lengths count characters, from 1.

use serde::Serialize;

use super::text::{self, Style};
use super::{PageTexts, Summary};
use crate::diagnostics::{Diagnostic, Place};

#[derive(Serialize)]
struct Run<'a> {
    verdict: &'static str,
    pages: usize,
    counts: Counts,
    diagnostics: Vec<Finding<'a>>,
}

#[derive(Serialize)]
struct Counts {
    errors: usize,
    warnings: usize,
    infos: usize,
}

#[derive(Serialize)]
struct Finding<'a> {
    code: &'static str,
    level: &'static str,
    message: &'a str,
    spans: Vec<Span<'a>>,
    note: &'a str,
    help: Option<&'a str>,
    related: Vec<Span<'a>>,
    affected: usize,
    rendered: String,
}

#[derive(Serialize)]
struct Span<'a> {
    file: &'a str,
    line: Option<u32>,
    column: Option<u32>,
    length: Option<u32>,
    label: &'a str,
}

/// All findings as one JSON object, with a line end after it.
pub fn render(diagnostics: &[Diagnostic], pages: &dyn PageTexts, summary: &Summary) -> String {
    let run = Run {
        verdict: summary.verdict.as_str(),
        pages: summary.pages,
        counts: Counts {
            errors: summary.counts.errors,
            warnings: summary.counts.warnings,
            infos: summary.counts.infos,
        },
        diagnostics: diagnostics.iter().map(|diagnostic| finding(diagnostic, pages)).collect(),
    };
    super::to_json(&run)
}

fn finding<'a>(diagnostic: &'a Diagnostic, pages: &dyn PageTexts) -> Finding<'a> {
    Finding {
        code: diagnostic.code.as_str(),
        level: diagnostic.severity().as_str(),
        message: &diagnostic.message,
        spans: vec![span(&diagnostic.place, &diagnostic.label)],
        note: &diagnostic.note,
        help: diagnostic.help.as_deref(),
        related: diagnostic.related.iter().map(|other| span(&other.place, &other.remark)).collect(),
        affected: diagnostic.affected,
        rendered: text::render_one(diagnostic, pages, Style::Plain),
    }
}

fn span<'a>(place: &'a Place, label: &'a str) -> Span<'a> {
    let in_file = |value: u32| (place.source.line > 0).then_some(value);
    Span {
        file: &place.source.page,
        line: in_file(place.source.line),
        column: in_file(place.source.column.max(1)),
        length: in_file(place.length),
        label,
    }
}
