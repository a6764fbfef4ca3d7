//! OData's system query options, and other query parameters: in tables, or in running text. Options may
//! be named in the description, too.

use memchr::memmem;

use super::query_words::QueryWords;
use super::request::RequestLine;
use crate::dialect::{ColumnRole, Dialect, SectionKind};
use crate::ir::{
    Landmark, ParameterName, Places, QueryOption, QueryParameter, Remark, Requirement, Spot, Topic,
};
use crate::page::{BlockKind, Page, Row, Table, Text};
use crate::read::cached_dialect::CachedDialect;
use crate::read::facts::OnlyInLine;
use crate::read::layout::columns::Columns;
use crate::read::layout::row_parts::RowParts;
use crate::read::layout::section::Section;
use crate::read::places;
use crate::read::properties::listed;
use crate::read::properties::table::{columns_but, with_others};
use crate::read::prose::{cell_markdown, markdown, marked_names};

/// What was read of the query.
pub struct Read {
    /// OData's system query options, sorted.
    pub options: Vec<QueryOption>,
    /// Other query parameters.
    pub parameters: Vec<QueryParameter>,
    /// What nothing but request lines shows, once for each.
    pub only_in_lines: Vec<OnlyInLine>,
    /// What is said of the options, an item for each.
    pub described: Option<Remark>,
}

/// Reads OData's system query options and other query parameters; where the options are named goes to
/// `places`.
///
/// `lines` are its request lines. A page that says that there are options, and nowhere which, has all of them.
pub fn read(
    page: &Page<'_>,
    sections: &[Section<'_, '_>],
    lines: &[RequestLine],
    dialect: &CachedDialect<'_>,
    places: &mut Places,
) -> Read {
    let mut reader = Reader {
        page,
        dialect,
        options: Vec::new(),
        parameters: Vec::new(),
        described: Vec::new(),
    };
    let has_body = lines.iter().any(|line| line.method.sends_body());
    let of_kind = |section: &&Section<'_, '_>| {
        matches!(
            section.kind,
            Some(
                SectionKind::QueryParameters
                    | SectionKind::FunctionParameters
                    | SectionKind::Description
                    | SectionKind::Parameters
            )
        )
    };
    let mut unnamed = false;
    for section in sections.iter().filter(of_kind) {
        // What is listed for a request with a body is sent in it, unless a table tells otherwise.
        if has_body && section.kind == Some(SectionKind::Parameters) {
            reader.tables(section, Listed::Told);
            continue;
        }
        let prose = section.prose();
        let words = QueryWords::of(&prose.text, dialect);
        reader.options.extend(words.options);
        // A description may name options; it lists no parameters.
        if section.kind == Some(SectionKind::Description) {
            continue;
        }
        // Nor does what is said of a function's parameters.
        if section.kind == Some(SectionKind::FunctionParameters) {
            reader.supported(&words.others);
            continue;
        }
        unnamed |= words.speak;
        reader.mentioned(section);
        reader.supported(&words.others);
        reader.items(section);
        let are_required = words.required || dialect.facts.required.is_match(&section.title());
        reader.tables(section, if are_required { Listed::Required } else { Listed::All });
    }
    let is_told = |name: &str| {
        let is_it = |known: &str| known.eq_ignore_ascii_case(name);
        reader.options.iter().any(|option| is_it(option.as_str()))
            || reader.parameters.iter().any(|parameter| is_it(parameter.name.as_str()))
    };
    let only_in_lines = shown_in(lines).filter(|it| !is_told(&it.name)).collect();
    reader.shown(lines);
    let Reader { mut options, parameters, described, .. } = reader;
    if unnamed && options.is_empty() && parameters.is_empty() {
        options.extend(QueryOption::ALL);
    }
    options.extend(lines.iter().flat_map(|line| &line.options));
    options.sort_unstable();
    options.dedup();
    for option in &options {
        let blocks = || sections.iter().filter(of_kind).flat_map(|section| &section.blocks);
        let named = blocks().find_map(|placed| {
            let span = &placed.block.span;
            let at = memmem::find(placed.page.raw(span).as_bytes(), option.as_str().as_bytes())?;
            Some(Spot::new(placed.page.source(span.start + at), &page.path))
        });
        let about_options = |section: &&Section<'_, '_>| {
            of_kind(section) && section.kind != Some(SectionKind::FunctionParameters)
        };
        let first = || {
            let mut blocks = sections.iter().filter(about_options).flat_map(|it| &it.blocks);
            blocks.next().map(|first| places::of_block(page, *first))
        };
        let in_line = || {
            let line = lines.iter().find(|line| line.options.contains(option))?;
            Some(Spot::new(line.place.source.clone(), &page.path))
        };
        if let Some(spot) = named.or_else(in_line).or_else(first) {
            places.add(Landmark::Option, spot);
        }
    }
    let described = (!described.is_empty())
        .then(|| Remark { about: Topic::Query, text: described.join("\n").into() });
    Read { options, parameters, only_in_lines, described }
}

