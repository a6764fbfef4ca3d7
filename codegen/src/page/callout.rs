//! Callouts outside quotes and boxes: known by what stands above or before their text.

use super::{Mark, Text};

/// What callouts are called. Learn shows it as a line above them, in Markdown as well as rendered.
const TITLES: [&str; 5] = ["Important", "Note", "Caution", "Warning", "Tip"];

/// What stands above a paragraph, as far as that can belong to it.
#[derive(Default)]
pub(super) enum Above {
    /// Nothing of the kind.
    #[default]
    Other,
    /// A callout's title.
    Title,
    /// A callout below its title.
    Callout,
}

impl Above {
    /// Whether a paragraph belongs to the callout: it is the first one, or nothing but code.
    pub(super) fn takes(&self, text: &Text<'_>) -> bool {
        match self {
            Self::Title => true,
            Self::Callout => text.pieces.iter().all(|piece| piece.mark == Mark::Code),
            Self::Other => false,
        }
    }
}

/// Whether a line is the title of the callout below it.
pub(super) fn is_title(line: &str) -> bool {
    TITLES.contains(&line)
}

/// Whether a word is a callout's, as in `[!NOTE]`.
pub(super) fn is_kind(word: &str) -> bool {
    TITLES.iter().any(|title| title.eq_ignore_ascii_case(word))
}

/// Whether a paragraph is a callout for how it begins: `**Note:** …`, `**Note**: …`.
pub(super) fn is_labelled(text: &Text<'_>) -> bool {
    let [label, next, ..] = &*text.pieces else { return false };
    let word = label.text.trim_end_matches(':');
    let has_colon = word.len() < label.text.len() || next.text.starts_with(':');
    label.mark == Mark::Emphasis && has_colon && is_title(word.strip_suffix('s').unwrap_or(word))
}
