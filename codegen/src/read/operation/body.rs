//! Request bodies.

use serde_json_borrow::Value;

use super::request::RequestLine;
use crate::diagnostics::{Code, Diagnostic, Report};
use crate::dialect::{Dialect, SectionKind, Spelling};
use crate::ir::{Example, Method};
use crate::page::{Form, Mark, Page, Piece};
use crate::read::cached_dialect::CachedDialect;
use crate::read::examples::example_part::is_json;
use crate::read::facts::{AllRequired, BodyFacts, Mention, Need, PropertyFacts};
use crate::read::layout::section::{self, Section};
use crate::read::properties::listed;
use crate::read::properties::row_name::is_property_name;
use crate::read::properties::table::{TableOf, properties, sent_beside_body};
use crate::read::prose::{Prose, marked_names};
use crate::read::types::representation;

/// What a text about a request body says, wherever it stands.
#[derive(Clone, Copy, Debug)]
pub struct BodyWords {
    /// Whether there is one.
    need: Need,
    /// That bytes are to be sent.
    bytes: bool,
    /// The byte at which it begins to say that all properties of its table are required.
    all_required: Option<usize>,
    /// That properties which its table has not can be sent, too.
    open: bool,
    /// The byte at which the name of the resource begins whose JSON to send.
    resource: Option<usize>,
}

impl BodyWords {
    fn of(text: &str, dialect: &Dialect) -> Self {
        Self {
            need: if dialect.body.none.is_match(text) {
                Need::None
            } else if dialect.body.unneeded.is_match(text) {
                Need::Unneeded
            } else {
                Need::Unsaid
            },
            bytes: dialect.body.bytes.is_match(text),
            all_required: dialect.facts.all_required.find(text).map(|found| found.start()),
            open: dialect.body.open.is_match(text),
            resource: dialect.body.resource.find(text).map(|found| found.end()),
        }
    }
}

/// Reads what a page says about the request body. `lines` are its request lines.
pub fn read(
    page: &Page<'_>,
    sections: &[Section<'_, '_>],
    lines: &[RequestLine],
    method: Method,
    dialect: &CachedDialect<'_>,
    report: &mut Report,
) -> BodyFacts {
    let of_kind = |section: &&Section<'_, '_>| match section.kind {
        Some(SectionKind::RequestBody) => true,
        Some(SectionKind::Parameters) => method.sends_body(),
        _ => false,
    };
    let mut body = BodyFacts::default();
    let of = TableOf::of_sent(sections.iter().filter(of_kind).flat_map(Section::tables), dialect);
    let mut linked = None;
    for section in sections.iter().filter(of_kind) {
        let prose = section.prose();
        let words = dialect.bodies.of(&prose.text, || BodyWords::of(&prose.text, dialect));
        body.described = body.described || !prose.text.is_empty();
        body.need = body.need.max(words.need);
        body.bytes = body.bytes || words.bytes;
        if body.resource.is_none() {
            body.resource = words.resource.and_then(|start| {
                let rest = &prose.text[start..];
                let name = rest.split(|c: char| !c.is_alphanumeric() && c != '.').next()?;
                let link = prose.link_at(start).filter(|it| dialect.leads_to_resource(it));
                let range = start..start + name.len();
                body.alternatives = prose.alternatives(&range);
                (!name.is_empty()).then(|| prose.mention(page, &range, link))
            });
        }
        if method.sends_body() && linked.is_none() {
            linked = linked_resource(page, &prose, dialect);
        }
        body.open = body.open || words.open;
        let mut found = Report::default();
        let mut rows: Vec<PropertyFacts> = section
            .tables()
            .flat_map(|(page, table)| properties(page, table, of, dialect, &mut found))
            .collect();
        rows.extend(listed::properties(section, dialect, &mut found));
        if section.kind == Some(SectionKind::Parameters) {
            let others = take_others(&mut rows, section, lines, dialect);
            if body.resource.is_none() {
                body.resource = take_whole(&mut rows, dialect);
                // Its parts are those of its type.
                let is_whole = body.resource.is_some();
                found.retain(|finding| !is_whole || finding.code != Code::UnreadType);
            }
            found.retain(|finding| !others.iter().any(|it| is_about(finding, it)));
        }
        report.extend(found);
        // "The properties that are required when you create …" is said of what is created.
        if let Some(start) = words.all_required.filter(|_| method == Method::Post) {
            // What is created may have others.
            body.open = true;
            let first = body.properties.len();
            body.all_required.push(AllRequired {
                place: page.place(&prose.span(&(start..start))),
                rows: first..first + rows.len(),
            });
        }
        body.properties.extend(rows);
    }
    if body.properties.is_empty() {
        let fences = sections.iter().filter(of_kind).flat_map(Section::fences);
        let json = fences.filter(|(_, fence)| fence.contents.trim_start().starts_with('{'));
        body.shown =
            json.flat_map(|(page, fence)| representation::of_object(page, fence, report)).collect();
        if method == Method::Post {
            body.mentioned = mentioned(sections, dialect);
        }
        body.linked = linked.filter(|_| body.resource.is_none());
        if method.sends_body() && body.need != Need::None {
            for section in sections.iter().filter(of_kind) {
                for (page, text) in section.paragraphs() {
                    let is_marked =
                        |it: &&Piece<'_>| matches!(it.mark, Mark::Code | Mark::Emphasis);
                    let marked = text.pieces.iter().filter(is_marked);
                    let names = marked.filter(|it| is_property_name(&it.text));
                    names.for_each(|name| add_mention(&mut body.named, page, name));
                }
            }
        }
    }
    if page.form == Form::Rendered && body.resource.is_some() {
        // Rendered text has lost the link; the name is all there is.
        body.described = true;
    }
    body
}

