//! Pages about several things, taken apart.
//!
//! A heading that is no known title can be that of an operation, or of a type, of its own. What tells
//! is what stands below it: request lines under a title for them; on pages that have no such title,
//! request lines alone; or, where the heading names a type, a table of its properties. What stands in no
//! part is about the page's own subject; its sections about every request, such as permissions, are
//! about those of the parts, too. A page that describes a response and has no request of its own
//! describes one operation, whose addresses stand under headings.

use std::collections::BTreeSet;

use super::section::{Placed, Section};
use super::untitled_request;
use crate::dialect::{Dialect, SectionKind};
use crate::read::cached_dialect::CachedDialect;
use crate::read::is_name;

/// What a page says about one of its subjects.
pub struct Part<'p, 'a> {
    /// The heading that names it; `None` for the page's own subject.
    pub heading: Option<Placed<'p, 'a>>,
    /// Its sections; the first one is its introduction.
    pub sections: Vec<Section<'p, 'a>>,
}

impl Part<'_, '_> {
    /// What can be taken for parameters, such as attributes, are properties where the part is about a type.
    pub fn take_parameters_for_properties(&mut self) {
        for section in &mut self.sections {
            if section.kind == Some(SectionKind::Parameters) {
                section.kind = Some(SectionKind::Properties);
            }
        }
    }
}

/// Takes a page apart. The page's own subject comes first, whether or not anything is said of it.
/// `untitled_are_read` is what [`untitled_request::are_read`] says of the page.
pub fn split<'p, 'a>(
    sections: Vec<Section<'p, 'a>>,
    untitled_are_read: bool,
    dialect: &CachedDialect<'_>,
) -> Vec<Part<'p, 'a>> {
    let subjects = subjects(&sections, untitled_are_read, dialect);
    let mut own = Part { heading: None, sections: Vec::new() };
    if subjects.is_empty() {
        own.sections = sections;
        return vec![own];
    }
    let mut parts: Vec<Part<'p, 'a>> = Vec::new();
    // Parts whose headings stand above, outermost first: their depths and places in `parts`.
    let mut open: Vec<(u8, usize)> = Vec::new();
    for (at, section) in sections.into_iter().enumerate() {
        if let Some(depth) = section.depth() {
            let goes_on = |(above, part): &(u8, usize)| {
                *above == depth && parts.get(*part).is_some_and(|part| lacks(part, section.kind))
            };
            open.retain(|it| it.0 < depth || goes_on(it));
            if subjects.contains(&at) {
                open.push((depth, parts.len()));
                parts.push(Part { heading: section.heading, sections: Vec::new() });
            }
        }
        match open.last().and_then(|(_, part)| parts.get_mut(*part)) {
            Some(part) => part.sections.push(section),
            None => own.sections.push(section),
        }
    }
    for part in &mut parts {
        add_common(part, &own.sections);
    }
    parts.insert(0, own);
    parts
}

/// The sections whose headings name a subject of their own.
fn subjects(
    sections: &[Section<'_, '_>],
    untitled_are_read: bool,
    dialect: &CachedDialect<'_>,
) -> BTreeSet<usize> {
    let mut found = Found::default();
    // Sections whose headings stand above, outermost first.
    let mut above: Vec<usize> = Vec::new();
    for (at, section) in sections.iter().enumerate() {
        if let Some(depth) = section.depth() {
            above.retain(|other| sections[*other].depth() < Some(depth));
            above.push(at);
        }
        let names = |at: &&usize| {
            let section = &sections[**at];
            section.kind.is_none() && !is_request_title(&section.title(), dialect)
        };
        let of = above.iter().rev().find(names).copied();
        match section.kind {
            Some(SectionKind::HttpRequest) if has_lines(section) => {
                found.titled.insert(of);
            }
            None if untitled_are_read && untitled_request::is_stated(section, dialect) => {
                found.untitled.insert(of);
            }
            // Only below the name of a type does a table begin a section of its own.
            Some(SectionKind::Properties) if section.heading.is_none() => {
                found.types.extend(of);
            }
            // Or a title for it, below that name alone.
            Some(SectionKind::Properties)
                if untitled_are_read
                    && of.is_some_and(|of| is_name(sections[of].title().trim())) =>
            {
                found.types.extend(of);
            }
            // What is said of responses above all requests is said of each of them.
            Some(SectionKind::Response) if of.is_none() => {
                found.has_response |= found.has_request();
            }
            _ => {}
        }
    }
    found.subjects()
}

/// Where a page's requests and types are: the sections whose headings name them, `None` for the page's
/// own title.
#[derive(Default)]
struct Found {
    titled: BTreeSet<Option<usize>>,
    untitled: BTreeSet<Option<usize>>,
    types: BTreeSet<usize>,
    /// Whether the page itself describes a response, below its first request.
    has_response: bool,
}

impl Found {
    fn has_request(&self) -> bool {
        !self.titled.is_empty() || !self.untitled.is_empty()
    }

    fn subjects(self) -> BTreeSet<usize> {
        let Self { titled, untitled, mut types, has_response } = self;
        let is_titled = !titled.is_empty();
        let requests = if is_titled { titled } else { untitled };
        let is_one = has_response && !requests.contains(&None)
            // A heading above the one titled request of a page is no more than decoration.
            || is_titled && requests.len() == 1;
        if !is_one {
            types.extend(requests.into_iter().flatten());
        }
        types
    }
}

/// Whether a section beside the heading of a part is still about it: nothing below that heading says what
/// it says, and no other request can be meant.
fn lacks(part: &Part<'_, '_>, kind: Option<SectionKind>) -> bool {
    let of_one_request = matches!(
        kind,
        Some(
            SectionKind::PathParameters
                | SectionKind::QueryParameters
                | SectionKind::Parameters
                | SectionKind::RequestBody
        )
    );
    of_one_request && part.sections.iter().all(|section| section.kind != kind)
}

/// Whether a title says no more than that a request stands below: "Request".
fn is_request_title(title: &str, dialect: &Dialect) -> bool {
    dialect.requests.title.strip(title).is_empty()
}

/// Whether a section about a request has request lines.
fn has_lines(section: &Section<'_, '_>) -> bool {
    section.fences().next().is_some()
        || section.tables().next().is_some()
        || section.paragraphs().any(|(_, text)| untitled_request::line(text).is_some())
}

/// Gives a part with a request what the page says of all requests and the part does not say itself.
fn add_common<'p, 'a>(part: &mut Part<'p, 'a>, common: &[Section<'p, 'a>]) {
    let has = |kind| part.sections.iter().any(|section| section.kind == Some(kind));
    let kinds =
        [SectionKind::Permissions, SectionKind::RequestHeaders, SectionKind::PathParameters];
    let missing: Vec<SectionKind> = kinds.into_iter().filter(|kind| !has(*kind)).collect();
    let is_missing =
        |section: &&Section<'_, '_>| section.kind.is_some_and(|it| missing.contains(&it));
    part.sections.extend(common.iter().filter(is_missing).cloned());
}
