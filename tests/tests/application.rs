//! An application on a generated client: tested without a network, run against a service that fails,
//! and asked what it may do.

use docmill_graph::item_phone::{self, ItemPhoneUpdate, ListPath, UpdatePath};
use docmill_graph::message::{self, MessageUpdate};
use docmill_graph::parameters::Deltatoken as _;
use docmill_graph::runtime::{
    Access, Answer, Batch, CachedTokens, Cloud, Granted, Recorded, RetryPolicy,
};
use docmill_graph::{
    BASE_URL, Client, Error, ErrorKind, OPERATIONS, StaticToken, authentication, examples, phones,
};
use docmill_loopback::{Delivery, Reply, Request, Server};
use serde_json::{Value, json};

/// The application: writes the numbers of one user's profile into another's, in one batch. Gives the
/// number of those that the service took.
async fn copy_numbers(client: &Client, from: &str, to: &str) -> Result<usize, Error> {
    let mut numbers = Vec::new();
    let mut link: Option<String> = None;
    loop {
        let list = item_phone::list(client, ListPath::users(from)).top(2);
        let page = match &link {
            Some(link) => list.at_link(link).await?,
            None => list.await?,
        };
        numbers.extend(page.items.into_iter().filter_map(|phone| Some((phone.id?, phone.number?))));
        link = page.next_link;
        if link.is_none() {
            break;
        }
    }
    let mut batch = Batch::new(client);
    let tickets: Vec<_> = numbers
        .into_iter()
        .map(|(id, number)| {
            let body = ItemPhoneUpdate::new().number(number);
            batch.add(item_phone::update(client, UpdatePath::users(to, id), body))
        })
        .collect();
    let answers = batch.send_split().await;
    Ok(tickets.iter().filter(|ticket| answers.succeeded(ticket.part())).count())
}

#[tokio::test]
async fn an_application_is_tested_with_recorded_answers() {
    let next = format!("{BASE_URL}/users/a/profile/phones?$skiptoken=1");
    let recorded = Recorded::new([
        Answer::new(200).json(&json!({
            "value": [{"id": "1", "number": "+1"}, {"id": "2"}], "@odata.nextLink": next})),
        Answer::parse(
            "HTTP/1.1 200 OK\nContent-type: application/json\n\n\
             {\"value\": [{\"id\": \"3\", \"number\": \"+3\"}]}",
        )
        .expect("as the pages write it"),
        Answer::new(200).json(&json!({"responses": [
            {"id": "1", "status": 403, "body": {"error": {"code": "accessDenied"}}},
            {"id": "0", "status": 200, "body": {"id": "1", "number": "+1"}}]})),
    ]);
    let client = Client::builder(BASE_URL)
        .token_provider(CachedTokens::new(StaticToken::new("token")))
        .transport(recorded.clone())
        .build()
        .expect("a client");
    assert_eq!(copy_numbers(&client, "a", "b").await.expect("copied"), 1);

    let requests = recorded.requests();
    assert_eq!(requests[1].uri().to_string(), next);
    let sent: Value = serde_json::from_slice(requests[2].body()).expect("JSON");
    assert_eq!(requests[2].uri().path(), "/beta/$batch");
    assert_eq!(sent["requests"][1]["url"], "/users/b/profile/phones/3");
    assert_eq!(sent["requests"][1]["body"], json!({"number": "+3"}));
    assert_eq!(recorded.left(), 0);
}

#[tokio::test]
async fn the_same_application_on_a_service_that_fails() {
    let server = Server::start(|request: &Request| {
        let host = request.header("host").expect("a host");
        if request.path().ends_with("/$batch") {
            let parts = request.json();
            let parts = parts["requests"].as_array().expect("requests").iter();
            let status = if request.number.is_multiple_of(2) { 429 } else { 200 };
            let answers = parts.enumerate().map(|(index, part)| {
                let status = if index == 0 { status } else { 200 };
                json!({"id": part["id"], "status": status, "headers": {"Retry-After": "0"},
                    "body": {"id": "x"}})
            });
            return Reply::json(&json!({"responses": answers.collect::<Vec<_>>()}));
        }
        let page: usize =
            request.query("page").and_then(|page| page.parse().ok()).unwrap_or_default();
        let id = |index| json!({"id": format!("{page}-{index}"), "number": "+1"});
        let mut body = json!({"value": [id(0), id(1)]});
        if page < 29 {
            let path = request.path();
            body["@odata.nextLink"] = json!(format!("http://{host}{path}?page={}", page + 1));
        }
        let reply = Reply::json(&body);
        match request.number % 5 {
            1 => Reply::reset(),
            3 => reply.delivered(Delivery::ResetAfter(15)),
            _ => reply,
        }
    })
    .await;
    let client = Client::builder(server.uri())
        .token_provider(StaticToken::new("token"))
        .retry(RetryPolicy::default().first_wait(std::time::Duration::from_millis(1)))
        .concurrency(2)
        .build()
        .expect("a client");
    assert_eq!(copy_numbers(&client, "a", "b").await.expect("copied"), 60);
    assert_eq!(server.with_token(), server.count());
}

