//! GitHub's workflow commands: annotations at the lines of a pull request's diff.

use std::fmt::Write as _;

use super::{Comparison, message};
use crate::diagnostics::render::github::{data, property};
use crate::diff::{Change, Level, Side};

/// GitHub shows so many annotations of each level per step and drops the others in silence.
const LIMIT: usize = 10;

/// The first changes of each level as annotations, then one line about all of them.
pub fn render(comparison: &Comparison<'_>) -> String {
    let mut out = String::new();
    let mut left_out = Vec::new();
    for level in [Level::Breaking, Level::Risk, Level::Ok] {
        let of_it = comparison.changes.iter().filter(|change| change.level() == level);
        for change in of_it.clone().take(LIMIT) {
            out.push_str(&command(comparison, change));
            out.push('\n');
        }
        let more = of_it.count().saturating_sub(LIMIT);
        if more > 0 {
            left_out.push(format!("{more} more {level}"));
        }
    }
    let _ = write!(out, "docmill: {}; {}", comparison.counts(), comparison.bump());
    if !left_out.is_empty() {
        let _ = write!(
            out,
            "; not annotated, because GitHub shows {LIMIT} of each level: {}. `cargo xtask diff` \
             prints all",
            left_out.join(", ")
        );
    }
    out.push('\n');
    out
}

/// `::error file=api/x.md,line=12,col=3,title=property-removed::…`
fn command(comparison: &Comparison<'_>, change: &Change) -> String {
    let level = match change.level() {
        Level::Ok => "notice",
        Level::Risk => "warning",
        Level::Breaking => "error",
    };
    let mut properties = Vec::new();
    // Only what is on the new side can be annotated.
    if let Some(span) = change.spans.iter().find(|span| span.side == Side::New) {
        let file = comparison.places.file(Side::New, &span.source.page);
        properties.push(format!("file={}", property(&file)));
        properties.push(format!("line={}", span.source.line));
        properties.push(format!("col={}", span.source.column));
    }
    properties.push(format!("title={}", property(change.code.as_str())));
    format!("::{level} {}::{}", properties.join(","), data(&message(change)))
}
