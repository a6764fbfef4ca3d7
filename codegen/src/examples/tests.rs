//! Examples of a small API, good and bad.

use serde_json::json;

use super::fit::{Fault, Fit, Problem};
use super::{Outcome, outcome_of};
use crate::dialect::Dialect;
use crate::ir::Api;
use crate::yaml;

const API: &str = "
types:
  m.book:
    name: m.book
    properties:
    - {name: title, type: Edm.String, source: 'book.md:5:1'}
    - {name: tags, type: Collection(Edm.String), source: 'book.md:6:1'}
    - {name: pages, type: Edm.Int32, source: 'book.md:7:1'}
    source: book.md:1:1
operations:
  book::update:
    name: book::update
    title: Update book
    method: PATCH
    paths: ['/books/{id}']
    body: !resource m.book
    response: {status: 200, type: m.book}
    source: update.md:3:1
";

fn dialect() -> Dialect {
    Dialect::built_in("rest").and_then(Result::ok).expect("it compiles")
}

fn paths(faults: &[Fault<'_>]) -> Vec<String> {
    faults.iter().map(|fault| fault.path.join(".")).collect()
}

#[test]
fn bodies_are_held_against_the_model() {
    let api: Api = yaml::read(API).expect("an API");
    let dialect = dialect();
    let fit = Fit::new(&api, &dialect);
    let operation = api.operations.values().next().expect("an operation");
    let request = |body: &serde_json::Value| paths(&fit.request(operation, &body.into()));
    let response = |body: &serde_json::Value| paths(&fit.response(operation, &body.into()));
    let good = json!({"@odata.type": "#m.book", "title": null, "tags": ["a"]});
    assert!(request(&good).is_empty());
    let bad = json!({"title": 1, "tags": "a", "weight": 3});
    assert_eq!(request(&bad), ["title", "tags", "weight"]);
    let wrapped = json!({"value": {"title": ["a"]}});
    assert_eq!(response(&wrapped), ["value.title"]);
    let undocumented = json!({"weight": 3});
    let undocumented = (&undocumented).into();
    let faults = fit.response(operation, &undocumented);
    assert!(faults.iter().all(Fault::is_undocumented_member));
    assert_eq!(response(&json!([1])).len(), 1);
}

#[test]
fn text_of_templates_is_a_value_where_any_text_is_one() {
    let api: Api = yaml::read(API).expect("an API");
    let dialect = dialect();
    let fit = Fit::new(&api, &dialect);
    let operation = api.operations.values().next().expect("an operation");
    let outcome = |body: serde_json::Value| {
        let body = (&body).into();
        let faults = fit.request(operation, &body);
        let template = faults.iter().filter(|fault| fault.problem == Problem::Template).count();
        (template, outcome_of(faults.is_empty(), &body, &dialect))
    };
    let good = json!({"title": "title-value", "tags": ["String"], "pages": 99});
    assert_eq!(outcome(good), (0, Outcome::Ok));
    assert_eq!(outcome(json!({"pages": "pages-value", "weight": 3})), (1, Outcome::PageError));
    assert_eq!(outcome(json!({"title": "title-value", "weight": 3})), (0, Outcome::PageError));
    assert_eq!(outcome(json!({"pages": "ninety"})), (0, Outcome::Mismatch));
}
