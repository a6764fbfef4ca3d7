//! How a text stands in YAML: as it is where that reads back as the same text, else in quotes;
//! several lines as a block.

use std::fmt::Write as _;

use memchr::memchr_iter;

use crate::bytes;

/// How to write a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Text {
    /// On one line: [`write_line`].
    Line,
    /// Its lines below the indicator, further right.
    Block {
        /// `|`, or `|-` where the last line does not end.
        indicator: &'static str,
    },
}

/// How to write a text where a block may stand.
pub(super) fn style(text: &str) -> Text {
    let (lines, indicator) = match text.strip_suffix('\n') {
        Some(lines) => (lines, "|"),
        None => (text, "|-"),
    };
    let has_several = lines.contains('\n') || lines.len() < text.len();
    // Blanks at the start would be taken for the indentation, and blank lines at the end for none.
    let last = lines.rsplit('\n').next().unwrap_or(lines);
    let has_edges = !lines.starts_with([' ', '\t', '\n']) && !last.trim().is_empty();
    let is_readable = || lines.split('\n').all(is_printable);
    if has_several && has_edges && is_readable() { Text::Block { indicator } } else { Text::Line }
}

/// Writes a text on one line: plain, in single quotes, or with escapes in double quotes.
pub(super) fn write_line(text: &str, out: &mut String) {
    if !is_printable(text) || text.contains('\t') {
        write_escaped(text, out);
    } else if is_plain(text) {
        out.push_str(text);
    } else {
        out.push('\'');
        for (number, part) in text.split('\'').enumerate() {
            if number > 0 {
                out.push_str("''");
            }
            out.push_str(part);
        }
        out.push('\'');
    }
}

fn write_escaped(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if is_printable_char(c) => out.push(c),
            c => {
                let _ = match u32::from(c) {
                    code @ ..=0xff => write!(out, "\\x{code:02x}"),
                    code @ ..=0xffff => write!(out, "\\u{code:04x}"),
                    code => write!(out, "\\U{code:08x}"),
                };
            }
        }
    }
    out.push('"');
}

/// Whether a line may stand in YAML without escapes.
fn is_printable(line: &str) -> bool {
    bytes::all(line, |byte| matches!(byte, b' '..=b'~' | b'\t'))
        || line.chars().all(|c| c == '\t' || is_printable_char(c))
}

/// YAML 1.1, 5.1, without what it takes for the end of a line.
fn is_printable_char(c: char) -> bool {
    !c.is_control() && !matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

/// Whether a line without quotes is read as that text: not as a mark of YAML's, a number or null.
fn is_plain(text: &str) -> bool {
    let Some(first) = text.chars().next() else {
        return false;
    };
    !"-?:,[]{}#&*!|>'\"%@`=<~".contains(first)
        && !first.is_whitespace()
        && !text.ends_with([' ', ':'])
        && !has_mark(text)
        && !is_number_like(text)
        && !is_word(text)
}

/// Whether a text has what ends a key, `: `, or begins a comment, ` #`.
fn has_mark(text: &str) -> bool {
    let byte = |at: usize| text.as_bytes().get(at).copied();
    let is_mark = |at: usize| byte(at.wrapping_sub(1)) == Some(b':') || byte(at + 1) == Some(b'#');
    memchr_iter(b' ', text.as_bytes()).any(is_mark)
}

/// Whether any YAML reader could take it for a number, a date or a time.
fn is_number_like(text: &str) -> bool {
    let is_digit_like = |byte: u8| byte.is_ascii_hexdigit() || b"+-._:xoinfINFT".contains(&byte);
    text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '.'))
        && text.bytes().all(is_digit_like)
}

/// Whether it is a word for null or a truth value, in YAML 1.2 or 1.1.
fn is_word(text: &str) -> bool {
    const WORDS: [&str; 9] = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"];
    text.len() <= 5 && WORDS.iter().any(|word| text.eq_ignore_ascii_case(word))
}
