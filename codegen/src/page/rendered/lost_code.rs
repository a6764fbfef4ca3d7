//! Code in cells and lists of rendered text. Its marks are gone, but behind it a space was left: before
//! a comma or a full stop, or beside the one that follows a word.

use crate::page::table::plain_text;
use crate::page::{Mark, Piece, Pieces, Span, Text};

/// Text in which words with a space too many after them are code.
pub(super) fn read(text: &str, span: Span) -> Text<'_> {
    let raw = text.get(span.clone()).unwrap_or("");
    let bytes = raw.as_bytes();
    let mut pieces = Pieces::new();
    // Up to where the text is in pieces.
    let mut done = 0;
    let mut push = |from: usize, to: usize, mark: Mark<'static>| {
        if from < to {
            let span = span.start + from..span.start + to;
            pieces.push(Piece { span, text: raw[from..to].into(), mark });
        }
    };
    for at in memchr::memchr_iter(b' ', bytes) {
        let leaves_space = bytes.get(at + 1).is_some_and(|next| b" ,.;:)".contains(next));
        let start = raw[..at].trim_end_matches(is_in_code).len();
        let word = &raw[start..at];
        if leaves_space && start >= done && is_code(word) {
            push(done, start, Mark::Plain);
            push(start, at, Mark::Code);
            done = at + 1;
        }
    }
    if done == 0 {
        return plain_text(text, span);
    }
    // No space is left behind the last word of a text, but before it others tell what it is.
    match last_of_list(&raw[done..]) {
        Some(word) => {
            push(done, raw.len() - word.len(), Mark::Plain);
            push(raw.len() - word.len(), raw.len(), Mark::Code);
        }
        None => push(done, raw.len(), Mark::Plain),
    }
    Text { span, pieces }
}

fn is_in_code(character: char) -> bool {
    character.is_ascii_alphanumeric() || "_-.$@/#".contains(character)
}

/// Whether a word can be code: it is none where a sentence ends with it.
fn is_code(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_alphanumeric() || "$@#/_".contains(c))
        && word.ends_with(|c: char| c.is_ascii_alphanumeric())
}

/// The word that ends a list whose other items are code: ", b", "or b".
fn last_of_list(rest: &str) -> Option<&str> {
    let item = rest.trim_start_matches([',', ' ']);
    let word = ["or ", "and "].iter().find_map(|it| item.strip_prefix(it)).unwrap_or(item).trim();
    let is_list = item.len() < rest.len() || word.len() < item.len();
    (is_list && is_code(word) && word.chars().all(is_in_code) && rest.ends_with(word))
        .then_some(word)
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::page::Mark;

    fn codes(text: &str) -> Vec<&str> {
        let read = read(text, 0..text.len());
        let codes = read.pieces.iter().filter(|piece| piece.mark == Mark::Code);
        codes.map(|piece| &text[piece.span.clone()]).collect()
    }

    #[test]
    fn a_space_too_many_stands_behind_code() {
        assert_eq!(codes("One of: loan , gift , swap ."), ["loan", "gift", "swap"]);
        assert_eq!(codes("One of: loan , or gift"), ["loan", "gift"]);
        assert_eq!(codes("If true  it is open. Default is false ."), ["true", "false"]);
        assert_eq!(codes("Supports $filter  (eq )"), ["$filter", "eq"]);
    }

    #[test]
    fn other_words_are_no_code() {
        assert_eq!(codes("What it is. Where, and when."), [""; 0]);
        assert_eq!(codes("A sentence.  Another, after two spaces."), [""; 0]);
        assert_eq!(codes("It is true  or not, and that ends it"), ["true"]);
    }

    #[test]
    fn pieces_are_the_text_without_that_space() {
        let text = read("One of: loan , gift .", 0..21);
        assert_eq!(text.plain(), "One of: loan, gift.");
    }
}
