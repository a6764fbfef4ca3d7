//! Transports of the application's own, limits and cancellation.

mod common;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use common::item_phone::{self, UpdatePath};
use common::model::{ItemPhone, ItemPhoneUpdate};
use docmill_loopback::{Delivery, Reply, Server};
use docmill_runtime::{
    Answer, Body, BoxFuture, CancellationToken, Client, ClientBuilder, Error, ErrorKind, Recorded,
    RetryPolicy, StaticToken, Transport, http, serde_json,
};
use futures_util::StreamExt as _;
use serde_json::json;

const BASE: &str = "https://graph.microsoft.com/beta";

fn builder(base: &str) -> ClientBuilder {
    Client::builder(base)
        .token_provider(StaticToken::new("secret"))
        .retry(RetryPolicy::default().first_wait(Duration::from_millis(5)))
}

fn recorded(answers: Vec<Answer>) -> (Client, Recorded) {
    let recorded = Recorded::new(answers);
    let client = builder(BASE).transport(recorded.clone()).build().expect("a client");
    (client, recorded)
}

#[tokio::test]
async fn an_application_is_tested_without_a_network() {
    let page =
        "HTTP/1.1 200 OK\r\nContent-type: application/json\r\n\r\n{\r\n \"id\": \"7\"\r\n}\r\n";
    let (client, recorded) = recorded(vec![
        Answer::parse(page).expect("an answer"),
        Answer::new(201).header("ETag", "W/\"1\"").json(&ItemPhone::default()),
        Answer::parse("HTTP/1.1 204 No Content").expect("an answer"),
    ]);
    let phone = item_phone::get(&client).await.expect("the first answer");
    assert_eq!(phone.id.as_deref(), Some("7"));
    let body = ItemPhoneUpdate::new().number("+1");
    let made = item_phone::update(&client, UpdatePath::me("a/b"), body).detailed().await;
    assert_eq!(made.expect("the second answer").headers["etag"], "W/\"1\"");
    item_phone::ping(&client).await.expect("the third answer");
    let requests = recorded.requests();
    assert_eq!(requests[1].method(), "PATCH");
    assert_eq!(requests[1].uri().to_string(), format!("{BASE}/me/profile/phones/a%2Fb"));
    assert_eq!(&requests[1].body()[..], br#"{"number":"+1"}"#);
    assert_eq!(requests[1].headers()["authorization"], "Bearer secret");

    // No answer is left: an error at once, which is not waited over.
    let error = item_phone::get(&client).await.expect_err("no answer");
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert_eq!((recorded.requests().len(), recorded.left()), (4, 0));
    assert!(
        !format!("{recorded:?} {:?}", Answer::new(200).json(&json!("private"))).contains("priv")
    );
}

#[tokio::test]
async fn a_body_may_follow_its_headers_at_once() {
    for head in ["", "Content-type: application/json\n"] {
        for body in ["{\n\"id\": \"7\"\n}", "{\"id\": \"7\"}"] {
            let text = format!("HTTP/1.1 200 OK\n{head}{body}");
            let (client, _) = recorded(vec![Answer::parse(&text).expect("an answer")]);
            let phone = item_phone::get(&client).await.expect("a phone");
            assert_eq!(phone.id.as_deref(), Some("7"), "{text}");
        }
    }
}

#[tokio::test]
async fn what_is_no_answer_is_refused() {
    for text in ["", "{}", "200 OK", "HTTP/1.1 OK"] {
        assert!(Answer::parse(text).is_err(), "{text:?}");
    }
    for answer in [Answer::new(7), Answer::new(200).header("a b", "c")] {
        let (client, _) = recorded(vec![answer]);
        let error = item_phone::get(&client).await.expect_err("no HTTP");
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    }
}

#[tokio::test]
async fn retries_and_redirects_are_the_clients_whatever_the_transport() {
    let (client, recorded) = recorded(vec![
        Answer::failure(|| Error::transport("the connection broke")),
        Answer::new(503),
        Answer::new(302).header("Location", "https://elsewhere.example/x"),
        Answer::new(200).json(&json!({"id": "1"})),
    ]);
    item_phone::get(&client).await.expect("an answer in the end");
    let requests = recorded.requests();
    let hosts: Vec<_> = requests.iter().filter_map(|request| request.uri().host()).collect();
    let home = "graph.microsoft.com";
    assert_eq!(hosts, [home, home, home, "elsewhere.example"]);
    assert!(requests[..3].iter().all(|request| request.headers().contains_key("authorization")));
    assert!(!requests[3].headers().contains_key("authorization"));

    // A POST that may have arrived is not repeated; one that cannot have is.
    let (client, _) = self::recorded(vec![
        Answer::failure(|| Error::transport("no connection").unsent()),
        Answer::failure(|| Error::transport("the connection broke")),
        Answer::new(200).json(&json!({})),
    ]);
    let error = item_phone::create(&client, &ItemPhone::default()).await.expect_err("broken");
    assert_eq!(error.kind(), ErrorKind::Transport);
    item_phone::create(&client, &ItemPhone::default()).await.expect("the third answer");

    // Unless the caller knows better.
    let (client, _) = self::recorded(vec![
        Answer::failure(|| Error::transport("the connection broke")),
        Answer::new(502),
        Answer::new(200).json(&json!({})),
    ]);
    let create = item_phone::create(&client, &ItemPhone::default()).repeatable();
    create.await.expect("the third answer");
}

#[tokio::test]
async fn a_see_other_is_read_where_it_leads_and_without_the_body() {
    let (client, recorded) = recorded(vec![
        Answer::new(303).header("Location", "/beta/result"),
        Answer::new(200).json(&json!({"id": "1"})),
    ]);
    item_phone::create(&client, &ItemPhone::default()).await.expect("the result");
    let requests = recorded.requests();
    assert_eq!((requests[1].method().as_str(), requests[1].body().len()), ("GET", 0));
    assert!(!requests[1].headers().contains_key("content-type"));
}

#[tokio::test]
async fn bodies_of_errors_are_read_whatever_they_are() {
    for body in ["[]", "7", "\"text\"", "null", "{\"error\": \"text\"}", "{\"error\": []}", "<"] {
        let (client, _) = recorded(vec![Answer::new(400).bytes("application/json", body)]);
        let error = item_phone::get(&client).await.expect_err(body);
        assert_eq!(error.status().map(|status| status.as_u16()), Some(400), "{body}");
    }
}

#[tokio::test]
async fn what_is_not_json_is_named() {
    let sign_in = Answer::new(200).bytes("text/html; charset=utf-8", "<html>private</html>");
    let (client, _) = recorded(vec![
        sign_in,
        Answer::new(200).bytes("text/plain", "{\"id\":\"1\"}"),
        Answer::new(200).bytes("application/json", "{\"id\":"),
    ]);
    let error = item_phone::get(&client).await.expect_err("no JSON");
    assert_eq!((error.kind(), error.path()), (ErrorKind::Decode, Some("$")));
    assert_eq!(error.to_string(), "expected JSON, found `text/html` at $");
    item_phone::get(&client).await.expect("JSON under another name");
    let error = item_phone::get(&client).await.expect_err("cut short");
    assert_eq!(error.kind(), ErrorKind::Decode);
}

#[tokio::test]
async fn content_that_is_packed_unasked_is_named() {
    let packed = Answer::new(200).bytes("application/json", &[0x1f, 0x8b, 8, 0][..]);
    let (client, _) = recorded(vec![packed.header("Content-Encoding", "gzip")]);
    let error = item_phone::get(&client).await.expect_err("no JSON");
    assert_eq!(error.to_string(), "expected JSON, found `gzip` at $");
}

#[tokio::test]
async fn an_answer_can_be_had_as_it_came() {
    let (client, recorded) = recorded(vec![Answer::new(204).header("Preference-Applied", "x")]);
    let create = item_phone::create(&client, &ItemPhone::default()).prefer("return=minimal");
    let answer = create.raw().await.expect("no body is asked for");
    assert_eq!((answer.status.as_u16(), answer.body.len()), (204, 0));
    assert_eq!(answer.headers["Preference-Applied"], "x");
    assert_eq!(recorded.requests()[0].headers()["Prefer"], "return=minimal");
}

#[tokio::test]
async fn what_cannot_be_used_is_named() {
    let (client, recorded) = recorded(vec![]);
    let error = item_phone::get(&client).header("X-Note", "a\r\nb").await.expect_err("two lines");
    assert!(error.to_string().contains("`x-note`") && !error.to_string().contains('\r'), "{error}");
    let error = item_phone::get(&client).header("no name", "a").await.expect_err("no name");
    assert!(error.to_string().contains("`no name`"), "{error}");
    let list = |link| item_phone::list(&client).at_link(link);
    let error = list("/me/phones?$skip=1").await.expect_err("half a link");
    assert_eq!((error.kind(), error.to_string().contains("absolute")), (ErrorKind::Link, true));
    let error = list("https://elsewhere.example/").await.expect_err("elsewhere");
    assert_eq!((error.kind(), error.to_string().contains("origin")), (ErrorKind::Link, true));
    assert_eq!(recorded.requests().len(), 0);
}

#[tokio::test]
async fn an_errors_status_counts_though_its_body_does_not_arrive() {
    let slow = |_: &_| {
        let slowly = Delivery::Slowly(1, Duration::from_millis(100));
        Reply::json(&json!({"error": {"code": "gone"}})).status(404).delivered(slowly)
    };
    let server = Server::start(slow).await;
    let builder = builder(&server.uri()).attempt_timeout(Duration::from_millis(500));
    let client = builder.build().expect("a client");
    let error = item_phone::get(&client).await.expect_err("404");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(404));
    assert_eq!(server.count(), 1, "not tried again");
}

