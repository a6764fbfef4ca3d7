//! Batches: each part with its own answer, and what fails for the moment alone once more.

mod common;

use std::sync::Mutex;
use std::time::Duration;

use common::item_phone::{self, UpdatePath};
use common::model::{ItemPhone, ItemPhoneUpdate};
use docmill_loopback::{Reply, Request, Server};
use docmill_runtime::{
    Batch, Body, CancellationToken, Client, ErrorKind, MOST_IN_BATCH, RetryPolicy, StaticToken,
    serde_json,
};
use futures_util::stream;
use serde_json::{Value, json};

fn client(server: &Server) -> Client {
    Client::builder(format!("{}/beta", server.uri()))
        .token_provider(StaticToken::new("secret"))
        .retry(RetryPolicy::default().attempts(3).first_wait(Duration::from_millis(5)))
        .build()
        .expect("a client")
}

/// A service that takes batches; what each part is answered with, the function says, which gets the
/// part and how often the batch was sent before. Answers come in reverse.
async fn server(part: impl Fn(&Value, usize) -> Value + Send + Sync + 'static) -> Server {
    Server::start(move |request: &Request| {
        assert_eq!((&*request.method, &*request.target), ("POST", "/beta/$batch"));
        let body = request.json();
        let parts = body["requests"].as_array().expect("requests");
        assert!((1..=20).contains(&parts.len()), "{} parts", parts.len());
        let mut answers: Vec<Value> = parts
            .iter()
            .map(|it| {
                let mut answer = part(it, request.number);
                answer["id"] = it["id"].clone();
                answer
            })
            .collect();
        answers.reverse();
        Reply::json(&json!({"responses": answers}))
    })
    .await
}

fn ok(body: &Value) -> Value {
    json!({"status": 200, "headers": {"Content-Type": "application/json", "ETag": "W/\"1\""},
        "body": body})
}

/// The ids of the parts of each batch that arrived.
fn rounds(server: &Server) -> Vec<Vec<String>> {
    let ids = |body: &Value| {
        let parts = body["requests"].as_array().expect("requests").iter();
        parts.map(|part| part["id"].as_str().expect("an id").to_owned()).collect()
    };
    server.requests().iter().map(|request| ids(&request.json())).collect()
}

#[tokio::test]
async fn each_part_has_its_own_type_or_its_own_error() {
    let server = server(|part, _| match part["url"].as_str().expect("a URL") {
        "/x" if part["headers"]["accept"] == "*/*" => {
            json!({"status": 200, "headers": {"Content-Type": "image/png"}, "body": "AP8="})
        }
        "/x" => ok(&json!({"id": "1", "value": 7.50})),
        "/me/profile/phones?$top=2&$filter=a%20eq%20%27b%27" => {
            ok(&json!({"value": [{"id": "2"}]}))
        }
        "/me/profile/phones/a%2Fb" => json!({"status": 404, "headers": {"request-id": "r"},
            "body": {"error": {"code": "itemNotFound", "message": "m"}}}),
        "/me/profile/phones" => json!({"status": 204}),
        other => panic!("{other}"),
    })
    .await;
    let client = client(&server);
    let mut batch = Batch::new(&client);
    let phone = batch.add(item_phone::get(&client));
    let list = batch.add(item_phone::list(&client).top(2).filter("a eq 'b'"));
    let body = ItemPhoneUpdate::new().number("+1");
    let update =
        batch.add(item_phone::update(&client, UpdatePath::me("a/b"), body).if_match("W/\"1\""));
    let content = batch.add(item_phone::content(&client));
    let create = item_phone::create(&client, &ItemPhone::default()).bytes("text/plain", "hello");
    let create = batch.add(create);
    let refused =
        batch.add(item_phone::update(&client, UpdatePath::me(".."), ItemPhoneUpdate::new()));
    let streamed = item_phone::create(&client, &ItemPhone::default());
    let streamed = batch.add(streamed.content("a/b", Body::stream(stream::empty())));
    assert_eq!(batch.len(), 7);
    let mut answers = batch.send().await.expect("at most 20");

    let phone = answers.take_detailed(phone).expect("a phone");
    assert_eq!(phone.output.id.as_deref(), Some("1"));
    assert_eq!(phone.headers["etag"], "W/\"1\"");
    assert_eq!(answers.take(list).expect("a page").items[0].id.as_deref(), Some("2"));
    assert!(!answers.succeeded(update.part()));
    let error = answers.take(update).expect_err("it is not there");
    let service = error.service().expect("a service error");
    assert_eq!((service.status.as_u16(), &*service.code), (404, "itemNotFound"));
    assert_eq!(service.request_id.as_deref(), Some("r"));
    assert_eq!(answers.take(content).expect("bytes")[..], [0, 255]);
    assert_eq!(answers.take(create).expect_err("no body").kind(), ErrorKind::Decode);
    for error in [answers.take(refused).map(drop), answers.take(streamed).map(drop)] {
        assert_eq!(error.expect_err("not sendable").kind(), ErrorKind::InvalidRequest);
    }

    let sent = server.requests()[0].json()["requests"].clone();
    assert_eq!(sent.as_array().map(Vec::len), Some(5));
    assert_eq!(
        sent[2],
        json!({"id": "2", "method": "PATCH", "url": "/me/profile/phones/a%2Fb",
        "headers": {"accept": "application/json", "content-type": "application/json",
            "if-match": "W/\"1\""}, "body": {"number": "+1"}})
    );
    assert_eq!(sent[4]["body"], "aGVsbG8=");
    assert_eq!(server.with_token(), 1);
}

