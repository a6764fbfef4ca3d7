//! Request lines, headers, query options and bodies.

use std::sync::Arc;

use memchr::memmem;

use super::arguments;
use super::facts::{BodyFacts, Mention, PropertyFacts};
use super::instead::{self, Instead};
use super::memory::Memory;
use super::path::{path, sendable};
use super::places;
use super::prose::{cell_markdown, leads_to_resource};
use super::resource::represented;
use super::section::Section;
use super::table::{Columns, is_property_name, properties};
use crate::diagnostics::{Code, Diagnostic, Place, Report};
use crate::dialect::{ColumnRole, Dialect, SectionKind};
use crate::ir::{
    Cells, Header, HeaderName, Landmark, Method, ParameterName, Path, Places, QueryOption,
    QueryParameter, Requirement, Spot,
};
use crate::page::{Form, Mark, Page, Span, Text};

/// A documented request line.
pub struct RequestLine {
    /// Verb.
    pub method: Method,
    /// Path without host, version and query.
    pub path: Path,
    /// Where it stands.
    pub place: Place,
    /// What it has in place of what is sent.
    pub instead: Vec<Instead>,
}

/// Reads the request lines of a page: those of its HTTP request section, or, where it has none,
/// those of fences anywhere that name no host.
pub fn lines(
    page: &Page<'_>,
    sections: &[Section<'_, '_>],
    dialect: &Dialect,
    report: &mut Report,
) -> Vec<RequestLine> {
    let of_kind = |section: &&Section<'_, '_>| section.kind == Some(SectionKind::HttpRequest);
    let mut found = Vec::new();
    for (page, fence) in sections.iter().filter(of_kind).flat_map(Section::fences) {
        read_lines(page, &fence.span, &mut found, dialect, report);
    }
    let instead = found.iter().flat_map(|line| line.instead.iter().map(|it| (it, &line.place)));
    report.extend(instead::findings(instead));
    if found.is_empty() {
        let mut ignored = Report::default();
        for (page, fence) in sections.iter().flat_map(Section::fences) {
            let relative = |line: &str| {
                line.trim().split_once(' ').is_some_and(|(verb, target)| {
                    Method::from_verb(verb).is_some() && target.trim_start().starts_with('/')
                })
            };
            if fence.contents.lines().next().is_some_and(relative) {
                read_lines(page, &fence.span, &mut found, dialect, &mut ignored);
            }
        }
    }
    if found.is_empty() {
        report.push(Diagnostic::new(
            Code::NoRequestLine,
            Place::page(std::sync::Arc::clone(&page.path)),
            "a page about an operation without any request line",
            "expected a line such as `GET /me` under \"HTTP request\"",
            "the page gave no operation",
        ));
    }
    found
}

fn read_lines(
    page: &Page<'_>,
    contents: &Span,
    found: &mut Vec<RequestLine>,
    dialect: &Dialect,
    report: &mut Report,
) {
    let mut at = contents.start;
    let mut in_body = false;
    for line in page.raw(contents).split_inclusive('\n') {
        let span = at + (line.len() - line.trim_start().len())..at + line.trim_end().len();
        at += line.len();
        let text = line.trim();
        // A blank line, or a header, ends the request lines of an exchange written out in full.
        in_body = in_body || text.starts_with('{');
        if text.is_empty() || in_body {
            continue;
        }
        let Some((verb, target)) = text.split_once([' ', '\t']) else {
            if text.starts_with('/') {
                report.push(Diagnostic::new(
                    Code::BrokenRequestLine,
                    page.place(&span),
                    "a path without a verb",
                    "expected `GET`, `POST`, `PUT`, `PATCH` or `DELETE` before it",
                    "the line was left out",
                ));
            }
            continue;
        };
        let Some(method) = Method::from_verb(verb) else {
            let is_verb = verb.len() > 2 && verb.bytes().all(|byte| byte.is_ascii_uppercase());
            if is_verb && verb != "HTTP" {
                report.push(Diagnostic::new(
                    Code::UnknownVerb,
                    page.place(&(span.start..span.start + verb.len())),
                    format!("`{verb}` where an HTTP verb belongs"),
                    "expected `GET`, `POST`, `PUT`, `PATCH` or `DELETE`",
                    "the line was left out",
                ));
            }
            continue;
        };
        match path(target) {
            Ok(written) => {
                let (path, instead) = sendable(written, dialect);
                let known = |line: &RequestLine| line.method == method && line.path == path;
                if !found.iter().any(known) {
                    found.push(RequestLine { method, path, place: page.place(&span), instead });
                }
            }
            Err(problem) => report.push(Diagnostic::new(
                Code::BrokenRequestLine,
                page.place(&span),
                problem,
                "expected a path such as `/users/{id}/messages`",
                "the line was left out",
            )),
        }
    }
}

