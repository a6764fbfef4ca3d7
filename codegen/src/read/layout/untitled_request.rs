//! Request lines that are no fence below a title for them: lines of text, rows of a table, a verb and an
//! address that stand beside their labels, or the heading itself.

use regex::Captures;

use super::columns::Columns;
use super::section::{Placed, Section};
use crate::dialect::{ColumnRole, Dialect};
use crate::ir::Method;
use crate::page::message_line::request_line;
use crate::page::{BlockKind, Container, Page, Span, Text};
use crate::read::cached_dialect::CachedDialect;

/// Whether request lines are read that stand under no title. A page that says of which kind it is
/// is written for a title above them; what stands elsewhere is mentioned.
pub fn are_read(page: &Page<'_>, dialect: &Dialect) -> bool {
    page.front_matter.get(&dialect.kinds.key).is_none()
}

/// Whether a block below no known title is nothing but request lines, or a part of one.
pub fn is_request(placed: Placed<'_, '_>, dialect: &CachedDialect<'_>) -> bool {
    is_whole(placed, dialect) || !labelled(placed, dialect).is_empty()
}

/// Whether a block below no known title is nothing but request lines.
pub fn is_whole(placed: Placed<'_, '_>, dialect: &CachedDialect<'_>) -> bool {
    match &placed.block.kind {
        BlockKind::Fence(fence) => are_request_lines(fence.contents),
        BlockKind::Paragraph(Container::Page, text) => {
            line(text).is_some_and(|(_, target)| target.starts_with('/'))
        }
        BlockKind::Table(table) => {
            let columns = Columns::of(placed.page, table, dialect);
            let mut cells = table.rows.iter().flat_map(|row| &row.cells);
            // With links it is a list of what other pages, or parts, describe.
            columns.get(ColumnRole::Verb).is_some()
                && columns.get(ColumnRole::Address).is_some()
                && cells.all(|cell| cell.links().next().is_none())
        }
        _ => false,
    }
}

/// Whether a section below no known title states a request: in its heading, or in blocks.
pub fn is_stated(section: &Section<'_, '_>, dialect: &CachedDialect<'_>) -> bool {
    section.kind.is_none()
        && (in_heading(section, dialect).is_some()
            || section.blocks.iter().any(|placed| is_whole(*placed, dialect))
            || by_labels(section, dialect).is_some())
}

/// Verb and target of the request line that a heading is, or ends in.
pub fn in_heading(section: &Section<'_, '_>, dialect: &Dialect) -> Option<(Method, String)> {
    section.depth()?;
    let title = section.title();
    let found = dialect.titles.request.captures(&title)?;
    let (verb, target) = found.name("line")?.as_str().split_once(char::is_whitespace)?;
    Some((Method::from_verb(verb)?, target.trim().trim_start_matches('(').to_owned()))
}

/// A title without the request line that it ends in; `None` where it has none.
pub fn without_line<'t>(title: &'t str, dialect: &Dialect) -> Option<&'t str> {
    let found = dialect.titles.request.captures(title)?;
    Some(found.name("title").map_or("", |title| title.as_str()))
}

/// Verb and target of the request line that a paragraph is, without marks around it.
pub fn line<'t>(text: &'t Text<'_>) -> Option<(&'t str, &'t str)> {
    let [piece] = &text.pieces[..] else { return None };
    let (verb, target) = request_line(piece.text.trim_matches(['`', ' ']))?;
    (!has_spaces(target)).then_some((verb, target))
}

