//! What pages document of calls beside bodies and query options, on the generated client and over a
//! real socket: required headers, parts, optional parameters of functions, relationships, errors.

use docmill_graph::onenote_page::{self, CreatePath};
use docmill_graph::parameters::Token as _;
use docmill_graph::planner_task::{self, PlannerTaskUpdate};
use docmill_graph::runtime::{Bytes, Multipart, NoToken, RetryPolicy};
use docmill_graph::{Client, ErrorKind, drive_item};
use docmill_loopback::{Reply, Request, Server};
use futures_util::stream;
use percent_encoding::percent_decode_str;
use serde_json::json;

fn client(server: &Server) -> Client {
    let builder = Client::builder(server.uri()).token_provider(NoToken);
    builder.retry(RetryPolicy::never()).build().expect("a client")
}

fn query(request: &Request) -> String {
    let (_, query) = request.target.split_once('?').expect("a query");
    percent_decode_str(query).decode_utf8().expect("text").into_owned()
}

#[tokio::test]
async fn required_headers_are_arguments() {
    let server = Server::start(|_: &Request| Reply::json(&json!({"id": "1"}))).await;
    let body = PlannerTaskUpdate::new().percent_complete(100);
    let task = planner_task::update(&client(&server), "a/b", "W/\"7\"", body).await;
    assert_eq!(task.expect("the task").id.as_deref(), Some("1"));
    let [request] = &server.requests()[..] else { panic!("not one request") };
    assert_eq!((&*request.method, &*request.target), ("PATCH", "/planner/tasks/a%2Fb"));
    assert_eq!(request.header("if-match"), Some("W/\"7\""));
    assert_eq!(request.json(), json!({"percentComplete": 100}));
}

#[tokio::test]
async fn a_page_goes_out_alone_or_in_parts() {
    let server = Server::start(|_: &Request| Reply::json(&json!({"id": "1"})).status(201)).await;
    let client = client(&server);
    let html = "<html><img src=\"name:photo\" /></html>";
    onenote_page::create(&client, CreatePath::me("s"), html).await.expect("a page");
    let parts = Multipart::new().part("Presentation", "text/html", html).file(
        "photo",
        "me.png",
        "image/png",
        &b"\x89PNG\r\n--"[..],
    );
    let page = onenote_page::create(&client, CreatePath::groups("g", "s"), parts).await;
    assert_eq!(page.expect("a page").id.as_deref(), Some("1"));

    let [alone, in_parts] = &server.requests()[..] else { panic!("not two requests") };
    assert_eq!(alone.header("content-type"), Some("text/html"));
    assert_eq!(alone.body, html.as_bytes());
    assert_eq!(in_parts.target, "/groups/g/onenote/sections/s/pages");
    let content_type = in_parts.header("content-type").expect("a media type");
    let boundary = multer::parse_boundary(content_type).expect("a boundary");
    let body = stream::iter([Ok::<_, std::io::Error>(Bytes::from(in_parts.body.clone()))]);
    let mut message = multer::Multipart::new(body, boundary);
    let mut found = Vec::new();
    while let Some(field) = message.next_field().await.expect("a well-formed message") {
        let name = field.name().map(str::to_owned);
        found.push((name, field.bytes().await.expect("its content")));
    }
    let name = |name: &str| Some(name.to_owned());
    assert_eq!(
        found,
        [
            (name("Presentation"), html.into()),
            (name("photo"), Bytes::from_static(b"\x89PNG\r\n--"))
        ]
    );
}

#[tokio::test]
async fn optional_parameters_of_functions_are_setters() {
    let server = Server::start(|_: &Request| {
        Reply::json(&json!({"value": [], "@odata.deltaLink": "http://localhost/"}))
    })
    .await;
    let client = client(&server);
    let delta = || drive_item::delta(&client, drive_item::DeltaPath::me());
    delta().await.expect("a page");
    delta().token("it's/new").top(5).await.expect("a page");
    let sent: Vec<String> = server.requests().into_iter().map(|it| it.target).collect();
    assert_eq!(
        sent,
        ["/me/drive/root/delta", "/me/drive/root/delta(token='it%27%27s%2Fnew')?$top=5"]
    );
}

#[tokio::test]
async fn relationships_are_expanded_with_what_to_send_of_them() {
    let server = Server::start(|_: &Request| Reply::json(&json!({"value": []}))).await;
    let client = client(&server);
    let all = drive_item::delta(&client, drive_item::DeltaPath::me());
    let request = all.select(|item| [&item.id]).expand(|item| {
        let children = item.children.select(|child| [&child.id, &child.name]).top(3);
        children.expand(|child| child.children.select(|grandchild| [&grandchild.id]))
    });
    request.await.expect("a page");
    assert_eq!(
        query(&server.requests()[0]),
        "$select=id&$expand=children($select=id,name;$top=3;$expand=children($select=id))"
    );
}

#[tokio::test]
async fn errors_have_the_meaning_that_their_page_gives_them() {
    for (status, code, meaning) in [
        (413, "20102", Some("The page and what comes along with it are too large.")),
        (400, "20116", Some("The page is no HTML that can be read.")),
        (400, "other", None),
    ] {
        let error = json!({"error": {"code": code, "message": "no"}});
        let server = Server::start(move |_: &Request| Reply::json(&error).status(status)).await;
        let client = client(&server);
        let page = onenote_page::create(&client, CreatePath::me("s"), "<html></html>");
        let error = page.await.expect_err("refused");
        assert_eq!((error.kind(), error.meaning()), (ErrorKind::Service, meaning));
    }
}
