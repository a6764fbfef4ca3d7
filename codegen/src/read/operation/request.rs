//! Request lines.

use std::borrow::Cow;
use std::sync::Arc;

use super::said_of_lines::{self, SaidOfLines};
use crate::diagnostics::{Code, Diagnostic, Place, Report};
use crate::dialect::{ColumnRole, Dialect, SectionKind};
use crate::ir::{Method, Path, QueryOption};
use crate::page::message_line::request_line;
use crate::page::{BlockKind, Page, Span, Table, Text};
use crate::read::cached_dialect::CachedDialect;
use crate::read::layout::columns::Columns;
use crate::read::layout::section::{Section, of_kind};
use crate::read::layout::untitled_request;
use crate::read::paths::instead::{self, Instead};
use crate::read::paths::path::{address, path, sendable};
use crate::read::paths::shown_query::{self, Shown};

/// A documented request line.
pub struct RequestLine {
    /// Verb.
    pub method: Method,
    /// Path without host, version and query.
    pub path: Path,
    /// The host and the version that stand before the path.
    pub address: Option<Box<str>>,
    /// Where it stands.
    pub place: Place,
    /// What it has in place of what is sent.
    pub instead: Vec<Instead>,
    /// OData's system query options in its query.
    pub options: Vec<QueryOption>,
    /// What else its query shows.
    pub query: Vec<Shown>,
}

impl RequestLine {
    /// A line that says no more than a verb and a path.
    pub fn new(method: Method, path: Path, instead: Vec<Instead>, place: Place) -> Self {
        Self { method, path, address: None, place, instead, options: Vec::new(), query: Vec::new() }
    }
}

/// The request lines of a page, as they are found.
#[derive(Default)]
struct Found {
    lines: Vec<RequestLine>,
    /// The numbers of those in the block that is read, of which others may have been the first.
    of_block: Vec<usize>,
    /// Comments in the block that is read.
    comments: Vec<Comment>,
}

/// A comment among request lines.
struct Comment {
    /// How many lines of its block stand above it.
    above: usize,
    text: String,
    span: Span,
}

