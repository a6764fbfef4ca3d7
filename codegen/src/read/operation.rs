//! Operation pages: request lines, parameters, bodies, responses, permissions, examples.

use super::cached_dialect::CachedDialect;
use super::columns::Columns;
use super::facts::{OperationFacts, ResponseFacts};
use super::request::RequestLine;
use super::said_of_lines::SaidOfLines;
use super::section::Section;
use super::unread_blocks::Known;
use super::{
    PageText, address, body, errors, example, example_check, headers, multipart, parameters,
    path_parameters, permissions, places, query, remarks, request, response, unread_tables,
    untitled_request,
};
use crate::diagnostics::Report;
use crate::dialect::ColumnRole;
use crate::ir::{
    ErrorMeaning, Example, Header, Landmark, Method, ParameterName, Permissions, Places,
    QueryOption, QueryParameter, Remark,
};
use crate::page::{Page, Table, Text};

/// Reads the operations that a page describes: one for each verb of its request lines, and where
/// some paths give an entity and others its bytes, one for each.
pub fn read(
    page: &Page<'_>,
    sections: &[Section<'_, '_>],
    text: &PageText,
    dialect: &CachedDialect<'_>,
    report: &mut Report,
) -> Vec<OperationFacts> {
    let (mut lines, said) = request::lines(page, sections, dialect, report);
    let (examples, beside_examples) = example::read(sections, &lines, dialect, report);
    address::add(&mut lines, &examples, sections, dialect, report);
    let gives_bytes = |line: &RequestLine| {
        line.method == Method::Get && dialect.bytes_path.is_match(&line.path.to_string())
    };
    let mut kinds: Vec<(Method, bool)> = Vec::new();
    for line in &lines {
        let kind = (line.method, gives_bytes(line));
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    // The entity is what the page is about; its bytes come second.
    kinds.sort_by_key(|(_, bytes)| *bytes);
    let mut places = places::headings(page, &text.title_place, sections);
    places::requests(page, sections, &lines, &mut places);
    let query::Read { options: query_options, parameters: mut query_parameters, described } =
        query::read(page, sections, &lines, dialect, &mut places);
    // Tables of URI parameters list those of the path, too.
    let is_in_path = |name: &ParameterName| lines.iter().any(|line| line.path.has(name.as_str()));
    query_parameters.retain(|parameter| !is_in_path(&parameter.name));
    let headers = headers::read(page, sections, dialect);
    let SaidOfLines { of_lines, of_operation } = said;
    let common = Common {
        permissions: permissions::read(&page.path, sections, dialect, &mut places, report),
        query_options,
        query_parameters,
        errors: errors::read(page, sections, dialect, &mut places),
        headers,
        clouds: clouds(page, sections, dialect, &mut places),
        examples,
        places,
    };
    example_check::report(&common.examples, report);
    let one =
        |(method, bytes): (Method, bool), common: Common, report: &mut Report| OperationFacts {
            method,
            gives_bytes: bytes,
            paths: lines
                .iter()
                .filter(|line| line.method == method && gives_bytes(line) == bytes)
                .map(|line| (line.path.clone(), line.place.clone()))
                .collect(),
            path_remarks: {
                let is_own =
                    |line: &RequestLine| line.method == method && gives_bytes(line) == bytes;
                of_lines.iter().filter_map(|said| said.of_paths(&lines, is_own)).collect()
            },
            description: text.description.clone(),
            query_options: common.query_options,
            query_parameters: common.query_parameters,
            function_parameters: parameters::read(
                sections,
                method,
                lines.iter().filter(|line| line.method == method).map(|line| &line.path),
                dialect,
                report,
            ),
            body: {
                let mut body = body::read(page, sections, &lines, method, dialect, report);
                multipart::add(&mut body, method, &common.headers, &common.examples);
                body
            },
            response: if bytes && kinds.contains(&(method, false)) {
                ResponseFacts::default()
            } else {
                let beside_bytes = kinds.contains(&(method, true)) && !bytes;
                response::read(page, sections, method, beside_bytes, dialect, report)
            },
            headers: common.headers,
            errors: common.errors,
            permissions: common.permissions,
            remarks: Vec::new(),
            clouds: common.clouds,
            examples: common.examples,
            places: common.places,
        };
    let Some((last, others)) = kinds.split_last() else {
        return Vec::new();
    };
    let mut operations: Vec<OperationFacts> =
        others.iter().map(|kind| one(*kind, common.clone(), report)).collect();
    operations.push(one(*last, common, report));
    let listed = operations.iter().find_map(|operation| operation.response.listed.as_ref());
    unread_tables::report(sections, listed, dialect, report);
    let Some(first) = operations.first() else { return operations };
    let known = Known {
        lines: &lines,
        examples: &first.examples,
        errors: &first.errors,
        listed,
        shown: None,
        untitled_are_read: untitled_request::are_read(page, dialect),
        permissions_are_added_up: has_permission_tables(sections, dialect),
    };
    let remarks: Vec<Remark> = path_parameters::read(sections, &lines, dialect)
        .into_iter()
        .chain(of_operation)
        .chain(described)
        .chain(remarks::of_operation(sections, &known, dialect))
        .chain(headers::remarks(&first.headers, dialect))
        .chain(beside_examples)
        .collect();
    for operation in &mut operations {
        operation.remarks.clone_from(&remarks);
    }
    operations
}

/// What a page says of all of its operations.
#[derive(Clone)]
struct Common {
    permissions: Permissions,
    query_options: Vec<QueryOption>,
    query_parameters: Vec<QueryParameter>,
    headers: Vec<Header>,
    errors: Vec<ErrorMeaning>,
    clouds: Vec<Box<str>>,
    examples: Vec<Example>,
    places: Places,
}

/// Whether a page has several tables of permissions, which are added up.
fn has_permission_tables(sections: &[Section<'_, '_>], dialect: &CachedDialect<'_>) -> bool {
    let lists = |(on, table): &(&Page<'_>, &Table<'_>)| {
        Columns::of(on, table, dialect).get(ColumnRole::PermissionKind).is_some()
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
