//! What users of a generated client rely on, each over a real socket: what they hold, what they send,
//! what the service sees.

use std::pin::pin;

use docmill_graph::enums::{AllowedAudiences, AuthenticationPhoneType, PhoneType};
use docmill_graph::model::{
    AnyAuthenticationMethod as Method, AuthenticationMethod, InferenceData, ItemPhone,
};
use docmill_graph::runtime::{Patch, RetryPolicy, Stream};
use docmill_graph::{
    Client, Error, ErrorKind, StaticToken, authentication, item_phone, phone_authentication_method,
    phones,
};
use serde_json::{Value, json};
use wiremock::matchers::{any, method, path, query_param};
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

fn client(server: &MockServer) -> Client {
    Client::builder(format!("{}/beta", server.uri()))
        .token_provider(StaticToken::new("token"))
        .retry(RetryPolicy::never())
        .build()
        .expect("a client for loopback")
}

/// A server that gives one answer to everything, and a client for it.
async fn server_that_answers(body: &Value) -> (MockServer, Client) {
    let server = MockServer::start().await;
    let answer = ResponseTemplate::new(200).set_body_json(body);
    Mock::given(any()).respond_with(answer).mount(&server).await;
    let client = client(&server);
    (server, client)
}

async fn received(server: &MockServer) -> Vec<Request> {
    server.received_requests().await.expect("the server records requests")
}

async fn last_body(server: &MockServer) -> Value {
    let requests = received(server).await;
    requests.last().expect("a request").body_json().expect("JSON")
}

async fn all<T>(stream: impl Stream<Item = Result<T, Error>>) -> Result<Vec<T>, Error> {
    let mut stream = pin!(stream);
    let mut items = Vec::new();
    while let Some(item) = std::future::poll_fn(|context| stream.as_mut().poll_next(context)).await
    {
        items.push(item?);
    }
    Ok(items)
}

#[tokio::test]
async fn what_no_page_documents_survives_from_get_to_update() {
    let phone = json!({
        "@odata.etag": "W/\"7\"",
        "id": "1",
        "allowedAudiences": "neighbours",
        "inference": { "confidenceScore": 0.5, "engine": { "name": "x", "passes": [1, 2.5] } },
        "displayName": null,
        "type": "satellite",
        "number": "+1 2065550100",
        "verifiedBy": ["a", null]
    });
    let (server, client) = server_that_answers(&phone).await;

    let read = item_phone::get(&client, item_phone::GetPath::me("1")).await.expect("a phone");
    assert_eq!(read.type_, Some(PhoneType::Unknown("satellite".into())));
    assert_eq!(read.allowed_audiences, Some(AllowedAudiences::Unknown("neighbours".into())));
    assert_eq!(read.rest.get("verifiedBy"), Some(&json!(["a", null])));

    // Sent on, property by property, by a program that knows none of these values.
    let mut update = item_phone::ItemPhoneUpdate::new().number("+1 2065550101");
    update.type_ = read.type_.clone().into();
    update.allowed_audiences = read.allowed_audiences.clone().into();
    update.inference = read.inference.clone().into();
    update.rest = read.rest.clone();
    item_phone::update(&client, item_phone::UpdatePath::me("1"), update).await.expect("updated");
    let mut expected = phone.clone();
    expected["number"] = json!("+1 2065550101");
    expected.as_object_mut().expect("an object").shift_remove("id");
    assert_eq!(last_body(&server).await, expected);

    // And as a whole.
    assert_eq!(serde_json::to_value(&read).expect("JSON"), phone);
}

