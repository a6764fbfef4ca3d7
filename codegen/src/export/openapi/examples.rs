//! Worked examples: those that are JSON and fit the model.

use super::context::Context;
use super::objects::{self, Ordered};
use crate::examples::Outcome;
use crate::ir::{Example, Operation};

/// What requests of an operation send.
pub(super) fn of_requests(
    context: &Context<'_>,
    operation: &Operation,
) -> Ordered<objects::Example> {
    let requests = fitting(context, operation).filter(|it| it.is_request());
    written(context, requests)
}

/// What comes back on success.
pub(super) fn of_success(
    context: &Context<'_>,
    operation: &Operation,
) -> Ordered<objects::Example> {
    written(context, fitting(context, operation).filter(|it| it.is_success()))
}

/// What comes back with the status of an error.
pub(super) fn of_error(
    context: &Context<'_>,
    operation: &Operation,
    status: u16,
) -> Ordered<objects::Example> {
    let responses = fitting(context, operation).filter(|it| it.is_response());
    written(context, responses.filter(|example| example.error_status() == Some(status)))
}

/// The statuses of the errors that the page shows.
pub(super) fn error_statuses<'a>(
    context: &'a Context<'_>,
    operation: &'a Operation,
) -> impl Iterator<Item = u16> + 'a {
    let responses = fitting(context, operation).filter(|it| it.is_response());
    responses.filter(|example| json(example).is_some()).filter_map(Example::error_status)
}

fn fitting<'a>(
    context: &'a Context<'_>,
    operation: &'a Operation,
) -> impl Iterator<Item = &'a Example> {
    let outcomes = context.outcomes.of(&operation.name);
    let fits = |(_, outcome): &(&Example, &Outcome)| **outcome == Outcome::Ok;
    operation.examples.iter().zip(outcomes).filter(fits).map(|(example, _)| example)
}

/// Each with a name: `example`, `example-2`.
fn written<'a>(
    context: &Context<'_>,
    examples: impl Iterator<Item = &'a Example>,
) -> Ordered<objects::Example> {
    let mut written = Ordered::default();
    for (example, value) in examples.filter_map(|example| Some((example, json(example)?))) {
        let name = match written.len() + 1 {
            1 => "example".to_owned(),
            number => format!("example-{number}"),
        };
        let title = if example.title.is_empty() { &example.start_line } else { &example.title };
        let summary = context.prose.line(title);
        let description = context.prose.text(&example.description);
        written.add(name, objects::Example { summary, description, value });
    }
    written
}

fn json(example: &Example) -> Option<serde_json::Value> {
    // As it is tried: anything else is no JSON, though a bare number would be.
    let claims_to_be = example.body.starts_with(['{', '[']);
    claims_to_be.then(|| serde_json::from_str(&example.body).ok()).flatten()
}
