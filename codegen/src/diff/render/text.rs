//! For a terminal: the worst changes first, the harmless ones in a line each.

use std::fmt::{self, Write as _};
use std::io::{self, Write};

use rayon::prelude::*;

use super::{Comparison, consequences, origin, values};
use crate::diff::{Change, Level};
use crate::terminal::without_escapes;

/// All changes, then the summary, then what to do about the version.
///
/// # Errors
///
/// Those of `out`.
pub fn write(comparison: &Comparison<'_>, out: &mut dyn Write) -> io::Result<()> {
    let changes = comparison.worst_first();
    // On all cores, and no more of it at a time than a few texts for each.
    for changes in changes.chunks(4 * AT_A_TIME * rayon::current_num_threads()) {
        let texts = changes.par_chunks(AT_A_TIME).map(|changes| text(comparison, changes));
        for text in texts.collect::<Vec<_>>() {
            out.write_all(text.as_bytes())?;
        }
    }
    if let Some(worst) = changes.first() {
        let code = worst.code;
        writeln!(out, "\nwhat a change means and what to do: cargo xtask explain {code}")?;
    }
    out.write_all(summary(comparison).as_bytes())
}

/// So many changes are written into one text.
const AT_A_TIME: usize = 128;

fn text(comparison: &Comparison<'_>, changes: &[&Change]) -> String {
    let mut out = String::new();
    for change in changes {
        // Writing to a string cannot fail.
        let _ = match change.level() {
            Level::Ok => line(&mut out, comparison, change),
            Level::Risk | Level::Breaking => block(&mut out, comparison, change),
        };
    }
    without_escapes(&out).into_owned()
}

/// The worst changes, in a line each, and how many more there are: for who asked something else.
pub fn brief(comparison: &Comparison<'_>, limit: usize) -> String {
    let mut out = String::new();
    let changes = comparison.worst_first();
    for change in changes.iter().take(limit) {
        let values = values(change, comparison.words);
        let level = change.level();
        let _ = writeln!(out, "  {level}[{}]: {} {values}", change.code, change.symbol);
    }
    if changes.len() > limit {
        let _ = writeln!(out, "  and {} more", changes.len() - limit);
    }
    without_escapes(&out).into_owned()
}

/// `3 changes: 1 breaking, 0 risk, 2 ok`, and below it the version.
pub fn summary(comparison: &Comparison<'_>) -> String {
    let mut out = comparison.counts().to_string();
    if comparison.accepted.count > 0 {
        let _ = write!(out, " ({} accepted besides)", comparison.accepted.count);
    }
    if let Some((api, pages)) = comparison.origins() {
        let _ = write!(
            out,
            "\nthe service's metadata: {api} changed there as well, {pages} only on pages"
        );
    }
    let _ = write!(out, "\n{}\n", comparison.bump());
    out
}

fn block(out: &mut String, comparison: &Comparison<'_>, change: &Change) -> fmt::Result {
    writeln!(
        out,
        "{}[{}]: {} (Rust: {}, contract: {})",
        change.level(),
        change.code,
        change.symbol,
        change.impact.rust,
        change.impact.contract
    )?;
    for span in &change.spans {
        let near = if span.exact { "" } else { " (the nearest on this side)" };
        writeln!(out, "  {}: {}{near}", span.side.as_str(), comparison.address(span))?;
    }
    let (values, consequences) = (values(change, comparison.words), consequences(change));
    for text in [&*values, &*consequences, origin(change)].iter().filter(|text| !text.is_empty()) {
        writeln!(out, "  {text}")?;
    }
    if let Some(help) = &change.help {
        writeln!(out, "  help: {help}")?;
    }
    writeln!(out, "  fingerprint: {}\n", change.fingerprint())
}

fn line(out: &mut String, comparison: &Comparison<'_>, change: &Change) -> fmt::Result {
    let place = change.spans.first().map(|span| comparison.address(span)).unwrap_or_default();
    writeln!(out, "ok[{}]: {} (Rust: {}) {place}", change.code, change.symbol, change.impact.rust)
}
