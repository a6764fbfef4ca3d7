//! Content as a stream of bytes.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use futures_util::{StreamExt as _, stream};
use http::header::{CONTENT_RANGE, CONTENT_TYPE, ETAG, RANGE};
use http::{HeaderMap, HeaderValue, StatusCode};

use crate::body::Body;
use crate::client::Client;
use crate::error::{Error, ErrorKind};
use crate::operation::Operation;
use crate::reply;
use crate::request::{Parts, Request};
use crate::retry::Failures;
use crate::send::execute_streamed;

impl<O: Operation<Reply = reply::Bytes>> Request<'_, O> {
    /// Sends the request and gives the content as it arrives, so that it is never held as a whole.
    ///
    /// If the connection breaks in the middle and the service gave a strong `ETag`, the rest is
    /// asked for, as often as the retry policy allows without progress; what has changed in the
    /// meantime is not mixed up but an [`ErrorKind::Transport`]. A request with a `Range` of its own
    /// is not continued.
    ///
    /// ```
    /// # use docmill_runtime::*;
    /// use futures_util::TryStreamExt as _;
    ///
    /// # async fn run<O: Operation<Reply = reply::Bytes>>(request: Request<'_, O>) -> Result<(), Error> {
    /// let mut content = request.download().await?;
    /// let expected = content.len();
    /// let mut count = 0;
    /// while let Some(part) = content.try_next().await? {
    ///     count += part.len() as u64;
    /// }
    /// assert!(expected.is_none_or(|expected| expected == count));
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// A request that cannot be made or does not succeed. What fails after that is an item of the
    /// stream.
    pub async fn download(self) -> Result<Download, Error> {
        let (client, parts) = self.into_parts()?;
        download(client, parts).await
    }
}

/// Content that arrives: a [`Stream`] of bytes. It can be sent on without being held as a whole:
///
/// ```
/// # use docmill_runtime::*;
/// # async fn run<C, U>(content: Request<'_, C>, update: Request<'_, U>) -> Result<(), Error>
/// # where C: Operation<Reply = reply::Bytes>, U: Operation {
/// let content: Download = content.download().await?;
/// if !content.is_empty() {
///     let media_type = content.content_type().unwrap_or("application/octet-stream").to_owned();
///     update.content(&media_type, content.into_body()).await?;
/// }
/// # Ok(()) }
/// ```
pub struct Download {
    /// The HTTP status: 200, or 206 for a part.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    body: Body,
}

impl Download {
    /// How many bytes there are, or are left, if the service says.
    pub fn len(&self) -> Option<u64> {
        self.body.len()
    }

    /// Whether it is known that there is no content.
    pub fn is_empty(&self) -> bool {
        self.body.is_empty()
    }

    /// The kind of content, if the service says: `image/png`.
    pub fn content_type(&self) -> Option<&str> {
        self.headers.get(CONTENT_TYPE)?.to_str().ok()
    }

    /// The content, to be sent on by an upload.
    pub fn into_body(self) -> Body {
        self.body
    }
}

impl Stream for Download {
    type Item = Result<Bytes, Error>;

    fn poll_next(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Error>>> {
        Pin::new(&mut self.body).poll_next(context)
    }
}

impl fmt::Debug for Download {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Download")
            .field("status", &self.status)
            .field("len", &self.len())
            .finish_non_exhaustive()
    }
}

async fn download(client: &Client, parts: Parts) -> Result<Download, Error> {
    let (head, body) = execute_streamed(client, &parts).await?.into_parts();
    let len = body.len();
    let state = Some(Arriving {
        client: client.clone(),
        version: strong_version(&head.headers).filter(|_| !parts.has_header(&RANGE)).cloned(),
        parts,
        body,
        len,
        passed: 0,
        skip: 0,
        failures: Failures::none(),
    });
    let stream = stream::unfold(state, |state| async move {
        let mut state = state?;
        match state.next().await {
            Ok(None) => None,
            Ok(Some(part)) => Some((Ok(part), Some(state))),
            Err(error) => Some((Err(error), None)),
        }
    });
    let body = Body::stream(stream);
    let body = match len {
        Some(len) => body.with_len(len),
        None => body,
    };
    Ok(Download { status: head.status, headers: head.headers, body })
}

/// The `ETag`, if it stands for exactly these bytes.
fn strong_version(headers: &HeaderMap) -> Option<&HeaderValue> {
    headers.get(ETAG).filter(|etag| etag.as_bytes().starts_with(b"\""))
}

/// A download on its way.
struct Arriving {
    client: Client,
    parts: Parts,
    body: Body,
    version: Option<HeaderValue>,
    /// How many bytes there are, if that is known.
    len: Option<u64>,
    /// How many bytes were handed on.
    passed: u64,
    /// How many bytes come a second time.
    skip: u64,
    /// Since the last progress.
    failures: Failures,
}

impl Arriving {
    async fn next(&mut self) -> Result<Option<Bytes>, Error> {
        loop {
            let error = match self.body.next().await {
                Some(Ok(part)) => match self.pass(part) {
                    Some(part) => return Ok(Some(part)),
                    None => continue,
                },
                Some(Err(error)) => error,
                None if self.len.is_none_or(|len| len == self.passed) => return Ok(None),
                None => Error::transport("the content ended before its length"),
            };
            self.go_on(error).await?;
        }
    }

    /// What of this part is new.
    fn pass(&mut self, mut part: Bytes) -> Option<Bytes> {
        let again = usize::try_from(self.skip).unwrap_or(usize::MAX).min(part.len());
        let part = part.split_off(again);
        self.skip -= again as u64;
        if part.is_empty() {
            return None;
        }
        self.passed += part.len() as u64;
        self.failures = Failures::none();
        Some(part)
    }

    /// Asks for the rest after this error, or gives the error back.
    async fn go_on(&mut self, error: Error) -> Result<(), Error> {
        let broken = matches!(error.kind(), ErrorKind::Transport | ErrorKind::Timeout);
        let Some(version) = self.version.clone().filter(|_| broken) else { return Err(error) };
        let failed = self.failures.add();
        let policy = self.parts.retry.as_ref().unwrap_or(self.client.retry());
        let Some(wait) = policy.wait(true, &error, failed) else { return Err(error) };
        tracing::warn!(kind = ?error.kind(), passed = self.passed, "going on with the download");
        self.parts.cancel(&self.client).pause(wait).await?;
        let mut parts = self.parts.clone();
        parts.set_header(RANGE.as_str(), &format!("bytes={}-", self.passed))?;
        let (head, body) = execute_streamed(&self.client, &parts).await?.into_parts();
        if strong_version(&head.headers) != Some(&version) {
            return Err(error);
        }
        self.skip = match head.status {
            StatusCode::PARTIAL_CONTENT if starts_at(&head.headers, self.passed) => 0,
            StatusCode::OK => self.passed,
            _ => return Err(error),
        };
        self.body = body;
        Ok(())
    }
}

/// Whether this is the part that begins at this byte: `Content-Range: bytes 7-9/10`.
fn starts_at(headers: &HeaderMap, offset: u64) -> bool {
    let range = headers.get(CONTENT_RANGE).and_then(|range| range.to_str().ok());
    let first = range.and_then(|range| range.strip_prefix("bytes ")?.split('-').next());
    first.and_then(|first| first.trim().parse().ok()) == Some(offset)
}
