//! Request headers.

use crate::casing::upper_first;
use crate::dialect::{ColumnRole, Dialect, SectionKind};
use crate::ir::{Header, HeaderName, Remark, Requirement, Topic};
use crate::page::message_line::is_word;
use crate::page::{Page, Text};
use crate::read::cached_dialect::CachedDialect;
use crate::read::layout::columns::Columns;
use crate::read::layout::section::{Section, of_kind};
use crate::read::places;
use crate::read::prose::cell_markdown;
use crate::read::remarks::kept;

/// What was read of request headers.
pub struct Read {
    /// Headers, in the page's order.
    pub headers: Vec<Header>,
    /// What rows say that name none, an item for each.
    pub unnamed: Option<Remark>,
}

/// Reads the request headers, each once: several rows of one name say what values it can have.
pub fn read(page: &Page<'_>, sections: &[Section<'_, '_>], dialect: &CachedDialect<'_>) -> Read {
    let mut headers: Vec<Header> = Vec::new();
    let mut unnamed: Vec<String> = Vec::new();
    let tables = of_kind(sections, SectionKind::RequestHeaders).flat_map(|section| {
        let are_required = dialect.facts.required.is_match(&section.title());
        section.tables().map(move |(on, table)| (are_required, on, table))
    });
    for (are_required, on, table) in tables {
        let columns = Columns::of(on, table, dialect);
        let required_at = columns.get(ColumnRole::Required);
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
            let Some(header) = header else {
                unnamed.extend(item(on, cell, text_at.and_then(|at| row.cells.get(at))));
                continue;
            };
            let affirms = |cell: &Text<'_>| dialect.facts.affirmed.is_match(&cell.plain());
            let is_required =
                are_required || required_at.and_then(|at| row.cells.get(at)).is_some_and(affirms);
            let requirement = if is_required { Requirement::Required } else { header.requirement };
            let header = Header { requirement, ..header };
            if let Some(known) = headers.iter_mut().find(|known| known.name == header.name) {
                add(known, &header);
                continue;
            }
            let place = Some(places::of_cell(&page.path, on, cell));
            let text = text_at.and_then(|at| row.cells.get(at));
            headers.push(Header { place, cells: places::described(on, cell, text), ..header });
        }
    }
    let unnamed = (!unnamed.is_empty())
        .then(|| Remark { about: Topic::Headers, text: unnamed.join("\n").into() });
    Read { headers, unnamed }
}

/// A row as an item of a list; `None` if it says nothing.
fn item(on: &Page<'_>, name: &Text<'_>, text: Option<&Text<'_>>) -> Option<String> {
    let words = |cell: &Text<'_>| cell_markdown(on, cell).replace('\n', " ");
    let said = [words(name), text.map(words).unwrap_or_default()];
    let said = said.join(": ").trim_matches([':', ' ']).to_owned();
    (!said.is_empty()).then(|| format!("- {said}"))
}

/// The header of a row, without its place; `None` if there is no name of one. A value that stands with
/// the name, `Prefer: return=minimal`, begins the description, and so does a remark in parentheses.
fn header(
    on: &Page<'_>,
    name: &Text<'_>,
    text: Option<&Text<'_>>,
    dialect: &Dialect,
) -> Option<Header> {
    let name = name.plain();
    let (name, value) = name.split_once(':').unwrap_or((&name, ""));
    let marks = ['*', '`', ' ', '\u{a0}'];
    let (name, value) = (name.trim_matches(marks), value.trim_matches(marks));
    let (name, remark) = match name.strip_suffix(')').and_then(|name| name.split_once('(')) {
        Some((name, remark)) => (name.trim_matches(marks), remark),
        None => (name, ""),
    };
    let plain = text.map(Text::plain).unwrap_or_default();
    let required = dialect.facts.required.is_match(&plain)
        || !remark.is_empty() && dialect.facts.required.is_match(remark);
    let described = || text.map_or_else(String::new, |text| cell_markdown(on, text));
    is_word(name).then(|| Header {
        requirement: if required { Requirement::Required } else { Requirement::Optional },
        description: match (value, described()) {
            ("", description) => remarked(remark, description).into(),
            (value, description) if description.is_empty() => format!("`{value}`").into(),
            (value, description) => format!("`{value}`: {description}").into(),
        },
        ..Header::named(HeaderName::new(name))
    })
}

/// A description with the remark beside the name as its first sentence: `Card (deprecated)`.
fn remarked(remark: &str, description: String) -> String {
    if remark.is_empty() {
        return description;
    }
    let sentence = format!("{}.", upper_first(remark));
    if description.starts_with(&sentence) {
        return description;
    }
    format!("{sentence} {description}").trim_end().to_owned()
}

/// Adds what a further row says of a header.
fn add(known: &mut Header, row: &Header) {
    if row.requirement == Requirement::Required {
        known.requirement = Requirement::Required;
    }
    if known.description.is_empty() {
        known.description.clone_from(&row.description);
    } else if !known.description.contains(&*row.description) {
        known.description = [&*known.description, " ", &*row.description].concat().into();
    }
}

/// What is said of headers that no caller sets, beyond what pages say of all of these.
pub fn remarks(headers: &[Header], dialect: &Dialect) -> Vec<Remark> {
    let implied = headers.iter().filter(|header| {
        let is_said = !header.description.is_empty();
        is_said && dialect.implied_headers.contains(header.name.as_str())
    });
    let said = implied.filter_map(|header| {
        let says_more = |sentence: &str| !dialect.implied_told.is_match(sentence);
        let text = kept(&header.description, says_more);
        let text = text.trim_start_matches("<br/>").trim();
        (!text.is_empty()).then(|| format!("`{}`: {text}", header.name))
    });
    said.map(|text| Remark { about: Topic::Headers, text: text.into() }).collect()
}
