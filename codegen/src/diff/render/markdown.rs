//! Markdown: for a pull request's comment or a job's summary.

use std::fmt::Write as _;

use super::{Comparison, consequences, origin, values};
use crate::diagnostics::render::markdown::cell;
use crate::diff::{Change, Level};

/// A comment holds 65,536 characters; so many bytes leave room for what stands around the tables.
const ROOM: usize = 60_000;

/// A heading, the summary, and a table for each level; the worst changes, and a notice, if there are
/// more than a comment takes.
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
    for (level, title) in
        [(Level::Breaking, "Breaking"), (Level::Risk, "Risk"), (Level::Ok, "Harmless")]
    {
        let of_it = worst_first.iter().filter(|change| change.level() == level);
        let mut rows = of_it.map(|change| row(comparison, change)).peekable();
        if rows.peek().is_none() {
            continue;
        }
        let mut table = format!(
            "\n#### {title}\n\n| Change | What | Old and new | Rust | Contract | Where |\n|---|---|---|---|---|---|\n"
        );
        let mut shown = 0;
        for row in rows {
            if out.len() + table.len() + row.len() > ROOM {
                left_out += 1;
            } else {
                shown += 1;
                table.push_str(&row);
            }
        }
        if shown > 0 {
            out.push_str(&table);
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

fn row(comparison: &Comparison<'_>, change: &Change) -> String {
    let mut what = values(change);
    let help = change.help.clone().unwrap_or_default();
    for more in [consequences(change), origin(change).to_owned(), help] {
        if !more.is_empty() {
            what.push_str("; ");
            what.push_str(&more);
        }
    }
    let place = change.spans.first().map(|span| comparison.address(span)).unwrap_or_default();
    format!(
        "| `{}` | {} | {} | {} | {} | {} |\n",
        change.code,
        cell(&format!("`{}`", change.symbol)),
        cell(&what),
        change.impact.rust,
        change.impact.contract,
        cell(&place)
    )
}
