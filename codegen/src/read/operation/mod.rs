//! Operation pages: request lines, parameters, bodies, responses, permissions, examples.
//!
//! - `request` reads request lines; `said_of_lines` keeps what is said of single ones.
//! - `parameters` reads what stands in a path's parentheses, `path_parameters` what is said of its
//!   placeholders, `query` and `headers` what is sent beside it; `query_words` what texts say of OData's options.
//! - `body` reads what is sent, `multipart` in which parts and formats.
//! - `response` reads what comes back, `response_table` where a table lists it,
//!   `response_template` where JSON with names of types does; `errors` what may go
//!   wrong.
//! - `permissions` reads tables of who may call, which `permission_tables` knows from others;
//!   `told_permissions` sentences and lists.
//! - `lone_requests` reports requests that belong to no operation.

pub mod body;
pub mod errors;
mod headers;
pub mod lone_requests;
pub mod multipart;
pub mod parameters;
mod path_parameters;
pub mod permission_tables;
pub mod permissions;
pub mod query;
mod query_words;
pub mod request;
mod response;
mod response_table;
mod response_template;
mod said_of_lines;
pub mod told_permissions;

use crate::diagnostics::Report;
use crate::dialect::{ColumnRole, Dialect};
use crate::ir::{
    ErrorMeaning, Example, Header, Landmark, Method, ParameterName, Permissions, Places,
    QueryOption, QueryParameter, Remark, Source,
};
use crate::page::{Page, Table, Text};
use crate::read::cached_dialect::CachedDialect;
use crate::read::examples::{address, example_check};
use crate::read::facts::{OnlyInLine, OperationFacts, ResponseFacts};
use crate::read::layout::columns::Columns;
use crate::read::layout::introduction::PageText;
use crate::read::layout::section::Section;
use crate::read::layout::untitled_request;
use crate::read::remarks::unread_blocks::Known;
use crate::read::remarks::unread_tables;
use crate::read::{examples, places, remarks};
use request::RequestLine;
use said_of_lines::Said;

/// Reads the operations that a page describes: one for each verb of its request lines, and where
/// some paths give an entity and others its bytes, one for each.
pub fn read(
    page: &Page<'_>,
    sections: &[Section<'_, '_>],
    text: &PageText,
    dialect: &CachedDialect<'_>,
    report: &mut Report,
) -> Vec<OperationFacts> {
    let untitled_are_read = untitled_request::are_read(page, dialect);
    let (mut lines, said) = request::lines(page, sections, dialect, report);
    let (examples, beside_examples) =
        examples::read(sections, &lines, untitled_are_read, dialect, report);
    address::add(&mut lines, &examples, sections, dialect, report);
    let mut places = places::headings(page, &text.title_place, sections);
    places::requests(page, sections, &lines, &mut places);
    let query = query::read(page, sections, &lines, dialect, &mut places);
    let headers = headers::read(page, sections, dialect);
    let common = Common {
        permissions: permissions::read(&page.path, sections, dialect, &mut places, report),
        query_options: query.options,
        query_parameters: not_in_paths(query.parameters, &lines),
        only_in_lines: query.only_in_lines,
        headers: headers.headers,
        errors: errors::read(page, sections, dialect, &mut places),
        clouds: clouds(page, sections, dialect, &mut places),
        examples,
        places,
    };
    let is_template = |shown: &Source| {
        response_template::find(sections, dialect).is_some_and(|it| it.place.source == *shown)
    };
    example_check::report(&common.examples, is_template, report);

    let reader = Reader {
        page,
        sections,
        text,
        lines: &lines,
        kinds: lines.iter().map(|line| Kind::of(line, dialect)).collect(),
        said: &said.of_lines,
        untitled_are_read,
        dialect,
    };
    let mut operations = reader.operations(common, report);
    let Some(first) = operations.first() else { return operations };
    let listed = operations.iter().find_map(|operation| operation.response.listed.as_ref());
    unread_tables::report(sections, listed, dialect, report);
    let sent = operations.iter().map(|operation| &operation.body.properties);
    let known = Known {
        lines: &lines,
        sent: sent.max_by_key(|sent| sent.len()).map_or(&[], Vec::as_slice),
        examples: &first.examples,
        errors: &first.errors,
        listed,
        shown: None,
        properties: &[],
        enums: &[],
        untitled_are_read,
        permissions_are_added_up: has_permission_tables(sections, dialect),
        permissions_are_told: !first.permissions.any_caller.is_empty(),
    };
    // What names a parameter in running text describes it.
    let describes_parameter = |remark: &Remark| {
        first.query_parameters.iter().any(|parameter| parameter.description == remark.text)
    };
    let others = remarks::of_operation(sections, &known, dialect).into_iter();
    let remarks: Vec<Remark> = path_parameters::read(sections, &lines, dialect)
        .into_iter()
        .chain(said.of_operation)
        .chain(query.described)
        .chain(others.filter(|remark| !describes_parameter(remark)))
        .chain(headers::remarks(&first.headers, dialect))
        .chain(headers.unnamed)
        .chain(beside_examples)
        .collect();
    for operation in &mut operations {
        operation.remarks.clone_from(&remarks);
    }
    operations
}

