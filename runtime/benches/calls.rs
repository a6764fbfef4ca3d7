//! What the client costs: a thousand calls at once beside bare reqwest, and pages of typed items
//! beside untyped JSON.
//!
//!     cargo bench -p docmill-runtime

#[path = "../tests/common/mod.rs"]
mod common;

use common::item_phone;
use common::model::ItemPhone;
use divan::Bencher;
use docmill_loopback::{Reply, Request, Server};
use docmill_runtime::{Client, Page, StaticToken, serde_json};
use serde_json::{Value, json};

const CALLS: usize = 1000;

fn main() {
    // Bare reqwest, as it is built here, leaves the choice to the program.
    rustls::crypto::ring::default_provider().install_default().expect("the first to choose");
    divan::main();
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

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime")
}

fn server(runtime: &tokio::runtime::Runtime) -> Server {
    let page = page();
    runtime.block_on(Server::start(move |_: &Request| Reply::json(&page)))
}

#[divan::bench(sample_count = 20, sample_size = 1)]
fn a_thousand_calls(bencher: Bencher<'_, '_>) {
    let runtime = runtime();
    let server = server(&runtime);
    let client = Client::new(&server.uri(), StaticToken::new("token")).expect("a client");
    bencher.bench_local(|| {
        runtime.block_on(async {
            let calls = (0..CALLS).map(|_| {
                let client = client.clone();
                tokio::spawn(
                    async move { item_phone::list(&client).await.expect("a page").items.len() },
                )
            });
            futures_util::future::join_all(calls).await.len()
        })
    });
}

#[divan::bench(sample_count = 20, sample_size = 1)]
fn a_thousand_calls_of_bare_reqwest(bencher: Bencher<'_, '_>) {
    let runtime = runtime();
    let server = server(&runtime);
    let url = format!("{}/me/profile/phones", server.uri());
    let client = reqwest::Client::builder().no_proxy().build().expect("a client");
    bencher.bench_local(|| {
        runtime.block_on(async {
            let calls = (0..CALLS).map(|_| {
                let request = client.get(&url).bearer_auth("token");
                tokio::spawn(async move {
                    let bytes = request.send().await.expect("an answer").bytes().await;
                    let page: Value = serde_json::from_slice(&bytes.expect("all")).expect("JSON");
                    page["value"].as_array().map(Vec::len)
                })
            });
            futures_util::future::join_all(calls).await.len()
        })
    });
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
