//! From bytes to lines and columns.

use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};

use memchr::{memchr_iter, memrchr};

/// A text whose characters can be counted; in ASCII, as most pages are, they are its bytes.
#[derive(Clone, Copy, Debug)]
pub struct Counted<'a> {
    text: &'a str,
    is_ascii: bool,
}

impl<'a> Counted<'a> {
    /// Takes a text.
    pub fn new(text: &'a str) -> Self {
        Self { text, is_ascii: text.is_ascii() }
    }

    /// How many characters stand in a span.
    pub fn characters(self, span: Range<usize>) -> u32 {
        let count = match self.text.get(span) {
            Some(part) if self.is_ascii => part.len(),
            Some(part) => part.chars().count(),
            None => 0,
        };
        u32::try_from(count).unwrap_or(u32::MAX)
    }
}

/// Finds the line of a byte from the one that was asked for last. A page is read from top to bottom, so
/// hardly any text lies between the two. Threads may share it: an included page has many readers.
#[derive(Debug, Default)]
pub struct LineIndex {
    /// The byte of the last call in the upper half, the line ends before it in the lower one.
    known: AtomicU64,
}

impl LineIndex {
    /// Line and column of a byte of `text`, both from 1; the column counts characters. A byte past
    /// the end, or inside a character, counts as the character before it.
    pub fn line_and_column(&self, text: Counted<'_>, byte: usize) -> (u32, u32) {
        let whole = text.text;
        let byte = (0..=byte.min(whole.len())).rev().find(|&b| whole.is_char_boundary(b));
        let byte = byte.unwrap_or(0);
        let ends = self.line_ends_before(whole.as_bytes(), byte);
        let start = memrchr(b'\n', &whole.as_bytes()[..byte]).map_or(0, |end| end + 1);
        let line = u32::try_from(ends + 1).unwrap_or(u32::MAX);
        (line, text.characters(start..byte).saturating_add(1))
    }

    fn line_ends_before(&self, text: &[u8], byte: usize) -> u64 {
        let known = self.known.load(Ordering::Relaxed);
        let (from, ends) = ((known >> 32) as usize, known & LOWER);
        let between = text.get(from.min(byte)..from.max(byte)).map_or(0, line_ends);
        let ends = if from <= byte { ends + between } else { ends - between };
        // A text of 4 GB and more is counted from its beginning.
        if byte as u64 <= LOWER {
            self.known.store((byte as u64) << 32 | ends, Ordering::Relaxed);
        }
        ends
    }
}

const LOWER: u64 = u32::MAX as u64;

fn line_ends(text: &[u8]) -> u64 {
    memchr_iter(b'\n', text).count() as u64
}

#[cfg(test)]
mod tests {
    use super::{Counted, LineIndex};

    #[test]
    fn counts_characters_not_bytes() {
        let text = "a\nöb\r\nc";
        let index = LineIndex::default();
        let places: Vec<_> = text
            .char_indices()
            .map(|(b, _)| index.line_and_column(Counted::new(text), b))
            .collect();
        assert_eq!(places, [(1, 1), (1, 2), (2, 1), (2, 2), (2, 3), (2, 4), (3, 1)]);
        assert_eq!(index.line_and_column(Counted::new(text), 3), (2, 1), "inside ö");
        assert_eq!(index.line_and_column(Counted::new(text), 99), (3, 2), "past the end");
    }

    #[test]
    fn counts_on_and_back_from_the_last_question() {
        let text = "abc\n".repeat(500);
        let index = LineIndex::default();
        for at in [0, 1999, 7, 4, 3, 1200, 1200, 2000, 1] {
            let line = u32::try_from(at / 4 + 1).expect("a small number");
            let column = u32::try_from(at % 4 + 1).expect("a small number");
            assert_eq!(index.line_and_column(Counted::new(&text), at), (line, column), "{at}");
        }
    }
}
