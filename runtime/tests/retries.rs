//! What is tried again, when, and for how long.

mod answers;
mod common;

use std::time::{Duration, Instant};

use answers::{answers, calls, client};
use common::item_phone;
use common::model::ItemPhone;
use docmill_runtime::{Client, ErrorKind, RetryPolicy, serde_json};
use serde_json::json;
use wiremock::{MockServer, ResponseTemplate};

#[tokio::test]
async fn retry_after_in_seconds_is_waited_for() {
    let server = MockServer::start().await;
    answers(
        &server,
        vec![
            ResponseTemplate::new(429).insert_header("retry-after", "1"),
            ResponseTemplate::new(200).set_body_json(json!({"id": "1"})),
        ],
    )
    .await;
    let start = Instant::now();
    // A POST: 429 with Retry-After says that nothing was done.
    let phone = item_phone::create(&client(&server.uri()), &ItemPhone::default())
        .await
        .expect("the second attempt");
    assert_eq!(phone.id.as_deref(), Some("1"));
    assert!(start.elapsed() >= Duration::from_secs(1), "{:?}", start.elapsed());
    assert_eq!(calls(&server).await, 2);
}

#[tokio::test]
async fn retry_after_as_a_date_is_waited_for() {
    let server = MockServer::start().await;
    let at = docmill_runtime::jiff::Timestamp::now() + Duration::from_secs(2);
    let date = docmill_runtime::jiff::fmt::rfc2822::DateTimePrinter::new()
        .timestamp_to_rfc9110_string(&at)
        .expect("a date");
    answers(
        &server,
        vec![
            ResponseTemplate::new(503).insert_header("retry-after", date.as_str()),
            ResponseTemplate::new(200).set_body_json(json!({})),
        ],
    )
    .await;
    let start = Instant::now();
    item_phone::get(&client(&server.uri())).await.expect("the second attempt");
    // The date has whole seconds, so up to one of the two may be cut off.
    assert!(start.elapsed() >= Duration::from_millis(900), "{:?}", start.elapsed());
    assert_eq!(calls(&server).await, 2);
}

#[tokio::test]
async fn a_wait_that_is_too_long_is_not_begun() {
    let server = MockServer::start().await;
    answers(&server, vec![ResponseTemplate::new(429).insert_header("retry-after", "3600")]).await;
    let start = Instant::now();
    let error = item_phone::get(&client(&server.uri())).await.expect_err("429");
    let asked = error.service().and_then(|service| service.retry_after);
    assert_eq!(asked, Some(Duration::from_hours(1)));
    assert!(start.elapsed() < Duration::from_secs(2));
    assert_eq!(calls(&server).await, 1);
}

#[tokio::test]
async fn attempts_are_bounded() {
    let server = MockServer::start().await;
    answers(&server, vec![ResponseTemplate::new(502)]).await;
    let error = item_phone::get(&client(&server.uri())).await.expect_err("502");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(502));
    assert_eq!(calls(&server).await, 4);
    // Nobody knows whether the server behind the gateway did it.
    server.reset().await;
    answers(&server, vec![ResponseTemplate::new(502)]).await;
    let create = item_phone::create(&client(&server.uri()), &ItemPhone::default()).await;
    assert!(create.is_err());
    assert_eq!(calls(&server).await, 1);
}

#[tokio::test]
async fn time_limits() {
    let server = MockServer::start().await;
    let slow =
        ResponseTemplate::new(200).set_body_json(json!({})).set_delay(Duration::from_secs(30));
    answers(&server, vec![slow]).await;
    let start = Instant::now();
    let error = item_phone::get(&client(&server.uri()))
        .timeout(Duration::from_millis(200))
        .await
        .expect_err("too slow");
    assert_eq!(error.kind(), ErrorKind::Timeout);
    let client = Client::builder(server.uri())
        .retry(RetryPolicy::never())
        .attempt_timeout(Duration::from_millis(200))
        .build()
        .expect("a client");
    let error = item_phone::get(&client).await.expect_err("too slow");
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(start.elapsed() < Duration::from_secs(10));
}
