//! What can be typed, and what is answered to the rest.

use crate::folder::short_row;
use crate::workspace::Workspace;

#[test]
fn help_teaches_and_nonsense_is_refused() {
    let workspace = Workspace::new();
    let help = workspace.run(["--help"]);
    assert_eq!(help.status, 0);
    for word in
        ["regenerate", "check", "diff", "lint", "explain", "export", "inspect", "Exit status"]
    {
        assert!(help.out.contains(word), "{word}");
    }
    let nonsense: [&[&str]; 11] = [
        &[],
        &["regenrate"],
        &["lint", "--format", "xml"],
        &["lint", "--fail-on", "never"],
        &["explain"],
        &["inspect", "itemphone.md", "--format", "sarif"],
        &["lint", "--format", "json=x.json"],
        &["diff", "docs-input"],
        &["diff", "docs-input", "docs-input", "--format", "text", "--format", "json"],
        &["diff", "docs-input", "docs-input", "--metadata", "a.xml"],
        &["diff", "docs-input", "docs-input", "--today", "2026-01-01"],
    ];
    for args in nonsense {
        assert_eq!(workspace.run(args).status, 2, "{args:?}");
    }
}

#[test]
fn every_code_can_be_explained() {
    let workspace = Workspace::new();
    let list = workspace.run(["explain", "--list", "--format", "json"]);
    assert_eq!(list.status, 0);
    let list: serde_json::Value = serde_json::from_str(&list.out).expect("JSON");
    for code in list.as_array().expect("a list") {
        let code = code["code"].as_str().expect("a code");
        let explained = workspace.run(["explain", code]);
        assert_eq!(explained.status, 0);
        assert!(explained.out.starts_with(&format!("# {code}\n")));
    }
    let unknown = workspace.run(["explain", "shrt-row"]);
    assert_eq!(unknown.status, 2);
    assert!(unknown.err.contains("did you mean short-row"), "{}", unknown.err);
}

#[test]
fn colours_only_where_they_are_wanted() {
    let workspace = Workspace::new();
    workspace.put("docs-input/itemphone.md", &short_row());
    assert!(!workspace.run(["lint"]).out.contains('\u{1b}'));
    let forced = workspace.command().arg("lint").env("CLICOLOR_FORCE", "1").output();
    let forced = workspace.finished(forced.expect("started"));
    assert!(forced.out.contains("\u{1b}["), "{}", forced.out);
}
