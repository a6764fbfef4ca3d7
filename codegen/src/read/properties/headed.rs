//! Properties that have headings of their own: below the section about properties, a name as code, and
//! below it what else rows of tables have, each behind its label.
//!
//! ```text
//! ### `pages`
//!
//! **Description:** How many there are.\
//! **Type:** Integer
//! ```

use std::borrow::Cow;

use super::row_name::is_property_name;
use crate::diagnostics::{Code, Diagnostic, Report};
use crate::dialect::{ColumnRole, Dialect, SectionKind, Spelling};
use crate::ir::{Nullability, Requirement};
use crate::page::{BlockKind, Mark, Piece, Text};
use crate::read::facts::{PropertyFacts, TypeFacts, Values};
use crate::read::layout::section::Section;
use crate::read::prose::markdown;

/// The properties under headings, and for each of the sections whether it is one of them.
pub fn properties(
    sections: &[Section<'_, '_>],
    dialect: &Dialect,
    report: &mut Report,
) -> (Vec<PropertyFacts>, Vec<bool>) {
    let mut found = Vec::new();
    let mut are_read = vec![false; sections.len()];
    for (at, section) in below_properties(sections) {
        if let Some(property) = property(section, dialect, report) {
            found.push(property);
            are_read[at] = true;
        }
    }
    (found, are_read)
}

/// Sections under titles that are no known ones, below that about properties, and which they are.
pub fn below_properties<'s, 'p, 'a>(
    sections: &'s [Section<'p, 'a>],
) -> impl Iterator<Item = (usize, &'s Section<'p, 'a>)> {
    // How deep the heading of the section about properties is, while one is open.
    let mut open = None;
    sections.iter().enumerate().filter(move |(_, section)| {
        let depth = section.depth();
        if section.kind == Some(SectionKind::Properties) {
            open = depth;
        } else if section.kind.is_some() || depth <= open {
            open = None;
        }
        open.is_some() && section.kind.is_none()
    })
}

/// The code that a heading is, marks of templates aside: `` `pages` {{optional}} ``.
pub fn name<'t>(heading: &'t Text<'_>) -> Option<&'t str> {
    let is_mark = |piece: &Piece<'_>| {
        let text = piece.text.trim();
        text.is_empty() || text.starts_with("{{") && text.ends_with("}}")
    };
    let (first, rest) = heading.pieces.split_first()?;
    (first.mark == Mark::Code && rest.iter().all(is_mark)).then(|| first.text.trim())
}

fn property(
    section: &Section<'_, '_>,
    dialect: &Dialect,
    report: &mut Report,
) -> Option<PropertyFacts> {
    let heading = section.heading?;
    let BlockKind::Heading(_, title) = &heading.block.kind else { return None };
    let name = name(title).filter(|name| is_property_name(name))?;
    let said = Said::read(section, dialect);
    let written = said.ty?;
    let place = heading.page.place(&title.span);
    let spelled = dialect.types.read(&without_marks(&written));
    if spelled.spelling == Spelling::Unread {
        report.push(
            Diagnostic::of(Code::UnreadType, place.clone())
                .found(format!("`{written}` where a type belongs"))
                .expected("the name of one type, or of a collection of it")
                .instead("its value was read as JSON of any shape"),
        );
    }
    let facts = &dialect.facts;
    let remark: String = title.pieces.iter().skip(1).map(|piece| &*piece.text).collect();
    let is_nullable = facts.nullable_type.is_match(&written);
    let ty = TypeFacts::in_words(written, spelled, place.clone());
    Some(PropertyFacts {
        values: (!said.values.is_empty())
            .then(|| Values { members: said.values, ..Values::default() }),
        requirement: facts.optional_heading.is_match(&remark).then_some(Requirement::Optional),
        read_only: facts.read_only.is_match(&said.description),
        nullability: if is_nullable { Nullability::Nullable } else { Nullability::Unsaid },
        deprecated: facts.deprecated_heading.is_match(&remark).then(String::new),
        description: said.description,
        ..PropertyFacts::named(name.to_owned(), ty, place)
    })
}

/// What stands below a heading.
#[derive(Default)]
struct Said {
    description: String,
    ty: Option<String>,
    /// Lines below the type that begin with code: `` `new` = Nobody has read it ``.
    values: Vec<String>,
}

impl Said {
    fn read(section: &Section<'_, '_>, dialect: &Dialect) -> Self {
        let mut said = Self::default();
        for (page, text) in section.paragraphs() {
            let mut is_below_type = false;
            for line in markdown(page, text).lines() {
                let line = line.trim_end().trim_end_matches('\\').trim();
                let (role, value) = labelled(line, dialect);
                let value_below_type = line.strip_prefix('`').and_then(|rest| rest.split_once('`'));
                match (role, value_below_type) {
                    (Some(ColumnRole::Type), _) if said.ty.is_none() => {
                        said.ty = Some(value.to_owned());
                        is_below_type = true;
                        continue;
                    }
                    (None, Some((member, _))) if is_below_type => {
                        said.values.push(member.to_owned());
                    }
                    _ => is_below_type = false,
                }
                let words = if role == Some(ColumnRole::Description) { value } else { line };
                if !said.description.is_empty() {
                    said.description.push('\n');
                }
                said.description.push_str(words);
            }
            said.description.push('\n');
        }
        said.description.truncate(said.description.trim_end().len());
        said
    }
}

/// What the label of a line says that it is, and the line without it.
fn labelled<'t>(line: &'t str, dialect: &Dialect) -> (Option<ColumnRole>, &'t str) {
    let marks = ['*', '_', ' '];
    let Some((label, value)) = line.split_once(':') else { return (None, line) };
    let roles = dialect.columns.roles(label.trim_matches(marks));
    let is_it = |role: &&ColumnRole| matches!(role, ColumnRole::Type | ColumnRole::Description);
    (roles.iter().find(is_it).copied(), value.trim_start_matches(marks))
}

/// The words of a type: without marks of templates, `{{<nullable>}}`, and without what links lead to.
pub fn without_marks(text: &str) -> Cow<'_, str> {
    if !text.contains(['{', '[']) {
        return text.into();
    }
    let mut words = String::new();
    let mut rest = text;
    loop {
        if let Some((_, after)) = rest.strip_prefix("{{").and_then(|inner| inner.split_once("}}")) {
            rest = after;
        } else if let Some((name, after)) = rest.strip_prefix('[').and_then(link) {
            words.push_str(name);
            rest = after;
        } else if let Some(first) = rest.chars().next() {
            words.push(first);
            rest = &rest[first.len_utf8()..];
        } else {
            return words.trim().to_owned().into();
        }
    }
}

/// What a link says, of which the first bracket is cut, and what follows it.
fn link(text: &str) -> Option<(&str, &str)> {
    let (name, target) = text.split_once("](")?;
    let (_, after) = target.split_once(')')?;
    (!name.contains(']')).then_some((name, after))
}

#[cfg(test)]
mod tests {
    use super::without_marks;

    #[test]
    fn a_type_without_marks() {
        assert_eq!(without_marks("{{<nullable>}} Integer"), "Integer");
        assert_eq!(without_marks("Array of [Page](page.md)"), "Array of Page");
        assert_eq!(without_marks("[Page]({{< ref \"page\" >}}), or null"), "Page, or null");
        assert_eq!(without_marks("Page[]"), "Page[]");
    }
}
