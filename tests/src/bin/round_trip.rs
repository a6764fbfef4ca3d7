//! Writes a program that reads every documented response of a documentation set into the models that
//! docmill makes of it, and writes it back: `round_trip DOCS OUT`, then `cargo run` in OUT.
//!
//! The program is a crate of its own, since it stands on models that are made for it: all of them, and
//! no operations, which take most of the time to compile. How an answer is read is taken from the
//! emitted operations, so that lists, values and optional answers are read as the client reads them.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use docmill_codegen::config::{Config, RuntimeDependency};
use docmill_codegen::documents::Documents;
use docmill_codegen::emit::File;
use docmill_codegen::examples::Outcome;
use docmill_codegen::ir::Example;
use docmill_codegen::pipeline::{self, Model};
use serde_json::{Value, json};

fn main() {
    let folders: Vec<PathBuf> = env::args_os().skip(1).map(PathBuf::from).collect();
    let [docs, out] = &*folders else { panic!("usage: round_trip DOCS OUT") };
    let runtime = concat!(env!("CARGO_MANIFEST_DIR"), "/../runtime");
    let runtime = RuntimeDependency::Path(runtime.to_owned());
    let config = Config::without_file("round-trip", runtime);
    let dialect = pipeline::dialect(&config, docs).expect("the dialect that is built in");
    let (documents, _) = Documents::load(docs, &config.pages).expect("the pages");
    let model = pipeline::read(&documents, &config, &dialect);
    let files = pipeline::generate(&model, &config).expect("a client").files;

    write(out, "Cargo.toml", &manifest(&files));
    let lock = concat!(env!("CARGO_MANIFEST_DIR"), "/../Cargo.lock");
    write(out, "Cargo.lock", &fs::read_to_string(lock).expect("the workspace's Cargo.lock"));
    write(out, "examples.json", &responses(&model).to_string());
    write(out, "src/main.rs", &program(&files));
    for File { path, contents } in &files {
        match path.as_str() {
            "src/lib.rs" => write(out, path, &root(contents)),
            path if path.starts_with("src/model/") || path.starts_with("src/enums/") => {
                write(out, path, contents);
            }
            _ => {}
        }
    }
}

fn write(out: &Path, path: &str, contents: &str) {
    let path = out.join(path);
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder can be made");
    // What has not changed is not compiled again.
    if fs::read_to_string(&path).is_ok_and(|old| old == contents) {
        return;
    }
    fs::write(&path, contents).expect("a file can be written");
}

/// The responses that pages show: of which operation, where, and what.
fn responses(model: &Model) -> Value {
    let mut responses = Vec::new();
    for operation in model.api.operations.values() {
        let outcomes = model.outcomes.of(&operation.name);
        for (example, outcome) in operation.examples.iter().zip(outcomes) {
            if !example.is_response() || example.error_status().is_some() || !is_json(example) {
                continue;
            }
            responses.push(json!({
                "operation": operation.name.to_string(),
                "place": format!("{}:{}", example.source.page, example.body_line),
                "body": &*example.body,
                "fits": *outcome == Outcome::Ok,
            }));
        }
    }
    Value::Array(responses)
}

fn is_json(example: &Example) -> bool {
    example.body.starts_with(['{', '[']) && serde_json::from_str::<Value>(&example.body).is_ok()
}

