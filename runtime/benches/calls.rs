//! What the client costs: a thousand calls at once beside bare reqwest, and pages of typed items
//! beside untyped JSON.
//!
//!     cargo bench -p docmill-runtime

#[path = "../tests/common/mod.rs"]
mod common;
#[path = "../../tests/benches/measured/mod.rs"]
mod measured;

use common::item_phone;
use common::model::ItemPhone;
use divan::Bencher;
use docmill_loopback::{Reply, Request, Server};
use docmill_runtime::{Client, Page, StaticToken, serde_json};
use futures_util::future::join_all;
use measured::{median, time};
use serde_json::{Value, json};
use tokio::runtime::Runtime;

const CALLS: usize = 1000;

/// How often the comparison measures each side.
const ROUNDS: usize = 41;

fn main() {
    // Bare reqwest, as it is built here, leaves the choice to the program.
    rustls::crypto::ring::default_provider().install_default().expect("the first to choose");
    divan::main();
    // Options such as `--list` and filters are divan's; the comparison is for the whole run.
    if std::env::args().skip(1).all(|argument| argument == "--bench") {
        compare();
    }
}

/// Measures both sides in turns, so that whatever else the machine does is in both.
fn compare() {
    let (ours, bare) = (Ours::start(), Bare::start());
    let rounds: Vec<[f64; 2]> = (0..ROUNDS)
        .map(|_| [time(|| ours.call()).as_secs_f64(), time(|| bare.call()).as_secs_f64()])
        .collect();
    let ours = median(rounds.iter().map(|[ours, _]| ours * 1e3));
    let bare = median(rounds.iter().map(|[_, bare]| bare * 1e3));
    let ratio = median(rounds.iter().map(|[ours, bare]| ours / bare));
    println!(
        "\nIn turns, medians of {ROUNDS} rounds: a thousand calls {ours:.1} ms, of bare reqwest \
         {bare:.1} ms; {ratio:.2} times as long."
    );
}

fn page() -> Value {
    let item = |index: usize| {
        json!({
            "id": format!("0b73d9e8-4a5c-4f26-8e01-{index:012}"),
            "type": "home",
            "createdBy": {"displayName": "Contact Sync", "application": null},
            "createdDateTime": "2026-02-27T18:30:46.1697867+03:00",
            "tags": ["a", "b"],
            "number": "+1 2065550155"
        })
    };
    json!({"value": (0..20).map(item).collect::<Vec<_>>()})
}

fn runtime() -> Runtime {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime")
}

fn server(runtime: &Runtime) -> Server {
    let page = page();
    runtime.block_on(Server::start(move |_: &Request| Reply::json(&page)))
}

/// A thousand calls at once by the client.
struct Ours {
    runtime: Runtime,
    client: Client,
    _server: Server,
}

impl Ours {
    fn start() -> Self {
        let runtime = runtime();
        let server = server(&runtime);
        let client = Client::new(&server.uri(), StaticToken::new("token")).expect("a client");
        Self { runtime, client, _server: server }
    }

    fn call(&self) -> usize {
        self.runtime.block_on(async {
            let calls = (0..CALLS).map(|_| {
                let client = self.client.clone();
                tokio::spawn(
                    async move { item_phone::list(&client).await.expect("a page").items.len() },
                )
            });
            join_all(calls).await.len()
        })
    }
}

/// The same without it.
struct Bare {
    runtime: Runtime,
    client: reqwest::Client,
    url: String,
    _server: Server,
}

impl Bare {
    fn start() -> Self {
        let runtime = runtime();
        let server = server(&runtime);
        let url = format!("{}/me/profile/phones", server.uri());
        let client = reqwest::Client::builder().no_proxy().build().expect("a client");
        Self { runtime, client, url, _server: server }
    }

    fn call(&self) -> usize {
        self.runtime.block_on(async {
            let calls = (0..CALLS).map(|_| {
                let request = self.client.get(&self.url).bearer_auth("token");
                tokio::spawn(async move {
                    let bytes = request.send().await.expect("an answer").bytes().await;
                    let page: Value = serde_json::from_slice(&bytes.expect("all")).expect("JSON");
                    page["value"].as_array().map(Vec::len)
                })
            });
            join_all(calls).await.len()
        })
    }
}

#[divan::bench(sample_count = 20, sample_size = 1)]
fn a_thousand_calls(bencher: Bencher<'_, '_>) {
    let ours = Ours::start();
    bencher.bench_local(|| ours.call());
}

#[divan::bench(sample_count = 20, sample_size = 1)]
fn a_thousand_calls_of_bare_reqwest(bencher: Bencher<'_, '_>) {
    let bare = Bare::start();
    bencher.bench_local(|| bare.call());
}

#[divan::bench]
fn a_typed_page(bencher: Bencher<'_, '_>) {
    let text = page().to_string();
    bencher.bench_local(|| serde_json::from_str::<Page<ItemPhone>>(&text).expect("a page"));
}

#[divan::bench]
fn an_untyped_page(bencher: Bencher<'_, '_>) {
    let text = page().to_string();
    bencher.bench_local(|| serde_json::from_str::<Value>(&text).expect("JSON"));
}
