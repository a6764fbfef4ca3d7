//! What kind of permission table one is: whether its rows are of callers, and what tells rows of one caller
//! apart.

use memchr::memchr2;

use crate::dialect::{ColumnRole, Dialect, SectionKind};
use crate::page::{Form, Page, Row, Table};
use crate::read::cached_dialect::CachedDialect;
use crate::read::layout::columns::Columns;
use crate::read::layout::section::Section;

/// Whether a table has a row for each kind of caller: its column says so, or, below permissions, the
/// cells of the first one, whatever that is called.
pub fn is_of_callers(
    section: &Section<'_, '_>,
    table: &Table<'_>,
    columns: &Columns,
    dialect: &Dialect,
) -> bool {
    if columns.get(ColumnRole::PermissionKind).is_some() {
        return true;
    }
    let listed = [ColumnRole::Least, ColumnRole::Ascending, ColumnRole::Descending];
    let patterns = &dialect.permissions;
    section.kind == Some(SectionKind::Permissions)
        && listed.iter().any(|role| columns.get(*role).is_some_and(|at| at > 0))
        && table.rows.iter().filter_map(|row| row.cells.first()).any(|cell| {
            let name = cell.plain();
            let name = name.trim_matches(MARKS);
            patterns.delegated_work.is_match(name) || patterns.application.is_match(name)
        })
}

/// What stands around the name of a caller.
pub const MARKS: [char; 3] = ['*', ' ', '\u{a0}'];

/// Whether the rows of one caller are one list of permissions, a row for each. Where another column
/// tells the rows apart, by a kind of resource perhaps, each has a list of its own.
pub fn is_one_list(table: &Table<'_>, columns: &Columns) -> bool {
    // Beside that of the callers.
    let known = [ColumnRole::Ascending, ColumnRole::Descending, ColumnRole::Description];
    table.header.len() <= 1 + known.iter().filter(|role| columns.get(**role).is_some()).count()
}

/// Whether a table with a column of callers lists what each needs for several kinds of things: another
/// column, rows that are set in, or words in cells tell these apart.
pub fn are_by_kind(
    page: &Page<'_>,
    table: &Table<'_>,
    columns: &Columns,
    dialect: &CachedDialect<'_>,
) -> bool {
    let known = [ColumnRole::Least, ColumnRole::Higher];
    let known = known.iter().filter(|role| columns.get(**role).is_some()).count();
    let has_other_column = known == 0 && !is_one_list(table, columns);
    has_other_column
        || table.rows.iter().any(|row| is_set_in(page, row) || has_words(page, row, dialect))
}

/// Whether cells of a row have words between the permissions: "for chats: Chat.Read".
fn has_words(page: &Page<'_>, row: &Row<'_>, dialect: &CachedDialect<'_>) -> bool {
    let [_, cells @ ..] = &row.cells[..] else { return false };
    let (Some(first), Some(last)) = (cells.first(), cells.last()) else { return false };
    // Nearly every row is names and commas, or says that there are none.
    let raw = page.raw(&(first.span.start..last.span.end)).as_bytes();
    if memchr2(b':', b'(', raw).is_none() {
        return false;
    }
    let patterns = &dialect.permissions;
    cells.iter().any(|cell| {
        let plain = cell.plain();
        let rest = patterns.scope.replace_all(&plain, "");
        let words = rest.split_whitespace();
        !patterns.none.is_match(plain.trim())
            && words.filter(|word| word.starts_with(char::is_lowercase)).nth(1).is_some()
    })
}

/// Whether a row begins with a space that does not break, or is shown so.
pub fn is_set_in(page: &Page<'_>, row: &Row<'_>) -> bool {
    let raw = page.raw(&row.span);
    let text = raw.trim_start_matches(['|', ' ', '\t']);
    let is_shown = page.form == Form::Rendered && raw.starts_with("  ");
    is_shown || text.starts_with("&nbsp;") || text.starts_with('\u{a0}')
}
