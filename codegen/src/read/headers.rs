//! Request headers.

use super::cached_dialect::CachedDialect;
use super::columns::Columns;
use super::places;
use super::prose::cell_markdown;
use super::section::Section;
use crate::dialect::{ColumnRole, Dialect, SectionKind};
use crate::ir::{Cells, Header, HeaderName, Requirement};
use crate::page::{Page, Text};

/// Reads the request headers.
pub fn read(
    page: &Page<'_>,
    sections: &[Section<'_, '_>],
    dialect: &CachedDialect<'_>,
) -> Vec<Header> {
    let of_kind = |section: &&Section<'_, '_>| section.kind == Some(SectionKind::RequestHeaders);
    let mut headers: Vec<Header> = Vec::new();
    for (on, table) in sections.iter().filter(of_kind).flat_map(Section::tables) {
        let columns = Columns::of(on, table, dialect);
        let name_at = columns.get(ColumnRole::Name).unwrap_or(0);
        let text_at = columns.get(ColumnRole::Description).or(columns.get(ColumnRole::Value));
        // The same few rows stand on most pages, nearly always in this order.
        let columns = (name_at, text_at, table.header.len());
        let is_usual = table.self_contained && columns == (0, Some(1), 2);
        for row in &table.rows {
            let Some(cell) = row.cells.get(name_at) else {
                continue;
            };
            let read = || header(on, cell, text_at.and_then(|at| row.cells.get(at)), dialect);
            let header =
                if is_usual { dialect.header_rows.of(on.raw(&row.span), read) } else { read() };
            if let Some(header) = header.filter(|it| headers.iter().all(|own| own.name != it.name))
            {
                let place = Some(places::of_cell(&page.path, on, cell));
                let text = text_at.and_then(|at| row.cells.get(at));
                headers.push(Header { place, cells: places::described(on, cell, text), ..header });
            }
        }
    }
    headers
}

/// The header of a row, without its place; `None` if there is no name of one.
fn header(
    on: &Page<'_>,
    name: &Text<'_>,
    text: Option<&Text<'_>>,
    dialect: &Dialect,
) -> Option<Header> {
    let name = name.plain();
    let name = name.trim_matches(['*', '`', ':', ' ', '\u{a0}']);
    let is_name =
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let plain = text.map(Text::plain).unwrap_or_default();
    let required = dialect.facts.required.is_match(&plain);
    is_name.then(|| Header {
        name: HeaderName::new(name),
        requirement: if required { Requirement::Required } else { Requirement::Optional },
        description: text.map_or_else(Default::default, |text| cell_markdown(on, text).into()),
        place: None,
        cells: Cells::default(),
    })
}
