//! GitHub's workflow commands: annotations at the lines of a pull request's diff.

use super::workflow::{Annotations, Command, LIMIT};
use super::{Summary, address};
use crate::diagnostics::{Diagnostic, Related, Severity};

/// The first findings of each severity as annotations, then one line about all of them.
pub fn render(diagnostics: &[Diagnostic], summary: &Summary) -> String {
    let mut annotations = Annotations::default();
    for severity in [Severity::Error, Severity::Warning, Severity::Info] {
        let of_it = diagnostics.iter().filter(|diagnostic| diagnostic.severity() == severity);
        annotations.add(of_it, command, |number| {
            let plural = if number == 1 { "" } else { "s" };
            format!("{severity}{plural}")
        });
    }
    annotations.end(summary, "cargo xtask lint")
}

/// The first of some findings as annotations, and nothing else: where they are not what was asked for.
pub fn annotations(diagnostics: &[Diagnostic]) -> String {
    let mut annotations = Annotations::default();
    annotations.add(diagnostics.iter(), command, |_| String::new());
    annotations.lines()
}

fn command(diagnostic: &Diagnostic) -> Command {
    let mut command = Command::new(diagnostic.severity(), message(diagnostic));
    let place = &diagnostic.place;
    if !place.source.page.is_empty() {
        command = command.property("file", &place.source.page);
    }
    if place.source.line > 0 {
        let column = place.source.column.max(1);
        command = command.property("line", place.source.line).property("col", column);
        if place.length > 0 {
            command = command.property("endColumn", column.saturating_add(place.length));
        }
    }
    command.property("title", diagnostic.code)
}

fn message(diagnostic: &Diagnostic) -> String {
    let mut lines = vec![diagnostic.message.clone()];
    lines.extend([diagnostic.label.clone(), diagnostic.note.clone()]);
    lines.extend(diagnostic.help.as_ref().map(|help| format!("help: {help}")));
    for Related { place, remark } in diagnostic.related.iter().take(LIMIT) {
        lines.push(format!("{}: {remark}", address(place)));
    }
    let more = diagnostic.related.len().saturating_sub(LIMIT);
    if more > 0 {
        lines.push(format!("and {more} more"));
    }
    lines.retain(|line| !line.is_empty());
    lines.join("\n")
}
