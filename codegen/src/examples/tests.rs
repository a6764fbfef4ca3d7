//! Examples of a small API, good and bad.

use serde_json::json;

use super::fit::{Fault, Fit};
use crate::ir::Api;
use crate::yaml;

const API: &str = "
types:
  m.book:
    name: m.book
    properties:
    - {name: title, type: Edm.String, source: 'book.md:5:1'}
    - {name: tags, type: Collection(Edm.String), source: 'book.md:6:1'}
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

fn paths(faults: &[Fault<'_>]) -> Vec<String> {
    faults.iter().map(|fault| fault.path.join(".")).collect()
}

#[test]
fn bodies_are_held_against_the_model() {
    let api: Api = yaml::read(API).expect("an API");
    let fit = Fit::new(&api);
    let operation = api.operations.values().next().expect("an operation");
    let request = |body: &serde_json::Value| paths(&fit.request(operation, &body.into()));
    let response = |body: &serde_json::Value| paths(&fit.response(operation, &body.into()));
    let good = json!({"@odata.type": "#m.book", "title": null, "tags": ["a"]});
    assert!(request(&good).is_empty());
    let bad = json!({"title": 1, "tags": "a", "pages": 3});
    assert_eq!(request(&bad), ["title", "tags", "pages"]);
    let wrapped = json!({"value": {"title": ["a"]}});
    assert_eq!(response(&wrapped), ["value.title"]);
    let undocumented = json!({"pages": 3});
    let undocumented = (&undocumented).into();
    let faults = fit.response(operation, &undocumented);
    assert!(faults.iter().all(Fault::is_undocumented_member));
    assert_eq!(response(&json!([1])).len(), 1);
}
