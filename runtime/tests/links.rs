//! Lists over several pages, links and redirects, and where the token goes.

mod common;

use std::time::Duration;

use common::item_phone;
use common::model::ItemPhone;
use docmill_runtime::{Client, ErrorKind, RetryPolicy, StaticToken, serde_json};
use futures_util::{StreamExt as _, TryStreamExt as _};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use wiremock::matchers::{any, header, method, path, query_param};
use wiremock::{Mock, MockServer, ResponseTemplate};

fn client(base: &str) -> Client {
    Client::builder(base)
        .token_provider(StaticToken::new("secret"))
        .retry(RetryPolicy::default().first_wait(Duration::from_millis(10)))
        .build()
        .expect("a client")
}

fn json(body: Value) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(body)
}

fn redirect(status: u16, to: &str) -> ResponseTemplate {
    ResponseTemplate::new(status).insert_header("location", to)
}

/// Requests that arrived, and how many of them had a token.
async fn seen(server: &MockServer) -> (usize, usize) {
    let requests = server.received_requests().await.expect("recorded");
    let with_token =
        requests.iter().filter(|request| request.headers.contains_key("authorization")).count();
    (requests.len(), with_token)
}

/// Three pages of two items, the last with a delta link.
async fn three_pages() -> MockServer {
    let server = MockServer::start().await;
    for page in 0..3_u32 {
        let mut body = json!({"value": [{"id": format!("{page}a")}, {"id": format!("{page}b")}]});
        if page < 2 {
            body["@odata.nextLink"] =
                json!(format!("{}/next?$skiptoken={}", server.uri(), page + 1));
        } else {
            body["@odata.deltaLink"] = json!(format!("{}/delta", server.uri()));
        }
        let mock = if page == 0 {
            Mock::given(path("/me/profile/phones")).and(query_param("$top", "2"))
        } else {
            Mock::given(path("/next")).and(query_param("$skiptoken", page.to_string()))
        };
        mock.and(header("prefer", "x"))
            .and(header("authorization", "Bearer secret"))
            .respond_with(json(body))
            .expect(0..=1)
            .mount(&server)
            .await;
    }
    server
}

#[tokio::test]
async fn items_come_from_all_pages_once() {
    let server = three_pages().await;
    let client = client(&server.uri());
    let items: Vec<ItemPhone> = item_phone::list(&client)
        .top(2)
        .prefer("x")
        .items()
        .try_collect()
        .await
        .expect("three pages");
    let ids: Vec<_> = items.iter().filter_map(|item| item.id.as_deref()).collect();
    assert_eq!(ids, ["0a", "0b", "1a", "1b", "2a", "2b"]);
    assert_eq!(seen(&server).await.0, 3);
}

#[tokio::test]
async fn pages_are_fetched_when_wanted_and_can_be_resumed() {
    let server = three_pages().await;
    let client = client(&server.uri());
    let first: Vec<_> = item_phone::list(&client)
        .top(2)
        .prefer("x")
        .pages()
        .take(1)
        .try_collect()
        .await
        .expect("a page");
    assert_eq!(seen(&server).await.0, 1);
    let link = first[0].next_link.clone().expect("more");
    let others: Vec<_> = item_phone::list(&client)
        .top(2)
        .prefer("x")
        .at_link(&link)
        .pages()
        .try_collect()
        .await
        .expect("the others");
    assert_eq!(others.len(), 2);
    let delta = format!("{}/delta", server.uri());
    assert_eq!(others[1].delta_link.as_deref(), Some(delta.as_str()));
}

#[tokio::test]
async fn streams_can_move_between_threads() {
    let server = three_pages().await;
    let client = client(&server.uri());
    let count =
        tokio::spawn(
            async move { item_phone::list(&client).top(2).prefer("x").items().count().await },
        );
    assert_eq!(count.await.expect("ran"), 6);
}

#[tokio::test]
async fn a_link_to_another_origin_is_refused() {
    let (own, other) = (MockServer::start().await, MockServer::start().await);
    Mock::given(any()).respond_with(json(json!({"value": []}))).mount(&other).await;
    // The same host, another port: another origin.
    for link in [
        format!("{}/me/profile/phones", other.uri()),
        "https://evil.example/x".to_owned(),
        own.uri().replace("http://", "https://"),
        own.uri().replace("127.0.0.1", "localhost"),
        format!("{}@evil.example/", own.uri()),
        "/relative".to_owned(),
        String::new(),
    ] {
        own.reset().await;
        let body = json!({"value": [{"id": "1"}], "@odata.nextLink": link});
        Mock::given(any()).respond_with(json(body)).mount(&own).await;
        let client = client(&own.uri());
        let results: Vec<_> = item_phone::list(&client).items().take(5).collect().await;
        assert_eq!(results.len(), 2, "{link}");
        assert!(results[0].is_ok(), "{link}");
        let error = results[1].as_ref().expect_err("refused");
        assert_eq!(error.kind(), ErrorKind::Link, "{link}");
        assert_eq!(seen(&own).await.0, 1);
        let error = item_phone::list(&client).at_link(&link).await.expect_err("refused");
        assert_eq!(error.kind(), ErrorKind::Link, "{link}");
    }
    assert_eq!(seen(&other).await, (0, 0));
}

#[tokio::test]
async fn a_link_to_itself_ends_the_list() {
    let server = MockServer::start().await;
    let body =
        json!({"value": [{"id": "1"}], "@odata.nextLink": format!("{}/again", server.uri())});
    Mock::given(any()).respond_with(json(body)).mount(&server).await;
    let client = client(&server.uri());
    let results: Vec<_> = item_phone::list(&client).pages().take(9).collect().await;
    let error = results.last().expect("some").as_ref().expect_err("a circle");
    assert_eq!(error.kind(), ErrorKind::Link);
    assert_eq!(results.len(), 3, "two pages, each once, and the error");
}

