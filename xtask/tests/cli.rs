//! The program as it is used: arguments in, text and exit status out.

mod common;

use std::ffi::OsStr;
use std::fs;
use std::io::ErrorKind;
use std::ops::Deref;
use std::process::{Command, Output};
use std::thread::yield_now;

use common::{CONFIG, Folder, PAGE};

/// The same page with a row that lacks a cell: a warning.
fn short_row() -> String {
    PAGE.replace(" Name of the number.  |", "")
}

/// A workspace of its own, with `docs-input/` and nothing generated yet.
struct Workspace(Folder);

impl Deref for Workspace {
    type Target = Folder;

    fn deref(&self) -> &Folder {
        &self.0
    }
}

struct Run {
    status: i32,
    out: String,
    err: String,
}

impl Workspace {
    fn new() -> Self {
        let workspace = Self(Folder::new());
        workspace.put("docs-input/docmill.yaml", CONFIG);
        workspace.put("docs-input/itemphone.md", PAGE);
        workspace
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
            .current_dir(self.root());
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
        let here = self.root().display().to_string();
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

/// The same page without one of its properties.
fn without_number() -> String {
    PAGE.replace("| number      | String | The number itself.   |\n", "")
}

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
    git(&["add", "docs-input", "generated"]);
    git(&["commit", "--quiet", "--message", "First"]);
    workspace.put("docs-input/itemphone.md", &without_number());
    for old in ["HEAD", "HEAD:docs-input", "HEAD:generated/api.yaml", "HEAD:generated"] {
        let run = workspace.run(["diff", old, "docs-input"]);
        assert_eq!((run.status, run.out.contains("1 breaking")), (1, true), "{old}: {}", run.out);
    }
    let run = workspace.run_in("docs-input", ["diff", "HEAD:./", "."]);
    assert!(run.out.contains("1 breaking"), "{}{}", run.out, run.err);
    let run = workspace.run(["diff", "generated/api.yaml", "HEAD"]);
    assert_eq!(run.status, 0, "{}", run.out);
    // A side that cannot be read is no verdict, whatever may fail.
    workspace.put("empty/readme.rst", "");
    workspace.put("bad.yaml", "types: 1");
    for bad in ["nowhere", "HEAD:nowhere", "v9", "--upload-pack=x:y", "empty", "bad.yaml"] {
        let run = workspace.run(["diff", "--fail-on", "none", "--", bad, "docs-input"]);
        assert_eq!(run.status, 2, "{bad}: {}", run.err);
        assert!(run.out.is_empty(), "{bad}: {}", run.out);
        assert!(run.err.contains("error["), "{bad}: {}", run.err);
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
    let run = on("2026-07-01", "new");
    assert!(run.status == 1 && run.err.contains("expired-acceptance"), "{}", run.err);
    let run = on("2026-06-30", "docs-input");
    assert!(run.status == 1 && run.err.contains("unused-acceptance"), "{}", run.err);
    workspace.put("accept.toml", "accept = 1\n");
    assert_eq!(on("2026-06-30", "new").status, 2);
}

#[test]
fn a_stale_model_is_explained_as_changes() {
    let workspace = Workspace::new();
    assert_eq!(workspace.run(["regenerate"]).status, 0);
    workspace.put("docs-input/itemphone.md", &without_number());
    let run = workspace.run(["check"]);
    assert_eq!(run.status, 1);
    assert!(
        run.out.contains("breaking[property-removed]: microsoft.graph.itemPhone.number"),
        "{}",
        run.out
    );
    assert!(run.out.contains("to mend it: cargo xtask regenerate\n"), "{}", run.out);
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
            .current_dir(workspace.root());
        command.arg("regenerate");
        // What another test starts has the file open for a moment, if it was being written then.
        let output = loop {
            match command.output() {
                Err(error) if error.kind() == ErrorKind::ExecutableFileBusy => yield_now(),
                output => break output.expect("started"),
            }
        };
        workspace.finished(output)
    };
    fs::copy(env!("CARGO_BIN_EXE_xtask"), &generator).expect("copied");
    run();
    assert!(run().out.contains(NOTHING));
    let mut bytes = fs::read(&generator).expect("read");
    bytes.push(0);
    fs::write(&generator, bytes).expect("written");
    assert!(!run().out.contains(NOTHING));
}
