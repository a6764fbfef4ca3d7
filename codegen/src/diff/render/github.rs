//! GitHub's workflow commands: annotations at the lines of a pull request's diff.

use super::{Comparison, message};
use crate::diagnostics::render::workflow::{Annotations, Command};
use crate::diff::{Change, Level, Side};

/// The worst changes of each level as annotations, then one line about all of them.
pub fn render(comparison: &Comparison<'_>) -> String {
    let mut annotations = Annotations::default();
    let worst_first = comparison.worst_first();
    for level in [Level::Breaking, Level::Risk, Level::Ok] {
        let of_it = worst_first.iter().filter(|change| change.level() == level);
        annotations.add(of_it, |change| command(comparison, change), |_| level.to_string());
    }
    let accepted = match comparison.accepted.count {
        0 => String::new(),
        count => format!(" ({count} accepted besides)"),
    };
    let summary = format!("{}{accepted}; {}", comparison.counts(), comparison.bump());
    annotations.end(summary, "cargo xtask diff")
}

fn command(comparison: &Comparison<'_>, change: &Change) -> Command {
    let mut command = Command::new(change.level(), message(change, comparison.words));
    // Only what is on the new side can be annotated.
    if let Some(span) = change.spans.iter().find(|span| span.side == Side::New) {
        command = command
            .property("file", comparison.pages.file(Side::New, &span.source.page))
            .property("line", span.source.line)
            .property("col", span.source.column);
    }
    command.property("title", change.code)
}
