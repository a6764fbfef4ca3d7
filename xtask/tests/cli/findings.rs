//! What is said about pages: `lint`, `inspect`, `export`, and input that gives no verdict.

use std::fs;

use crate::folder::{CONFIG, PAGE, short_row};
use crate::workspace::Workspace;

#[test]
fn bad_input_is_no_verdict() {
    let workspace = Workspace::new();
    fs::create_dir(workspace.path("empty")).expect("made");
    for (args, code) in [
        (["lint", "nowhere"], "unreadable-input"),
        (["lint", "empty"], "no-pages"),
        (["inspect", "nowhere.md"], "unreadable-input"),
    ] {
        let run = workspace.run(args);
        assert_eq!(run.status, 2, "{args:?}");
        assert!(run.err.contains(&format!("error[{code}]")), "{}", run.err);
        assert_eq!(run.out, "", "{args:?}");
    }
    let run = workspace.run(["lint", "empty", "--format", "json"]);
    assert_eq!(run.status, 2);
    let json: serde_json::Value = serde_json::from_str(&run.out).expect("JSON");
    assert_eq!(json["verdict"], "none");
    assert_eq!(json["diagnostics"][0]["code"], "no-pages");
    assert_eq!(json["diagnostics"][0]["spans"][0]["file"], "empty");

    workspace.put("docs-input/docmill.yaml", &CONFIG.replace("  version", "  verison"));
    for command in ["regenerate", "check", "lint"] {
        let run = workspace.run([command]);
        assert_eq!(run.status, 2);
        assert!(run.err.contains("docs-input/docmill.yaml:3:3"), "{}", run.err);
    }
    assert!(!workspace.path("generated").exists());
}

#[test]
fn pages_of_which_nothing_is_read_are_no_verdict() {
    let workspace = Workspace::new();
    workspace.put("words/readme.md", "# Welcome\n\nWords alone.\n");
    // What is wrong with each page is said beside it.
    let run = workspace.run(["lint", "words", "--fail-on", "none"]);
    assert_eq!(run.status, 2, "{}", run.out);
    assert!(
        run.out.contains("error[nothing-read]: no operation, type or enum in 1 page\n--> words")
    );
    assert!(run.out.contains("warning[unknown-page-kind]"), "{}", run.out);
    // Somebody may well ask about a page of words.
    assert_eq!(workspace.run(["lint", "words/readme.md"]).status, 0);
    let run = workspace.run(["export", "facts", "--docs", "words"]);
    assert_eq!((run.status, run.out.as_str()), (2, ""), "{}", run.err);

    let select = "select:\n  types: {include: ['other.*']}\n";
    workspace.put("docs-input/docmill.yaml", &format!("{select}{CONFIG}"));
    let run = workspace.run(["lint"]);
    assert_eq!(run.status, 2, "{}", run.out);
    assert!(run.out.contains("nothing is left of 1 page: left out as"), "{}", run.out);
    assert!(run.out.contains("mend `select` in docmill.yaml"), "{}", run.out);
}

#[test]
fn findings_show_pages_as_they_were_read() {
    let workspace = Workspace::new();
    let page = PAGE.replacen("| String |", "| Strng |", 1);
    let utf_16 = format!("\u{feff}{page}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    for saved in [page.clone().into_bytes(), format!("\u{feff}{page}").into_bytes(), utf_16] {
        fs::write(workspace.path("docs-input/itemphone.md"), saved).expect("written");
        let run = workspace.run(["lint", "--fail-on", "none"]);
        let line = page.lines().find(|line| line.contains("| Strng |")).expect("a line");
        assert!(run.out.contains(&format!(" | {line}\n")), "{}", run.out);
    }
}

#[test]
fn where_the_api_is_is_told_where_no_configuration_says_it() {
    let workspace = Workspace::new();
    workspace.put("books/docmill.yaml", "dialect: rest\n");
    let request = "## HTTP request\n\n```http\nGET https://library.example/v2/books\n```\n";
    workspace.put("books/list-books.md", &format!("# List books\n\n{request}"));
    let run = workspace.run(["lint", "books"]);
    assert!(run.out.contains("info[no-base-url]: the API's address `https://library.example/v2`"));
    let address = "output: {base_url: \"https://library.example/v2\"}\n";
    assert!(run.out.contains(&format!("expected `{}` in docmill.yaml", address.trim())));
    workspace.put("books/docmill.yaml", &format!("dialect: rest\n{address}"));
    let run = workspace.run(["lint", "books"]);
    assert!(!run.out.contains("no-base-url"), "{}", run.out);
}

