//! Operations that go on after their answer: `202 Accepted`.

use std::fmt;
use std::time::Duration;

use http::header::LOCATION;
use http::{HeaderMap, Method, StatusCode};
use jiff::Timestamp;
use serde_json::Value as Json;
use tokio_util::sync::CancellationToken;
use url::Url;

use crate::client::Client;
use crate::error::Error;
use crate::reply::{RawResponse, Reply as _, Response, Untyped};
use crate::request::Parts;
use crate::retry::retry_after;
use crate::send::execute;

/// Watches an operation that goes on after `202 Accepted`: polls the URL of its `Location`, or
/// `Operation-Location`.
///
/// A token goes along if that URL is the client's own origin, and nowhere else.
///
/// ```
/// # use docmill_runtime::*;
/// # use std::time::Duration;
/// # async fn run<O: Operation>(client: &Client, request: Request<'_, O>) -> Result<(), Error> {
/// let accepted = request.detailed().await?;
/// if let Some(monitor) = Monitor::of(client, &accepted)? {
///     let done = monitor.timeout(Duration::from_secs(600)).wait().await?;
///     println!("made {:?}", done.resource_id());
/// }
/// # Ok(()) }
/// ```
pub struct Monitor<'c> {
    client: &'c Client,
    address: Url,
    /// How long the service asked to wait before the first look.
    first: Option<Duration>,
    timeout: Option<Duration>,
    cancel: Option<CancellationToken>,
}

/// How an operation is getting on.
///
/// ```
/// # use docmill_runtime::*;
/// fn line(progress: &Progress) -> String {
///     match progress {
///         Progress::Running(Running { percent: Some(percent), .. }) => format!("{percent} %"),
///         Progress::Done(done) => format!("at {}", done.resource_location().unwrap_or("?")),
///         _ => "under way".to_owned(),
///     }
/// }
/// # async fn run(client: &Client, kept: &str) -> Result<(), Error> {
/// println!("{}", line(&Monitor::new(client, kept)?.poll().await?));
/// # Ok(()) }
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Progress {
    /// It is not done yet.
    Running(Running),
    /// It is done.
    Done(Done),
}

/// An operation that is not done yet. `Debug` leaves the body out.
#[derive(Clone)]
#[non_exhaustive]
pub struct Running {
    /// How much of it is done, from 0 to 100, if the service says.
    pub percent: Option<f64>,
    /// How long the service asks to wait before the next look.
    pub retry_after: Option<Duration>,
    /// All that the service says, as it came.
    pub body: Json,
}

/// An operation that is done. `Debug` leaves the body out.
#[derive(Clone)]
#[non_exhaustive]
pub struct Done {
    /// The headers.
    pub headers: HeaderMap,
    /// All that the service says, as it came; where it leads to what was made, that.
    pub body: Json,
}

impl Done {
    /// The id of what was made: `resourceId` or `targetResourceId`, or `id` of what the service led
    /// to. The `id` of the operation itself is none.
    pub fn resource_id(&self) -> Option<&str> {
        let id = self.text(&["resourceId", "targetResourceId"]);
        id.or_else(|| self.text(&["id"]).filter(|_| !self.is_operation()))
    }

    /// Where that is: `resourceLocation` or `targetResourceLocation`. A path alone is meant below the
    /// client's base URL.
    pub fn resource_location(&self) -> Option<&str> {
        self.text(&["resourceLocation", "targetResourceLocation"])
    }

    /// The first of these properties that is a text.
    fn text(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| self.body.get(name)?.as_str())
    }

    /// Whether the body is about the operation, and not what the operation has made.
    fn is_operation(&self) -> bool {
        const OWN: [&str; 7] = [
            "resourceLocation",
            "targetResourceLocation",
            "targetResourceId",
            "operationType",
            "lastActionDateTime",
            "percentComplete",
            "percentageComplete",
        ];
        match self.body.get("status") {
            Some(Json::String(_)) => OWN.iter().any(|name| self.body.get(name).is_some()),
            Some(status) => status.get("state").is_some(),
            None => false,
        }
    }
}

impl fmt::Debug for Running {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Running").field("percent", &self.percent).finish_non_exhaustive()
    }
}

impl fmt::Debug for Done {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Done").finish_non_exhaustive()
    }
}

/// Between looks, where the service does not say: from one second, doubling up to half a minute.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
/// Between looks, even if the service says "at once" again and again.
const SHORTEST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

impl<'c> Monitor<'c> {
    /// The monitor of an operation that answered like this; `None` if its answer has neither an
    /// `Operation-Location` nor a `Location`.
    ///
    /// # Errors
    ///
    /// A `Location` that is no URL.
    pub fn of<T>(client: &'c Client, accepted: &Response<T>) -> Result<Option<Self>, Error> {
        // Where there are both, the other is where the result will be.
        let operation = accepted.headers.get("operation-location");
        let Some(location) = operation.or_else(|| accepted.headers.get(LOCATION)) else {
            return Ok(None);
        };
        let location = location.to_str().map_err(|_| Error::link("the location is no URL"))?;
        let mut monitor = Self::new(client, location)?;
        monitor.first = retry_after(&accepted.headers, Timestamp::now());
        Ok(Some(monitor))
    }