/// Whether the introduction shows JSON that is none of what comes back, which `examples` have.
pub fn is_shown_above(sections: &[Section<'_, '_>], examples: &[Example]) -> bool {
    let introduction = sections.first().filter(|section| section.kind.is_none());
    let mut fences = introduction.into_iter().flat_map(Section::fences);
    fences.any(|(page, fence)| {
        let lines = page.source(fence.span.start).line..=page.source(fence.span.end).line;
        let is_known =
            |it: &Example| it.source.page == page.path && lines.contains(&it.source.line);
        is_json(fence)
            && !examples.iter().any(is_known)
            && serde_json::from_str::<Value<'_>>(fence.contents).is_ok()
    })
}

/// The resource to which a text links as what is to be sent, and says no more of it.
fn linked_resource(page: &Page<'_>, prose: &Prose, dialect: &Dialect) -> Option<Mention> {
    let (range, target) = prose.link_from(0, |target| dialect.leads_to_resource(target))?;
    let line = prose.text[..range.start].rfind('\n').map_or(0, |end| end + 1);
    let after = prose.text[range.end..].lines().next().unwrap_or("").trim_start();
    let next = after.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    let is_all = if next.is_empty() {
        after.len() <= 1
    } else {
        dialect.body.linked_resource_words.contains(next)
    };
    let is_sent = is_all && dialect.body.linked_resource.is_match(&prose.text[line..range.start]);
    is_sent.then(|| prose.mention(page, &range, Some(target)))
}

/// Takes from a list of all parameters those of the path, and those of the query.
fn take_others(
    rows: &mut Vec<PropertyFacts>,
    section: &Section<'_, '_>,
    lines: &[RequestLine],
    dialect: &CachedDialect<'_>,
) -> Vec<PropertyFacts> {
    let tables = section.tables();
    let elsewhere: Vec<String> =
        tables.flat_map(|(page, table)| sent_beside_body(page, table, dialect)).collect();
    let is_other = |row: &PropertyFacts| {
        elsewhere.contains(&row.name) || lines.iter().any(|line| line.path.has(&row.name))
    };
    let (others, own) = std::mem::take(rows).into_iter().partition(is_other);
    *rows = own;
    others
}

/// Takes the one row of a list of all parameters that is about the body as a whole, and names its type.
fn take_whole(rows: &mut Vec<PropertyFacts>, dialect: &Dialect) -> Option<Mention> {
    let [row] = &rows[..] else { return None };
    let Spelling::Named(name) = &row.ty.spelling else { return None };
    let is_whole = dialect.parts.body.contains(&row.name) && !row.ty.collection;
    let mention = is_whole.then(|| Mention {
        name: name.clone(),
        link: row.ty.link.clone(),
        place: row.ty.place.clone(),
    })?;
    rows.clear();
    Some(mention)
}

/// Whether a finding is about a row.
fn is_about(finding: &Diagnostic, row: &PropertyFacts) -> bool {
    let (found, row) = (&finding.place.source, &row.place.source);
    found.page == row.page && found.line == row.line
}

/// Parameters that the introduction, or the text about the body, names: "the `message` parameter".
fn mentioned(sections: &[Section<'_, '_>], dialect: &Dialect) -> Vec<Mention> {
    let about_body = section::of_kind(sections, SectionKind::RequestBody);
    let sections = sections.first().into_iter().chain(about_body);
    let mut mentioned: Vec<Mention> = Vec::new();
    for (page, text) in sections.flat_map(Section::paragraphs) {
        for name in marked_names(text, &dialect.body.parameter) {
            add_mention(&mut mentioned, page, name);
        }
    }
    mentioned
}

/// Adds a name, unless it is known.
fn add_mention(mentioned: &mut Vec<Mention>, page: &Page<'_>, name: &Piece<'_>) {
    if !mentioned.iter().any(|known| *known.name == *name.text) {
        let place = page.place(&name.span);
        mentioned.push(Mention { name: name.text.to_string(), link: None, place });
    }
}
