//! Page and dialect in, facts out: what the page says, and only that.
//!
//! - [`facts`]: what comes out.
//! - `section` sorts a page's blocks into sections, `parts` these by what they are about.
//! - `resource`, `enums` and `operation` read one kind of page each.
//! - `table`, `values`, `permissions`, `request`, `headers`, `query`, `parameters`, `body`, `response`,
//!   `errors` and `example` (with `example_part`) read one kind of thing each; `path` reads the path of
//!   a request line, `arguments` the functions in it, `multipart` bodies in parts. `untitled_request`
//!   finds request lines that stand under no title of their own; `listed` reads parameters that are
//!   items of lists.
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
mod listed;
pub(crate) mod memory;
pub(crate) mod multipart;
mod operation;
mod parameters;
mod parts;
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
mod untitled_request;
mod values;

use std::borrow::Cow;
use std::sync::Arc;

use crate::diagnostics::{Code, Diagnostic, Place, Report};
use crate::dialect::{Dialect, SectionKind};
use crate::page::{BlockKind, Container, Page};
use facts::PageFacts;
use memory::Memory;
use parts::Part;
use prose::{Cut, cut_markdown, markdown};
use section::{Includes, Placed, Section};

/// What a page is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Resource,
    Enum,
    Operation,
}

/// What the top of a page, or of a part of one, says.
pub struct PageText {
    /// Its title, as written.
    pub title: String,
    /// Its title without marks such as "(deprecated)", numbers and request lines.
    pub name: String,
    /// Where its title stands.
    pub title_place: Place,
    /// Its introduction, as Markdown.
    pub description: String,
}

/// Reads a page: what it says about each of its subjects, of which most pages have one. What is wrong
/// with the page is told with the first.
pub fn read<'a>(
    page: &Page<'a>,
    dialect: &Memory<'_>,
    includes: &dyn Includes<'a>,
) -> Vec<PageFacts> {
    let mut missing = Vec::new();
    let sections = section::split(page, dialect, includes, &mut missing);
    let mut report = page.report.clone();
    report_missing(page, &missing, &mut report);
    placeholder::report_front_matter(page, dialect, &mut report);
    let namespace = namespace(&sections, dialect);
    let parts = parts::split(sections, untitled_request::count(page, dialect), dialect);
    let is_alone = parts.len() == 1;
    let mut subjects = Vec::new();
    let texts = tops(page, &parts, dialect);
    for (part, text) in parts.iter().zip(texts) {
        let kind = kind(page, part, is_alone, &text, dialect);
        let mut facts = PageFacts {
            page: Arc::clone(&page.path),
            is_part: part.heading.is_some(),
            namespace: namespace.clone(),
            area: area(page),
            deprecated: dialect.titles.deprecated.is_match(&text.title).then(String::new),
            ..PageFacts::default()
        };
        read_subject(page, part, kind, &text, dialect, &mut facts, &mut report);
        facts.title = Some(text.name).filter(|title| !title.is_empty());
        // A page whose parts say everything says nothing of itself.
        let is_empty = kind.is_none() && facts.enums.is_empty();
        if is_empty && is_alone {
            report.push(unknown_kind(page));
        }
        if !is_empty || is_alone {
            subjects.push(facts);
        }
    }
    if let Some(first) = subjects.first_mut() {
        first.report = report;
    }
    subjects
}

