//! OData's system query options, and other query parameters.

use std::sync::Arc;

use memchr::memmem;

use super::memory::Memory;
use super::places;
use super::prose::cell_markdown;
use super::section::Section;
use super::table::Columns;
use crate::dialect::{ColumnRole, Dialect, SectionKind};
use crate::ir::{Landmark, ParameterName, Places, QueryOption, QueryParameter, Spot};
use crate::page::Page;

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
    let of_kind = |section: &&Section<'_, '_>| section.kind == Some(SectionKind::QueryParameters);
    let mut unnamed = false;
    for section in sections.iter().filter(of_kind) {
        let prose = section.prose();
        let words = dialect.queries.of(&prose.text, || QueryWords::of(&prose.text, dialect));
        unnamed |= words.speak;
        options.extend(words.options.iter().copied());
        for (on, table) in section.tables() {
            let columns = Columns::of(on, table, dialect);
            let name_at = columns.get(ColumnRole::Name).unwrap_or(0);
            let text_at = columns.get(ColumnRole::Description);
            for row in &table.rows {
                let Some(cell) = row.cells.get(name_at) else {
                    continue;
                };
                let name = cell.plain().trim_matches(['*', '`', ' ', '\u{a0}']).to_owned();
                match name.strip_prefix('$').and_then(query_option) {
                    Some(option) => options.push(option),
                    None if !name.is_empty() && !name.contains(char::is_whitespace) => {
                        let text = text_at.and_then(|at| row.cells.get(at));
                        parameters.push(QueryParameter {
                            name: ParameterName::new(name),
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
        options.extend(all_options());
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

/// What a text about query options says, wherever it stands.
#[derive(Clone, Debug)]
pub(super) struct QueryWords {
    /// Whether it speaks of options, named or not.
    speak: bool,
    /// Those that it names.
    options: Arc<[QueryOption]>,
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
                options.extend(all_options());
            }
            for found in dialect.query_option.captures_iter(sentence) {
                options.extend(found.name("name").and_then(|name| query_option(name.as_str())));
            }
        }
        Self { speak, options: options.into() }
    }
}

fn all_options() -> impl Iterator<Item = QueryOption> {
    ALL_OPTIONS.iter().map(|(_, option)| *option)
}

const ALL_OPTIONS: [(&str, QueryOption); 8] = [
    ("count", QueryOption::Count),
    ("expand", QueryOption::Expand),
    ("filter", QueryOption::Filter),
    ("orderby", QueryOption::OrderBy),
    ("search", QueryOption::Search),
    ("select", QueryOption::Select),
    ("skip", QueryOption::Skip),
    ("top", QueryOption::Top),
];

fn query_option(name: &str) -> Option<QueryOption> {
    let name = name.to_lowercase();
    ALL_OPTIONS.iter().find(|(known, _)| *known == name).map(|(_, option)| *option)
}
