use super::{Config, FILE_NAME, RuntimeDependency, Usual};
use crate::diagnostics::render::PageTexts;
use crate::diagnostics::render::text::{Style, render_one};
use crate::diagnostics::{Code, Diagnostic};

const GOOD: &str = "\
pages:
  include: [\"**/*.md\"]
  exclude: [\"includes/**\"]
overrides:
  - target: microsoft.graph.itemPhone.number
    type: Collection(Edm.String)
    reason: The page is wrong.
  - target: item_phone::update
    rename: item_phone::patch
    reason: Reads better.
output:
  crate: docmill-graph
  version: 0.1.0-beta.1+build
  title: Typed client of Microsoft Graph.
  base_url: https://graph.microsoft.com/beta
  page_url: https://learn.microsoft.com/graph/api/{page}
  runtime:
    path: ../runtime
  workspace_member: true
";

struct OneFile<'a>(&'a str);

impl PageTexts for OneFile<'_> {
    fn text(&self, _page: &str) -> Option<&str> {
        Some(self.0)
    }
}

fn usual() -> Usual {
    let runtime = RuntimeDependency::Path("../docmill/runtime".to_owned());
    Usual { folder: "my-client".to_owned(), runtime }
}

fn parse(text: &str) -> Result<Config, Diagnostic> {
    Config::parse(text, FILE_NAME, &usual())
}

/// What is said about a configuration, as a person sees it.
fn complaint(text: &str) -> String {
    match parse(text) {
        Ok(_) => "nothing is wrong".to_owned(),
        Err(finding) => render_one(&finding, &OneFile(text), Style::Plain),
    }
}

/// The good configuration with one line of it replaced.
fn with(line: &str, by: &str) -> String {
    assert!(GOOD.contains(line), "{line}");
    GOOD.replace(line, by)
}

fn shown(name: &str, complaints: &[String]) {
    insta::with_settings!({omit_expression => true}, {
        insta::assert_snapshot!(name, complaints.join("\n\n"));
    });
}

#[test]
fn a_good_configuration_is_read() {
    let config = parse(GOOD).expect("it is good");
    assert_eq!(config.dialect, "graph");
    assert_eq!(config.output.package, "docmill-graph");
    assert_eq!(config.output.runtime, RuntimeDependency::Path("../runtime".to_owned()));
    assert_eq!(config.places.of_override(1).source.to_string(), "docmill.yaml:8:13");
    assert_eq!(config.places.of_override(9).source.to_string(), "docmill.yaml:0:0");
}

#[test]
fn what_is_not_said_is_usual() {
    let output = |text: &str| parse(text).expect("nothing is wrong").output;
    let nothing = output("");
    assert_eq!(nothing.package, "my-client");
    assert_eq!(nothing.base_url.as_deref(), Some("https://graph.microsoft.com/v1.0"));
    assert_eq!(nothing.runtime, usual().runtime);
    let rest = output("dialect: rest");
    assert_eq!(rest.title, "Typed client of an API, made from its documentation.");
    assert_eq!(rest.base_url, None);
    let beta = output("output: {base_url: 'https://graph.microsoft.com/beta'}");
    assert_eq!(beta.base_url.as_deref(), Some("https://graph.microsoft.com/beta"));
    assert_eq!(beta.version, "0.1.0");
}

#[test]
fn the_runtime_is_given_by_key_or_by_tag() {
    for runtime in ["{path: ../runtime}", "!path ../runtime"] {
        let text = with("\n    path: ../runtime", &format!(" {runtime}"));
        let config = parse(&text).expect(runtime);
        assert_eq!(config.output.runtime, RuntimeDependency::Path("../runtime".to_owned()));
    }
    assert!(complaint(&with("\n    path: ../runtime", " !git x")).contains("docmill.yaml:17:12"));
}

#[test]
fn the_example_in_the_documentation_is_good() {
    let module = include_str!("mod.rs");
    let example: Vec<&str> = module
        .lines()
        .filter_map(|line| line.strip_prefix("//!"))
        .skip_while(|line| line.trim() != "```yaml")
        .skip(1)
        .take_while(|line| line.trim() != "```")
        .map(|line| line.strip_prefix(' ').unwrap_or(line))
        .collect();
    assert_eq!(complaint(&example.join("\n")), "nothing is wrong");
}

