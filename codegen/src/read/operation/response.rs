//! The sentence about the response: "returns a `200 OK` response code and a collection of x
//! objects in the response body."

use std::ops::Range;

use regex::Captures;

use super::{errors, response_table, response_template};
use crate::diagnostics::{Code, Diagnostic, Report};
use crate::dialect::{Dialect, SectionKind, Spelled, Spelling};
use crate::ir::Method;
use crate::page::{Page, Text};
use crate::read::cached_dialect::CachedDialect;
use crate::read::facts::{ResponseFacts, TypeFacts};
use crate::read::layout::section::{Section, of_kind};
use crate::read::properties::headed::without_marks;
use crate::read::prose::{Prose, markdown};

/// Reads what a page says about the response. `beside_bytes` is said of operations whose page has
/// another one that gives bytes.
pub fn read(
    page: &Page<'_>,
    sections: &[Section<'_, '_>],
    method: Method,
    beside_bytes: bool,
    dialect: &CachedDialect<'_>,
    report: &mut Report,
) -> ResponseFacts {
    let table = response_table::find(sections, method, dialect);
    let mut unread = Report::default();
    let mut response = told(page, sections, method, beside_bytes, dialect, &mut unread);
    if response.ty.is_none() && !response.nothing {
        response.ty = table.and_then(|table| table.itself(dialect));
    }
    // A link tells the type.
    let is_open = response.ty.as_ref().is_none_or(|ty| ty.link.is_none());
    let table = table.filter(|_| is_open && !response.nothing);
    response.listed = table.and_then(|table| table.read(sections, dialect, report));
    if response.listed.is_none() && response.ty.is_none() && !response.nothing {
        response.listed = response_template::find(sections, dialect);
    }
    // Above a table, a sentence need not tell what comes back.
    if response.listed.is_none() {
        report.extend(unread);
        if response.ty.is_none() && !response.nothing {
            response.linked = linked(sections, dialect);
        }
    }
    response
}

/// The sections about the response. One about errors says nothing of success.
pub fn of_success<'s, 'p, 'a>(
    sections: &'s [Section<'p, 'a>],
    dialect: &Dialect,
) -> impl Iterator<Item = &'s Section<'p, 'a>> {
    let responses = of_kind(sections, SectionKind::Response);
    responses.filter(|section| !dialect.errors.title.is_match(&section.title()))
}

/// The resources that the introduction and the examples link to.
fn linked(sections: &[Section<'_, '_>], dialect: &Dialect) -> Vec<String> {
    let examples = of_kind(sections, SectionKind::Examples);
    let told = sections.first().into_iter().chain(examples);
    let links = told.flat_map(Section::paragraphs).flat_map(|(_, text)| text.links());
    let targets =
        links.map(|(_, target)| target).filter(|target| dialect.leads_to_resource(target));
    targets.map(str::to_owned).collect()
}

/// Reads what running text says about the response.
fn told(
    page: &Page<'_>,
    sections: &[Section<'_, '_>],
    method: Method,
    beside_bytes: bool,
    dialect: &CachedDialect<'_>,
    report: &mut Report,
) -> ResponseFacts {
    let mut parts = of_success(sections, dialect);
    while let Some(section) = parts.next() {
        let prose = section.prose();
        let listed = section.tables().find_map(|(on, it)| errors::success_in(on, it, dialect));
        let typed =
            || section.tables().find_map(|(on, it)| errors::success_type_in(on, it, dialect));
        if prose.text.is_empty() && listed.is_none() {
            continue;
        }
        let mut response = Reader { page, prose: &prose, method, dialect }.read(0);
        // What goes wrong says nothing of success, either.
        if response.ty.is_none() && response.status.is_some_and(|status| status >= 400) {
            return ResponseFacts::default();
        }
        response.status = response.status.filter(|status| *status < 400).or(listed);
        if response.ty.is_none() && !response.nothing {
            response.ty = typed();
        }
        // The page describes two responses; this is the one that has a type.
        if beside_bytes && response.ty.is_none() {
            continue;
        }
        if response.status.is_some() || response.ty.is_some() || response.nothing {
            if response.ty.is_none() && matches!(response.status, Some(300..400)) {
                response.otherwise = parts.find_map(|part| {
                    let prose = part.prose();
                    let other = Reader { page, prose: &prose, method, dialect }.read(0);
                    let is_object = other.ty.is_some() && matches!(other.status, Some(200..300));
                    is_object.then(|| Box::new(other))
                });
            }
            return response;
        }
        let first = prose.text.lines().next().map_or(0, str::len);
        report.push(
            Diagnostic::of(Code::UnreadResponse, page.place(&prose.span(&(0..first))))
                .found("a sentence about the response that no rule reads")
                .expected("a status code, and the type of what is returned")
                .instead("status and type were taken from the example, if there is one"),
        );
    }
    if let Some(response) = labelled(sections, dialect) {
        *report = Report::default();
        return response;
    }
    if of_kind(sections, SectionKind::Response).next().is_some() {
        return ResponseFacts::default();
    }
    told_in_introduction(page, sections, method, dialect).unwrap_or_default()
}

