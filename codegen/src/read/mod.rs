//! Page and dialect in, facts out: what the page says, and only that.
//!
//! - [`facts`]: what comes out.
//! - `section` sorts a page's blocks into sections, with `untitled_page` where it shows no titles, `parts`
//!   these by what they are about; `introduction` reads what stands at the top of each.
//! - `resource` (with `derived_types`, and `headed` for properties under headings,
//!   `grouped` for tables of them under titles of their own), `enums` and
//!   `operation` read one kind of page each.
//! - `table` (by its `columns`; `row_name` and `type_column` read two of them), `values`, `permissions`,
//!   `request`, `headers`, `query`, `parameters`, `body`, `response`, `errors` and `example` (with
//!   `example_part`) read one kind of thing each; `path` reads the path of a request line, `arguments` the
//!   functions in it, `multipart` bodies in parts. `untitled_request` finds request lines that stand under
//!   no title of their own, `untitled_subject` the name of a type whose page has no title; `listed` reads
//!   parameters that are items of lists, `path_parameters` what they say of placeholders,
//!   `response_table` what a response holds.
//! - `said_of_lines` and `said_of_examples` keep what is said of single request lines and examples,
//!   `remarks` what is said besides, with the tables and fences of which `unread_blocks` knows that
//!   nothing reads them; `unread_tables` reports tables of properties that nothing reads,
//!   `lone_requests` requests that begin no operation.
//! - `annotation` and `representation` read JSON: in comments, and of a resource or a body.
//! - `curl` reads requests written as calls of curl.
//! - `prose` has running text in a form that rules can match, `placeholder` finds template text in it.
//! - `cached_dialect` keeps what was made of texts that stand on many pages.
//! - `places` says where the parts of a page stand.
//! - `fit` tells whether an address is one of a path's; `address` finds what examples show of paths,
//!   `instead` what request lines have in place of what is sent; `example_check` tells examples that
//!   are broken themselves.

pub(crate) mod address;
mod annotation;
pub(crate) mod arguments;
mod body;
pub(crate) mod cached_dialect;
mod columns;
mod curl;
mod derived_types;
mod enums;
mod errors;
mod example;
pub(crate) mod example_check;
mod example_part;
pub mod facts;
pub(crate) mod fit;
mod grouped;
mod headed;
mod headers;
mod instead;
mod introduction;
mod listed;
mod lone_requests;
pub(crate) mod multipart;
mod operation;
mod parameters;
mod parts;
mod path;
mod path_parameters;
mod permissions;
mod placeholder;
mod places;
pub(crate) mod prose;
mod query;
mod remarks;
mod representation;
mod request;
mod resource;
mod response;
mod response_table;
mod row_name;
mod said_of_examples;
mod said_of_lines;
pub(crate) mod section;
mod table;
mod told_permissions;
mod type_column;
mod unread_blocks;
mod unread_tables;
mod untitled_page;
mod untitled_request;
pub(crate) mod untitled_subject;
mod values;

use std::borrow::Cow;
use std::sync::Arc;

use crate::diagnostics::{Code, Diagnostic, Place, Report};
use crate::dialect::{Dialect, SectionKind};
use crate::page::{BlockKind, Form, Page};
use cached_dialect::CachedDialect;
use facts::PageFacts;
use introduction::{PageText, tops};
use parts::Part;
use section::{Includes, Placed, Section};

/// What a page is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Resource,
    Enum,
    Operation,
}

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
    let parts = parts::split(sections, untitled_request::are_read(page, dialect), dialect);
    let is_alone = parts.len() == 1;
    let mut subjects = Vec::new();
    // Sections that are about none of them.
    let mut of_none = Vec::new();
    let texts = tops(page, &parts, is_unfinished, dialect);
    for (number, (part, text)) in parts.iter().zip(texts).enumerate() {
        let kind = kind(page, part, is_alone, &text, dialect);
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
                of_none.extend(part.sections.iter().cloned());
            }
            continue;
        }
        if is_empty {
            report.push(unknown_kind(page));
        }
        subjects.push(facts);
    }
    lone_requests::report(&of_none, &subjects, report);
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
    let mut finding = Diagnostic::of(Code::NoRequestLine, heading.page.place(&heading.block.span))
        .found("a section about a request without any request line")
        .expected("a line such as `GET /me` above it, on a line of its own")
        .instead("what it says was left out");
    finding.affected += sections.count();
    report.push(finding);
    true
}

fn unknown_kind(page: &Page<'_>) -> Diagnostic {
    Diagnostic::of(Code::UnknownPageKind, Place::page(Arc::clone(&page.path)))
        .found("a page that is neither about a resource, an enum nor an operation")
        .expected(
            "`doc_type` in its front matter, a title such as \"x resource type\", or request lines",
        )
        .instead("nothing was read from it")
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
    area.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-').then(|| area.into())
}

fn kind(
    page: &Page<'_>,
    part: &Part<'_, '_>,
    is_alone: bool,
    text: &PageText,
    dialect: &CachedDialect<'_>,
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
    let tells_response = has(SectionKind::Response) || has(SectionKind::Examples);
    let tells_of_request =
        |section: &Section<'_, '_>| section.kind.is_some_and(SectionKind::tells_of_request);
    let is_stated = |section| untitled_request::is_stated(section, dialect);
    match stated {
        // Front matter is copied from page to page; what a page contains is written for it.
        Some(Kind::Resource) | None if is_enum => Some(Kind::Enum),
        Some(Kind::Resource) if is_operation && !is_resource => Some(Kind::Operation),
        Some(Kind::Operation) if is_resource && !is_operation => Some(Kind::Resource),
        Some(kind) => Some(kind),
        None if is_operation => Some(Kind::Operation),
        None if has_properties => Some(Kind::Resource),
        // A rendered page shows some of its titles at least; request lines of an overview are prose.
        None if untitled_request::are_read(page, dialect)
            && (page.form == Form::Markdown || sections.iter().any(tells_of_request))
            && sections.iter().any(is_stated) =>
        {
            Some(Kind::Operation)
        }
        // Who may call it, and what comes back, is said of operations alone.
        None if is_alone && has(SectionKind::Permissions) && tells_response => {
            Some(Kind::Operation)
        }
        None if is_alone && title.is_empty() && untitled_subject::is_enum(sections, dialect) => {
            Some(Kind::Enum)
        }
        // A title alone names a resource; beside parts it names what they are about.
        None if is_resource && is_alone => Some(Kind::Resource),
        None => None,
    }
}

/// Whether a title is a name, and no words.
fn is_name(title: &str) -> bool {
    !title.is_empty() && title.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}
