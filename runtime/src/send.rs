//! Sending: attempts, waits, redirects, tokens.

use std::time::Instant;

use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, LOCATION, RANGE, USER_AGENT};
use http::{HeaderMap, Method, StatusCode};
use jiff::Timestamp;
use tracing::Instrument as _;
use url::Url;

use crate::client::Client;
use crate::error::Error;
use crate::reply::RawResponse;
use crate::request::Parts;
use crate::retry::retry_after;
use crate::token::TokenRequest;

/// One HTTP request, as it goes over the wire but for the token.
#[derive(Clone)]
pub(crate) struct Call {
    pub(crate) method: Method,
    pub(crate) url: Url,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

/// As many hops as browsers and most clients allow.
const MOST_REDIRECTS: usize = 10;

/// Sends a request until it succeeds, fails for good, or patience ends.
pub(crate) async fn execute(client: &Client, parts: &Parts) -> Result<RawResponse, Error> {
    let span = tracing::debug_span!(
        "request",
        operation = parts.operation,
        method = parts.method.as_str()
    );
    let attempts = attempts(client, parts).instrument(span);
    match parts.timeout {
        None => attempts.await,
        Some(limit) => match tokio::time::timeout(limit, attempts).await {
            Ok(result) => result,
            Err(_) => Err(Error::timeout(limit)),
        },
    }
}

async fn attempts(client: &Client, parts: &Parts) -> Result<RawResponse, Error> {
    let call = parts.call(client)?;
    let start = Instant::now();
    let mut attempt = 1;
    loop {
        let limit = client.attempt_timeout();
        let result = match tokio::time::timeout(limit, one_attempt(client, parts, &call)).await {
            Ok(result) => result,
            Err(_) => Err(Error::timeout(limit)),
        };
        let error = match result {
            Ok(response) => {
                tracing::debug!(status = response.status.as_u16(), attempt, "answered");
                return Ok(response);
            }
            Err(error) => error,
        };
        let status = error.status().map(|status| status.as_u16());
        let kind = error.kind();
        let wait = client.retry().wait(&call.method, &error, attempt, start.elapsed(), random());
        let Some(wait) = wait else {
            tracing::debug!(?kind, status, attempt, "failed");
            return Err(error);
        };
        let wait_ms = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX);
        tracing::warn!(?kind, status, attempt, wait_ms, "trying again");
        tokio::time::sleep(wait).await;
        attempt += 1;
    }
}

/// One attempt: the request, and the redirects it leads to.
async fn one_attempt(client: &Client, parts: &Parts, call: &Call) -> Result<RawResponse, Error> {
    let mut call = call.clone();
    for _ in 0..=MOST_REDIRECTS {
        let own = client.is_own(&call.url);
        if own {
            let origin = client.origin();
            let wanted = TokenRequest {
                origin: &origin,
                operation: parts.operation,
                permissions: &parts.permissions,
            };
            if let Some(token) = client.tokens().token(wanted).await? {
                call.headers.insert(AUTHORIZATION, token.header()?);
            }
        }
        let mut request = reqwest::Request::new(call.method.clone(), call.url.clone());
        *request.headers_mut() = call.headers.clone();
        if !call.body.is_empty() {
            *request.body_mut() = Some(call.body.clone().into());
        }
        let mut response = client.http().execute(request).await.map_err(Error::transport)?;
        let status = response.status();
        let headers = std::mem::take(response.headers_mut());
        if is_redirect(status)
            && let Some(location) = headers.get(LOCATION)
        {
            let target = location
                .to_str()
                .ok()
                .and_then(|location| call.url.join(location).ok())
                .ok_or_else(|| Error::redirect("the redirect leads nowhere"))?;
            call = redirected(client, call, status, target)?;
            continue;
        }
        // Of an error, whatever of the body arrives will do.
        let body = response.bytes().await;
        if status.is_success() {
            let body = body.map_err(Error::transport)?;
            return Ok(RawResponse::new(status, headers, body));
        }
        let wait = retry_after(&headers, Timestamp::now());
        let body = body.unwrap_or_default();
        return Err(Error::from_response(status, &headers, &body, wait));
    }
    Err(Error::redirect("too many redirects"))
}

fn is_redirect(status: StatusCode) -> bool {
    matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308)
}

/// The request that a redirect asks for, or why it is not made. The token and the caller's headers
/// stay with the client's own origin; so does anything that is not a mere reading.
fn redirected(
    client: &Client,
    mut call: Call,
    status: StatusCode,
    target: Url,
) -> Result<Call, Error> {
    let reading = matches!(call.method, Method::GET | Method::HEAD);
    let own = client.is_own(&target);
    let secure = target.scheme() == "https" || call.url.scheme() == "http";
    if !matches!(target.scheme(), "http" | "https") || !secure {
        return Err(Error::redirect("the redirect leads to an insecure address"));
    }
    call.headers.remove(AUTHORIZATION);
    if !reading {
        if !own {
            return Err(Error::redirect(
                "a request that changes something is redirected to another origin",
            ));
        }
        match status {
            // "See other": the change is made, its result is elsewhere.
            StatusCode::SEE_OTHER => {
                call.method = Method::GET;
                call.body = Bytes::new();
                call.headers.remove(CONTENT_TYPE);
            }
            StatusCode::TEMPORARY_REDIRECT | StatusCode::PERMANENT_REDIRECT => {}
            _ => {
                return Err(Error::redirect(
                    "a request that changes something is redirected ambiguously",
                ));
            }
        }
    }
    if !own {
        let mut kept = HeaderMap::new();
        for name in [ACCEPT, RANGE, USER_AGENT] {
            if let Some(value) = call.headers.remove(&name) {
                kept.insert(name, value);
            }
        }
        call.headers = kept;
    }
    call.url = target;
    Ok(call)
}

/// From 0 to 1, to spread clients that failed together. Not for secrets: std's hash keys are random
/// per process and differ per call, which is all that is asked for.
fn random() -> f64 {
    use std::hash::{BuildHasher, RandomState};
    let bits = u32::try_from(RandomState::new().hash_one(Instant::now()) >> 32).unwrap_or_default();
    f64::from(bits) / f64::from(u32::MAX)
}
