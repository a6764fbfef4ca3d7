//! Worked examples: requests and responses written out in full.
//!
//! - `message` takes one apart, `example_part` puts together what stands in several fences, `curl` reads
//!   calls of curl.
//! - `said_of_examples` keeps headings of examples, and text between them.
//! - `example_check` tells examples that are broken themselves.
//! - `address` finds what examples show of the page's paths.

pub mod address;
mod curl;
pub mod example_check;
pub mod example_part;
mod message;
mod said_of_examples;

use serde_json_borrow::Value;

use crate::diagnostics::{Code, Diagnostic, Report};
use crate::dialect::SectionKind;
use crate::ir::{Example, Remark};
use crate::page::message_line::request_line;
use crate::page::{BlockKind, Fence, Form, Page};
use crate::read::annotation;
use crate::read::cached_dialect::CachedDialect;
use crate::read::layout::section::Section;
use crate::read::operation::request::RequestLine;
use crate::read::paths::fit::fits_shown;
use address::request_of;
use message::{example, tells_of_body};
use said_of_examples::Words;

/// Reads the examples of a page: fences that an annotation calls request or response, those in the
/// examples section that begin like one, and responses in the section about them; calls of curl in
/// any section. Those that other tools are told to ignore are read where they call one of the page's
/// own `lines`, or where it has no others; nobody has checked what else they say, or their
/// annotations.
///
/// Requests to other hosts than the API's, such as those that the service itself sends, are none of
/// an operation's: they are reported, and left out with the responses to them. Those to the paths of
/// the page's own `lines` are the operation's, whichever host its documentation names.
///
/// Where requests stand under no title, which `untitled_are_read` says, so do answers: JSON in an introduction
/// is one below a sentence that says so, and wherever nothing can be sent.
///
/// A fence of JSON right after a request or response without a body is its body; one that the page
/// calls the response is that of the request before it. Where a page shows no other response, that
/// may stand in the section about the response.
///
/// What is said among examples is said of the one that comes next, or else of the one before it; where
/// there is none, it is a remark.
pub fn read(
    sections: &[Section<'_, '_>],
    lines: &[RequestLine],
    untitled_are_read: bool,
    dialect: &CachedDialect<'_>,
    report: &mut Report,
) -> (Vec<Example>, Option<Remark>) {
    let mut reader = Reader {
        lines,
        untitled_are_read,
        dialect,
        examples: Vec::new(),
        ignored: Vec::new(),
        of_ignored: false,
        described: None,
        elsewhere: None,
        words: Words::new(dialect),
        report,
        of_other_host: false,
    };
    for section in sections {
        reader.section(section);
    }
    if let Some(finding) = reader.elsewhere.take() {
        reader.report.push(finding);
    }
    reader.found()
}

struct Reader<'r> {
    lines: &'r [RequestLine],
    untitled_are_read: bool,
    dialect: &'r CachedDialect<'r>,
    examples: Vec<Example>,
    /// Those that other tools are told to ignore, and that call nothing that the page is about.
    ignored: Vec<Example>,
    /// Whether the last request is one of them.
    of_ignored: bool,
    /// A response in the section about the response.
    described: Option<Example>,
    /// The finding about requests to other hosts.
    elsewhere: Option<Diagnostic>,
    /// What is said above the next example.
    words: Words<'r>,
    report: &'r mut Report,
    /// Whether the last request goes to another host.
    of_other_host: bool,
}

/// What an annotation calls the fence after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Called {
    /// There is no annotation.
    Nothing,
    /// Something that other tools are to ignore.
    Ignored,
    /// A request or a response.
    Example,
    /// Something else: a resource, perhaps.
    Other,
}

impl Called {
    fn by(annotation: Option<&Value<'_>>) -> Self {
        match annotation.and_then(|value| annotation::text(value, "blockType")) {
            None => Self::Nothing,
            Some("ignored") => Self::Ignored,
            Some("request" | "response") => Self::Example,
            Some(_) => Self::Other,
        }
    }
}

