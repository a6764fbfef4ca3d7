//! What holds for any input: no panic, places inside the page, and the same output whatever the
//! order of pages and the number of threads.

use std::sync::LazyLock;

use docmill_codegen::config::{Config, RuntimeDependency};
use docmill_codegen::dialect::Dialect;
use docmill_codegen::documents::Documents;
use docmill_codegen::page::{BlockKind, Page, Span};
use docmill_codegen::{
    diagnostics::Report, ir::Api, pipeline, read::facts::PageFacts, resolve, yaml,
};
use proptest::prelude::*;

fn dialect() -> &'static Dialect {
    static GRAPH: LazyLock<Dialect> =
        LazyLock::new(|| Dialect::built_in("graph").expect("it is built in").expect("it compiles"));
    &GRAPH
}

fn config() -> Config {
    Config::without_file("any", RuntimeDependency::Path("../runtime".to_owned()))
}

/// Pieces of pages, good and broken, to be put together in any order.
const FRAGMENTS: [&str; 13] = [
    "---\ntitle: \"Get thing\"\ndoc_type: apiPageType\n---\n",
    "# thing resource type\n\nNamespace: microsoft.graph\n",
    "## Properties\n|Property|Type|Description|\n|:--|:--|:--|\n|id|String|x|\n",
    "## HTTP request\n```http\nGET /things/{id | name}\n",
    "```\n",
    "<!-- { \"blockType\": \"resource\", \"@odata.type\": \"microsoft.graph.thing\" \n-->\n",
    "|a|b\n|c|d|e|f|\n",
    "HTTP/1.1 200 OK\nContent-Type: application/json\n{ \"a\": [\n",
    "Possible values are: `a`, `b` (c, `d`), or`e`.\n",
    "If successful, this method returns a `200 OK` response code and a [x](x.md) object\n",
    "[!INCLUDE [x](../includes/x.md)] [!INCLUDE y]\n",
    "> [!NOTE]\n> - \u{a0}é\n",
    "PATCH /x/{id}| Name | Description |\n|---|---|\n| If-Match | etag |\n",
];

fn page_text() -> impl Strategy<Value = String> {
    let fragment = prop_oneof![
        4 => prop::sample::select(FRAGMENTS.as_slice()).prop_map(str::to_owned),
        1 => "\\PC{0,40}\n",
        1 => any::<Vec<u8>>().prop_map(|bytes| String::from_utf8_lossy(&bytes).into_owned()),
    ];
    prop::collection::vec(fragment, 0..12).prop_map(|fragments| fragments.concat())
}

fn assert_spans_are_inside(page: &Page<'_>) {
    let inside = |span: &Span| {
        assert!(page.text.get(span.clone()).is_some(), "{span:?} is no stretch of the page");
    };
    for block in &page.blocks {
        inside(&block.span);
        match &block.kind {
            BlockKind::Heading(_, text) | BlockKind::Paragraph(_, text) => inside(&text.span),
            BlockKind::Fence(fence) => inside(&fence.span),
            BlockKind::Table(table) => {
                for row in &table.rows {
                    inside(&row.span);
                    assert_eq!(row.cells.len(), table.header.len(), "cells of a row");
                    row.cells.iter().for_each(|cell| inside(&cell.span));
                }
            }
            BlockKind::Annotation(_) | BlockKind::Include(_) => {}
        }
    }
}

proptest! {
    #[test]
    fn any_text_is_a_page(text in page_text()) {
        let dialect = dialect();
        let page = Page::parse("api/thing-get.md", &text, &dialect.bare_lines());
        assert_spans_are_inside(&page);
        let documents = Documents::new([("api/thing-get.md", text.clone())]);
        let model = pipeline::read(&documents, &config(), dialect);
        for diagnostic in model.report.into_sorted() {
            let source = &diagnostic.place.source;
            prop_assert!(source.line as usize <= text.split('\n').count(), "{source}");
        }
    }

    #[test]
    fn the_order_of_pages_changes_nothing(
        texts in prop::collection::vec(page_text(), 1..5),
        shift in 0_usize..5,
    ) {
        let dialect = dialect();
        let names = ["api/a-get.md", "api/b-list.md", "resources/c.md", "resources/d.md", "x.txt"];
        let documents = Documents::new(names.into_iter().zip(texts));
        let resolved = |facts: Vec<PageFacts>| {
            let mut report = Report::default();
            let api = resolve::resolve(facts, dialect, &mut report);
            (yaml::write(&api).expect("an API can be written"), report.into_sorted())
        };
        let facts = pipeline::read_pages(&documents, dialect).facts;
        let mut shuffled = facts.clone();
        shuffled.rotate_left(shift % facts.len());
        prop_assert_eq!(resolved(facts), resolved(shuffled));
    }
}

#[test]
fn threads_and_line_endings_change_nothing() {
    let page = "---\r\ndoc_type: resourcePageType\r\n---\r\n# thing resource type\r\n\r\n\
                ## Properties\r\n|Property|Type|Description|\r\n|:--|:--|:--|\r\n\
                |id|String|The key.|\r\n|kind|kind|Possible values are: `a`, `b`.|\r\n";
    let read = |text: &str, threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        let documents = Documents::new([("resources/thing.md", text.to_owned())]);
        let model = pool.install(|| pipeline::read(&documents, &config(), dialect()));
        yaml::write(&model.api).expect("an API can be written")
    };
    let expected = read(page, 1);
    assert!(expected.contains("microsoft.graph.kind"), "{expected}");
    assert_eq!(expected, read(page, 4));
    assert_eq!(expected, read(&page.replace("\r\n", "\n"), 2));
}

#[test]
fn an_api_survives_its_file() {
    let page = "# thing resource type\n\n## Properties\n|Property|Type|Description|\n\
                |:--|:--|:--|\n|id|String|x|\n|parts|part collection|y|\n\
                |kind|kind|Possible values are: `a`, `b`.|\n";
    let documents = Documents::new([("resources/thing.md", page.to_owned())]);
    let api = pipeline::read(&documents, &config(), dialect()).api;
    let text = yaml::write(&api).expect("an API can be written");
    let again: Api = yaml::read(&text).expect("and read");
    assert_eq!(api, again);
    assert_eq!(api.types.len(), 1);
}
