//! Rounds of a batch: what is sent together, and what is sent again.

use std::sync::Arc;
use std::time::Duration;

use http::{Method, StatusCode};
use tokio_util::sync::CancellationToken;

use super::{Batch, MOST_IN_BATCH, Member, failed_dependency, wire};
use crate::body::Body;
use crate::cancel::Cancel;
use crate::client::Client;
use crate::error::Error;
use crate::reply::RawResponse;
use crate::request::Parts;
use crate::retry::{Failures, RetryPolicy};
use crate::send::execute;

type Answer = Result<RawResponse, Error>;

/// Sends rounds until every part has its answer.
pub(super) async fn run(batch: Batch<'_>) -> Vec<Option<Answer>> {
    let mut rounds = Rounds::new(batch);
    loop {
        let round = rounds.next();
        if round.is_empty() {
            return rounds.answers;
        }
        match rounds.exchange(&round).await {
            Ok(arrived) => {
                if let Some(pause) = rounds.take(round, arrived) {
                    rounds.pause(pause).await;
                }
            }
            Err(error) => rounds.fail(round, error),
        }
    }
}

/// The parts of a batch, and how far they have come; in lists of the same order.
struct Rounds<'c> {
    client: &'c Client,
    /// In place of the client's policy.
    retry: Option<RetryPolicy>,
    cancel: Option<CancellationToken>,
    members: Vec<Member>,
    /// Of parts that have been sent: since the first time.
    failures: Vec<Option<Failures>>,
    answers: Vec<Option<Answer>>,
}

impl<'c> Rounds<'c> {
    /// Parts that cannot be sent have their answer.
    fn new(batch: Batch<'c>) -> Self {
        let Batch { client, mut members, retry, cancel, .. } = batch;
        let failures = vec![None; members.len()];
        let unsent = |member: &mut Member| {
            let error = member.part.as_mut().err()?;
            let left = Error::invalid_request("the part was not sent");
            Some(Err(std::mem::replace(error, left)))
        };
        let answers = members.iter_mut().map(unsent).collect();
        Self { client, retry, cancel, members, failures, answers }
    }

    /// The parts that can be sent now, in order: those that wait for none, or for parts that have
    /// succeeded or go along. Parts that wait for one that has failed are answered.
    fn next(&mut self) -> Vec<usize> {
        let Self { members, failures, answers, .. } = self;
        let mut round = Vec::new();
        for (index, member) in members.iter().enumerate() {
            if answers[index].is_some() || round.len() == MOST_IN_BATCH {
                continue;
            }
            let is_ready = |other: &usize| answers[*other].is_some() || round.contains(other);
            if member.after.iter().any(|other| matches!(answers[*other], Some(Err(_)))) {
                answers[index] = Some(Err(failed_dependency()));
            } else if member.after.iter().all(is_ready) {
                failures[index].get_or_insert_with(Failures::none);
                round.push(index);
            }
        }
        round
    }

    /// Sends these parts. Gives an answer to each, in their order.
    async fn exchange(&self, round: &[usize]) -> Result<Vec<Answer>, Error> {
        let parts: Vec<(usize, &wire::Part, &[usize])> = round
            .iter()
            .filter_map(|index| {
                let member = self.members.get(*index)?;
                Some((*index, member.part.as_ref().ok()?, &*member.after))
            })
            .collect();
        let mut address = self.client.base_url().clone();
        if let Ok(mut segments) = address.path_segments_mut() {
            segments.pop_if_empty().push("$batch");
        }
        let mut request = Parts::to_address("$batch", Method::POST, address);
        request.repeatable = parts.iter().all(|(_, part, _)| part.idempotent);
        request.retry.clone_from(&self.retry);
        request.cancel.clone_from(&self.cancel);
        request.set_body("application/json", Body::from(wire::write(&parts)?));
        let response = execute(self.client, &request).await?;
        let answers = wire::read(&response, round)?;
        let explained = answers.into_iter().zip(&parts).map(|(answer, (_, part, _))| {
            // What the service says of the batch as a whole is not said of its parts.
            answer.map_err(|error| error.explained(part.errors))
        });
        Ok(explained.collect())
    }

    /// Takes the answers to a round, but for those of parts that are to be sent again. Gives the
    /// longest of the waits that these ask for.
    fn take(&mut self, round: Vec<usize>, arrived: Vec<Answer>) -> Option<Duration> {
        let policy = self.retry.as_ref().unwrap_or(self.client.retry());
        let mut pause = None;
        for (index, answer) in round.into_iter().zip(arrived) {
            let error = match answer {
                Ok(response) => {
                    self.answers[index] = Some(Ok(response));
                    continue;
                }
                Err(error) => error,
            };
            let mut failures = self.failures[index].unwrap_or_else(Failures::none);
            let idempotent = self.members[index].part.as_ref().is_ok_and(|part| part.idempotent);
            let wait = policy.wait(idempotent, &error, failures.add());
            if wait.is_some() {
                self.failures[index] = Some(failures);
                pause = pause.max(wait);
            } else if !waits_for_another(&error, &self.members[index], &self.answers) {
                self.answers[index] = Some(Err(error));
            }
        }
        pause
    }

    /// Takes an error that is nobody's in particular, so everybody's.
    fn fail(&mut self, round: Vec<usize>, error: Error) {
        let error = Arc::new(error);
        for index in round {
            self.answers[index] = Some(Err(Error::shared(&error)));
        }
    }

    async fn pause(&self, pause: Duration) {
        let left = self.answers.iter().filter(|answer| answer.is_none()).count();
        let wait_ms = u64::try_from(pause.as_millis()).unwrap_or(u64::MAX);
        tracing::warn!(left, wait_ms, "trying parts of a batch again");
        let cancel = Cancel { client: self.client.cancel().cloned(), request: self.cancel.clone() };
        // If it is cancelled, so is the next exchange, which says so to each part.
        let _ = cancel.pause(pause).await;
    }
}

/// Whether a part was not begun because of another that is going to be sent again.
fn waits_for_another(error: &Error, member: &Member, answers: &[Option<Answer>]) -> bool {
    error.status() == Some(StatusCode::FAILED_DEPENDENCY)
        && member.after.iter().any(|other| answers[*other].is_none())
}