/// What the queries of request lines show.
fn shown_in(lines: &[RequestLine]) -> impl Iterator<Item = OnlyInLine> {
    lines.iter().flat_map(|line| {
        let options = line.options.iter().map(|option| option.as_str());
        let names = options.chain(line.query.iter().map(|shown| &*shown.name));
        names
            .map(|name| OnlyInLine { name: name.into(), request: (line.method, line.path.clone()) })
    })
}

/// Whether options or parameters are read from a table.
pub fn lists(table: &Table<'_>, columns: &Columns, dialect: &Dialect) -> bool {
    table.rows.iter().any(|row| named(row, columns, dialect).is_some())
}

/// What a row of a table names.
enum Named {
    Option(QueryOption),
    Parameter {
        name: String,
        /// What stands beside the name for its value: `<title>` of `title=<title>`.
        value: String,
    },
}

fn named(row: &Row<'_>, columns: &Columns, dialect: &Dialect) -> Option<Named> {
    let name_at = columns.get(ColumnRole::Name).unwrap_or(0);
    let text_at = columns.get(ColumnRole::Description);
    let name = row.cells.get(name_at)?.plain().trim_matches(['*', '`', ' ', '\u{a0}']).to_owned();
    let option = QueryOption::from_query(&name);
    let cells = row.cells.iter().enumerate();
    let other = cells.filter(|(at, _)| *at != name_at && Some(*at) != text_at);
    let option = option.or_else(|| shown(other.map(|(_, cell)| cell), dialect));
    // What lists values lists those of something else.
    let are_values = columns.get(ColumnRole::Name).is_none() && columns.are_members();
    // Nor is what begins with a digit a name: statuses, and other values, do.
    let is_word =
        !name.contains(char::is_whitespace) && !name.starts_with(|c: char| c.is_ascii_digit());
    let is_name = !are_values && !name.is_empty() && is_word;
    let (name, value) = name.split_once('=').unwrap_or((&name, ""));
    let (name, value) = (name.to_owned(), value.to_owned());
    option.map(Named::Option).or_else(|| is_name.then_some(Named::Parameter { name, value }))
}

/// What of a table is sent in the query.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Listed {
    /// All of it.
    All,
    /// All of it, and it must be.
    Required,
    /// Only what the table itself says is.
    Told,
}

struct Reader<'r, 'a> {
    page: &'r Page<'a>,
    dialect: &'r CachedDialect<'r>,
    options: Vec<QueryOption>,
    parameters: Vec<QueryParameter>,
    /// What is said of options, an item for each.
    described: Vec<String>,
}

impl Reader<'_, '_> {
    /// Adds what the tables of a section list.
    fn tables(&mut self, section: &Section<'_, '_>, listed: Listed) {
        for (on, table) in section.tables() {
            let columns = Columns::of(on, table, self.dialect);
            let parts = RowParts::of(table, &columns, &self.dialect.parts);
            if listed == Listed::Told && !parts.are_told {
                continue;
            }
            let read = [
                columns.get(ColumnRole::Name).or(Some(0)),
                columns.get(ColumnRole::Description),
                columns.get(ColumnRole::Required),
                columns.get(ColumnRole::Part),
                columns.get(ColumnRole::Type),
            ];
            let others = columns_but(table, &read);
            for row in parts.sent_in(&self.dialect.parts.query) {
                self.row(on, row, &columns, &others, listed);
            }
        }
    }

