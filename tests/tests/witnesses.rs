//! For every edit of `drift/` that is called major for Rust a program beside it, `NAME.rs`: it
//! compiles against the client before the edit and not against the one after it.
//!
//! And for every declared rename one in `old_names/`: it uses old names, compiles against both clients,
//! and is warned by the one after.
//!
//! Some fifty crates are built for it, so `.ci/judges` runs it, and `cargo test` by itself does not:
//! `cargo test -p docmill-tests --test witnesses -- --ignored`.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::process::Command;
use std::sync::{Mutex, MutexGuard, PoisonError};

use docmill_codegen::diff::RustImpact;
use docmill_tests::clients::{Clients, repository};
use docmill_tests::drift::{Case, cases, folder, names, sides};
use docmill_tests::edit::Pages;
use docmill_tests::pages;
use serde_json::Value;

/// The edits that are called major.
fn majors() -> Vec<String> {
    let is_major =
        |case: &&Case| case.changes.iter().any(|change| change.impact.rust == RustImpact::Major);
    cases().iter().filter(is_major).map(|case| case.name.clone()).collect()
}

#[test]
fn every_major_has_a_witness_and_nothing_else_has() {
    assert_eq!(names("rs"), majors(), "left: programs in drift/; right: edits called major");
}

#[test]
#[ignore = "builds some fifty crates: .ci/judges"]
fn witnesses_compile_before_and_not_after() {
    let mut workspace = Workspace::new();
    let majors = majors();
    for name in &majors {
        let (old, new) = sides(name);
        workspace.witness("old", name, &old);
        workspace.witness("new", name, &new);
    }
    let messages = workspace.messages();
    let compiled = compiled(&messages);
    let wanted: BTreeSet<String> = majors
        .iter()
        .map(|name| format!("old_{}", name.replace('-', "_")))
        .chain((0..workspace.clients.count()).map(|number| format!("client_{number}")))
        .collect();
    let ours = |name: &&String| ["old_", "new_", "client_"].iter().any(|it| name.starts_with(it));
    let compiled: BTreeSet<String> = compiled.iter().filter(ours).cloned().collect();
    let refused: Vec<String> =
        wanted.difference(&compiled).map(|package| complaints(&messages, package)).collect();
    let surplus: Vec<&String> = compiled.difference(&wanted).collect();
    assert!(
        refused.is_empty() && surplus.is_empty(),
        "compile, and are not to: {surplus:?}; are to compile, and do not: {}",
        refused.join("\n")
    );
}

#[test]
#[ignore = "builds a dozen crates: .ci/judges"]
fn old_names_compile_and_warn() {
    let mut workspace = Workspace::new();
    let programs = pages::entries(&pages::folder().join("old_names"));
    let programs: Vec<(String, String)> = programs
        .iter()
        .map(|path| {
            let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
            (name, fs::read_to_string(path).expect("readable"))
        })
        .collect();
    for (name, text) in &programs {
        let (old, new) = sides(name);
        workspace.program("old", name, text, &old);
        workspace.program("new", name, text, &new);
    }
    let messages = workspace.messages();
    let compiled = compiled(&messages);
    for (name, text) in &programs {
        let marked = text.lines().filter_map(|line| line.split_once("//"));
        let marked = marked.map(|(_, remark)| remark.matches("deprecated").count()).sum();
        for (side, wanted) in [("old", 0), ("new", marked)] {
            let package = format!("{side}_{}", name.replace('-', "_"));
            assert!(compiled.contains(&package), "{}", complaints(&messages, &package));
            let warned = messages.iter().filter(|message| {
                message["target"]["name"] == package
                    && message["message"]["code"]["code"] == "deprecated"
            });
            assert_eq!(warned.count(), wanted, "warnings of {package}");
        }
    }
}

/// Clients and witnesses that are built together, while no others are: all are built in one folder,
/// where Cargo takes what was written before it last built for what it built.
struct Workspace {
    folder: tempfile::TempDir,
    clients: Clients,
    _turn: MutexGuard<'static, ()>,
}

impl Workspace {
    fn new() -> Self {
        static TURN: Mutex<()> = Mutex::new(());
        let turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
        let folder = tempfile::tempdir().expect("a folder");
        let clients = Clients::new(folder.path());
        clients.put(
            "Cargo.toml",
            "[workspace]\nresolver = \"3\"\nmembers = [\"witnesses/*\"]\nexclude = [\"clients\"]\n",
        );
        Self { folder, clients, _turn: turn }
    }

    fn witness(&mut self, side: &str, name: &str, pages: &Pages) {
        let text = fs::read_to_string(folder().join(format!("{name}.rs"))).expect("a witness");
        self.program(side, name, &text, pages);
    }

    fn program(&mut self, side: &str, name: &str, text: &str, pages: &Pages) {
        let number = self.clients.of(pages);
        let mut features = String::new();
        let mut text = text;
        // One that is about a feature says which it asks for.
        if let Some(feature) =
            text.lines().next().and_then(|line| line.strip_prefix("// features: "))
        {
            let manifest = self.folder.path().join(format!("clients/{number}/Cargo.toml"));
            let manifest = fs::read_to_string(manifest).expect("a manifest");
            // Cargo builds nothing at all where one package asks for a feature that is not there.
            if manifest.contains(&format!("\n{feature} = [")) {
                let _ = write!(features, ", default-features = false, features = [\"{feature}\"]");
            } else {
                text = "compile_error!(\"the client has no such feature\");";
            }
        }
        self.clients.put(
            &format!("witnesses/{side}-{name}/Cargo.toml"),
            &format!(
                "[package]\nname = \"{side}-{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
                 [dependencies]\nclient = {{ package = \"client-{number}\", path = \
                 \"../../clients/{number}\"{features} }}\n"
            ),
        );
        self.clients.put(&format!("witnesses/{side}-{name}/src/lib.rs"), text);
    }

    /// What cargo and the compiler say.
    fn messages(&self) -> Vec<Value> {
        let output = Command::new(env!("CARGO"))
            .args(["check", "--workspace", "--keep-going", "--message-format", "json"])
            .current_dir(self.folder.path())
            .env("CARGO_TARGET_DIR", repository().join("target/witnesses"))
            .output()
            .expect("cargo is there");
        let said = String::from_utf8(output.stdout).expect("text");
        let messages: Vec<Value> =
            said.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
        let complaint = String::from_utf8_lossy(&output.stderr);
        assert!(!compiled(&messages).is_empty(), "nothing compiles:\n{complaint}");
        messages
    }
}

/// What the compiler says about a crate.
fn complaints(messages: &[Value], package: &str) -> String {
    let about = messages.iter().filter(|message| message["target"]["name"] == package);
    let said = about.filter_map(|message| message["message"]["rendered"].as_str());
    format!("{package}:\n{}", said.collect::<String>())
}

/// The names of the crates that compile.
fn compiled(messages: &[Value]) -> BTreeSet<String> {
    messages
        .iter()
        .filter(|message| message["reason"] == "compiler-artifact")
        .filter_map(|message| Some(message["target"]["name"].as_str()?.to_owned()))
        .collect()
}
