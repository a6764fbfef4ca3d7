//! What can go wrong with a request.

use std::fmt;
use std::time::Duration;

use http::{HeaderMap, StatusCode};
use serde_json::Value as Json;

use crate::model::Fault;
use crate::operation::ErrorMeaning;

type Source = Box<dyn std::error::Error + Send + Sync>;

/// What went wrong with a request. Neither `Display` nor `Debug` shows a token, a body or a URL.
///
/// ```
/// use docmill_runtime::{Error, ErrorKind};
///
/// fn explain(error: &Error) -> String {
///     match (error.kind(), error.service()) {
///         (ErrorKind::Service, Some(service)) => match error.meaning() {
///             Some(meaning) => meaning.to_owned(),
///             None => format!("{} {}", service.status, service.code),
///         },
///         (ErrorKind::Decode, _) => format!("unexpected JSON at {}", error.path().unwrap_or("$")),
///         _ => error.to_string(),
///     }
/// }
/// ```
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    message: String,
    path: Option<String>,
    service: Option<ServiceError>,
    source: Option<Source>,
    reached: Reached,
}

/// Whether the request can have reached the server, and so have had an effect.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reached {
    Perhaps,
    No,
}

/// The kinds of [`Error`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The service answered with an error status: see [`Error::service`].
    Service,
    /// The service took the request, went on with it, and failed: see [`Error::service`].
    Failed,
    /// The connection failed or broke.
    Transport,
    /// A time limit passed.
    Timeout,
    /// The caller's [`CancellationToken`](crate::CancellationToken) was cancelled.
    Cancelled,
    /// The answer is not what the documentation promises: see [`Error::path`].
    Decode,
    /// The answer is larger than the client takes into memory:
    /// [`ClientBuilder::largest_answer`](crate::ClientBuilder::largest_answer).
    TooLarge,
    /// The token provider failed, or gave a token that no header can hold.
    Token,
    /// A link in an answer leads to another origin than the client's, or in a circle. It was not
    /// followed.
    Link,
    /// A redirect that must not be followed: too many, to an insecure address, or of a request that
    /// changes something.
    Redirect,
    /// What was to be uploaded could not be read.
    Unreadable,
    /// The request cannot be made: a path value, header, URL or body is not usable.
    InvalidRequest,
}

/// An error status and what the service said about it.
///
/// ```
/// use docmill_runtime::ServiceError;
///
/// fn for_support(error: &ServiceError) -> String {
///     format!("{}, {}: {}", error.status, error.code, error.request_id.as_deref().unwrap_or("?"))
/// }
/// # drop(for_support as fn(&ServiceError) -> String);
/// ```
///
/// `Debug` and `Display` leave [`message`](Self::message) and [`inner_error`](Self::inner_error)
/// out: services quote request data in them.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct ServiceError {
    /// The HTTP status.
    pub status: StatusCode,
    /// The service's code for the error, such as `itemNotFound`; empty if the body has none.
    pub code: String,
    /// The service's words, which may change at any time; empty if the body has none.
    pub message: String,
    /// More about it, as it came: `innerError`.
    pub inner_error: Option<Json>,
    /// The service's id for this request, for support.
    pub request_id: Option<String>,
    /// The caller's id for this request, given back.
    pub client_request_id: Option<String>,
    /// How long the service asked to wait before another attempt.
    pub retry_after: Option<Duration>,
    /// Where the service leads instead: with 410, where a delta query starts anew.
    pub location: Option<String>,
    /// What the operation's page says that an error of this status and code means.
    pub meaning: Option<&'static str>,
}

