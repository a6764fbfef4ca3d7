//! Answers prepared beforehand, for tests without a network.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use futures_core::future::BoxFuture;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

use super::Transport;
use crate::body::Body;
use crate::error::Error;

/// A transport that gives prepared answers, in order, and keeps the requests.
///
/// Clones share both, so that a test keeps one and gives the client another. A request for which no
/// answer is left fails, and is not tried again.
///
/// ```
/// use docmill_runtime::{Answer, Client, Recorded, serde_json::json};
/// # use docmill_runtime::*;
/// # enum Get {}
/// # impl Operation for Get {
/// #     type Reply = reply::Untyped;
/// #     const INFO: OperationInfo =
/// #         OperationInfo::new("item_phone::get", Method::GET);
/// # }
/// # fn get(client: &Client) -> Request<'_, Get> {
/// #     Request::new(client, Path::new("/me/phone", []))
/// # }
///
/// # tokio::runtime::Builder::new_current_thread().enable_time().build()?.block_on(async {
/// let recorded = Recorded::new([
///     // As in the documentation's examples.
///     Answer::parse("HTTP/1.1 200 OK\nContent-type: application/json\n\n{\"id\": \"1\"}")?,
///     Answer::new(404).json(&json!({"error": {"code": "itemNotFound"}})),
/// ]);
/// let client = Client::builder("https://library.example/beta")
///     .transport(recorded.clone())
///     .build()?;
/// assert_eq!(get(&client).await?["id"], "1");
/// assert_eq!(get(&client).await.unwrap_err().service().unwrap().code, "itemNotFound");
/// assert_eq!(recorded.requests()[0].uri().path(), "/beta/me/phone");
/// # Ok::<(), docmill_runtime::Error>(()) }).map_err(std::io::Error::other)?;
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Clone, Default)]
pub struct Recorded(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    answers: VecDeque<Answer>,
    requests: Vec<http::Request<Bytes>>,
}

impl Recorded {
    /// Gives these answers, each once.
    pub fn new(answers: impl IntoIterator<Item = Answer>) -> Self {
        let answers = answers.into_iter().collect();
        Self(Arc::new(Mutex::new(State { answers, requests: Vec::new() })))
    }

    /// Adds an answer after the others.
    pub fn push(&self, answer: Answer) {
        self.with(|state| state.answers.push_back(answer));
    }

    /// The requests so far, in order, as they would have gone out, tokens included. The body of an
    /// upload that came as a stream is there as a whole.
    pub fn requests(&self) -> Vec<http::Request<Bytes>> {
        self.with(|state| state.requests.clone())
    }

    /// How many answers nobody has asked for yet.
    pub fn left(&self) -> usize {
        self.with(|state| state.answers.len())
    }

    fn with<R>(&self, use_it: impl FnOnce(&mut State) -> R) -> R {
        // Nothing in here panics half-way.
        use_it(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Transport for Recorded {
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<'_, Result<http::Response<Body>, Error>> {
        Box::pin(async move {
            let (head, body) = request.into_parts();
            let body = body.bytes(u64::MAX).await?;
            let answer = self.with(|state| {
                state.requests.push(http::Request::from_parts(head, body));
                (state.answers.pop_front(), state.requests.len())
            });
            match answer {
                (Some(answer), _) => answer.into_response(),
                (None, count) => Err(Error::invalid_request(format!(
                    "no recorded answer is left for request number {count}"
                ))),
            }
        })
    }
}

impl fmt::Debug for Recorded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (left, requests) = self.with(|state| (state.answers.len(), state.requests.len()));
        f.debug_struct("Recorded")
            .field("left", &left)
            .field("requests", &requests)
            .finish_non_exhaustive()
    }
}

/// A response that a page of the documentation shows. Generated crates list theirs, with their
/// feature `examples`.
///
/// ```
/// use docmill_runtime::{Example, Recorded};
///
/// const GET: Example = Example::new("HTTP/1.1 200 OK\nContent-type: application/json\n\n{}");
/// let recorded = Recorded::new([GET.answer()]);
/// # assert_eq!(recorded.left(), 1);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Example(&'static str);

impl Example {
    /// A response as pages write it: see [`Answer::parse`].
    pub const fn new(text: &'static str) -> Self {
        Self(text)
    }

