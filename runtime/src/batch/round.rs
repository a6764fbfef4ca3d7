//! Rounds of a batch: what is sent together, and what is sent again.

use std::sync::Arc;
use std::time::{Duration, Instant};

use http::{Method, StatusCode};
use tokio_util::sync::CancellationToken;

use super::{Batch, MOST_IN_BATCH, Member, failed_dependency, wire};
use crate::body::Body;
use crate::cancel::Cancel;
use crate::client::Client;
use crate::error::Error;
use crate::reply::RawResponse;
use crate::request::Parts;
use crate::send::{execute, random};

type Answer = Result<RawResponse, Error>;

/// Sends rounds until every part has its answer.
pub(super) async fn run(batch: Batch<'_>) -> Vec<Option<Answer>> {
    let policy = batch.retry.as_ref().unwrap_or(batch.client.retry()).clone();
    let cancel = Cancel { client: batch.client.cancel().cloned(), request: batch.cancel.clone() };
    let start = Instant::now();
    let mut attempts = vec![0; batch.members.len()];
    let mut answers: Vec<Option<Answer>> = batch.members.iter().map(|_| None).collect();
    let mut members = batch.members;
    for (member, answer) in members.iter_mut().zip(&mut answers) {
        if let Err(error) = &mut member.part {
            let unsent = Error::invalid_request("the part was not sent");
            *answer = Some(Err(std::mem::replace(error, unsent)));
        }
    }
    loop {
        let round = next_round(&members, &mut answers);
        if round.is_empty() {
            return answers;
        }
        let send = exchange(batch.client, batch.cancel.as_ref(), &members, &round);
        let arrived = match send.await {
            Ok(arrived) => arrived,
            // Nobody's in particular, so everybody's.
            Err(error) => {
                let error = Arc::new(error);
                for index in round {
                    answers[index] = Some(Err(Error::shared(&error)));
                }
                continue;
            }
        };
        let mut pause: Option<Duration> = None;
        for (index, answer) in round.into_iter().zip(arrived) {
            attempts[index] += 1;
            let error = match answer {
                Ok(response) => {
                    answers[index] = Some(Ok(response));
                    continue;
                }
                Err(error) => error,
            };
            let member = &members[index];
            let idempotent = member.part.as_ref().is_ok_and(|part| part.idempotent);
            let wait = policy.wait(idempotent, &error, attempts[index], start.elapsed(), random());
            if let Some(wait) = wait {
                pause = pause.max(Some(wait));
            } else if waits_for_another(&error, member, &answers) {
                // The service did not begin it, so that is no attempt of its own.
                attempts[index] -= 1;
            } else {
                answers[index] = Some(Err(error));
            }
        }
        if let Some(pause) = pause {
            let left = answers.iter().filter(|answer| answer.is_none()).count();
            let wait_ms = u64::try_from(pause.as_millis()).unwrap_or(u64::MAX);
            tracing::warn!(left, wait_ms, "trying parts of a batch again");
            let sleep = async {
                tokio::time::sleep(pause).await;
                Ok(())
            };
            // If it is cancelled, so is the next exchange, which says so to each part.
            let _ = cancel.guard(sleep).await;
        }
    }
}

/// The parts that can be sent now, in order: those that wait for none, or for parts that have
/// succeeded or go along. Parts that wait for one that has failed are answered.
fn next_round(members: &[Member], answers: &mut [Option<Answer>]) -> Vec<usize> {
    let mut round = Vec::new();
    for (index, member) in members.iter().enumerate() {
        if answers[index].is_some() || round.len() == MOST_IN_BATCH {
            continue;
        }
        if member.after.iter().any(|other| matches!(answers[*other], Some(Err(_)))) {
            answers[index] = Some(Err(failed_dependency()));
        } else if member
            .after
            .iter()
            .all(|other| answers[*other].is_some() || round.contains(other))
        {
            round.push(index);
        }
    }
    round
}

/// Whether a part was not begun because of another that is going to be sent again.
fn waits_for_another(error: &Error, member: &Member, answers: &[Option<Answer>]) -> bool {
    error.status() == Some(StatusCode::FAILED_DEPENDENCY)
        && member.after.iter().any(|other| answers[*other].is_none())
}

/// Sends these parts. Gives an answer to each, in their order.
async fn exchange(
    client: &Client,
    cancel: Option<&CancellationToken>,
    members: &[Member],
    round: &[usize],
) -> Result<Vec<Answer>, Error> {
    let parts: Vec<(usize, &wire::Part, &[usize])> = round
        .iter()
        .filter_map(|index| {
            let member = members.get(*index)?;
            Some((*index, member.part.as_ref().ok()?, &*member.after))
        })
        .collect();
    let mut address = client.base_url().clone();
    if let Ok(mut segments) = address.path_segments_mut() {
        segments.pop_if_empty().push("$batch");
    }
    let mut request = Parts::to_address("$batch", Method::POST, address);
    request.repeatable = parts.iter().all(|(_, part, _)| part.idempotent);
    request.cancel = cancel.cloned();
    request.set_body("application/json", Body::from(wire::write(&parts)?));
    let response = execute(client, &request).await?;
    let answers = wire::read(&response, round)?;
    let explained = answers.into_iter().zip(&parts).map(|(answer, (_, part, _))| {
        // What the service says of the batch as a whole is not said of its parts.
        answer.map_err(|error| error.explained(part.errors))
    });
    Ok(explained.collect())
}
