//! Comparing two sides: `diff`.

use std::process::Command;

use crate::folder::{CONFIG, PAGE, without_number};
use crate::workspace::Workspace;

fn diffed() -> Workspace {
    let workspace = Workspace::new();
    workspace.put("new/docmill.yaml", CONFIG);
    workspace.put("new/itemphone.md", &without_number());
    workspace
}

#[test]
fn folders_are_compared_and_the_verdict_is_the_exit_status() {
    let workspace = diffed();
    let run = workspace.run(["diff", "docs-input", "new"]);
    assert_eq!(run.status, 1);
    for said in [
        "breaking[property-removed]: microsoft.graph.itemPhone.number (Rust: major, contract: break)",
        "  new: new/itemphone.md:13:1 (the nearest on this side)",
        "  old: docs-input/itemphone.md:18:3",
        "1 change: 1 breaking, 0 risk, 0 ok",
        "version: major for Rust, 0.1.0 becomes 0.2.0",
    ] {
        assert!(run.out.contains(said), "`{said}` is not in:\n{}", run.out);
    }
    assert_eq!(workspace.run(["diff", "docs-input", "new", "--fail-on", "none"]).status, 0);
    assert_eq!(workspace.run(["diff", "new", "docs-input"]).status, 0);
    assert_eq!(workspace.run(["diff", "new", "docs-input", "--fail-on", "info"]).status, 1);
    assert_eq!(workspace.run(["diff", "new", "new", "--fail-on", "info"]).status, 0);
}

#[test]
fn several_formats_go_to_several_files() {
    let workspace = diffed();
    let run = workspace.run([
        "diff",
        "docs-input",
        "new",
        "--format",
        "markdown=c.md",
        "--format",
        "json=c.json",
        "--format",
        "sarif=c.sarif",
        "--format",
        "html=c.html",
        "--format",
        "github",
    ]);
    assert_eq!(run.status, 1);
    assert!(run.out.contains("::error file=new/itemphone.md,line=13,col=1,"), "{}", run.out);
    assert!(run.err.contains("1 change: 1 breaking"), "{}", run.err);
    assert!(workspace.read("c.md").starts_with("### docmill: breaking changes\n"));
    let json: serde_json::Value = serde_json::from_str(&workspace.read("c.json")).expect("JSON");
    assert_eq!(json["verdict"], "breaking");
    assert_eq!(json["changes"][0]["spans"][1]["file"], "itemphone.md");
    assert!(workspace.read("c.sarif").contains("\"uri\": \"new/itemphone.md\""));
    let page = workspace.read("c.html");
    assert!(page.contains("| <mark>number</mark>      | String |"), "{page}");
    assert!(page.contains("pub number: Option&lt;String&gt;,"), "{page}");
    assert_eq!(workspace.run(["lint", "--format", "html"]).status, 2);
    assert_eq!(workspace.run(["explain", "short-row", "--format", "html"]).status, 2);
    let run = workspace.run(["diff", "docs-input", "new", "--format", "json=no/such/folder.json"]);
    assert_eq!(run.status, 2);
}

