//! Text that is set aside while a file is quoted and formatted.
//!
//! Documentation is half of what is written. As tokens it would be escaped, parsed and printed line
//! by line, which costs far more than copying it; so an attribute with a number stands in its place,
//! and the text comes back into the formatted file. So it is with code that is formatted already, and
//! with long texts in string literals.

use std::cell::RefCell;

use memchr::memchr;
use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use super::imports::{Filled, Found};

/// What a place begins with: a character that no page's text has, since docmill drops it.
const MARK: char = '\u{1}';

/// Bytes of the shortest literal whose place, with any number, is no longer.
const SHORTEST_LITERAL: usize = 10;

/// Longer literals than this have a line of their own, however long they are.
const LONGEST_PLACE: usize = 100;

/// Code's place is the call of a macro, or an attribute, with this name and a number.
const CODE: &str = "__docmill_aside_";

/// The texts of one file.
#[derive(Debug, Default)]
pub struct Aside {
    texts: RefCell<Vec<String>>,
    filled: RefCell<Filled>,
}

impl Aside {
    /// Sets a documentation comment aside. What comes back is to stand in a `#[doc]` attribute in
    /// its place.
    pub fn put(&self, text: String) -> String {
        format!("{MARK}{}", self.keep(text))
    }

    /// Sets a string literal aside. Its place is as wide, as far as that matters to lines.
    pub fn put_literal(&self, text: &str) -> Literal {
        let literal = literal(text);
        let width = literal.len().min(LONGEST_PLACE);
        if width < SHORTEST_LITERAL {
            return Literal::string(text);
        }
        // Two quotes and the mark come on top.
        let (index, rest) = (self.keep(literal), width - 3);
        let place = format!("\"{MARK}{index:_<rest$}\"");
        place.parse().unwrap_or_else(|_| Literal::string(text))
    }

