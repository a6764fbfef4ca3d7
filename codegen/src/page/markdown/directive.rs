//! Boxes between lines of colons: `:::note`, …, `:::`.

use crate::page::{Page, Span, Text};

/// What such boxes are called that are callouts; others say which pages, or readers, a text is for.
const CALLOUTS: [&str; 13] = [
    "note",
    "info",
    "tip",
    "hint",
    "warn",
    "warning",
    "caution",
    "danger",
    "important",
    "success",
    "error",
    "attention",
    "alert",
];

/// Takes the lines of colons out of a paragraph. Tells whether it stands in such a box; `open` is
/// whether one is open, before and after.
pub(super) fn take<'a>(page: &Page<'a>, mut text: Text<'a>, open: &mut bool) -> (Text<'a>, bool) {
    let raw = page.raw(&text.span);
    if !*open && !raw.starts_with(":::") {
        return (text, false);
    }
    let first = raw.lines().next().unwrap_or("");
    if opens(first) {
        *open = true;
        let end = text.span.start + first.len();
        cut(&mut text, &(0..end));
        text.span.start =
            end + raw[first.len()..].bytes().take_while(u8::is_ascii_whitespace).count();
    }
    let is_inside = *open;
    let raw = page.raw(&text.span).trim_end();
    let last = raw.lines().last().unwrap_or("");
    if is_inside && last.trim() == ":::" {
        *open = false;
        let start = text.span.start + raw.len() - last.len();
        cut(&mut text, &(start..usize::MAX));
        text.span.end = start.max(text.span.start);
    }
    (text, is_inside)
}

fn opens(line: &str) -> bool {
    let name = line.strip_prefix(":::").map(|rest| rest.trim_start_matches(':').trim_start());
    let name = name.map(|name| name.trim_start_matches('{'));
    let name = name.and_then(|name| name.split([' ', '}', '[']).next());
    name.is_some_and(|name| CALLOUTS.contains(&&*name.to_ascii_lowercase()))
}

/// Takes the pieces out of a text that stand in a span, and space that is left at its ends.
fn cut(text: &mut Text<'_>, span: &Span) {
    text.pieces.retain(|piece| piece.span.start < span.start || piece.span.end > span.end);
    let is_space = |text: &str| text.trim().is_empty();
    while text.pieces.first().is_some_and(|piece| is_space(&piece.text)) {
        text.pieces.remove(0);
    }
    while text.pieces.last().is_some_and(|piece| is_space(&piece.text)) {
        text.pieces.pop();
    }
}
