//! Requests: what generated functions return.

mod options;
mod parts;

use std::fmt;
use std::future::IntoFuture;
use std::marker::PhantomData;
use std::time::Duration;

use bytes::Bytes;
use futures_core::future::BoxFuture;
use http::HeaderValue;
use http::header::{ACCEPT_LANGUAGE, CONTENT_LANGUAGE, IF_MATCH, IF_NONE_MATCH};
use serde::Serialize;
use tokio_util::sync::CancellationToken;

pub use self::options::Parameters;
pub(crate) use self::parts::Parts;
use self::parts::Target;
use crate::body::Body;
use crate::client::Client;
use crate::error::Error;
use crate::header;
use crate::multipart::{Multipart, WholeOrParts};
use crate::operation::{Operation, OperationInfo};
use crate::path::{Path, PathValue};
use crate::permissions::Permissions;
use crate::reply::{RawResponse, Reply, Response};
use crate::retry::RetryPolicy;
use crate::send;

/// A request that has not been sent: await it, [`send`](Self::send) it, or take it as an
/// [`http::Request`] with [`into_http`](Self::into_http).
///
/// What the setters cannot use (a header with a line break, say) is reported when the request is
/// sent. `Debug` shows neither values of the path and the query nor headers nor the body.
#[must_use = "a request does nothing until it is awaited or sent"]
pub struct Request<'c, O> {
    client: &'c Client,
    parts: Parts,
    error: Option<Error>,
    operation: PhantomData<fn() -> O>,
}

impl<'c, O: Operation> Request<'c, O> {
    /// A request for the operation at this path, without a body.
    pub fn new(client: &'c Client, path: Path) -> Self {
        let OperationInfo { name, method, permissions, errors } = O::INFO;
        let mut parts = Parts::new(name, method, Target::Path(path), O::Reply::ACCEPT);
        parts.permissions = permissions;
        parts.errors = errors;
        Self { client, parts, error: None, operation: PhantomData }
    }

    /// What the page says about permissions.
    pub fn permissions(&self) -> Permissions {
        O::INFO.permissions
    }

    /// Sends this value as JSON.
    pub fn json(mut self, body: &impl Serialize) -> Self {
        match serde_json::to_vec(body) {
            Ok(bytes) => self.parts.set_body("application/json", Body::from(bytes)),
            Err(error) => self.fail(
                Error::invalid_request("the body cannot be written as JSON").caused_by(error),
            ),
        }
        self
    }

    /// Sends these bytes, as this media type.
    ///
    /// ```
    /// # use docmill_runtime::*;
    /// # fn shown<O: Operation>(update: impl Fn() -> Request<'static, O>) -> Result<(), Error> {
    /// let picture = update().bytes("image/png", vec![0x89, b'P', b'N', b'G']);
    /// assert_eq!(picture.into_http()?.body().len(), 4);
    /// let parts = Multipart::new().part("Presentation", "text/html", "<p>Hello</p>");
    /// assert!(!parts.is_empty());
    /// let in_parts = update().multipart("multipart/form-data", parts);
    /// let alone = update().whole_or_parts("text/html", "multipart/form-data", "<p>Hello</p>");
    /// # drop((in_parts, alone)); Ok(()) }
    /// ```
    pub fn bytes(mut self, content_type: &str, body: impl Into<Bytes>) -> Self {
        match HeaderValue::try_from(content_type) {
            Ok(_) => self.parts.set_body(content_type, Body::from(body.into())),
            Err(_) => self.fail(Error::invalid_request("the content type is not usable")),
        }
        self
    }

    /// Sends this content, which may be a stream of bytes. A stream can be sent only once, so such a
    /// request is not tried again; an attempt's time begins anew with each part of it. See [`Body`].
    pub fn content(mut self, content_type: &str, body: impl Into<Body>) -> Self {
        match HeaderValue::try_from(content_type) {
            Ok(_) => self.parts.set_body::<Body>(content_type, body.into()),
            Err(_) => self.fail(Error::invalid_request("the content type is not usable")),
        }
        self
    }

