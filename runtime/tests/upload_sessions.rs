//! Upload sessions: content in chunks, over connections that break.

mod streams;

use std::collections::HashSet;
use std::io::Cursor;
use std::sync::Mutex;

use docmill_loopback::{Reply, Request, Server};
use docmill_runtime::{
    BoxFuture, Bytes, CHUNK_UNIT, Client, Error, ErrorKind, RetryPolicy, Seekable, StaticToken,
    Upload, UploadSource, serde_json,
};
use serde_json::{Value, json};
use streams::{client, pattern};

/// An upload session: takes chunks in order, and tells what it misses.
struct Session {
    total: usize,
    received: Mutex<Vec<u8>>,
    /// The numbers of the requests that go wrong, before or after the chunk was taken.
    before: HashSet<usize>,
    after: HashSet<usize>,
}

impl Session {
    fn answer(&self, request: &Request) -> Reply {
        let mut received = self.received.lock().expect("not poisoned");
        if request.method == "PUT" {
            if self.before.contains(&request.number) {
                return Reply::reset();
            }
            let range = request.header("content-range").expect("a range");
            let range = range.strip_prefix("bytes ").expect("of bytes");
            let (first, rest) = range.split_once('-').expect("from, to");
            let (last, total) = rest.split_once('/').expect("of how many");
            let first: usize = first.parse().expect("a number");
            assert_eq!(last.parse::<usize>().expect("a number") + 1 - first, request.body.len());
            assert_eq!(total.parse(), Ok(self.total));
            let whole = first + request.body.len() == self.total;
            assert!(whole || request.body.len().is_multiple_of(CHUNK_UNIT));
            if first != received.len() {
                return Reply::new(416);
            }
            received.extend(&request.body);
            if self.after.contains(&request.number) {
                return Reply::new(504);
            }
        }
        if received.len() == self.total {
            return Reply::json(&json!({"id": "made"})).status(201);
        }
        let next = [format!("{}-", received.len())];
        let reply = Reply::json(&json!({"nextExpectedRanges": next, "expirationDateTime": "x"}));
        reply.status(if request.method == "PUT" { 202 } else { 200 })
    }
}

async fn session(
    total: usize,
    before: &[usize],
    after: &[usize],
) -> (Server, std::sync::Arc<Session>) {
    let session = std::sync::Arc::new(Session {
        total,
        received: Mutex::default(),
        before: before.iter().copied().collect(),
        after: after.iter().copied().collect(),
    });
    let answering = session.clone();
    (Server::start(move |request| answering.answer(request)).await, session)
}

#[tokio::test]
async fn an_upload_session_gets_every_byte_once() {
    let total = 5 * CHUNK_UNIT + 17;
    let content = pattern(total);
    for (before, after) in [
        (&[][..], &[][..]),
        (&[0], &[]),
        // Requests 1, 3, … are broken; those between ask what the session has.
        (&[1, 3], &[5]),
        // The last chunk arrives, its answer does not.
        (&[], &[2]),
    ] {
        let (server, session) = session(total, before, after).await;
        let client = client(&server);
        let upload = Upload::new(&client, &format!("{}/up?tempauth=x", server.uri()))
            .expect("a URL")
            .chunk_size(2 * CHUNK_UNIT + 1);
        let mut source = Seekable::new(Cursor::new(content.clone())).await.expect("its length");
        let item: Option<Value> = upload.send(&mut source).await.expect("uploaded");
        assert_eq!(item.expect("an item")["id"], "made");
        assert!(*session.received.lock().expect("not poisoned") == content, "other bytes");
        assert_eq!(server.with_token(), 0, "the session's URL is credential enough");
    }
}

