//! Tables and fences from which nothing is read, as Markdown: they are kept with the text around them.

use memchr::memmem;

use super::unread_tables;
use crate::dialect::{ColumnRole, SectionKind};
use crate::ir::{ErrorMeaning, Example, Source};
use crate::page::{BlockKind, Fence, Page, Table, Text};
use crate::read::cached_dialect::CachedDialect;
use crate::read::examples::example_part::is_json;
use crate::read::facts::{EnumFacts, ListedFacts, PropertyFacts};
use crate::read::layout::columns::Columns;
use crate::read::layout::section::{Placed, Section};
use crate::read::layout::untitled_request;
use crate::read::operation::request::RequestLine;
use crate::read::operation::{errors, permission_tables, query};
use crate::read::prose::cell_markdown;
use crate::read::types::enums;

/// What was read of a page, as far as it tells from which blocks.
#[derive(Clone, Copy, Default)]
pub struct Known<'k> {
    /// Request lines.
    pub lines: &'k [RequestLine],
    /// Worked examples.
    pub examples: &'k [Example],
    /// What errors mean.
    pub errors: &'k [ErrorMeaning],
    /// What tables say that a response holds.
    pub listed: Option<&'k ListedFacts>,
    /// The properties of a resource.
    pub properties: &'k [PropertyFacts],
    /// The properties of a request's body.
    pub sent: &'k [PropertyFacts],
    /// The fence that shows a resource.
    pub shown: Option<&'k Fence<'k>>,
    /// Enums that tables under no title list.
    pub enums: &'k [EnumFacts],
    /// Whether request lines count that stand under no title for them.
    pub untitled_are_read: bool,
    /// Whether several tables list permissions, which are added up.
    pub permissions_are_added_up: bool,
    /// Whether sentences told permissions, or tables that name no caller.
    pub permissions_are_told: bool,
}

/// A table or fence of a section, as Markdown; `None` for other blocks, and where facts are read from it
/// or it is reported.
pub fn markdown(
    section: &Section<'_, '_>,
    placed: Placed<'_, '_>,
    known: &Known<'_>,
    dialect: &CachedDialect<'_>,
) -> Option<String> {
    let is_request = || known.untitled_are_read && untitled_request::is_request(placed, dialect);
    match &placed.block.kind {
        _ if section.kind.is_none() && is_request() => None,
        BlockKind::Table(table) if !is_read(section, placed.page, table, known, dialect) => {
            Some(of_table(placed.page, table))
        }
        BlockKind::Fence(fence) if is_text(section, placed.page, fence, known) => {
            Some(of_fence(fence))
        }
        _ => None,
    }
}

/// A table of an introduction, as [`markdown`].
pub fn of_introduction(
    page: &Page<'_>,
    table: &Table<'_>,
    dialect: &CachedDialect<'_>,
) -> Option<String> {
    let columns = Columns::of(page, table, dialect);
    let is_read = columns.are_clouds
        || columns.get(ColumnRole::PermissionKind).is_some()
        || columns.get(ColumnRole::ErrorStatus).is_some();
    (!is_read).then(|| of_table(page, table))
}

/// Whether facts are read from a table, or it is reported.
fn is_read(
    section: &Section<'_, '_>,
    page: &Page<'_>,
    table: &Table<'_>,
    known: &Known<'_>,
    dialect: &CachedDialect<'_>,
) -> bool {
    let columns = Columns::of(page, table, dialect);
    let has_values =
        || [ColumnRole::Type, ColumnRole::Value].iter().any(|role| columns.get(*role).is_some());
    if columns.are_clouds || errors::are_told(known.errors, table, &columns) {
        return true;
    }
    if permission_tables::is_of_callers(section, table, &columns, dialect) {
        return !known.permissions_are_added_up
            && !permission_tables::are_by_kind(page, table, &columns, dialect);
    }
    match section.kind {
        None => {
            let listed = known.listed.map_or(known.properties, |listed| &listed.properties);
            columns.are_properties() && unread_tables::has_rows_of(page, table, listed)
        }
        Some(SectionKind::HttpRequest | SectionKind::Remarks) => false,
        Some(SectionKind::Permissions) => table.rows.len() < 2,
        Some(SectionKind::QueryParameters) => query::lists(table, &columns, dialect),
        Some(
            SectionKind::PathParameters | SectionKind::FunctionParameters | SectionKind::Parameters,
        ) => columns.name().is_some(),
        Some(SectionKind::RequestBody) => {
            columns.name().is_some()
                && (has_values() || unread_tables::has_rows_of(page, table, known.sent))
        }
        Some(SectionKind::Properties | SectionKind::Relationships) => {
            columns.name().is_some() && has_values()
        }
        Some(SectionKind::Response) => columns.are_properties(),
        Some(SectionKind::Members) if section.heading.is_none() => {
            enums::are_read(page, table, known.enums)
        }
        Some(_) => true,
    }
}

/// Whether a fence is a part of the text around it, and no request line, example or resource.
fn is_text(
    section: &Section<'_, '_>,
    page: &Page<'_>,
    fence: &Fence<'_>,
    known: &Known<'_>,
) -> bool {
    let can_be = match section.kind {
        None
        | Some(
            SectionKind::Remarks
            | SectionKind::Permissions
            | SectionKind::QueryParameters
            | SectionKind::Properties
            | SectionKind::Relationships,
        ) => true,
        // JSON there is a body, or a part of one.
        Some(SectionKind::Response | SectionKind::RequestBody) => !is_json(fence),
        Some(_) => false,
    };
    if !can_be || fence.contents.trim().is_empty() {
        return false;
    }
    let (first, last) = (page.source(fence.span.start).line, page.source(fence.span.end).line);
    let stands_in =
        |source: &Source| source.page == page.path && (first..=last).contains(&source.line);
    !known.lines.iter().any(|line| stands_in(&line.place.source))
        && !known.examples.iter().any(|example| {
            stands_in(&example.source)
                || example.body_line > 0 && (first..=last).contains(&example.body_line)
        })
        && !known.shown.is_some_and(|shown| shown.span == fence.span)
}

/// A table as Markdown has it, however the page writes it.
fn of_table(page: &Page<'_>, table: &Table<'_>) -> String {
    let row = |cells: &[Text<'_>]| {
        let cells = cells.iter().map(|cell| {
            // In emphasis and code, too, a pipe would end the cell.
            format!(" {} |", cell_markdown(page, cell).replace('\n', " ").replace('|', "\\|"))
        });
        format!("|{}", cells.collect::<String>())
    };
    let delimiter = format!("|{}", "---|".repeat(table.header.len()));
    let rows = table.rows.iter().map(|it| row(&it.cells));
    [row(&table.header), delimiter].into_iter().chain(rows).collect::<Vec<_>>().join("\n")
}

/// A fence that ends where it does, whatever stands in it.
pub fn of_fence(fence: &Fence<'_>) -> String {
    let contents = fence.contents.trim_end();
    let mut marks = String::from("```");
    while memmem::find(contents.as_bytes(), marks.as_bytes()).is_some() {
        marks.push('`');
    }
    // Some info strings have more than the language's name.
    let info = fence.info.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    let info = if info.is_empty() { "text" } else { info };
    [&marks, info, "\n", contents, "\n", &marks].concat()
}
