//! The names of rows: of properties, relationships and parameters.

use super::nested_rows::without_marks;
use super::table::TableOf;
use crate::diagnostics::{Code, Diagnostic, Report};
use crate::dialect::Dialect;
use crate::page::{Page, Text};

/// What the first cell of a row says.
pub struct RowName {
    /// The name as it is sent.
    pub name: String,
    /// Whether a question mark says that it may be left out.
    pub may_be_left_out: bool,
    /// Whether it is called deprecated.
    pub deprecated: bool,
}

impl RowName {
    /// Reads the cell; nothing where the row is about no property, with a finding if it seems to be.
    pub fn read(
        page: &Page<'_>,
        cell: &Text<'_>,
        of: TableOf,
        dialect: &Dialect,
        report: &mut Report,
    ) -> Option<Self> {
        let written = cell.plain();
        let in_words = name_in_words(&written).filter(|_| of == TableOf::Relationships);
        let is_in_words = in_words.is_some();
        let name = in_words.unwrap_or_else(|| property_name(&written));
        if name.is_empty() || dialect.facts.none.is_match(&name) {
            return None;
        }
        let odd_name = || {
            Diagnostic::of(Code::OddName, page.place(&cell.span))
                .found(format!("`{written}` where a name belongs"))
        };
        if !can_be_name(&name, &written, cell, of) {
            report.push(
                odd_name()
                    .expected("the name of a property or parameter")
                    .instead("the row was left out"),
            );
            return None;
        }
        if is_in_words {
            report.push(
                odd_name()
                    .expected("the name of a relationship")
                    .instead(format!("it was read as `{name}`")),
            );
        }
        Some(Self {
            may_be_left_out: written.split([' ', '(']).next().is_some_and(|it| it.ends_with('?')),
            deprecated: dialect.facts.deprecated.is_match(&written),
            name,
        })
    }
}

/// Whether a name is that of a property, as far as the cell that it is written in tells.
fn can_be_name(name: &str, written: &str, cell: &Text<'_>, of: TableOf) -> bool {
    let rest = without_marks(written).split_once(' ').map_or("", |(_, rest)| rest);
    let is_title = rest.starts_with(char::is_alphanumeric);
    match of {
        // "[List members](../api/reader-list-members.md)" is the title of a page.
        TableOf::Properties | TableOf::Parameters | TableOf::Relationships => {
            is_property_name(name) && !(is_title && cell.links().next().is_some())
        }
        // What the response has for a title in words, such a table does not tell.
        TableOf::Response => {
            !is_title && is_property_name(name.replace("[]", "").trim_start_matches('.'))
        }
    }
}

/// A name without the marks and remarks that stand around it.
pub fn property_name(written: &str) -> String {
    let mut name = without_marks(written).trim_matches(['*', '`', ' ', '\u{a0}']);
    // Underscores are marks where they stand on both sides; `_id` is a name.
    while let Some(inner) = name.strip_prefix('_').and_then(|name| name.strip_suffix('_')) {
        name = inner;
    }
    let name = name.split_once(['(', ' ', '\n']).map_or(name, |(name, _)| name);
    // "name?" is one that may be left out.
    let name = name.strip_suffix('?').unwrap_or(name);
    let name = name.trim_matches(['*', '`', ' ', '\u{a0}', ':', '\\']).replace('\\', "");
    // OData's own names are never sent without their mark.
    if name.starts_with("odata.") { format!("@{name}") } else { name }
}

/// A name that stands for itself in words, "Late books", as it is sent: `lateBooks`.
fn name_in_words(written: &str) -> Option<String> {
    let mut words = written.split_whitespace();
    let first = words.next().filter(|first| first.starts_with(|c: char| c.is_ascii_uppercase()))?;
    let mut name = first.to_ascii_lowercase();
    for word in words {
        let (initial, rest) = word.split_at_checked(1)?;
        if !word.bytes().all(|b| b.is_ascii_lowercase()) {
            return None;
        }
        name.push_str(&initial.to_ascii_uppercase());
        name.push_str(rest);
    }
    let is_plain = first.bytes().skip(1).all(|b| b.is_ascii_lowercase());
    (is_plain && name.len() > first.len()).then_some(name)
}

/// Whether a text can be the name of a property or parameter.
pub fn is_property_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '@' | '$'))
        // A number is none, but a name can begin with one.
        && name.contains(char::is_alphabetic)
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '@' | '-' | '$'))
}
