//! Sending: attempts, waits, tokens, limits.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use futures_core::future::BoxFuture;
use futures_util::StreamExt as _;
use http::{HeaderMap, Method, StatusCode};
use jiff::Timestamp;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;
use tracing::Instrument as _;
use url::Url;

use crate::body::Body;
use crate::cancel::Cancel;
use crate::client::Client;
use crate::error::Error;
use crate::multipart::Message;
use crate::redirect;
use crate::reply::RawResponse;
use crate::request::Parts;
use crate::retry::{Failures, retry_after};
use crate::token::{AccessToken, TokenRequest};

/// One HTTP request, as it goes over the wire but for the token.
#[derive(Clone)]
pub(crate) struct Call {
    pub(crate) method: Method,
    pub(crate) url: Url,
    pub(crate) headers: HeaderMap,
    pub(crate) content: Content,
}

/// What a request sends.
#[derive(Clone)]
pub(crate) enum Content {
    /// Can be sent again: these pieces, one after the other.
    AtHand(Arc<[Bytes]>),
    /// Gone once it was sent.
    Once(Arc<Once>),
}

/// Content that arrives while it is sent.
pub(crate) struct Once {
    body: Mutex<Option<Body>>,
    /// When a part of it last went out.
    moved: Mutex<Option<Instant>>,
}

impl Default for Content {
    fn default() -> Self {
        Self::AtHand(Arc::default())
    }
}

impl From<Body> for Content {
    fn from(body: Body) -> Self {
        match body.whole() {
            Some(bytes) => Self::AtHand(Arc::new([bytes.clone()])),
            None => {
                let once = Once { body: Mutex::new(Some(body)), moved: Mutex::new(None) };
                Self::Once(Arc::new(once))
            }
        }
    }
}

impl From<Message> for Content {
    fn from(message: Message) -> Self {
        match message {
            Message::AtHand(pieces) => Self::AtHand(pieces.into()),
            Message::Arriving(body) => body.into(),
        }
    }
}

impl Content {
    fn is_repeatable(&self) -> bool {
        matches!(self, Self::AtHand(_))
    }

    /// All of it in one piece, which is made of several only if there are several; `None` for a
    /// stream.
    pub(crate) fn whole(&self) -> Option<Bytes> {
        match self {
            Self::AtHand(pieces) => match &**pieces {
                [] => Some(Bytes::new()),
                [bytes] => Some(bytes.clone()),
                pieces => Some(pieces.concat().into()),
            },
            Self::Once(_) => None,
        }
    }

    fn body(&self) -> Result<Body, Error> {
        match self {
            Self::AtHand(pieces) => Ok(Body::pieces(pieces)),
            Self::Once(once) => {
                let body = once.body.lock().unwrap_or_else(PoisonError::into_inner).take();
                let body =
                    body.ok_or_else(|| Error::redirect("a stream of bytes cannot be sent again"))?;
                let once = once.clone();
                Ok(body.map_stream(|parts| parts.inspect(move |_| once.moves()).boxed()))
            }
        }
    }

    /// How long it has been since `start`, or since a part of a stream last went out.
    fn waited(&self, start: Instant) -> Duration {
        let moved = match self {
            Self::AtHand(_) => None,
            Self::Once(once) => *once.moved.lock().unwrap_or_else(PoisonError::into_inner),
        };
        moved.unwrap_or(start).elapsed()
    }
}

impl Once {
    fn moves(&self) {
        *self.moved.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
    }
}

/// A successful answer of which the body may still be on the way, and what it holds.
struct Arrived {
    response: http::Response<Body>,
    largest: u64,
    /// How long a part of the body may take.
    patience: Duration,
    cancel: Cancel,
    permit: Option<OwnedSemaphorePermit>,
}

/// What is done with an answer within the attempt: what fails there is tried again.
type Finish<T> = fn(Arrived) -> BoxFuture<'static, Result<T, Error>>;

/// Sends a request until it succeeds, fails for good, or patience ends; the answer is in memory.
pub(crate) async fn execute(client: &Client, parts: &Parts) -> Result<RawResponse, Error> {
    let finish: Finish<_> = |arrived| {
        Box::pin(async move {
            let (head, body) = arrived.response.into_parts();
            let body = body.bytes(arrived.largest).await?;
            Ok(RawResponse::new(head.status, head.headers, body))
        })
    };
    within_limits(client, parts, finish).await
}

/// The same, but the body is still to be read. It holds its place among the client's exchanges.
pub(crate) async fn execute_streamed(
    client: &Client,
    parts: &Parts,
) -> Result<http::Response<Body>, Error> {
    let finish: Finish<_> = |arrived| {
        let Arrived { response, patience, cancel, permit, .. } = arrived;
        let guard = move |body: Body| body.guarded(patience, cancel, permit);
        Box::pin(std::future::ready(Ok(response.map(guard))))
    };
    within_limits(client, parts, finish).await
}

async fn within_limits<T>(client: &Client, parts: &Parts, finish: Finish<T>) -> Result<T, Error> {
    let span = tracing::debug_span!(
        "request",
        operation = parts.operation,
        method = parts.method.as_str()
    );
    let cancel = parts.cancel(client);
    // In a box, or each layer around it would hold it twice: futures on the stack grow fast.
    let attempts: BoxFuture<'_, _> = Box::pin(attempts(client, parts, &cancel, finish));
    let attempts = cancel.guard(attempts).instrument(span);
    match parts.timeout.or(client.limits().call) {
        None => attempts.await,
        Some(limit) => match tokio::time::timeout(limit, attempts).await {
            Ok(result) => result,
            Err(_) => Err(Error::timeout(limit, "the call")),
        },
    }
}

