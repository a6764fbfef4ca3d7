//! Requests over real sockets: what goes out, and what comes back.

mod answers;
mod common;

use answers::{TOKEN, answers, calls, client};
use common::item_phone::{self, UpdatePath};
use common::model::{ItemPhoneUpdate, PhoneType};
use docmill_runtime::{
    Batch, Client, Condition, DateTimeOffset, ErrorKind, NoToken, StaticToken, serde_json,
};
use serde_json::json;
use wiremock::matchers::{body_json, header, method, path, query_param};
use wiremock::{Mock, MockServer, ResponseTemplate};

#[tokio::test]
async fn an_update_goes_out_and_its_answer_comes_back() {
    let server = MockServer::start().await;
    Mock::given(method("PATCH"))
        .and(path("/beta/me/profile/phones/a%2Fb%23c%20%27"))
        .and(header("authorization", format!("Bearer {TOKEN}").as_str()))
        .and(header("content-type", "application/json"))
        .and(header("accept", "application/json"))
        .and(header("if-match", "W/\"1\""))
        .and(body_json(json!({"number": "+1"})))
        .respond_with(
            ResponseTemplate::new(200)
                .insert_header("etag", "W/\"2\"")
                .set_body_json(json!({"id": "1", "number": "+1"})),
        )
        .expect(1)
        .mount(&server)
        .await;
    let client = client(&format!("{}/beta/", server.uri()));
    let body = ItemPhoneUpdate::new().number("+1");
    let response = item_phone::update(&client, UpdatePath::me("a/b#c '"), body)
        .if_match("W/\"1\"")
        .detailed()
        .await
        .expect("an answer");
    assert_eq!(response.output.id.as_deref(), Some("1"));
    assert_eq!(response.output.rest.get("number"), Some(&json!("+1")));
    assert_eq!(response.headers["etag"], "W/\"2\"");
}

#[tokio::test]
async fn query_options_are_encoded() {
    let server = MockServer::start().await;
    Mock::given(method("GET"))
        .and(query_param("$select", "id,type,tags"))
        .and(query_param("$filter", "a eq 'x&y#' and b eq '+'"))
        .and(query_param("$search", "\"a \\\"b\\\"\""))
        .and(query_param("$orderby", "id desc"))
        .and(query_param(
            "$expand",
            "createdBy,others($select=id,type;$expand=createdBy;$filter=a eq 'x;y#';$top=2),more",
        ))
        .and(query_param("$top", "5"))
        .and(query_param("$skip", "10"))
        .and(query_param("$count", "true"))
        .and(query_param("a&b", "c=d"))
        .and(header("consistencylevel", "eventual"))
        .respond_with(
            ResponseTemplate::new(200).set_body_json(json!({"value": [], "@odata.count": 3})),
        )
        .mount(&server)
        .await;
    let page = item_phone::list(&client(&server.uri()))
        .select(|phone| [&phone.id, &phone.type_])
        .select_named(["tags"])
        .filter("replaced")
        .filter("a eq 'x&y#' and b eq '+'")
        .search("a \"b\"")
        .order_by_descending(|phone| [&phone.id])
        .expand(|phone| {
            let others = phone.others.select(|other| [&other.id, &other.type_]);
            let others = others.expand(|other| other.created_by).filter("a eq 'x;y#'").top(2);
            (phone.created_by, others)
        })
        .expand_named(["more"])
        .top(5)
        .skip(10)
        .count()
        .query("a&b", "c=d")
        .consistency_level_eventual()
        .await
        .expect("a page");
    assert_eq!((page.items.len(), page.count, page.next_link), (0, Some(3), None));
}

#[test]
fn what_is_chosen_must_be_a_field_of_the_model() {
    let client = client("https://graph.microsoft.com/beta");
    let other: &'static Option<String> = Box::leak(Box::new(None));
    let error = item_phone::list(&client).select(|_| [other]).into_http().expect_err("no field");
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    let request = item_phone::list(&client).expand(|phone| phone.others.select(|_| [other]));
    let error = request.into_http().expect_err("no field of what is expanded");
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    let request = item_phone::list(&client).filter_by(|_| Condition::equals(other, "x"));
    let error = request.into_http().expect_err("no field to filter by");
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    let request = item_phone::list(&client)
        .expand(|phone| phone.others.filter_by(|_| Condition::is_null(other)));
    let error = request.into_http().expect_err("no field to filter by");
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
}