impl Reader<'_> {
    fn section(&mut self, section: &Section<'_, '_>) {
        let mut annotation: Option<&Value<'_>> = None;
        // What the example was called that the block before this one added.
        let mut added: Option<Called> = None;
        // What the last example of the section was called.
        let mut latest: Option<Called> = None;
        let has_words = section.kind == Some(SectionKind::Examples);
        if has_words {
            self.words.heading(section);
        }
        for (at, placed) in section.blocks.iter().enumerate() {
            let follows = added.take();
            match &placed.block.kind {
                BlockKind::Annotation(value) => annotation = Some(value),
                BlockKind::Fence(fence) => {
                    let annotation = annotation.take();
                    if follows.is_some_and(|called| self.complete(called, placed.page, fence)) {
                        continue;
                    }
                    let called = Called::by(annotation);
                    let is_example = |example: &Example| match (called, section.kind) {
                        (Called::Example, _)
                        | (Called::Nothing | Called::Ignored, Some(SectionKind::Examples)) => true,
                        (Called::Nothing, Some(SectionKind::Response)) => example.is_response(),
                        _ => false,
                    };
                    let annotation = annotation.filter(|_| called != Called::Ignored);
                    let example = example(placed.page, fence, annotation).filter(is_example);
                    match example {
                        Some(example) => {
                            added = self.add(example, called).then_some(called);
                            latest = added.or(latest);
                        }
                        None if called != Called::Other && self.add_call(placed.page, fence) => {
                            latest = Some(called);
                        }
                        None if called == Called::Nothing => {
                            let is_added = self.response(section, at, fence);
                            latest = is_added.then_some(called).or(latest);
                        }
                        None => {}
                    }
                }
                BlockKind::Paragraph(_, text)
                    if follows.is_some() && says_that_body_follows(&text.plain(), self.dialect) =>
                {
                    added = follows;
                }
                BlockKind::Paragraph(..) => {
                    annotation = None;
                    if has_words {
                        self.words.paragraph(*placed);
                    }
                }
                BlockKind::Heading(..) => annotation = None,
                BlockKind::Table(table) if has_words => self.words.table(placed.page, table),
                _ => {}
            }
        }
        // What stands below the last example of a section is about that one.
        if has_words && latest.is_some() {
            let Self { examples, ignored, of_ignored, words, .. } = self;
            let examples = if *of_ignored { ignored } else { examples };
            if let Some(example) = examples.last_mut() {
                words.add_to(example);
            }
        }
    }

    /// The list for what is called so, of the last request: the examples that are read, or those that
    /// are ignored.
    fn list(&mut self, called: Called) -> &mut Vec<Example> {
        let ignored = called == Called::Ignored && self.of_ignored;
        if ignored { &mut self.ignored } else { &mut self.examples }
    }

    /// Gives the last example the body that stands in a fence of its own; tells whether it did.
    fn complete(&mut self, called: Called, page: &Page<'_>, fence: &Fence<'_>) -> bool {
        let example = self.list(called).last_mut();
        // A response with an annotation is what its own fence shows.
        let is_open = |it: &&mut Example| called != Called::Example || it.is_request();
        example.filter(is_open).is_some_and(|it| example_part::complete(it, page, fence))
    }

    /// Adds an example that is one of the API's; tells whether it is.
    fn add(&mut self, mut example: Example, called: Called) -> bool {
        let hosts = self.dialect.hosts.as_ref();
        let is_other = |host: &&str| hosts.is_some_and(|own| !own.is_match(host));
        let host = host(&example).filter(is_other);
        let host = host.filter(|_| !is_own(&example, self.lines));
        if example.is_request() {
            self.of_other_host = host.is_some();
            self.of_ignored = called == Called::Ignored && !is_own(&example, self.lines);
        }
        if !self.of_other_host {
            self.words.give_to(&mut example);
            let list = self.list(called);
            // What is written out in full stands for what is no JSON.
            let is_replaced = |last: &mut Example| example_part::is_alone(last) && !is_json(last);
            let replaced = example.is_response().then(|| list.pop_if(is_replaced));
            if let Some(replaced) = replaced.flatten() {
                said_of_examples::prepend(&replaced, &mut example);
            }
            list.push(example);
        } else if let (Some(host), Some(known)) = (host, &mut self.elsewhere) {
            known.affected += usize::from(!host.is_empty());
        } else if let Some(host) = host {
            self.elsewhere = Some(to_other_host(host, &example));
        }
        if self.of_other_host {
            self.words.clear();
        }
        !self.of_other_host
    }

    /// Adds the request that a fence makes with curl, wherever it stands, and what comes back where the fence
    /// shows it; tells whether it makes one.
    fn add_call(&mut self, page: &Page<'_>, fence: &Fence<'_>) -> bool {
        let Some(call) = curl::example(page, fence, self.lines, self.report) else { return false };
        self.add(call, Called::Nothing);
        if let Some(output) = curl::output(fence) {
            let message = example(page, &output, None);
            let shown = message.unwrap_or_else(|| example_part::response_body(page, &output));
            self.add(shown, Called::Nothing);
        }
        true
    }

    /// Adds the response of which a fence shows only the body, if it is one; tells whether it is.
    fn response(&mut self, section: &Section<'_, '_>, at: usize, fence: &Fence<'_>) -> bool {
        let shown = || example_part::response(section, at, fence, self.dialect);
        match section.kind {
            Some(SectionKind::Examples) if !self.of_other_host => {
                let is_asked = |last: &Example| last.is_request();
                let may_be = self.examples.last().is_none_or(is_asked);
                let Some(mut shown) = may_be.then(shown).flatten() else { return false };
                self.words.give_to(&mut shown);
                self.examples.push(shown);
                true
            }
            Some(SectionKind::Response) if self.described.is_none() => {
                self.described = shown();
                false
            }
            // Text of rendered pages shows below which titles examples stand.
            kind if self.untitled_are_read && section.blocks[at].page.form == Form::Markdown => {
                let body = || example_part::response_body(section.blocks[at].page, fence);
                let is_answer = || kind.is_none() && self.is_answer(section, at, fence);
                let answer = shown().or_else(|| is_answer().then(body));
                let is_shown = answer.is_some();
                self.examples.extend(answer);
                is_shown
            }
            _ => false,
        }
    }

    /// Whether the fence `at`, below no known title, shows what comes back.
    fn is_answer(&self, section: &Section<'_, '_>, at: usize, fence: &Fence<'_>) -> bool {
        let above = section.blocks[..at].iter().rev().find_map(|placed| match &placed.block.kind {
            BlockKind::Paragraph(_, text) => Some(text.plain()),
            _ => None,
        });
        let says_so = |text: &str| self.dialect.response.returns.is_match(text);
        example_part::is_json(fence)
            && (self.lines.iter().all(|line| !line.method.sends_body())
                || above.is_some_and(|text| says_so(&text)))
            && serde_json::from_str::<Value<'_>>(fence.contents).is_ok()
    }

    fn found(mut self) -> (Vec<Example>, Option<Remark>) {
        let none = self.examples.is_empty();
        let mut examples = if none { self.ignored } else { self.examples };
        let one_verb = self.lines.windows(2).all(|two| two[0].method == two[1].method);
        if one_verb && examples.iter().all(|example| example.is_request()) {
            examples.extend(self.described.filter(is_json));
        }
        if let Some(last) = examples.last_mut() {
            self.words.add_to(last);
        }
        (examples, self.words.into_remark())
    }
}

