//! What the emitter writes for a small API, `emit/phones.yaml`, in which every convention occurs.
//!
//! The snapshots stand side by side in `snapshots/`, one per kind of output.

use std::path::Path;
use std::process::Command;

use docmill_codegen::config::{Output, RuntimeDependency};
use docmill_codegen::emit::{Emitted, emit};
use docmill_codegen::ir::{Api, Remark, Topic};
use docmill_codegen::yaml;
use proptest::prelude::*;

fn output() -> Output {
    Output {
        package: "phones".to_owned(),
        version: "0.1.0".to_owned(),
        title: "Phone numbers of people".to_owned(),
        base_url: Some("https://graph.microsoft.com/beta".to_owned()),
        page_url: Some("https://learn.microsoft.com/en-us/graph/api/{page}".to_owned()),
        runtime: RuntimeDependency::Path("../runtime".to_owned()),
        workspace_member: false,
    }
}

fn phones_api() -> Api {
    yaml::read(include_str!("emit/phones.yaml")).unwrap()
}

fn phones() -> Emitted {
    emit(&phones_api(), &output())
}

/// The same API, with its operations in two areas.
fn phones_in_areas() -> Api {
    let mut api = phones_api();
    for (name, operation) in &mut api.operations {
        operation.area = Some(if &*name.module == "photo" { "Files" } else { "people" }.into());
    }
    api
}

/// One of the files.
fn file(path: &str) -> String {
    let files = phones().files;
    let file = files.into_iter().find(|file| file.path == path);
    file.unwrap_or_else(|| panic!("{path} is not written")).contents
}

/// The items of a file whose text has one of these words.
fn items(path: &str, words: &[&str]) -> String {
    let text = file(path);
    let items = text.split("\n\n").filter(|item| words.iter().any(|word| item.contains(word)));
    items.collect::<Vec<_>>().join("\n\n")
}