/// Reads the request headers.
pub fn headers(page: &Page<'_>, sections: &[Section<'_, '_>], dialect: &Memory<'_>) -> Vec<Header> {
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
                headers.push(Header { place, cells: described(on, cell, text), ..header });
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

/// The cell of a row that describes what the cell of its name names.
fn described(page: &Page<'_>, name: &Text<'_>, description: Option<&Text<'_>>) -> Cells {
    let known = (&page.source(name.span.start), name);
    let description = description.and_then(|cell| places::column(page, known, cell));
    Cells { description, ..Cells::default() }
}

/// Reads OData's system query options, sorted, and other query parameters; where the options are
/// named goes to `places`.
///
/// A page that says that there are options, and nowhere which, has all of them.
pub fn query(
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
                            cells: described(on, cell, text),
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

/// Reads the parameters that stand in a path's parentheses: those in tables of their own, and rows
/// of other tables about the request that have the name of an argument in `paths`.
pub fn function_parameters<'p>(
    sections: &[Section<'_, '_>],
    method: Method,
    paths: impl Iterator<Item = &'p Path>,
    dialect: &Memory<'_>,
    report: &mut Report,
) -> Vec<PropertyFacts> {
    let mut parameters = rows(sections, SectionKind::FunctionParameters, dialect, report);
    let paths = paths.map(Path::to_string);
    let names: Vec<String> =
        paths.filter(|path| path.contains('=')).flat_map(|path| arguments::names(&path)).collect();
    if names.is_empty() {
        return parameters;
    }
    let mut others = rows(sections, SectionKind::PathParameters, dialect, &mut Report::default());
    // A function has no body, whatever the section is called.
    if method == Method::Get {
        others.extend(rows(sections, SectionKind::RequestBody, dialect, &mut Report::default()));
    }
    for row in others {
        let is = |name: &str| name.eq_ignore_ascii_case(&row.name);
        if names.iter().any(|name| is(name)) && !parameters.iter().any(|known| is(&known.name)) {
            parameters.push(row);
        }
    }
    parameters
}

/// The rows of all tables in sections of a kind.
pub fn rows(
    sections: &[Section<'_, '_>],
    kind: SectionKind,
    dialect: &Memory<'_>,
    report: &mut Report,
) -> Vec<PropertyFacts> {
    let tables = sections.iter().filter(|section| section.kind == Some(kind));
    let tables = tables.flat_map(Section::tables);
    tables.flat_map(|(page, table)| properties(page, table, false, dialect, report)).collect()
}

/// What a text about a request body says, wherever it stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct BodyWords {
    /// That there is none.
    none: bool,
    /// That bytes are to be sent.
    bytes: bool,
    /// That all properties of its table are required.
    all_required: bool,
    /// The byte at which the name of the resource begins whose JSON to send.
    resource: Option<usize>,
}

impl BodyWords {
    fn of(text: &str, dialect: &Dialect) -> Self {
        Self {
            none: dialect.body.none.is_match(text),
            bytes: dialect.body.bytes.is_match(text),
            all_required: dialect.facts.all_required.is_match(text),
            resource: dialect.body.resource.find(text).map(|found| found.end()),
        }
    }
}

/// Reads what a page says about the request body.
pub fn body(
    page: &Page<'_>,
    sections: &[Section<'_, '_>],
    method: Method,
    dialect: &Memory<'_>,
    report: &mut Report,
) -> BodyFacts {
    let of_kind = |section: &&Section<'_, '_>| section.kind == Some(SectionKind::RequestBody);
    let mut body = BodyFacts::default();
    for section in sections.iter().filter(of_kind) {
        let prose = section.prose();
        let words = dialect.bodies.of(&prose.text, || BodyWords::of(&prose.text, dialect));
        body.described = body.described || !prose.text.is_empty();
        body.none = body.none || words.none;
        body.bytes = body.bytes || words.bytes;
        if body.resource.is_none() {
            body.resource = words.resource.and_then(|start| {
                let rest = &prose.text[start..];
                let name = rest.split(|c: char| !c.is_alphanumeric() && c != '.').next()?;
                let link = prose.link_at(start).filter(|target| leads_to_resource(target));
                let range = start..start + name.len();
                body.alternatives = prose.alternatives(&range);
                let span = prose.span(&range);
                (!name.is_empty()).then(|| Mention {
                    name: name.to_owned(),
                    link: link.map(str::to_owned),
                    place: page.place(&span),
                })
            });
        }
        for (page, table) in section.tables() {
            let mut rows = properties(page, table, false, dialect, report);
            // "The properties that are required when you create …" is said of what is created.
            if method == Method::Post && words.all_required {
                for row in &mut rows {
                    row.requirement.get_or_insert(Requirement::Required);
                }
            }
            body.properties.extend(rows);
        }
    }
    if body.properties.is_empty() {
        let fences = sections.iter().filter(of_kind).flat_map(Section::fences);
        let json = fences.filter(|(_, fence)| fence.contents.trim_start().starts_with('{'));
        body.shown = json.flat_map(|(page, fence)| represented(page, fence, report)).collect();
        if method == Method::Post {
            body.mentioned = mentioned(sections, dialect);
        }
    }
    if page.form == Form::Rendered && body.resource.is_some() {
        // Rendered text has lost the link; the name is all there is.
        body.described = true;
    }
    body
}

/// Parameters that the introduction, or the text about the body, names: "the `message` parameter".
fn mentioned(sections: &[Section<'_, '_>], dialect: &Dialect) -> Vec<Mention> {
    let about_body = |section: &&Section<'_, '_>| section.kind == Some(SectionKind::RequestBody);
    let sections = sections.first().into_iter().chain(sections.iter().filter(about_body));
    let mut mentioned: Vec<Mention> = Vec::new();
    for (page, text) in sections.flat_map(Section::paragraphs) {
        for pair in text.pieces.windows(2) {
            let [name, rest] = pair else { continue };
            let is_marked = matches!(name.mark, Mark::Code | Mark::Emphasis);
            let is_parameter = is_property_name(&name.text)
                && dialect.body.parameter.is_match(&rest.text)
                && !mentioned.iter().any(|known| *known.name == *name.text);
            if is_marked && is_parameter {
                mentioned.push(Mention {
                    name: name.text.to_string(),
                    link: None,
                    place: page.place(&name.span),
                });
            }
        }
    }
    mentioned
}