/// Query parameters without those of the paths, which tables of URI parameters list, too.
fn not_in_paths(mut parameters: Vec<QueryParameter>, lines: &[RequestLine]) -> Vec<QueryParameter> {
    let is_in_path = |name: &ParameterName| lines.iter().any(|line| line.path.has(name.as_str()));
    parameters.retain(|parameter| !is_in_path(&parameter.name));
    parameters
}

/// What the request lines of one operation have in common.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Kind {
    method: Method,
    gives: Gives,
}

/// What the paths of an operation lead to. The entity is what a page is about; its bytes come second.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Gives {
    Entity,
    Bytes,
}

impl Kind {
    fn of(line: &RequestLine, dialect: &Dialect) -> Self {
        let gives_bytes =
            line.method == Method::Get && dialect.bytes_path.is_match(&line.path.to_string());
        Self { method: line.method, gives: if gives_bytes { Gives::Bytes } else { Gives::Entity } }
    }
}

/// Reads one operation after the other from a page.
struct Reader<'r, 'p, 's> {
    page: &'r Page<'p>,
    sections: &'r [Section<'r, 's>],
    text: &'r PageText,
    lines: &'r [RequestLine],
    /// The kind of each of the lines.
    kinds: Vec<Kind>,
    said: &'r [Said],
    untitled_are_read: bool,
    dialect: &'r CachedDialect<'r>,
}

