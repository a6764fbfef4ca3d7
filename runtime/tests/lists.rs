//! Lists and delta queries over many pages, on a service that misbehaves.

mod common;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use common::item_phone;
use common::model::ItemPhone;
use docmill_loopback::{Delivery, Reply, Request, Server};
use docmill_runtime::{
    Change, Client, Error, ErrorKind, RemovedReason, RetryPolicy, StaticToken, serde_json,
};
use futures_util::{StreamExt as _, TryStreamExt as _};
use serde_json::json;

fn client(server: &Server) -> Client {
    Client::builder(server.uri())
        .token_provider(StaticToken::new("secret"))
        .retry(RetryPolicy::default().attempts(5).first_wait(Duration::from_millis(1)))
        .attempt_timeout(Duration::from_millis(500))
        .build()
        .expect("a client")
}

fn page_number(request: &Request) -> usize {
    request.query("page").and_then(|page| page.parse().ok()).unwrap_or(0)
}

/// Page `number` of so many, each of two items. Links are relative to the host that was asked.
fn page(request: &Request, number: usize, count: usize) -> Reply {
    let host = request.header("host").expect("a host");
    let items =
        [json!({"id": (2 * number).to_string()}), json!({"id": (2 * number + 1).to_string()})];
    let mut body = json!({"value": items});
    if number + 1 < count {
        body["@odata.nextLink"] = json!(format!("http://{host}/phones?page={}", number + 1));
    } else {
        body["@odata.deltaLink"] = json!(format!("http://{host}/phones?page=0&delta=1"));
    }
    Reply::json(&body)
}

fn in_order(ids: impl IntoIterator<Item = Option<String>>) -> usize {
    let mut count = 0;
    for id in ids {
        assert_eq!(id.as_deref(), Some(&*count.to_string()), "no item twice, none left out");
        count += 1;
    }
    count
}

#[tokio::test]
async fn lists_that_are_arrays_go_on_where_a_header_says() {
    const PAGES: usize = 3;
    let server = Server::start(|request: &Request| {
        let number = page_number(request);
        let host = request.header("host").expect("a host");
        let link =
            |page: usize, rel: &str| format!("<http://{host}/phones?page={page}>; rel={rel}");
        let mut links = vec![link(0, "\"first,start\"")];
        if number + 1 < PAGES {
            links.push(link(number + 1, "\"up next\"; title=\"a, b\""));
        }
        let items = json!([{"id": (2 * number).to_string()}, {"id": (2 * number + 1).to_string()}]);
        Reply::json(&items).header("Link", &links.join(", "))
    })
    .await;
    let client = client(&server);
    let phones = item_phone::list(&client).items();
    let phones: Vec<ItemPhone> = phones.try_collect().await.expect("a list");
    assert_eq!(in_order(phones.into_iter().map(|phone| phone.id)), 2 * PAGES);
}

#[tokio::test]
async fn ten_thousand_pages_on_a_service_that_fails_every_few_requests() {
    const PAGES: usize = 10_000;
    let server = Server::start(|request: &Request| {
        let number = page_number(request);
        let whole = page(request, number, PAGES);
        match request.number % 501 {
            100 => Reply::reset(),
            200 => whole.delivered(Delivery::ResetAfter(20)),
            300 => Reply::new(429).header("Retry-After", "0"),
            400 => Reply::new(503).header("Retry-After", "Wed, 21 Oct 2015 07:28:00 GMT"),
            500 => Reply::new(502).header("Content-Type", "text/html").body("<html>"),
            _ => whole,
        }
    })
    .await;
    let client = client(&server);
    let mut next = 0;
    let mut items = item_phone::list(&client).items();
    while let Some(item) = items.try_next().await.expect("an item") {
        assert_eq!(item.id, Some(next.to_string()), "no item twice, none left out");
        next += 1;
    }
    assert_eq!(next, 2 * PAGES);
    assert_eq!(server.with_token(), server.count());
}

#[tokio::test]
async fn slow_bytes_and_silence_lose_nothing() {
    let server = Server::start(|request: &Request| {
        let whole = page(request, page_number(request), 4);
        match request.number {
            // Too slow for an attempt; slow, but not too slow; nothing at all.
            1 => whole.delivered(Delivery::Slowly(1, Duration::from_millis(100))),
            2 => whole.delivered(Delivery::Slowly(40, Duration::from_millis(10))),
            4 => whole.delivered(Delivery::Silence),
            _ => whole,
        }
    })
    .await;
    let client = client(&server);
    let items: Vec<ItemPhone> = item_phone::list(&client).all().await.expect("all items");
    assert_eq!(in_order(items.into_iter().map(|item| item.id)), 8);
    assert_eq!(server.count(), 6);
}

