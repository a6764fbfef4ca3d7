//! Examples, taken apart: what is asked, and what is told.

use std::fmt;

use docmill_codegen::ir::{Example, ExampleKind, Operation, Path, PathPiece};
use docmill_graph::runtime::Wire;
use percent_encoding::percent_decode_str;
use serde::de::DeserializeOwned;
use wiremock::http::Url;

use crate::pages::base_path;
use crate::typed;

/// One or two examples that belong together.
pub struct Exchange {
    /// The request; `None` if none goes before the response.
    pub asked: Option<Asked>,
    /// The response that follows it, if one does.
    pub told: Option<Told>,
}

/// A request as its page shows it.
pub struct Asked {
    /// `PATCH`.
    pub verb: String,
    /// The whole URL.
    pub url: Url,
    /// What stands for the placeholders of the documented path, in order, decoded.
    pub values: Vec<String>,
    /// Headers as written.
    pub headers: Vec<(String, String)>,
    /// The body as written; empty if there is none.
    pub body: String,
    place: String,
}

/// A response as its page shows it.
pub struct Told {
    /// 200.
    pub status: u16,
    /// Headers as written.
    pub headers: Vec<(String, String)>,
    /// The body as written; empty if there is none.
    pub body: String,
    place: String,
}

/// The exchanges that an operation's page shows, in the page's order.
pub fn of_operation(operation: &Operation) -> Vec<Exchange> {
    let mut exchanges: Vec<Exchange> = Vec::new();
    for example in &operation.examples {
        match (example.kind, exchanges.last_mut()) {
            (ExampleKind::Request, _) => {
                let asked = Asked::new(example, &operation.paths);
                exchanges.push(Exchange { asked: Some(asked), told: None });
            }
            (ExampleKind::Response, Some(Exchange { told: told @ None, .. })) => {
                *told = Some(Told::new(example));
            }
            (ExampleKind::Response, _) => {
                exchanges.push(Exchange { asked: None, told: Some(Told::new(example)) });
            }
        }
    }
    exchanges
}

impl Exchange {
    /// Where its examples begin, as `page:line`.
    pub fn places(&self) -> impl Iterator<Item = &str> {
        let asked = self.asked.iter().map(|asked| asked.place.as_str());
        asked.chain(self.told.iter().map(|told| told.place.as_str()))
    }
}

impl fmt::Display for Exchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.places().collect::<Vec<_>>().join(" and "))
    }
}

impl Asked {
    fn new(example: &Example, paths: &[Path]) -> Self {
        let place = place(example);
        let (verb, rest) = example.start_line.split_once(' ').unwrap_or_default();
        let url = rest.trim().trim_end_matches("HTTP/1.1");
        let url = Url::parse(url).unwrap_or_else(|error| panic!("{place}: {url}: {error}"));
        let below = url.path().strip_prefix(base_path()).unwrap_or_default();
        let values = paths.iter().find_map(|path| values(path, below));
        let values = values.unwrap_or_else(|| panic!("{place}: {below} is no documented path"));
        let (headers, body) = (headers(example), example.body.to_string());
        Self { verb: verb.to_owned(), url, values, headers, body, place }
    }

    /// The body, read into the type that the generated function takes.
    pub fn body<T: DeserializeOwned + Wire>(&self) -> T {
        let Self { body, place, .. } = self;
        let body = serde_json::from_str(body).unwrap_or_else(|error| panic!("{place}: {error}"));
        let lost = typed::without_field(&body);
        assert!(lost.is_empty(), "{place}: the body's type has no field for {lost:?}");
        body
    }

    /// Query parameters, decoded.
    pub fn query(&self) -> impl Iterator<Item = (String, String)> {
        self.url.query_pairs().into_owned()
    }

    /// The first segment of the path, for entries whose paths differ in nothing else: `me`.
    pub fn owner(&self) -> &str {
        let below = self.url.path().strip_prefix(base_path()).unwrap_or_default();
        below.split('/').nth(1).unwrap_or_default()
    }

    /// For an entry that has no path for so many values.
    pub fn misfit(&self) -> ! {
        panic!("{}: no path of the generated function takes {:?}", self.place, self.values)
    }
}

impl Told {
    /// A response of text that no page shows, but that the page's response leads to.
    pub fn behind_redirect(text: &str) -> Self {
        let headers = vec![("Content-Type".to_owned(), "text/plain".to_owned())];
        Self { status: 200, headers, body: text.to_owned(), place: String::new() }
    }

    /// Whether it only says where the answer is.
    pub fn is_redirect(&self) -> bool {
        (300..400).contains(&self.status)
    }

    fn new(example: &Example) -> Self {
        let place = place(example);
        let status = example.start_line.split(' ').nth(1).and_then(|status| status.parse().ok());
        let status = status.unwrap_or_else(|| panic!("{place}: no status"));
        Self { status, headers: headers(example), body: example.body.to_string(), place }
    }
}

fn headers(example: &Example) -> Vec<(String, String)> {
    example.headers.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect()
}

fn place(example: &Example) -> String {
    format!("{}:{}", example.source.page, example.source.line)
}

/// What stands for a path's placeholders in a real path; `None` if the two do not fit.
fn values(path: &Path, real: &str) -> Option<Vec<String>> {
    let mut values = Vec::new();
    let mut rest = real;
    for (index, piece) in path.pieces.iter().enumerate() {
        match piece {
            PathPiece::Literal(text) => rest = rest.strip_prefix(&**text)?,
            PathPiece::Placeholder(_) => {
                let end = match path.pieces.get(index + 1) {
                    Some(PathPiece::Literal(text)) => rest.find(&**text)?,
                    _ => rest.len(),
                };
                let (value, after) = rest.split_at(end);
                if value.is_empty() || value.contains('/') {
                    return None;
                }
                values.push(percent_decode_str(value).decode_utf8().ok()?.into_owned());
                rest = after;
            }
        }
    }
    rest.is_empty().then_some(values)
}