async fn attempts<T>(
    client: &Client,
    parts: &Parts,
    cancel: &Cancel,
    finish: Finish<T>,
) -> Result<T, Error> {
    let call = parts.call(client)?;
    let policy = parts.retry.as_ref().unwrap_or(client.retry());
    let safe = parts.is_idempotent();
    let mut failures = Failures::none();
    loop {
        let attempt = failures.attempt();
        let one = one_attempt(client, parts, cancel, &call, finish);
        let error = match one.await {
            Ok((status, output)) => {
                tracing::debug!(status = status.as_u16(), attempt, "answered");
                return Ok(output);
            }
            Err(error) => error,
        };
        let status = error.status().map(|status| status.as_u16());
        let kind = error.kind();
        let wait = policy.wait(safe, &error, failures.add());
        let Some(wait) = wait.filter(|_| call.content.is_repeatable()) else {
            tracing::debug!(?kind, status, attempt, "failed");
            return Err(error);
        };
        let wait_ms = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX);
        tracing::warn!(?kind, status, attempt, wait_ms, "trying again");
        tokio::time::sleep(wait).await;
    }
}

/// One attempt, as soon as it is its turn. The time limit does not run before.
async fn one_attempt<T>(
    client: &Client,
    parts: &Parts,
    cancel: &Cancel,
    call: &Call,
    finish: Finish<T>,
) -> Result<(StatusCode, T), Error> {
    let permit = match client.exchanges() {
        // It is never closed, and without a limit it would do no harm either.
        Some(exchanges) => Semaphore::acquire_owned(exchanges.clone()).await.ok(),
        None => None,
    };
    let limits = client.limits();
    let limit = parts.attempt_timeout.unwrap_or(limits.attempt);
    let start = Instant::now();
    let attempt = async {
        let patience = |content: &Content| (limit / 10 * 9).saturating_sub(content.waited(start));
        let response = exchange(client, parts, call, patience).await?;
        let status = response.status();
        let arrived = Arrived {
            response,
            largest: limits.answer,
            patience: limit,
            cancel: cancel.clone(),
            permit,
        };
        finish(arrived).await.map(|output| (status, output))
    };
    let mut attempt = std::pin::pin!(attempt);
    let mut left = limit;
    loop {
        if let Ok(result) = tokio::time::timeout(left, &mut attempt).await {
            return result;
        }
        // Content that is sent as a stream may take as long as it takes, if only it moves.
        left = limit.saturating_sub(call.content.waited(start));
        if left.is_zero() {
            return Err(Error::timeout(limit, "an attempt"));
        }
    }
}

/// How much of an error's body is read.
const LARGEST_ERROR: u64 = 1024 * 1024;

/// The request, and the redirects it leads to. `patience` says how long an error's body may take.
async fn exchange(
    client: &Client,
    parts: &Parts,
    call: &Call,
    patience: impl Fn(&Content) -> Duration,
) -> Result<http::Response<Body>, Error> {
    let mut call = call.clone();
    let mut renewed = false;
    for _ in 0..=redirect::MOST {
        let origin = client.origin();
        let wanted = TokenRequest {
            origin: &origin,
            operation: parts.operation,
            permissions: &parts.permissions,
        };
        let own = parts.takes_token && client.is_own(&call.url);
        let token = if own { client.tokens().token(wanted).await? } else { None };
        let response = client.transport().send(outgoing(&call, token.as_ref())?).await?;
        let status = response.status();
        if let Some(target) = redirect::target(&call, status, response.headers())? {
            call = redirect::follow(client, call, status, target)?;
            continue;
        }
        if status.is_success() {
            return Ok(response);
        }
        // 401 says that nothing was done.
        if let Some(token) = token.filter(|_| status == StatusCode::UNAUTHORIZED && !renewed)
            && client.tokens().refused(wanted, &token)
            && call.content.is_repeatable()
        {
            renewed = true;
            tracing::debug!("the token was refused; trying another");
            continue;
        }
        let (head, body) = response.into_parts();
        let wait = retry_after(&head.headers, Timestamp::now());
        // Whatever of the body arrives in time will do: the status is what counts.
        let body = tokio::time::timeout(patience(&call.content), body.bytes(LARGEST_ERROR)).await;
        let body = body.ok().and_then(Result::ok).unwrap_or_default();
        let error = Error::from_response(status, &head.headers, &body, wait);
        return Err(error.explained(parts.errors));
    }
    Err(Error::redirect("too many redirects"))
}

/// One attempt's request. Its token is no part of the call, which can lead elsewhere.
fn outgoing(call: &Call, token: Option<&AccessToken>) -> Result<http::Request<Body>, Error> {
    let mut request = http::Request::new(call.content.body()?);
    *request.method_mut() = call.method.clone();
    *request.uri_mut() = call.uri()?;
    *request.headers_mut() = call.headers.clone();
    if let Some(token) = token {
        let (name, value) = token.header()?;
        request.headers_mut().insert(name, value);
    }
    Ok(request)
}

impl Call {
    pub(crate) fn uri(&self) -> Result<http::Uri, Error> {
        http::Uri::try_from(self.url.as_str())
            .map_err(|_| Error::invalid_request("the URL is not usable"))
    }
}
