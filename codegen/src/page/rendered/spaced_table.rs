//! Tables of rendered pages whose cells are only a space apart.
//!
//! A line of column names begins one, and rows go on to the next blank line. Where a cell ends depends on
//! what its column has: a name is a word, a type may be two, the last column has the rest.

use regex::Regex;
use rustc_hash::FxHashMap;

use super::Scanner;
use crate::page::table::trim;
use crate::page::{BlockKind, Span, Table};

/// What cells of a column have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cells {
    /// One word.
    Word,
    /// A type.
    Type,
    /// Who calls.
    Caller,
    /// Permissions.
    Scopes,
    /// Any text.
    Text,
}

/// Names of columns, and how their cells end.
#[derive(Clone, Debug, Default)]
pub struct SpacedColumns {
    /// What columns of a name have; names in lower case.
    pub names: FxHashMap<String, Cells>,
    /// The beginning of a text that is a cell of that kind, as the group `cell`.
    pub ends: Vec<(Cells, Regex)>,
}

/// A column of a table: its name's place, and what it has.
pub(super) type Column = (Span, Cells);

impl SpacedColumns {
    /// The columns that a line names, if it is nothing but names of columns.
    fn of_header(&self, text: &str, line: &Span) -> Option<Vec<Column>> {
        let raw = text.get(line.clone()).unwrap_or("");
        if !raw.starts_with(char::is_uppercase) || raw.len() > LONGEST_HEADER {
            return None;
        }
        let mut columns = Vec::new();
        let mut start = 0;
        while start < raw.len() {
            // The longest name that fits: "Permission type" is one. But no table begins with its types:
            // "Property type" is two.
            let ends = raw[start..].match_indices(' ').map(|(at, _)| start + at);
            let mut ends: Vec<usize> = ends.chain([raw.len()]).collect();
            ends.reverse();
            let known = |end: usize| {
                let cells = *self.names.get(&raw[start..end].to_lowercase())?;
                (start > 0 || cells != Cells::Type).then_some((end, cells))
            };
            let (end, cells) = ends.into_iter().find_map(known)?;
            columns.push((line.start + start..line.start + end, cells));
            start = end + 1;
        }
        Some(columns)
    }

    /// What a column has, if a line is its name.
    pub(super) fn of_name(&self, line: &str) -> Option<Cells> {
        let is_short = line.len() <= LONGEST_HEADER && line.starts_with(char::is_uppercase);
        self.names.get(&line.to_lowercase()).copied().filter(|_| is_short)
    }

    /// Whether a line is what a cell of that kind has, and no more.
    pub(super) fn is_cell(&self, cells: Cells, line: &str) -> bool {
        matches!(cells, Cells::Text | Cells::Caller) || self.end_of(cells, line) == line.len()
    }

    /// Where the cell at the beginning of a text ends.
    fn end_of(&self, cells: Cells, raw: &str) -> usize {
        let word = raw.find(char::is_whitespace).unwrap_or(raw.len());
        match self.ends.iter().find(|(kind, _)| *kind == cells) {
            Some((_, pattern)) => {
                let found = pattern.captures(raw).and_then(|it| it.name("cell"));
                // Callers of whom the rows below speak stand alone.
                let otherwise = if cells == Cells::Caller { raw.len() } else { word };
                found.map_or(otherwise, |found| found.end())
            }
            None if cells == Cells::Text => raw.len(),
            None => word,
        }
    }
}

/// How many bytes a header has at most.
const LONGEST_HEADER: usize = 160;

impl Scanner<'_, '_, '_> {
    /// Adds the table that begins with a line, if one does.
    pub(super) fn spaced_table(&mut self, header: &Span) -> bool {
        let bare = self.bare;
        let Some(columns) = bare.columns.of_header(self.page.text, header) else { return false };
        let mut rows: Vec<(Span, Vec<Span>)> = Vec::new();
        while let Some(line) = self.spaced_row(&columns) {
            let indented = self.lines[self.next].start..line.end;
            self.next += 1;
            match rows.last_mut() {
                Some((row, cells)) if self.goes_on(&line, cells) => {
                    row.end = line.end;
                    if let Some(last) = cells.last_mut() {
                        last.end = line.end;
                    }
                }
                _ => rows.push((indented, self.spaced_cells(&columns, line))),
            }
        }
        // The marks of a table can be lost, and a single word may be anything.
        if rows.is_empty() && columns.len() == 1 {
            return false;
        }
        let end = rows.last().map_or(header.end, |(row, _)| row.end);
        let names = columns.into_iter().map(|(name, _)| name);
        let table = Table::of_spans(self.page.text, names, rows);
        self.push(header.start..end, BlockKind::Table(table));
        true
    }

    /// The next line, if it is one of such a table.
    fn spaced_row(&self, columns: &[Column]) -> Option<Span> {
        let line = trim(self.page.text, self.lines.get(self.next)?.clone());
        let raw = self.page.raw(&line);
        let is_row =
            !raw.is_empty() && !self.bare.titles.contain(raw) && !raw.starts_with(['{', '|']);
        // A single name above sentences is none of a column.
        let is_alone = columns.len() == 1;
        (is_row && (!is_alone || !raw.contains(char::is_whitespace))).then_some(line)
    }

    /// Whether a line goes on with the row above: it begins as a sentence or an item does, and the row
    /// with a name.
    fn goes_on(&self, line: &Span, above: &[Span]) -> bool {
        let begins_lower = |span: &Span| self.page.raw(span).starts_with(char::is_lowercase);
        let raw = self.page.raw(line);
        let begins_text = raw.starts_with(char::is_uppercase) || raw.starts_with(['•', '-']);
        begins_text && above.first().is_some_and(begins_lower)
    }

    fn spaced_cells(&self, columns: &[Column], line: Span) -> Vec<Span> {
        let mut rest = line;
        let mut cells = Vec::with_capacity(columns.len());
        for (at, (_, kind)) in columns.iter().enumerate() {
            let raw = self.page.raw(&rest);
            let is_last = at + 1 == columns.len();
            let end = if is_last { raw.len() } else { self.bare.columns.end_of(*kind, raw) };
            let end = rest.start + end;
            cells.push(rest.start..end);
            rest = trim(self.page.text, end..rest.end);
        }
        cells
    }
}
