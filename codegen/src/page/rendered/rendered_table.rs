//! Tables of rendered pages: lines with pipes.
//!
//! Rows may lack their outer pipes, and tables their delimiter row. A cell can end its line: then a row
//! goes on, over any lines, until it has as many cells as the header.

use super::Scanner;
use super::lost_code;
use crate::page::loose_table::build;
use crate::page::message_line::request_line;
use crate::page::table::{is_delimiter, split_row, trim};
use crate::page::{BlockKind, Span};

/// How many lines a cell has at most, until the pipe that ends it.
const MOST_LINES: usize = 60;

impl Scanner<'_, '_, '_> {
    /// Whether a line begins a table.
    pub(super) fn starts_table(&self, raw: &str) -> bool {
        is_row(raw) && (raw.starts_with('|') || self.peek().is_some_and(is_row))
    }

    /// Where the first pipe of a table's header stands that is glued to other text: below it, the
    /// delimiter row has a cell less.
    pub(super) fn end_of_glued(&self, line: &Span) -> Option<usize> {
        let below = self.peek().filter(|below| below.starts_with('|') && is_delimiter(below))?;
        let raw = self.page.raw(line);
        let pipe = raw.find('|').filter(|pipe| *pipe > 0)?;
        let is_glued = raw.ends_with('|') && cells_of(raw) == cells_of(below) + 1;
        is_glued.then_some(line.start + pipe)
    }

    /// The table that begins with a line.
    pub(super) fn table(&mut self, first: Span) {
        let header = self.whole_header(first);
        let width = cells_of(self.page.raw(&header));
        let mut rows = Vec::new();
        let mut end = header.end;
        while let Some(line) = self.lines.get(self.next).cloned() {
            let span = trim(self.page.text, line);
            let raw = self.raw(&span);
            // A row above a delimiter row is the header of the next table, and so is the same header.
            let below = self.lines.get(self.next + 1).map_or("", |line| self.raw(line));
            let begins_next =
                is_delimiter(below) && !is_delimiter(raw) || raw == self.page.raw(&header);
            if !is_row(raw) || begins_next || request_line(raw).is_some() {
                break;
            }
            self.next += 1;
            end = span.end;
            if !is_delimiter(raw) {
                let row = self.whole_row(span, width);
                end = row.end;
                rows.push(row);
            }
        }
        let start = header.start;
        let table = build(self.page, &header, &rows, lost_code::read);
        self.push(start..end, BlockKind::Table(table));
    }

    /// A header, with the cells that stand on the lines below its first one.
    fn whole_header(&mut self, first: Span) -> Span {
        let raw = self.page.raw(&first);
        let mut header = first;
        while raw.starts_with('|') && cells_of(raw) == 1 {
            let Some(line) = self.lines.get(self.next) else { break };
            let line = trim(self.page.text, line.clone());
            if !is_cell(self.page.raw(&line)) {
                break;
            }
            self.next += 1;
            header.end = line.end;
        }
        header
    }

    /// A row, with the cells that stand on the lines below its first one.
    fn whole_row(&mut self, first: Span, width: usize) -> Span {
        let has_outer_pipe = self.page.raw(&first).starts_with('|');
        let is_empty = is_only_pipes(self.page.raw(&first));
        let mut cells = cells_of(self.page.raw(&first));
        let mut row = first;
        while cells < width && !is_empty {
            let Some(end) = self.end_of_cell(has_outer_pipe) else { break };
            let line = trim(self.page.text, self.lines[end].clone());
            let raw = self.page.raw(&line);
            let is_rest = is_only_pipes(raw);
            cells += if is_rest { width } else { cells_of(raw) };
            if cells > width && !is_rest {
                break;
            }
            self.next = end + 1;
            row.end = line.end;
        }
        row
    }

    /// The line that ends the cell on the next one, if that is no row of its own. Only where rows begin
    /// with a pipe can a cell have more than one line.
    fn end_of_cell(&self, has_outer_pipe: bool) -> Option<usize> {
        let longest = if has_outer_pipe { MOST_LINES } else { 1 };
        let lines = self.lines.iter().enumerate().skip(self.next).take(longest);
        for (at, line) in lines {
            let raw = self.raw(line);
            let begins_row = raw.starts_with('|') && !is_only_pipes(raw);
            if raw.is_empty() || begins_row || self.bare.titles.contain(raw) {
                return None;
            }
            if raw.ends_with('|') {
                return Some(at);
            }
        }
        None
    }
}

/// Whether a line has a pipe that ends or separates cells.
pub(super) fn is_row(line: &str) -> bool {
    line.starts_with('|') || line.ends_with('|') || line.contains('|') && cells_of(line) > 1
}

fn cells_of(line: &str) -> usize {
    split_row(line, &(0..line.len())).len()
}

/// Whether a line is one cell, and does not begin a row.
fn is_cell(line: &str) -> bool {
    !line.starts_with('|') && line.ends_with('|') && cells_of(line) == 1
}

fn is_only_pipes(line: &str) -> bool {
    line.bytes().all(|byte| matches!(byte, b'|' | b' '))
}
