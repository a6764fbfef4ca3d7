//! Worked examples: requests and responses written out in full.

use serde_json_borrow::Value;

use super::address::request_of;
use super::annotation;
use super::fit::fits;
use super::request::RequestLine;
use super::section::Section;
use crate::diagnostics::{Code, Diagnostic, Report};
use crate::dialect::{Dialect, SectionKind};
use crate::ir::{Example, ExampleKind};
use crate::page::rendered::request_line;
use crate::page::{BlockKind, Fence, Page};

/// Reads the examples of a page: fences that an annotation calls request or response, and those in
/// the examples section that begin like one. Of a page that has no others, those are read, too, that
/// other tools are told to ignore; nobody has checked what their annotations say.
///
/// Requests to other hosts than the API's, such as those that the service itself sends, are none of
/// an operation's: they are reported, and left out with the responses to them. Those to the paths of
/// the page's own `lines` are the operation's, whichever host its documentation names.
///
/// A fence of JSON right after a request without a body is its body.
pub fn read(
    sections: &[Section<'_, '_>],
    lines: &[RequestLine],
    dialect: &Dialect,
    report: &mut Report,
) -> Vec<Example> {
    let mut examples = Vec::new();
    let mut ignored = Vec::new();
    let mut elsewhere: Option<Diagnostic> = None;
    let mut of_other_host = false;
    for section in sections {
        let in_examples = section.kind == Some(SectionKind::Examples);
        let mut annotation: Option<&Value<'_>> = None;
        // The list to which the block before this one added an example.
        let mut added: Option<bool> = None;
        for placed in &section.blocks {
            let follows = added.take();
            match &placed.block.kind {
                BlockKind::Annotation(value) => annotation = Some(value),
                BlockKind::Fence(fence) => {
                    let annotation = annotation.take();
                    let list = if follows == Some(true) { &mut ignored } else { &mut examples };
                    if follows.is_some() && complete(list.last_mut(), placed.page, fence) {
                        continue;
                    }
                    let kind = annotation.and_then(|value| annotation::text(value, "blockType"));
                    let is_ignored = kind == Some("ignored");
                    let is_example = match kind {
                        Some("request" | "response") => true,
                        Some("ignored") | None => in_examples,
                        Some(_) => false,
                    };
                    let annotation = annotation.filter(|_| !is_ignored);
                    let example = example(placed.page, fence, annotation).filter(|_| is_example);
                    let Some(example) = example else { continue };
                    let host = host(&example).filter(|host| !dialect.hosts.is_match(host));
                    let host = host.filter(|_| !is_own(&example, lines));
                    if example.kind == ExampleKind::Request {
                        of_other_host = host.is_some();
                    }
                    if !of_other_host {
                        let list = if is_ignored { &mut ignored } else { &mut examples };
                        list.push(example);
                        added = Some(is_ignored);
                    } else if let (Some(host), Some(known)) = (host, &mut elsewhere) {
                        known.affected += usize::from(!host.is_empty());
                    } else if let Some(host) = host {
                        elsewhere = Some(to_other_host(host, &example));
                    }
                }
                BlockKind::Paragraph(..) | BlockKind::Heading(..) => annotation = None,
                _ => {}
            }
        }
    }
    if let Some(finding) = elsewhere {
        report.push(finding);
    }
    if examples.is_empty() { ignored } else { examples }
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
        lines.iter().any(|line| line.method == method && fits(&line.path, &target))
    })
}

/// Gives a request without a body the one that stands in a fence of its own; tells whether it did.
fn complete(example: Option<&mut Example>, page: &Page<'_>, fence: &Fence<'_>) -> bool {
    let body = fence.contents.trim();
    let Some(example) = example.filter(|example| example.body.is_empty()) else { return false };
    let verb = request_line(&example.start_line).map(|(verb, _)| verb);
    let is_body = matches!(verb, Some("POST" | "PATCH" | "PUT")) && body.starts_with(['{', '[']);
    if is_body {
        let before = fence.contents.len() - fence.contents.trim_start().len();
        example.body = body.into();
        example.body_line = page.source(fence.span.start + before).line;
    }
    is_body
}

fn to_other_host(host: &str, example: &Example) -> Diagnostic {
    Diagnostic::new(
        Code::OtherHost,
        example.source.clone(),
        format!("a request to `{host}`, which is not the API's host"),
        "no request of this page's operations",
        "it was left out of their examples, with the response to it",
    )
}

fn example(page: &Page<'_>, fence: &Fence<'_>, annotation: Option<&Value<'_>>) -> Option<Example> {
    let contents = fence.contents.trim_start();
    let start = fence.span.start + (fence.contents.len() - contents.len());
    let (start_line, rest) = contents.split_once('\n').unwrap_or((contents, ""));
    let start_line = start_line.trim();
    let kind = if start_line.starts_with("HTTP/") {
        ExampleKind::Response
    } else if request_line(start_line).is_some() {
        ExampleKind::Request
    } else {
        return None;
    };
    let mut headers = Vec::new();
    let mut body = rest;
    while let Some((line, rest)) = split_line(body) {
        let text = line.trim();
        if text.is_empty() {
            body = rest;
            // A blank line too many, before headers that can only be about what follows them.
            if headers.is_empty() && tells_of_body(rest) {
                continue;
            }
            break;
        }
        let Some((name, value)) = text.split_once(':').filter(|(name, _)| is_header(name)) else {
            break;
        };
        headers.push((name.trim().into(), value.trim().into()));
        body = rest;
    }
    let ty = annotation.and_then(annotation::type_name).map(|name| {
        let many = annotation.is_some_and(|value| annotation::says(value, "isCollection"));
        if many && !name.starts_with("Collection(") {
            format!("Collection({name})").into()
        } else {
            name.into()
        }
    });
    let trimmed = body.trim();
    let body_line = if trimmed.is_empty() {
        0
    } else {
        let before = fence.contents.len() - body.trim_start().len();
        page.source(fence.span.start + before).line
    };
    Some(Example {
        kind,
        start_line: start_line.into(),
        headers,
        body: trimmed.into(),
        body_line,
        ty,
        source: page.source(start),
    })
}

/// Whether a text begins with a header of the kind that describes a body: `Content-Type`.
fn tells_of_body(text: &str) -> bool {
    let name = text.trim_start().split(':').next().unwrap_or("");
    is_header(name) && name.get(..8).is_some_and(|start| start.eq_ignore_ascii_case("content-"))
}

fn split_line(text: &str) -> Option<(&str, &str)> {
    if text.is_empty() { None } else { Some(text.split_once('\n').unwrap_or((text, ""))) }
}

fn is_header(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}
