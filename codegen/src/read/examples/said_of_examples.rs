//! What is said of examples: headings that name what they show, and text between them.

use crate::ir::{Example, Remark, Topic};
use crate::page::{BlockKind, Container, Page, Table};
use crate::read::cached_dialect::CachedDialect;
use crate::read::layout::section::{Placed, Section};
use crate::read::prose::{add_paragraph, markdown};
use crate::read::remarks::unread_blocks;
use crate::read::remarks::{kept, without_marker};

/// The words above the example that comes next.
pub struct Words<'d> {
    dialect: &'d CachedDialect<'d>,
    title: Box<str>,
    /// How deep the heading stands that has the title.
    depth: Option<u8>,
    text: String,
}

impl<'d> Words<'d> {
    pub fn new(dialect: &'d CachedDialect<'d>) -> Self {
        Self { dialect, title: Box::default(), depth: None, text: String::new() }
    }

    /// Takes in the heading of a section with examples.
    pub fn heading(&mut self, section: &Section<'_, '_>) {
        let Some(written) = section.written_title() else { return };
        let dialect = self.dialect;
        let title = dialect.example_titles.of(&written, || {
            let title = dialect.titles.without_number(&written);
            dialect.example_parts.title.strip(title.trim_end_matches(['.', ':', ' '])).into()
        });
        if title.is_empty() {
            return;
        }
        let depth = section.depth();
        // Below a heading that no example has followed yet, one says more of the same.
        let is_below = !self.title.is_empty() && depth > self.depth;
        self.title = if is_below { format!("{}: {title}", self.title).into() } else { title };
        self.depth = if is_below { self.depth } else { depth };
    }

    /// Takes in a paragraph.
    pub fn paragraph(&mut self, placed: Placed<'_, '_>) {
        let BlockKind::Paragraph(container, text) = &placed.block.kind else { return };
        let dialect = self.dialect;
        let written = markdown(placed.page, text);
        // What stands between an example and this is the same in other languages.
        if dialect.example_parts.snippets.is_match(&written) {
            self.text.clear();
            return;
        }
        let words = dialect.example_words.of(&written, || {
            let text = without_marker(&written, dialect);
            kept(text, |sentence| !dialect.example_parts.told.is_match(sentence))
        });
        if words.is_empty() {
            return;
        }
        add_paragraph(&mut self.text, *container, &words);
    }

    /// Takes in a table: what the text before it announces.
    pub fn table(&mut self, page: &Page<'_>, table: &Table<'_>) {
        if let Some(table) = unread_blocks::of_introduction(page, table, self.dialect) {
            add_paragraph(&mut self.text, Container::Page, &table);
        }
    }

    /// Gives the words to the example that they stand above.
    pub fn give_to(&mut self, example: &mut Example) {
        example.title = std::mem::take(&mut self.title);
        self.depth = None;
        self.add_to(example);
    }

    /// Gives the text to the example that it stands below, or in the middle of.
    pub fn add_to(&mut self, example: &mut Example) {
        let text = std::mem::take(&mut self.text);
        example.description = joined(&example.description, text.trim_end_matches(':'));
    }

    /// Forgets them: the example that they are about is left out.
    pub fn clear(&mut self) {
        self.title = Box::default();
        self.depth = None;
        self.text.clear();
    }

    /// What is said where no example is.
    pub fn into_remark(self) -> Option<Remark> {
        let text = self.text.into();
        Some(Remark { about: Topic::Operation, text }).filter(|remark| !remark.text.is_empty())
    }
}

/// Gives an example also what is said of one that it stands for.
pub fn prepend(replaced: &Example, example: &mut Example) {
    if example.title.is_empty() {
        example.title.clone_from(&replaced.title);
    }
    example.description = joined(&replaced.description, &example.description);
}

/// Two texts, one below the other.
fn joined(first: &str, second: &str) -> Box<str> {
    let separator = if first.is_empty() || second.is_empty() { "" } else { "\n\n" };
    [first, separator, second].concat().into()
}