#[test]
fn a_condition_is_of_the_models_properties_and_values_stay_values() {
    let client = client("https://graph.microsoft.com/beta");
    let sent = |request: docmill_runtime::Request<'_, item_phone::List>| {
        let request = request.into_http().expect("a request");
        let query = request.uri().query().expect("a query").to_owned();
        percent_encoding::percent_decode_str(&query).decode_utf8_lossy().into_owned()
    };
    let list = || item_phone::list(&client).filter("replaced");
    let since: DateTimeOffset = "2021-07-01T12:00:00Z".parse().expect("a time");
    for (request, expected) in [
        (
            list().filter_by(|phone| Condition::equals(&phone.id, "1' or '1' eq '1")),
            "id eq '1'' or ''1'' eq ''1'",
        ),
        (
            list().filter_by(|phone| {
                let mine = Condition::differs(&phone.type_, PhoneType::Home);
                let new = Condition::at_least(&phone.created_date_time, since.clone());
                mine.or(new).and(Condition::is_null(&phone.created_by).negated())
            }),
            "(type ne 'home' or createdDateTime ge 2021-07-01T12:00:00Z) and not (createdBy eq null)",
        ),
        (
            list().filter_by(|phone| {
                let named = Condition::one_of(&phone.id, ["a", "b's"]);
                named.and(Condition::text("tags/any(t:t eq 'x') or true"))
            }),
            "id in ('a','b''s') and (tags/any(t:t eq 'x') or true)",
        ),
        (
            list().filter_by(|phone| {
                let ends = Condition::ends_with(&phone.id, "&$top=1");
                Condition::contains(&phone.id, "#").and(ends)
            }),
            "contains(id,'#') and endswith(id,'&$top=1')",
        ),
    ] {
        assert_eq!(sent(request), format!("$filter={expected}"));
    }
}

#[tokio::test]
async fn an_error_says_what_its_page_says_of_it_alone_and_in_a_batch() {
    let refused = |status: u16, code: &str| {
        let code = code.to_owned();
        move |request: &docmill_loopback::Request| {
            let error = json!({"error": {"code": code, "message": "secret"}});
            if request.path() != "/$batch" {
                return docmill_loopback::Reply::json(&error).status(status);
            }
            let part = json!({"id": "0", "status": status, "body": error});
            docmill_loopback::Reply::json(&json!({"responses": [part]}))
        }
    };
    for (status, code, meaning) in [
        (412, "anything", Some("Somebody else was faster.")),
        (400, "noNumber", Some("It is no number.")),
        (400, "other", None),
        (404, "noNumber", None),
    ] {
        let server = docmill_loopback::Server::start(refused(status, code)).await;
        let client = client(&server.uri());
        let update = || item_phone::update(&client, UpdatePath::me("1"), ItemPhoneUpdate::new());
        let error = update().await.expect_err("refused");
        assert_eq!(error.meaning(), meaning, "{status} {code}");
        let mut batch = Batch::new(&client);
        let ticket = batch.add(update());
        let mut answers = batch.send().await.expect("answers");
        let error = answers.take(ticket).expect_err("refused");
        assert_eq!((error.kind(), error.meaning()), (ErrorKind::Service, meaning));
        // What is said of the batch is not said of its parts.
        let whole = docmill_loopback::Reply::new(status);
        let whole =
            docmill_loopback::Server::start(move |_: &docmill_loopback::Request| whole.clone())
                .await;
        let other = self::client(&whole.uri());
        let mut batch = Batch::new(&other);
        let ticket =
            batch.add(item_phone::update(&other, UpdatePath::me("1"), ItemPhoneUpdate::new()));
        let error = batch.send().await.expect("answers").take(ticket).expect_err("refused");
        assert_eq!((error.status().map(|it| it.as_u16()), error.meaning()), (Some(status), None));
        // What no page describes has no meaning.
        let error = item_phone::list(&client).await.expect_err("refused");
        assert_eq!(error.meaning(), None);
    }
}

