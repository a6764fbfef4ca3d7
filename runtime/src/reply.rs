//! What operations answer with.
//!
//! An [`Operation`](crate::Operation) names one of these as its `Reply`; awaiting its request gives
//! the reply's [`Output`](Reply::Output).
//!
//! ```
//! use docmill_runtime::http::{HeaderMap, StatusCode};
//! use docmill_runtime::reply::{List, MaybeJson, MaybeValue, RawResponse, Reply};
//!
//! let nothing = RawResponse::new(StatusCode::NO_CONTENT, HeaderMap::new(), "");
//! assert_eq!(MaybeJson::<String>::decode(nothing)?, None);
//! let something = RawResponse::new(StatusCode::OK, HeaderMap::new(), r#""text""#);
//! assert_eq!(MaybeJson::<String>::decode(something)?.as_deref(), Some("text"));
//! let nothing = RawResponse::new(StatusCode::NO_CONTENT, HeaderMap::new(), "");
//! assert_eq!(MaybeValue::<bool>::decode(nothing)?, None);
//! let something = RawResponse::new(StatusCode::OK, HeaderMap::new(), r#"{"value": true}"#);
//! assert_eq!(MaybeValue::<bool>::decode(something)?, Some(true));
//!
//! let not_yet = RawResponse::new(StatusCode::ACCEPTED, HeaderMap::new(), "");
//! assert!(List::<String>::decode(not_yet)?.items.is_empty());
//! let broken = RawResponse::new(StatusCode::OK, HeaderMap::new(), "");
//! assert!(List::<String>::decode(broken).is_err());
//! # Ok::<(), docmill_runtime::Error>(())
//! ```

use std::marker::PhantomData;

use http::{HeaderMap, StatusCode};

use crate::error::Error;
use crate::model::{Fault, Place, Wire, read_json};
use crate::page::{Page, Wrapped};

/// A successful answer before it is read: status, headers, body. `Debug` leaves the body out.
#[derive(Clone)]
#[non_exhaustive]
pub struct RawResponse {
    /// The HTTP status, 2xx.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The whole body.
    pub body: bytes::Bytes,
}

impl RawResponse {
    /// An answer, for tests of [`Reply::decode`].
    pub fn new(status: StatusCode, headers: HeaderMap, body: impl Into<bytes::Bytes>) -> Self {
        Self { status, headers, body: body.into() }
    }
}

impl std::fmt::Debug for RawResponse {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RawResponse").field("status", &self.status).finish_non_exhaustive()
    }
}

/// An answer with its output and what came around it: [`Request::detailed`](crate::Request::detailed).
///
/// `Debug` leaves the headers' values out.
#[derive(Clone)]
#[non_exhaustive]
pub struct Response<T> {
    /// The HTTP status, 2xx.
    pub status: StatusCode,
    /// The headers: `ETag`, or the `Location` of an operation that goes on.
    pub headers: HeaderMap,
    /// What awaiting the request would have given.
    pub output: T,
}

impl<T: std::fmt::Debug> std::fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.status)
            .field("output", &self.output)
            .finish_non_exhaustive()
    }
}

/// How an answer becomes a value.
pub trait Reply: 'static {
    /// What awaiting the request gives.
    type Output: Send;
    /// The `Accept` header.
    const ACCEPT: &'static str = "application/json";

    /// Reads the answer.
    ///
    /// # Errors
    ///
    /// An [`ErrorKind::Decode`](crate::ErrorKind::Decode) if it does not fit.
    fn decode(response: RawResponse) -> Result<Self::Output, Error>;
}

/// One object: `T`.
pub struct Json<T>(PhantomData<fn() -> T>);
/// One object or nothing: `Option<T>`, `None` for `204 No Content` or an empty body.
pub struct MaybeJson<T>(PhantomData<fn() -> T>);
/// A list, page by page: [`Page<T>`], without items for `202` or `204` without a body.
pub struct List<T>(PhantomData<fn() -> T>);
/// A value in an object of its own, `{"value": ...}`: `T`.
pub struct Value<T>(PhantomData<fn() -> T>);
/// Such a value or nothing: `Option<T>`, as with [`MaybeJson`].
pub struct MaybeValue<T>(PhantomData<fn() -> T>);
/// Nothing: `()`. A body is ignored.
pub enum Empty {}
/// Content, not JSON: [`bytes::Bytes`].
pub enum Bytes {}
/// JSON of no documented shape: [`serde_json::Value`], null for an empty body.
pub enum Untyped {}

