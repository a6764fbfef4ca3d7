//! Content up and down: as streams, in chunks, over connections that break.

mod common;
mod streams;

use std::time::Duration;

use common::item_phone;
use common::model::ItemPhone;
use docmill_loopback::{Delivery, Reply, Request, Server};
use docmill_runtime::{Body, Bytes, CancellationToken, Client, Error, ErrorKind, serde_json};
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use serde_json::json;
use streams::{client, pattern};

/// Answers from this byte on, as a `Range` asks; resets each connection after so many bytes.
fn ranged(request: &Request, content: &[u8], etag: &str, cut: usize) -> Reply {
    let range = request.header("range").and_then(|range| range.strip_prefix("bytes="));
    let from = range.and_then(|range| range.trim_end_matches('-').parse().ok()).unwrap_or(0);
    let rest = &content[from..];
    let reply = Reply::new(if range.is_some() { 206 } else { 200 })
        .header("ETag", etag)
        .header("Content-Range", &format!("bytes {from}-{}/{}", content.len() - 1, content.len()))
        .body(rest);
    if rest.len() > cut { reply.delivered(Delivery::ResetAfter(cut)) } else { reply }
}

#[tokio::test]
async fn a_download_goes_on_where_the_connection_broke() {
    let content = pattern(500_000);
    let (answer, expected) = (content.clone(), content);
    let server = Server::start(move |request| ranged(request, &answer, "\"1\"", 120_000)).await;
    let download = item_phone::content(&client(&server)).download().await.expect("headers");
    assert_eq!((download.len(), download.status.as_u16()), (Some(500_000), 200));
    let parts: Vec<Bytes> = download.try_collect().await.expect("all of it");
    assert!(parts.concat() == expected, "the bytes are not the same");
    assert_eq!(server.count(), 5);
}

#[tokio::test]
async fn a_download_is_not_patched_together_from_two_versions() {
    for later in ["\"2\"", "W/\"1\""] {
        let server = Server::start(move |request| {
            let etag = if request.number == 0 { "\"1\"" } else { later };
            ranged(request, &pattern(300_000), etag, 100_000)
        })
        .await;
        let download = item_phone::content(&client(&server)).download().await.expect("headers");
        let error = download.try_collect::<Vec<Bytes>>().await.expect_err("another version");
        assert_eq!(error.kind(), ErrorKind::Transport);
        assert_eq!(server.count(), 2);
    }
    // Without a version, or with a range of the caller's own, nothing is asked for again.
    let server =
        Server::start(|request: &Request| ranged(request, &pattern(300_000), "\"1\"", 100_000))
            .await;
    let client = client(&server);
    let request = item_phone::content(&client).header("Range", "bytes=10-");
    let download = request.download().await.expect("headers");
    assert_eq!(download.status.as_u16(), 206);
    assert!(download.try_collect::<Vec<Bytes>>().await.is_err());
    assert_eq!(server.count(), 1);
}

#[tokio::test]
async fn a_server_that_knows_no_ranges_sends_all_again() {
    let server = Server::start(|request: &Request| {
        let reply = Reply::new(200).header("ETag", "\"1\"").body(pattern(300_000));
        let first = request.number == 0;
        if first { reply.delivered(Delivery::ResetAfter(100_000)) } else { reply }
    })
    .await;
    let download = item_phone::content(&client(&server)).download().await.expect("headers");
    let parts: Vec<Bytes> = download.try_collect().await.expect("all of it");
    assert!(parts.concat() == pattern(300_000), "the bytes are not the same");
}

#[tokio::test]
async fn a_download_without_an_end_is_read_in_bounded_memory_and_can_be_cancelled() {
    let endless = |_: &_| Reply::new(200).body(vec![7; 65_536]).delivered(Delivery::Endless);
    let server = Server::start(endless).await;
    let token = CancellationToken::new();
    let client = client(&server);
    let request = item_phone::content(&client).cancel_on(token.clone());
    let mut download = request.download().await.expect("headers");
    let mut count = 0;
    while count < 100_000_000 {
        count += download.try_next().await.expect("no error").expect("no end").len();
    }
    token.cancel();
    let error = download.try_next().await.expect_err("cancelled");
    assert_eq!(error.kind(), ErrorKind::Cancelled);
    assert!(download.try_next().await.expect("nothing more").is_none());
}

