//! Tables of rendered pages with a line for each cell, and no pipes.
//!
//! Lines that are names of columns begin one. Rows go on as long as lines are what their columns have.

use super::Scanner;
use super::spaced_table::{Cells, Column};
use crate::page::message_line::is_request;
use crate::page::table::trim;
use crate::page::{BlockKind, Span, Table};

/// How many lines a cell has at most: without pipes, nothing else would end a table's last one.
const MOST_LINES: usize = 12;

impl Scanner<'_, '_, '_> {
    /// Adds the table that begins with the line before the next one, if one does.
    pub(super) fn stacked_table(&mut self) -> bool {
        let Some(start) = self.next.checked_sub(1) else { return false };
        let mut columns = self.stacked_header(start);
        // "Members" above "Member".
        let first = self.lines.get(start).map_or("", |line| self.raw(line));
        if self.bare.titles.have_whole(first) && !self.stacked_header(start + 1).is_empty() {
            return false;
        }
        // The first name in the first row can be that of a column, too: "Comment".
        let widths = (2..=columns.len()).rev();
        let mut tables = widths.map(|width| self.stacked_rows(start, &columns[..width]));
        let Some((rows, next)) = tables.find(|(rows, _)| !rows.is_empty()) else { return false };
        columns.truncate(rows[0].len());
        let start = columns[0].0.start;
        let whole = |cells: Vec<Span>| {
            let end = cells.iter().map(|cell| cell.end).max().unwrap_or_default();
            (cells[0].start..end, cells)
        };
        let rows: Vec<(Span, Vec<Span>)> = rows.into_iter().map(whole).collect();
        let end = rows.last().map_or(start, |(row, _)| row.end);
        let names = columns.into_iter().map(|(name, _)| name);
        let table = Table::of_spans(self.page.text, names, rows);
        self.push(start..end, BlockKind::Table(table));
        self.next = next;
        true
    }

    /// The rows below a header that begins with a line, and the line after them.
    fn stacked_rows(&self, start: usize, columns: &[Column]) -> (Vec<Vec<Span>>, usize) {
        let mut rows: Vec<Vec<Span>> = Vec::new();
        let mut next = start + columns.len();
        loop {
            if let Some(cells) = self.stacked_row(next, columns) {
                next += cells.iter().filter(|cell| !cell.is_empty()).count();
                rows.push(cells);
            } else if let Some(last) = rows.last_mut().and_then(|row| row.last_mut())
                && let Some(below) = self.row_below(next, columns)
            {
                last.end = trim(self.page.text, self.lines[below - 1].clone()).end;
                next = below;
            } else {
                return (rows, next);
            }
        }
    }

    /// The columns that lines name, from one on; none if they are fewer than two.
    fn stacked_header(&self, start: usize) -> Vec<Column> {
        let lines = self.lines.get(start..).unwrap_or_default().iter();
        let columns = lines.map_while(|line| {
            let line = trim(self.page.text, line.clone());
            let cells = self.bare.columns.of_name(self.page.raw(&line))?;
            Some((line, cells))
        });
        let columns: Vec<Column> = columns.collect();
        let is_header = columns.len() > 1 && columns[0].1 != Cells::Type;
        if is_header { columns } else { Vec::new() }
    }

    /// The row that begins with a line, with an empty cell for each that its last columns lack.
    fn stacked_row(&self, start: usize, columns: &[Column]) -> Option<Vec<Span>> {
        let mut cells = Vec::with_capacity(columns.len());
        for (at, (_, kind)) in columns.iter().enumerate() {
            let line = self.stacked_cell(start + cells.len(), *kind);
            let begins_next = || self.begins_row(start + at, columns);
            let is_last = at + 1 == columns.len();
            match line {
                Some(line) if !is_last || *kind != Cells::Text || !begins_next() => {
                    cells.push(line);
                }
                _ if is_last && at > 0 => {
                    let end = cells.last().map_or(0, |cell: &Span| cell.end);
                    cells.push(end..end);
                }
                _ => return None,
            }
        }
        (!cells.is_empty()).then_some(cells)
    }

    /// Whether a row begins with a line that could be the last cell of another one, too: its first cell is
    /// a word, and the second one a type or a number.
    fn begins_row(&self, start: usize, columns: &[Column]) -> bool {
        let [(_, Cells::Word), (_, second), ..] = columns else { return false };
        let is_second = |line: Span| match second {
            Cells::Type => true,
            _ => self.page.raw(&line).bytes().all(|byte| byte.is_ascii_digit()),
        };
        self.stacked_cell(start, Cells::Word).is_some()
            && self.stacked_cell(start + 1, *second).is_some_and(is_second)
    }

    /// The line with which the next row begins, where the last cell of the one above goes on before it.
    fn row_below(&self, start: usize, columns: &[Column]) -> Option<usize> {
        let goes_on = |at: &usize| self.stacked_cell(*at, Cells::Text).is_some();
        let lines = (start..start + MOST_LINES).take_while(goes_on);
        lines.map(|at| at + 1).find(|at| self.begins_row(*at, columns))
    }

    /// A line, if it is what cells of that kind are.
    fn stacked_cell(&self, at: usize, kind: Cells) -> Option<Span> {
        let line = trim(self.page.text, self.lines.get(at)?.clone());
        let raw = self.page.raw(&line);
        // A name such as `description` is no title.
        let is_name = kind == Cells::Word && raw.starts_with(char::is_lowercase);
        let is_sentence = kind == Cells::Word && raw.ends_with(['.', ',', ':']);
        let is_other = raw.is_empty()
            || is_sentence
            || raw.starts_with(['{', '|'])
            || is_request(raw)
            || !is_name && self.bare.titles.contain(raw);
        (!is_other && self.bare.columns.is_cell(kind, raw)).then_some(line)
    }
}