#[tokio::test]
async fn a_request_may_take_longer_than_the_clients_attempts() {
    let slow = |_: &_| {
        let slowly = Delivery::Slowly(1, Duration::from_millis(60));
        Reply::json(&json!({"id": "1"})).delivered(slowly)
    };
    let server = Server::start(slow).await;
    let builder = builder(&server.uri()).attempt_timeout(Duration::from_millis(100));
    let client = builder.retry(RetryPolicy::never()).build().expect("a client");
    let error = item_phone::get(&client).timeout(Duration::from_mins(1)).await.expect_err("slow");
    assert_eq!(error.to_string(), "no answer within 100ms, the time for an attempt");
    let patient = item_phone::get(&client).attempt_timeout(Duration::from_mins(1));
    assert_eq!(patient.await.expect("in its own time").id.as_deref(), Some("1"));
}

#[tokio::test]
async fn answers_without_an_end_are_not_held() {
    let endless = |_: &_| Reply::new(200).body(vec![b' '; 65_536]).delivered(Delivery::Endless);
    let server = Server::start(endless).await;
    let client = builder(&server.uri()).largest_answer(1_000_000).build().expect("a client");
    let error = item_phone::get(&client).await.expect_err("too much");
    assert_eq!(error.kind(), ErrorKind::TooLarge);
    assert_eq!(server.count(), 1, "not tried again");
}

