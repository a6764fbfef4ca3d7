//! From bytes to lines and columns.

use memchr::memchr_iter;

/// Where each line of a text begins; found out at the first question.
#[derive(Debug, Default)]
pub struct LineIndex {
    starts: std::sync::OnceLock<Vec<usize>>,
}

impl LineIndex {
    /// Line and column of a byte of `text`, both from 1; the column counts characters. A byte past
    /// the end, or inside a character, counts as the character before it.
    pub fn line_and_column(&self, text: &str, byte: usize) -> (u32, u32) {
        let starts = self.starts.get_or_init(|| starts(text));
        let byte = (0..=byte.min(text.len())).rev().find(|&b| text.is_char_boundary(b));
        let byte = byte.unwrap_or(0);
        let line = starts.partition_point(|start| *start <= byte);
        let start = line.checked_sub(1).and_then(|line| starts.get(line)).copied().unwrap_or(0);
        let column = text.get(start..byte).map_or(0, |before| before.chars().count()) + 1;
        (u32::try_from(line).unwrap_or(u32::MAX), u32::try_from(column).unwrap_or(u32::MAX))
    }
}

fn starts(text: &str) -> Vec<usize> {
    // Guessed too low for few texts: growing costs more than room.
    let mut starts = Vec::with_capacity(text.len() / 24 + 1);
    starts.push(0);
    starts.extend(memchr_iter(b'\n', text.as_bytes()).map(|end| end + 1));
    starts
}

#[cfg(test)]
mod tests {
    use super::LineIndex;

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
}