fn manifest(files: &[File]) -> String {
    let emitted =
        &files.iter().find(|file| file.path == "Cargo.toml").expect("a manifest").contents;
    let features = emitted.split("[features]").nth(1).expect("features");
    let features = features.split("\n[").next().unwrap_or_default();
    let runtime = concat!(env!("CARGO_MANIFEST_DIR"), "/../runtime");
    format!(
        "\
[package]
name = \"round-trip\"
edition = \"2024\"

[lib]
name = \"docmill_graph\"

[features]{features}
[dependencies]
docmill-runtime = {{ path = {runtime:?} }}
serde = \"1\"
serde_json = {{ version = \"1\", features = [\"preserve_order\"] }}

# So that what the workspace has built serves here too.
[profile.dev]
debug = \"line-tables-only\"

[profile.dev.package.round-trip]
debug = false

[workspace]
"
    )
}

/// The crate's root without operations.
fn root(emitted: &str) -> String {
    let attribute = |line: &&str| line.starts_with("#![recursion_limit");
    let limit = emitted.lines().find(attribute).unwrap_or_default();
    format!(
        "\
//! Models only.
{limit}
#[rustfmt::skip]
pub mod enums;
#[rustfmt::skip]
pub mod model;
pub use docmill_runtime as runtime;
pub use docmill_runtime::Page;
"
    )
}

/// The program: a table from operations to what reads their answers, and what it is to do with it.
fn program(files: &[File]) -> String {
    let is_value = |reply: &str| {
        ["reply::Value<", "reply::MaybeValue<"].iter().any(|it| reply.starts_with(it))
    };
    let mut table = String::new();
    for (operation, reply) in replies(files) {
        let check = if is_value(&reply) { "check_value" } else { "check" };
        let _ = writeln!(table, "    ({operation:?}, {check}::<{reply}>),");
    }
    let families = families(files);
    let mut in_base = String::new();
    for (operation, reply) in replies(files) {
        let family = families.iter().find(|(any, _)| reply.contains(&format!("model::{any}>")));
        let is_wrapped = reply.starts_with("reply::List<") || is_value(&reply);
        let check = if is_wrapped { "value_in_base" } else { "in_base" };
        if let Some((any, base)) = family {
            let _ =
                writeln!(in_base, "    ({operation:?}, {check}::<model::{any}, model::{base}>),");
        }
    }
    let mut laws = String::new();
    for (any, base) in &families {
        let _ = writeln!(laws, "    ({any:?}, begins_alike::<model::{any}, model::{base}>),");
    }
    let here = env!("CARGO_MANIFEST_DIR");
    format!(
        "\
//! Written by `round_trip`.
#[allow(dead_code)]
#[path = \"{here}/tests/replay/answer.rs\"]
mod answer;
#[path = \"{here}/round_trip/check.rs\"]
mod check;
#[path = \"{here}/tests/replay/typed.rs\"]
mod typed;

#[allow(unused_imports)]
use docmill_graph::{{enums, model}};
#[allow(unused_imports)]
use docmill_runtime::*;
use crate::check::{{Check, Checks, InBase, Law, begins_alike, check, check_value, in_base, value_in_base}};

const CHECKS: &[(&str, Check)] = &[
{table}];

const IN_BASE: &[(&str, InBase)] = &[
{in_base}];

const LAWS: &[(&str, Law)] = &[
{laws}];

fn main() -> std::process::ExitCode {{
    let checks = Checks {{ round_trip: CHECKS, in_base: IN_BASE, laws: LAWS }};
    check::main(include_str!(\"../examples.json\"), &checks)
}}
"
    )
}

/// The enums over a base type, each with that type.
fn families(files: &[File]) -> BTreeMap<String, String> {
    let mut families = BTreeMap::new();
    for file in files.iter().filter(|file| file.path.starts_with("src/model/")) {
        let Some((_, table)) = file.contents.split_once("impl_polymorphic! {") else { continue };
        let any = table.split_whitespace().next().expect("the enum");
        let (_, base) = table.split_once("_ => ").expect("the base type");
        let base = base.split_whitespace().next().expect("its name");
        families.insert(any.to_owned(), base.to_owned());
    }
    families
}

/// How the answer of each operation is read, as the emitted client says it, by the operation's name.
fn replies(files: &[File]) -> BTreeMap<String, String> {
    let mut replies = BTreeMap::new();
    for file in files.iter().filter(|file| file.path.starts_with("src/")) {
        let mut reply = None;
        let mut lines = file.contents.lines().map(str::trim);
        while let Some(line) = lines.next() {
            if let Some(begin) = line.strip_prefix("type Reply =") {
                let mut text = begin.to_owned();
                while !text.ends_with(';') {
                    text += lines.next().expect("the end of the type");
                }
                reply = Some(text.trim_end_matches(';').trim().to_owned());
            // The first text after the reply is the operation's name, in its `INFO`.
            } else if let Some(name) = line.split('"').nth(1)
                && let Some(reply) = reply.take()
            {
                replies.insert(name.to_owned(), reply);
            }
        }
    }
    replies
}
