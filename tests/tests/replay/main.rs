//! Every worked example in `docs-input` is played again over a real socket.
//!
//! For a request example, a server on loopback answers what the page answers, and the generated
//! function is called with the example's path values, query, headers and body. What arrives must be
//! what the page shows, and what the call returns must give the page's JSON again, with nothing lost
//! and nothing added.
//!
//! - [`pages`] finds the examples, and lists the lines of the pages on which one begins;
//! - [`exchange`] makes exchanges of them: what is asked, what is told;
//! - [`registry`] has the call of each generated function;
//! - [`answer`] turns replies back into JSON;
//! - [`typed`] makes sure that every property found a field;
//! - [`compare`] says in which ways two things differ.
//!
//! An operation whose page gets its first example needs an entry in [`registry`]; the tests say so.

mod answer;
mod compare;
mod exchange;
mod pages;
mod registry;
mod typed;

use std::collections::BTreeSet;
use std::io::Write as _;

use docmill_graph::{Client, StaticToken};
use wiremock::matchers::any;
use wiremock::{MockServer, Request, ResponseTemplate};

use crate::compare::Differences;
use crate::exchange::{Asked, Told};
use crate::pages::Pages;
use crate::registry::Entry;

const TOKEN: &str = "token-of-the-replay";

#[tokio::test]
async fn every_example_gives_on_the_wire_what_its_page_shows() {
    let pages = Pages::load();
    let entries = registry::entries();
    let mut played = BTreeSet::new();
    let mut problems = Vec::new();
    let (mut requests, mut responses) = (0, 0);
    for operation in pages.api.operations.values() {
        let name = operation.name.to_string();
        let Some(entry) = entries.iter().find(|entry| entry.name == name) else { continue };
        for exchange in exchange::of_operation(operation) {
            let differences = match (&exchange.asked, &exchange.told) {
                (Some(asked), told) => play(entry, asked, told.as_ref()).await,
                (None, Some(told)) => read_again(entry, told),
                (None, None) => continue,
            };
            requests += usize::from(exchange.asked.is_some());
            responses += usize::from(exchange.told.is_some());
            played.extend(exchange.places().map(str::to_owned));
            problems.extend(differences.into_texts(&format!("{name}, {exchange}")));
        }
    }
    assert!(problems.is_empty(), "what differs from the pages:\n{}", problems.join("\n"));
    let written = pages.lines_of_examples();
    let differ: Vec<&String> = written.symmetric_difference(&played).collect();
    assert!(differ.is_empty(), "either written on a page or replayed, but not both: {differ:?}");
    let operations = pages.api.operations.len();
    report(&format!(
        "replayed {requests} requests and {responses} responses of {} of {operations} operations",
        entries.len()
    ));
}

#[test]
fn entries_are_for_the_operations_that_have_an_example() {
    let pages = Pages::load();
    let with_example: BTreeSet<String> = pages
        .api
        .operations
        .values()
        .filter(|operation| !operation.examples.is_empty())
        .map(|operation| operation.name.to_string())
        .collect();
    let entries = registry::entries();
    let registered: BTreeSet<String> = entries.iter().map(|it| it.name.to_owned()).collect();
    assert_eq!(registered, with_example, "registered, and with an example on their page");
    assert_eq!(registered.len(), entries.len(), "an operation has more than one entry");
}

/// Calls the generated function against a server that answers like the page.
async fn play(entry: &Entry, asked: &Asked, told: Option<&Told>) -> Differences {
    if let Some(told) = told.filter(|told| told.is_redirect()) {
        return play_redirect(entry, asked, told).await;
    }
    let server = server(template(told)).await;
    let reply = entry.send(&client(&server), asked).await;

    let mut differences = Differences::default();
    if let Some(received) = only_request(&server, &mut differences).await {
        compare::request(asked, &received, &mut differences);
        has_token(&received, &mut differences);
    }
    match (reply, told) {
        (Ok(reply), Some(told)) => compare::response(told, &reply, &mut differences),
        (Err(error), Some(_)) => differences.push("result", &"a reply", &error.to_string()),
        // Nobody knows what the page would answer.
        (_, None) => {}
    }
    differences
}

/// The same for a page that answers with a redirect: another host has what it leads to, and must not
/// get the token.
async fn play_redirect(entry: &Entry, asked: &Asked, told: &Told) -> Differences {
    let behind = Told::behind_redirect("what the redirect leads to");
    let elsewhere = server(template(Some(&behind))).await;
    let redirect = ResponseTemplate::new(told.status);
    let server = server(redirect.insert_header("Location", elsewhere.uri())).await;
    let reply = entry.send(&client(&server), asked).await;

    let mut differences = Differences::default();
    if let Some(received) = only_request(&server, &mut differences).await {
        compare::request(asked, &received, &mut differences);
        has_token(&received, &mut differences);
    }
    if let Some(received) = only_request(&elsewhere, &mut differences).await
        && let Some(token) = received.headers.get("authorization")
    {
        differences.push("header Authorization of the other host", &"none", &token);
    }
    match reply {
        Ok(reply) => compare::response(&behind, &reply, &mut differences),
        Err(error) => differences.push("result", &"a reply", &error.to_string()),
    }
    differences
}

/// A server on loopback that answers everything like this.
async fn server(answer: ResponseTemplate) -> MockServer {
    let server = MockServer::start().await;
    wiremock::Mock::given(any()).respond_with(answer).mount(&server).await;
    server
}

fn client(server: &MockServer) -> Client {
    let base = format!("{}{}", server.uri(), pages::base_path());
    Client::new(&base, StaticToken::new(TOKEN)).expect("a client for loopback")
}

async fn only_request(server: &MockServer, differences: &mut Differences) -> Option<Request> {
    let received = server.received_requests().await.expect("the server records requests");
    if received.len() != 1 {
        differences.push("requests", &1, &received.len());
    }
    received.into_iter().next()
}

fn template(told: Option<&Told>) -> ResponseTemplate {
    let Some(told) = told else { return ResponseTemplate::new(204) };
    let mut template = ResponseTemplate::new(told.status).set_body_bytes(told.body.as_bytes());
    for (name, value) in &told.headers {
        template = template.append_header(name.as_str(), value.as_str());
    }
    template
}

fn has_token(received: &Request, differences: &mut Differences) {
    let found = received.headers.get("authorization").and_then(|value| value.to_str().ok());
    let expected = format!("Bearer {TOKEN}");
    if found != Some(&expected) {
        differences.push("header Authorization", &expected, &found);
    }
}

/// Reads a response that no request goes before, as the operation would.
fn read_again(entry: &Entry, told: &Told) -> Differences {
    let mut differences = Differences::default();
    match entry.read(told) {
        Ok(reply) => compare::response(told, &reply, &mut differences),
        Err(error) => differences.push("result", &"a reply", &error.to_string()),
    }
    differences
}

/// Prints a line that is seen when the test passes, too: `println!` would be captured.
fn report(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}
