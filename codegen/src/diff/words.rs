//! Prose is compared by its words: line breaks and runs of spaces are how a page is wrapped.

/// Whether two texts have the same words.
pub(super) fn same(a: &str, b: &str) -> bool {
    a == b || a.split_whitespace().eq(b.split_whitespace())
}

/// The words of a text, one space between them.
pub(super) fn joined(text: &str) -> Box<str> {
    let mut joined = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !joined.is_empty() {
            joined.push(' ');
        }
        joined.push_str(word);
    }
    joined.into()
}
