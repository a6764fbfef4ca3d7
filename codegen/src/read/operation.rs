//! Operation pages: request lines, parameters, bodies, responses, permissions, examples.

use super::facts::OperationFacts;
use super::section::Section;
use super::{PageText, example, example_check, permissions, request, response};
use crate::diagnostics::Report;
use crate::dialect::{Dialect, SectionKind};
use crate::ir::Method;
use crate::page::{BlockKind, Container, Page, Table};

/// Reads the operations that a page describes: one for each verb of its request lines.
pub fn read(
    page: &Page<'_>,
    sections: &[Section<'_, '_>],
    text: &PageText,
    dialect: &Dialect,
    report: &mut Report,
) -> Vec<OperationFacts> {
    let lines = request::lines(page, sections, report);
    let mut methods: Vec<Method> = Vec::new();
    for line in &lines {
        if !methods.contains(&line.method) {
            methods.push(line.method);
        }
    }
    let permissions = permissions::read(sections, dialect, report);
    let (query_options, query_parameters) = request::query(sections, dialect);
    let headers = request::headers(sections, dialect);
    let examples = example::read(sections);
    example_check::report(&examples, dialect, report);
    let one = |method: Method, report: &mut Report| OperationFacts {
        method,
        paths: lines
            .iter()
            .filter(|line| line.method == method)
            .map(|line| (line.path.clone(), line.place.clone()))
            .collect(),
        description: text.description.clone(),
        query_options: query_options.clone(),
        query_parameters: query_parameters.clone(),
        function_parameters: request::function_parameters(sections, dialect, report),
        headers: headers.clone(),
        body: request::body(page, sections, method, dialect, report),
        response: response::read(page, sections, method, dialect, report),
        permissions: permissions.clone(),
        remarks: remarks(sections),
        clouds: clouds(sections, dialect),
        examples: examples.clone(),
    };
    methods.into_iter().map(|method| one(method, report)).collect()
}

/// Callouts outside examples; paragraphs and list items that follow one another are one remark.
fn remarks(sections: &[Section<'_, '_>]) -> Vec<Box<str>> {
    let mut remarks: Vec<String> = Vec::new();
    for section in sections.iter().filter(|s| s.kind != Some(SectionKind::Examples)) {
        let mut open = false;
        for placed in &section.blocks {
            let BlockKind::Paragraph(Container::Callout, text) = &placed.block.kind else {
                open = false;
                continue;
            };
            let plain = super::prose::markdown(placed.page, text);
            let is_item = placed.page.raw(&placed.block.span).starts_with('-');
            let plain = without_marker(&plain);
            match remarks.last_mut() {
                Some(last) if open && !plain.is_empty() => {
                    last.push_str("\n- ");
                    last.push_str(plain.trim_start_matches("- "));
                }
                _ if plain.is_empty() => {}
                _ if is_item => remarks.push(format!("- {plain}")),
                _ => remarks.push(plain.to_owned()),
            }
            open = true;
        }
    }
    remarks.into_iter().map(Into::into).collect()
}

/// A callout's text without `[!NOTE]` or `**Note:**`.
fn without_marker(text: &str) -> &str {
    let text = text.trim();
    match text.strip_prefix("[!").and_then(|rest| rest.split_once(']')) {
        Some((_, rest)) => rest.trim(),
        None => text.strip_prefix("**Note:**").unwrap_or(text).trim(),
    }
}

/// National clouds that the page's table marks as available.
fn clouds(sections: &[Section<'_, '_>], dialect: &Dialect) -> Vec<Box<str>> {
    let is_clouds = |table: &Table<'_>| {
        table.header.iter().any(|cell| dialect.clouds.columns.contains(&cell.plain()))
    };
    let mut tables = sections.iter().flat_map(Section::tables);
    let Some((_, table)) = tables.find(|(_, table)| is_clouds(table)) else {
        return Vec::new();
    };
    let available = |at: usize| {
        let cells = table.rows.iter().filter_map(|row| row.cells.get(at));
        let marks = &dialect.clouds.available;
        cells
            .map(|cell| cell.plain().into_owned())
            .any(|text| marks.iter().any(|m| text.contains(m)))
    };
    let names = table.header.iter().enumerate().filter(|(at, _)| available(*at));
    names.map(|(_, cell)| cell.plain().into_owned().into()).collect()
}
