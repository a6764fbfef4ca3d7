//! Page and dialect in, facts out: what the page says, and only that.
//!
//! - [`facts`]: what comes out.
//! - `kind`: what a page is about; `layout`: how it is laid out in sections and parts, with and without
//!   titles.
//! - `types` and `operation` read one kind of page each.
//! - What both have: `properties` in tables, lists and under headings; `paths`; `examples`; `remarks`,
//!   which are all that is said besides.
//! - `prose` has running text in a form that rules can match; `placeholder` finds template text.
//! - `annotation`: what JSON in comments says.
//! - `places` says where the parts of a page stand.
//! - `cached_dialect` keeps what was made of texts that stand on many pages.

mod annotation;
pub(crate) mod cached_dialect;
pub(crate) mod examples;
pub mod facts;
mod kind;
pub(crate) mod layout;
pub(crate) mod operation;
pub(crate) mod paths;
mod placeholder;
mod places;
mod properties;
pub(crate) mod prose;
mod remarks;
mod types;

use std::borrow::Cow;
use std::sync::Arc;

use crate::diagnostics::{Code, Diagnostic, Place, Report};
use crate::dialect::{Dialect, SectionKind};
use crate::page::message_line::is_word;
use crate::page::{BlockKind, Page};
use cached_dialect::CachedDialect;
use facts::PageFacts;
use kind::Kind;
use layout::introduction::{PageText, tops};
use layout::parts::{self, Part};
use layout::section::{self, Includes, Placed, Section};
use layout::{untitled_request, untitled_subject};
use operation::lone_requests;
use remarks::unread_tables;
use types::{enums, resource};

/// Reads a page: what it says about each of its subjects, of which most pages have one. What is wrong
/// with the page goes into the report.
pub fn read<'a>(
    page: &Page<'a>,
    dialect: &CachedDialect<'_>,
    includes: &dyn Includes<'a>,
    report: &mut Report,
) -> Vec<PageFacts> {
    let mut missing = Vec::new();
    let sections = section::split(page, dialect, includes, &mut missing);
    report.extend(page.report.clone());
    report_missing(page, &missing, report);
    placeholder::report_front_matter(page, dialect, report);
    let is_unfinished = placeholder::report_introduction(page, dialect, report);
    let namespace = namespace(&sections, dialect).or_else(|| annotated_namespace(page));
    let mut parts = parts::split(sections, untitled_request::are_read(page, dialect), dialect);
    let is_alone = parts.len() == 1;
    let mut subjects = Vec::new();
    // Sections that are about none of them.
    let mut of_none = Vec::new();
    let texts = tops(page, &parts, is_unfinished, dialect);
    for (number, (part, text)) in parts.iter_mut().zip(texts).enumerate() {
        let kind = Kind::of(page, part, is_alone, &text, dialect);
        if kind == Some(Kind::Resource) {
            part.take_parameters_for_properties();
        }
        let about = PageFacts {
            page: Arc::clone(&page.path),
            part: part.heading.is_some().then_some(number),
            namespace: namespace.clone(),
            area: area(page, dialect),
            deprecated: text.deprecated.clone(),
            title: Some(text.name.clone()).filter(|title| !title.is_empty()),
            ..PageFacts::default()
        };
        let subject = Subject { sections: &part.sections, kind, text };
        let facts = subject.read(page, about, dialect, report);
        let is_empty = kind.is_none() && facts.enums.is_empty();
        if is_empty && !is_alone {
            // A page whose parts say everything says nothing of itself.
            if !report_without_line(part, report) {
                of_none.extend(&part.sections);
            }
            continue;
        }
        if is_empty {
            report.push(unknown_kind(page, &part.sections));
        }
        subjects.push(facts);
    }
    lone_requests::report(&of_none, &subjects, report);
    unread_tables::report_beside_parts(&of_none, &subjects, dialect, report);
    subjects
}

/// What a part of a page is about.
struct Subject<'s, 'p, 'a> {
    sections: &'s [Section<'p, 'a>],
    kind: Option<Kind>,
    text: PageText,
}