#[test]
fn a_pattern_that_matches_nothing_is_told_where_it_stands() {
    let workspace = Workspace::new();
    let patterns = "pages:\n  include: ['*.md', 'apis/*.md']\n  exclude: ['old/**']\n\
                    select:\n  paths: {include: ['/phones/**']}\n  types: {exclude: ['a.*']}\n";
    workspace.put("docs-input/docmill.yaml", &format!("{patterns}{CONFIG}"));
    let run = workspace.run(["lint", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&run.out).expect("JSON");
    let found = json["diagnostics"].as_array().expect("a list").iter().map(|finding| {
        let span = &finding["spans"][0];
        (finding["code"].as_str(), span["file"].as_str(), span["line"].as_u64())
    });
    let at = |line| (Some("unused-pattern"), Some("docs-input/docmill.yaml"), Some(line));
    assert_eq!(found.collect::<Vec<_>>(), [at(2), at(3), at(5), at(6)], "{}", run.out);
    assert_eq!(run.status, 0);
}

#[test]
fn what_comes_with_pages_and_is_none_changes_nothing() {
    let workspace = Workspace::new();
    let read = || workspace.run(["lint", "docs-input", "--show", "info"]).out;
    let before = read();
    // A client among its pages, and the mark that some editors put before a text.
    assert_eq!(workspace.run(["regenerate", "--out", "docs-input/client"]).status, 0);
    workspace.put("docs-input/itemphone.md", &format!("\u{feff}{PAGE}"));
    assert_eq!(read(), before);
    let untitled = PAGE.split_once("# ").map(|(_, rest)| format!("\u{feff}# {rest}"));
    workspace.put("docs-input/itemphone.md", &untitled.expect("a title"));
    assert_eq!(read(), before);
}

#[test]
fn hosts_know_files_by_their_repository() {
    let workspace = Workspace::new();
    workspace.put("other/pages/itemphone.md", &short_row());
    workspace.put("other/.git", "gitdir: elsewhere\n");
    let run = workspace.run(["lint", "other/pages", "--format", "github"]);
    assert!(run.out.contains("file=pages/itemphone.md,line=17"), "{}", run.out);
    let run = workspace.run(["lint", "other/pages", "--format", "sarif"]);
    assert!(run.out.contains("\"uri\": \"pages/itemphone.md\""), "{}", run.out);
    let run = workspace.run(["diff", "docs-input", "other/pages", "--format", "github"]);
    assert!(run.out.contains("file=pages/itemphone.md,line=17"), "{}", run.out);
}

#[test]
fn what_is_wrong_with_a_dialect_is_told_where_the_configuration_is() {
    let workspace = Workspace::new();
    workspace.put("own/other.yaml", &format!("dialect: own.yaml\n{CONFIG}"));
    let lint = || workspace.run(["lint", "docs-input", "--config", "own/other.yaml"]);
    let missing = lint();
    assert_eq!(missing.status, 2);
    assert!(missing.err.contains("own/other.yaml:1:10"), "{}", missing.err);
    workspace.put("own/own.yaml", "nonsense: 1\n");
    let broken = lint();
    assert_eq!(broken.status, 2);
    assert!(broken.err.contains("own/own.yaml:1:1"), "{}", broken.err);
}

#[test]
fn words_of_pages_cannot_command_a_terminal() {
    let workspace = Workspace::new();
    let page = short_row().replace("| number ", "| num\u{1b}[2Jber ");
    workspace.put("docs-input/itemphone.md", &page);
    for args in [
        &["lint"][..],
        &["inspect", "itemphone.md"],
        &["regenerate", "--report"],
        &["check"],
        &["diff", "docs-input", "docs-input"],
    ] {
        let run = workspace.run(args);
        assert!(!run.out.contains('\u{1b}') && !run.err.contains('\u{1b}'), "{args:?}: {run:?}");
    }
}

#[test]
fn lint_judges_and_shows_what_it_is_told_to() {
    let workspace = Workspace::new();
    workspace.put("docs-input/itemphone.md", &short_row());
    for (args, status) in [
        (&["lint"][..], 0),
        (&["lint", "--fail-on", "warning"], 1),
        (&["lint", "--fail-on", "info"], 1),
        (&["lint", "--fail-on", "none"], 0),
        (&["lint", "docs-input/itemphone.md", "--fail-on", "warning"], 1),
    ] {
        let run = workspace.run(args);
        assert_eq!(run.status, status, "{args:?}");
        assert!(run.out.contains("warning[short-row]"), "{}", run.out);
    }
    let hidden = workspace.run(["lint", "--show", "error"]);
    assert!(!hidden.out.contains("warning["), "{}", hidden.out);
    assert!(hidden.out.contains("1 warning"), "{}", hidden.out);
    for format in ["json", "sarif"] {
        let run = workspace.run(["lint", "--format", format, "--fail-on", "warning"]);
        assert_eq!(run.status, 1);
        assert!(serde_json::from_str::<serde_json::Value>(&run.out).is_ok(), "{format}");
    }
}

#[test]
fn a_page_alone_is_not_blamed_for_types_of_other_pages() {
    let workspace = Workspace::new();
    let row = "| number      | String | The number itself.   |\n";
    let others = "| owner | [person](person.md) | Whose it is. |\n| maker | [firm](firm.md) | Who made it. |\n";
    let page = PAGE.replace(row, &format!("{row}{others}"));
    workspace.put("alone/phone.md", &page);
    for args in [["lint", "alone"], ["lint", "alone/phone.md"], ["inspect", "alone/phone.md"]] {
        let run = workspace.run(args);
        let said = format!("{}{}", run.out, run.err);
        assert_eq!(run.status, 0, "{said}");
        assert!(!said.contains("unknown-type"), "{said}");
        let told = "info[page-alone]: 2 types of other pages: `microsoft.graph.person`, \
                    `microsoft.graph.firm`\n";
        assert!(said.contains(told), "{said}");
    }
    // Among others, and in a set with a configuration, they are what no page describes.
    workspace.put("docs-input/itemphone.md", &page);
    let run = workspace.run(["lint", "docs-input/itemphone.md"]);
    assert!(run.out.contains("2 warnings"), "{}", run.out);
    workspace.put("alone/other.md", &PAGE.replace("itemPhone", "otherPhone"));
    let run = workspace.run(["lint", "alone"]);
    assert!(run.out.contains("2 warnings"), "{}", run.out);
}

#[test]
fn one_page_is_inspected_by_path_and_by_name() {
    let workspace = Workspace::new();
    workspace.put("docs-input/deep/folder/other.md", &PAGE.replace("itemPhone", "otherPhone"));
    workspace.put("elsewhere/page.txt", PAGE);
    for page in ["docs-input/itemphone.md", "itemphone.md", "other.md", "elsewhere/page.txt"] {
        let run = workspace.run(["inspect", page]);
        assert_eq!(run.status, 0, "{page}: {}", run.err);
        assert!(run.out.contains("displayName"), "{}", run.out);
    }
    let json = workspace.run(["inspect", "itemphone.md", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json.out).expect("JSON");
    assert_eq!(json["types"][0]["name"], "microsoft.graph.itemPhone");

    workspace.put("docs-input/deeper/other.md", PAGE);
    let either = workspace.run(["inspect", "other.md"]);
    assert_eq!(either.status, 2);
    assert!(either.err.contains("docs-input/deeper/other.md"), "{}", either.err);
}

#[test]
fn a_document_stands_alone_on_standard_output() {
    let workspace = Workspace::new();
    workspace.put("docs-input/itemphone.md", &short_row());
    let run = workspace.run(["export", "openapi", "--show", "info"]);
    assert_eq!(run.status, 0);
    let document: serde_json::Value = serde_json::from_str(&run.out).expect("JSON");
    assert_eq!(document["openapi"], "3.1.0");
    let phone = &document["components"]["schemas"]["microsoft.graph.itemPhone"];
    assert_eq!(phone["properties"]["displayName"]["type"][0], "string");
    assert!(run.err.contains("warning[short-row]"), "{}", run.err);
    assert!(run.err.contains("0 paths, 0 operations\n"), "{}", run.err);

    for what in ["openapi", "facts"] {
        let json = workspace.run(["export", what]);
        let yaml = workspace.run(["export", what, "--yaml"]);
        assert_eq!(yaml.status, 0, "{}", yaml.err);
        let json: serde_json::Value = serde_json::from_str(&json.out).expect("JSON");
        let yaml: serde_json::Value =
            docmill_codegen::yaml::read(&yaml.out).unwrap_or_else(|it| panic!("{}", it.message));
        assert_eq!(yaml, json, "{what}");
    }
}

#[test]
fn facts_stand_alone_on_standard_output() {
    let workspace = Workspace::new();
    workspace.put("docs-input/itemphone.md", &short_row());
    let run = workspace.run(["export", "facts", "--show", "info"]);
    assert_eq!(run.status, 0);
    let facts: serde_json::Value = serde_json::from_str(&run.out).expect("JSON");
    assert_eq!(facts["types"][0]["properties"][1]["name"], "number");
    assert!(run.err.contains("warning[short-row]"), "{}", run.err);
}

#[test]
fn what_was_wrong_already_need_not_be_told() {
    let workspace = Workspace::new();
    workspace.put("old/itemphone.md", &short_row());
    let more = short_row().replace("## Properties", "A word more.\n\n## Properties");
    workspace.put("docs-input/itemphone.md", &more);
    let run = workspace.run(["lint", "--since", "old", "--fail-on", "warning"]);
    assert_eq!(run.status, 0, "on another line, it is the same: {}", run.out);
    assert!(run.out.contains("not told: 1 finding that `old` has, too"), "{}", run.out);

    let twice = more.replace(" The number itself.   |", "");
    workspace.put("docs-input/itemphone.md", &twice);
    let run = workspace.run(["lint", "--since", "old", "--fail-on", "warning"]);
    assert_eq!(run.status, 1, "{}", run.out);
    assert_eq!(run.out.matches("warning[short-row]").count(), 1, "{}", run.out);
    let page = "docs-input/itemphone.md";
    assert_eq!(workspace.run(["lint", page, "--since", "old"]).status, 0);
    let run = workspace.run(["lint", "--since", "nowhere"]);
    assert_eq!((run.status, run.out.as_str()), (2, ""));
    assert!(run.err.contains("error[unreadable-input]"), "{}", run.err);
}