#[tokio::test]
async fn only_what_was_throttled_is_sent_again() {
    let server = server(|part, round| match (part["id"].as_str(), round) {
        (Some("1"), 0) => json!({"status": 429, "headers": {"Retry-After": "0"}}),
        (Some("2"), 0) => json!({"status": 503, "headers": {"Retry-After": 1}}),
        // 3 is a POST that may have had its effect.
        (Some("3"), _) | (Some("4"), 0 | 1) => json!({"status": 502}),
        _ => ok(&json!({"id": "x"})),
    })
    .await;
    let client = client(&server);
    let mut batch = Batch::new(&client);
    let fine = batch.add(item_phone::get(&client));
    let throttled = batch.add(item_phone::create(&client, &ItemPhone::default()));
    let busy = batch.add(item_phone::get(&client));
    let unsafe_ = batch.add(item_phone::create(&client, &ItemPhone::default()));
    let twice = batch.add(item_phone::get(&client));
    let start = std::time::Instant::now();
    let mut answers = batch.send().await.expect("at most 20");
    assert!(start.elapsed() >= Duration::from_secs(1), "as long as Retry-After says");
    answers.take(fine).expect("at once");
    answers.take(throttled).expect("at the second attempt");
    answers.take(busy).expect("at the second attempt");
    answers.take(twice).expect("at the third attempt");
    let error = answers.take(unsafe_).expect_err("not tried again");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(502));
    assert_eq!(rounds(&server), [&["0", "1", "2", "3", "4"][..], &["1", "2", "4"], &["4"]]);
}

#[tokio::test]
async fn parts_wait_for_others() {
    let server = server(|part, round| match (part["id"].as_str(), round) {
        (Some("0"), 0) => json!({"status": 429, "headers": {"Retry-After": "0"}}),
        (Some("1" | "2"), 0) | (Some("4"), _) => json!({"status": 424}),
        (Some("3"), _) => json!({"status": 400}),
        _ => ok(&json!({"id": part["dependsOn"].to_string()})),
    })
    .await;
    let client = client(&server);
    let mut batch = Batch::new(&client);
    let first = batch.add(item_phone::get(&client));
    let second = batch.add_after(item_phone::get(&client), &[first.part()]);
    let third = batch.add_after(item_phone::get(&client), &[first.part(), second.part()]);
    let bad = batch.add(item_phone::get(&client));
    let after_bad = batch.add_after(item_phone::get(&client), &[bad.part()]);
    let later = batch.add_after(item_phone::get(&client), &[bad.part(), first.part()]);
    let mut answers = batch.send().await.expect("at most 20");
    answers.take(first).expect("at the second attempt");
    let second = answers.take(second).expect("after the first");
    assert_eq!(second.id.as_deref(), Some("[\"0\"]"), "still after the first, which goes along");
    answers.take(third).expect("after both");
    for error in [answers.take(bad), answers.take(after_bad)] {
        assert!(matches!(error.expect_err("bad").kind(), ErrorKind::Service));
    }
    // The service's own decision, whatever it is, for what it was sent.
    answers.take(later).expect("this service began it all the same");
    assert_eq!(rounds(&server)[1], ["0", "1", "2"]);
}