#[tokio::test]
async fn a_download_that_stands_still_ends() {
    let slow = |_: &_| {
        let slowly = Delivery::Slowly(10, Duration::from_mins(1));
        Reply::new(200).body(pattern(100)).delivered(slowly)
    };
    let server = Server::start(slow).await;
    let client = Client::builder(server.uri())
        .attempt_timeout(Duration::from_millis(200))
        .build()
        .expect("a client");
    let download = item_phone::content(&client).download().await.expect("headers");
    let parts: Vec<Result<Bytes, Error>> = download.collect().await;
    assert_eq!(parts[0].as_ref().expect("the first bytes").len(), 10);
    assert_eq!(parts[1].as_ref().expect_err("silence").kind(), ErrorKind::Timeout);
    assert_eq!(parts.len(), 2);
}

#[tokio::test]
async fn a_slow_download_takes_longer_than_an_attempt_may() {
    let slow = |_: &_| {
        let slowly = Delivery::Slowly(10, Duration::from_millis(60));
        Reply::new(200).body(pattern(200)).delivered(slowly)
    };
    let server = Server::start(slow).await;
    let client = Client::builder(server.uri())
        .attempt_timeout(Duration::from_millis(600))
        .build()
        .expect("a client");
    let download = item_phone::content(&client).download().await.expect("headers");
    let parts: Vec<Bytes> = download.try_collect().await.expect("in its own time");
    assert_eq!(parts.concat(), pattern(200));
}

#[tokio::test]
async fn a_slow_upload_takes_longer_than_an_attempt_may_and_a_stuck_one_does_not() {
    let server = Server::start(|_: &Request| Reply::json(&json!({"id": "1"}))).await;
    let client = Client::builder(server.uri())
        .attempt_timeout(Duration::from_millis(400))
        .build()
        .expect("a client");
    let upload = |pause: Duration, count: usize| {
        let parts = stream::iter(0..count).then(move |_| async move {
            tokio::time::sleep(pause).await;
            Ok(Bytes::from("abc"))
        });
        item_phone::create(&client, &ItemPhone::default())
            .content("text/plain", Body::stream(parts))
    };
    upload(Duration::from_millis(60), 15).await.expect("in its own time");
    assert_eq!(server.requests()[0].body, "abc".repeat(15).as_bytes());
    let error = upload(Duration::from_mins(1), 2).await.expect_err("nothing moves");
    assert_eq!(error.kind(), ErrorKind::Timeout);
}

#[tokio::test]
async fn content_passes_from_a_download_to_an_upload() {
    let server = Server::start(|request: &Request| match &*request.method {
        "GET" => Reply::new(200).header("Content-Type", "image/png").body(pattern(1_000_000)),
        _ => Reply::json(&json!({"id": "1"})),
    })
    .await;
    let client = client(&server);
    let download = item_phone::content(&client).download().await.expect("headers");
    assert_eq!(download.content_type(), Some("image/png"));
    let request = item_phone::create(&client, &ItemPhone::default());
    request.content("image/png", download.into_body()).await.expect("uploaded");
    let upload = server.requests().pop().expect("an upload");
    assert!(upload.body == pattern(1_000_000), "the bytes are not the same");
    assert_eq!(upload.header("content-length"), Some("1000000"));
    assert_eq!(upload.header("content-type"), Some("image/png"));

    // Of unknown length: in chunks.
    let parts = stream::iter([Ok(Bytes::from("ab")), Ok(Bytes::from("c"))]);
    let request = item_phone::create(&client, &ItemPhone::default());
    request.content("text/plain", Body::stream(parts)).await.expect("uploaded");
    let upload = server.requests().pop().expect("an upload");
    assert_eq!((&upload.body[..], upload.header("content-length")), (&b"abc"[..], None));
}

#[tokio::test]
async fn a_streamed_upload_is_sent_once() {
    let server = Server::start(|_: &Request| Reply::new(503).header("Retry-After", "0")).await;
    let client = client(&server);
    let parts = stream::iter([Ok(Bytes::from("abc"))]);
    let request = item_phone::create(&client, &ItemPhone::default()).repeatable();
    let error = request.content("text/plain", Body::stream(parts)).await.expect_err("503");
    assert_eq!((error.kind(), server.count()), (ErrorKind::Service, 1));
    let request = item_phone::create(&client, &ItemPhone::default()).repeatable();
    request.content("text/plain", "abc").await.expect_err("503");
    assert_eq!(server.count(), 1 + 4);
}
