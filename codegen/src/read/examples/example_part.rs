//! Parts of examples that stand in fences of their own: the body of a request or of a response
//! whose first lines stand before it, and responses of which only the body is shown.

use crate::dialect::Dialect;
use crate::ir::{Example, ExampleKind, Source};
use crate::page::message_line::request_line;
use crate::page::{BlockKind, Fence, Page};
use crate::read::layout::section::Section;

/// Whether a fence shows JSON and nothing else.
pub fn is_json(fence: &Fence<'_>) -> bool {
    fence.contents.trim_start().starts_with(['{', '['])
}

/// Gives a request or response without a body the one that stands in a fence of its own; tells
/// whether it did.
pub fn complete(example: &mut Example, page: &Page<'_>, fence: &Fence<'_>) -> bool {
    let takes_body = match example.kind {
        ExampleKind::Request => {
            let verb = request_line(&example.start_line).map(|(verb, _)| verb);
            matches!(verb, Some("POST" | "PATCH" | "PUT"))
        }
        ExampleKind::Response => {
            let status = example.start_line.split_whitespace().nth(1);
            status.is_some_and(|status| !matches!(status, "204" | "205" | "304"))
        }
    };
    let is_body = takes_body && example.body.is_empty() && is_json(fence);
    if is_body {
        let (body, source) = body(page, fence);
        (example.body, example.body_line) = (body, source.line);
    }
    is_body
}

/// The response of which the fence `at` shows only the body, if what stands above it calls it so.
pub fn response(
    section: &Section<'_, '_>,
    at: usize,
    fence: &Fence<'_>,
    dialect: &Dialect,
) -> Option<Example> {
    if !is_json(fence) || !is_called_response(section, at, dialect) {
        return None;
    }
    Some(response_body(section.blocks.get(at)?.page, fence))
}

/// The response of which a fence shows only the body.
pub fn response_body(page: &Page<'_>, fence: &Fence<'_>) -> Example {
    let (body, source) = body(page, fence);
    Example {
        kind: ExampleKind::Response,
        title: Box::default(),
        description: Box::default(),
        start_line: "".into(),
        headers: Vec::new(),
        body,
        body_line: source.line,
        ty: None,
        source,
    }
}

/// Whether only the body of an example is shown.
pub fn is_alone(example: &Example) -> bool {
    example.start_line.is_empty()
}

/// Whether the nearest line above the block `at` that says so, or else the heading, is about the
/// response.
fn is_called_response(section: &Section<'_, '_>, at: usize, dialect: &Dialect) -> bool {
    let title = section.title();
    if dialect.errors.title.is_match(&title) {
        return false;
    }
    let is_response = |text: &str| dialect.example_parts.response.is_match(text.trim());
    let since_fence = section.blocks[..at].iter().rev();
    let since_fence = since_fence.take_while(|it| !matches!(it.block.kind, BlockKind::Fence(_)));
    let mut lines = since_fence.filter_map(|placed| match &placed.block.kind {
        BlockKind::Paragraph(_, text) => Some(text.plain()),
        _ => None,
    });
    lines.any(|line| is_response(&line)) || is_response(dialect.titles.without_number(&title))
}

/// What a fence shows, and where that begins.
fn body(page: &Page<'_>, fence: &Fence<'_>) -> (Box<str>, Source) {
    let before = fence.contents.len() - fence.contents.trim_start().len();
    (fence.contents.trim().into(), page.source(fence.span.start + before))
}
