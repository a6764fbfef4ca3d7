//! What `tracing` gets to see: every retry, never a token, an id or a body.

mod common;

use std::fmt::{Debug, Write as _};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use common::item_phone::{self, UpdatePath};
use common::model::ItemPhoneUpdate;
use docmill_runtime::{Client, RetryPolicy, StaticToken, serde_json};
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
