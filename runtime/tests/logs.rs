//! What `tracing` gets to see: every retry, never a token, an id or a body.

mod common;

use std::fmt::{Debug, Write as _};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use common::item_phone::{self, UpdatePath};
use common::model::ItemPhoneUpdate;
use docmill_runtime::{
    Answer, Batch, Bytes, CachedTokens, Client, Error, Monitor, Recorded, RetryPolicy, StaticToken,
    Upload, serde_json,
};
use serde_json::json;
use tracing::field::{Field, Visit};
use tracing::span;
use wiremock::{Mock, MockServer, ResponseTemplate};

/// Writes down everything, at every level, from every crate.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<String>>);

struct Line<'a>(&'a mut String);

impl Visit for Line<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let _ = write!(self.0, " {field}={value:?}");
    }
}

impl tracing::Subscriber for Log {
    fn enabled(&self, _: &tracing::Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &span::Attributes<'_>) -> span::Id {
        let mut log = self.0.lock().expect("a log");
        log.push_str("\nspan");
        span.record(&mut Line(&mut log));
        span::Id::from_u64(1)
    }

    fn record(&self, _: &span::Id, values: &span::Record<'_>) {
        values.record(&mut Line(&mut self.0.lock().expect("a log")));
    }

    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}

    fn event(&self, event: &tracing::Event<'_>) {
        let mut log = self.0.lock().expect("a log");
        log.push_str("\nevent");
        event.record(&mut Line(&mut log));
    }

    fn enter(&self, _: &span::Id) {}

    fn exit(&self, _: &span::Id) {}
}

#[tokio::test]
async fn retries_are_seen_and_secrets_are_not() {
    let server = MockServer::start().await;
    Mock::given(wiremock::matchers::any())
        .respond_with(
            ResponseTemplate::new(503)
                .insert_header("retry-after", "0")
                .set_body_json(json!({"error": {"code": "busy", "message": "private-answer"}})),
        )
        .mount(&server)
        .await;
    let client = Client::builder(server.uri())
        .token_provider(StaticToken::new("private-token"))
        .retry(RetryPolicy::default().attempts(3).first_wait(Duration::from_millis(1)))
        .build()
        .expect("a client");
    let log = Log::default();
    let guard = tracing::subscriber::set_default(log.clone());
    let body = ItemPhoneUpdate::new().number("private-body");
    let update = item_phone::update(&client, UpdatePath::me("private-id"), body)
        .query("name", "private-query")
        .header("x-own", "private-header");
    assert!(update.await.is_err());
    drop(guard);
    let log = log.0.lock().expect("a log").clone();
    assert_eq!(log.matches("trying again").count(), 2, "{log}");
    assert!(log.contains("item_phone::update") && log.contains("status=503"), "{log}");
    assert!(!log.contains("private"), "{log}");
}

#[tokio::test]
async fn batches_uploads_downloads_and_monitors_keep_secrets_too() {
    let failed = || Answer::failure(|| Error::transport("the connection broke"));
    let busy = json!({"id": "0", "status": 429, "headers": {"Retry-After": "0"},
        "body": {"error": {"code": "busy", "message": "private-answer"}}});
    let done = json!({"id": "0", "status": 200, "body": {"id": "private-item"}});
    let recorded = Recorded::new([
        Answer::new(200).json(&json!({"responses": [busy]})),
        Answer::new(200).json(&json!({"responses": [done]})),
        failed(),
        Answer::new(200).json(&json!({"nextExpectedRanges": ["0-"]})),
        Answer::new(201).json(&json!({"id": "private-item"})),
        failed(),
        Answer::new(200).header("ETag", "\"private\"").bytes("text/plain", "private-content"),
        Answer::new(200).json(&json!({"status": "running", "private": "private"})),
        Answer::new(200).json(&json!({"status": "failed", "error": {"code": "full",
            "message": "private-reason"}})),
    ]);
    let client = Client::builder("https://private.example")
        .token_provider(CachedTokens::new(StaticToken::new("private-token")))
        .transport(recorded.clone())
        .retry(RetryPolicy::default().attempts(3).first_wait(Duration::from_millis(1)))
        .build()
        .expect("a client");
    let log = Log::default();
    let guard = tracing::subscriber::set_default(log.clone());
    let mut shown = String::new();

    let mut batch = Batch::new(&client);
    let body = ItemPhoneUpdate::new().number("private-body");
    let ticket = batch.add(item_phone::update(&client, UpdatePath::me("private-id"), body));
    let _ = write!(shown, "{batch:?} {ticket:?}");
    let mut answers = batch.send().await.expect("at most 20");
    let _ = write!(shown, "{answers:?}");
    answers.take(ticket).expect("at the second attempt");

    let upload = Upload::new(&client, "https://private.example/private-url").expect("a URL");
    let _ = write!(shown, "{upload:?}");
    let content = &mut Bytes::from("private-content");
    upload.send::<serde_json::Value>(content).await.expect("uploaded");

    let download = item_phone::content(&client).download().await.expect("headers");
    let _ = write!(shown, "{download:?}");
    let _ = write!(shown, "{:?}", download.into_body());

    let monitor = Monitor::new(&client, "/private-monitor").expect("a path");
    let _ = write!(shown, "{monitor:?} {:?}", monitor.poll().await.expect("a state"));
    let error = monitor.poll().await.expect_err("it failed");
    let _ = write!(shown, "{error} {error:?} {client:?} {recorded:?}");
    drop(guard);

    // A client shows its base URL: that is no secret.
    let shown = shown.replace("https://private.example", "");
    let log = log.0.lock().expect("a log").clone();
    assert_eq!(recorded.left(), 0);
    assert!(log.contains("trying parts of a batch again"), "{log}");
    assert!(log.contains("going on with the upload") && log.contains("upload::put"), "{log}");
    assert!(!log.contains("private"), "{log}");
    assert!(!shown.contains("private"), "{shown}");
}
