//! In which part of a request the rows of a table of parameters are sent: by a column of its own, or by a
//! row above them that has nothing but the part's name.

use std::borrow::Cow;

use super::columns::{Columns, name};
use crate::dialect::{ColumnRole, RequestParts, Words};
use crate::page::{Row, Table, Text};

/// The rows of a table that are about parameters, each with what names its part.
pub struct RowParts<'t, 'a> {
    rows: Vec<(&'t Row<'a>, Option<Cow<'t, str>>)>,
    /// Whether the table tells of parts at all.
    pub are_told: bool,
}

impl<'t, 'a> RowParts<'t, 'a> {
    /// Takes a table and its columns.
    pub fn of(table: &'t Table<'a>, columns: &Columns, parts: &RequestParts) -> Self {
        let column = columns.get(ColumnRole::Part);
        let mut title = None;
        let mut rows = Vec::with_capacity(table.rows.len());
        for row in &table.rows {
            if let Some(found) = titled(row, parts) {
                title = Some(found);
                continue;
            }
            let cell = column.and_then(|at| row.cells.get(at)).filter(|cell| !cell.is_blank());
            rows.push((row, cell.map(Text::plain).or_else(|| title.clone())));
        }
        Self { rows, are_told: column.is_some() || title.is_some() }
    }

    /// The rows that are sent in a part that `words` name, and those of which the table does not tell.
    pub fn sent_in(&self, words: &Words) -> impl Iterator<Item = &'t Row<'a>> {
        self.filter(move |part| part.is_none_or(|part| words.contains(part)))
    }

    /// The rows that are not.
    pub fn sent_beside(&self, words: &Words) -> impl Iterator<Item = &'t Row<'a>> {
        self.filter(move |part| part.is_some_and(|part| !words.contains(part)))
    }

    fn filter(&self, keeps: impl Fn(Option<&str>) -> bool) -> impl Iterator<Item = &'t Row<'a>> {
        let kept = self.rows.iter().filter(move |(_, part)| keeps(part.as_deref()));
        kept.map(|(row, _)| *row)
    }
}

/// The name of the part that is all a row has.
fn titled<'t>(row: &'t Row<'_>, parts: &RequestParts) -> Option<Cow<'t, str>> {
    let (first, others) = row.cells.split_first()?;
    if others.is_empty() || !others.iter().all(Text::is_blank) {
        return None;
    }
    let words = first.plain();
    let part = name(&words).to_owned();
    let all = [&parts.path, &parts.query, &parts.header, &parts.body];
    all.iter().any(|words| words.contains(&part)).then_some(Cow::Owned(part))
}