impl Subject<'_, '_, '_> {
    /// Adds what is said about it to the facts about its page.
    fn read(
        &self,
        page: &Page<'_>,
        mut facts: PageFacts,
        dialect: &CachedDialect<'_>,
        report: &mut Report,
    ) -> PageFacts {
        let Self { sections, text, .. } = self;
        match self.kind {
            Some(Kind::Resource) => match self.resource_name(page, dialect, report) {
                Some(name) => {
                    let (read, enums) =
                        resource::read(page, sections, text, &name, dialect, report);
                    facts.resource = Some(read);
                    facts.enums = enums;
                }
                None => report.push(without_resource(text)),
            },
            Some(Kind::Enum) => {
                let name = dialect.titles.enumeration.group("name", &text.name);
                let name = match name {
                    None if text.name.is_empty() => untitled_subject::name(page, sections, report),
                    name => name.map(str::to_owned),
                };
                let of_page =
                    name.and_then(|name| enums::read_page(page, sections, text, &name, dialect));
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
        let lists_enums = self.kind.is_none() && !facts.enums.is_empty();
        if self.kind == Some(Kind::Enum) || lists_enums {
            unread_tables::report_members(sections, &facts.enums, dialect, report);
        }
        facts
    }

    fn resource_name(
        &self,
        page: &Page<'_>,
        dialect: &CachedDialect<'_>,
        report: &mut Report,
    ) -> Option<Cow<'_, str>> {
        let title = &self.text.name;
        let named = dialect.titles.resource.group("name", title).map(Cow::Borrowed);
        let named = named.or_else(|| is_name(title).then(|| title.as_str().into()));
        // A title in words leaves the name to the annotation.
        let name = named.or_else(|| resource::annotated_name(self.sections).map(Cow::Borrowed));
        let name = name.or_else(|| dialect.titles.type_name(title));
        name.or_else(|| {
            let is_untitled = title.is_empty();
            let name = || untitled_subject::resource_name(page, self.sections, dialect, report);
            is_untitled.then(name).flatten().map(Cow::Owned)
        })
    }
}

fn without_resource(text: &PageText) -> Diagnostic {
    Diagnostic::of(Code::UnknownPageKind, text.title_place.clone())
        .found("a page with properties that does not say of which resource")
        .expected(
            "a title such as \"x resource type\", or `@odata.type` in the annotation of the JSON \
             representation",
        )
        .instead("its properties were left out")
}

/// Reports sections about a request that belong to none; tells whether there are any.
fn report_without_line(part: &Part<'_, '_>, report: &mut Report) -> bool {
    let of_request = |section: &&Section<'_, '_>| {
        matches!(
            section.kind,
            Some(
                SectionKind::RequestBody
                    | SectionKind::Parameters
                    | SectionKind::QueryParameters
                    | SectionKind::Response
            )
        )
    };
    let mut sections = part.sections.iter().filter(of_request);
    let Some(heading) = sections.find_map(|section| section.heading) else { return false };
    let mut finding = Diagnostic::of(Code::NoRequestLine, heading.place())
        .found("a section about a request without any request line")
        .expected("a line such as `GET /me` above it, on a line of its own")
        .instead("what it says was left out");
    finding.affected += sections.count();
    report.push(finding);
    true
}

/// With the titles that are said to be unknown, where something stands below them that could be read.
fn unknown_kind(page: &Page<'_>, sections: &[Section<'_, '_>]) -> Diagnostic {
    let finding = Diagnostic::of(Code::UnknownPageKind, Place::page(Arc::clone(&page.path)))
        .found("a page that is neither about a resource, an enum nor an operation")
        .expected(
            "`doc_type` in its front matter, a title such as \"x resource type\", or request lines",
        )
        .instead("nothing was read from it");
    let has_facts =
        |it: &&Section<'_, '_>| it.tables().next().is_some() || it.fences().next().is_some();
    let unknown = sections.iter().filter(|section| section.kind.is_none()).filter(has_facts);
    unknown.filter_map(|section| section.heading).fold(finding, |finding, heading| {
        let place = heading.place();
        finding.related(place, "a title that `sections` of the dialect does not have")
    })
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
        report.push(
            Diagnostic::of(Code::MissingInclude, page.place(&placed.block.span))
                .found("an included file that is not there")
                .expected(if leads_nowhere {
                    "its contents, or a path: `[!INCLUDE [label](path)]`"
                } else {
                    "a file at this path, relative to the page"
                })
                .instead("what it says was left out"),
        );
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

fn namespace(sections: &[Section<'_, '_>], dialect: &CachedDialect<'_>) -> Option<String> {
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

/// What the annotation at a page's end says of it, where no line does.
fn annotated_namespace(page: &Page<'_>) -> Option<String> {
    let annotations = page.blocks.iter().filter_map(|block| match &block.kind {
        BlockKind::Annotation(value) => Some(value),
        _ => None,
    });
    let mut of_page =
        annotations.filter(|it| annotation::text(it, "type") == Some("#page.annotation"));
    of_page.find_map(|it| annotation::text(it, "namespace")).map(str::to_owned)
}

fn area(page: &Page<'_>, dialect: &Dialect) -> Option<Box<str>> {
    let area = dialect.area_keys.iter().find_map(|key| page.front_matter.get(key))?;
    // Template text is no area.
    is_word(area).then(|| area.into())
}

/// Whether a title is a name, and no words.
fn is_name(title: &str) -> bool {
    !title.is_empty() && title.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}