#[test]
fn the_mended_example_of_the_explanation_is_good_and_the_found_one_is_not() {
    let examples: Vec<&str> = Code::BadConfiguration
        .explanation()
        .split("```yaml\n")
        .skip(1)
        .filter_map(|rest| rest.split("```").next())
        .collect();
    assert_ne!(complaint(examples[0]), "nothing is wrong");
    assert_eq!(complaint(examples[1]), "nothing is wrong");
}

#[test]
fn what_is_no_configuration() {
    shown(
        "what_is_no_configuration",
        &[
            complaint("pages: [unclosed"),
            complaint("just text"),
            complaint(&with("  include:", "  inlcude:")),
            complaint(&with("output:", "outptu:")),
            complaint(&with("  workspace_member: true", "  workspace_member: maybe")),
            complaint(&with("    path: ../runtime", "    git: somewhere")),
            complaint(&with("    path: ../runtime", "    path: a\n    version: 1.0.0")),
            complaint(&with("  crate: docmill-graph", "  crate: a\n  crate: b")),
            complaint(&with("include: [\"**/*.md\"]", "include: 7")),
            complaint(&with("    reason: Reads better.\n", "")),
        ],
    );
}

#[test]
fn values_that_will_not_do() {
    shown(
        "values_that_will_not_do",
        &[
            complaint(&with("\"**/*.md\"", "\"a.md\", \"[b-a].md\", '{c'")),
            complaint(&with("[\"**/*.md\"]", "[]")),
            complaint(&with("pages:", "dialect: ''\npages:")),
            complaint(&with("reason: Reads better.", "reason: \" \"")),
            complaint(&with("    rename: item_phone::patch\n", "")),
            complaint(&with("target: item_phone::update", "target: item phone")),
            complaint(&with("target: item_phone::update", "target: item_phone::update::now")),
            complaint(&with(
                "target: item_phone::update",
                "target: microsoft.graph.itemPhone.number",
            )),
            complaint(&with("rename: item_phone::patch", "rename: patch # no module")),
            complaint(&with("rename: item_phone::patch", "type: Edm.String\n    remove: true")),
            complaint(&with("Collection(Edm.String)", "Edm.Strong")),
            complaint(&with("Collection(Edm.String)", "Collection(Edm.String")),
            complaint(&with("crate: docmill-graph", "crate: my client")),
            complaint(&with("crate: docmill-graph", "crate: 7up")),
            complaint(&with("crate: docmill-graph", "crate: match")),
            complaint(&with("version: 0.1.0-beta.1+build", "version: 0.1")),
            complaint(&with("https://graph.microsoft.com/beta", "graph.microsoft.com")),
            complaint(&with("microsoft.com/beta", "microsoft.com/beta/")),
            complaint(&with("microsoft.com/beta", "microsoft.com/beta?x=1")),
            complaint(&with("api/{page}", "api")),
            complaint(&with("path: ../runtime", "version: newest")),
        ],
    );
}

#[test]
fn one_run_tells_everything() {
    let text = with("crate: docmill-graph", "crate: my client")
        .replace("[\"**/*.md\"]", "[\"[b-a].md\"]")
        .replace("reason: Reads better.", "reason: ''");
    shown("one_run_tells_everything", &[complaint(&text)]);
}

#[test]
fn a_file_that_is_not_there_or_no_text() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("docmill.yaml");
    let missing = Config::load(&path, &usual()).expect_err("it is not there");
    assert_eq!(missing.code, Code::UnreadableInput);
    std::fs::write(&path, b"pages: \xff").expect("written");
    let bytes = Config::load(&path, &usual()).expect_err("it is no text");
    assert_eq!(bytes.code, Code::BadConfiguration);
    // The same run on another machine prints the same.
    assert!(!missing.message.contains(&folder.path().display().to_string()));
    std::fs::write(&path, GOOD.replace('\n', "\r\n")).expect("written");
    assert!(Config::load(&path, &usual()).is_ok());
}

#[test]
fn a_folder_gives_a_package_a_name() {
    let runtime = || RuntimeDependency::Version("0.1".to_owned());
    for (folder, package) in [
        ("v1.0", "v1-0"),
        ("My API", "my-api"),
        ("2021-07", "api-2021-07"),
        ("type", "api-type"),
        ("..", "api-client"),
    ] {
        let config = Config::without_file(folder, runtime());
        assert_eq!(config.output.package, package);
        assert!(super::check::all(&config).is_empty(), "{folder}");
    }
}
