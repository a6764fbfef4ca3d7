//! The program as it is used: arguments in, text and exit status out.

use std::ffi::OsStr;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

const CONFIG: &str = "\
output:
  crate: my-client
  version: 0.1.0
  title: Typed client of my API.
  base_url: https://graph.microsoft.com/v1.0
  runtime: {path: ../runtime}
  workspace_member: true
";

const PAGE: &str = "\
---
title: itemPhone resource type
description: A phone number.
doc_type: resourcePageType
---

# itemPhone resource type

Namespace: microsoft.graph

A phone number.

## Properties

| Property    | Type   | Description          |
|:------------|:-------|:---------------------|
| displayName | String | Name of the number.  |
| number      | String | The number itself.   |
";

/// The same page with a row that lacks a cell: a warning.
fn short_row() -> String {
    PAGE.replace(" Name of the number.  |", "")
}

/// A workspace of its own, with `docs-input/` and nothing generated yet.
struct Workspace(tempfile::TempDir);

struct Run {
    status: i32,
    out: String,
    err: String,
}

impl Workspace {
    fn new() -> Self {
        let workspace = Self(tempfile::tempdir().expect("a folder"));
        workspace.put("docs-input/docmill.yaml", CONFIG);
        workspace.put("docs-input/itemphone.md", PAGE);
        workspace
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn put(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("made");
        fs::write(path, text).expect("written");
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).expect("readable")
    }

    /// Runs the program in the workspace's root.
    fn run<I: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = I>) -> Run {
        self.run_in(".", args)
    }

    fn run_in<I: AsRef<OsStr>>(&self, folder: &str, args: impl IntoIterator<Item = I>) -> Run {
        let output = self.command().current_dir(self.path(folder)).args(args).output();
        self.finished(output.expect("started"))
    }

    fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command
            .env("CARGO_MANIFEST_DIR", self.path("xtask"))
            .env_remove("CARGO_TARGET_DIR")
            .env_remove("CLICOLOR_FORCE")
            .current_dir(self.0.path());
        command
    }

    fn finished(&self, output: Output) -> Run {
        let text = |bytes| String::from_utf8(bytes).expect("text");
        let run = Run {
            status: output.status.code().expect("ended by itself"),
            out: text(output.stdout),
            err: text(output.stderr),
        };
        // The same output on every machine.
        let here = self.0.path().display().to_string();
        let all = format!("{}{}", run.out, run.err);
        assert!(!all.contains(&here), "an absolute path in:\n{all}");
        run
    }
}

