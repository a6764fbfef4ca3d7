//! Reads every example, writes it back and compares, values of base types also as values of just these;
//! part of the program that `round_trip` writes.

use std::collections::BTreeMap;
use std::process::ExitCode;

use docmill_runtime::http::{HeaderMap, StatusCode};
use docmill_runtime::reply::RawResponse;
use docmill_runtime::{Model, Polymorphic};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::answer::{Answer, ToJson};

/// Reads an answer and writes it back.
pub type Check = fn(&str) -> Result<Outcome, String>;

/// Makes values of a base type of what a page shows; says of how many.
pub type InBase = fn(&Value) -> Result<usize, String>;

/// Whether the types of a family begin alike.
pub type Law = fn() -> bool;

/// What there is to check, by operation; laws by family.
pub struct Checks<'a> {
    pub round_trip: &'a [(&'a str, Check)],
    pub in_base: &'a [(&'a str, InBase)],
    pub laws: &'a [(&'a str, Law)],
}

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

/// Reads a value, makes one of the base type of it, and writes that.
pub fn in_base<P, B>(page: &Value) -> Result<usize, String>
where
    P: DeserializeOwned + Serialize,
    B: From<P> + Serialize,
{
    let value: P = serde_json::from_value(page.clone()).map_err(|error| error.to_string())?;
    let written = serde_json::to_value(&value).expect("JSON");
    let in_base = serde_json::to_value(B::from(value)).expect("JSON");
    if in_base == written {
        Ok(1)
    } else {
        Err(format!("as the base type, {written} became {in_base}"))
    }
}

/// The same for what stands in an object of its own, `{"value": ...}`: one value, or all of a list.
pub fn value_in_base<P, B>(page: &Value) -> Result<usize, String>
where
    P: DeserializeOwned + Serialize,
    B: From<P> + Serialize,
{
    match &page["value"] {
        Value::Array(items) => items.iter().map(in_base::<P, B>).sum(),
        value => in_base::<P, B>(value),
    }
}

/// Whether the properties of all derived types begin with those of the base, as getters expect.
pub fn begins_alike<P: Polymorphic, B: Model>() -> bool {
    (0..P::DERIVED.len())
        .all(|index| P::create(Some(index)).model().properties().starts_with(B::PROPERTIES))
}

/// The page promises no body and shows one all the same.
const NOTHING: &str = "the operation gives nothing";

/// All examples; fails if one that fits cannot be read or is not the same afterwards.
pub fn main(examples: &str, checks: &Checks<'_>) -> ExitCode {
    let examples: Vec<Example> = serde_json::from_str(examples).expect("the examples");
    let in_base: BTreeMap<&str, InBase> = checks.in_base.iter().copied().collect();
    let laws = checks.laws;
    let checks: BTreeMap<&str, Check> = checks.round_trip.iter().copied().collect();
    let (mut same, mut not_promised, mut unread, mut of_base) = (0, 0, 0, 0);
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
                let page = parse(body).expect("it has been read");
                match in_base.get(&**operation).map_or(Ok(0), |in_base| in_base(&page)) {
                    Ok(count) => of_base += count,
                    Err(error) => problems.push(format!("{place}: {operation}: {error}")),
                }
            }
            Ok(outcome) => {
                problems.push(format!("{place}: {operation}: {}", outcome.differences.join("; ")));
            }
            Err(error) if error == NOTHING => not_promised += 1,
            Err(error) if *fits => problems.push(format!("{place}: {operation}: {error}")),
            Err(_) => unread += 1,
        }
    }
    let differing = laws.iter().filter(|(_, law)| !law()).map(|(family, _)| {
        format!("{family}: a derived type does not begin with the properties of its base")
    });
    problems.extend(differing);
    println!(
        "{} documented responses: {same} read into their types and written back the same, with \
         {without_field} properties that no page documents, and {notations} values in another \
         notation; {unread} are not of the type that their page gives, {not_promised} are of \
         operations whose page promises no body; {of_base} values of {} base types are written the \
         same as one of just that type; {} lost or changed",
        examples.len(),
        laws.len(),
        problems.len()
    );
    for problem in &problems {
        eprintln!("{problem}");
    }
    if problems.is_empty() && same > 0 && of_base > 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
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
