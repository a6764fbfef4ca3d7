//! Writing the client and checking it: `regenerate` and `check`.

use crate::folder::{CONFIG, PAGE, short_row, without_number};
use crate::workspace::Workspace;

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
fn pages_of_which_nothing_is_read_remove_nothing() {
    let workspace = Workspace::new();
    assert_eq!(workspace.run(["regenerate"]).status, 0);
    let good = workspace.read("generated/api.yaml");
    workspace.put("docs-input/itemphone.md", "# Moved\n\nLook elsewhere.\n");
    for command in ["regenerate", "check"] {
        let run = workspace.run([command, "--fail-on", "none"]);
        assert_eq!(run.status, 2, "{}", run.out);
        assert!(run.err.contains("error[nothing-read]"), "{}", run.err);
    }
    assert_eq!(workspace.read("generated/api.yaml"), good);
}

#[test]
fn a_runtime_that_is_not_there_is_told_where_it_is_named() {
    let workspace = Workspace::new();
    let config = CONFIG.replace("../runtime", "../../docmill/runtime");
    workspace.put("docs-input/docmill.yaml", &config);
    for _ in 0..2 {
        let run = workspace.run(["regenerate"]);
        assert_eq!(run.status, 0, "{}", run.out);
        for said in [
            "warning[missing-runtime]: no runtime is there: there is no `../docmill/runtime/Cargo.toml`",
            "--> docs-input/docmill.yaml:6:19\n",
            "runtime: {path: ../../docmill/runtime}",
            "expected the way from `generated` to a crate",
            "docmill's own runtime is at `../runtime`",
        ] {
            assert!(run.out.contains(said), "`{said}` is not in:\n{}", run.out);
        }
    }
    // From another place it is another way.
    workspace.put("docs-input/docmill.yaml", CONFIG);
    assert!(!workspace.run(["regenerate"]).out.contains("missing-runtime"));
    let run = workspace.run(["regenerate", "--out", "deep/client"]);
    assert!(run.out.contains("docmill's own runtime is at `../../runtime`"), "{}", run.out);
    workspace.put("deep/runtime/Cargo.toml", "");
    let run = workspace.run(["regenerate", "--out", "deep/client"]);
    assert!(!run.out.contains("missing-runtime"), "{}", run.out);
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
