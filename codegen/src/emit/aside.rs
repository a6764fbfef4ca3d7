//! Text that is set aside while a file is quoted and formatted.
//!
//! Documentation is half of what is written. As tokens it would be escaped, parsed and printed line
//! by line, which costs far more than copying it; so an attribute with a number stands in its place,
//! and the text comes back into the formatted file. So it is with code that is formatted already.

use std::cell::RefCell;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::imports::{Filled, Found};

/// What a place begins with: a character that no page's text has, since docmill drops it.
const MARK: char = '\u{1}';

/// Code's place is the call of a macro, or an attribute, with this name and a number.
const CODE: &str = "__docmill_aside_";

/// The texts of one file.
#[derive(Debug, Default)]
pub(super) struct Aside {
    texts: RefCell<Vec<String>>,
    filled: RefCell<Filled>,
}

impl Aside {
    /// Sets a documentation comment aside. What comes back is to stand in a `#[doc]` attribute in
    /// its place.
    pub(super) fn put(&self, text: String) -> String {
        format!("{MARK}{}", self.keep(text))
    }

    /// Sets formatted code aside. What comes back is to stand in its place, among items or members.
    pub(super) fn put_code(&self, code: String) -> TokenStream {
        let place = format_ident!("{CODE}{}", self.keep(code));
        quote!(#place! {})
    }

    /// The same where only an attribute may stand: in front of a field or an arm.
    pub(super) fn put_code_before(&self, code: String) -> TokenStream {
        let place = format_ident!("{CODE}{}", self.keep(code));
        quote!(#[#place])
    }

    /// Notes what code that is set aside names in short.
    pub(super) fn note(&self, found: &Found) {
        self.filled.borrow_mut().found.add(found);
    }

    /// Notes an identifier that it has besides.
    pub(super) fn note_identifier(&self, identifier: String) {
        self.filled.borrow_mut().identifiers.insert(identifier);
    }

    /// What has been noted.
    pub(super) fn filled(&self) -> Filled {
        self.filled.borrow().clone()
    }

    fn keep(&self, text: String) -> usize {
        let mut texts = self.texts.borrow_mut();
        texts.push(text);
        texts.len() - 1
    }

    /// Appends a formatted line, with its newline; where it is a text's place, the text.
    pub(super) fn append(&self, line: &str, code: &mut String) {
        let (head, index, is_docs) = if let Some((head, index)) = line.split_once(MARK) {
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
}

/// Appends a text as lines of a comment, each behind `///` or the like.
pub(super) fn comment(marker: &str, text: &str, code: &mut String) {
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
pub(super) fn is_place_of_members(line: &str) -> bool {
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
    use super::Aside;

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