/// The response that a line of the introduction names: "**Returns:** Array of [Book](book.md)".
fn labelled(sections: &[Section<'_, '_>], dialect: &Dialect) -> Option<ResponseFacts> {
    let line_of = |(page, text): (&Page<'_>, &Text<'_>)| {
        let words = markdown(page, text);
        let mut lines = words.lines().map(|line| line.trim_end().trim_end_matches('\\'));
        let named = lines.find_map(|line| dialect.response.label.group("type", line))?;
        Some((named.trim().to_owned(), page.place(&text.span)))
    };
    let (written, place) = sections.first()?.paragraphs().find_map(line_of)?;
    let words = without_marks(&written);
    let spelled = dialect.types.read(&words);
    let nothing = dialect.response.nothing.is_match(&words);
    let is_type =
        !nothing && matches!(spelled.spelling, Spelling::Named(_) | Spelling::Primitive(_));
    let ty = is_type.then(|| TypeFacts::in_words(written, spelled, place.clone()));
    (nothing || ty.is_some()).then(|| ResponseFacts {
        ty,
        nothing,
        place: Some(place),
        ..ResponseFacts::default()
    })
}

/// The response that the introduction tells of, where no section does: "Makes a phone. Returns the
/// new [phone](phone.md)."
fn told_in_introduction(
    page: &Page<'_>,
    sections: &[Section<'_, '_>],
    method: Method,
    dialect: &Dialect,
) -> Option<ResponseFacts> {
    let mut prose = sections.first().map(Section::prose)?;
    let start = dialect.response.begins.captures(&prose.text)?.name("sentence")?.start();
    let end = Reader { page, prose: &prose, method, dialect }.sentence_end(start);
    prose.text.truncate(end);
    let mut response = Reader { page, prose: &prose, method, dialect }.read(start);
    response.status = response.status.filter(|status| *status < 400);
    // Words alone may name anything, and an object around a list may have it under any key.
    let is_inside = dialect.response.inside.is_match(&prose.text[start..]);
    response.ty = response.ty.filter(|ty| ty.link.is_some() && !(ty.collection && is_inside));
    (response.ty.is_some() || response.nothing || response.status.is_some()).then_some(response)
}

struct Reader<'r, 'a> {
    page: &'r Page<'a>,
    prose: &'r Prose,
    method: Method,
    dialect: &'r Dialect,
}