    /// Sets formatted code aside. What comes back is to stand in its place, among items or members.
    pub fn put_code(&self, code: String) -> TokenStream {
        let place = format_ident!("{CODE}{}", self.keep(code));
        quote!(#place! {})
    }

    /// The same where only an attribute may stand: in front of a field.
    pub fn put_code_before(&self, code: String) -> TokenStream {
        let place = format_ident!("{CODE}{}", self.keep(code));
        quote!(#[#place])
    }

    /// Notes what code that is set aside names in short.
    pub fn note(&self, found: &Found) {
        self.filled.borrow_mut().found.add(found);
    }

    /// Notes an identifier that it has besides.
    pub fn note_identifier(&self, identifier: String) {
        self.filled.borrow_mut().identifiers.insert(identifier);
    }

    /// What has been noted.
    pub fn filled(&self) -> Filled {
        self.filled.borrow().clone()
    }

    fn keep(&self, text: String) -> usize {
        let mut texts = self.texts.borrow_mut();
        texts.push(text);
        texts.len() - 1
    }

    /// Appends a formatted line, with its newline; where it is a text's place, the text.
    pub fn append(&self, line: &str, code: &mut String) {
        let mark = memchr(MARK as u8, line.as_bytes());
        let (head, index, is_docs) = if let Some(mark) = mark {
            let (head, index) = (&line[..mark], &line[mark + 1..]);
            if let Some(head) = head.strip_suffix('"') {
                self.append_literal(head, index, code);
                return;
            }
            (head, index, true)
        } else if let Some((head, index)) = code_place(line) {
            (head, index, false)
        } else {
            code.push_str(line);
            code.push('\n');
            return;
        };
        let texts = self.texts.borrow();
        let text = index.parse().ok().and_then(|index: usize| texts.get(index));
        let text = text.map_or("", String::as_str);
        if is_docs {
            comment(head, text, code);
            return;
        }
        for line in text.lines() {
            if !line.is_empty() {
                code.push_str(head);
                code.push_str(line);
            }
            code.push('\n');
        }
    }

    /// Appends a line in which a literal was set aside, after its quote and mark.
    fn append_literal(&self, head: &str, place: &str, code: &mut String) {
        let (index, tail) = place.split_once('"').unwrap_or((place, ""));
        let texts = self.texts.borrow();
        let index = index.trim_end_matches('_').parse().ok();
        code.push_str(head);
        code.push_str(index.and_then(|index: usize| texts.get(index)).map_or("", String::as_str));
        code.push_str(tail);
        code.push('\n');
    }
}

/// A text as a string literal, as [`Literal::string`] writes it; that one asks for every character
/// whether it is a rare one.
pub fn literal(text: &str) -> String {
    // Its escape depends on what follows.
    if text.contains('\0') {
        return Literal::string(text).to_string();
    }
    let is_escaped = |byte: u8| !matches!(byte, b' '..=b'~') || matches!(byte, b'"' | b'\\');
    let mut literal = String::with_capacity(text.len() + text.len() / 8 + 2);
    literal.push('"');
    let mut rest = text;
    while let Some(at) = rest.bytes().position(is_escaped) {
        literal.push_str(&rest[..at]);
        let mut characters = rest[at..].chars();
        literal.extend(characters.next().into_iter().flat_map(char::escape_debug));
        rest = characters.as_str();
    }
    literal.push_str(rest);
    literal.push('"');
    literal
}

/// Appends a text as lines of a comment, each behind `///` or the like.
pub fn comment(marker: &str, text: &str, code: &mut String) {
    for line in text.lines() {
        code.push_str(marker);
        let line = line.trim_end_matches(' ');
        if !line.is_empty() {
            code.push(' ');
            code.push_str(line);
        }
        code.push('\n');
    }
}

/// Whether a line is a place for items or members.
pub fn is_place_of_members(line: &str) -> bool {
    line.ends_with("! {}") && code_place(line).is_some()
}

/// The indentation and the number of a line where code was set aside.
fn code_place(line: &str) -> Option<(&str, &str)> {
    let place = line.trim_start_matches(' ');
    let index = match place.strip_prefix("#[") {
        Some(attribute) => attribute.strip_prefix(CODE)?.strip_suffix(']')?,
        None => place.strip_prefix(CODE)?.strip_suffix("! {}")?,
    };
    Some((&line[..line.len() - place.len()], index))
}

#[cfg(test)]
mod tests {
    use proc_macro2::Literal;
    use proptest::prelude::*;

    use super::{Aside, SHORTEST_LITERAL, literal};

    proptest! {
        #[test]
        fn literals_are_those_of_the_library(text in "[ -~\n\t\u{0}0]{0,20}|\\PC{0,20}|.{0,20}") {
            prop_assert_eq!(literal(&text), Literal::string(&text).to_string());
        }
    }

    #[test]
    fn literals_come_back_in_their_places() {
        let aside = Aside::default();
        for text in ["", "{\"a\": 1}\n", "x".repeat(200).as_str()] {
            let written = Literal::string(text).to_string();
            let place = aside.put_literal(text).to_string();
            assert_eq!(place.len(), written.len().min(100));
            assert_eq!(place == written, written.len() < SHORTEST_LITERAL);
            let mut code = String::new();
            aside.append(&format!("    f({place});"), &mut code);
            assert_eq!(code, format!("    f({written});\n"));
        }
    }

    #[test]
    fn texts_come_back_in_their_places() {
        let aside = Aside::default();
        let (first, second) = (aside.put("a\n\nb ".to_owned()), aside.put("c".to_owned()));
        let third = aside.put_code("mod d;\n\nmod e;\n".to_owned());
        let third = third.to_string().replace(" ! { }", "! {}");
        let mut code = String::new();
        for line in [
            &*format!("    ///{second}"),
            "    x",
            &*format!("//!{first}"),
            &*format!("    {third}"),
        ] {
            aside.append(line, &mut code);
        }
        assert_eq!(code, "    /// c\n    x\n//! a\n//!\n//! b\n    mod d;\n\n    mod e;\n");
    }
}
