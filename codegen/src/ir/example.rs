//! Worked examples.

use serde::{Deserialize, Serialize};
use serde_json_borrow::{ObjectAsVec as Members, Value as Json};

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

impl Example {
    /// Whether it shows a request.
    pub fn is_request(&self) -> bool {
        self.kind == ExampleKind::Request
    }

    /// Whether it shows a response.
    pub fn is_response(&self) -> bool {
        self.kind == ExampleKind::Response
    }

    /// The status of a response; `None` where only its body is shown.
    pub fn status(&self) -> Option<u16> {
        self.start_line.split_whitespace().nth(1)?.parse().ok()
    }

    /// The status of a response that shows how the service refuses.
    pub fn error_status(&self) -> Option<u16> {
        self.status().filter(|status| (400..600).contains(status))
    }

    /// Whether it is a response that does not show how the service refuses.
    pub fn is_success(&self) -> bool {
        self.is_response() && self.error_status().is_none()
    }

    /// The content type that its headers give, parameters included.
    pub fn content_type(&self) -> Option<&str> {
        content_type(&self.headers)
    }

    /// The members of its body; `None` if that is no JSON object.
    pub fn members(&self) -> Option<Members<'_>> {
        match serde_json::from_str(&self.body).ok()? {
            Json::Object(members) => Some(members),
            _ => None,
        }
    }
}

/// What a message's headers give as its content type, parameters included.
pub(crate) fn content_type(headers: &[(Box<str>, Box<str>)]) -> Option<&str> {
    let found = headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("content-type"));
    found.map(|(_, value)| &**value)
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
