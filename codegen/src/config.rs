//! `docmill.yaml`: which pages to read, how they are written, what to correct, what to write.

use serde::Deserialize;

/// The whole file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Which pages to read.
    #[serde(default)]
    pub pages: Pages,
    /// How the documentation family writes things: the name of a built-in dialect, or the path of a
    /// YAML file, relative to `docmill.yaml`.
    #[serde(default = "default_dialect")]
    pub dialect: String,
    /// Corrections of what the pages say, each with a reason.
    #[serde(default)]
    pub overrides: Vec<Override>,
    /// What to write.
    pub output: Output,
}

fn default_dialect() -> String {
    "graph".to_owned()
}

/// Which pages to read: globs over paths relative to the documentation's root.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Pages {
    /// Pages to read.
    pub include: Vec<String>,
    /// Pages to leave out all the same.
    pub exclude: Vec<String>,
}

impl Default for Pages {
    fn default() -> Self {
        Self { include: vec!["**/*.md".to_owned(), "**/*.txt".to_owned()], exclude: Vec::new() }
    }
}

/// One correction. An override that changes nothing is an error: the page was mended, or the name
/// is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Override {
    /// What is corrected: `microsoft.graph.itemPhone`, `microsoft.graph.itemPhone.number`, or
    /// `item_phone::update`.
    pub target: String,
    /// The type to use for a property, in OData's way: `Collection(Edm.String)`.
    #[serde(rename = "type")]
    pub ty: Option<String>,
    /// The name to use in Rust, or `module::function` for an operation.
    pub rename: Option<String>,
    /// Leave it out.
    #[serde(default)]
    pub remove: bool,
    /// Why.
    pub reason: String,
}

/// What to write.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Output {
    /// Name of the generated package.
    #[serde(rename = "crate")]
    pub package: String,
    /// Version of the generated package.
    pub version: String,
    /// What the generated crate is about: the first line of its documentation.
    pub title: String,
    /// Base URL of the API, version included: `https://graph.microsoft.com/beta`.
    pub base_url: String,
    /// Address of a page's rendered form, with `{page}` for its file name without extension.
    pub page_url: Option<String>,
    /// How the generated crate finds `docmill-runtime`: a path or a version.
    pub runtime: RuntimeDependency,
    /// Whether the generated crate belongs to docmill's own workspace and inherits its settings.
    #[serde(default)]
    pub workspace_member: bool,
}

/// How the generated crate finds `docmill-runtime`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RuntimeDependency {
    /// A folder, relative to the generated crate.
    Path(String),
    /// A published version.
    Version(String),
}