/// Reads what a part of a page says about its subject.
fn read_subject(
    page: &Page<'_>,
    part: &Part<'_, '_>,
    kind: Option<Kind>,
    text: &PageText,
    dialect: &Memory<'_>,
    facts: &mut PageFacts,
    report: &mut Report,
) {
    let (sections, title) = (&part.sections, &text.name);
    match kind {
        Some(Kind::Resource) => {
            let named = dialect.titles.resource.group("name", title).map(Cow::Borrowed);
            let named = named.or_else(|| is_name(title).then(|| title.as_str().into()));
            // A title in words leaves the name to the annotation.
            let name = named.or_else(|| resource::annotated_name(sections).map(Cow::Borrowed));
            match name.or_else(|| dialect.titles.type_name(title)) {
                Some(name) => {
                    facts.resource =
                        Some(resource::read(page, sections, text, &name, dialect, report));
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
            let name = dialect.titles.enumeration.group("name", title);
            let of_page =
                name.and_then(|name| enums::read_page(page, sections, text, name, dialect));
            facts.enums.extend(of_page);
        }
        Some(Kind::Operation) => {
            facts.operations = operation::read(page, sections, text, dialect, report);
        }
        None => {}
    }
    if facts.enums.is_empty() {
        facts.enums = enums::read_sections(sections, dialect);
    }
}

fn unknown_kind(page: &Page<'_>) -> Diagnostic {
    Diagnostic::new(
        Code::UnknownPageKind,
        Place::page(Arc::clone(&page.path)),
        "a page that is neither about a resource, an enum nor an operation",
        "expected `doc_type` in its front matter, a title such as \"x resource type\", or request lines",
        "nothing was read from it",
    )
}

/// Reports included files that are not there, where what they say matters.
fn report_missing(
    page: &Page<'_>,
    missing: &[(Placed<'_, '_>, Option<SectionKind>)],
    report: &mut Report,
) {
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

/// What the tops of a page's parts say. What a title has in parentheses is a part of it where it tells
/// the part from another.
fn tops<'a>(page: &Page<'a>, parts: &[Part<'_, 'a>], dialect: &Memory<'_>) -> Vec<PageText> {
    let mut texts: Vec<PageText> = parts.iter().map(|part| top(page, part, dialect)).collect();
    let names: Vec<String> = texts.iter().map(|text| text.name.clone()).collect();
    for text in &mut texts {
        let is_shared = names.iter().filter(|name| **name == text.name).count() > 1;
        if is_shared && !text.name.is_empty() {
            text.name = dialect.titles.without_number(&text.title).to_owned();
        }
    }
    texts
}

fn top<'a>(page: &Page<'a>, part: &Part<'_, 'a>, dialect: &Memory<'_>) -> PageText {
    let heading = match part.heading {
        Some(heading) => Some(heading.block),
        None => page.blocks.iter().find(|block| matches!(block.kind, BlockKind::Heading(1, _))),
    };
    let heading = heading.and_then(|block| match &block.kind {
        BlockKind::Heading(_, text) => Some((text.plain().into_owned(), page.place(&block.span))),
        _ => None,
    });
    let front = page.front_matter.get("title").filter(|title| !dialect.placeholder.is_match(title));
    let (title, title_place) = heading.unwrap_or_else(|| {
        let place = page.front_matter.span("title").map(|span| page.place(&span));
        let place = place.unwrap_or_else(|| Place::page(Arc::clone(&page.path)));
        (front.unwrap_or_default().to_owned(), place)
    });
    let name = dialect.titles.strip.strip(&title);
    let mut name = untitled_request::without_line(&name, dialect).unwrap_or(&name).trim();
    if part.heading.is_some() {
        name = dialect.titles.without_number(name);
    }
    PageText {
        name: name.to_owned(),
        title,
        title_place,
        description: description(page, part, dialect),
    }
}

/// The introduction, without namespace, base type and notes: what stands in the section of that title,
/// else before the first section.
fn description(page: &Page<'_>, part: &Part<'_, '_>, dialect: &Memory<'_>) -> String {
    let sections = &part.sections;
    let of_kind = |section: &&Section<'_, '_>| section.kind == Some(SectionKind::Description);
    let titled = sections.iter().filter(of_kind).find(|it| it.paragraphs().next().is_some());
    let Some(introduction) = titled.or_else(|| sections.first()) else {
        return String::new();
    };
    let mut paragraphs = Vec::new();
    for placed in &introduction.blocks {
        match &placed.block.kind {
            _ if introduction.kind.is_none() && untitled_request::is_request(*placed, dialect) => {}
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
    if paragraphs.is_empty() && part.heading.is_none() {
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
    part: &Part<'_, '_>,
    is_alone: bool,
    text: &PageText,
    dialect: &Memory<'_>,
) -> Option<Kind> {
    let (sections, title) = (&part.sections, &text.name);
    let kinds = &dialect.kinds;
    // Front matter is about the page as a whole.
    let key = is_alone.then_some(&kinds.key);
    let stated = key.and_then(|key| page.front_matter.get(key));
    let stated = stated.and_then(|stated| {
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
    let has_properties = has(SectionKind::Properties) || has(SectionKind::JsonRepresentation);
    let is_resource = dialect.titles.resource.is_match(title) || has_properties;
    let is_operation = has(SectionKind::HttpRequest);
    let is_stated = |section| untitled_request::is_stated(section, dialect);
    match stated {
        // Front matter is copied from page to page; what a page contains is written for it.
        Some(Kind::Resource) | None if is_enum => Some(Kind::Enum),
        Some(Kind::Resource) if is_operation && !is_resource => Some(Kind::Operation),
        Some(Kind::Operation) if is_resource && !is_operation => Some(Kind::Resource),
        Some(kind) => Some(kind),
        None if is_operation => Some(Kind::Operation),
        None if has_properties => Some(Kind::Resource),
        None if untitled_request::count(page, dialect) && sections.iter().any(is_stated) => {
            Some(Kind::Operation)
        }
        None if is_resource => Some(Kind::Resource),
        None => None,
    }
}

/// Whether a title is a name, and no words.
fn is_name(title: &str) -> bool {
    !title.is_empty() && title.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}
