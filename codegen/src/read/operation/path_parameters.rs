//! What tables and lists say of the placeholders of an operation's paths.

use super::request::RequestLine;
use crate::dialect::{ColumnRole, SectionKind};
use crate::ir::{Remark, Topic};
use crate::read::cached_dialect::CachedDialect;
use crate::read::layout::columns::Columns;
use crate::read::layout::section::Section;
use crate::read::paths::arguments;
use crate::read::properties::listed;
use crate::read::properties::row_name::property_name;
use crate::read::prose::cell_markdown;

/// Reads it, as one remark: an item for each placeholder, in the page's order.
///
/// Those of functions' arguments are function parameters, and not read here. A section about the path
/// names nothing else; one about parameters also has what goes elsewhere.
pub fn read(
    sections: &[Section<'_, '_>],
    lines: &[RequestLine],
    dialect: &CachedDialect<'_>,
) -> Option<Remark> {
    let arguments = arguments::names(lines.iter().map(|line| &line.path));
    let is_argument = |name: &str| arguments.iter().any(|it| it.eq_ignore_ascii_case(name));
    let mut items: Vec<String> = Vec::new();
    for section in sections {
        let is_about_path = match section.kind {
            Some(SectionKind::PathParameters) => true,
            Some(SectionKind::QueryParameters | SectionKind::Parameters) => false,
            _ => continue,
        };
        for (name, description) in described(section, dialect) {
            let is_of_path = is_about_path || lines.iter().any(|line| line.path.has(&name));
            if is_of_path && !is_argument(&name) && !description.is_empty() {
                items.push(format!("- `{name}`: {description}"));
            }
        }
    }
    (!items.is_empty()).then(|| Remark { about: Topic::Parameters, text: items.join("\n").into() })
}

/// The names that a section lists, each with its description.
fn described(section: &Section<'_, '_>, dialect: &CachedDialect<'_>) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (page, table) in section.tables() {
        let columns = Columns::of(page, table, dialect);
        let (Some(name), Some(text)) = (columns.name(), columns.get(ColumnRole::Description))
        else {
            continue;
        };
        for row in &table.rows {
            if let (Some(name), Some(text)) = (row.cells.get(name), row.cells.get(text)) {
                let name = property_name(&name.plain());
                let name = name.trim_matches(['{', '}']);
                found.push((name.to_owned(), cell_markdown(page, text).replace('\n', " ")));
            }
        }
    }
    let listed = listed::parameters(section, dialect).into_iter();
    found.extend(listed.map(|it| (it.name, it.description)));
    found
}
