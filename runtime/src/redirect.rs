//! Redirects: which are followed, and what of a request goes along.

use http::header::{ACCEPT, CONTENT_LENGTH, CONTENT_TYPE, LOCATION, RANGE, USER_AGENT};
use http::{HeaderMap, Method, StatusCode};
use url::Url;

use crate::client::Client;
use crate::error::Error;
use crate::send::{Call, Content};

/// As many hops as browsers and most clients allow.
pub(crate) const MOST: usize = 10;

/// Where an answer leads, if it is a redirect.
pub(crate) fn target(
    call: &Call,
    status: StatusCode,
    headers: &HeaderMap,
) -> Result<Option<Url>, Error> {
    let Some(location) = headers.get(LOCATION).filter(|_| is_redirect(status)) else {
        return Ok(None);
    };
    let target = location.to_str().ok().and_then(|location| call.url.join(location).ok());
    target.map(Some).ok_or_else(|| Error::redirect("the redirect leads nowhere"))
}

/// Whether an answer of this status leads elsewhere; 304, for one, does not.
pub(crate) fn is_redirect(status: StatusCode) -> bool {
    matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308)
}

/// The request that a redirect asks for, or why it is not made. The caller's headers stay with the
/// client's own origin, as tokens do; so does anything that is not a mere reading.
pub(crate) fn follow(
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
    if !reading {
        match status {
            // "See other": the change is made, its result is elsewhere.
            StatusCode::SEE_OTHER => {
                call.method = Method::GET;
                call.content = Content::default();
                call.headers.remove(CONTENT_TYPE);
                call.headers.remove(CONTENT_LENGTH);
            }
            _ if !own => {
                return Err(Error::redirect(
                    "a request that changes something is redirected to another origin",
                ));
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
