//! The name of a resource whose page shows no title, as some rendered text does: what its JSON or its
//! file is called.

use std::sync::Arc;

use memchr::memmem;

use super::facts::Represented;
use super::prose::target_page;
use super::section::Section;
use super::{is_name, representation};
use crate::diagnostics::{Code, Diagnostic, Place, Report};
use crate::dialect::SectionKind;
use crate::ir::names::short;
use crate::page::Page;

/// The name: the file's, if the page's text has it as a word, in the casing that it has there; else that
/// of the type in the JSON representation; else the file's as it is. A finding tells which it is.
pub fn name(
    page: &Page<'_>,
    sections: &[Section<'_, '_>],
    report: &mut Report,
) -> Option<String> {
    let file = target_page(&page.path);
    let file = file.strip_suffix(".txt").unwrap_or(&file);
    // Areas stand before names: `people-phone.md`.
    let file = file.rsplit('-').next().unwrap_or(file);
    let in_text = || Some((as_written(page.text, file)?, "its file is called so"));
    let in_json = || Some((shown(sections)?, "its JSON says so"));
    let alone = || Some((file.to_owned(), "its file is called so, and nothing else names it"));
    let is_file_a_name = is_name(file) && file.starts_with(|c: char| c.is_ascii_alphabetic());
    let found = is_file_a_name.then(in_text).flatten().or_else(in_json);
    let (name, reason) = found.or_else(|| is_file_a_name.then(alone).flatten())?;
    report.push(
        Diagnostic::of(Code::UntitledPage, Place::page(Arc::clone(&page.path)))
            .found("a page with properties, and no title that says of what")
            .expected("a title such as \"x resource type\" as its first line")
            .instead(format!("it was read as being about `{name}`: {reason}")),
    );
    Some(name)
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
        match casings.iter_mut().find(|(known, _)| *known == casing) {
            Some((_, count)) => *count += 1,
            None => casings.push((casing, 1)),
        }
    }
    let is_camel = |word: &str| {
        word.starts_with(|c: char| c.is_ascii_lowercase()) && word.contains(char::is_uppercase)
    };
    // The first of equal ones.
    let best = casings.iter().rev().max_by_key(|(casing, count)| (is_camel(casing), *count));
    best.map(|(casing, _)| (*casing).to_owned())
}

fn is_in_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// The type that the JSON representation states.
fn shown(sections: &[Section<'_, '_>]) -> Option<String> {
    let of_kind =
        |section: &&Section<'_, '_>| section.kind == Some(SectionKind::JsonRepresentation);
    let mut fences = sections.iter().filter(of_kind).flat_map(Section::fences);
    fences.find_map(|(page, fence)| {
        // What is wrong with it is told where its properties are read.
        let shown = representation::of_object(page, fence, &mut Report::default());
        shown.into_iter().find_map(|property| match property.value {
            Represented::Text(name) if property.name == "@odata.type" => {
                Some(short(name.trim_start_matches('#')).to_owned())
            }
            _ => None,
        })
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
