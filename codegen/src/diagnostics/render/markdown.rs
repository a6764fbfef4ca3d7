//! A Markdown table: for a pull request's comment or a job's summary.

use std::fmt::Write as _;

use super::{Summary, Verdict, address, worst};
use crate::diagnostics::Diagnostic;

/// A comment holds 65,536 characters; so many bytes leave room for what stands around the table.
const ROOM: usize = 60_000;

/// More rows than anybody reads.
const LIMIT: usize = 100;

/// A heading, the summary, and a table of the findings; the worst ones, and a notice, if there are
/// more than a comment takes.
pub fn render(diagnostics: &[Diagnostic], summary: &Summary) -> String {
    let verdict = match summary.verdict {
        Verdict::Clean => "clean",
        Verdict::Found => "findings",
        Verdict::None => "no verdict",
    };
    let mut out = format!("### docmill: {verdict}\n\n{summary}.\n");
    if diagnostics.is_empty() {
        return out;
    }
    out.push_str("\n| Level | Code | Place | Found | docmill did |\n|---|---|---|---|---|\n");
    let (shown, mut left_out) = worst(diagnostics, LIMIT);
    for diagnostic in shown {
        let row = row(diagnostic);
        if out.len() + row.len() > ROOM {
            left_out += 1;
        } else {
            out.push_str(&row);
        }
    }
    if left_out > 0 {
        let _ = writeln!(
            out,
            "\n{left_out} more findings are not listed here. `cargo xtask lint` prints all."
        );
    }
    let first = diagnostics[0].code;
    let _ = writeln!(out, "\nWhat a code means and what to do: `cargo xtask explain {first}`.");
    out
}

fn row(diagnostic: &Diagnostic) -> String {
    let mut found = cell(&diagnostic.message);
    if !diagnostic.label.is_empty() {
        found.push_str("; ");
        found.push_str(&cell(&diagnostic.label));
    }
    if diagnostic.affected > 1 {
        let _ = write!(found, " ({} places)", diagnostic.affected);
    }
    let mut did = cell(&diagnostic.note);
    if let Some(help) = &diagnostic.help {
        did.push_str("<br>**Help:** ");
        did.push_str(&cell(help));
    }
    format!(
        "| {} | `{}` | {} | {found} | {did} |\n",
        diagnostic.severity(),
        diagnostic.code,
        cell(&address(&diagnostic.place)),
    )
}

/// A text as it may stand in a cell: the pages' words must neither end the row nor become HTML or a
/// mention.
pub(crate) fn cell(text: &str) -> String {
    // A backtick without its partner opens no code.
    let paired = text.matches('`').count().is_multiple_of(2);
    let mut in_code = false;
    let mut cell = String::with_capacity(text.len());
    for char in text.split_whitespace().collect::<Vec<_>>().join(" ").chars() {
        match char {
            '`' if paired => in_code = !in_code,
            // Even in code, a pipe ends the cell unless it is escaped.
            '|' => cell.push('\\'),
            '`' | '\\' | '*' | '_' | '<' | '[' | ']' | '@' | '#' if !in_code => cell.push('\\'),
            _ => {}
        }
        cell.push(char);
    }
    cell
}
