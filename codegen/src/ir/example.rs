//! Worked examples.

use serde::{Deserialize, Serialize};

use super::model::Source;

/// A worked example.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// Request or response.
    pub kind: ExampleKind,
    /// What it shows, as its heading says, in Markdown; empty where that says nothing. One that has none
    /// belongs to the one before it.
    #[serde(default, skip_serializing_if = "str::is_empty")]
    pub title: Box<str>,
    /// What else the page says of it, as Markdown.
    #[serde(default, skip_serializing_if = "str::is_empty")]
    pub description: Box<str>,
    /// Request line or status line: `PATCH https://…`, `HTTP/1.1 200 OK`. Empty for a response of
    /// which the page shows only the body.
    pub start_line: Box<str>,
    /// Headers as written.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub headers: Vec<(Box<str>, Box<str>)>,
    /// The body as written; empty if there is none.
    #[serde(default, skip_serializing_if = "str::is_empty")]
    pub body: Box<str>,
    /// The line of the page on which the body begins; 0 if there is none.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub body_line: u32,
    /// The type that the page's annotation gives its body, if any.
    #[serde(default, rename = "type", skip_serializing_if = "Option::is_none")]
    pub ty: Option<Box<str>>,
    /// Where it stands: its request or status line.
    pub source: Source,
}

fn is_zero(line: &u32) -> bool {
    *line == 0
}

/// Which half of an exchange an example shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs, reason = "the words say it")]
pub enum ExampleKind {
    Request,
    Response,
}