/// Whether the body of an example is JSON.
fn is_json(example: &Example) -> bool {
    serde_json::from_str::<Value<'_>>(&example.body).is_ok()
}

/// The host to which a request goes, if its line names one.
fn host(example: &Example) -> Option<&str> {
    let (_, target) = request_line(&example.start_line)?;
    let (scheme, rest) = target.split_once("://")?;
    let is_scheme = scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http");
    rest.split(['/', '?']).next().filter(|_| is_scheme)
}

/// Whether a request is one of the page's own.
fn is_own(example: &Example, lines: &[RequestLine]) -> bool {
    request_of(example).is_some_and(|(method, target)| {
        lines.iter().any(|line| line.method == method && fits_shown(&line.path, &target))
    })
}

fn to_other_host(host: &str, example: &Example) -> Diagnostic {
    Diagnostic::of(Code::OtherHost, example.source.clone())
        .found(format!("a request to `{host}`, which is not the API's host"))
        .expected("a request of one of this page's operations")
        .instead("it was left out of their examples, with the response to it")
}

/// Whether a paragraph between an exchange and its body says what comes: "Content-Type: …", "Request body".
fn says_that_body_follows(text: &str, dialect: &CachedDialect<'_>) -> bool {
    let words = text.trim().trim_end_matches(':').trim_end();
    tells_of_body(text) || dialect.example_parts.body.contains(words)
}