#[tokio::test]
async fn an_update_sends_what_was_set_and_nothing_else() {
    let (server, client) = server_that_answers(&json!({})).await;
    let update = |body| item_phone::update(&client, item_phone::UpdatePath::me("1"), body);

    update(item_phone::ItemPhoneUpdate::new()).await.expect("updated");
    assert_eq!(last_body(&server).await, json!({}));

    let body = item_phone::ItemPhoneUpdate::new().number("+1 2065550100").display_name_null();
    update(body).await.expect("updated");
    assert_eq!(last_body(&server).await, json!({ "displayName": null, "number": "+1 2065550100" }));

    let mut body = item_phone::ItemPhoneUpdate::new()
        .type_("pager")
        .inference(InferenceData::new().confidence_score(1.0))
        .source_null()
        .display_name("Boat");
    body.display_name = Patch::Absent;
    update(body).await.expect("updated");
    assert_eq!(
        last_body(&server).await,
        json!({ "inference": { "confidenceScore": 1 }, "source": null, "type": "pager" })
    );
}

#[tokio::test]
async fn a_body_with_required_properties_has_them_from_the_start() {
    let (server, client) = server_that_answers(&json!({ "id": "1" })).await;
    let body = authentication::PhoneAuthenticationMethodCreatePhoneMethods::new(
        "+1 2065550100",
        AuthenticationPhoneType::Mobile,
    );
    let at = authentication::CreatePhoneMethodsPath::me();
    authentication::create_phone_methods(&client, at, body).await.expect("created");
    assert_eq!(
        last_body(&server).await,
        json!({ "phoneNumber": "+1 2065550100", "phoneType": "mobile" })
    );
}

#[tokio::test]
async fn a_list_of_a_base_type_holds_the_derived_types() {
    let methods = json!([
        { "@odata.type": "#microsoft.graph.phoneAuthenticationMethod", "id": "1",
          "phoneNumber": "+1 2065550100", "phoneType": "office" },
        { "id": "2", "password": null,
          "@odata.type": "#microsoft.graph.passwordAuthenticationMethod" },
        { "@odata.type": "#microsoft.graph.fido2AuthenticationMethod", "id": "3",
          "attestationLevel": "attested" },
        { "@odata.type": "#microsoft.graph.telepathyAuthenticationMethod", "id": "4",
          "distance": { "unit": "km", "value": 1.5 }, "since": null },
        { "id": "5", "createdDateTime": "2026-03-02T09:15:42.1234567Z" }
    ]);
    let (_server, client) = server_that_answers(&json!({ "value": methods })).await;
    let at = authentication::ListMethodsPath::me();
    let page = authentication::list_methods(&client, at).await.expect("a page");

    let [
        Method::PhoneAuthenticationMethod(phone),
        Method::PasswordAuthenticationMethod(password),
        Method::Fido2AuthenticationMethod(key),
        Method::AuthenticationMethod(unknown),
        Method::AuthenticationMethod(base),
    ] = &page.items[..]
    else {
        panic!("not the types that were sent: {:?}", page.items);
    };
    assert_eq!(phone.phone_type, Some(AuthenticationPhoneType::Office));
    assert_eq!(password.id.as_deref(), Some("2"));
    assert_eq!(key.id.as_deref(), Some("3"));
    assert_eq!(unknown.id.as_deref(), Some("4"));
    assert_eq!(unknown.rest.get("distance"), Some(&json!({ "unit": "km", "value": 1.5 })));
    assert_eq!(base.id.as_deref(), Some("5"));
    assert_eq!(serde_json::to_value(&page.items).expect("JSON"), methods);

    // What all of them have takes no match.
    let ids: Vec<_> = page.items.iter().filter_map(Method::id).collect();
    assert_eq!(ids, ["1", "2", "3", "4", "5"]);
    let created = page.items.iter().filter_map(Method::created_date_time);
    assert_eq!(
        created.map(ToString::to_string).collect::<Vec<_>>(),
        ["2026-03-02T09:15:42.1234567Z"]
    );
    let bases: Vec<AuthenticationMethod> =
        page.items.into_iter().map(AuthenticationMethod::from).collect();
    assert_eq!(bases[0].rest.get("phoneType"), Some(&json!("office")));
    assert_eq!(serde_json::to_value(&bases).expect("JSON"), methods);
}

