//! For programs: one object. `changes.schema.json` beside this file describes it.

use std::io::{self, Write};

use serde::{Serialize, Serializer};

use super::Comparison;
use crate::diff::{Change, Span};

/// What a reader of the schema may rely on. It grows when something is taken away or means
/// something else.
pub const FORMAT_VERSION: u32 = 1;

/// The published schema.
pub const SCHEMA: &str = include_str!("changes.schema.json");

#[derive(Serialize)]
struct Run<'a> {
    format_version: u32,
    old: &'a str,
    new: &'a str,
    verdict: &'static str,
    counts: Counts,
    accepted: usize,
    rust: Option<&'static str>,
    version: Option<String>,
    next_version: Option<String>,
    changes: Changes<'a>,
}

/// The changes of a comparison, each made into an entry when its turn comes.
struct Changes<'a>(&'a Comparison<'a>);

impl Serialize for Changes<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.changes.iter().map(|change| entry(change, self.0)))
    }
}

#[derive(Serialize)]
struct Counts {
    breaking: usize,
    risk: usize,
    ok: usize,
}

#[derive(Serialize)]
struct Entry<'a> {
    code: &'static str,
    symbol: String,
    kind: &'static str,
    level: &'static str,
    rust: &'static str,
    contract: &'static str,
    old: Option<String>,
    new: Option<String>,
    function: Option<String>,
    origin: &'static str,
    fingerprint: String,
    help: Option<&'a str>,
    spans: Vec<Place>,
    consequences: Vec<Entry<'a>>,
}

#[derive(Serialize)]
struct Place {
    file: String,
    line: u32,
    column: u32,
    side: &'static str,
    exact: bool,
}

/// All changes as one JSON object, with a line end after it.
///
/// # Errors
///
/// Those of `out`.
pub fn write(comparison: &Comparison<'_>, out: &mut dyn Write) -> io::Result<()> {
    let counts = comparison.counts();
    let run = Run {
        format_version: FORMAT_VERSION,
        old: comparison.old,
        new: comparison.new,
        verdict: comparison.verdict(),
        counts: Counts { breaking: counts.breaking, risk: counts.risk, ok: counts.ok },
        accepted: comparison.accepted.count,
        rust: comparison.rust().map(|rust| rust.as_str()),
        version: comparison.version.map(ToString::to_string),
        next_version: comparison.next_version().map(|version| version.to_string()),
        changes: Changes(comparison),
    };
    serde_json::to_writer_pretty(&mut *out, &run)?;
    out.write_all(b"\n")
}

fn entry<'a>(change: &'a Change, comparison: &Comparison<'_>) -> Entry<'a> {
    let function = change.function.as_ref().or_else(|| change.symbol.function());
    Entry {
        code: change.code.as_str(),
        symbol: change.symbol.to_string(),
        kind: change.symbol.kind(),
        level: change.level().as_str(),
        rust: change.impact.rust.as_str(),
        contract: change.impact.contract.as_str(),
        old: change.old_text(),
        new: change.new_text(),
        function: function.map(ToString::to_string),
        origin: change.origin.as_str(),
        fingerprint: change.fingerprint(),
        help: change.help.as_deref(),
        spans: change.spans.iter().map(|span| place(span, comparison)).collect(),
        consequences: change.consequences.iter().map(|other| entry(other, comparison)).collect(),
    }
}

fn place(span: &Span, comparison: &Comparison<'_>) -> Place {
    Place {
        file: comparison.pages.file(span.side, &span.source.page),
        line: span.source.line,
        column: span.source.column,
        side: span.side.as_str(),
        exact: span.exact,
    }
}
