//! Messages of several parts over real sockets, read there by a parser that is not ours.

use std::collections::BTreeMap;
use std::time::Duration;

use docmill_loopback::{Reply, Request, Server};
use docmill_runtime::{
    Body, Bytes, Client, ErrorKind, Method, Multipart, NoToken, Operation, OperationInfo, Path,
    RetryPolicy, WholeOrParts, reply,
};
use futures_util::stream;

enum Create {}

impl Operation for Create {
    type Reply = reply::Empty;
    const INFO: OperationInfo = OperationInfo::new("page::create", Method::POST);
}

/// As generated where a page has parts, and content on its own.
fn create(client: &Client, body: impl Into<WholeOrParts>) -> docmill_runtime::Request<'_, Create> {
    docmill_runtime::Request::new(client, Path::new("/pages", [])).whole_or_parts(
        "text/html",
        "multipart/form-data",
        body,
    )
}

async fn server() -> Server {
    Server::start(|request| Reply::new(if request.number == 0 { 503 } else { 204 })).await
}

fn client(server: &Server) -> Client {
    let retry = RetryPolicy::default().first_wait(Duration::from_millis(1));
    Client::builder(server.uri()).token_provider(NoToken).retry(retry).build().expect("a client")
}

/// What a part says of itself: name, file name, media type; and its content.
type Part = (String, Option<String>, Option<String>, Bytes);

async fn parts(request: &Request) -> Vec<Part> {
    let content_type = request.header("content-type").expect("a media type");
    let boundary = multer::parse_boundary(content_type).expect("a boundary");
    let body = stream::iter([Ok::<_, std::io::Error>(Bytes::from(request.body.clone()))]);
    let mut message = multer::Multipart::new(body, boundary);
    let mut parts = Vec::new();
    while let Some(field) = message.next_field().await.expect("a well-formed message") {
        let head = (field.name(), field.file_name(), field.content_type().map(ToString::to_string));
        let (Some(name), file, media) = head else { panic!("a part without a name") };
        let (name, file) = (name.to_owned(), file.map(str::to_owned));
        parts.push((name, file, media, field.bytes().await.expect("its content")));
    }
    parts
}

#[tokio::test]
async fn parts_arrive_as_they_were_given_and_are_sent_again() {
    let server = server().await;
    let hostile = "\r\n--docmill-0000000000000000--\r\nContent-Disposition: form-data; name=\"x\"";
    let picture: Vec<u8> = (0..=255).cycle().take(100_000).collect();
    let page = Multipart::new()
        .part("Presentation", "text/html", "<html>ü</html>")
        .file("a \"name\"", "me.jpg", "image/jpeg", picture.clone())
        .part("hostile", "text/plain", hostile)
        .part("empty", "text/plain", "");
    create(&client(&server), page).repeatable().await.expect("nothing");
    let requests = server.requests();
    assert_eq!(requests.len(), 2, "the first attempt was refused");
    let text = |text: &str| Some(text.to_owned());
    for request in &requests {
        assert!(request.header("content-length").is_some());
        assert_eq!(
            parts(request).await,
            [
                ("Presentation".into(), None, text("text/html"), "<html>ü</html>".into()),
                ("a %22name%22".into(), text("me.jpg"), text("image/jpeg"), picture.clone().into()),
                ("hostile".into(), None, text("text/plain"), hostile.into()),
                ("empty".into(), None, text("text/plain"), "".into()),
            ]
        );
    }
    assert_eq!(requests[0].body, requests[1].body);
}

#[tokio::test]
async fn parts_that_arrive_are_sent_as_they_come_and_once() {
    for len in [None, Some(12)] {
        let server = server().await;
        let content =
            Body::stream(stream::iter(["part ", "by part"].map(|part| Ok(Bytes::from(part)))));
        let content = match len {
            Some(len) => content.with_len(len),
            None => content,
        };
        let page = Multipart::new().part("Presentation", "text/html", "<html></html>").part(
            "file",
            "text/plain",
            content,
        );
        let sent = create(&client(&server), page).repeatable().await;
        assert_eq!(sent.expect_err("a stream is sent once").kind(), ErrorKind::Service);
        let requests = server.requests();
        assert_eq!(requests.len(), 1);
        assert_eq!(requests[0].header("content-length").is_some(), len.is_some());
        let parts = parts(&requests[0]).await;
        let contents: BTreeMap<_, _> =
            parts.iter().map(|(name, _, _, content)| (name.as_str(), content.clone())).collect();
        assert_eq!(contents["file"], "part by part");
        assert_eq!(contents["Presentation"], "<html></html>");
    }
}

#[tokio::test]
async fn content_on_its_own_goes_out_as_its_own_media_type() {
    let server = Server::start(|_: &Request| Reply::new(204)).await;
    create(&client(&server), "<html></html>").await.expect("nothing");
    create(&client(&server), "")
        .content("application/xhtml+xml", "<html/>")
        .await
        .expect("nothing");
    let sent: Vec<_> = server
        .requests()
        .iter()
        .map(|it| {
            let media = it.header("content-type").unwrap_or_default().to_owned();
            (media, String::from_utf8_lossy(&it.body).into_owned())
        })
        .collect();
    assert_eq!(
        sent,
        [
            ("text/html".to_owned(), "<html></html>".to_owned()),
            ("application/xhtml+xml".to_owned(), "<html/>".to_owned()),
        ]
    );
}

#[test]
fn a_message_can_be_compared_without_sending_it() {
    let client = Client::new("https://graph.microsoft.com/v1.0", NoToken).expect("a client");
    let one = || Multipart::new().part("a", "text/plain", "b");
    let sent = || create(&client, one()).into_http().expect("a request");
    assert_eq!(sent().body(), sent().body());
    assert_eq!(sent().headers(), sent().headers());
    let no_parts = create(&client, Multipart::new()).into_http();
    assert_eq!(no_parts.expect_err("no parts").kind(), ErrorKind::InvalidRequest);
    let line_break = Multipart::new().part("a", "text/plain\r\nx: y", "b");
    let refused = create(&client, line_break).into_http();
    assert_eq!(refused.expect_err("a line break").kind(), ErrorKind::InvalidRequest);
}
