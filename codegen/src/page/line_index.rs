//! From bytes to lines and columns.

/// Bytes between two places at which the lines before are known.
const STEP: usize = 512;

/// How many lines end before every [`STEP`]th byte of a text; found out at the first question.
/// Counting line ends is far cheaper than finding each.
#[derive(Debug, Default)]
pub struct LineIndex {
    ends_before: std::sync::OnceLock<Vec<usize>>,
}

impl LineIndex {
    /// Line and column of a byte of `text`, both from 1; the column counts characters. A byte past
    /// the end, or inside a character, counts as the character before it.
    pub fn line_and_column(&self, text: &str, byte: usize) -> (u32, u32) {
        let ends_before = self.ends_before.get_or_init(|| ends_before(text));
        let byte = (0..=byte.min(text.len())).rev().find(|&b| text.is_char_boundary(b));
        let byte = byte.unwrap_or(0);
        let step = byte / STEP;
        let known = ends_before.get(step).copied().unwrap_or(0);
        let line = 1 + known + line_ends(&text.as_bytes()[step * STEP..byte]);
        let start = memchr::memrchr(b'\n', &text.as_bytes()[..byte]).map_or(0, |end| end + 1);
        let column = text.get(start..byte).map_or(0, |before| before.chars().count()) + 1;
        (u32::try_from(line).unwrap_or(u32::MAX), u32::try_from(column).unwrap_or(u32::MAX))
    }
}

fn ends_before(text: &str) -> Vec<usize> {
    let mut before = 0;
    let steps = text.as_bytes().chunks(STEP).map(|chunk| {
        let here = before;
        before += line_ends(chunk);
        here
    });
    steps.collect()
}

fn line_ends(text: &[u8]) -> usize {
    memchr::memchr_iter(b'\n', text).count()
}

#[cfg(test)]
mod tests {
    use super::{LineIndex, STEP};

    #[test]
    fn counts_characters_not_bytes() {
        let text = "a\nöb\r\nc";
        let index = LineIndex::default();
        let places: Vec<_> =
            text.char_indices().map(|(b, _)| index.line_and_column(text, b)).collect();
        assert_eq!(places, [(1, 1), (1, 2), (2, 1), (2, 2), (2, 3), (2, 4), (3, 1)]);
        assert_eq!(index.line_and_column(text, 3), (2, 1), "inside ö");
        assert_eq!(index.line_and_column(text, 99), (3, 2), "past the end");
    }

    #[test]
    fn counts_on_from_the_nearest_step() {
        let text = "abc\n".repeat(STEP);
        let index = LineIndex::default();
        for (at, _) in text.char_indices() {
            let line = u32::try_from(at / 4 + 1).expect("a small number");
            let column = u32::try_from(at % 4 + 1).expect("a small number");
            assert_eq!(index.line_and_column(&text, at), (line, column));
        }
        assert_eq!(index.line_and_column(&text, text.len()).1, 1, "after the last line end");
    }
}
