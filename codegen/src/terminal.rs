//! What pages say, where a terminal shows it.

use std::borrow::Cow;

/// A text whose words cannot command a terminal: control characters other than line ends and tabs
/// become U+FFFD.
pub fn without_commands(text: &str) -> Cow<'_, str> {
    let commands = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
    if text.contains(commands) {
        Cow::Owned(text.replace(commands, "\u{fffd}"))
    } else {
        Cow::Borrowed(text)
    }
}