#[tokio::test]
async fn what_is_not_a_page_ends_the_list_with_an_error() {
    for (broken, path) in [
        (Reply::new(200).body(r#"{"value":[{"id":"2"},{"id""#), "$"),
        (Reply::new(200).header("Content-Type", "text/html").body("<html>"), "$"),
        (Reply::new(200), "$"),
        (Reply::json(&json!({"value": [{"id": "2"}, {"id": {"a": 1}}]})), "$.value[1].id"),
        (Reply::json(&json!({"values": []})), "$.value"),
    ] {
        let server = Server::start(move |request: &Request| match page_number(request) {
            0 => page(request, 0, 3),
            _ => broken.clone(),
        })
        .await;
        let client = client(&server);
        let items = item_phone::list(&client).items();
        let results: Vec<Result<ItemPhone, Error>> = items.collect().await;
        assert_eq!(results.len(), 3);
        let error = results[2].as_ref().expect_err("no page");
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert!(error.path().is_some_and(|found| found.starts_with(path)), "{error}");
        assert_eq!(server.count(), 2, "not tried again");
        let all = item_phone::list(&client).all().await.expect_err("a page is missing");
        assert_eq!(all.kind(), ErrorKind::Decode);
    }
}

#[tokio::test]
async fn a_circle_of_pages_is_left_with_no_item_twice() {
    // 0, 1, 2, 1, 2, …
    let server = Server::start(|request: &Request| {
        let reply = page(request, page_number(request), usize::MAX);
        let host = request.header("host").expect("a host");
        let link = format!("http://{host}/phones?page=1");
        match page_number(request) {
            2 => {
                Reply::json(&json!({"value": [{"id": "4"}, {"id": "5"}], "@odata.nextLink": link}))
            }
            _ => reply,
        }
    })
    .await;
    let client = client(&server);
    let results: Vec<_> = item_phone::list(&client).items().collect().await;
    let error = results.last().expect("an end").as_ref().expect_err("a circle");
    assert_eq!(error.kind(), ErrorKind::Link);
    let good = results.iter().filter_map(|item| item.as_ref().ok());
    assert_eq!(in_order(good.map(|item| item.id.clone())), 6);
    assert_eq!(server.count(), 3);
}

#[tokio::test]
async fn a_link_elsewhere_gets_neither_request_nor_token() {
    let elsewhere = Server::start(|request: &Request| page(request, 0, 1)).await;
    let link = format!("{}/phones?page=1", elsewhere.uri());
    let server = Server::start(move |_: &Request| {
        Reply::json(
            &json!({"value": [{"id": "0"}], "@odata.nextLink": link, "@odata.deltaLink": link}),
        )
    })
    .await;
    let client = client(&server);
    let results: Vec<_> = item_phone::list(&client).items().collect().await;
    assert_eq!(results.len(), 2);
    assert!(results[0].is_ok(), "what came before the link is kept");
    assert_eq!(results[1].as_ref().expect_err("refused").kind(), ErrorKind::Link);
    let mut changes = item_phone::list(&client).changes();
    assert!(changes.next().await.expect("the first").is_some());
    assert_eq!(changes.next().await.expect_err("refused").kind(), ErrorKind::Link);
    assert_eq!((elsewhere.count(), server.with_token()), (0, 2));
}

#[tokio::test]
async fn redirects_in_a_circle_end() {
    let server = Server::start(|request: &Request| {
        let other = if request.path() == "/a" { "/b" } else { "/a" };
        Reply::redirect(302, other)
    })
    .await;
    let error = item_phone::list(&client(&server)).await.expect_err("a circle");
    assert_eq!((error.kind(), server.count()), (ErrorKind::Redirect, 11));
}

#[tokio::test]
async fn changes_removals_and_the_link_to_keep() {
    let server = Server::start(|request: &Request| {
        let host = request.header("host").expect("a host");
        let link = |what: &str| format!("http://{host}/phones?{what}");
        Reply::json(&match (request.query("token"), request.query("page")) {
            (None, None) => json!({"@odata.nextLink": link("page=1"), "value": [
                {"id": "1", "type": "home"},
                {"id": "2", "@removed": {"reason": "changed"}},
                {"id": "3", "@removed": {"reason": "deleted"}}]}),
            (None, _) => json!({"@odata.deltaLink": link("token=1"), "value": [
                {"id": "4", "@removed": {"reason": "lost"}},
                {"id": "5", "deleted": {"state": "deleted"}},
                {"id": "6", "@removed": {}, "tags": ["a"]},
                {"id": "7", "deleted": null},
                {"id": "8", "deleted": true}]}),
            (Some(_), _) => json!({"@odata.deltaLink": link("token=2"), "value": []}),
        })
    })
    .await;
    let client = client(&server);
    let mut changes = item_phone::list(&client).changes();
    let mut seen = Vec::new();
    let mut gone_on_from = None;
    while let Some(change) = changes.next().await.expect("a change") {
        match change {
            Change::Present(item) => seen.push((item.id.expect("an id"), None)),
            Change::Removed(gone) => {
                seen.push((gone.id().expect("an id").to_owned(), Some(gone.reason)));
            }
            _ => unreachable!("there is nothing else"),
        }
        gone_on_from = gone_on_from.or(changes.next_link().map(str::to_owned));
    }
    let lost = RemovedReason::Unknown("lost".into());
    let expected = [
        ("1", None),
        ("2", Some(Some(RemovedReason::Changed))),
        ("3", Some(Some(RemovedReason::Deleted))),
        ("4", Some(Some(lost))),
        ("5", Some(Some(RemovedReason::Deleted))),
        ("6", Some(None)),
        ("7", None),
        ("8", None),
    ];
    assert_eq!(seen, expected.map(|(id, gone)| (id.to_owned(), gone)));

    // All at once.
    let (all, link) = item_phone::list(&client).changes().all().await.expect("all changes");
    assert_eq!(all.len(), seen.len());
    assert_eq!(link.as_deref(), changes.delta_link());

    // Next time, from the link that was kept.
    let link = changes.delta_link().expect("the link to keep").to_owned();
    let mut changes = item_phone::list(&client).at_link(&link).changes();
    assert!(changes.next().await.expect("no error").is_none());
    assert!(changes.delta_link().expect("another").ends_with("token=2"));

    // Or in the middle, after the first page.
    let link = gone_on_from.expect("a link after the first page");
    let mut changes = item_phone::list(&client).at_link(&link).changes();
    let Some(Change::Removed(first)) = changes.next().await.expect("a change") else {
        panic!("the second page begins with a removal")
    };
    assert_eq!(first.id(), Some("4"));
}

#[tokio::test]
async fn nothing_is_lost_by_giving_up_waiting() {
    let slow = AtomicUsize::new(0);
    let server = Server::start(move |request: &Request| {
        let whole = page(request, page_number(request), 5);
        match slow.fetch_add(1, Ordering::SeqCst) {
            1 | 3 => whole.delivered(Delivery::Slowly(20, Duration::from_millis(40))),
            _ => whole,
        }
    })
    .await;
    let client = client(&server);
    let mut changes = item_phone::list(&client).changes();
    let (mut ids, mut gave_up) = (Vec::new(), 0);
    loop {
        match tokio::time::timeout(Duration::from_millis(60), changes.next()).await {
            Err(_) => gave_up += 1,
            Ok(Ok(Some(Change::Present(item)))) => ids.push(item.id),
            Ok(Ok(None)) => break,
            Ok(other) => panic!("no item, but {other:?}"),
        }
    }
    assert_eq!(in_order(ids), 10);
    assert!(gave_up >= 2, "the test is to give up waiting");
}

#[tokio::test]
async fn a_delta_link_that_is_too_old_leads_to_a_new_start() {
    let server = Server::start(|request: &Request| {
        let body = json!({"error": {"code": "resyncRequired", "message": "m"}});
        let host = request.header("host").expect("a host");
        Reply::json(&body).status(410).header("Location", &format!("http://{host}/phones?token="))
    })
    .await;
    let client = client(&server);
    let mut changes = item_phone::list(&client).at_link(&format!("{}/old", server.uri())).changes();
    let error = changes.next().await.expect_err("too old");
    let service = error.service().expect("a service error");
    assert_eq!((service.status.as_u16(), &*service.code), (410, "resyncRequired"));
    assert!(service.location.as_deref().is_some_and(|link| link.ends_with("/phones?token=")));
}
