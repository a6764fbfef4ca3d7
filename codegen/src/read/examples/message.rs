//! A request or response written out: start line, headers, body.

use serde_json_borrow::Value;

use crate::ir::{Example, ExampleKind};
use crate::page::message_line::{is_word, request_line};
use crate::page::{Fence, Page};
use crate::read::annotation;

/// The message that a fence shows from its first line on, with what an annotation says of its body.
pub fn example(
    page: &Page<'_>,
    fence: &Fence<'_>,
    annotation: Option<&Value<'_>>,
) -> Option<Example> {
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
        let Some((name, value)) = text.split_once(':').filter(|(name, _)| is_word(name)) else {
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
        title: Box::default(),
        description: Box::default(),
        start_line: start_line.into(),
        headers,
        body: trimmed.into(),
        body_line,
        ty,
        source: page.source(start),
    })
}

/// Whether a text begins with a header of the kind that describes a body: `Content-Type`.
pub fn tells_of_body(text: &str) -> bool {
    let Some((name, _)) = text.trim_start().split_once(':') else { return false };
    is_word(name) && name.get(..8).is_some_and(|start| start.eq_ignore_ascii_case("content-"))
}

fn split_line(text: &str) -> Option<(&str, &str)> {
    if text.is_empty() { None } else { Some(text.split_once('\n').unwrap_or((text, ""))) }
}
