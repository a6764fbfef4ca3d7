//! `diff --format html` in a browser: what a reader clicks and types does what it says.

use std::fmt::Write as _;
use std::fs;
use std::io::{Write as _, stderr};

use docmill_codegen::diff::diff;
use docmill_codegen::diff::render::{Comparison, PageFinder, html, to_text};
use docmill_codegen::diff::{Change, Side};
use docmill_codegen::documents::Documents;
use docmill_codegen::ir::Api;
use docmill_tests::browser::Browser;
use docmill_tests::pages;
use serde_json::json;

/// Keys, as `WebDriver` writes them.
const TAB: &str = "\u{E004}";
const ENTER: &str = "\u{E007}";
const HOME: &str = "\u{E011}";
const UP: &str = "\u{E013}";

/// Pages of two areas, before and after.
struct Sides([Documents; 2]);

impl Sides {
    fn new() -> Self {
        let page = |name: &str, area: &str, rows: &[&str]| {
            let mut text = format!(
                "---\ntitle: \"{name} resource type\"\nms.subservice: \"{area}\"\n\
                 doc_type: resourcePageType\n---\n\n# {name} resource type\n\nNamespace: \
                 microsoft.graph\n\nA {name}.\n\n## Properties\n\n|Property|Type|Description|\n\
                 |:---|:---|:---|\n"
            );
            for row in rows {
                let _ = writeln!(text, "|{row}|");
            }
            (format!("resources/{name}.md"), text)
        };
        let old = [
            page(
                "book",
                "library",
                &["pages|Int32|How many.", "title|String|<b>Bold</b> & \"so\"."],
            ),
            page("reader", "people", &["age|Int32|How old."]),
        ];
        let new = [
            page("book", "library", &["pages|Int64|How many."]),
            page("reader", "people", &["age|Int32|How old.", "name|String|What they are called."]),
        ];
        Self([Documents::new(old), Documents::new(new)])
    }

    fn apis(&self) -> [Api; 2] {
        self.0.each_ref().map(|documents| pages::read(documents).api)
    }
}

impl PageFinder for Sides {
    fn file(&self, _side: Side, page: &str) -> String {
        page.to_owned()
    }

    fn text(&self, side: Side, page: &str) -> Option<std::borrow::Cow<'_, str>> {
        let [old, new] = &self.0;
        let documents = match side {
            Side::Old => old,
            Side::New => new,
        };
        documents.text(page).map(Into::into)
    }
}

fn report(sides: &Sides) -> String {
    let [old, new] = sides.apis();
    let changes = diff(&old, &new);
    render(&changes, sides, &old, &new)
}

fn render(changes: &[Change], pages: &dyn PageFinder, old: &Api, new: &Api) -> String {
    let comparison = Comparison { pages, ..Comparison::new("old", "new", changes) };
    to_text(|out| html::write(&comparison, html::Models { old, new }, out))
}

#[test]
fn it_has_the_pages_and_the_rust_of_both_sides() {
    let report = report(&Sides::new());
    for said in [
        "|pages|<mark>Int32</mark>|",
        "|pages|<mark>Int64</mark>|",
        "pub pages: Option&lt;i32&gt;,",
        "pub pages: Option&lt;i64&gt;,",
        "pub fn name(mut self, value: impl Into&lt;String&gt;) -&gt; Self;",
        // What pages say is text.
        "&lt;b&gt;Bold&lt;/b&gt; &amp; &quot;so&quot;.",
    ] {
        assert!(report.contains(said), "`{said}` is not in:\n{report}");
    }
    assert!(!report.contains("http://") && !report.contains("https://"), "{report}");
}

#[test]
fn more_than_a_browser_likes_is_cut_off_and_announced() {
    let sides = Sides::new();
    let [old, new] = sides.apis();
    let change = diff(&old, &new).remove(0);
    let report = render(&vec![change; 2_003], &sides, &old, &new);
    assert_eq!(report.matches("<li class=\"change ").count(), 2_000);
    assert!(report.contains("<strong>3 more changes are not on this page</strong>"));
}

#[test]
fn nothing_changed_is_said() {
    let sides = Sides::new();
    let [old, _] = sides.apis();
    let report = render(&[], &sides, &old, &old);
    assert!(report.contains("Nothing changed."));
    assert!(!report.contains("<form"));
}

#[test]
fn filters_hide_and_show_without_a_complaint() {
    let Some(browser) = Browser::start() else {
        // Not captured, unlike what `println!` prints.
        writeln!(stderr(), "SKIPPED: there is no chromedriver; the report was not opened").unwrap();
        return;
    };
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("report.html");
    fs::write(&file, report(&Sides::new())).expect("it can be written");
    browser.open(&file);
    let shown = || {
        browser.run(
            "return [...document.querySelectorAll('li.change')].filter(c => c.offsetParent)
                 .map(c => c.querySelector('h2').textContent.split('.').slice(2).join('.'))",
        )
    };
    let all = json!(["book.pages", "book.title", "reader.name"]);
    assert_eq!(shown(), all);

    browser.click("input[value=breaking]");
    assert_eq!(shown(), json!(["reader.name"]));
    browser.click("input[value=ok]");
    assert_eq!(shown(), json!([]));
    assert_eq!(browser.run("return document.getElementById('none').hidden"), false);
    assert_eq!(
        browser.run("return document.getElementById('shown').textContent"),
        "0 of 3 changes shown"
    );
    browser.click("button[type=reset]");
    browser.run("return new Promise(done => setTimeout(done))");
    assert_eq!(shown(), all);

    browser.write("#area", "people");
    assert_eq!(shown(), json!(["reader.name"]));
    browser.write("#area", HOME);
    browser.write("#rust", "major");
    assert_eq!(shown(), json!(["book.pages", "book.title"]));
    browser.write("#words", "title removed");
    assert_eq!(shown(), json!(["book.title"]));

    // By keyboard alone: from the link for those who skip what stands above to the first change.
    browser.open(&file);
    browser.press(TAB);
    assert_eq!(browser.run("return document.activeElement.className"), "skip");
    browser.click("#close");
    browser.run("document.querySelector('summary').focus()");
    browser.press(ENTER);
    assert_eq!(browser.run("return document.querySelectorAll('details[open]').length"), 1);

    let ground = "return getComputedStyle(document.body).backgroundColor";
    browser.write("#theme", "dark");
    let dark = browser.run(ground);
    browser.write("#theme", UP);
    assert_ne!(browser.run(ground), dark);

    assert_eq!(browser.complaints(), json!([]));
}
