//! Where things stand in a text, found by looking at its lines alone: nothing here asks what was read
//! from them.

use docmill_codegen::ir::Source;

use super::Edit;

/// The text of a page.
pub(super) struct Sheet<'a> {
    page: &'a str,
    text: &'a str,
    lines: Vec<&'a str>,
}

impl<'a> Sheet<'a> {
    pub(super) fn new(page: &'a str, text: &'a str) -> Self {
        Self { page, text, lines: text.split('\n').collect() }
    }

    pub(super) fn page(&self) -> &'a str {
        self.page
    }

    pub(super) fn text(&self) -> &'a str {
        self.text
    }

    pub(super) fn lines(&self) -> &[&'a str] {
        &self.lines
    }

    /// The first thing in a line, by the line's index.
    pub(super) fn line(&self, at: usize) -> Source {
        let line = self.lines[at];
        self.source(at, line.len() - line.trim_start().len())
    }

    /// The first thing in a cell of a table's row, by the cell's index.
    pub(super) fn cell(&self, at: usize, cell: usize) -> Source {
        let line = self.lines[at];
        let start = line.len() - line.trim_start().trim_start_matches('|').len();
        let before: usize = line[start..].split('|').take(cell).map(|cell| cell.len() + 1).sum();
        let rest = &line[start + before..];
        self.source(at, line.len() - rest.trim_start().len())
    }

    /// The first thing in the cell that has some words; of the line, if it is no row.
    pub(super) fn cell_with(&self, at: usize, words: &str) -> Source {
        let line = self.lines[at];
        match line.trim_start().strip_prefix('|') {
            Some(row) => {
                let cell = row.split('|').position(|cell| cell.contains(words));
                self.cell(at, cell.expect("the line has the words"))
            }
            None => self.line(at),
        }
    }

    /// The nearest heading above a line.
    pub(super) fn heading(&self, at: usize) -> Source {
        let mut fenced = false;
        let mut nearest = 0;
        for (index, line) in self.lines[..at].iter().enumerate() {
            if line.trim_start().starts_with("```") {
                fenced = !fenced;
            } else if is_heading(line) && !fenced {
                nearest = index;
            }
        }
        self.source(nearest, 0)
    }

    /// The same after an edit, which may take the line itself.
    pub(super) fn heading_after(&self, edit: &Edit, at: usize) -> Source {
        let text = edit.apply(self.text);
        Sheet::new(self.page, &text).heading(edit.moved(at))
    }

    fn source(&self, at: usize, byte: usize) -> Source {
        let column = self.lines[at][..byte].chars().count() + 1;
        let number = |it: usize| u32::try_from(it).expect("a page is not that long");
        Source { page: self.page.into(), line: number(at + 1), column: number(column) }
    }
}

/// Whether a line is a heading: one of Markdown that names no tab, or of those that stand alone in
/// rendered text.
fn is_heading(line: &str) -> bool {
    line.starts_with('#') && !line.contains("](#tab/")
        || matches!(line.trim_end(), "HTTP request" | "Properties" | "Relationships" | "Members")
}