    /// Sends these parts as a message of this media type, which is given without a boundary. Where
    /// all contents are at hand, a failed attempt can be repeated. See [`Multipart`].
    pub fn multipart(mut self, media_type: &str, parts: Multipart) -> Self {
        match parts.message(media_type) {
            Ok((content_type, message)) if HeaderValue::try_from(&content_type).is_ok() => {
                self.parts.set_body(&content_type, message);
            }
            Ok(_) => self.fail(Error::invalid_request("the media type is not usable")),
            Err(error) => self.fail(error),
        }
        self
    }

    /// Sends content on its own, as the one media type, or in parts, as the other.
    pub fn whole_or_parts(self, whole: &str, parts: &str, body: impl Into<WholeOrParts>) -> Self {
        match body.into() {
            WholeOrParts::Whole(body) => self.content(whole, body),
            WholeOrParts::Parts(body) => self.multipart(parts, body),
        }
    }

    /// Sets a header, in place of an earlier one of that name. `Authorization` is left to the token
    /// provider and refused here.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        if let Err(error) = self.parts.set_header(name, value) {
            self.fail(error);
        }
        self
    }

    /// Adds a query parameter; name and value are given unencoded. An earlier one stays.
    pub fn query(mut self, name: &str, value: impl Into<PathValue>) -> Self {
        self.parts.query.push((name.to_owned(), value.into().into_text()));
        self
    }

    /// Only if the object still has this `ETag`, as it came; `*` for any: `If-Match`.
    pub fn if_match(self, etag: &str) -> Self
    where
        O: header::IfMatch,
    {
        self.header(IF_MATCH.as_str(), etag)
    }

    /// Only if the object no longer has this `ETag`, as it came: `If-None-Match`. If it still has, the
    /// service answers 304, which is an [`ErrorKind::Service`](crate::ErrorKind::Service) of that
    /// [`status`](Error::status).
    pub fn if_none_match(self, etag: &str) -> Self
    where
        O: header::IfNoneMatch,
    {
        self.header(IF_NONE_MATCH.as_str(), etag)
    }

    /// `ConsistencyLevel: eventual`, which advanced queries on directory objects need.
    pub fn consistency_level_eventual(self) -> Self
    where
        O: header::ConsistencyLevel,
    {
        self.header("ConsistencyLevel", "eventual")
    }

    /// The languages that the answer should be in, such as `de-AT, de;q=0.8`: `Accept-Language`.
    pub fn accept_language(self, languages: &str) -> Self
    where
        O: header::AcceptLanguage,
    {
        self.header(ACCEPT_LANGUAGE.as_str(), languages)
    }

    /// The language of what is sent: `Content-Language`.
    pub fn content_language(self, language: &str) -> Self
    where
        O: header::ContentLanguage,
    {
        self.header(CONTENT_LANGUAGE.as_str(), language)
    }

    /// Adds a preference, such as `odata.maxpagesize=50`. With `return=minimal` a service leaves the
    /// answer out: take what is there with [`raw`](Self::raw).
    pub fn prefer(mut self, preference: &str) -> Self {
        if let Err(error) = self.parts.add_header("Prefer", preference) {
            self.fail(error);
        }
        self
    }

    /// How long the whole call may take: all attempts and the waits between them. In a list, each
    /// page is a call; of a stream of bytes, it is the time until its headers are there. One attempt
    /// may take no longer than [`attempt_timeout`](Self::attempt_timeout) all the same.
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.parts.timeout = Some(limit);
        self
    }

    /// How long one attempt may take, in place of
    /// [`ClientBuilder::attempt_timeout`](crate::ClientBuilder::attempt_timeout): for what the service
    /// takes long over.
    ///
    /// ```
    /// # use docmill_runtime::*;
    /// # use std::time::Duration;
    /// # async fn run<O: Operation>(report: Request<'_, O>) -> Result<(), Error> {
    /// let report = report.attempt_timeout(Duration::from_secs(600)).await?;
    /// # drop(report); Ok(()) }
    /// ```
    pub fn attempt_timeout(mut self, limit: Duration) -> Self {
        self.parts.attempt_timeout = Some(limit);
        self
    }

    /// When to try this request again, in place of the client's policy.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.parts.retry = Some(policy);
        self
    }

    /// Says that doing this twice does no harm, so that it may be tried again like a GET: a POST
    /// that only asks, or a PATCH whose `If-Match` a second attempt would fail.
    ///
    /// ```
    /// # use docmill_runtime::*;
    /// # async fn run<O: Operation>(find: Request<'_, O>) -> Result<(), Error> {
    /// let policy = RetryPolicy::default().attempts(2);
    /// let found = find.repeatable().retry(policy).await?;
    /// # drop(found); Ok(()) }
    /// ```
    pub fn repeatable(mut self) -> Self {
        self.parts.repeatable = true;
        self
    }

    /// Ends the call with [`ErrorKind::Cancelled`](crate::ErrorKind::Cancelled) once this token is
    /// cancelled, and with it the pages, streams and waits that come of the call. Dropping the
    /// future cancels as well; a token reaches calls that others await.
    ///
    /// ```
    /// # use docmill_runtime::*;
    /// # fn shown<O: Operation>(request: Request<'_, O>) {
    /// let shutdown = CancellationToken::new();
    /// let request = request.cancel_on(shutdown.clone());
    /// // Elsewhere:
    /// shutdown.cancel();
    /// # drop(request); }
    /// ```
    pub fn cancel_on(mut self, token: CancellationToken) -> Self {
        self.parts.cancel = Some(token);
        self
    }

    /// Goes to a link that the service gave earlier (`@odata.nextLink`, `@odata.deltaLink`) instead
    /// of the path. Query options are left out: the link has its own. A link to another origin than
    /// the client's is refused when the request is sent.
    pub fn at_link(mut self, link: &str) -> Self {
        self.parts.go_to_link(link.to_owned());
        self
    }

    /// Sends the request and reads the answer.
    ///
    /// # Errors
    ///
    /// A request that cannot be made or does not succeed, or an answer that is not what its pages
    /// say: [`ErrorKind`](crate::ErrorKind) tells which.
    pub async fn send(self) -> Result<<O::Reply as Reply>::Output, Error> {
        self.detailed().await.map(|response| response.output)
    }

    /// Sends the request and gives status and headers along with the answer.
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send).
    pub async fn detailed(self) -> Result<Response<<O::Reply as Reply>::Output>, Error> {
        let (client, parts) = self.into_parts()?;
        let response = send::execute(client, &parts).await?;
        let (status, headers) = (response.status, response.headers.clone());
        let output = O::Reply::decode(response)?;
        Ok(Response { status, headers, output })
    }

    /// Sends the request and gives the answer as it came, unread: where a service answers in another
    /// way than its pages say, or was asked to.
    ///
    /// ```
    /// # use docmill_runtime::*;
    /// # async fn run<O: Operation>(update: Request<'_, O>) -> Result<(), Error> {
    /// let answer = update.prefer("return=minimal").raw().await?;
    /// println!("{}, {} bytes", answer.status, answer.body.len());
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// A request that cannot be made or does not succeed.
    pub async fn raw(self) -> Result<RawResponse, Error> {
        let (client, parts) = self.into_parts()?;
        send::execute(client, &parts).await
    }

    /// The request as it would be sent, without a token.
    ///
    /// # Errors
    ///
    /// A request that cannot be made, or whose content is a stream.
    pub fn into_http(self) -> Result<http::Request<Bytes>, Error> {
        let (client, parts) = self.into_parts()?;
        let call = parts.call(client)?;
        let uri = call.uri()?;
        let Some(body) = call.content.whole() else {
            return Err(Error::invalid_request("the content is a stream"));
        };
        let mut request = http::Request::new(body);
        *request.method_mut() = call.method;
        *request.uri_mut() = uri;
        *request.headers_mut() = call.headers;
        Ok(request)
    }

    pub(crate) fn into_parts(self) -> Result<(&'c Client, Parts), Error> {
        match self.error {
            Some(error) => Err(error),
            None => Ok((self.client, self.parts)),
        }
    }

    fn fail(&mut self, error: Error) {
        self.error.get_or_insert(error);
    }
}

impl<'c, O: Operation> IntoFuture for Request<'c, O> {
    type Output = Result<<O::Reply as Reply>::Output, Error>;
    type IntoFuture = BoxFuture<'c, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

impl<O: Operation> fmt::Debug for Request<'_, O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("operation", &O::INFO.name)
            .field("method", &O::INFO.method.as_str())
            .finish_non_exhaustive()
    }
}
