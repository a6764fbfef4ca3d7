//! Page and dialect in, facts out: what the page says, and only that.
//!
//! - [`facts`]: what comes out.
//! - `section` sorts a page's blocks into sections.
//! - `resource`, `enums` and `operation` read one kind of page each.
//! - `table`, `values`, `permissions`, `request`, `headers`, `query`, `parameters`, `body`, `response`,
//!   `errors` and `example` (with `example_part`) read one kind of thing each; `path` reads the path of
//!   a request line, `arguments` the functions in it, `multipart` bodies in parts.
//! - `annotation` and `representation` read JSON: in comments, and of a resource or a body.
//! - `prose` has running text in a form that rules can match, `placeholder` finds template text in it.
//! - `memory` keeps what was made of texts that stand on many pages.
//! - `places` says where the parts of a page stand.
//! - `fit` tells whether an address is one of a path's; `address` finds what examples show of paths,
//!   `instead` what request lines have in place of what is sent; `example_check` tells examples that
//!   are broken themselves.

pub(crate) mod address;
mod annotation;
pub(crate) mod arguments;
mod body;
mod enums;
mod errors;
mod example;
pub(crate) mod example_check;
mod example_part;
pub mod facts;
pub(crate) mod fit;
mod headers;
mod instead;
pub(crate) mod memory;
pub(crate) mod multipart;
mod operation;
mod parameters;
mod path;
mod permissions;
mod placeholder;
mod places;
pub(crate) mod prose;
mod query;
mod representation;
mod request;
mod resource;
mod response;
pub(crate) mod section;
mod table;
mod values;

use std::sync::Arc;

use crate::diagnostics::{Code, Diagnostic, Place};
use crate::dialect::{Dialect, SectionKind};
use crate::page::{BlockKind, Container, Page};
use facts::PageFacts;
use memory::Memory;
use prose::{Cut, cut_markdown, markdown};
use section::{Includes, Section};

/// What a page is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Resource,
    Enum,
    Operation,
}

/// What the top of a page says.
pub struct PageText {
    /// Its title, as written.
    pub title: String,
    /// Where its title stands.
    pub title_place: Place,
    /// Its introduction, as Markdown.
    pub description: String,
}

/// Reads a page.
pub fn read<'a>(page: &Page<'a>, dialect: &Memory<'_>, includes: &dyn Includes<'a>) -> PageFacts {
    let mut missing = Vec::new();
    let sections = section::split(page, dialect, includes, &mut missing);
    let mut report = page.report.clone();
    let missing = missing.iter().filter(|(_, section)| section.is_some_and(carries_facts));
    for (placed, _) in missing {
        let leads_nowhere = matches!(placed.block.kind, BlockKind::Include(""));
        report.push(Diagnostic::new(
            Code::MissingInclude,
            page.place(&placed.block.span),
            "an included file that is not there",
            if leads_nowhere {
                "expected its contents, or a path: `[!INCLUDE [label](path)]`"
            } else {
                "expected a file at this path, relative to the page"
            },
            "what it says was left out",
        ));
    }
    placeholder::report_front_matter(page, dialect, &mut report);
    let text = top(page, &sections, dialect);
    let title = dialect.titles.strip.strip(&text.title).trim().to_owned();
    let mut facts = PageFacts {
        page: Arc::clone(&page.path),
        namespace: namespace(&sections, dialect),
        area: area(page),
        deprecated: dialect.titles.deprecated.is_match(&text.title).then(String::new),
        ..PageFacts::default()
    };
    let kind = kind(page, &title, &sections, dialect);
    match kind {
        Some(Kind::Resource) => {
            let named = dialect.titles.resource.group("name", &title);
            let named = named.or_else(|| is_name(&title).then_some(&title));
            // A title in words leaves the name to the annotation.
            let name = named.or_else(|| resource::annotated_name(&sections));
            match name {
                Some(name) => {
                    facts.resource =
                        Some(resource::read(page, &sections, &text, name, dialect, &mut report));
                }
                None => report.push(Diagnostic::new(
                    Code::UnknownPageKind,
                    text.title_place.clone(),
                    "a page with properties that does not say of which resource",
                    "expected a title such as \"x resource type\", or `@odata.type` in the annotation of the JSON representation",
                    "its properties were left out",
                )),
            }
        }
        Some(Kind::Enum) => {
            let name = dialect.titles.enumeration.group("name", &title);
            let of_page =
                name.and_then(|name| enums::read_page(page, &sections, &text, name, dialect));
            facts.enums.extend(of_page);
        }
        Some(Kind::Operation) => {
            facts.operations = operation::read(page, &sections, &text, dialect, &mut report);
        }
        None => report.push(Diagnostic::new(
            Code::UnknownPageKind,
            Place::page(Arc::clone(&page.path)),
            "a page that is neither about a resource, an enum nor an operation",
            "expected `doc_type` in its front matter, a title such as \"x resource type\", or request lines",
            "nothing was read from it",
        )),
    }
    if facts.enums.is_empty() {
        facts.enums = enums::read_sections(&sections, dialect);
    }
    facts.title = (!title.is_empty()).then_some(title);
    facts.report = report;
    facts
}

/// Whether a missing include matters there: a note about an SDK does not.
fn carries_facts(section: SectionKind) -> bool {
    matches!(
        section,
        SectionKind::Permissions
            | SectionKind::HttpRequest
            | SectionKind::RequestBody
            | SectionKind::RequestHeaders
            | SectionKind::Properties
            | SectionKind::Relationships
            | SectionKind::Members
    )
}

