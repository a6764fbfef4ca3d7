//! Reading and writing typed pages: the generated models beside what serde derives and beside
//! `serde_json::Value`, over the same thousand messages.
//!
//! `cargo bench -p docmill-tests --bench models` runs divan's benchmarks, and then prints a table of
//! ratios to serde's derive, measured in turns, so that whatever else the machine does is in both. The
//! figures stand in `../README.md`.

mod derived;
#[path = "../measured/mod.rs"]
mod measured;
mod page;
mod turns;

use std::sync::LazyLock;

use docmill_graph::Page;
use docmill_graph::model::Message;
use docmill_graph::runtime::http::{HeaderMap, StatusCode};
use docmill_graph::runtime::reply::{self, RawResponse, Reply as _};
use serde_json::Value;

static TEXT: LazyLock<String> = LazyLock::new(page::text);

fn main() {
    assert_same_work();
    // Options such as `--list` and filters are divan's; the table is for the whole run.
    let is_whole = std::env::args().skip(1).all(|argument| argument == "--bench");
    divan::main();
    if is_whole {
        turns::print_table();
    }
}

/// Reads the way a call does.
fn read_generated() -> Page<Message> {
    let response = RawResponse::new(StatusCode::OK, HeaderMap::new(), TEXT.as_bytes());
    reply::List::<Message>::decode(response).expect("the page can be read")
}

fn read_derived() -> derived::plain::Page {
    serde_json::from_slice(TEXT.as_bytes()).expect("a page")
}

fn read_flattened() -> derived::flattened::Page {
    serde_json::from_slice(TEXT.as_bytes()).expect("a page")
}

fn read_value() -> Value {
    serde_json::from_slice(TEXT.as_bytes()).expect("JSON")
}

/// All contenders see the same messages, and those that keep what they do not know keep all of it.
fn assert_same_work() {
    let generated = read_generated();
    let plain = read_derived();
    let flattened = read_flattened();
    assert_eq!(generated.items.len(), page::COUNT);
    assert_eq!(plain.value.len(), page::COUNT);
    let wire = read_value();
    let written = serde_json::to_value(&generated.items).expect("messages can be written");
    assert_eq!(written, wire["value"], "the generated models lose nothing");
    for (generated, (plain, flattened)) in
        generated.items.iter().zip(plain.value.iter().zip(&flattened.value))
    {
        assert_eq!(generated.subject, plain.subject);
        assert_eq!(generated.sent_date_time.as_deref(), plain.sent_date_time.as_ref());
        assert_eq!(
            plain.to_recipients.as_ref().map(Vec::len),
            Some(generated.to_recipients.as_ref().map_or(0, Vec::len))
        );
        for (name, value) in &flattened.rest {
            assert_eq!(generated.rest.get(name), Some(value));
        }
    }
}

#[divan::bench_group(sample_count = 50)]
mod read {
    use divan::Bencher;
    use divan::counter::BytesCount;

    use super::{TEXT, read_derived, read_flattened, read_generated, read_value};

    #[divan::bench]
    fn generated(bencher: Bencher<'_, '_>) {
        bencher.counter(BytesCount::new(TEXT.len())).bench(read_generated);
    }

    #[divan::bench]
    fn serde_derive(bencher: Bencher<'_, '_>) {
        bencher.counter(BytesCount::new(TEXT.len())).bench(read_derived);
    }

    #[divan::bench]
    fn serde_derive_with_flatten(bencher: Bencher<'_, '_>) {
        bencher.counter(BytesCount::new(TEXT.len())).bench(read_flattened);
    }

    #[divan::bench]
    fn value(bencher: Bencher<'_, '_>) {
        bencher.counter(BytesCount::new(TEXT.len())).bench(read_value);
    }
}

#[divan::bench_group(sample_count = 50)]
mod write {
    use std::hint::black_box;

    use divan::Bencher;

    use super::{read_derived, read_flattened, read_generated, read_value};

    #[divan::bench]
    fn generated(bencher: Bencher<'_, '_>) {
        let page = read_generated();
        bencher.bench_local(|| serde_json::to_vec(black_box(&page.items)).unwrap());
    }

    #[divan::bench]
    fn serde_derive(bencher: Bencher<'_, '_>) {
        let page = read_derived();
        bencher.bench_local(|| serde_json::to_vec(black_box(&page.value)).unwrap());
    }

    #[divan::bench]
    fn serde_derive_with_flatten(bencher: Bencher<'_, '_>) {
        let page = read_flattened();
        bencher.bench_local(|| serde_json::to_vec(black_box(&page.value)).unwrap());
    }

    #[divan::bench]
    fn value(bencher: Bencher<'_, '_>) {
        let page = read_value();
        bencher.bench_local(|| serde_json::to_vec(black_box(&page["value"])).unwrap());
    }
}