#[tokio::test]
async fn more_than_twenty_are_split_only_when_asked() {
    let server = server(|part, _| match part["id"].as_str() {
        Some("3") => json!({"status": 400}),
        id => ok(&json!({"id": id})),
    })
    .await;
    let client = client(&server);
    let make = || {
        let mut batch = Batch::new(&client);
        let mut tickets: Vec<_> = (0..45).map(|_| batch.add(item_phone::get(&client))).collect();
        // Across the border of two batches: one after a success, one after a failure.
        let after = [tickets[0].part(), tickets[3].part()];
        tickets.push(batch.add_after(item_phone::get(&client), &after[..1]));
        tickets.push(batch.add_after(item_phone::get(&client), &after[1..]));
        (batch, tickets)
    };
    let (batch, _) = make();
    assert!(batch.len() > MOST_IN_BATCH);
    assert_eq!(batch.send().await.expect_err("too many").kind(), ErrorKind::InvalidRequest);
    assert_eq!(server.count(), 0);
    let (batch, tickets) = make();
    let mut answers = batch.send_split().await;
    for (index, ticket) in tickets.into_iter().enumerate() {
        let answer = answers.take(ticket);
        match index {
            3 => assert!(answer.is_err()),
            46 => {
                let status = answer.expect_err("it waits for 3").status();
                assert_eq!(status.map(|status| status.as_u16()), Some(424));
            }
            _ => assert_eq!(answer.expect("a phone").id, Some(index.to_string())),
        }
    }
    let sizes: Vec<_> = rounds(&server).iter().map(Vec::len).collect();
    assert_eq!(sizes, [20, 20, 6]);
    assert!(!String::from_utf8_lossy(&server.requests()[2].body).contains("dependsOn"));
}

#[tokio::test]
async fn a_request_does_not_go_out_with_the_token_of_another_client() {
    let server = server(|_, _| ok(&json!({"id": "7"}))).await;
    let client = self::client(&server);
    let (copy, other) = (client.clone(), self::client(&server));
    let mut batch = Batch::new(&client);
    let tickets = [batch.add(item_phone::get(&copy)), batch.add(item_phone::get(&other))];
    let mut answers = batch.send().await.expect("at most 20");
    let [own, others] = tickets.map(|ticket| answers.take(ticket));
    assert_eq!(own.expect("a phone").id.as_deref(), Some("7"));
    assert_eq!(others.expect_err("of another user").kind(), ErrorKind::InvalidRequest);
}

#[tokio::test]
async fn what_goes_wrong_with_the_batch_is_each_parts_error() {
    // An answer is missing, and one is no HTTP status.
    let server = Server::start(|_: &Request| {
        Reply::json(&json!({"responses": [{"id": "1", "status": 7}, {"id": "9", "status": 200}]}))
    })
    .await;
    let client = self::client(&server);
    let mut batch = Batch::new(&client);
    let tickets = [batch.add(item_phone::get(&client)), batch.add(item_phone::get(&client))];
    let mut answers = batch.send().await.expect("at most 20");
    for ticket in tickets {
        assert_eq!(answers.take(ticket).expect_err("no answer").kind(), ErrorKind::Decode);
    }

    // The service is down; a batch that only reads is tried again, one that writes is not.
    let server = Server::start(|_: &Request| Reply::new(502)).await;
    let client = self::client(&server);
    let mut batch = Batch::new(&client);
    let ticket = batch.add(item_phone::get(&client));
    let error = batch.send().await.expect("at most 20").take(ticket).expect_err("502");
    assert_eq!((error.status().map(|status| status.as_u16()), server.count()), (Some(502), 3));
    let mut batch = Batch::new(&client);
    let read = batch.add(item_phone::get(&client));
    let write = batch.add(item_phone::create(&client, &ItemPhone::default()));
    let mut answers = batch.send().await.expect("at most 20");
    assert!(answers.take(read).is_err() && answers.take(write).is_err());
    assert_eq!(server.count(), 4);

    let token = CancellationToken::new();
    token.cancel();
    let mut batch = Batch::new(&client).cancel_on(token);
    let ticket = batch.add(item_phone::get(&client));
    let error = batch.send().await.expect("at most 20").take(ticket).expect_err("cancelled");
    assert_eq!((error.kind(), server.count()), (ErrorKind::Cancelled, 4));

    // An empty batch is not sent at all.
    assert!(Batch::new(&client).is_empty());
    Batch::new(&client).send().await.expect("nothing");
    assert_eq!(server.count(), 4);
}