impl Reader<'_, '_> {
    /// Reads what stands from byte `start` on.
    fn read(&self, start: usize) -> ResponseFacts {
        let patterns = &self.dialect.response;
        let text = &self.prose.text;
        let status = patterns.status.captures_at(text, start);
        let status = status.and_then(|found| found.name("status"));
        let from = status.map_or(start, |status| status.end());
        // What follows the sentence is about headers, errors and special cases.
        let sentence = from..self.sentence_end(from);
        let status_text = status.map(|status| status.as_str());
        // Without a status, only words of returning make a name that of what comes back.
        let is_return = status.is_some() || patterns.returns.is_match(&text[sentence.clone()]);
        let named = || self.named(&sentence).filter(|_| is_return);
        let has_none = matches!(status_text, Some("202" | "204"));
        let ty = match self.linked(&sentence).or_else(named) {
            Some(_) if has_none && self.leads_elsewhere(&sentence) => None,
            None if !has_none => self.continued(sentence.end),
            ty => ty,
        };
        let start = status.map_or(start, |status| status.start());
        let nothing = ty.is_none() && patterns.nothing.is_match(&text[from..]);
        // What comes back only to those who ask for it, or only sometimes, is told in a sentence of its
        // own.
        let is_told_later = ty.is_none() && (nothing || has_none);
        let later = is_told_later.then(|| self.on_demand(sentence.end)).flatten();
        let is_sometimes = has_none && later.is_some();
        let others = || self.before(start).or_else(|| self.primitive(&sentence));
        let ty = ty.or(later);
        let ty = if nothing { ty } else { ty.or_else(others) };
        let or_nothing = is_sometimes || ty.is_some() && self.is_emptied(has_none, &sentence);
        ResponseFacts {
            status: status_text.and_then(|status| status.parse().ok()),
            also: self.statuses(from),
            ty,
            nothing,
            or_nothing,
            listed: None,
            linked: Vec::new(),
            otherwise: None,
            place: Some(self.page.place(&self.prose.span(&(start..sentence.end)))),
        }
    }

    /// The status codes that are told from byte `from` on: "`201`, or `200` if it was there".
    fn statuses(&self, from: usize) -> Vec<u16> {
        let text = &self.prose.text[from..];
        if !text.bytes().any(|byte| byte.is_ascii_digit()) {
            return Vec::new();
        }
        let found = self.dialect.response.status.captures_iter(text);
        found.filter_map(|found| found.name("status")?.as_str().parse().ok()).collect()
    }

    /// The type in the first sentence, where that has no status: "This method returns a \[book\] in the
    /// response body. … The response is `201 Created` if …".
    fn before(&self, status: usize) -> Option<TypeFacts> {
        let first = 0..self.sentence_end(0);
        let is_return = |text: &str| self.dialect.response.returns.is_match(text);
        (first.end < status && is_return(&self.prose.text[first.clone()]))
            .then(|| self.linked(&first))?
    }

    /// The type in the sentence after byte `end`, where that goes on about the same success: "… a `200 OK`
    /// response code. It returns a \[book\] in the response body."
    fn continued(&self, end: usize) -> Option<TypeFacts> {
        let text = &self.prose.text;
        let from = end + 1;
        let paragraph = text.get(from..)?.find('\n').map_or(text.len(), |end| from + end);
        let sentence = from..self.sentence_end(from).min(paragraph);
        let words = text.get(sentence.clone())?;
        let patterns = &self.dialect.response;
        let goes_on = patterns.continues.is_match(words) && !patterns.status.is_match(words);
        goes_on.then(|| self.linked(&sentence))?
    }

    /// The type in a later sentence that has a status of its own, one of success with a body: "If
    /// `Prefer` is `return=representation`, then this method returns a `200 OK` …".
    fn on_demand(&self, from: usize) -> Option<TypeFacts> {
        let text = &self.prose.text;
        let statuses = self.dialect.response.status.captures_iter(text.get(from..)?);
        let of_body = statuses.filter_map(|found| found.name("status"));
        let mut of_body = of_body.filter(|status| matches!(status.as_str(), "200" | "201"));
        of_body.find_map(|status| {
            let from = from + status.end();
            let paragraph = text[from..].find('\n').map_or(text.len(), |end| from + end);
            let sentence = from..self.sentence_end(from).min(paragraph);
            self.linked(&sentence).or_else(|| self.named(&sentence))
        })
    }

