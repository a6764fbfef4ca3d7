//! What is not Rust: the package's manifest and its readme.

use std::fmt::Write as _;

use super::areas::{ALL, AZURE, EXAMPLES};
use crate::config::RuntimeDependency;
use crate::emit::context::Decided;
use crate::emit::examples;
use crate::emit::file::File;
use crate::emit::rustdoc::{code, links, markdown};

/// `Cargo.toml`.
pub fn cargo_toml(context: &Decided<'_>) -> File {
    let output = context.output;
    let mut text = format!(
        "[package]\nname = {}\ndescription = {}\n",
        toml_string(&output.package),
        toml_string(&output.title),
    );
    if output.workspace_member {
        text += "version.workspace = true\nedition.workspace = true\npublish = false\n";
    } else {
        let _ = writeln!(text, "version = {}", toml_string(&output.version));
        text += "edition = \"2024\"\n";
    }
    let runtime = match &output.runtime {
        RuntimeDependency::Path(path) => format!("{{ path = {} }}", toml_string(path)),
        RuntimeDependency::Version(version) => toml_string(version),
    };
    text += &features(context);
    let _ = write!(text, "\n[dependencies]\ndocmill-runtime = {runtime}\n");
    if !output.workspace_member {
        text += "\n# A package of its own, wherever it lies.\n[workspace]\n";
    }
    File::toml("Cargo.toml", &text)
}

/// `[features]`: one per area, all of them by default, where there are areas; and what is off by
/// default in any crate.
fn features(context: &Decided<'_>) -> String {
    let mut text = String::from("\n[features]\n");
    let features: Vec<&str> = context.areas.features().map(|(feature, _)| feature).collect();
    if !features.is_empty() {
        let _ = writeln!(text, "default = [{}]", toml_string(ALL));
        text += "# Every area of the documentation.\n";
        let _ = writeln!(text, "{ALL} = [");
        for feature in &features {
            let _ = writeln!(text, "    {},", toml_string(feature));
        }
        text += "]\n";
        for feature in &features {
            let _ = writeln!(text, "{feature} = []");
        }
    }
    text += "# `runtime::AzureTokens`: the credentials of `azure_identity`.\n";
    let _ = writeln!(text, "{AZURE} = [\"docmill-runtime/azure\"]");
    if examples::are_any(context) {
        text += "# The responses that pages show, for tests.\n";
        let _ = writeln!(text, "{EXAMPLES} = []");
    }
    text
}

/// `README.md`.
pub fn readme(context: &Decided<'_>) -> File {
    let output = context.output;
    let api = context.api;
    let at = output
        .base_url
        .as_deref()
        .map(|base_url| format!(" for the API at <{}>", links::web_address(base_url)));
    let text = format!(
        "# {package}\n\n{title}\n\n\
         A typed client{at}, made by docmill from the API's reference pages: {operations} \
         operations, {types} types, {enums} enums.\n\n\
         `cargo doc --open` shows all of it; `src/lib.rs` starts with an example.\n",
        package = code::span(&output.package),
        at = at.unwrap_or_default(),
        title = markdown::clean(&output.title, &context.links),
        operations = api.operations.len(),
        types = api.types.len(),
        enums = api.enums.len(),
    );
    File::markdown("README.md", &text)
}

/// A string of TOML; Rust's escapes differ.
fn toml_string(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
