//! Many requests in one: `$batch`.

mod round;
mod wire;

use std::fmt;
use std::marker::PhantomData;
use std::sync::atomic::{AtomicU64, Ordering};

use http::StatusCode;
use tokio_util::sync::CancellationToken;

use crate::client::Client;
use crate::error::Error;
use crate::operation::Operation;
use crate::reply::{RawResponse, Reply, Response};
use crate::request::{Parts, Request};
use crate::retry::RetryPolicy;

/// How many requests a service takes in one batch.
///
/// ```
/// # use docmill_runtime::*;
/// # async fn run<O: Operation>(client: &Client, requests: Vec<Request<'_, O>>) -> Result<(), Error> {
/// let is_one_batch = requests.len() <= MOST_IN_BATCH;
/// let mut batch = Batch::new(client).retry(RetryPolicy::default().attempts(2));
/// let tickets: Vec<Ticket<O>> = requests.into_iter().map(|request| batch.add(request)).collect();
/// assert_eq!(batch.is_empty(), tickets.is_empty());
/// let mut answers: Answers =
///     if is_one_batch { batch.send().await? } else { batch.send_split().await };
/// for ticket in tickets {
///     let part: PartId = ticket.part();
///     if answers.succeeded(part) {
///         println!("{:?}: {}", part, answers.take_detailed(ticket)?.status);
///     }
/// }
/// # Ok(()) }
/// ```
pub const MOST_IN_BATCH: usize = 20;

/// Several requests that go to the service together, each answered on its own.
///
/// ```
/// # use docmill_runtime::*;
/// # async fn run<G: Operation, U: Operation>(
/// #     client: &Client, get: Request<'_, G>, update: Request<'_, U>,
/// # ) -> Result<(), Error> {
/// let mut batch = Batch::new(client);
/// let get = batch.add(get);
/// // Only once the first has succeeded.
/// let update = batch.add_after(update, &[get.part()]);
/// let mut answers = batch.send().await?;
/// let phone = answers.take(get)?;
/// if let Err(error) = answers.take(update) {
///     println!("read, but not updated: {error}");
/// }
/// # drop(phone); Ok(()) }
/// ```
#[must_use = "a batch does nothing until it is sent"]
pub struct Batch<'c> {
    client: &'c Client,
    members: Vec<Member>,
    retry: Option<RetryPolicy>,
    cancel: Option<CancellationToken>,
    number: u64,
}

/// A request of a batch without its operation's type.
struct Member {
    /// Or why it cannot be sent.
    part: Result<wire::Part, Error>,
    after: Vec<usize>,
}

/// A request of a batch, and the claim to its answer.
pub struct Ticket<O> {
    part: PartId,
    operation: PhantomData<fn() -> O>,
}

/// Which request of a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PartId {
    /// Parts of different batches are not mixed up.
    batch: u64,
    index: usize,
}

impl<O> Ticket<O> {
    /// Which request it is, for others to [wait for](Batch::add_after).
    pub fn part(&self) -> PartId {
        self.part
    }
}

impl<O: Operation> fmt::Debug for Ticket<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ticket")
            .field("operation", &O::INFO.name)
            .field("index", &self.part.index)
            .finish_non_exhaustive()
    }
}

impl<'c> Batch<'c> {
    /// An empty batch.
    pub fn new(client: &'c Client) -> Self {
        static BATCHES: AtomicU64 = AtomicU64::new(0);
        let number = BATCHES.fetch_add(1, Ordering::Relaxed);
        Self { client, members: Vec::new(), retry: None, cancel: None, number }
    }