#[tokio::test]
async fn values_of_functions_cannot_change_the_path_or_the_query() {
    let server = docmill_loopback::Server::start(|_: &docmill_loopback::Request| {
        docmill_loopback::Reply::json(&json!({"value": []}))
    })
    .await;
    let client = client(&server.uri());
    for value in ["a#b", "a/b", "o'neil", "a b", "ü", "a')/x?y=z&$top=1", "..", "%27", "a,b=c)"] {
        item_phone::search(&client, value).await.expect(value);
    }
    let sent: Vec<String> = server.requests().iter().map(|it| it.target.clone()).collect();
    let expected = [
        "a%23b",
        "a%2Fb",
        "o%27%27neil",
        "a%20b",
        "%C3%BC",
        "a%27%27%29%2Fx%3Fy%3Dz%26%24top%3D1",
        "..",
        "%2527",
        "a%2Cb%3Dc%29",
    ];
    let expected = expected.map(|value| format!("/search(q='{value}',own=true)"));
    assert_eq!(sent, expected);
}

#[tokio::test]
async fn an_http_request_has_everything_but_the_token() {
    let client = client("https://graph.microsoft.com/beta");
    let body = ItemPhoneUpdate::new().number("+1");
    let request = item_phone::update(&client, UpdatePath::me("1"), body)
        .prefer("return=minimal")
        .prefer("odata.maxpagesize=5")
        .into_http()
        .expect("a request");
    assert_eq!(request.uri(), "https://graph.microsoft.com/beta/me/profile/phones/1");
    assert_eq!(request.method(), "PATCH");
    assert_eq!(&request.body()[..], br#"{"number":"+1"}"#);
    assert_eq!(request.headers().get_all("prefer").iter().count(), 2);
    assert!(!request.headers().contains_key("authorization"));
}

#[tokio::test]
async fn what_cannot_be_sent_is_refused() {
    let client = client("https://graph.microsoft.com/beta");
    let update = |id| item_phone::update(&client, UpdatePath::me(id), ItemPhoneUpdate::new());
    for request in [
        update(".."),
        update(""),
        update("1").header("x", "a\r\nb"),
        update("1").header("a b", "c"),
        update("1").header("Authorization", "Bearer other"),
        update("1").bytes("a\nb", "body"),
    ] {
        let error = request.into_http().expect_err("refused");
        assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{error:?}");
    }
    for base in ["graph.microsoft.com", "file:///x", "https://host/?a=b", "https://u:p@host", ""] {
        let error = Client::new(base, NoToken).expect_err(base);
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    }
}

#[tokio::test]
async fn service_errors_are_typed() {
    let server = MockServer::start().await;
    let body = json!({"error": {"code": "itemNotFound", "message": "No private-data here.",
        "innerError": {"request-id": "r1", "client-request-id": "c1", "code": "inner"}}});
    answers(&server, vec![ResponseTemplate::new(404).set_body_json(body)]).await;
    let error = item_phone::get(&client(&server.uri())).await.expect_err("404");
    assert_eq!(error.kind(), ErrorKind::Service);
    assert_eq!(error.status().map(|status| status.as_u16()), Some(404));
    let service = error.service().expect("a service error");
    assert_eq!(service.code, "itemNotFound");
    assert_eq!(service.message, "No private-data here.");
    assert_eq!(service.request_id.as_deref(), Some("r1"));
    assert_eq!(service.client_request_id.as_deref(), Some("c1"));
    assert_eq!(service.inner_error.as_ref().expect("inner")["code"], "inner");
    let shown = format!("{error} {error:?} {service} {service:?}");
    assert!(!shown.contains("private-data") && shown.contains("itemNotFound"), "{shown}");
    assert_eq!(calls(&server).await, 1);
}

#[tokio::test]
async fn errors_without_json_are_errors_too() {
    let server = MockServer::start().await;
    answers(
        &server,
        vec![
            ResponseTemplate::new(500)
                .insert_header("request-id", "r2")
                .set_body_string("<html>oops</html>"),
        ],
    )
    .await;
    let error = item_phone::get(&client(&server.uri())).await.expect_err("500");
    let service = error.service().expect("a service error");
    assert_eq!((service.code.as_str(), service.request_id.as_deref()), ("", Some("r2")));
}

#[tokio::test]
async fn unexpected_json_tells_where() {
    let server = MockServer::start().await;
    let body = json!({"value": [{"id": "1"}, {"createdBy": {"displayName": {"secret": 1}}}]});
    answers(&server, vec![ResponseTemplate::new(200).set_body_json(body)]).await;
    let error = item_phone::list(&client(&server.uri())).await.expect_err("no text");
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_eq!(error.path(), Some("$.value[1].createdBy.displayName"));
    assert!(!format!("{error} {error:?}").contains("secret"));
}

#[tokio::test]
async fn each_kind_of_reply() {
    let server = MockServer::start().await;
    let json = |body| ResponseTemplate::new(200).set_body_json(body);
    answers(
        &server,
        vec![
            json(json!({"id": "1"})),
            json(json!({"@odata.context": "c", "value": 7})),
            json(json!({"any": [1]})),
            ResponseTemplate::new(200).set_body_bytes([0_u8, 255]),
            json(json!({"ignored": 1})),
            ResponseTemplate::new(204),
        ],
    )
    .await;
    let client = client(&server.uri());
    let found = item_phone::find(&client).await.expect("reads");
    assert_eq!(found.and_then(|phone| phone.id).as_deref(), Some("1"));
    assert_eq!(item_phone::size(&client).await.expect("reads"), 7);
    assert_eq!(item_phone::any(&client).await.expect("reads"), json!({"any": [1]}));
    assert_eq!(item_phone::content(&client).await.expect("reads")[..], [0, 255]);
    item_phone::ping(&client).await.expect("reads");
    // From here on 204, no body.
    assert_eq!(item_phone::find(&client).await.expect("nothing"), None);
    assert_eq!(item_phone::any(&client).await.expect("nothing"), json!(null));
    item_phone::ping(&client).await.expect("nothing");
    for error in [
        item_phone::get(&client).await.expect_err("a body is promised"),
        item_phone::size(&client).await.expect_err("a body is promised"),
    ] {
        assert_eq!(error.kind(), ErrorKind::Decode);
    }
}

#[tokio::test]
async fn wrong_bodies_are_decode_errors() {
    let server = MockServer::start().await;
    for body in ["<html>", "null", "{} {}", "{\"id\":", "[]"] {
        server.reset().await;
        answers(&server, vec![ResponseTemplate::new(200).set_body_string(body)]).await;
        let error = item_phone::get(&client(&server.uri())).await.expect_err(body);
        assert_eq!(error.kind(), ErrorKind::Decode, "{body}");
    }
}

#[tokio::test]
async fn nothing_prints_the_token_or_the_body() {
    let client = client("https://127.0.0.1:1/");
    let body = ItemPhoneUpdate::new().number("private-number");
    let request = item_phone::update(&client, UpdatePath::me("private-id"), body);
    let shown = format!("{client:?} {request:?} {:?}", StaticToken::new(TOKEN));
    let builder = Client::builder("https://h").token_provider(StaticToken::new(TOKEN));
    let shown = format!("{shown} {builder:?} {:?}", UpdatePath::me("private-id"));
    assert!(!shown.contains(TOKEN) && !shown.contains("private"), "{shown}");
    let bad = Client::new("http://127.0.0.1:1", StaticToken::new("bad\ntoken")).expect("a client");
    let error = item_phone::get(&bad).await.expect_err("no header can hold it");
    assert_eq!(error.kind(), ErrorKind::Token);
    let shown = format!("{error} {error:?}");
    assert!(!shown.contains("bad"), "{shown}");
}
