//! Text that is set aside while a file is quoted and formatted.
//!
//! Documentation is half of what is written. As tokens it would be escaped, parsed and printed line
//! by line, which costs far more than copying it; so an attribute with a number stands in its place,
//! and the text comes back into the formatted file.

use std::cell::RefCell;

/// What a place begins with: a character that no page's text has, since docmill drops it.
const MARK: char = '\u{1}';

/// The texts of one file.
#[derive(Debug, Default)]
pub(super) struct Aside {
    texts: RefCell<Vec<String>>,
}

impl Aside {
    /// Sets a documentation comment aside. What comes back is to stand in a `#[doc]` attribute in
    /// its place.
    pub(super) fn put(&self, text: String) -> String {
        let mut texts = self.texts.borrow_mut();
        texts.push(text);
        format!("{MARK}{}", texts.len() - 1)
    }

    /// Appends a formatted line, with its newline; where it is a text's place, the text.
    pub(super) fn append(&self, line: &str, code: &mut String) {
        let Some((head, index)) = line.split_once(MARK) else {
            code.push_str(line);
            code.push('\n');
            return;
        };
        let texts = self.texts.borrow();
        let text = index.parse().ok().and_then(|index: usize| texts.get(index));
        for line in text.into_iter().flat_map(|text| text.lines()) {
            code.push_str(head);
            let line = line.trim_end_matches(' ');
            if !line.is_empty() {
                code.push(' ');
                code.push_str(line);
            }
            code.push('\n');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Aside;

    #[test]
    fn texts_come_back_in_their_places() {
        let aside = Aside::default();
        let (first, second) = (aside.put("a\n\nb ".to_owned()), aside.put("c".to_owned()));
        let mut code = String::new();
        for line in [&*format!("    ///{second}"), "    x", &*format!("//!{first}")] {
            aside.append(line, &mut code);
        }
        assert_eq!(code, "    /// c\n    x\n//! a\n//!\n//! b\n");
    }
}
