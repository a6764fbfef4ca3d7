//! Reads every example, writes it back and compares; part of the program that `round_trip` writes.

use std::collections::BTreeMap;
use std::process::ExitCode;

use docmill_runtime::http::{HeaderMap, StatusCode};
use docmill_runtime::reply::RawResponse;
use serde::Deserialize;
use serde_json::Value;

use crate::answer::{Answer, ToJson};

/// Reads an answer and writes it back.
pub type Check = fn(&str) -> Result<Outcome, String>;

/// What became of an answer.
#[derive(Default)]
pub struct Outcome {
    /// What is not the same any more.
    differences: Vec<String>,
    /// Values that are the same in another notation.
    notations: usize,
    /// Properties without a field, which were kept all the same.
    without_field: usize,
}

#[derive(Deserialize)]
struct Example {
    operation: String,
    place: String,
    body: String,
    /// Whether docmill says that it fits the model.
    fits: bool,
}

/// Reads this as an answer of this kind.
pub fn check<R: ToJson>(body: &str) -> Result<Outcome, String> {
    against::<R>(body, &parse(body)?)
}

/// The same for a value in an object of its own, `{"value": ...}`: the client gives the value.
pub fn check_value<R: ToJson>(body: &str) -> Result<Outcome, String> {
    against::<R>(body, &parse(body)?["value"])
}

fn parse(body: &str) -> Result<Value, String> {
    serde_json::from_str(body).map_err(|error| error.to_string())
}

fn against<R: ToJson>(body: &str, page: &Value) -> Result<Outcome, String> {
    let response = RawResponse::new(StatusCode::OK, HeaderMap::new(), body.to_owned());
    let output = R::decode(response).map_err(|error| error.to_string())?;
    let answer = Answer::new::<R>(StatusCode::OK, HeaderMap::new(), &output);
    let Some(here) = &answer.body else { return Err(NOTHING.to_owned()) };
    let mut outcome = Outcome { without_field: answer.without_field.len(), ..Outcome::default() };
    // Content is handed on as it is.
    if here != body {
        outcome.compare("$", page, here);
    }
    Ok(outcome)
}

/// The page promises no body and shows one all the same.
const NOTHING: &str = "the operation gives nothing";

/// All examples; fails if one that fits cannot be read or is not the same afterwards.
pub fn main(examples: &str, checks: &[(&str, Check)]) -> ExitCode {
    let examples: Vec<Example> = serde_json::from_str(examples).expect("the examples");
    let checks: BTreeMap<&str, Check> = checks.iter().copied().collect();
    let (mut same, mut not_promised, mut unread) = (0, 0, 0);
    let (mut notations, mut without_field) = (0, 0);
    let mut problems = Vec::new();
    for Example { operation, place, body, fits } in &examples {
        let outcome = match checks.get(&**operation) {
            Some(check) => check(body),
            None => Err("the client has no such operation".to_owned()),
        };
        match outcome {
            Ok(outcome) if outcome.differences.is_empty() => {
                same += 1;
                notations += outcome.notations;
                without_field += outcome.without_field;
            }
            Ok(outcome) => {
                problems.push(format!("{place}: {operation}: {}", outcome.differences.join("; ")));
            }
            Err(error) if error == NOTHING => not_promised += 1,
            Err(error) if *fits => problems.push(format!("{place}: {operation}: {error}")),
            Err(_) => unread += 1,
        }
    }
    println!(
        "{} documented responses: {same} read into their types and written back the same, with \
         {without_field} properties that no page documents, and {notations} values in another \
         notation; {unread} are not of the type that their page gives, {not_promised} are of \
         operations whose page promises no body; {} lost or changed",
        examples.len(),
        problems.len()
    );
    for problem in &problems {
        eprintln!("{problem}");
    }
    if problems.is_empty() && same > 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

impl Outcome {
    /// As JSON: the order of members means nothing, and 1.0 is 1.
    fn compare(&mut self, at: &str, page: &Value, here: &Value) {
        match (page, here) {
            (Value::Object(page), Value::Object(here)) => {
                for (name, value) in page {
                    match here.get(name) {
                        Some(here) => self.compare(&format!("{at}.{name}"), value, here),
                        None => self.differences.push(format!("{at}.{name} is lost")),
                    }
                }
                let added = here.keys().filter(|name| !page.contains_key(*name));
                self.differences.extend(added.map(|name| format!("{at}.{name} is added")));
            }
            (Value::Array(page), Value::Array(here)) if page.len() == here.len() => {
                for (index, (page, here)) in page.iter().zip(here).enumerate() {
                    self.compare(&format!("{at}[{index}]"), page, here);
                }
            }
            (Value::Number(page), Value::Number(here)) if page.as_f64() == here.as_f64() => {}
            (page, here) if page == here => {}
            (page, here) if is_same_value(page, here) => self.notations += 1,
            (page, here) => self.differences.push(format!("{at}: {page} became {here}")),
        }
    }
}

/// Whether it is a GUID in other letters, or a number that the page has in quotes.
fn is_same_value(page: &Value, here: &Value) -> bool {
    match (page, here) {
        (Value::String(page), Value::String(here)) => {
            let is_guid = here.len() == 36 && here.split('-').count() == 5;
            is_guid && page.eq_ignore_ascii_case(here)
        }
        (Value::String(page), Value::Number(here)) => {
            here.as_f64().is_some_and(|here| page.parse() == Ok(here))
        }
        _ => false,
    }
}
