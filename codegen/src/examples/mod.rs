//! Examples are tests: every worked example, held against the model.
//!
//! - `fit` compares a JSON body with what the model says.
//! - `scalar` knows which JSON each primitive type reads.
//! - `findings` says where page and example part.

mod findings;
mod fit;
mod scalar;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use rayon::prelude::*;
use serde_json_borrow::Value as Json;

use crate::diagnostics::Report;
use crate::dialect::Dialect;
use crate::ir::{Api, ExampleKind, Operation, OperationName};
use crate::read::examples::example_check::{self, ExampleBody};
use crate::resolve::operations::examples::is_request_of;
use findings::Findings;
use fit::{Fault, Fit};

/// What holding an example against the model gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It fits.
    Ok,
    /// The example itself is broken: no JSON, or text of a template, and something that does not fit.
    PageError,
    /// It is a good example of something else than the model says.
    Mismatch,
}

impl Outcome {
    /// As it is exported.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::PageError => "page-error",
            Self::Mismatch => "mismatch",
        }
    }
}

/// The outcome of every example of an API.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcomes {
    by_operation: BTreeMap<OperationName, Vec<Outcome>>,
}

impl Outcomes {
    /// The outcomes of an operation's examples, in their order.
    pub fn of(&self, operation: &OperationName) -> &[Outcome] {
        self.by_operation.get(operation).map_or(&[], Vec::as_slice)
    }
}

/// Holds every example against the model and reports those that do not fit: one finding per page and
/// root cause.
pub fn check(api: &Api, dialect: &Dialect, report: &mut Report) -> Outcomes {
    let mut pages: BTreeMap<&str, Vec<&Operation>> = BTreeMap::new();
    for operation in api.operations.values() {
        pages.entry(&operation.source.page).or_default().push(operation);
    }
    let fit = Fit::new(api, dialect);
    let pages: Vec<Vec<&Operation>> = pages.into_values().collect();
    let checked: Vec<(OfPage, Report)> =
        pages.into_par_iter().map(|operations| check_page(&fit, &operations, dialect)).collect();
    let mut outcomes = Outcomes::default();
    for (of_page, found) in checked {
        outcomes.by_operation.extend(of_page);
        report.extend(found);
    }
    outcomes
}

/// The outcomes of a page's operations.
type OfPage = Vec<(OperationName, Vec<Outcome>)>;

fn check_page(fit: &Fit<'_>, operations: &[&Operation], dialect: &Dialect) -> (OfPage, Report) {
    let mut findings = Findings::default();
    let outcomes = operations.iter().map(|operation| {
        let examples = operation.examples.iter();
        let outcomes = examples.map(|example| {
            let on_page = example.is_response()
                || operations.iter().any(|operation| is_request_of(example, operation));
            match example_check::body(example) {
                ExampleBody::Broken => Outcome::PageError,
                ExampleBody::None if on_page => Outcome::Ok,
                ExampleBody::None => Outcome::Mismatch,
                ExampleBody::Json(body) => {
                    // What is not on the page, resolve has reported.
                    let faults = match example.kind {
                        _ if !on_page => Vec::new(),
                        ExampleKind::Request => fit.request(operation, &body),
                        // Such bodies are the service's own.
                        ExampleKind::Response if example.error_status().is_some() => Vec::new(),
                        ExampleKind::Response => fit.response(operation, &body),
                    };
                    findings.add(example, &faults);
                    let fits = !faults.iter().any(|fault| contradicts(fault, example.kind));
                    outcome_of(on_page && fits, &body, dialect)
                }
            }
        });
        (operation.name.clone(), outcomes.collect())
    });
    let outcomes = outcomes.collect();
    (outcomes, findings.into_report())
}

/// Text of a template is a value where any text is one. An example that has some and does not fit is
/// broken, whatever it is that does not.
fn outcome_of(fits: bool, body: &Json<'_>, dialect: &Dialect) -> Outcome {
    match fits {
        true => Outcome::Ok,
        false if has_template(body, dialect) => Outcome::PageError,
        false => Outcome::Mismatch,
    }
}

fn has_template(body: &Json<'_>, dialect: &Dialect) -> bool {
    match body {
        Json::Str(text) => dialect.example_placeholders.is_match(text),
        Json::Array(items) => items.iter().any(|item| has_template(item, dialect)),
        Json::Object(members) => members.values().any(|member| has_template(member, dialect)),
        _ => false,
    }
}

/// A member that no page documents survives in a response, as generated models keep it. In a
/// request there is no place for it.
fn contradicts(fault: &Fault<'_>, kind: ExampleKind) -> bool {
    kind == ExampleKind::Request || !fault.is_undocumented_member()
}