/// The part of decoding that no type takes part in.
fn decode(response: &RawResponse, place: &mut dyn Place) -> Result<(), Error> {
    if response.body.is_empty() {
        return Err(Error::decode(&Fault::new("expected JSON, found an empty body")));
    }
    let result = read_json(&response.body, place).map_err(|fault| Error::decode(&fault));
    result.map_err(|error| match other_content(&response.headers) {
        Some(other) => error.of_content(other),
        None => error,
    })
}

/// What the headers say that the content is instead of JSON: a page of a proxy or a sign-in, say.
/// JSON under another type is read all the same.
fn other_content(headers: &HeaderMap) -> Option<&str> {
    // It was not asked for.
    if let Some(coding) = headers.get(http::header::CONTENT_ENCODING)
        && coding != "identity"
    {
        return coding.to_str().ok();
    }
    let content_type = headers.get(http::header::CONTENT_TYPE)?.to_str().ok()?;
    let essence = content_type.split(';').next().unwrap_or_default().trim();
    (!essence.is_empty() && !essence.contains("json")).then_some(essence)
}

/// Where the next page is, as headers tell it (RFC 8288): `Link: <https://host/next>; rel="next"`.
fn next_link(headers: &HeaderMap) -> Option<String> {
    let values = headers.get_all(http::header::LINK).into_iter().filter_map(|it| it.to_str().ok());
    // What stands between brackets may have commas of its own.
    let links = values.flat_map(|value| value.split('<').skip(1));
    let mut links = links.filter_map(|link| link.split_once('>'));
    let is_next = |parameters: &str| {
        parameters.split([';', ',']).filter_map(|it| it.trim().split_once('=')).any(
            |(name, value)| {
                let mut relations = value.trim().trim_matches('"').split_ascii_whitespace();
                name.trim().eq_ignore_ascii_case("rel")
                    && relations.any(|it| it.eq_ignore_ascii_case("next"))
            },
        )
    };
    links.find(|(_, parameters)| is_next(parameters)).map(|(target, _)| target.to_owned())
}

fn required<T>(value: Option<T>) -> Result<T, Fault> {
    value.ok_or_else(|| Fault::new("expected a value, found none"))
}

impl<T: Wire + Send + 'static> Reply for Json<T> {
    type Output = T;

    fn decode(response: RawResponse) -> Result<T, Error> {
        let mut value: Option<T> = None;
        decode(&response, &mut value)?;
        required(value).map_err(|fault| Error::decode(&fault))
    }
}

impl<T: Wire + Send + 'static> Reply for MaybeJson<T> {
    type Output = Option<T>;

    fn decode(response: RawResponse) -> Result<Option<T>, Error> {
        let mut value: Option<T> = None;
        if !response.body.is_empty() {
            decode(&response, &mut value)?;
        }
        Ok(value)
    }
}

impl<T: Wire + Send + 'static> Reply for List<T> {
    type Output = Page<T>;

    fn decode(response: RawResponse) -> Result<Page<T>, Error> {
        let mut page = Page::default();
        // Anything else without a body is a broken answer.
        let is_nothing = matches!(response.status, StatusCode::ACCEPTED | StatusCode::NO_CONTENT);
        if !(is_nothing && response.body.is_empty()) {
            decode(&response, &mut page)?;
        }
        page.next_link = page.next_link.or_else(|| next_link(&response.headers));
        Ok(page)
    }
}

impl<T: Wire + Send + 'static> Reply for Value<T> {
    type Output = T;

    fn decode(response: RawResponse) -> Result<T, Error> {
        let mut wrapped = Wrapped::default();
        decode(&response, &mut wrapped)?;
        required(wrapped.value).map_err(|fault| Error::decode(&fault.in_property("value")))
    }
}

impl<T: Wire + Send + 'static> Reply for MaybeValue<T> {
    type Output = Option<T>;

    fn decode(response: RawResponse) -> Result<Option<T>, Error> {
        let mut wrapped = Wrapped::default();
        if !response.body.is_empty() {
            decode(&response, &mut wrapped)?;
        }
        Ok(wrapped.value)
    }
}

impl Reply for Empty {
    type Output = ();

    fn decode(_: RawResponse) -> Result<(), Error> {
        Ok(())
    }
}

impl Reply for Bytes {
    type Output = bytes::Bytes;
    const ACCEPT: &'static str = "*/*";

    fn decode(response: RawResponse) -> Result<bytes::Bytes, Error> {
        Ok(response.body)
    }
}

impl Reply for Untyped {
    type Output = serde_json::Value;

    fn decode(response: RawResponse) -> Result<serde_json::Value, Error> {
        let mut value = serde_json::Value::Null;
        if !response.body.is_empty() {
            decode(&response, &mut value)?;
        }
        Ok(value)
    }
}