#[test]
fn saved_models_and_revisions_are_compared() {
    let workspace = diffed();
    assert_eq!(workspace.run(["regenerate"]).status, 0);
    let git = |args: &[&str]| {
        let output = Command::new("git")
            .args([
                "-c",
                "user.name=a",
                "-c",
                "user.email=a@example.com",
                "-c",
                "core.autocrlf=false",
            ])
            .args(args)
            .current_dir(workspace.path("."))
            .output();
        assert!(output.expect("git is there").status.success(), "{args:?}");
    };
    git(&["init", "--quiet"]);
    git(&["add", "docs-input", "generated", "new"]);
    git(&["commit", "--quiet", "--message", "First"]);
    workspace.put("docs-input/itemphone.md", &without_number());
    for old in ["HEAD", "HEAD:docs-input", "HEAD:generated/api.yaml", "HEAD:generated"] {
        let run = workspace.run(["diff", old, "docs-input"]);
        assert_eq!((run.status, run.out.contains("1 breaking")), (1, true), "{old}: {}", run.out);
    }
    // A revision alone is the other side, as it was.
    workspace.put("new/itemphone.md", PAGE);
    let run = workspace.run(["diff", "HEAD", "new", "--fail-on", "info"]);
    assert!(run.out.contains("ok[property-added]"), "{}{}", run.out, run.err);
    workspace.put("newer/itemphone.md", PAGE);
    let run = workspace.run(["diff", "HEAD", "newer"]);
    assert!(run.status == 2 && run.err.contains("`newer` in such a revision"), "{}", run.err);
    let run = workspace.run_in("docs-input", ["diff", "HEAD:./", "."]);
    assert!(run.out.contains("1 breaking"), "{}{}", run.out, run.err);
    let run = workspace.run(["diff", "generated/api.yaml", "HEAD"]);
    assert_eq!(run.status, 0, "{}", run.out);
    // A side that cannot be read is no verdict, whatever may fail; nor is one of which nothing is read.
    workspace.put("empty/readme.rst", "");
    workspace.put("words/readme.md", "# Welcome\n\nWords alone.\n");
    workspace.put("bad.yaml", "types: 1");
    workspace.put("empty.yaml", "types: {}\n");
    git(&["add", "words"]);
    git(&["commit", "--quiet", "--message", "Words"]);
    for bad in [
        "nowhere",
        "HEAD:nowhere",
        "v9",
        "--upload-pack=x:y",
        "empty",
        "words",
        "HEAD:words",
        "bad.yaml",
        "empty.yaml",
    ] {
        let run = workspace.run(["diff", "--fail-on", "none", "--", bad, "docs-input"]);
        assert_eq!(run.status, 2, "{bad}: {}", run.err);
        assert!(run.out.is_empty(), "{bad}: {}", run.out);
        assert!(run.err.contains("error["), "{bad}: {}", run.err);
    }
    for (name, said) in [
        ("v9", "no such file or folder, and no revision `v9`"),
        ("HEAD:nowhere", "nor `nowhere` in such a revision"),
    ] {
        let run = workspace.run(["diff", name, "docs-input", "--format", "github"]);
        assert!(run.err.contains(said), "{}", run.err);
        // Who looks at the pull request alone sees it, too.
        assert!(run.out.contains("title=unreadable-input::"), "{}", run.out);
    }
    let run = workspace.run(["diff", "docs-input", "new", "--format", "junit"]);
    assert!(run.status == 2 && run.err.contains("expected one of text, json, "), "{}", run.err);
    let run = workspace.run(["diff", "docs-input", "HEAD:words"]);
    for said in [
        "error[nothing-read]: no operation, type or enum in 1 page",
        "--> HEAD:words\n",
        "name the folder of the API's pages",
    ] {
        assert!(run.err.contains(said), "`{said}` is not in:\n{}", run.err);
    }
}

#[test]
fn a_corpus_has_its_pages_below() {
    let workspace = diffed();
    workspace.put("corpus/api-reference/v1.0/resources/itemphone.md", PAGE);
    workspace.put("corpus/readme.md", "# nothing\n");
    let run = workspace.run(["diff", "corpus", "new"]);
    assert!(
        run.out.contains("old: corpus/api-reference/v1.0/resources/itemphone.md:18:3"),
        "{}",
        run.out
    );
    workspace.put("corpus/api-reference/beta/resources/itemphone.md", PAGE);
    let run = workspace.run(["diff", "corpus", "new"]);
    assert!(run.status == 2 && run.err.contains("beta, v1.0"), "{}", run.err);
}

#[test]
fn agreed_changes_do_not_fail_until_they_expire() {
    let workspace = diffed();
    let json = workspace.run(["diff", "docs-input", "new", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json.out).expect("JSON");
    let fingerprint = json["changes"][0]["fingerprint"].as_str().expect("a text");
    workspace.put(
        "accept.toml",
        &format!(
            "[[accept]]\ncode = \"property-removed\"\n\
             symbol = \"microsoft.graph.itemPhone.number\"\nfingerprint = \"{fingerprint}\"\n\
             reason = \"It never worked.\"\nowner = \"people\"\nexpires = 2026-06-30\n"
        ),
    );
    let on = |day: &str, new: &str| {
        workspace.run(["diff", "docs-input", new, "--accept", "accept.toml", "--today", day])
    };
    let run = on("2026-06-30", "new");
    assert_eq!(run.status, 0, "{}", run.out);
    assert!(run.out.contains("(1 accepted besides)"), "{}", run.out);
    // Who agrees to a break does not make it none for those who compile.
    assert!(run.out.contains("version: major for Rust, 0.1.0 becomes 0.2.0"), "{}", run.out);
    let run = on("2026-07-01", "new");
    assert!(run.status == 1 && run.err.contains("expired-acceptance"), "{}", run.err);
    let run = on("2026-06-30", "docs-input");
    assert!(run.status == 1 && run.err.contains("unused-acceptance"), "{}", run.err);
    let args = ["diff", "docs-input", "new", "--accept", "accept.toml", "--today", "2026-07-01"];
    let run = workspace.run([&args[..], &["--format", "github"]].concat());
    let annotated = "::error file=accept.toml,line=2,col=8,title=expired-acceptance::";
    assert!(run.out.contains(annotated), "{}", run.out);
    workspace.put("accept.toml", "accept = 1\n");
    let run = on("2026-06-30", "new");
    assert!(run.status == 2 && run.err.contains("--> accept.toml:1:"), "{}", run.err);
    let run = workspace.run_in("new", ["diff", "../docs-input", ".", "--accept", "none.toml"]);
    assert!(run.status == 2 && run.err.contains("--> none.toml\n"), "{}", run.err);
}
