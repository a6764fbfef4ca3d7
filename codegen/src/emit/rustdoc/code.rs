//! Code in documentation: spans and blocks, whatever characters stand in them.

use crate::bytes;

/// Code in backticks, as many as it takes.
pub(crate) fn span(text: &str) -> String {
    // As names are.
    if !text.is_empty() && bytes::all(text, |byte| matches!(byte, b'!'..=b'_' | b'a'..=b'~')) {
        return ["`", text, "`"].concat();
    }
    let text = without_controls(text).replace('\n', " ");
    if text.trim().is_empty() {
        return "(nothing)".to_owned();
    }
    let fence = "`".repeat(longest_run(&text) + 1);
    let space = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{space}{text}{space}{fence}")
}

/// A block of code between fences, as long as it takes. Never Rust, or rustdoc would run it.
pub fn block(language: &str, text: &str) -> String {
    let text = without_controls(text);
    let fence = "`".repeat(longest_run(&text).max(2) + 1);
    format!("{fence}{language}\n{}\n{fence}", text.trim_end())
}

/// How many backticks stand side by side at most.
fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

/// Text without characters that may not stand in a comment: control characters, and those that turn
/// the direction of writing.
pub fn without_controls(text: &str) -> String {
    // Nearly every text is like that.
    if bytes::all(text, |byte| matches!(byte, b' '..=b'~' | b'\n')) {
        return text.to_owned();
    }
    let text = text.replace("\r\n", "\n").replace(['\t', '\r'], " ");
    let hidden = |c: char| {
        (c.is_control() && c != '\n')
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    if text.contains(hidden) { text.replace(hidden, "") } else { text }
}