#[tokio::test]
async fn an_upload_is_resumed_on_another_day() {
    let total = 4 * CHUNK_UNIT;
    let content = Bytes::from(pattern(total));
    // From the third request on, the connection breaks.
    let broken: Vec<usize> = (2..6).collect();
    let (server, session) = session(total, &broken, &[]).await;
    let client = client(&server);
    let url = format!("{}/up", server.uri());
    let upload = || Upload::new(&client, &url).expect("a URL").chunk_size(CHUNK_UNIT);
    let first = upload().retry(RetryPolicy::never()).send::<Value>(&mut content.clone()).await;
    assert_eq!(first.expect_err("it broke").kind(), ErrorKind::Transport);
    let have = session.received.lock().expect("not poisoned").len();
    assert_eq!(have, 2 * CHUNK_UNIT);
    while server.count() < 6 {
        let _ = upload()
            .retry(RetryPolicy::never())
            .resuming()
            .send::<Value>(&mut content.clone())
            .await;
    }
    upload().resuming().send::<Value>(&mut content.clone()).await.expect("the rest");
    assert!(*session.received.lock().expect("not poisoned") == content, "other bytes");
    let firsts: Vec<_> = server
        .requests()
        .iter()
        .filter(|put| put.method == "PUT")
        .map(|put| put.header("content-range").expect("a range").to_owned())
        .collect();
    let zero = firsts.iter().filter(|range| range.starts_with("bytes 0-")).count();
    assert_eq!(zero, 1, "nothing is sent twice that had arrived: {firsts:?}");
}

#[tokio::test]
async fn an_upload_ends() {
    // A session that takes nothing, one that talks nonsense, one that is gone.
    for (reply, kind, status) in [
        (Reply::json(&json!({"nextExpectedRanges": ["0-"]})).status(202), ErrorKind::Decode, None),
        (Reply::json(&json!({"nextExpectedRanges": ["x"]})).status(202), ErrorKind::Decode, None),
        (Reply::json(&json!({"nextExpectedRanges": ["99-"]})).status(202), ErrorKind::Decode, None),
        (Reply::new(404), ErrorKind::Service, Some(404)),
        (Reply::new(500), ErrorKind::Service, Some(500)),
        (Reply::reset(), ErrorKind::Transport, None),
    ] {
        let server = Server::start(move |_| reply.clone()).await;
        let client = client(&server);
        let upload = Upload::new(&client, &server.uri()).expect("a URL");
        let error = upload.send::<Value>(&mut Bytes::from("abc")).await.expect_err("no end");
        let found = (error.kind(), error.status().map(|status| status.as_u16()));
        assert_eq!(found, (kind, status));
    }
    let server = Server::start(|_| Reply::new(204)).await;
    let client = client(&server);
    let upload = || Upload::new(&client, &server.uri()).expect("a URL");
    let error = upload().send::<Value>(&mut Bytes::new()).await.expect_err("nothing to send");
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    upload().discard().await.expect("discarded");
    assert_eq!(server.requests()[0].method, "DELETE");
    assert_eq!(Upload::new(&client, "/x").expect_err("a path").kind(), ErrorKind::Link);

    let https =
        Client::new("https://graph.microsoft.com", StaticToken::new("t")).expect("a client");
    let upload = Upload::new(&https, &server.uri()).expect("a URL");
    let error = upload.send::<Value>(&mut Bytes::from("abc")).await.expect_err("not secure");
    assert_eq!(error.kind(), ErrorKind::Link);
}

#[tokio::test]
async fn a_session_that_answers_200_in_the_middle_gets_the_rest() {
    // As Outlook does: 200 and a bare offset for each chunk, 201 without a body for the last.
    let total = 2 * CHUNK_UNIT + 1;
    let server = Server::start(move |put| {
        let range = put.header("content-range").expect("a range");
        let last = range.split(['-', '/']).nth(1).and_then(|last| last.parse::<usize>().ok());
        match last.expect("a number") + 1 {
            end if end == total => Reply::new(201).header("Location", "https://host/attachment"),
            end => Reply::json(&json!({"NextExpectedRanges": [end.to_string()]})),
        }
    })
    .await;
    let client = client(&server);
    let upload = Upload::new(&client, &server.uri()).expect("a URL").chunk_size(CHUNK_UNIT);
    let answer = upload.detailed::<Value>(&mut Bytes::from(pattern(total))).await;
    let answer = answer.expect("uploaded");
    assert_eq!((answer.output, answer.status.as_u16(), server.count()), (None, 201, 3));
    let location = answer.headers.get("Location").and_then(|location| location.to_str().ok());
    assert_eq!(location, Some("https://host/attachment"));
}