    /// As the page writes it.
    pub fn text(self) -> &'static str {
        self.0
    }

    /// The answer of [`Recorded`]. Headers about the body's length are left out: pages write bodies
    /// in other ways than services do. Without a status line, the request that is given it fails.
    pub fn answer(self) -> Answer {
        let answer = Answer::parse(self.0);
        let mut answer =
            answer.unwrap_or_else(|_| Answer::failure(|| Error::invalid_request("no status line")));
        if let Ok(prepared) = &mut answer.0 {
            // `parse` gives names in lower case.
            let about_length = ["content-length", "transfer-encoding", "content-encoding"];
            prepared.headers.retain(|(name, _)| !about_length.contains(&name.as_str()));
        }
        answer
    }
}

/// A prepared answer of [`Recorded`]. `Debug` shows its status only.
///
/// ```
/// use docmill_runtime::{Answer, Error};
///
/// let throttled = Answer::new(429).header("Retry-After", "7");
/// let content = Answer::new(200).bytes("text/plain", "hello");
/// let broken = Answer::failure(|| Error::transport("the connection broke"));
/// assert!(!format!("{content:?}").contains("hello"));
/// ```
#[derive(Clone)]
pub struct Answer(Result<Prepared, Failure>);

type Failure = Arc<dyn Fn() -> Error + Send + Sync>;

#[derive(Clone)]
struct Prepared {
    status: u16,
    headers: Vec<(String, String)>,
    body: Bytes,
}

impl Answer {
    /// An answer of this status, without headers and body. Numbers that are no status make the
    /// request fail.
    pub fn new(status: u16) -> Self {
        Self(Ok(Prepared { status, headers: Vec::new(), body: Bytes::new() }))
    }

    /// An answer as the documentation's examples write it: a status line, headers, an empty line,
    /// the body. The empty line may be missing.
    ///
    /// # Errors
    ///
    /// Text that does not start with a status line.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let (status_line, mut rest) = first_line(text.trim_start());
        let mut words = status_line.split_ascii_whitespace();
        let version = words.next().filter(|word| word.starts_with("HTTP/"));
        let status = words.next().and_then(|word| word.parse().ok());
        let (Some(_), Some(status)) = (version, status) else {
            return Err(Error::invalid_request("the recorded answer has no status line"));
        };
        let mut headers = Vec::new();
        loop {
            let (line, after) = first_line(rest);
            let Some((name, value)) = line.split_once(':') else { break };
            // Else it is JSON: `{"id": "7"}`.
            let Ok(name) = HeaderName::try_from(name.trim()) else { break };
            headers.push((name.to_string(), value.trim().to_owned()));
            rest = after;
        }
        let body = Bytes::from(rest.trim().to_owned());
        Ok(Self(Ok(Prepared { status, headers, body })))
    }

    /// No answer but this error, such as a broken connection.
    pub fn failure(error: impl Fn() -> Error + Send + Sync + 'static) -> Self {
        Self(Err(Arc::new(error)))
    }

    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        if let Ok(prepared) = &mut self.0 {
            prepared.headers.push((name.to_owned(), value.to_owned()));
        }
        self
    }

    /// Answers with this as JSON: a model, or what `serde_json::json!` makes. A value that JSON
    /// cannot hold gives an empty body.
    #[must_use]
    pub fn json(self, body: &impl serde::Serialize) -> Self {
        self.bytes("application/json", serde_json::to_vec(body).unwrap_or_default())
    }

    /// Answers with these bytes.
    #[must_use]
    pub fn bytes(self, content_type: &str, body: impl Into<Bytes>) -> Self {
        let mut answer = self.header(CONTENT_TYPE.as_str(), content_type);
        if let Ok(prepared) = &mut answer.0 {
            prepared.body = body.into();
        }
        answer
    }

    fn into_response(self) -> Result<http::Response<Body>, Error> {
        let prepared = self.0.map_err(|failure| failure())?;
        let unusable =
            |_: http::Error| Error::invalid_request("the recorded answer is no HTTP answer");
        let mut response = http::Response::new(Body::from(prepared.body));
        *response.status_mut() =
            StatusCode::from_u16(prepared.status).map_err(|error| unusable(error.into()))?;
        let mut headers = HeaderMap::new();
        for (name, value) in prepared.headers {
            let name = HeaderName::try_from(name).map_err(|error| unusable(error.into()))?;
            let value = HeaderValue::try_from(value).map_err(|error| unusable(error.into()))?;
            headers.append(name, value);
        }
        *response.headers_mut() = headers;
        Ok(response)
    }
}

/// The first line, and what follows it.
fn first_line(text: &str) -> (&str, &str) {
    text.split_once('\n').unwrap_or((text, ""))
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let status = self.0.as_ref().ok().map(|prepared| prepared.status);
        f.debug_struct("Answer").field("status", &status).finish_non_exhaustive()
    }
}
