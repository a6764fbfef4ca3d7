//! The program, run in a workspace of its own.

use std::ffi::OsStr;
use std::ops::Deref;
use std::process::{Command, Output};

use crate::folder::{CONFIG, Folder, PAGE};

/// A workspace of its own, with `docs-input/` and nothing generated yet.
pub struct Workspace(Folder);

impl Deref for Workspace {
    type Target = Folder;

    fn deref(&self) -> &Folder {
        &self.0
    }
}

/// How the program ended, and what it said.
#[derive(Debug)]
pub struct Run {
    pub status: i32,
    pub out: String,
    pub err: String,
}

impl Workspace {
    pub fn new() -> Self {
        let workspace = Self(Folder::new());
        workspace.put("docs-input/docmill.yaml", CONFIG);
        workspace.put("docs-input/itemphone.md", PAGE);
        workspace.put("runtime/Cargo.toml", "");
        workspace
    }

    /// Runs the program in the workspace's root.
    pub fn run<I: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = I>) -> Run {
        self.run_in(".", args)
    }

    pub fn run_in<I: AsRef<OsStr>>(&self, folder: &str, args: impl IntoIterator<Item = I>) -> Run {
        let output = self.command().current_dir(self.path(folder)).args(args).output();
        self.finished(output.expect("started"))
    }

    pub fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command
            .env("CARGO_MANIFEST_DIR", self.path("xtask"))
            .env_remove("CARGO_TARGET_DIR")
            .env_remove("CLICOLOR_FORCE")
            .current_dir(self.root());
        command
    }

    pub fn finished(&self, output: Output) -> Run {
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
