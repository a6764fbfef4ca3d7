//! The pages' Markdown, with links that lead somewhere.

use crate::config::Output;
use crate::emit::rustdoc::links::Links;
pub(super) use crate::emit::rustdoc::paragraphs;
use crate::emit::rustdoc::{self, code, markdown};
use crate::ir::{Api, Deprecation};

/// Writes what pages say.
#[derive(Debug)]
pub(super) struct Prose {
    links: Links,
}

impl Prose {
    pub(super) fn new(api: &Api, output: &Output) -> Self {
        Self { links: Links::to_pages(api, output) }
    }

    /// Markdown of any length.
    pub(super) fn text(&self, markdown: &str) -> String {
        markdown::clean(markdown, &self.links)
    }

    /// Markdown on one line.
    pub(super) fn line(&self, markdown: &str) -> String {
        markdown::clean_line(markdown, &self.links)
    }

    /// Remarks, one below the other.
    pub(super) fn remarks<'r>(&self, remarks: impl IntoIterator<Item = &'r str>) -> String {
        rustdoc::remarks(remarks, &self.links)
    }

    /// A description, and why not to use what it describes, unless it says so itself.
    pub(super) fn with_deprecation(
        &self,
        description: &str,
        deprecated: Option<&Deprecation>,
    ) -> String {
        let text = self.text(description);
        let note = deprecated.map_or_else(String::new, |it| self.line(&it.note));
        // Notes are made of a page's words, without its marks.
        if note.is_empty() || letters(&text).contains(&letters(&note)) {
            return text;
        }
        let says_so = note.to_lowercase().contains("deprecated");
        paragraphs([text, if says_so { note } else { format!("Deprecated: {note}") }])
    }

    /// A line of a list: a name, and what there is to say of it.
    pub(super) fn entry(&self, name: &str, markdown: &str) -> String {
        let text = self.line(markdown);
        let name = code::span(name);
        if text.is_empty() { format!("- {name}") } else { format!("- {name}: {text}") }
    }
}

fn letters(text: &str) -> String {
    text.chars().filter(|char| char.is_alphanumeric()).collect()
}

/// A text under a heading; nothing if it is empty.
pub(super) fn section(title: &str, text: String) -> String {
    if text.is_empty() { text } else { format!("## {title}\n\n{text}") }
}