    /// The monitor at this URL, which may have been kept since another day. A path alone is meant
    /// below the client's base URL.
    ///
    /// # Errors
    ///
    /// A location that is no URL.
    pub fn new(client: &'c Client, location: &str) -> Result<Self, Error> {
        let base = client.base_url();
        let address = if location.starts_with('/') && !location.starts_with("//") {
            let own = base.path().trim_end_matches('/');
            let has_base =
                location.strip_prefix(own).is_some_and(|rest| rest.starts_with(['/', '?']));
            let prefix = if has_base && !own.is_empty() { "" } else { own };
            base.join(&format!("{prefix}{location}"))
        } else {
            Url::parse(location)
        };
        let address = address.map_err(|_| Error::link("the location is no URL"))?;
        Ok(Self { client, address, first: None, timeout: None, cancel: None })
    }

    /// Where the monitor is: to be kept, and as secret as a token.
    pub fn location(&self) -> &str {
        self.address.as_str()
    }

    /// How long [`wait`](Self::wait) may take: as long as the operation goes on, if not set.
    /// [`ClientBuilder::timeout`](crate::ClientBuilder::timeout) is about each look.
    #[must_use]
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.timeout = Some(limit);
        self
    }

    /// Ends [`wait`](Self::wait) once this token is cancelled. The operation itself goes on.
    #[must_use]
    pub fn cancel_on(mut self, token: CancellationToken) -> Self {
        self.cancel = Some(token);
        self
    }

    /// Looks once.
    ///
    /// # Errors
    ///
    /// An operation that has failed, or was cancelled at the service, is an
    /// [`ErrorKind::Failed`](crate::ErrorKind::Failed); an answer that is neither empty nor JSON, a proxy's page, say, is an
    /// [`ErrorKind::Decode`](crate::ErrorKind::Decode). Whatever the request fails with.
    pub async fn poll(&self) -> Result<Progress, Error> {
        progress(execute(self.client, &self.parts()).await?)
    }

    /// Waits until the operation is done, looking as often as the service's `Retry-After` says.
    ///
    /// # Errors
    ///
    /// As [`poll`](Self::poll), and an [`ErrorKind::Timeout`](crate::ErrorKind::Timeout) once the
    /// [time limit](Self::timeout) has passed.
    pub async fn wait(self) -> Result<Done, Error> {
        let waiting = self.until_done();
        match self.timeout {
            None => waiting.await,
            Some(limit) => match tokio::time::timeout(limit, waiting).await {
                Ok(result) => result,
                Err(_) => Err(Error::timeout(limit, "the wait")),
            },
        }
    }

    async fn until_done(&self) -> Result<Done, Error> {
        let cancel = self.parts().cancel(self.client);
        let mut pause = FIRST_PAUSE;
        let watch = async {
            if let Some(first) = self.first {
                tokio::time::sleep(first).await;
            }
            loop {
                let running = match self.poll().await? {
                    Progress::Done(done) => return Ok(done),
                    Progress::Running(running) => running,
                };
                tracing::debug!(percent = running.percent, "the operation goes on");
                let wait = running.retry_after.unwrap_or(pause).max(SHORTEST_PAUSE);
                tokio::time::sleep(wait).await;
                pause = pause.saturating_mul(2).min(LONGEST_PAUSE);
            }
        };
        cancel.guard(Box::pin(watch)).await
    }

    fn parts(&self) -> Parts {
        let mut parts = Parts::to_address("monitor::poll", Method::GET, self.address.clone());
        parts.cancel.clone_from(&self.cancel);
        parts
    }
}

impl fmt::Debug for Monitor<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Monitor").field("timeout", &self.timeout).finish_non_exhaustive()
    }
}

/// A number, or a number in quotes.
fn percent(body: &Json) -> Option<f64> {
    let percent =
        ["percentageComplete", "percentComplete"].into_iter().find_map(|name| body.get(name))?;
    let percent = percent.as_f64().or_else(|| percent.as_str()?.trim().parse().ok());
    percent.filter(|percent| percent.is_finite())
}

fn progress(response: RawResponse) -> Result<Progress, Error> {
    let body = Untyped::decode(response.clone())?;
    // What was made may have a status of its own, so only that of an operation counts: a name, or an
    // object with its name as `state`.
    let status = body.get("status").map(|status| status.get("state").unwrap_or(status));
    let status = status.and_then(Json::as_str).unwrap_or_default();
    let is = |names: &[&str]| names.iter().any(|name| status.eq_ignore_ascii_case(name));
    if is(&["failed", "deleteFailed", "failure", "canceled", "cancelled"]) {
        return Err(Error::failed(response.status, &response.headers, &response.body));
    }
    let running = is(&[
        "notStarted",
        "inProgress",
        "running",
        "waiting",
        "updating",
        "deletePending",
        "queued",
        "pending",
    ]);
    if response.status == StatusCode::ACCEPTED || running {
        return Ok(Progress::Running(Running {
            percent: percent(&body),
            retry_after: retry_after(&response.headers, Timestamp::now()),
            body,
        }));
    }
    Ok(Progress::Done(Done { headers: response.headers, body }))
}