#[tokio::test]
async fn a_stream_of_items_goes_on_to_the_next_page() {
    let server = MockServer::start().await;
    let phone = |id: &str| json!({ "id": id, "type": "mobile" });
    let next = format!("{}/beta/me/profile/phones?$top=2&$skiptoken=a%2Bb", server.uri());
    let first = json!({ "value": [phone("1"), phone("2")], "@odata.nextLink": next });
    Mock::given(path("/beta/me/profile/phones"))
        .and(query_param("$skiptoken", "a+b"))
        .respond_with(ResponseTemplate::new(200).set_body_json(json!({ "value": [phone("3")] })))
        .expect(1)
        .mount(&server)
        .await;
    Mock::given(path("/beta/me/profile/phones"))
        .respond_with(ResponseTemplate::new(200).set_body_json(first))
        .expect(1)
        .mount(&server)
        .await;

    let client = client(&server);
    let items = item_phone::list(&client, item_phone::ListPath::me()).top(2).items();
    let phones: Vec<ItemPhone> = all(items).await.expect("both pages");
    let ids: Vec<_> = phones.iter().filter_map(|phone| phone.id.as_deref()).collect();
    assert_eq!(ids, ["1", "2", "3"]);
    let queries: Vec<_> =
        received(&server).await.iter().map(|it| it.url.query().map(str::to_owned)).collect();
    assert_eq!(queries, [Some("$top=2".into()), Some("$top=2&$skiptoken=a%2Bb".into())]);
}

#[tokio::test]
async fn what_the_service_refuses_is_a_typed_error() {
    let server = MockServer::start().await;
    let body = json!({ "error": { "code": "invalidPhoneNumber", "message": "It has no plus sign.",
        "innerError": { "request-id": "7f1c", "detail": 3 } } });
    Mock::given(method("PATCH"))
        .respond_with(ResponseTemplate::new(400).set_body_json(body))
        .mount(&server)
        .await;
    let client = client(&server);
    let body = phone_authentication_method::PhoneAuthenticationMethodUpdate::new();
    let at = phone_authentication_method::UpdatePath::me("1");
    let error =
        phone_authentication_method::update(&client, at, body).await.expect_err("it is refused");
    assert_eq!(error.kind(), ErrorKind::Service);
    let service = error.service().expect("what the service said");
    assert_eq!((service.status.as_u16(), service.code.as_str()), (400, "invalidPhoneNumber"));
    assert_eq!(service.message, "It has no plus sign.");
    assert_eq!(service.request_id.as_deref(), Some("7f1c"));
    assert_eq!(service.inner_error.as_ref().and_then(|inner| inner["detail"].as_i64()), Some(3));
}

#[tokio::test]
async fn path_values_stay_in_their_segment() {
    let (server, client) = server_that_answers(&json!({})).await;
    for (user, sent) in [
        ("a/../../b", "a%2F..%2F..%2Fb"),
        ("a?$select=id#x", "a%3F%24select%3Did%23x"),
        ("%2e%2e", "%252e%252e"),
        ("o'neil@adatum.example", "o%27neil%40adatum.example"),
        ("a\\b\r\nHost: c", "a%5Cb%0D%0AHost%3A%20c"),
        ("{id}", "%7Bid%7D"),
        ("ü ", "%C3%BC%20"),
    ] {
        phones::update(&client, user, phones::ItemPhoneUpdate::new()).await.expect(user);
        let url = received(&server).await.pop().expect("a request").url;
        assert_eq!(url.path(), format!("/beta/users/{sent}/profile/phones"));
        assert_eq!((url.query(), url.fragment()), (None, None));
    }
    let sent = received(&server).await.len();
    for user in ["", ".", ".."] {
        let call = phones::update(&client, user, phones::ItemPhoneUpdate::new());
        assert_eq!(call.await.expect_err(user).kind(), ErrorKind::InvalidRequest);
    }
    assert_eq!(received(&server).await.len(), sent, "what is refused is not sent");
}