impl Error {
    fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            kind,
            message: message.into(),
            path: None,
            service: None,
            source: None,
            reached: Reached::Perhaps,
        }))
    }

    /// For token providers: no token could be had, and why. The message must not hold secrets.
    pub fn token(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Token, message)
    }

    /// For transports: the connection failed or broke. The message must not hold secrets or URLs.
    pub fn transport(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Transport, message)
    }

    /// For transports: the request cannot have reached the server, so that any method may be tried
    /// again.
    #[must_use]
    pub fn unsent(mut self) -> Self {
        self.0.reached = Reached::No;
        self
    }

    /// For token providers and transports: the error that stood in the way.
    #[must_use]
    pub fn caused_by(
        mut self,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        self.0.source = Some(source.into());
        self
    }

    pub(crate) fn invalid_request(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::InvalidRequest, message)
    }

    pub(crate) fn link(message: &str) -> Self {
        Self::new(ErrorKind::Link, message)
    }

    pub(crate) fn redirect(message: &str) -> Self {
        Self::new(ErrorKind::Redirect, message)
    }

    /// The time for this has passed: for an attempt, a call, …
    pub(crate) fn timeout(limit: Duration, of: &str) -> Self {
        Self::new(ErrorKind::Timeout, format!("no answer within {limit:?}, the time for {of}"))
    }

    /// A time limit of the transport's own.
    pub(crate) fn slow(message: &str) -> Self {
        Self::new(ErrorKind::Timeout, message)
    }

    /// For sources of uploads: a part could not be read. The message must not hold secrets.
    pub fn unreadable(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Unreadable, message)
    }

    /// An operation that went on after its answer and then failed, as its monitor says.
    pub(crate) fn failed(status: StatusCode, headers: &HeaderMap, body: &[u8]) -> Self {
        let mut error = Self::from_response(status, headers, body, None);
        error.0.kind = ErrorKind::Failed;
        error.0.message = match error.service() {
            Some(service) if !service.code.is_empty() => {
                format!("the operation failed, {}", service.code)
            }
            _ => "the operation failed".to_owned(),
        };
        error
    }

    pub(crate) fn cancelled() -> Self {
        Self::new(ErrorKind::Cancelled, "the request was cancelled")
    }

    pub(crate) fn too_large(most: u64) -> Self {
        Self::new(ErrorKind::TooLarge, format!("the answer is larger than {most} bytes"))
    }

    pub(crate) fn decode(fault: &Fault) -> Self {
        let mut error = Self::new(ErrorKind::Decode, fault.message());
        error.0.path = Some(fault.path());
        error
    }

    /// The same error, of an answer that does not even claim to be JSON.
    pub(crate) fn of_content(mut self, content: &str) -> Self {
        self.0.message = format!("expected JSON, found `{content}`");
        self
    }

    /// The same error for one more of those whom it concerns.
    pub(crate) fn shared(error: &std::sync::Arc<Self>) -> Self {
        Self(Box::new(Inner {
            kind: error.0.kind,
            message: error.0.message.clone(),
            path: error.0.path.clone(),
            service: error.0.service.clone(),
            source: Some(error.clone().into()),
            reached: error.0.reached,
        }))
    }

    pub(crate) fn is_unsent(&self) -> bool {
        self.0.reached == Reached::No
    }

    /// Reads `{"error": {...}}`; any other body gives an error without code and message.
    pub(crate) fn from_response(
        status: StatusCode,
        headers: &HeaderMap,
        body: &[u8],
        retry_after: Option<Duration>,
    ) -> Self {
        let mut body: Json = serde_json::from_slice(body).unwrap_or_default();
        // Some services of the family answer with the bare object.
        let mut error = match body.get_mut("error") {
            Some(error) if error.is_object() => error.take(),
            _ => body,
        };
        let inner = ["innerError", "innererror"]
            .into_iter()
            .find_map(|name| error.get_mut(name).map(Json::take));
        let text = |value: &Json| value.as_str().map(str::to_owned);
        let id = |name: &str| {
            let inside = inner.as_ref().and_then(|inner| inner.get(name));
            let header = || headers.get(name)?.to_str().ok().map(str::to_owned);
            inside.and_then(text).or_else(header)
        };
        let service = ServiceError {
            status,
            code: first_text(&error, &["code", "errorCode"]),
            message: first_text(&error, &["message", "statusDescription"]),
            request_id: id("request-id"),
            client_request_id: id("client-request-id"),
            retry_after,
            location: headers
                .get(http::header::LOCATION)
                .and_then(|location| location.to_str().ok())
                .map(str::to_owned),
            inner_error: inner,
            meaning: None,
        };
        let mut error = Self::new(ErrorKind::Service, service.to_string());
        error.0.service = Some(service);
        error
    }

    /// With what the operation's page says of it, if it is the service's.
    pub(crate) fn explained(mut self, documented: &[ErrorMeaning]) -> Self {
        if let Some(service) = &mut self.0.service {
            let status = service.status.as_u16();
            service.meaning = ErrorMeaning::find(documented, status, &service.code);
        }
        self
    }

    /// What the operation's page says that this error means, by its status and code.
    pub fn meaning(&self) -> Option<&'static str> {
        self.service()?.meaning
    }

    /// What kind of error this is.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// What the service said, for [`ErrorKind::Service`] and [`ErrorKind::Failed`].
    pub fn service(&self) -> Option<&ServiceError> {
        self.0.service.as_ref()
    }

    /// The service's status, for [`ErrorKind::Service`].
    pub fn status(&self) -> Option<StatusCode> {
        self.service().filter(|_| self.kind() == ErrorKind::Service).map(|service| service.status)
    }

    /// Where in the JSON the value is that could not be read, for [`ErrorKind::Decode`]:
    /// `$.value[3].createdBy`.
    pub fn path(&self) -> Option<&str> {
        self.0.path.as_deref()
    }
}

/// Monitors of operations have names of their own.
fn first_text(error: &Json, names: &[&str]) -> String {
    let text = names.iter().find_map(|name| error.get(name)?.as_str());
    text.unwrap_or_default().to_owned()
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0.path {
            Some(path) => write!(f, "{} at {path}", self.0.message),
            None => f.write_str(&self.0.message),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("Error");
        out.field("kind", &self.0.kind).field("message", &self.0.message);
        if let Some(path) = &self.0.path {
            out.field("path", path);
        }
        if let Some(service) = &self.0.service {
            out.field("service", service);
        }
        if let Some(source) = &self.0.source {
            out.field("source", &source.to_string());
        }
        out.finish()
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.0.source {
            Some(source) => Some(&**source),
            None => None,
        }
    }
}

impl fmt::Display for ServiceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the service answered {}", self.status)?;
        if !self.code.is_empty() {
            write!(f, ", {}", self.code)?;
        }
        if let Some(id) = &self.request_id {
            write!(f, " (request-id {id})")?;
        }
        Ok(())
    }
}

impl fmt::Debug for ServiceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServiceError")
            .field("status", &self.status)
            .field("code", &self.code)
            .field("request_id", &self.request_id)
            .field("client_request_id", &self.client_request_id)
            .field("retry_after", &self.retry_after)
            .field("meaning", &self.meaning)
            .finish_non_exhaustive()
    }
}
