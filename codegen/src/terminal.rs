//! Text from pages, made safe to print on a terminal.

use std::borrow::Cow;

/// A text without escape sequences: control characters other than line ends and tabs become U+FFFD.
pub fn without_escapes(text: &str) -> Cow<'_, str> {
    let is_unsafe = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
    if text.contains(is_unsafe) {
        Cow::Owned(text.replace(is_unsafe, "\u{fffd}"))
    } else {
        Cow::Borrowed(text)
    }
}
