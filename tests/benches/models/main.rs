//! Reading and writing typed pages: the generated models beside what serde derives and beside
//! `serde_json::Value`, over the same thousand messages.
//!
//! `cargo bench -p docmill-tests` runs it; the figures stand in `../README.md`.

mod derived;
mod page;

use std::sync::LazyLock;

use docmill_graph::Page;
use docmill_graph::model::Message;
use docmill_graph::runtime::http::{HeaderMap, StatusCode};
use docmill_graph::runtime::reply::{self, RawResponse, Reply as _};
use serde_json::Value;

static TEXT: LazyLock<String> = LazyLock::new(page::text);

fn main() {
    assert_same_work();
    divan::main();
}

/// Reads the way a call does.
fn read_generated() -> Page<Message> {
    let response = RawResponse::new(StatusCode::OK, HeaderMap::new(), TEXT.as_bytes());
    reply::List::<Message>::decode(response).expect("the page can be read")
}

/// All contenders see the same messages, and those that keep what they do not know keep all of it.
fn assert_same_work() {
    let generated = read_generated();
    let plain: derived::plain::Page = serde_json::from_str(&TEXT).expect("a page");
    let flattened: derived::flattened::Page = serde_json::from_str(&TEXT).expect("a page");
    assert_eq!(generated.items.len(), page::COUNT);
    assert_eq!(plain.value.len(), page::COUNT);
    let wire: Value = serde_json::from_str(&TEXT).expect("JSON");
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
    use serde_json::Value;

    use super::{TEXT, derived, read_generated};

    #[divan::bench]
    fn generated(bencher: Bencher<'_, '_>) {
        bencher.counter(BytesCount::new(TEXT.len())).bench(read_generated);
    }

    #[divan::bench]
    fn serde_derive(bencher: Bencher<'_, '_>) {
        let bencher = bencher.counter(BytesCount::new(TEXT.len()));
        bencher.bench(|| serde_json::from_slice::<derived::plain::Page>(TEXT.as_bytes()).unwrap());
    }

    #[divan::bench]
    fn serde_derive_with_flatten(bencher: Bencher<'_, '_>) {
        let bencher = bencher.counter(BytesCount::new(TEXT.len()));
        bencher
            .bench(|| serde_json::from_slice::<derived::flattened::Page>(TEXT.as_bytes()).unwrap());
    }

    #[divan::bench]
    fn value(bencher: Bencher<'_, '_>) {
        let bencher = bencher.counter(BytesCount::new(TEXT.len()));
        bencher.bench(|| serde_json::from_slice::<Value>(TEXT.as_bytes()).unwrap());
    }
}

#[divan::bench_group(sample_count = 50)]
mod write {
    use std::hint::black_box;

    use divan::Bencher;
    use serde_json::Value;

    use super::{TEXT, derived, read_generated};

    #[divan::bench]
    fn generated(bencher: Bencher<'_, '_>) {
        let page = read_generated();
        bencher.bench_local(|| serde_json::to_vec(black_box(&page.items)).unwrap());
    }

    #[divan::bench]
    fn serde_derive(bencher: Bencher<'_, '_>) {
        let page: derived::plain::Page = serde_json::from_str(&TEXT).unwrap();
        bencher.bench_local(|| serde_json::to_vec(black_box(&page.value)).unwrap());
    }

    #[divan::bench]
    fn serde_derive_with_flatten(bencher: Bencher<'_, '_>) {
        let page: derived::flattened::Page = serde_json::from_str(&TEXT).unwrap();
        bencher.bench_local(|| serde_json::to_vec(black_box(&page.value)).unwrap());
    }

    #[divan::bench]
    fn value(bencher: Bencher<'_, '_>) {
        let page: Value = serde_json::from_str(&TEXT).unwrap();
        bencher.bench_local(|| serde_json::to_vec(black_box(&page["value"])).unwrap());
    }
}