fn top(page: &Page<'_>, sections: &[Section<'_, '_>], dialect: &Dialect) -> PageText {
    let heading = page.blocks.iter().find_map(|block| match &block.kind {
        BlockKind::Heading(1, text) => Some((text.plain().into_owned(), page.place(&block.span))),
        _ => None,
    });
    let front = page.front_matter.get("title").filter(|title| !dialect.placeholder.is_match(title));
    let (title, title_place) = heading.unwrap_or_else(|| {
        let place = page.front_matter.span("title").map(|span| page.place(&span));
        let place = place.unwrap_or_else(|| Place::page(Arc::clone(&page.path)));
        (front.unwrap_or_default().to_owned(), place)
    });
    PageText { title, title_place, description: description(page, sections, dialect) }
}

/// The introduction, without namespace, base type and notes: what stands in the section of that title,
/// else before the first section.
fn description(page: &Page<'_>, sections: &[Section<'_, '_>], dialect: &Dialect) -> String {
    let of_kind = |section: &&Section<'_, '_>| section.kind == Some(SectionKind::Description);
    let titled = sections.iter().filter(of_kind).find(|it| it.paragraphs().next().is_some());
    let Some(introduction) = titled.or_else(|| sections.first()) else {
        return String::new();
    };
    let mut paragraphs = Vec::new();
    for placed in &introduction.blocks {
        match &placed.block.kind {
            // What the table of clouds says is said with the operation.
            BlockKind::Paragraph(_, text) if dialect.clouds.announced.is_match(&text.plain()) => {}
            BlockKind::Paragraph(Container::Page, text) => {
                let cut = |line: &str| match line {
                    _ if dialect.namespace.is_match(line) => Cut::Line,
                    // In lower case it may be the rest of a sentence.
                    _ if line.starts_with(char::is_lowercase) => Cut::Nothing,
                    _ if is_base_sentence(line, dialect) => Cut::Sentence,
                    _ => Cut::Nothing,
                };
                // Such a line may stand in a paragraph with others; such a sentence may be wrapped.
                let kept = cut_markdown(placed.page, text, cut);
                let kept = without_base_sentences(kept, dialect);
                if !kept.is_empty() {
                    paragraphs.push(kept);
                }
            }
            BlockKind::Paragraph(Container::List, text) => {
                paragraphs.push(format!("- {}", markdown(placed.page, text)));
            }
            _ => {}
        }
    }
    if paragraphs.is_empty() {
        return page.front_matter.get("description").unwrap_or_default().to_owned();
    }
    paragraphs.join("\n\n")
}

/// A text without the sentences that say what type this one inherits from.
fn without_base_sentences(text: String, dialect: &Dialect) -> String {
    if !dialect.facts.inherits.is_match(&text) {
        return text;
    }
    let sentences = text.split_inclusive(". ");
    let kept: String = sentences.filter(|one| !is_base_sentence(one, dialect)).collect();
    kept.trim().to_owned()
}

/// Whether a text begins with what type this one inherits from.
fn is_base_sentence(line: &str, dialect: &Dialect) -> bool {
    dialect.facts.inherits.find(line).is_some_and(|found| found.start() <= 10)
}

fn namespace(sections: &[Section<'_, '_>], dialect: &Memory<'_>) -> Option<String> {
    let mut paragraphs = sections.first()?.paragraphs();
    paragraphs.find_map(|(_, text)| {
        let plain = text.plain();
        let name = || {
            let name = dialect.namespace.group("name", &plain)?;
            Some(name.trim_end_matches('.').to_owned())
        };
        dialect.namespace.is_match(&plain).then(|| dialect.namespaces.of(&plain, name))?
    })
}

fn area(page: &Page<'_>) -> Option<Box<str>> {
    let keys = ["ms.subservice", "ms.prod"];
    let area = keys.iter().find_map(|key| page.front_matter.get(key))?;
    // Template text is no area.
    area.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-').then(|| area.into())
}

fn kind(
    page: &Page<'_>,
    title: &str,
    sections: &[Section<'_, '_>],
    dialect: &Dialect,
) -> Option<Kind> {
    let kinds = &dialect.kinds;
    let stated = page.front_matter.get(&kinds.key).and_then(|stated| {
        if kinds.resource.contains(stated) {
            Some(Kind::Resource)
        } else if kinds.enumeration.contains(stated) {
            Some(Kind::Enum)
        } else if kinds.operation.contains(stated) {
            Some(Kind::Operation)
        } else {
            None
        }
    });
    let has = |kind: SectionKind| sections.iter().any(|section| section.kind == Some(kind));
    let is_enum = dialect.titles.enumeration.is_match(title);
    let is_resource = dialect.titles.resource.is_match(title)
        || has(SectionKind::Properties)
        || has(SectionKind::JsonRepresentation);
    let is_operation = has(SectionKind::HttpRequest);
    match stated {
        // Front matter is copied from page to page; what a page contains is written for it.
        Some(Kind::Resource) | None if is_enum => Some(Kind::Enum),
        Some(Kind::Resource) if is_operation && !is_resource => Some(Kind::Operation),
        Some(Kind::Operation) if is_resource && !is_operation => Some(Kind::Resource),
        Some(kind) => Some(kind),
        None if is_operation => Some(Kind::Operation),
        None if is_resource => Some(Kind::Resource),
        None => None,
    }
}

fn is_name(title: &str) -> bool {
    !title.is_empty() && title.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}