    /// Whether the sentence with the type tells of two kinds of success, one with a body and one without,
    /// or what follows does. `has_none` is whether its first status means that there is no body.
    fn is_emptied(&self, has_none: bool, sentence: &Range<usize>) -> bool {
        let text = &self.prose.text;
        let patterns = &self.dialect.response;
        let others: &[&str] = if has_none { &["200", "201"] } else { &["202", "204"] };
        let is_other = |found: Captures<'_>| {
            found.name("status").is_some_and(|status| others.contains(&status.as_str()))
        };
        patterns.status.captures_iter(&text[sentence.clone()]).any(is_other)
            || !has_none && patterns.emptied.is_match(&text[sentence.end..])
    }

    /// The end of the sentence that begins before `from`. A status in rendered text may stand on a
    /// line of its own, so a line end does not end it; a full stop does.
    fn sentence_end(&self, from: usize) -> usize {
        let rest = &self.prose.text[from..];
        let ends = |at: usize| rest[at + 1..].chars().next().is_none_or(char::is_whitespace);
        let stop = rest.match_indices('.').map(|(at, _)| at).find(|&at| ends(at));
        from + stop.unwrap_or(rest.len())
    }

    fn linked(&self, sentence: &Range<usize>) -> Option<TypeFacts> {
        let (range, target) =
            self.prose.link_from(sentence.start, |it| self.dialect.leads_to_resource(it))?;
        if range.start >= sentence.end {
            return None;
        }
        let collection = self.is_collection(sentence.start, &range);
        Some(self.ty(&range, Some(target), collection))
    }

    /// Whether a sentence names the type of what a header leads to: "a link to the \[loan\]".
    fn leads_elsewhere(&self, sentence: &Range<usize>) -> bool {
        let link = self.prose.link_from(sentence.start, |it| self.dialect.leads_to_resource(it));
        let before = link.and_then(|(range, _)| self.prose.text.get(sentence.start..range.start));
        before.is_some_and(|before| self.dialect.response.link_to.is_match(before))
    }

    fn named(&self, sentence: &Range<usize>) -> Option<TypeFacts> {
        let text = &self.prose.text[sentence.clone()];
        let patterns = &self.dialect.response;
        let is_name = |found: &Captures<'_>| {
            found.name("type").is_some_and(|it| !patterns.no_names.contains(it.as_str()))
        };
        let found = patterns.named.captures_iter(text).find(is_name);
        let found = found.or_else(|| patterns.named_alone.captures(text))?;
        self.captured(sentence, &found)
    }

    fn primitive(&self, sentence: &Range<usize>) -> Option<TypeFacts> {
        let text = &self.prose.text[sentence.clone()];
        let found = self.dialect.response.primitive.captures(text)?;
        self.captured(sentence, &found)
    }

    /// The type in the groups `type` and `collection` of what was found in a sentence.
    fn captured(&self, sentence: &Range<usize>, found: &Captures<'_>) -> Option<TypeFacts> {
        let name = found.name("type")?;
        let range = sentence.start + name.start()..sentence.start + name.end();
        let collection =
            found.name("collection").is_some() || self.is_collection(sentence.start, &range);
        Some(self.ty(&range, None, collection))
    }

    fn is_collection(&self, from: usize, name: &Range<usize>) -> bool {
        let patterns = &self.dialect.response;
        let before = self.prose.text.get(from..name.start).unwrap_or("");
        let after = self.prose.text.get(name.end..).unwrap_or("");
        patterns.collection.is_match(before)
            || patterns.collection_after.is_match(after)
            || (self.method == Method::Get && patterns.many_after.is_match(after))
    }

    fn ty(&self, range: &Range<usize>, link: Option<&str>, collection: bool) -> TypeFacts {
        let written = self.prose.text.get(range.clone()).unwrap_or("").trim_matches(['`', '*']);
        let Spelled { spelling, collection: is_spelled_so } = self.dialect.types.read(written);
        // A link says which type it is, whatever its text.
        let spelling = match (spelling, link) {
            (Spelling::Unread | Spelling::Untyped, Some(_)) => Spelling::Unread,
            (spelling, _) => spelling,
        };
        TypeFacts {
            written: written.to_owned(),
            spelling,
            collection: collection || is_spelled_so,
            alternatives: link.map_or_else(Vec::new, |_| self.prose.alternatives(range)),
            flags: false,
            link: link.map(str::to_owned),
            place: self.page.place(&self.prose.span(range)),
        }
    }
}
