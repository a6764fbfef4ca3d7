//! The name of a resource or an enum whose page shows no title, as some rendered text does: what its
//! file or its JSON is called.

use std::sync::Arc;

use memchr::memmem;

use super::columns::Columns;
use super::section::{Section, of_kind};
use crate::diagnostics::{Code, Diagnostic, Place, Report};
use crate::dialect::SectionKind;
use crate::ir::names::{is_camel_case, short};
use crate::page::Page;
use crate::read::cached_dialect::CachedDialect;
use crate::read::is_name;
use crate::read::prose::target_page;
use crate::read::types::representation;

/// Whether a page without a title is about an enum: its members stand under a title that names none.
pub fn is_enum(sections: &[Section<'_, '_>], dialect: &CachedDialect<'_>) -> bool {
    of_kind(sections, SectionKind::Members).any(|section| {
        dialect.sections.have_title(&section.title()) && section.tables().next().is_some()
    })
}

/// The name of a resource. An overview that lists properties without their types is about none.
pub fn resource_name(
    page: &Page<'_>,
    sections: &[Section<'_, '_>],
    dialect: &CachedDialect<'_>,
    report: &mut Report,
) -> Option<String> {
    may_be_resource(sections, dialect).then(|| name(page, sections, report)).flatten()
}

/// The name: the file's, if the page's text has it as a word, in the casing that it has there; else that
/// of the type in the JSON representation; else the file's as it is. A finding tells which it is.
pub fn name(page: &Page<'_>, sections: &[Section<'_, '_>], report: &mut Report) -> Option<String> {
    let file = of_file(&page.path);
    let in_text = || Some((as_written(page.text, &file)?, "its file is called so"));
    let in_json = || Some((shown(sections)?, "its JSON says so"));
    let alone = || Some((file.clone(), "its file is called so; its casing is that of other pages"));
    let is_file_a_name = is_name(&file) && file.starts_with(|c: char| c.is_ascii_alphabetic());
    let found = is_file_a_name.then(in_text).flatten().or_else(in_json);
    let (name, reason) = found.or_else(|| is_file_a_name.then(alone).flatten())?;
    report.push(
        Diagnostic::of(Code::UntitledPage, Place::page(Arc::clone(&page.path)))
            .found("a page about a type, and no title that says about which")
            .expected("a title such as \"x resource type\" as its first line")
            .instead(format!("it was read as being about `{name}`: {reason}")),
    );
    Some(name)
}

/// What a page's file is called, in lower case, without what stands before it: areas (`people-phone.md`).
pub fn of_file(path: &str) -> String {
    let file = target_page(path);
    let file = file.strip_suffix(".txt").unwrap_or(&file);
    file.rsplit('-').next().unwrap_or(file).to_owned()
}

/// A word of a text, given in lower case, as the text writes it: most often, and rather in camel case
/// than in any other.
fn as_written(text: &str, word: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    let mut casings: Vec<(&str, usize)> = Vec::new();
    for at in memmem::find_iter(lower.as_bytes(), word) {
        let end = at + word.len();
        let is_part = |byte: Option<&u8>| byte.is_some_and(|it| is_in_name(*it));
        let bytes = text.as_bytes();
        if is_part(bytes.get(at.wrapping_sub(1))) || is_part(bytes.get(end)) {
            continue;
        }
        let casing = &text[at..end];
        // Capitals alone are an abbreviation.
        if casing.len() > 1 && !casing.contains(|c: char| c.is_ascii_lowercase()) {
            continue;
        }
        match casings.iter_mut().find(|(known, _)| *known == casing) {
            Some((_, count)) => *count += 1,
            None => casings.push((casing, 1)),
        }
    }
    // The first of equal ones.
    let best = casings.iter().rev().max_by_key(|(casing, count)| (is_camel_case(casing), *count));
    best.map(|(casing, _)| (*casing).to_owned())
}

fn is_in_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// Whether tables of properties, where there are any, are those of a resource: they have types, or
/// there is JSON beside them.
fn may_be_resource(sections: &[Section<'_, '_>], dialect: &CachedDialect<'_>) -> bool {
    if of_kind(sections, SectionKind::JsonRepresentation).next().is_some() {
        return true;
    }
    let tables = of_kind(sections, SectionKind::Properties).flat_map(Section::tables);
    let mut have_types =
        tables.map(|(on, table)| Columns::of(on, table, dialect).are_properties()).peekable();
    have_types.peek().is_none() || have_types.any(|it| it)
}

/// The type that the JSON representation states.
fn shown(sections: &[Section<'_, '_>]) -> Option<String> {
    let mut fences = of_kind(sections, SectionKind::JsonRepresentation).flat_map(Section::fences);
    fences.find_map(|(page, fence)| {
        // What is wrong with it is told where its properties are read.
        let shown = representation::of_object(page, fence, &mut Report::default());
        representation::stated_name(&shown).map(|name| short(name).to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::as_written;

    #[test]
    fn camel_case_is_rather_a_name() {
        let text = "Bookmarks. A bookMark is a mark. BookMark, BookMark: bookmark";
        assert_eq!(as_written(text, "bookmark").as_deref(), Some("bookMark"));
        assert_eq!(as_written("Books of a book. A book, a Book", "book").as_deref(), Some("book"));
        assert_eq!(as_written("Books", "book"), None);
    }
}