    /// Adds what a row is about; `others` are columns that no rule reads.
    fn row(
        &mut self,
        on: &Page<'_>,
        row: &Row<'_>,
        columns: &Columns,
        others: &[(usize, String)],
        listed: Listed,
    ) {
        let text_at = columns.get(ColumnRole::Description);
        let text = text_at.and_then(|at| row.cells.get(at));
        let name_at = columns.get(ColumnRole::Name).unwrap_or(0);
        let Some(cell) = row.cells.get(name_at) else { return };
        match named(row, columns, self.dialect) {
            Some(Named::Option(option)) => {
                let cells = row.cells.iter().enumerate();
                let samples = cells.filter(|(at, cell)| {
                    *at != name_at && Some(*at) != text_at && cell.plain().contains('$')
                });
                let cells = text.into_iter().chain(samples.map(|(_, cell)| cell));
                let texts = cells.map(|cell| cell_markdown(on, cell).replace('\n', " "));
                self.option(option, &texts.collect::<Vec<_>>().join(" "));
            }
            Some(Named::Parameter { name, value }) => {
                let facts = &self.dialect.facts;
                let says = |text: &Text<'_>| facts.required.is_match(&text.plain());
                let affirms = |cell: &Text<'_>| facts.affirmed.is_match(&cell.plain());
                let required = columns.get(ColumnRole::Required).and_then(|at| row.cells.get(at));
                let is_required = listed == Listed::Required
                    || required.is_some_and(affirms)
                    || text.is_some_and(says);
                let description = text.map_or_else(String::new, |text| cell_markdown(on, text));
                let description =
                    listed::with_value(&value, &description, self.dialect).into_owned();
                self.add(QueryParameter {
                    name: ParameterName::new(name),
                    requirement: if is_required {
                        Requirement::Required
                    } else {
                        Requirement::Optional
                    },
                    description: with_others(on, description, row, others).into(),
                    place: Some(places::of_cell(&self.page.path, on, cell)),
                    cells: places::described(on, cell, text),
                });
            }
            None => {}
        }
    }

    /// Adds an option, and what is said of it.
    fn option(&mut self, option: QueryOption, text: &str) {
        self.options.push(option);
        let text = text.trim();
        if !text.is_empty() {
            self.described.push(format!("- `{}`: {text}", option.as_str()));
        }
    }

    /// Adds what the items of a section's lists describe.
    fn items(&mut self, section: &Section<'_, '_>) {
        for item in listed::parameters(section, self.dialect) {
            if let Some(option) = QueryOption::from_query(&item.name) {
                self.option(option, &item.description);
                continue;
            }
            let name = ParameterName::new(item.name.trim_end_matches('?'));
            self.add(QueryParameter {
                requirement: item.requirement(self.dialect).unwrap_or_default(),
                description: item.description.as_str().into(),
                place: Some(places::of_block(self.page, item.placed)),
                ..QueryParameter::named(name)
            });
        }
    }

    /// Adds the parameters that running text names, each with the paragraph that does so first: "the
    /// `model` query parameter".
    fn mentioned(&mut self, section: &Section<'_, '_>) {
        for placed in &section.blocks {
            let BlockKind::Paragraph(_, text) = &placed.block.kind else { continue };
            for name in marked_names(text, &self.dialect.query_parameter) {
                let is_known = self.parameters.iter().any(|it| it.name.as_str() == &*name.text);
                if !is_known && !name.text.starts_with('$') {
                    self.parameters.push(QueryParameter {
                        description: markdown(placed.page, text).into(),
                        place: Some(places::of_block(self.page, *placed)),
                        ..QueryParameter::named(ParameterName::new(name.text.to_string()))
                    });
                }
            }
        }
    }

    /// Adds those of OData's system query options that are parameters like others: a sentence that says
    /// that they are supported says nothing else of them.
    fn supported(&mut self, names: &[Box<str>]) {
        for name in names {
            let is_known = |it: &QueryParameter| it.name.as_str().eq_ignore_ascii_case(name);
            if !self.parameters.iter().any(is_known) {
                self.parameters.push(QueryParameter::named(ParameterName::new(&**name)));
            }
        }
    }

    /// Adds those in the queries of request lines that nothing else describes.
    fn shown(&mut self, lines: &[RequestLine]) {
        for (line, shown) in lines.iter().flat_map(|it| it.query.iter().map(move |one| (it, one))) {
            let is_it = |it: &QueryParameter| it.name.as_str().eq_ignore_ascii_case(&shown.name);
            if !self.parameters.iter().any(is_it) {
                let description = if shown.written == shown.name {
                    Box::default()
                } else {
                    format!("`{}`", shown.written).into()
                };
                self.parameters.push(QueryParameter {
                    description,
                    place: Some(Spot::new(line.place.source.clone(), &self.page.path)),
                    ..QueryParameter::named(ParameterName::new(&*shown.name))
                });
            }
        }
    }

    /// Adds a parameter in place of one of the same name.
    fn add(&mut self, parameter: QueryParameter) {
        self.parameters.retain(|known| known.name != parameter.name);
        self.parameters.push(parameter);
    }
}

/// The option that an address in cells of a row has: `/books?$filter=pages gt 100`.
fn shown<'t, 'a: 't>(
    mut cells: impl Iterator<Item = &'t Text<'a>>,
    dialect: &Dialect,
) -> Option<QueryOption> {
    cells.find_map(|cell| {
        let text = cell.plain();
        let query = text.find("?$").or_else(|| text.find("&$"))?;
        dialect.query_option.group("name", &text[query..]).and_then(QueryOption::from_name)
    })
}