#[tokio::test]
async fn tickets_and_clients_are_not_mixed_up() {
    let sent = std::sync::Arc::new(Mutex::new(0));
    let counter = sent.clone();
    let server = server(move |_, _| {
        *counter.lock().expect("not poisoned") += 1;
        ok(&json!({"id": "1"}))
    })
    .await;
    let client = client(&server);
    let other =
        Client::new(&server.uri().replace("127", "128"), StaticToken::new("x")).expect("ok");
    let mut first = Batch::new(&client);
    let foreign = first.add(item_phone::get(&client));
    let mut batch = Batch::new(&client);
    let elsewhere = batch.add(item_phone::get(&other));
    let after_foreign = batch.add_after(item_phone::get(&client), &[foreign.part()]);
    let link = format!("{}/v1.0/x", server.uri());
    let other_base = batch.add(item_phone::get(&client).at_link(&link));
    let mut answers = batch.send().await.expect("at most 20");
    for ticket in [foreign, elsewhere, after_foreign, other_base] {
        let error = answers.take(ticket).expect_err("mixed up");
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    }
    assert_eq!(*sent.lock().expect("not poisoned"), 0);
}

#[tokio::test]
async fn an_answer_that_cannot_be_read_is_the_loss_of_its_part_alone() {
    let server = Server::start(|_: &Request| {
        Reply::json(&json!({"responses": [
            7,
            {"id": "2", "status": "fine"},
            {"id": 1, "status": 200, "body": {"id": "b"}},
            {"id": "0", "status": 200, "body": {"id": "a"}},
            {"id": "stranger", "status": 200, "body": {"id": "c"}},
        ]}))
    })
    .await;
    let client = client(&server);
    let mut batch = Batch::new(&client);
    let tickets = [0; 3].map(|_| batch.add(item_phone::get(&client)));
    let mut answers = batch.send().await.expect("a batch");
    let [first, second, third] = tickets.map(|ticket| answers.take(ticket));
    assert_eq!(first.expect("read").id.as_deref(), Some("a"));
    assert_eq!(second.expect("read").id.as_deref(), Some("b"));
    assert_eq!(third.expect_err("no status").kind(), ErrorKind::Decode);
}

#[tokio::test]
async fn a_part_that_has_not_changed_is_answered_as_if_it_had_been_sent_alone() {
    let server = server(|part, _| match part["id"].as_str() {
        Some("0") => json!({"status": 304}),
        _ => json!({"status": 302, "headers": {"Location": "https://files.example/1"}}),
    })
    .await;
    let client = client(&server);
    let mut batch = Batch::new(&client);
    let unchanged = batch.add(item_phone::get(&client));
    let elsewhere = batch.add(item_phone::get(&client));
    let mut answers = batch.send().await.expect("at most 20");
    let error = answers.take(unchanged).expect_err("nothing new");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(304));
    assert_eq!(answers.take(elsewhere).expect_err("a redirect").kind(), ErrorKind::Redirect);
}

#[tokio::test]
async fn the_time_for_a_part_begins_when_it_is_first_sent() {
    // The second batch comes when the time for the first is over.
    let server = server(|part, round| {
        if round == 0 {
            std::thread::sleep(Duration::from_millis(400));
        }
        match (part["id"].as_str(), round) {
            (Some("20"), 1) => json!({"status": 429, "headers": {"Retry-After": "0"}}),
            _ => ok(&json!({"id": "x"})),
        }
    })
    .await;
    let client = client(&server);
    let policy = RetryPolicy::default().total_time(Duration::from_secs(4));
    let mut batch = Batch::new(&client).retry(policy);
    let tickets: Vec<_> = (0..=20).map(|_| batch.add(item_phone::get(&client))).collect();
    let mut answers = batch.send_split().await;
    for ticket in tickets {
        answers.take(ticket).expect("the last one at its second attempt");
    }
}

#[tokio::test]
async fn a_batch_is_tried_again_as_often_as_its_own_policy_says() {
    let server = Server::start(|_: &Request| Reply::new(502)).await;
    let client = self::client(&server);
    let mut batch = Batch::new(&client).retry(RetryPolicy::never());
    let ticket = batch.add(item_phone::get(&client));
    batch.send().await.expect("at most 20").take(ticket).expect_err("502");
    assert_eq!(server.count(), 1);
}