#[tokio::test]
async fn a_redirect_to_another_origin_loses_the_token() {
    let (own, other) = (MockServer::start().await, MockServer::start().await);
    Mock::given(any()).respond_with(json(json!({"id": "1"}))).mount(&other).await;
    Mock::given(any())
        .respond_with(redirect(302, &format!("{}/download", other.uri())))
        .mount(&own)
        .await;
    let phone = item_phone::get(&client(&own.uri())).header("x-own", "1").await.expect("followed");
    assert_eq!(phone.id.as_deref(), Some("1"));
    assert_eq!(seen(&own).await, (1, 1));
    assert_eq!(seen(&other).await, (1, 0));
    let requests = other.received_requests().await.expect("recorded");
    assert!(!requests[0].headers.contains_key("x-own"));
}

#[tokio::test]
async fn a_redirect_within_the_origin_keeps_the_token() {
    let server = MockServer::start().await;
    Mock::given(path("/x")).respond_with(redirect(302, "/y")).mount(&server).await;
    Mock::given(path("/y")).respond_with(json(json!({"id": "1"}))).mount(&server).await;
    item_phone::get(&client(&server.uri())).await.expect("followed");
    assert_eq!(seen(&server).await, (2, 2));
}

#[tokio::test]
async fn a_redirect_back_from_elsewhere_gets_the_token_again_but_elsewhere_does_not() {
    let (own, other) = (MockServer::start().await, MockServer::start().await);
    Mock::given(path("/x"))
        .respond_with(redirect(302, &format!("{}/there", other.uri())))
        .mount(&own)
        .await;
    Mock::given(path("/back")).respond_with(json(json!({}))).mount(&own).await;
    Mock::given(any())
        .respond_with(redirect(302, &format!("{}/back", own.uri())))
        .mount(&other)
        .await;
    item_phone::get(&client(&own.uri())).await.expect("followed");
    assert_eq!(seen(&other).await, (1, 0));
}

#[tokio::test]
async fn redirects_that_must_not_be_followed() {
    let (own, other) = (MockServer::start().await, MockServer::start().await);
    Mock::given(method("GET")).respond_with(redirect(302, "/x")).mount(&own).await;
    let away = format!("{}/x", other.uri());
    Mock::given(method("POST")).respond_with(redirect(307, &away)).mount(&own).await;
    let client = client(&own.uri());
    let error = item_phone::get(&client).await.expect_err("a loop");
    assert_eq!(error.kind(), ErrorKind::Redirect);
    assert_eq!(seen(&own).await.0, 11);
    let create = item_phone::create(&client, &ItemPhone::default());
    let error = create.await.expect_err("a body must not leave the origin");
    assert_eq!(error.kind(), ErrorKind::Redirect);
    assert_eq!(seen(&other).await, (0, 0));
}

/// A server that reads each request and closes the connection without an answer; the number of
/// connections comes through the channel.
async fn resetting() -> (String, tokio::sync::mpsc::UnboundedReceiver<()>) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let (sender, receiver) = tokio::sync::mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Ok((mut socket, _)) = listener.accept().await {
            let mut buffer = [0; 4096];
            let _ = socket.read(&mut buffer).await;
            let _ = sender.send(());
        }
    });
    (format!("http://{address}"), receiver)
}

fn count(receiver: &mut tokio::sync::mpsc::UnboundedReceiver<()>) -> usize {
    std::iter::from_fn(|| receiver.try_recv().ok()).count()
}

#[tokio::test]
async fn a_broken_connection_is_tried_again_only_where_it_is_safe() {
    let (base, mut connections) = resetting().await;
    let client = client(&base);
    let error = item_phone::create(&client, &ItemPhone::default()).await.expect_err("reset");
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert_eq!(count(&mut connections), 1);
    let error = item_phone::get(&client).await.expect_err("reset");
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert!(!format!("{error} {error:?}").contains("127.0.0.1"), "{error:?}");
    assert_eq!(count(&mut connections), 4);
}

#[tokio::test]
async fn a_body_cut_short_is_tried_again() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let base = format!("http://{}", listener.local_addr().expect("an address"));
    tokio::spawn(async move {
        for body in ["{\"id\":", "{\"id\":\"1\"}"] {
            let (mut socket, _) = listener.accept().await.expect("a connection");
            let mut buffer = [0; 4096];
            let _ = socket.read(&mut buffer).await;
            let head = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\nConnection: close\r\n\r\n";
            let _ = socket.write_all(format!("{head}{body}").as_bytes()).await;
        }
    });
    let phone = item_phone::get(&client(&base)).await.expect("the second attempt");
    assert_eq!(phone.id.as_deref(), Some("1"));
}

#[tokio::test]
async fn nobody_there_is_tried_again_for_any_method() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    drop(listener);
    let client = Client::builder(format!("http://{address}"))
        // Long enough for the server to be there at the second attempt, on a slow machine too.
        .retry(RetryPolicy::default().first_wait(Duration::from_millis(600)))
        .build()
        .expect("a client");
    let body = ItemPhone::default();
    let create = tokio::spawn(async move {
        let result = item_phone::create(&client, &body).await;
        result.map(|phone| phone.id)
    });
    tokio::time::sleep(Duration::from_millis(5)).await;
    let server = MockServer::builder()
        .listener(std::net::TcpListener::bind(address).expect("the same port"))
        .start()
        .await;
    Mock::given(any()).respond_with(json(json!({"id": "1"}))).mount(&server).await;
    let id = create.await.expect("ran").expect("a later attempt");
    assert_eq!(id.as_deref(), Some("1"));
}
