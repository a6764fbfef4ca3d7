//! Uploads in chunks, by way of an upload session.
//!
//! `source` is what is uploaded, `session` what sessions say of themselves.

mod session;
mod source;

use bytes::Bytes;
use http::header::CONTENT_RANGE;
use http::{Method, StatusCode};
use tokio_util::sync::CancellationToken;
use url::Url;

use crate::body::Body;
use crate::client::Client;
use crate::error::{Error, ErrorKind};
use crate::model::{Fault, Wire};
use crate::reply::{MaybeJson, RawResponse, Reply as _, Response};
use crate::request::Parts;
use crate::retry::{Failures, RetryPolicy};
use crate::send::execute;
use session::{Session, is_item, session};

pub use source::{Seekable, UploadSource};

/// What chunks must be a multiple of, but for the last: 320 KiB.
pub const CHUNK_UNIT: usize = 320 * 1024;

/// Uploads to an upload session: the URL that a `createUploadSession` operation gave.
///
/// One chunk is in memory at a time. If the connection breaks, or the service is busy, the session
/// is asked what it has (`nextExpectedRanges`), and the upload goes on from there, as often as the
/// retry policy allows without progress. No token goes to the session: its URL is a secret itself.
///
/// ```
/// # use docmill_runtime::{*, serde_json::Value};
/// # async fn run(client: Client, upload_url: String, content: Vec<u8>) -> Result<(), Error> {
/// // A file: `Seekable::new(tokio::fs::File::open("film.mp4").await?).await?`
/// let mut source = Bytes::from(content);
/// let upload = Upload::new(&client, &upload_url)?.chunk_size(10 * CHUNK_UNIT);
/// let item: Option<Value> = upload.send(&mut source).await?;
/// # Ok(()) }
/// ```
pub struct Upload<'c> {
    client: &'c Client,
    address: Url,
    chunk: usize,
    resuming: bool,
    retry: Option<RetryPolicy>,
    cancel: Option<CancellationToken>,
}

impl<'c> Upload<'c> {
    /// An upload to this session, in chunks of 5 MiB.
    ///
    /// # Errors
    ///
    /// A URL that is not absolute.
    pub fn new(client: &'c Client, upload_url: &str) -> Result<Self, Error> {
        let address =
            Url::parse(upload_url).map_err(|_| Error::link("the upload URL is no absolute URL"))?;
        let chunk = 16 * CHUNK_UNIT;
        Ok(Self { client, address, chunk, resuming: false, retry: None, cancel: None })
    }

    /// How many bytes a chunk has: rounded down to a multiple of [`CHUNK_UNIT`], at least one.
    /// Services have limits of their own: Outlook takes less than 4 MB at a time.
    #[must_use]
    pub fn chunk_size(mut self, bytes: usize) -> Self {
        self.chunk = (bytes / CHUNK_UNIT).max(1) * CHUNK_UNIT;
        self
    }

    /// Asks the session first what it has, to go on with an upload of another day.
    #[must_use]
    pub fn resuming(mut self) -> Self {
        self.resuming = true;
        self
    }