#[tokio::test]
async fn cancelling_is_no_timeout_and_no_broken_connection() {
    let silent = |_: &_| Reply::new(200).delivered(Delivery::Silence);
    let server = Server::start(silent).await;
    let client = builder(&server.uri()).build().expect("a client");
    let token = CancellationToken::new();
    let call = item_phone::get(&client).cancel_on(token.clone());
    let (result, ()) = tokio::join!(call.send(), async {
        tokio::time::sleep(Duration::from_millis(50)).await;
        token.cancel();
    });
    assert_eq!(result.expect_err("cancelled").kind(), ErrorKind::Cancelled);
    // Cancelled before: nothing is sent.
    let sent = server.count();
    let error = item_phone::get(&client).cancel_on(token).await.expect_err("cancelled");
    assert_eq!((error.kind(), server.count()), (ErrorKind::Cancelled, sent));

    let shutdown = CancellationToken::new();
    let client = builder(&server.uri()).cancel_on(shutdown.clone()).build().expect("a client");
    let pages = item_phone::list(&client).pages().collect::<Vec<_>>();
    let (results, ()) = tokio::join!(pages, async {
        tokio::time::sleep(Duration::from_millis(50)).await;
        shutdown.cancel();
    });
    let kinds: Vec<_> =
        results.iter().map(|page| page.as_ref().map(|_| ()).map_err(Error::kind)).collect();
    assert_eq!(kinds, [Err(ErrorKind::Cancelled)]);
}

#[tokio::test]
async fn a_clients_time_limit_holds_over_all_attempts() {
    let server = Server::start(|_: &_| Reply::new(503)).await;
    let client = builder(&server.uri())
        .retry(RetryPolicy::default().attempts(1000).first_wait(Duration::from_millis(60)))
        .timeout(Duration::from_millis(300))
        .build()
        .expect("a client");
    let error = item_phone::get(&client).await.expect_err("too slow");
    assert_eq!(error.kind(), ErrorKind::Timeout);
}

#[tokio::test]
async fn a_requests_own_retries_go_before_the_clients() {
    let server = Server::start(|_: &_| Reply::new(503)).await;
    let policy = RetryPolicy::default().attempts(3).first_wait(Duration::from_millis(1));
    let client = builder(&server.uri()).retry(policy).build().expect("a client");
    let call = item_phone::get(&client).retry(RetryPolicy::never());
    let error = call.await.expect_err("503");
    assert_eq!((error.kind(), server.count()), (ErrorKind::Service, 1));
}

/// Counts how many exchanges are under way at once.
#[derive(Default)]
struct Gauge {
    now: AtomicUsize,
    most: AtomicUsize,
}

impl Transport for Gauge {
    fn send(&self, _: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, Error>> {
        Box::pin(async {
            let now = self.now.fetch_add(1, Ordering::SeqCst) + 1;
            self.most.fetch_max(now, Ordering::SeqCst);
            tokio::time::sleep(Duration::from_millis(10)).await;
            self.now.fetch_sub(1, Ordering::SeqCst);
            Ok(http::Response::new(Body::from("{}")))
        })
    }
}

#[tokio::test]
async fn no_more_exchanges_at_once_than_allowed() {
    let gauge = Arc::new(Gauge::default());
    let client = builder(BASE)
        .transport(gauge.clone())
        .concurrency(3)
        .attempt_timeout(Duration::from_secs(2))
        .build()
        .expect("a client");
    let calls = (0..30).map(|_| item_phone::get(&client).send());
    let results = futures_util::future::join_all(calls).await;
    // Waiting for one's turn is no part of the attempt.
    assert!(results.iter().all(Result::is_ok));
    assert_eq!(gauge.most.load(Ordering::SeqCst), 3);
}

#[test]
fn futures_of_calls_are_small() {
    let (client, _) = recorded(vec![]);
    // In bytes. They lie on the stack of whoever awaits, many layers deep.
    let size = size_of_val(&item_phone::get(&client).send());
    assert!(size <= 4096, "{size} bytes");
    let monitor = docmill_runtime::Monitor::new(&client, "/x").expect("a path");
    let size = size_of_val(&monitor.wait());
    assert!(size <= 4096, "{size} bytes");
}