    /// How often and how long to try the batch, and parts that are throttled or fail for the moment, in
    /// place of the client's policy. What the requests themselves say about retries does not count in a
    /// batch, but for [`Request::repeatable`]; neither do their time limits and cancellation.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = Some(policy);
        self
    }

    /// Ends the batch once this token is cancelled; parts without an answer are then
    /// [`ErrorKind::Cancelled`](crate::ErrorKind::Cancelled).
    pub fn cancel_on(mut self, token: CancellationToken) -> Self {
        self.cancel = Some(token);
        self
    }

    /// How many requests there are.
    pub fn len(&self) -> usize {
        self.members.len()
    }

    /// Whether there is no request.
    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// Adds a request of the same client, or of a clone of it. One that cannot be sent is answered with
    /// the reason, without being sent.
    pub fn add<O: Operation>(&mut self, request: Request<'_, O>) -> Ticket<O> {
        self.add_after(request, &[])
    }

    /// Adds a request that the service is to begin once these have succeeded. If one of them fails,
    /// it is answered with 424, `Failed Dependency`.
    pub fn add_after<O: Operation>(
        &mut self,
        request: Request<'_, O>,
        after: &[PartId],
    ) -> Ticket<O> {
        let index = self.push(request.into_parts(), after);
        let part = PartId { batch: self.number, index };
        Ticket { part, operation: PhantomData }
    }

    fn push(&mut self, request: Result<(&Client, Parts), Error>, after: &[PartId]) -> usize {
        let index = self.members.len();
        let known = after.iter().all(|part| part.batch == self.number && part.index < index);
        let part = match request {
            Ok(_) if !known => {
                Err(Error::invalid_request("a part waits for one that is not in its batch"))
            }
            // It would go out with the token of the batch's client: as someone else, perhaps.
            Ok((client, _)) if !self.client.is_same(client) => {
                Err(Error::invalid_request("a part of a batch is a request of another client"))
            }
            Ok((client, parts)) => wire::Part::new(client, &parts),
            Err(error) => Err(error),
        };
        let after = if known { after.iter().map(|part| part.index).collect() } else { Vec::new() };
        self.members.push(Member { part, after });
        index
    }

    /// Sends the batch. Whatever goes wrong on the way is the answer of the part that it concerns.
    ///
    /// Parts that are throttled or fail for the moment are sent again, alone, as the retry policy
    /// allows and only where that is safe.
    ///
    /// # Errors
    ///
    /// More than [`MOST_IN_BATCH`] requests: an
    /// [`ErrorKind::InvalidRequest`](crate::ErrorKind::InvalidRequest).
    pub async fn send(self) -> Result<Answers, Error> {
        if self.members.len() > MOST_IN_BATCH {
            return Err(Error::invalid_request(format!(
                "a batch takes at most {MOST_IN_BATCH} requests; `send_split` sends more"
            )));
        }
        Ok(self.send_split().await)
    }

    /// Sends any number of requests, [`MOST_IN_BATCH`] at a time, one batch after the other.
    pub async fn send_split(self) -> Answers {
        let number = self.number;
        let answers = Box::pin(round::run(self)).await;
        Answers { number, answers }
    }
}

impl fmt::Debug for Batch<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Batch").field("len", &self.members.len()).finish_non_exhaustive()
    }
}

/// The answers to a batch. `Debug` shows none of them.
pub struct Answers {
    number: u64,
    answers: Vec<Option<Result<RawResponse, Error>>>,
}

impl Answers {
    /// The answer to this request, as if it had been sent alone.
    ///
    /// # Errors
    ///
    /// Whatever the request would have failed with. A ticket of another batch is an
    /// [`ErrorKind::InvalidRequest`](crate::ErrorKind::InvalidRequest).
    pub fn take<O: Operation>(
        &mut self,
        ticket: Ticket<O>,
    ) -> Result<<O::Reply as Reply>::Output, Error> {
        self.take_detailed(ticket).map(|response| response.output)
    }

    /// The same, with status and headers.
    ///
    /// # Errors
    ///
    /// As [`take`](Self::take).
    pub fn take_detailed<O: Operation>(
        &mut self,
        Ticket { part, .. }: Ticket<O>,
    ) -> Result<Response<<O::Reply as Reply>::Output>, Error> {
        let response = self.take_raw(part)?;
        let (status, headers) = (response.status, response.headers.clone());
        Ok(Response { status, headers, output: O::Reply::decode(response)? })
    }

    /// Whether this request has succeeded, as far as the service is concerned.
    pub fn succeeded(&self, part: PartId) -> bool {
        part.batch == self.number && matches!(self.answers.get(part.index), Some(Some(Ok(_))))
    }

    fn take_raw(&mut self, part: PartId) -> Result<RawResponse, Error> {
        let own = self.answers.get_mut(part.index).filter(|_| part.batch == self.number);
        own.and_then(Option::take)
            .unwrap_or_else(|| Err(Error::invalid_request("the ticket is of another batch")))
    }
}

impl fmt::Debug for Answers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answers").field("len", &self.answers.len()).finish_non_exhaustive()
    }
}

/// The answer to a part that waits for one that has failed.
fn failed_dependency() -> Error {
    let body = br#"{"error":{"code":"FailedDependency"}}"#;
    Error::from_response(StatusCode::FAILED_DEPENDENCY, &http::HeaderMap::new(), body, None)
}
