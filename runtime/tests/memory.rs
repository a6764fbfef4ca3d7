//! What is read as a stream is never held as a whole. Alone in its process, because it looks at what
//! the process uses at most.

mod common;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use common::item_phone;
use docmill_loopback::{Delivery, Reply, Request, Server};
use docmill_runtime::{
    Body, BoxFuture, Bytes, CHUNK_UNIT, Client, Error, Multipart, RetryPolicy, StaticToken, Upload,
    UploadSource, serde_json,
};
use futures_util::{TryStreamExt as _, stream};
use serde_json::{Value, json};

const MIB: u64 = 1024 * 1024;

/// The most memory this process ever had, in bytes; `None` where the system does not say.
fn most_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix(" kB")?.parse::<u64>().ok().map(|kib| kib * 1024)
}

/// So many bytes, made when they are asked for.
struct Zeros(u64);

impl UploadSource for Zeros {
    fn len(&self) -> u64 {
        self.0
    }

    fn read(&mut self, _: u64, count: usize) -> BoxFuture<'_, Result<Bytes, Error>> {
        Box::pin(std::future::ready(Ok(vec![0; count].into())))
    }
}

#[tokio::test]
async fn streams_lists_and_uploads_need_little_memory() {
    let Some(before) = most_memory() else {
        println!("SKIPPED: this system has no /proc/self/status");
        return;
    };
    let large = "x".repeat(100_000);
    let server = Server::start(move |request: &Request| {
        let number: usize = request.query("page").and_then(|page| page.parse().ok()).unwrap_or(0);
        let host = request.header("host").expect("a host");
        if request.path() == "/x" {
            return Reply::new(200).body(vec![7; 65_536]).delivered(Delivery::Endless);
        }
        let mut body = json!({"value": [{"id": large}, {"id": large}]});
        if number < 500 {
            body["@odata.nextLink"] = json!(format!("http://{host}/phones?page={}", number + 1));
        }
        Reply::json(&body)
    })
    .await;
    let client = Client::new(&server.uri(), StaticToken::new("secret")).expect("a client");

    let mut download = item_phone::content(&client).download().await.expect("headers");
    let mut count = 0;
    while count < 256 * MIB {
        count += download.try_next().await.expect("no error").expect("no end").len() as u64;
    }
    drop(download);

    let mut items = item_phone::list(&client).items();
    let mut count = 0;
    while let Some(item) = items.try_next().await.expect("an item") {
        count += item.id.map_or(0, |id| id.len() as u64);
    }
    assert_eq!(count, 2 * 501 * 100_000);

    // The server keeps what it gets, so chunks go to a transport that does not.
    let client = Client::builder("http://127.0.0.1")
        .transport(Sink)
        .retry(RetryPolicy::never())
        .build()
        .expect("a client");
    let upload = Upload::new(&client, "http://127.0.0.1/up").expect("a URL");
    let mut zeros = Zeros(200 * MIB);
    let done = upload.chunk_size(16 * CHUNK_UNIT).send::<Value>(&mut zeros).await;
    assert_eq!(done.expect("uploaded"), None);

    // Parts at hand are sent from where they are, others as they come.
    let sent = Arc::new(AtomicU64::new(0));
    let drain = Client::builder("http://127.0.0.1").transport(Drain(sent.clone())).build();
    let drain = drain.expect("a client");
    // Pages that nobody has written to take no memory, unless they are copied.
    let blank = Bytes::from(vec![0; 128 * 1024 * 1024]);
    let zeros = std::iter::repeat_n(blank.slice(..65_536), 4096);
    let parts = Multipart::new().part("at hand", "application/octet-stream", blank).part(
        "arriving",
        "application/octet-stream",
        Body::stream(stream::iter(zeros.map(Ok))),
    );
    item_phone::ping(&drain).multipart("multipart/form-data", parts).await.expect("sent");
    assert!(sent.load(Ordering::Relaxed) > 384 * MIB);

    let grown = most_memory().expect("as before") - before;
    assert!(grown < 48 * MIB, "{} MiB more", grown / MIB);
}

/// Counts the bytes of contents and forgets them.
struct Drain(Arc<AtomicU64>);

impl docmill_runtime::Transport for Drain {
    fn send(
        &self,
        request: docmill_runtime::http::Request<Body>,
    ) -> BoxFuture<'_, Result<docmill_runtime::http::Response<Body>, Error>> {
        Box::pin(async {
            let mut content = request.into_body();
            while let Some(part) = content.try_next().await? {
                self.0.fetch_add(part.len() as u64, Ordering::Relaxed);
            }
            Ok(docmill_runtime::http::Response::new(Body::empty()))
        })
    }
}

/// Takes chunks and forgets them.
struct Sink;

impl docmill_runtime::Transport for Sink {
    fn send(
        &self,
        request: docmill_runtime::http::Request<docmill_runtime::Body>,
    ) -> BoxFuture<'_, Result<docmill_runtime::http::Response<docmill_runtime::Body>, Error>> {
        let range = request.headers()["content-range"].to_str().expect("text").to_owned();
        let (range, total) = range.split_once('/').expect("of how many");
        let last: u64 = range.rsplit('-').next().and_then(|last| last.parse().ok()).expect("to");
        let mut response = docmill_runtime::http::Response::new(docmill_runtime::Body::empty());
        let done = (last + 1).to_string() == total;
        *response.status_mut() = if done { 204 } else { 202 }.try_into().expect("a status");
        Box::pin(std::future::ready(Ok(response)))
    }
}
