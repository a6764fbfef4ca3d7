//! Documentation comments.
//!
//! - `markdown` writes the pages' prose, `links` where its links lead; `code` writes spans and blocks of
//!   code.
//! - `escape` makes text of what would be markup.

pub mod code;
mod escape;
pub mod links;
pub mod markdown;

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::Context;
use crate::emit::file::aside::{self, Aside};
use crate::ir::Deprecation;
use links::Links;

/// A documentation comment: paragraphs of Markdown that rustdoc can read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Docs {
    text: String,
}

impl Docs {
    /// Starts with a paragraph.
    pub fn new(text: impl AsRef<str>) -> Self {
        Self::default().paragraph(text)
    }

    /// Adds a paragraph, or any other block; nothing if the text is empty.
    pub fn paragraph(mut self, text: impl AsRef<str>) -> Self {
        let text = text.as_ref();
        if !text.is_empty() {
            if !self.text.is_empty() {
                self.text.push_str("\n\n");
            }
            self.text.push_str(text);
        }
        self
    }

    /// Adds a section, unless it is empty.
    pub fn section(self, title: &str, text: impl AsRef<str>) -> Self {
        let text = text.as_ref();
        if text.is_empty() {
            return self;
        }
        self.paragraph(format!("# {title}")).paragraph(text)
    }

    /// As an attribute of the item that follows.
    pub fn outer(self, context: &Context<'_>) -> TokenStream {
        if self.text.is_empty() {
            return TokenStream::new();
        }
        let place = context.aside.put(self.text);
        quote!(#[doc = #place])
    }

    /// As lines of a comment in front of what follows.
    pub fn write(&self, code: &mut String) {
        aside::comment("///", &self.text, code);
    }

    /// As an attribute of the module around.
    pub fn inner(self, aside: &Aside) -> TokenStream {
        if self.text.is_empty() {
            return TokenStream::new();
        }
        let place = aside.put(self.text);
        quote!(#![doc = #place])
    }
}

/// A page's words, or other ones where it has none.
pub fn description(markdown: &str, links: &Links, otherwise: impl Fn() -> String) -> String {
    let text = markdown::clean(markdown, links);
    if text.is_empty() { otherwise() } else { text }
}

/// What a page says besides, a paragraph for each remark.
pub(crate) fn remarks<'r>(remarks: impl IntoIterator<Item = &'r str>, links: &Links) -> String {
    paragraphs(remarks.into_iter().map(|remark| markdown::clean(remark, links)))
}

/// Texts one below the other, without those that are empty.
pub(crate) fn paragraphs(texts: impl IntoIterator<Item = String>) -> String {
    let texts = texts.into_iter().filter(|text| !text.is_empty());
    texts.collect::<Vec<_>>().join("\n\n")
}

/// The first sentence of a clean text: what fits behind a colon. Empty if it starts with a list, a
/// table or a block of code.
pub fn first_sentence(text: &str) -> &str {
    let first = first_paragraph(text);
    let ends = first.match_indices(". ").map(|(at, _)| first.split_at(at + 1));
    let mut ends = ends.filter(|(head, tail)| is_sentence(head) && starts_sentence(tail));
    ends.next().map_or(first, |(sentence, _)| sentence)
}

fn first_paragraph(text: &str) -> &str {
    let first = text.split("\n\n").next().unwrap_or(text);
    // A paragraph that starts like this has a backslash in front.
    let marks = ["- ", "> ", "| ", "```"];
    let after_number = first.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_numbered = after_number.len() < first.len() && after_number.starts_with(". ");
    if is_numbered || marks.iter().any(|mark| first.starts_with(mark)) || first.contains("\n```") {
        return "";
    }
    first
}

/// Whether a text ends with a sentence: not inside code, emphasis or a link, and not after `etc.`.
fn is_sentence(text: &str) -> bool {
    let count = |mark: &str| text.matches(mark).count();
    let word = text.rsplit([' ', '(']).next().unwrap_or(text);
    let is_abbreviation = matches!(word, "e.g." | "i.e." | "vs." | "No." | "no." | "approx.");
    count("`") % 2 == 0
        && count("*") % 2 == 0
        && count("**") % 2 == 0
        && count("[") == count("]")
        && count("(") == count(")")
        && !is_abbreviation
}

/// Whether what follows a full stop and a space starts another sentence.
fn starts_sentence(text: &str) -> bool {
    !text.trim_start().starts_with(|c: char| c.is_lowercase())
}

/// `#[deprecated]` with the page's words about it.
pub fn deprecated(deprecation: Option<&Deprecation>, links: &Links) -> TokenStream {
    let Some(deprecation) = deprecation else {
        return TokenStream::new();
    };
    let note = markdown::clean_line(&deprecation.note, links);
    if note.is_empty() { quote!(#[deprecated]) } else { quote!(#[deprecated(note = #note)]) }
}

#[cfg(test)]
mod tests {
    use super::first_sentence;

    #[test]
    fn a_first_sentence_ends_outside_of_markup() {
        let cases = [
            ("The name. Read-only.", "The name."),
            ("The name", "The name"),
            ("Version 1.0. of it. More.", "Version 1.0. of it."),
            ("One, e.g. Two. Three.", "One, e.g. Two."),
            ("As `a. B` does. More.", "As `a. B` does."),
            ("See [the. Page](x.md). More.", "See [the. Page](x.md)."),
            ("**Bold. Text.** More. And more.", "**Bold. Text.** More."),
            ("One. Two.\n\nThree.", "One."),
            ("1. One. Two.", ""),
            ("- One. Two.", ""),
        ];
        for (text, sentence) in cases {
            assert_eq!(first_sentence(text), sentence);
        }
    }
}