    /// How often and how long to try, in place of the client's policy.
    #[must_use]
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = Some(policy);
        self
    }

    /// Ends the upload once this token is cancelled. The session stays, and can be resumed.
    #[must_use]
    pub fn cancel_on(mut self, token: CancellationToken) -> Self {
        self.cancel = Some(token);
        self
    }

    /// Uploads everything that the session does not have. Gives what the service answers to the last
    /// chunk, mostly the new item; `None` if there is no more to it than that all has arrived.
    ///
    /// It is a success only if the service has confirmed the last byte.
    ///
    /// # Errors
    ///
    /// The source cannot be read, or the session does not take all of it. If the session is gone
    /// and nobody can tell, the error is the one that led there.
    pub async fn send<T: Wire + Send + 'static>(
        self,
        source: &mut dyn UploadSource,
    ) -> Result<Option<T>, Error> {
        self.detailed(source).await.map(|response| response.output)
    }

    /// The same, with status and headers of the answer to the last chunk: Outlook, for one, says only
    /// in its `Location` which attachment it has made.
    ///
    /// ```
    /// # use docmill_runtime::{*, serde_json::Value};
    /// # async fn run(upload: Upload<'_>, mut picture: Bytes) -> Result<(), Error> {
    /// let answer = upload.detailed::<Value>(&mut picture).await?;
    /// if let Some(location) = answer.headers.get("Location") {
    ///     println!("attached as {location:?}");
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send).
    pub async fn detailed<T: Wire + Send + 'static>(
        self,
        source: &mut dyn UploadSource,
    ) -> Result<Response<Option<T>>, Error> {
        let response = self.run(source).await?;
        let (status, headers) = (response.status, response.headers.clone());
        let output = MaybeJson::<T>::decode(response)?;
        Ok(Response { status, headers, output })
    }

    /// Gives the session up: the service forgets what it has.
    ///
    /// # Errors
    ///
    /// The service does not answer, or refuses.
    pub async fn discard(self) -> Result<(), Error> {
        let parts = self.parts("upload::discard", Method::DELETE);
        execute(self.client, &parts).await.map(drop)
    }

    /// The part of [`send`](Self::send) that no type takes part in.
    async fn run(&self, source: &mut dyn UploadSource) -> Result<RawResponse, Error> {
        let total = source.len();
        if total == 0 {
            return Err(Error::invalid_request("an upload session takes no empty content"));
        }
        // The other day may have sent all.
        let mut next =
            if self.resuming { self.next_expected(total, true).await? } else { Next::At(0) };
        let mut failures = Failures::none();
        let mut all_sent = false;
        // A session that loses what it had makes no progress until it is past that.
        let mut furthest = 0;
        loop {
            let offset = match next {
                Next::At(offset) => offset,
                Next::Done(response) => return Ok(response),
            };
            all_sent |= total - offset <= self.chunk as u64;
            let error = match self.put(source, offset, total).await {
                Ok(Next::At(further)) if further > offset => {
                    if further > furthest {
                        furthest = further;
                        failures = Failures::none();
                    }
                    next = Next::At(further);
                    continue;
                }
                Ok(Next::At(_)) => Error::decode(&Fault::new("the session does not move on")),
                Ok(done) => {
                    next = done;
                    continue;
                }
                Err(error) => error,
            };
            next = self.recover(error, &mut failures, total, all_sent).await?;
        }
    }

    async fn put(
        &self,
        source: &mut dyn UploadSource,
        offset: u64,
        total: u64,
    ) -> Result<Next, Error> {
        let left = usize::try_from(total - offset).unwrap_or(usize::MAX);
        let chunk = source.read(offset, self.chunk.min(left)).await?;
        let end = offset + chunk.len() as u64;
        if chunk.is_empty() || end > total {
            return Err(Error::unreadable("the source gave not as many bytes as were asked for"));
        }
        let mut parts = self.parts("upload::put", Method::PUT);
        // What to do about a failure is decided by what the session has.
        parts.retry = Some(RetryPolicy::never());
        let range = format!("bytes {offset}-{}/{total}", end - 1);
        parts.set_header(CONTENT_RANGE.as_str(), &range)?;
        parts.set_body("application/octet-stream", Body::from(chunk));
        let response = execute(self.client, &parts).await?;
        // The status says little: services answer 202 or 200 in the middle, 200, 201 or 202 at the
        // end.
        Ok(match session(&response, total)? {
            Session::Misses(offset) => Next::At(offset),
            // Services that do not say take the whole chunk.
            Session::Complete | Session::Silent if end < total => Next::At(end),
            Session::Complete => Next::complete(response),
            Session::Silent => Next::Done(response),
        })
    }

    /// After an error: waits, and asks the session what it has. Gives the error back if it is final.
    async fn recover(
        &self,
        error: Error,
        failures: &mut Failures,
        total: u64,
        all_sent: bool,
    ) -> Result<Next, Error> {
        let status = error.status();
        let known = status == Some(StatusCode::RANGE_NOT_SATISFIABLE);
        let stuck = error.kind() == ErrorKind::Decode;
        let busy = status.is_some_and(|status| status.is_server_error());
        let policy = self.retry.as_ref().unwrap_or(self.client.retry());
        let attempt = failures.attempt();
        let failed = failures.add();
        let wait = if known || stuck || busy {
            policy.pause(&error, failed)
        } else {
            policy.wait(true, &error, failed)
        };
        let Some(wait) = wait else { return Err(error) };
        tracing::warn!(kind = ?error.kind(), attempt, "going on with the upload");
        let cancel = self.parts("upload::wait", Method::GET).cancel(self.client);
        cancel.pause(wait).await?;
        match self.next_expected(total, all_sent).await {
            // The session is over, or does not say: perhaps all arrived, but nobody knows.
            Err(asked)
                if asked.status() == Some(StatusCode::NOT_FOUND)
                    || asked.kind() == ErrorKind::Decode =>
            {
                Err(error)
            }
            next => next,
        }
    }

    /// Asks the session what it misses. Once all was sent, it may answer with what was made of it.
    async fn next_expected(&self, total: u64, all_sent: bool) -> Result<Next, Error> {
        let response = execute(self.client, &self.parts("upload::status", Method::GET)).await?;
        match session(&response, total)? {
            Session::Misses(offset) => Ok(Next::At(offset)),
            Session::Complete => Ok(Next::complete(response)),
            Session::Silent if all_sent && is_item(&response) => Ok(Next::Done(response)),
            Session::Silent => {
                let fault = Fault::new("expected what the session misses, found nothing");
                Err(Error::decode(&fault.in_property("nextExpectedRanges")))
            }
        }
    }

    fn parts(&self, operation: &'static str, method: Method) -> Parts {
        let mut parts = Parts::to_secret_address(operation, method, self.address.clone());
        parts.retry.clone_from(&self.retry);
        parts.cancel.clone_from(&self.cancel);
        parts
    }
}

impl std::fmt::Debug for Upload<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Upload").field("chunk", &self.chunk).finish_non_exhaustive()
    }
}

/// What comes next.
enum Next {
    At(u64),
    Done(RawResponse),
}

impl Next {
    /// All has arrived, and the answer is about the session, not about an item.
    fn complete(mut response: RawResponse) -> Self {
        response.body = Bytes::new();
        Self::Done(response)
    }
}