#[test]
fn help_teaches_and_nonsense_is_refused() {
    let workspace = Workspace::new();
    let help = workspace.run(["--help"]);
    assert_eq!(help.status, 0);
    for word in ["regenerate", "check", "lint", "explain", "export", "inspect", "Exit status"] {
        assert!(help.out.contains(word), "{word}");
    }
    let nonsense: [&[&str]; 6] = [
        &[],
        &["regenrate"],
        &["lint", "--format", "xml"],
        &["lint", "--fail-on", "never"],
        &["explain"],
        &["inspect", "itemphone.md", "--format", "sarif"],
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
fn regenerate_then_check_then_mend() {
    let workspace = Workspace::new();
    let missing = workspace.run(["check"]);
    assert_eq!(missing.status, 1);
    assert!(missing.out.contains("error[missing-file]"), "{}", missing.out);
    assert!(missing.out.contains("cargo xtask regenerate"));
    assert!(!workspace.path("generated").exists(), "check never writes");

    let written = workspace.run(["regenerate"]);
    assert_eq!(written.status, 0, "{}{}", written.out, written.err);
    assert!(workspace.read("generated/api.yaml").contains("itemPhone"));
    // From any folder, and twice the same.
    let again = workspace.run_in("docs-input", ["regenerate"]);
    assert!(again.out.contains("../generated: 0 files written, 0 removed"), "{}", again.out);
    assert_eq!(workspace.run(["check"]).status, 0);

    let good = workspace.read("generated/api.yaml");
    workspace.put("generated/api.yaml", &good.replace("itemPhone", "itemFone"));
    let edited = workspace.run(["check"]);
    assert_eq!(edited.status, 1);
    assert!(edited.out.contains("error[edited-file]"), "{}", edited.out);
    assert!(edited.out.contains("generated/api.yaml:"), "{}", edited.out);
    workspace.put("generated/api.yaml", &good.replace('\n', "\r\n"));
    assert!(workspace.run(["check"]).out.contains("error[line-endings]"));
    let mended = workspace.run(["regenerate"]);
    assert_eq!(mended.status, 0);
    assert_eq!(workspace.read("generated/api.yaml"), good);

    workspace.put("docs-input/itemphone.md", &PAGE.replace("| number ", "| digits "));
    let stale = workspace.run(["check"]);
    assert_eq!(stale.status, 1);
    assert!(stale.out.contains("error[stale-file]"), "{}", stale.out);
    workspace.put("docs-input/itemphone.md", PAGE);
    workspace.put("generated/mine.rs", "// mine\n");
    let extra = workspace.run(["check", "--format", "github"]);
    assert_eq!(extra.status, 1);
    assert!(extra.out.starts_with("::error file=generated/mine.rs,title=extra-file::"));
}

#[test]
fn nothing_is_written_while_findings_forbid_it() {
    let workspace = Workspace::new();
    workspace.run(["regenerate"]);
    let good = workspace.read("generated/api.yaml");
    workspace.put("docs-input/itemphone.md", &short_row().replace("number ", "digits "));
    let strict = workspace.run(["regenerate", "--fail-on", "warning"]);
    assert_eq!(strict.status, 1);
    assert!(strict.out.contains("warning[short-row]"), "{}", strict.out);
    assert!(strict.out.contains("docs-input/itemphone.md:17:1"), "{}", strict.out);
    assert!(strict.out.contains("nothing was written"));
    assert_eq!(workspace.read("generated/api.yaml"), good);
    assert_eq!(workspace.run(["regenerate"]).status, 0);
    assert_ne!(workspace.read("generated/api.yaml"), good);
}

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

#[cfg(unix)]
#[test]
fn a_page_that_cannot_be_read_is_no_verdict_whatever_may_fail() {
    let workspace = Workspace::new();
    let nowhere = workspace.path("nowhere");
    std::os::unix::fs::symlink(nowhere, workspace.path("docs-input/gone.md")).expect("linked");
    let run = workspace.run(["regenerate", "--fail-on", "none"]);
    assert_eq!(run.status, 2, "{}", run.out);
    assert!(!workspace.path("generated").exists());
}

#[test]
fn a_folder_of_somebody_else_is_not_written() {
    let workspace = Workspace::new();
    workspace.put("thesis/chapter.txt", "Chapter 1");
    let run = workspace.run(["regenerate", "--out", "thesis"]);
    assert_eq!(run.status, 2);
    assert!(run.err.contains("error[unwritable-output]"), "{}", run.err);
    assert!(!workspace.path("thesis/api.yaml").exists());
}

#[test]
fn pages_without_a_configuration_need_a_place_for_their_client() {
    let workspace = Workspace::new();
    workspace.put("other/v1.0/itemphone.md", PAGE);
    let nowhere = workspace.run(["regenerate", "--docs", "other/v1.0"]);
    assert_eq!(nowhere.status, 2);
    assert!(nowhere.err.contains("--out DIR"), "{}", nowhere.err);
    let run = workspace.run(["regenerate", "--docs", "other/v1.0", "--out", "client"]);
    assert_eq!(run.status, 0, "{}{}", run.out, run.err);
    assert!(workspace.path("client/api.yaml").exists());
    let check = workspace.run(["check", "--docs", "other/v1.0", "--out", "client"]);
    assert_eq!(check.status, 0, "{}{}", check.out, check.err);
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
fn colours_only_where_they_are_wanted() {
    let workspace = Workspace::new();
    workspace.put("docs-input/itemphone.md", &short_row());
    assert!(!workspace.run(["lint"]).out.contains('\u{1b}'));
    let forced = workspace.command().arg("lint").env("CLICOLOR_FORCE", "1").output();
    let forced = workspace.finished(forced.expect("started"));
    assert!(forced.out.contains("\u{1b}["), "{}", forced.out);
}

const NOTHING: &str = "nothing has changed: 0 files written";

#[test]
fn an_unchanged_set_is_not_read_again_and_everything_is_said_again() {
    let workspace = Workspace::new();
    workspace.put("docs-input/itemphone.md", &short_row());
    let first = workspace.run(["regenerate"]);
    let second = workspace.run(["regenerate"]);
    assert!(!first.out.contains(NOTHING) && second.out.contains(NOTHING), "{}", second.out);
    assert_eq!((first.status, &first.err), (second.status, &second.err));
    let findings = |run: &Run| run.out.rsplit_once("generated:").map(|(said, _)| said.to_owned());
    assert!(findings(&first).is_some_and(|said| said.contains("short-row")));
    assert_eq!(findings(&first), findings(&second));
    // `check` looks for itself, and finds no trace of the fingerprint.
    assert_eq!(workspace.run(["check"]).status, 0);
}

#[test]
fn every_change_is_a_reason_to_read_again() {
    let dialect = include_str!("../../codegen/dialects/graph.yaml");
    let other_title = PAGE.replace("phone number", "phone NUMBER");
    let other_config = CONFIG.replace("0.1.0", "0.2.0");
    let changes: [(&str, &str); 6] = [
        ("docs-input/itemphone.md", &other_title),
        ("docs-input/new.md", PAGE),
        ("docs-input/includes/new.md", "new"),
        ("docs-input/docmill.yaml", &other_config),
        ("generated/src/lib.rs", "edited"),
        ("generated/src/extra.rs", "extra"),
    ];
    for (path, text) in changes {
        let workspace = Workspace::new();
        workspace.run(["regenerate"]);
        workspace.put(path, text);
        let again = workspace.run(["regenerate"]);
        assert!(!again.out.contains(NOTHING), "{path}: {}", again.out);
    }

    let workspace = Workspace::new();
    workspace.put("docs-input/docmill.yaml", &format!("dialect: own.yaml\n{CONFIG}"));
    workspace.put("docs-input/own.yaml", dialect);
    workspace.run(["regenerate"]);
    assert!(workspace.run(["regenerate"]).out.contains(NOTHING));
    assert!(!workspace.run(["regenerate", "--show", "info"]).out.contains(NOTHING));
    workspace.put("docs-input/own.yaml", &format!("{dialect}\n# the same\n"));
    assert!(!workspace.run(["regenerate"]).out.contains(NOTHING));

    assert!(workspace.run(["regenerate"]).out.contains(NOTHING));
    fs::remove_file(workspace.path("generated/src/lib.rs")).expect("removed");
    assert!(!workspace.run(["check"]).out.contains(NOTHING));
    assert_eq!(workspace.run(["check"]).status, 1);
    assert!(workspace.run(["regenerate"]).out.contains("1 file written"));
}

#[test]
fn another_generator_reads_again() {
    let workspace = Workspace::new();
    let generator = workspace.path("generator");
    let run = || {
        let mut command = Command::new(&generator);
        command
            .env("CARGO_MANIFEST_DIR", workspace.path("xtask"))
            .env_remove("CARGO_TARGET_DIR")
            .current_dir(workspace.0.path());
        workspace.finished(command.arg("regenerate").output().expect("started"))
    };
    fs::copy(env!("CARGO_BIN_EXE_xtask"), &generator).expect("copied");
    run();
    assert!(run().out.contains(NOTHING));
    let mut bytes = fs::read(&generator).expect("read");
    bytes.push(0);
    fs::write(&generator, bytes).expect("written");
    assert!(!run().out.contains(NOTHING));
}