macro_rules! snapshots {
    ($($(#[$doc:meta])* $name:ident: $text:expr;)*) => {$(
        $(#[$doc])*
        #[test]
        fn $name() {
            insta::assert_snapshot!($text);
        }
    )*};
}

snapshots! {
    /// Package and dependencies.
    manifest: file("Cargo.toml");
    /// What it is.
    readme: file("README.md");
    /// An example that compiles, the modules, what users need of the runtime.
    root: file("src/lib.rs");
    /// Own and inherited properties, an enum, flags, a stream, a deprecated property.
    model: file("src/model/item_phone.rs");
    /// A type that contains itself, directly and by way of another: boxes, but not in lists.
    recursive_model: file("src/model/identity.rs");
    /// A base type that a property and a response have.
    polymorphic: file("src/model/item_facet.rs");
    /// A type outside the common namespace; one without properties.
    empty_model: file("src/model/term_store_group.rs");
    /// Keywords, digits, nothing, two names that become one.
    odd_names: file("src/model/odd.rs");
    /// Members, one that is called `unknown`, one that is only sent on request.
    open_enum: file("src/enums/phone_type.rs");
    /// Several paths, permissions, query options, remarks, examples.
    operation_with_several_paths: items("src/item_phone.rs", &["Get", "fn@get"]);
    /// A list of a polymorphic type, all query options.
    list: items("src/item_phone.rs", &["List", "fn list"]);
    /// Conditions on what comes back, and nothing else to choose.
    only_a_filter: items("src/item_phone.rs", &["Replace"]);
    /// A POST: what is required is an argument of `new`.
    body_of_a_create: items("src/item_phone.rs", &["ItemPhoneCreate"]);
    /// All modules of bytes, JSON and whole resources.
    other_bodies: file("src/photo.rs");
}

/// A feature per area, a module in one, types in those that reach them or in `all`.
#[test]
fn features() {
    let files = emit(&phones_in_areas(), &output()).files;
    let paths = ["Cargo.toml", "src/enums/mod.rs", "src/lib.rs", "src/model/mod.rs"];
    let files = files.iter().filter(|file| paths.contains(&file.path.as_str()));
    let text: Vec<String> =
        files.map(|file| format!("==> {} <==\n{}", file.path, file.contents)).collect();
    insta::assert_snapshot!(text.join("\n"));
}

#[test]
fn patch_bodies_have_three_states() {
    let text = file("src/item_phone.rs");
    for line in [
        "    pub number: Patch<String>,",
        "    pub fn number(mut self, value: impl Into<String>) -> Self {",
        "    pub fn number_null(mut self) -> Self {",
        "    pub fn type_null(mut self) -> Self {",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
}

#[test]
fn changed_names_are_reported_once_each() {
    let lines: Vec<String> = phones()
        .report
        .into_sorted()
        .iter()
        .map(|diagnostic| {
            format!(
                "{} {}: {}; {}",
                diagnostic.place.source, diagnostic.code, diagnostic.message, diagnostic.note
            )
        })
        .collect();
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn the_same_api_gives_the_same_bytes() {
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build();
    let alone = one.unwrap().install(phones).files;
    assert_eq!(alone, phones().files);
}

#[test]
fn a_circle_of_bases_ends() {
    let ty = |name: &str, base: &str| {
        format!(
            "  {name}:\n    name: {name}\n    base: {base}\n    source: a.md:1:1\n    properties:\n    \
             - {{name: p, type: {base}, source: 'a.md:2:1'}}\n"
        )
    };
    let text = format!("types:\n{}{}", ty("a", "b"), ty("b", "a"));
    let api: Api = yaml::read(&text).unwrap();
    assert_rust(&emit(&api, &output()));
}

/// Everything that should be Rust is, and says who made it.
fn assert_rust(emitted: &Emitted) {
    for file in &emitted.files {
        let first = file.contents.lines().next().unwrap_or_default();
        assert!(first.contains("@generated by docmill"), "{first}");
        if Path::new(&file.path).extension().is_some_and(|extension| extension == "rs")
            && let Err(error) = syn::parse_file(&file.contents)
        {
            panic!("{}: {error}\n{}", file.path, file.contents);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Names and texts of any kind in every place that takes one.
    #[test]
    fn any_text_gives_rust(texts in proptest::collection::vec(odd_text(), 24)) {
        let mut api = phones_api();
        let mut next = texts.iter().cycle();
        let mut text = || next.next().cloned().unwrap_or_default();
        let types = std::mem::take(&mut api.types);
        for (_, mut ty) in types {
            ty.name = docmill_codegen::ir::TypeName::new(text());
            ty.description = text().into();
            for property in &mut ty.properties {
                property.name = docmill_codegen::ir::PropertyName::new(text());
                property.description = text().into();
            }
            api.types.insert(ty.name.clone(), ty);
        }
        for definition in api.enums.values_mut() {
            for member in &mut definition.members {
                member.name = docmill_codegen::ir::MemberName::new(text());
                member.description = text().into();
            }
        }
        let operations = std::mem::take(&mut api.operations);
        for (_, mut operation) in operations {
            operation.name.module = text().into();
            operation.name.function = text().into();
            operation.title = text().into();
            operation.remarks.push(Remark { about: Topic::Response, text: text().into() });
            operation.source.page = text().into();
            operation.area = Some(text().into());
            operation.permissions.application.least.push((*text()).into());
            operation.paths = vec![format!("/{}", text().replace(['{', '}'], "")).parse().unwrap()];
            for example in &mut operation.examples {
                example.body = text().into();
            }
            api.operations.insert(operation.name.clone(), operation);
        }
        assert_rust(&emit(&api, &output()));
    }
}

/// Texts that have hurt generators before, and any others.
fn odd_text() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(vec![
            "",
            "type",
            "Self",
            "_",
            "5",
            "\"",
            "*/",
            "/**",
            "//",
            "\\",
            "`",
            "```",
            "\r",
            "\n\n",
            "\u{0}",
            "\u{202e}x",
            "<b",
            "<!--",
            "[a](b",
            "[a]: b",
            "| a |",
            "{x}",
            "é",
            "😀",
            "crate",
            "super",
            "'",
            "1. a\n   - b\n\n     c",
            "> q\n\n    code",
        ])
        .prop_map(str::to_owned),
        any::<String>(),
        "[ -~\n]{0,40}",
    ]
}

/// The crate compiles without warnings against the real runtime, its documentation and example
/// too.
#[test]
fn the_crate_compiles() {
    assert_cargo(&phones_api(), &[&["test", "--quiet"], &["doc", "--no-deps", "--quiet"]]);
}

/// So it does with every single feature and with none; what the documentation says of features
/// leads somewhere.
#[test]
fn every_feature_compiles_alone() {
    let check = ["check", "--quiet", "--no-default-features"];
    // The example is of the other feature.
    let files = ["test", "--quiet", "--no-default-features", "--features", "files"];
    let people = [&check[..], &["--features", "people"]].concat();
    assert_cargo(&phones_in_areas(), &[&check, &people, &files, &["doc", "--no-deps", "--quiet"]]);
}

/// Writes the crate and runs cargo in it, which has nothing to warn of.
fn assert_cargo(api: &Api, commands: &[&[&str]]) {
    let runtime = Path::new(env!("CARGO_MANIFEST_DIR")).join("../runtime");
    let folder = tempfile::tempdir().unwrap();
    let mut output = output();
    output.runtime = RuntimeDependency::Path(runtime.to_string_lossy().into_owned());
    for file in emit(api, &output).files {
        let path = folder.path().join(&file.path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, file.contents).unwrap();
    }
    // The versions that the workspace is locked to, and what it has built of them.
    std::fs::copy(runtime.join("../Cargo.lock"), folder.path().join("Cargo.lock")).unwrap();
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("..");
    for arguments in commands {
        let result = Command::new(env!("CARGO"))
            .args(*arguments)
            .current_dir(folder.path())
            .env("CARGO_TARGET_DIR", &target)
            .env("CARGO_PROFILE_DEV_DEBUG", "line-tables-only")
            .env("RUSTDOCFLAGS", "-D warnings")
            .output()
            .unwrap();
        let errors = String::from_utf8_lossy(&result.stderr);
        let warns = errors.lines().any(|line| line.starts_with("warning"));
        assert!(result.status.success() && !warns, "cargo {arguments:?}\n{errors}");
    }
}