/// Reads the request lines of a page, and what is said of them: those of its HTTP request section, or,
/// where it has none, those that stand under no title, where these count; else those of fences
/// anywhere that name no host.
pub fn lines(
    page: &Page<'_>,
    sections: &[Section<'_, '_>],
    dialect: &CachedDialect<'_>,
    report: &mut Report,
) -> (Vec<RequestLine>, SaidOfLines) {
    let mut found = Found::default();
    let mut said = SaidOfLines::default();
    let mut wrong = Report::default();
    for section in of_kind(sections, SectionKind::HttpRequest) {
        read_section(page, section, &mut found, &mut said, dialect, &mut wrong);
    }
    if found.lines.is_empty() && untitled_request::are_read(page, dialect) {
        read_untitled(sections, &mut found, dialect, &mut wrong);
    }
    let lines = found.lines.iter();
    let instead = lines.flat_map(|line| line.instead.iter().map(|it| (it, &line.place)));
    report.extend(instead::findings(instead));
    if found.lines.is_empty() {
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
    // A line that could not be read is reason enough.
    if found.lines.is_empty() && wrong.is_empty() {
        report.push(
            Diagnostic::of(Code::NoRequestLine, Place::page(Arc::clone(&page.path)))
                .found("a page about an operation without any request line")
                .expected("a line such as `GET /me` under \"HTTP request\"")
                .instead("the page gave no operation"),
        );
    }
    report.extend(wrong);
    (found.lines, said)
}

/// Reads the request lines of a section that is about them, and the prose around them.
fn read_section(
    page: &Page<'_>,
    section: &Section<'_, '_>,
    found: &mut Found,
    said: &mut SaidOfLines,
    dialect: &CachedDialect<'_>,
    report: &mut Report,
) {
    let mut prose = said_of_lines::Reader::new(&page.path, section, dialect, said);
    // Beside lines in fences, one in a sentence is a request of another page.
    let are_fenced = section.fences().any(|(_, fence)| states_request(fence.contents));
    for placed in &section.blocks {
        found.of_block.clear();
        found.comments.clear();
        let on = placed.page;
        match &placed.block.kind {
            BlockKind::Fence(fence) => read_lines(on, &fence.span, found, dialect, report),
            BlockKind::Table(table) => read_table(on, table, found, dialect, report),
            BlockKind::Paragraph(_, text) if !are_fenced => {
                read_text(on, text, found, dialect, report);
            }
            _ => {}
        }
        if found.of_block.is_empty() {
            prose.prose(*placed);
            continue;
        }
        prose.lines(&found.of_block);
        for (at, comment) in found.comments.iter().enumerate() {
            let end = found.comments.get(at + 1).map_or(found.of_block.len(), |next| next.above);
            let below = &found.of_block[comment.above..end];
            prose.comment(below, &comment.text, on, &comment.span);
        }
    }
    prose.end();
}

fn states_request(text: &str) -> bool {
    text.lines().any(|line| request_line(line.trim()).is_some())
}

/// Reads request lines below no known title.
fn read_untitled(
    sections: &[Section<'_, '_>],
    found: &mut Found,
    dialect: &CachedDialect<'_>,
    report: &mut Report,
) {
    for section in sections.iter().filter(|section| untitled_request::is_stated(section, dialect)) {
        if let (Some((method, target)), Some(heading)) =
            (untitled_request::in_heading(section, dialect), section.heading)
        {
            let place = heading.place();
            read_line(method, &target, place, found, dialect, report);
        }
        if let Some((method, target, placed, span)) = untitled_request::by_labels(section, dialect)
        {
            read_line(method, &target, placed.page.place(&span), found, dialect, report);
        }
        for placed in section.blocks.iter().filter(|it| untitled_request::is_whole(**it, dialect)) {
            match &placed.block.kind {
                BlockKind::Fence(fence) => {
                    read_lines(placed.page, &fence.span, found, dialect, report);
                }
                BlockKind::Table(table) => read_table(placed.page, table, found, dialect, report),
                BlockKind::Paragraph(_, text) => {
                    read_text(placed.page, text, found, dialect, report);
                }
                _ => {}
            }
        }
    }
}

/// Reads a paragraph that is a request line.
fn read_text(
    page: &Page<'_>,
    text: &Text<'_>,
    found: &mut Found,
    dialect: &Dialect,
    report: &mut Report,
) {
    let Some((verb, target)) = untitled_request::line(text) else { return };
    let place = page.place(&text.span);
    match Method::from_verb(verb) {
        Some(method) => read_line(method, target, place, found, dialect, report),
        None => report.push(unknown_verb(place, verb)),
    }
}

fn read_lines(
    page: &Page<'_>,
    contents: &Span,
    found: &mut Found,
    dialect: &Dialect,
    report: &mut Report,
) {
    let mut at = contents.start;
    let mut in_body = false;
    let mut lines = page.raw(contents).split_inclusive('\n').peekable();
    while let Some(line) = lines.next() {
        let span = at + (line.len() - line.trim_start().len())..at + line.trim_end().len();
        at += line.len();
        let mut text = Cow::Borrowed(line.trim());
        if let Some(rest) = lines.next_if(|next| !in_body && is_wrapped(line, next)) {
            at += rest.len();
            text = format!("{text} {}", rest.trim()).into();
        }
        let text = &*text;
        // A blank line, or a header, ends the request lines of an exchange written out in full.
        in_body = in_body || text.starts_with('{');
        if text.is_empty() || in_body {
            continue;
        }
        if let Some(comment) = ["#", "//"].iter().find_map(|mark| text.strip_prefix(mark)) {
            let text = comment.trim_start_matches(['#', '/']).trim().to_owned();
            found.comments.push(Comment { above: found.of_block.len(), text, span });
            continue;
        }
        let Some((verb, target)) = text.split_once([' ', '\t']) else {
            if text.starts_with('/') {
                report.push(
                    Diagnostic::of(Code::BrokenRequestLine, page.place(&span))
                        .found("a path without a verb")
                        .expected("`GET`, `POST`, `PUT`, `PATCH` or `DELETE` before it")
                        .instead("the line was left out"),
                );
            }
            continue;
        };
        // Before an address, a verb in another casing is one, too: `Delete /books/{id}`.
        let is_address = target.trim_start().starts_with(['/', 'h']);
        let method = Method::from_verb(verb).or_else(|| {
            is_address.then(|| Method::from_verb(&verb.to_ascii_uppercase())).flatten()
        });
        let Some(method) = method else {
            let is_verb = verb.len() > 2 && verb.bytes().all(|byte| byte.is_ascii_uppercase());
            if is_verb && verb != "HTTP" {
                let place = page.place(&(span.start..span.start + verb.len()));
                report.push(unknown_verb(place, verb));
            }
            continue;
        };
        read_line(method, target, page.place(&span), found, dialect, report);
    }
}

/// Whether a placeholder that a request line leaves open ends on the line after it.
fn is_wrapped(line: &str, next: &str) -> bool {
    let is_open = line.rfind('{').is_some_and(|open| open > 0 && !line[open..].contains('}'));
    is_open && next.find(['{', '}']).is_some_and(|at| next[at..].starts_with('}'))
}

/// Reads a table with a column of verbs and one of addresses.
fn read_table(
    page: &Page<'_>,
    table: &Table<'_>,
    found: &mut Found,
    dialect: &CachedDialect<'_>,
    report: &mut Report,
) {
    let columns = Columns::of(page, table, dialect);
    let (Some(verb), Some(address)) =
        (columns.get(ColumnRole::Verb), columns.get(ColumnRole::Address))
    else {
        return;
    };
    for row in &table.rows {
        let (Some(verb), Some(address)) = (row.cells.get(verb), row.cells.get(address)) else {
            continue;
        };
        let place = page.place(&address.span);
        match Method::from_verb(&verb.plain().trim().to_ascii_uppercase()) {
            Some(method) => {
                read_line(method, &address.plain(), place, found, dialect, report);
            }
            None => report.push(unknown_verb(page.place(&verb.span), &verb.plain())),
        }
    }
}

/// Adds the request line of a verb and a target.
fn read_line(
    method: Method,
    target: &str,
    place: Place,
    found: &mut Found,
    dialect: &Dialect,
    report: &mut Report,
) {
    let address = address(target.trim());
    // What stands for a host is read as one.
    let target = dialect.base_address.replace(target.trim(), "https://host");
    match path(shown_query::without_template(&target), dialect.base_path.as_deref()) {
        Ok(written) => {
            let (path, instead) = sendable(written, dialect);
            let known = |line: &RequestLine| line.method == method && line.path == path;
            let number = found.lines.iter().position(known).unwrap_or(found.lines.len());
            if number == found.lines.len() {
                let mut line = RequestLine::new(method, path, instead, place);
                line.address = address.map(Into::into);
                found.lines.push(line);
            }
            let options = shown_options(&target, dialect);
            let is_option = |shown: &Shown| {
                QueryOption::from_name(&shown.name).is_some_and(|it| options.contains(&it))
            };
            let others = shown_query::parameters(&target).into_iter();
            found.lines[number].query.extend(others.filter(|shown| !is_option(shown)));
            found.lines[number].options.extend(options);
            found.of_block.push(number);
        }
        Err(problem) => report.push(
            Diagnostic::of(Code::BrokenRequestLine, place)
                .found(problem)
                .expected("a path such as `/users/{id}/messages`")
                .instead("the line was left out"),
        ),
    }
}

/// OData's system query options in the query of a request line.
fn shown_options(target: &str, dialect: &Dialect) -> Vec<QueryOption> {
    let Some(query) = target.find('?') else { return Vec::new() };
    let shown = dialect.query_shown.captures_iter(&target[query..]);
    let names =
        shown.filter_map(|shown| Some(shown.name("name")?.as_str().trim_start_matches('$')));
    names.filter_map(QueryOption::from_name).collect()
}

fn unknown_verb(place: Place, verb: &str) -> Diagnostic {
    Diagnostic::of(Code::UnknownVerb, place)
        .found(format!("`{verb}` where an HTTP verb belongs"))
        .expected("`GET`, `POST`, `PUT`, `PATCH` or `DELETE`")
        .instead("the line was left out")
}