/// Whether an address has spaces outside of what stands for a value: `/books/(id or name)` has none.
fn has_spaces(target: &str) -> bool {
    let mut depth = 0_usize;
    target.chars().any(|character| {
        match character {
            '{' | '(' | '<' | '[' => depth += 1,
            '}' | ')' | '>' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && character.is_whitespace()
    })
}

fn are_request_lines(contents: &str) -> bool {
    let mut lines = contents.lines().filter(|line| !line.trim().is_empty()).peekable();
    let is_line = |line: &str| {
        request_line(line).is_some_and(|(_, target)| {
            // Some say the protocol, too, and then perhaps a host. With a query it is an example, unless
            // something in the address stands for what is sent.
            let is_open = target.contains('{');
            let (target, is_address) = match target.split_once(" HTTP/") {
                Some((target, _)) if target.contains('?') && !is_open => (target, false),
                Some((target, _)) => (target, target.starts_with(['/', 'h'])),
                None => (target, target.starts_with('/') || is_open && target.starts_with("http")),
            };
            is_address && !has_spaces(target.trim_end())
        })
    };
    lines.peek().is_some() && lines.all(is_line)
}

/// A verb or an address that stands beside its label: "**Method**: `GET`", "URL: /books".
pub enum Labelled {
    /// The verb.
    Verb(Method),
    /// The address, and where the text stands that has it.
    Address(String, Span),
}

/// The request that a section states by labels: verb, address, and the block of the address.
pub fn by_labels<'p, 'a>(
    section: &Section<'p, 'a>,
    dialect: &Dialect,
) -> Option<(Method, String, Placed<'p, 'a>, Span)> {
    let (mut verb, mut address) = (None, None);
    for placed in &section.blocks {
        for labelled in labelled(*placed, dialect) {
            match labelled {
                Labelled::Verb(found) => verb = verb.or(Some(found)),
                Labelled::Address(found, span) => {
                    address = address.or(Some((found, *placed, span)));
                }
            }
        }
    }
    let (address, placed, span) = address?;
    Some((verb?, address, placed, span))
}

/// What the lines of a paragraph say beside the labels that columns of verbs and addresses have.
fn labelled(placed: Placed<'_, '_>, dialect: &Dialect) -> Vec<Labelled> {
    let BlockKind::Paragraph(Container::Page | Container::List(_), text) = &placed.block.kind
    else {
        return Vec::new();
    };
    // A tag at the beginning is no part of the text.
    let before = placed.page.raw(&(0..text.span.start));
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    let raw = placed.page.raw(&(start..text.span.end));
    if let Some(tag) = dialect.request_tag.captures(raw) {
        return tagged(&tag, text);
    }
    let lines = placed.page.raw(&text.span).lines();
    lines.filter_map(|line| labelled_line(line, &text.span, dialect)).collect()
}

/// What a tag says that has verb and address as attributes, or the address for its text.
fn tagged(tag: &Captures<'_>, text: &Text<'_>) -> Vec<Labelled> {
    let verb = tag.name("verb").map(|verb| verb.as_str().to_ascii_uppercase());
    let plain = text.plain();
    let address = tag.name("path").map_or(plain.trim(), |path| path.as_str());
    let is_address = address.starts_with('/') && !address.contains(char::is_whitespace);
    match verb.as_deref().and_then(Method::from_verb) {
        Some(verb) if is_address => {
            vec![Labelled::Verb(verb), Labelled::Address(address.to_owned(), text.span.clone())]
        }
        _ => Vec::new(),
    }
}

fn labelled_line(line: &str, span: &Span, dialect: &Dialect) -> Option<Labelled> {
    let (label, value) = line.split_once(':')?;
    let marks = [' ', '`', '*', '_'];
    let roles = dialect.columns.roles(label.trim_start_matches(['-', '+']).trim_matches(marks));
    let value = value.trim_matches(marks).trim_end_matches('\\').trim_end_matches(marks);
    if value.is_empty() || value.contains(char::is_whitespace) {
        None
    } else if let Some(verb) = Method::from_verb(value) {
        // In capitals it is one whatever the label is: "Type: GET".
        Some(Labelled::Verb(verb))
    } else if roles.contains(&ColumnRole::Verb) {
        Method::from_verb(&value.to_ascii_uppercase()).map(Labelled::Verb)
    } else if roles.contains(&ColumnRole::Address) && value.starts_with(['/', 'h']) {
        Some(Labelled::Address(value.to_owned(), span.clone()))
    } else {
        None
    }
}