impl Reader<'_, '_, '_> {
    fn operations(&self, common: Common, report: &mut Report) -> Vec<OperationFacts> {
        let mut kinds: Vec<Kind> = Vec::new();
        for kind in &self.kinds {
            if !kinds.contains(kind) {
                kinds.push(*kind);
            }
        }
        kinds.sort_by_key(|kind| kind.gives);
        let Some((last, others)) = kinds.split_last() else { return Vec::new() };
        let mut operations: Vec<OperationFacts> =
            others.iter().map(|kind| self.operation(*kind, common.clone(), report)).collect();
        operations.push(self.operation(*last, common, report));
        operations
    }

    /// The operation of one kind of lines, without remarks.
    fn operation(&self, kind: Kind, common: Common, report: &mut Report) -> OperationFacts {
        let Self { page, sections, dialect, .. } = *self;
        let method = kind.method;
        let is_own = |line: usize| self.kinds[line] == kind;
        let own = self.lines.iter().zip(&self.kinds).filter(|(_, of)| **of == kind);
        let address = own.clone().find_map(|(line, _)| Some((line.address.clone()?, &line.place)));
        let of_method = self.lines.iter().filter(|line| line.method == method);
        let paths = of_method.map(|line| &line.path);
        let mut body = body::read(page, sections, self.lines, method, dialect, report);
        multipart::add(&mut body, method, &common.headers, &common.examples);
        if self.untitled_are_read && method.sends_body() {
            body.described |= body::is_shown_above(sections, &common.examples);
        }
        OperationFacts {
            method,
            gives_bytes: kind.gives == Gives::Bytes,
            paths: own.map(|(line, _)| (line.path.clone(), line.place.clone())).collect(),
            address: address.map(|(address, place)| (address, place.clone())),
            path_remarks: self
                .said
                .iter()
                .filter_map(|said| said.of_paths(self.lines, is_own))
                .collect(),
            description: self.text.description.clone(),
            query_options: common.query_options,
            query_parameters: common.query_parameters,
            only_in_lines: common.only_in_lines,
            function_parameters: parameters::read(sections, method, paths, dialect, report),
            body,
            response: self.response(kind, report),
            headers: common.headers,
            errors: common.errors,
            permissions: common.permissions,
            remarks: Vec::new(),
            clouds: common.clouds,
            examples: common.examples,
            places: common.places,
        }
    }

    /// What the page says of a response is said of the entity, where it also has paths to its bytes.
    fn response(&self, kind: Kind, report: &mut Report) -> ResponseFacts {
        let is_beside = |gives| self.kinds.contains(&Kind { gives, ..kind });
        match kind.gives {
            Gives::Bytes if is_beside(Gives::Entity) => ResponseFacts::default(),
            Gives::Bytes | Gives::Entity => {
                let beside_bytes = kind.gives == Gives::Entity && is_beside(Gives::Bytes);
                let (page, dialect) = (self.page, self.dialect);
                response::read(page, self.sections, kind.method, beside_bytes, dialect, report)
            }
        }
    }
}

/// What a page says of all of its operations.
#[derive(Clone)]
struct Common {
    permissions: Permissions,
    query_options: Vec<QueryOption>,
    query_parameters: Vec<QueryParameter>,
    only_in_lines: Vec<OnlyInLine>,
    headers: Vec<Header>,
    errors: Vec<ErrorMeaning>,
    clouds: Vec<Box<str>>,
    examples: Vec<Example>,
    places: Places,
}

/// Whether a page has several tables of permissions, which are added up.
fn has_permission_tables(sections: &[Section<'_, '_>], dialect: &CachedDialect<'_>) -> bool {
    let lists = |(on, table): &(&Page<'_>, &Table<'_>)| {
        let columns = Columns::of(on, table, dialect);
        // Properties of a kind of permission are none.
        columns.get(ColumnRole::PermissionKind).is_some() && columns.name().is_none()
    };
    sections.iter().flat_map(Section::tables).filter(lists).nth(1).is_some()
}

/// National clouds that the page's table marks as available; where the marks stand goes to `places`.
fn clouds(
    page: &Page<'_>,
    sections: &[Section<'_, '_>],
    dialect: &CachedDialect<'_>,
    places: &mut Places,
) -> Vec<Box<str>> {
    let is_clouds = |on: &Page<'_>, table: &Table<'_>| Columns::of(on, table, dialect).are_clouds;
    let mut tables = sections.iter().flat_map(Section::tables);
    let Some((on, table)) = tables.find(|(on, table)| is_clouds(on, table)) else {
        return Vec::new();
    };
    if let Some(first) = table.header.first() {
        places.add(Landmark::Clouds, places::of_cell(&page.path, on, first));
    }
    let is_mark = |cell: &&Text<'_>| {
        let text = cell.plain();
        dialect.clouds.available.iter().any(|mark| text.contains(mark))
    };
    let mut names = Vec::new();
    for (at, header) in table.header.iter().enumerate() {
        let mut cells = table.rows.iter().filter_map(|row| row.cells.get(at));
        if let Some(mark) = cells.find(is_mark) {
            places.add(Landmark::Cloud, places::of_cell(&page.path, on, mark));
            names.push(header.plain().into());
        }
    }
    names
}