#[test]
fn what_can_be_called_with_which_permissions() {
    let granted = Granted::new(Access::DelegatedWork, ["user.read"]);
    let callable: Vec<_> = granted.callable(OPERATIONS).map(|it| it.name).collect();
    assert!(callable.contains(&"item_phone::list"), "{callable:?}");
    assert!(!callable.contains(&"item_phone::update"), "{callable:?}");
    let missing = granted.missing(OPERATIONS);
    assert!(missing.contains("User.ReadWrite") && !missing.contains("User.Read"), "{missing:?}");
    // With what is missing, all can be called that users with such an account can call at all.
    let more = Granted::new(Access::DelegatedWork, missing.into_iter().chain(["User.Read"]));
    let offered =
        OPERATIONS.iter().filter(|it| it.permissions.delegated_work.iter().next().is_some());
    assert_eq!(more.callable(OPERATIONS).count(), offered.count());
    let application = Granted::new(Access::Application, ["User.Read"]);
    assert_eq!(application.callable(OPERATIONS).count(), 0);
    // The same of one request.
    let client = Client::new(BASE_URL, StaticToken::new("token")).expect("a client");
    let request = phones::update(&client, "a", phones::ItemPhoneUpdate::new());
    assert!(more.allows(&request.permissions()) && !granted.allows(&request.permissions()));
}

#[tokio::test]
async fn a_national_cloud_gets_the_request_and_no_other_does() {
    let recorded = Recorded::new([Answer::new(302).header("Location", BASE_URL)]);
    let client = Client::builder(Cloud::UsGovernment.base_url(BASE_URL))
        .token_provider(StaticToken::new("token"))
        .transport(recorded.clone())
        .build()
        .expect("a client");
    let at = authentication::ListMethodsPath::me();
    let error = authentication::list_methods(&client, at).await.expect_err("no second answer");
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    let requests = recorded.requests();
    assert_eq!(requests[0].uri().host(), Some("graph.microsoft.us"));
    assert!(requests[0].headers().contains_key("authorization"));
    assert_eq!(requests[1].uri().host(), Some("graph.microsoft.com"));
    assert!(!requests[1].headers().contains_key("authorization"));
}

#[tokio::test]
async fn requests_say_what_their_pages_document() {
    let server = Server::start(|_: &Request| Reply::json(&json!({"value": []}))).await;
    let client = Client::new(&server.uri(), StaticToken::new("token")).expect("a client");
    let delta = message::delta(&client, message::DeltaPath::me("a/b"))
        .select(|mail| [&mail.subject, &mail.received_date_time])
        .order_by_descending(|mail| [&mail.received_date_time])
        .deltatoken("latest&x")
        .prefer("odata.maxpagesize=2");
    delta.await.expect("a page");
    let update =
        message::update(&client, message::UpdatePath::me_messages("1"), MessageUpdate::new());
    let update = update.if_match("W/\"1\"").into_http().expect("a request");
    assert_eq!(update.headers()["if-match"], "W/\"1\"");

    let sent = &server.requests()[0];
    assert_eq!(sent.path(), "/me/mailFolders/a%2Fb/messages/delta");
    assert_eq!(sent.query("$select"), Some("subject%2CreceivedDateTime"));
    assert_eq!(sent.query("$orderby"), Some("receivedDateTime%20desc"));
    assert_eq!(sent.query("$deltatoken"), Some("latest%26x"));
    assert_eq!(sent.header("prefer"), Some("odata.maxpagesize=2"));
}

#[tokio::test]
async fn the_pages_examples_are_ready_made_answers() {
    let recorded = Recorded::new([
        examples::item_phone::LIST.answer(),
        examples::message::GET.answer(),
        examples::item_phone::DELETE.answer(),
    ]);
    let client = Client::builder(BASE_URL).transport(recorded.clone()).build().expect("a client");
    let page = item_phone::list(&client, ListPath::me()).await.expect("the page's list");
    assert!(page.items.iter().all(|phone| phone.id.is_some()) && !page.items.is_empty());
    let get = message::get(&client, message::GetPath::me_messages("1"));
    assert!(get.await.expect("the page's message").id.is_some());
    let at = item_phone::DeletePath::me("1");
    item_phone::delete(&client, at).await.expect("nothing, as the page says");
    assert_eq!(recorded.left(), 0);
}
