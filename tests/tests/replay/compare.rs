//! What the page shows, against what was sent and received: all differences, not the first.

use std::fmt::Debug;

use percent_encoding::percent_decode_str;
use serde_json::Value;
use wiremock::Request;

use crate::answer::Answer;
use crate::exchange::{Asked, Told};

/// Differences, in words.
#[derive(Default)]
pub struct Differences(Vec<String>);

impl Differences {
    /// Adds one.
    pub fn push(&mut self, what: &str, page: &dyn Debug, here: &dyn Debug) {
        self.0.push(format!("{what}: the page has {page:?}, here it is {here:?}"));
    }

    /// All of them, each with the exchange it is about.
    pub fn into_texts(self, about: &str) -> impl Iterator<Item = String> {
        self.0.into_iter().map(move |text| format!("{about}: {text}"))
    }

    fn unless_equal<T: PartialEq + Debug>(&mut self, what: &str, page: &T, here: &T) {
        if page != here {
            self.push(what, page, here);
        }
    }
}

/// Verb, path, query, headers and body of a request.
pub fn request(asked: &Asked, received: &Request, differences: &mut Differences) {
    differences.unless_equal("verb", &asked.verb.as_str(), &received.method.as_str());
    differences.unless_equal("path", &segments(asked.url.path()), &segments(received.url.path()));
    let query = sorted(received.url.query_pairs().into_owned());
    differences.unless_equal("query", &sorted(asked.query()), &query);
    for (name, value) in asked.headers.iter().filter(|(name, _)| !is_authorization(name)) {
        let here = received.headers.get(name.as_str()).and_then(|value| value.to_str().ok());
        differences.unless_equal(&format!("header {name}"), &Some(value.as_str()), &here);
    }
    let body = String::from_utf8_lossy(&received.body);
    let is_json = is_json(&asked.headers);
    let here = if is_json {
        serde_json::from_str(&body).unwrap_or(Value::Null)
    } else {
        Value::from(&*body)
    };
    let here = (!body.is_empty()).then_some(&here);
    bodies("request", &asked.body, is_json, here, differences);
}

/// Status and headers of a response, and whether its body survived being typed.
pub fn response(told: &Told, answer: &Answer, differences: &mut Differences) {
    differences.unless_equal("status", &told.status, &answer.status);
    for (name, value) in &told.headers {
        let here = answer.headers.get(name.as_str()).and_then(|value| value.to_str().ok());
        differences.unless_equal(&format!("header {name}"), &Some(value.as_str()), &here);
    }
    bodies("response", &told.body, is_json(&told.headers), answer.body.as_ref(), differences);
    for path in &answer.without_field {
        differences.push(&format!("response{path}"), &"a property", &"without a field");
    }
}

/// Whether a header's value on a page can only stand for one: nobody's token is printed there.
pub fn is_authorization(name: &str) -> bool {
    name.eq_ignore_ascii_case("authorization")
}

/// Whether a body beside these headers is JSON: nearly all are, and some examples do not say it.
fn is_json(headers: &[(String, String)]) -> bool {
    let mut types = headers.iter().filter(|(name, _)| name.eq_ignore_ascii_case("content-type"));
    types.next().is_none_or(|(_, value)| value.contains("json"))
}

fn bodies(
    what: &str,
    page: &str,
    is_json: bool,
    here: Option<&Value>,
    differences: &mut Differences,
) {
    match (page, here) {
        ("", None) => {}
        ("", Some(here)) => differences.push(what, &"no body", here),
        (page, None) => differences.push(what, &page, &"no body"),
        (page, Some(here)) if !is_json => {
            differences.unless_equal(what, &Value::from(page), here);
        }
        (page, Some(here)) => match serde_json::from_str(page) {
            Ok(page) => json(what, &page, here, differences),
            Err(error) => differences.push(what, &error.to_string(), here),
        },
    }
}

/// Compares as JSON: the order of members means nothing, and 1.0 is 1.
fn json(at: &str, page: &Value, here: &Value, differences: &mut Differences) {
    match (page, here) {
        (Value::Object(page), Value::Object(here)) => {
            for (name, value) in page {
                match here.get(name) {
                    Some(here) => json(&format!("{at}.{name}"), value, here, differences),
                    None => differences.push(&format!("{at}.{name}"), value, &"lost"),
                }
            }
            for (name, value) in here.iter().filter(|(name, _)| !page.contains_key(*name)) {
                differences.push(&format!("{at}.{name}"), &"nothing", value);
            }
        }
        (Value::Array(page), Value::Array(here)) if page.len() == here.len() => {
            for (index, (page, here)) in page.iter().zip(here).enumerate() {
                json(&format!("{at}[{index}]"), page, here, differences);
            }
        }
        (Value::Number(page), Value::Number(here))
            if (page.is_f64() || here.is_f64()) && page.as_f64() == here.as_f64() => {}
        (page, here) => differences.unless_equal(at, page, here),
    }
}

/// Decoded only after they are taken apart: an encoded slash separates nothing.
fn segments(path: &str) -> Vec<String> {
    let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    path.split('/').map(decoded).collect()
}

fn sorted(pairs: impl Iterator<Item = (String, String)>) -> Vec<(String, String)> {
    let mut pairs: Vec<_> = pairs.collect();
    pairs.sort();
    pairs
}
