//! What need not be done again.

use std::fs;
use std::io::ErrorKind;
use std::process::Command;
use std::thread::yield_now;

use crate::folder::{CONFIG, PAGE, short_row};
use crate::workspace::{Run, Workspace};

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
    let dialect = include_str!("../../../codegen/dialects/graph.yaml");
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
