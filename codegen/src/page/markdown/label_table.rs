//! Tables that only set lines side by side.

use crate::page::{Row, Table, Text};

/// Whether a table has no titles of columns, and in each row a text beside a label in bold: lines in bold
/// with text below them, side by side.
pub(super) fn is_one(table: &Table<'_>) -> bool {
    let is_labelled = |row: &Row<'_>| match row.cells.as_slice() {
        [label, text] => label.is_bold() && !text.is_blank(),
        _ => false,
    };
    table.header.iter().all(Text::is_blank) && table.rows.iter().all(is_labelled)
}
