//! GitHub's workflow commands: annotations at the lines of a pull request's diff.

use std::fmt::Write as _;

use super::{Summary, address};
use crate::diagnostics::{Diagnostic, Severity};

/// GitHub shows so many annotations of each level per step and drops the others in silence.
const LIMIT: usize = 10;

/// The first findings of each severity as annotations, then one line about all of them.
pub fn render(diagnostics: &[Diagnostic], summary: &Summary) -> String {
    let mut out = String::new();
    let mut left_out = Vec::new();
    for severity in [Severity::Error, Severity::Warning, Severity::Info] {
        let of_it = diagnostics.iter().filter(|diagnostic| diagnostic.severity() == severity);
        for diagnostic in of_it.clone().take(LIMIT) {
            out.push_str(&command(diagnostic));
            out.push('\n');
        }
        let more = of_it.count().saturating_sub(LIMIT);
        if more > 0 {
            let plural = if more == 1 { "" } else { "s" };
            left_out.push(format!("{more} more {severity}{plural}"));
        }
    }
    let _ = write!(out, "docmill: {summary}");
    if !left_out.is_empty() {
        let _ = write!(
            out,
            "; not annotated, because GitHub shows {LIMIT} of each level: {}. `cargo xtask lint` \
             prints all",
            left_out.join(", ")
        );
    }
    out.push('\n');
    out
}

/// `::warning file=api/x.md,line=12,col=3,endColumn=9,title=short-row::…`
fn command(diagnostic: &Diagnostic) -> String {
    let level = match diagnostic.severity() {
        Severity::Info => "notice",
        Severity::Warning => "warning",
        Severity::Error => "error",
    };
    let place = &diagnostic.place;
    let mut properties = Vec::new();
    let path = &place.source.page;
    if !path.is_empty() {
        properties.push(format!("file={}", property(path)));
    }
    if place.source.line > 0 {
        let column = place.source.column.max(1);
        properties.push(format!("line={}", place.source.line));
        properties.push(format!("col={column}"));
        if place.length > 0 {
            properties.push(format!("endColumn={}", column.saturating_add(place.length)));
        }
    }
    properties.push(format!("title={}", property(diagnostic.code.as_str())));
    format!("::{level} {}::{}", properties.join(","), data(&body(diagnostic)))
}

fn body(diagnostic: &Diagnostic) -> String {
    let mut lines = vec![diagnostic.message.clone()];
    lines.extend([diagnostic.label.clone(), diagnostic.note.clone()]);
    lines.extend(diagnostic.help.as_ref().map(|help| format!("help: {help}")));
    for (place, remark) in diagnostic.related.iter().take(LIMIT) {
        lines.push(format!("{}: {remark}", address(place)));
    }
    let more = diagnostic.related.len().saturating_sub(LIMIT);
    if more > 0 {
        lines.push(format!("and {more} more"));
    }
    lines.retain(|line| !line.is_empty());
    lines.join("\n")
}

/// Escapes the text of a command, as `@actions/core` does.
pub(crate) fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes a property of a command, where `:` and `,` mean something too.
pub(crate) fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