#[tokio::test]
async fn an_upload_that_nobody_confirms_is_no_success() {
    let answer = |put: Reply, get: Reply| {
        move |request: &Request| if request.method == "PUT" { put.clone() } else { get.clone() }
    };
    let json = |value: Value| Reply::json(&value);
    let full = json!({"nextExpectedRanges": []});
    for (put, get, chunks, expected) in [
        // The session says nothing of what it has, in the middle and at the end.
        (Reply::reset(), json(json!({"uploadUrl": "x"})), 2, Err((ErrorKind::Transport, None))),
        (Reply::reset(), json(json!({"uploadUrl": "x"})), 1, Err((ErrorKind::Transport, None))),
        (Reply::reset(), Reply::new(204), 1, Err((ErrorKind::Transport, None))),
        (Reply::new(416), json(json!({})), 2, Err((ErrorKind::Service, Some(416)))),
        // An item, but not all was sent.
        (Reply::new(504), json(json!({"id": "x"})), 2, Err((ErrorKind::Service, Some(504)))),
        (json(json!({"id": "x"})).status(201), Reply::new(404), 2, Ok(Some("x"))),
        // Gone, and nobody knows.
        (Reply::new(504), Reply::new(404), 1, Err((ErrorKind::Service, Some(504)))),
        // It has all, and does not say what became of it.
        (Reply::new(416), json(full.clone()), 1, Ok(None)),
        (json(full.clone()).status(202), Reply::new(404), 1, Ok(None)),
        (Reply::new(202), Reply::new(404), 2, Ok(None)),
    ] {
        let case = format!("{put:?} {get:?} {chunks}");
        let server = Server::start(answer(put, get)).await;
        let client = client(&server);
        let upload = Upload::new(&client, &server.uri()).expect("a URL").chunk_size(CHUNK_UNIT);
        let mut content = Bytes::from(vec![0; chunks * CHUNK_UNIT]);
        let found = upload.send::<Value>(&mut content).await;
        let found = found.map(|item| item.map(|item| item["id"].clone()));
        let found = found.map_err(|error| (error.kind(), error.status().map(|s| s.as_u16())));
        assert_eq!(found, expected.map(|id| id.map(Value::from)), "{case}");
        if found.is_ok() {
            let puts = server.requests().iter().filter(|request| request.method == "PUT").count();
            assert_eq!(puts, chunks, "{case}");
        }
    }
}

#[tokio::test]
async fn a_source_that_fails_is_told_from_a_service_that_does() {
    struct Torn;
    impl UploadSource for Torn {
        fn len(&self) -> u64 {
            10
        }
        fn read(&mut self, _: u64, _: usize) -> BoxFuture<'_, Result<Bytes, Error>> {
            Box::pin(std::future::ready(Err(Error::unreadable("the disk is gone"))))
        }
    }
    let server = Server::start(|_| Reply::new(204)).await;
    let client = client(&server);
    let upload = Upload::new(&client, &server.uri()).expect("a URL");
    let error = upload.send::<Value>(&mut Torn).await.expect_err("no source");
    assert_eq!((error.kind(), server.count()), (ErrorKind::Unreadable, 0));
}

#[tokio::test]
async fn a_session_that_goes_back_and_forth_makes_no_progress() {
    // It takes the first chunk, and forgets it with the second, for ever.
    let server = Server::start(|request: &Request| {
        let range = request.header("content-range").unwrap_or("");
        let next = if range.starts_with("bytes 0-") { CHUNK_UNIT } else { 0 };
        Reply::json(&json!({"nextExpectedRanges": [format!("{next}-")]}))
    })
    .await;
    let client = client(&server);
    let upload = Upload::new(&client, &format!("{}/up", server.uri())).expect("a URL");
    let mut content = Bytes::from(pattern(3 * CHUNK_UNIT));
    let sending = upload.chunk_size(CHUNK_UNIT).send::<Value>(&mut content);
    let sent = tokio::time::timeout(std::time::Duration::from_secs(20), sending).await;
    let error = sent.expect("it ends").expect_err("it does not move on");
    assert_eq!(error.kind(), ErrorKind::Decode);
}
