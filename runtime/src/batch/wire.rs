//! A batch as JSON.

use std::collections::{BTreeMap, HashMap};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::header::{CONTENT_TYPE, USER_AGENT};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use serde_json::value::RawValue;

use crate::client::Client;
use crate::error::Error;
use crate::model::Fault;
use crate::operation::ErrorMeaning;
use crate::redirect::is_redirect;
use crate::reply::RawResponse;
use crate::request::Parts;
use crate::retry::retry_after;

/// A request as it goes into a batch.
pub(super) struct Part {
    method: String,
    /// Below the base URL.
    url: String,
    headers: BTreeMap<String, String>,
    body: Option<Box<RawValue>>,
    /// Whether sending it twice does no harm.
    pub(super) idempotent: bool,
    /// What its page says that errors mean.
    pub(super) errors: &'static [ErrorMeaning],
}

impl Part {
    /// Fails if the request cannot be made, has a stream for a body, or is not below the client's
    /// base URL.
    pub(super) fn new(client: &Client, parts: &Parts) -> Result<Self, Error> {
        let call = parts.call(client)?;
        let base = client.base_url().as_str().trim_end_matches('/');
        let url = call.url.as_str().strip_prefix(base).filter(|url| url.starts_with('/'));
        let url = url.ok_or_else(|| {
            Error::invalid_request("a part of a batch is not below the client's base URL")
        })?;
        let mut headers: BTreeMap<String, String> = BTreeMap::new();
        for (name, value) in call.headers.iter().filter(|(name, _)| **name != USER_AGENT) {
            let value = value.to_str().map_err(|_| {
                Error::invalid_request("a header of a part of a batch is no plain text")
            })?;
            let all = headers.entry(name.as_str().to_owned()).or_default();
            if !all.is_empty() {
                all.push_str(", ");
            }
            all.push_str(value);
        }
        let Some(bytes) = call.content.whole() else {
            return Err(Error::invalid_request("a stream of bytes does not go into a batch"));
        };
        let json = headers.get(CONTENT_TYPE.as_str()).is_some_and(|name| name.contains("json"));
        Ok(Self {
            method: call.method.as_str().to_owned(),
            url: url.to_owned(),
            body: body(&bytes, json)?,
            headers,
            idempotent: parts.is_idempotent(),
            errors: parts.errors,
        })
    }
}

/// JSON as it is, anything else in base64.
fn body(bytes: &Bytes, json: bool) -> Result<Option<Box<RawValue>>, Error> {
    if bytes.is_empty() {
        return Ok(None);
    }
    let text = if json {
        std::str::from_utf8(bytes).ok().map(str::to_owned)
    } else {
        Some(format!("\"{}\"", STANDARD.encode(bytes)))
    };
    let raw = text.and_then(|text| RawValue::from_string(text).ok());
    raw.map(Some).ok_or_else(|| Error::invalid_request("the body of a part is no JSON"))
}

/// The batch's body. Parts are named by their index; what they wait for is named only if it goes
/// along.
pub(super) fn write(parts: &[(usize, &Part, &[usize])]) -> Result<Vec<u8>, Error> {
    #[derive(Serialize)]
    struct Requests<'a> {
        requests: Vec<RequestPart<'a>>,
    }
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct RequestPart<'a> {
        id: String,
        method: &'a str,
        url: &'a str,
        headers: &'a BTreeMap<String, String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        body: Option<&'a RawValue>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        depends_on: Vec<String>,
    }
    let along = |index: &&usize| parts.iter().any(|(other, ..)| other == *index);
    let requests = parts
        .iter()
        .map(|(index, part, after)| RequestPart {
            id: index.to_string(),
            method: &part.method,
            url: &part.url,
            headers: &part.headers,
            body: part.body.as_deref(),
            depends_on: after.iter().filter(along).map(usize::to_string).collect(),
        })
        .collect();
    serde_json::to_vec(&Requests { requests })
        .map_err(|error| Error::invalid_request("the batch is no JSON").caused_by(error))
}

#[derive(Deserialize)]
struct Responses<'a> {
    #[serde(borrow)]
    responses: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
struct ResponsePart {
    /// Text, or a number where a service does not keep to it.
    id: Json,
    status: u16,
    headers: Option<BTreeMap<String, Json>>,
    body: Option<Box<RawValue>>,
}

/// The answers to these parts, in their order, whatever the service's.
pub(super) fn read(
    response: &RawResponse,
    round: &[usize],
) -> Result<Vec<Result<RawResponse, Error>>, Error> {
    let responses: Responses<'_> = serde_json::from_slice(&response.body)
        .map_err(|_| Error::decode(&Fault::new("expected the answers to a batch")))?;
    // One that cannot be read is none: the others' answers stand.
    let parts = responses.responses.into_iter().filter_map(|part| {
        let part: ResponsePart = serde_json::from_str(part.get()).ok()?;
        Some((part.id.as_str().map_or_else(|| part.id.to_string(), str::to_owned), part))
    });
    let mut by_id: HashMap<String, ResponsePart> = parts.collect();
    let missing = |id: &str| {
        let problem = format!("no answer to this part, whose id is `{id}`");
        Error::decode(&Fault::new(problem).in_property("responses"))
    };
    let of_part = |index: &usize| {
        let id = index.to_string();
        by_id.remove(&id).ok_or_else(|| missing(&id)).and_then(answer)
    };
    Ok(round.iter().map(of_part).collect())
}

/// What a part's answer would be if it had been sent alone.
fn answer(part: ResponsePart) -> Result<RawResponse, Error> {
    let status = StatusCode::from_u16(part.status)
        .map_err(|_| Error::decode(&Fault::new("expected an HTTP status").in_property("status")))?;
    let headers = headers(part.headers.unwrap_or_default());
    let json = headers.get(CONTENT_TYPE).is_none_or(|value| contains(value, b"json"));
    let body = part.body.map_or_else(Bytes::new, |body| content(&body, json));
    if status.is_success() {
        return Ok(RawResponse::new(status, headers, body));
    }
    if is_redirect(status) {
        return Err(Error::redirect("a part of a batch is redirected; send it alone"));
    }
    let wait = retry_after(&headers, Timestamp::now());
    Err(Error::from_response(status, &headers, &body, wait))
}

fn headers(headers: BTreeMap<String, Json>) -> HeaderMap {
    let pairs = headers.into_iter().filter_map(|(name, value)| {
        let text = match value {
            Json::String(text) => text,
            other => other.to_string(),
        };
        Some((HeaderName::try_from(name).ok()?, HeaderValue::try_from(text).ok()?))
    });
    pairs.collect()
}

/// A body as it would have come alone: JSON as it is, other content out of its base64.
fn content(body: &RawValue, json: bool) -> Bytes {
    if !json && let Ok(text) = serde_json::from_str::<String>(body.get()) {
        return match STANDARD.decode(&text) {
            Ok(bytes) => bytes.into(),
            Err(_) => text.into(),
        };
    }
    Bytes::copy_from_slice(body.get().as_bytes())
}

fn contains(value: &HeaderValue, word: &[u8]) -> bool {
    value.as_bytes().windows(word.len()).any(|part| part.eq_ignore_ascii_case(word))
}
