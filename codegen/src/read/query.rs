//! OData's system query options, and other query parameters: in tables, or in running text. Options may
//! be named in the description, too.

use std::sync::Arc;

use memchr::memmem;

use super::memory::Memory;
use super::places;
use super::prose::{cell_markdown, markdown, marked_names};
use super::section::Section;
use super::table::Columns;
use crate::dialect::{ColumnRole, Dialect, SectionKind};
use crate::ir::{
    Cells, Landmark, ParameterName, Places, QueryOption, QueryParameter, Requirement, Spot,
};
use crate::page::{BlockKind, Page, Text};

/// Reads OData's system query options, sorted, and other query parameters; where the options are
/// named goes to `places`.
///
/// A page that says that there are options, and nowhere which, has all of them.
pub fn read(
    page: &Page<'_>,
    sections: &[Section<'_, '_>],
    dialect: &Memory<'_>,
    places: &mut Places,
) -> (Vec<QueryOption>, Vec<QueryParameter>) {
    let mut options = Vec::new();
    let mut parameters = Vec::new();
    let is_description = |section: &Section<'_, '_>| section.kind == Some(SectionKind::Description);
    let of_kind = |section: &&Section<'_, '_>| {
        section.kind == Some(SectionKind::QueryParameters) || is_description(section)
    };
    let mut unnamed = false;
    for section in sections.iter().filter(of_kind) {
        let prose = section.prose();
        let words = dialect.queries.of(&prose.text, || QueryWords::of(&prose.text, dialect));
        options.extend(words.options.iter().copied());
        // A description may name options; it lists no parameters.
        if is_description(section) {
            continue;
        }
        unnamed |= words.speak;
        if words.may_name_parameters {
            mentioned(page, section, dialect, &mut parameters);
        }
        for (on, table) in section.tables() {
            let columns = Columns::of(on, table, dialect);
            let name_at = columns.get(ColumnRole::Name).unwrap_or(0);
            let text_at = columns.get(ColumnRole::Description);
            for row in &table.rows {
                let Some(cell) = row.cells.get(name_at) else {
                    continue;
                };
                let name = cell.plain().trim_matches(['*', '`', ' ', '\u{a0}']).to_owned();
                let option = name.strip_prefix('$').and_then(QueryOption::from_name);
                let cells = row.cells.iter().enumerate();
                let other = cells.filter(|(at, _)| *at != name_at && Some(*at) != text_at);
                match option.or_else(|| shown(other.map(|(_, cell)| cell), dialect)) {
                    Some(option) => options.push(option),
                    None if !name.is_empty() && !name.contains(char::is_whitespace) => {
                        let text = text_at.and_then(|at| row.cells.get(at));
                        let says = |text: &Text<'_>| dialect.facts.required.is_match(&text.plain());
                        let required = words.required || text.is_some_and(says);
                        parameters.retain(|known: &QueryParameter| known.name.as_str() != name);
                        parameters.push(QueryParameter {
                            name: ParameterName::new(name),
                            requirement: if required {
                                Requirement::Required
                            } else {
                                Requirement::Optional
                            },
                            description: text.map_or_else(Default::default, |text| {
                                cell_markdown(on, text).into()
                            }),
                            place: Some(places::of_cell(&page.path, on, cell)),
                            cells: places::described(on, cell, text),
                        });
                    }
                    None => {}
                }
            }
        }
    }
    if unnamed && options.is_empty() && parameters.is_empty() {
        options.extend(QueryOption::ALL);
    }
    options.sort_unstable();
    options.dedup();
    for option in &options {
        let blocks = || sections.iter().filter(of_kind).flat_map(|section| &section.blocks);
        let named = blocks().find_map(|placed| {
            let span = &placed.block.span;
            let at = memmem::find(placed.page.raw(span).as_bytes(), option.as_str().as_bytes())?;
            Some(Spot::new(placed.page.source(span.start + at), &page.path))
        });
        let first = || blocks().next().map(|first| places::of_block(page, *first));
        if let Some(spot) = named.or_else(first) {
            places.add(Landmark::Option, spot);
        }
    }
    (options, parameters)
}

/// The option that an address in cells of a row has: `/books?$filter=pages gt 100`.
fn shown<'t, 'a: 't>(
    mut cells: impl Iterator<Item = &'t Text<'a>>,
    dialect: &Dialect,
) -> Option<QueryOption> {
    cells.find_map(|cell| {
        let text = cell.plain();
        let query = text.find("?$").or_else(|| text.find("&$"))?;
        let found = dialect.query_option.captures(&text[query..])?;
        found.name("name").and_then(|name| QueryOption::from_name(name.as_str()))
    })
}

/// Adds the parameters that running text names, each with the paragraph that does so first: "the
/// `model` query parameter".
fn mentioned(
    page: &Page<'_>,
    section: &Section<'_, '_>,
    dialect: &Dialect,
    parameters: &mut Vec<QueryParameter>,
) {
    for placed in &section.blocks {
        let BlockKind::Paragraph(_, text) = &placed.block.kind else { continue };
        for name in marked_names(text, &dialect.query_parameter) {
            let is_known = parameters.iter().any(|known| known.name.as_str() == &*name.text);
            if !is_known && !name.text.starts_with('$') {
                parameters.push(QueryParameter {
                    name: ParameterName::new(name.text.to_string()),
                    requirement: Requirement::Optional,
                    description: markdown(placed.page, text).into(),
                    place: Some(places::of_block(page, *placed)),
                    cells: Cells::default(),
                });
            }
        }
    }
}

/// What a text about query options says, wherever it stands.
#[derive(Clone, Debug)]
pub(super) struct QueryWords {
    /// Whether it speaks of options, named or not.
    speak: bool,
    /// Whether it says that the parameters of its table are required.
    required: bool,
    /// Those that it names.
    options: Arc<[QueryOption]>,
    /// Whether it has the words by which text names other parameters.
    may_name_parameters: bool,
}

impl QueryWords {
    fn of(text: &str, dialect: &Dialect) -> Self {
        let mut speak = false;
        let mut options = Vec::new();
        for sentence in text.split(". ").flat_map(str::lines) {
            if dialect.query_none.is_match(sentence) {
                continue;
            }
            speak |= dialect.query_some.is_match(sentence);
            if dialect.query_all.is_match(sentence) {
                options.extend(QueryOption::ALL);
            }
            for found in dialect.query_option.captures_iter(sentence) {
                options.extend(
                    found.name("name").and_then(|name| QueryOption::from_name(name.as_str())),
                );
            }
        }
        let may_name_parameters = memmem::find(text.as_bytes(), b" query ").is_some();
        let required = dialect.query_required.is_match(text);
        Self { speak, required, options: options.into(), may_name_parameters }
    }
}
