//! Markdown: for a pull request's comment or a job's summary.

use std::fmt::Write as _;

use super::together::{names, said, together};
use super::{Comparison, consequences, origin, values};
use crate::diagnostics::render::markdown::cell;
use crate::diff::{Change, Level};
use crate::ir::TypeWords;

/// A comment holds 65,536 characters; so many bytes leave room for what stands around the tables.
const ROOM: usize = 60_000;

const HEAD: &str = "
| Change | What | Old and new | Rust | Contract | Where |
|---|---|---|---|---|---|
";

/// A heading, the summary, and a table for each level, with what says the same of many things in one row;
/// the worst changes, and a notice, if there are more than a comment takes.
pub fn render(comparison: &Comparison<'_>) -> String {
    let mut out = format!(
        "### docmill: {}\n\n{}; {}.\n",
        heading(comparison),
        comparison.counts(),
        comparison.bump()
    );
    if comparison.accepted.count > 0 {
        let _ = writeln!(out, "\n{} accepted changes are not listed.", comparison.accepted.count);
    }
    if let Some((api, pages)) = comparison.origins() {
        let _ = writeln!(
            out,
            "\nThe service's metadata changed with {api} of them; {pages} are corrections of pages."
        );
    }
    let worst_first = comparison.worst_first();
    let mut left_out = 0;
    for level in [Level::Breaking, Level::Risk, Level::Ok] {
        let of_it: Vec<&Change> =
            worst_first.iter().copied().filter(|change| change.level() == level).collect();
        let (before, after) = frame(comparison, level, of_it.len());
        let mut table = format!("{before}{HEAD}");
        let mut shown = 0;
        for group in together(&of_it) {
            let row = row(comparison, &group);
            if out.len() + table.len() + row.len() + after.len() > ROOM {
                left_out += group.len();
            } else {
                shown += 1;
                table.push_str(&row);
            }
        }
        if shown > 0 {
            out.push_str(&table);
            out.push_str(after);
        }
    }
    if left_out > 0 {
        let _ = writeln!(
            out,
            "\n{left_out} more changes are not listed here. `cargo xtask diff` prints all."
        );
    }
    if let Some(change) = worst_first.first() {
        let _ = writeln!(
            out,
            "\nWhat a change means and what to do: `cargo xtask explain {}`.",
            change.code
        );
    }
    out
}

fn heading(comparison: &Comparison<'_>) -> &'static str {
    match comparison.worst() {
        None => "nothing changed",
        Some(Level::Ok) => "changes, none of them breaking",
        Some(Level::Risk) => "changes with a risk",
        Some(Level::Breaking) => "breaking changes",
    }
}

/// What stands before and after the table of a level. What harms nobody is folded beside what does.
fn frame(comparison: &Comparison<'_>, level: Level, count: usize) -> (String, &'static str) {
    let title = match level {
        Level::Breaking => "Breaking",
        Level::Risk => "Risk",
        Level::Ok if comparison.worst() > Some(Level::Ok) => {
            let summary = format!("<summary><b>Harmless</b>: {count}</summary>");
            return (format!("\n<details>{summary}\n"), "\n</details>\n");
        }
        Level::Ok => "Harmless",
    };
    (format!("\n#### {title}\n"), "")
}

/// One change, or several that say the same.
fn row(comparison: &Comparison<'_>, group: &[&Change]) -> String {
    let [first, ..] = group else {
        return String::new();
    };
    let (about, what) = if group.len() > 1 {
        (names(group), said(group, comparison.words))
    } else {
        (format!("`{}`", first.symbol), said_of_one(first, comparison.words))
    };
    let place = first.spans.first().map(|span| comparison.address(span)).unwrap_or_default();
    format!(
        "| `{}` | {} | {} | {} | {} | {} |\n",
        first.code,
        cell(&about),
        cell(&what),
        first.impact.rust,
        first.impact.contract,
        cell(&place)
    )
}

fn said_of_one(change: &Change, words: TypeWords) -> String {
    let help = change.help.clone().unwrap_or_default();
    let mut said =
        vec![values(change, words), consequences(change), origin(change).to_owned(), help];
    said.retain(|one| !one.is_empty());
    said.join("; ")
}
