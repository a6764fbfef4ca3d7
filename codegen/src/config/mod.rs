//! `docmill.yaml`: which pages to read, how they are written, what to correct, what to write.
//!
//! ```yaml
//! pages:
//!   include: ["**/*.md"]               # the default: every .md, .mdx and .txt; a toc.yml is read anyway
//!   exclude: ["includes/**"]
//! dialect: graph                       # the default, or a YAML file beside this one
//! overrides:
//!   - target: microsoft.graph.itemPhone.number
//!     type: Edm.String                 # or rename: phone_number, or remove: true
//!     reason: The page gives the type of the old version.
//! renames:                             # old names that the client goes on offering, deprecated
//!   - was: microsoft.graph.itemTelephone
//!     is: microsoft.graph.itemPhone
//!     reason: The service's own name since March.
//! select:                              # the default: all of it
//!   paths: {include: ["/users/**", "/me/**#GET"], exclude: []}
//!   types: {exclude: ["microsoft.graph.termStore.*"]}
//!   unreached: leave-out               # types that no operation takes or gives; or keep
//! output:
//!   crate: my-client
//!   version: 0.1.0
//!   title: Typed client of my API.
//!   base_url: https://graph.microsoft.com/v1.0
//!   page_url: https://learn.microsoft.com/graph/api/{page}
//!   runtime: {path: ../runtime}        # or {version: "0.1"}
//! ```
//!
//! - `load`: from a file to a checked [`Config`], or a finding with line and column.
//! - `check`: what a value must keep to beyond its type.
//! - `globs`: patterns, and what they match.
//! - `runtime`: where the generated crate finds its runtime.

mod check;
mod globs;
mod load;
mod runtime;
#[cfg(test)]
mod tests;

use serde::Deserialize;

use crate::diagnostics::Place;

pub use globs::{Filter, GlobPlaces, Globs, PathPattern, glob};
pub use runtime::RuntimeDependency;

/// The file's usual name, in the documentation's root.
pub const FILE_NAME: &str = "docmill.yaml";

/// The whole file.
#[derive(Clone, Debug, Deserialize)]
#[serde(
    deny_unknown_fields,
    expecting = "a mapping with `pages`, `dialect`, `overrides`, `renames`, `select` and `output`"
)]
pub struct Config {
    /// Which pages to read.
    #[serde(default)]
    pub pages: PageGlobs,
    /// How the documentation family writes things: the name of a built-in dialect, or the path of a
    /// YAML file, relative to `docmill.yaml`.
    #[serde(default = "default_dialect")]
    pub dialect: String,
    /// Corrections of what the pages say, each with a reason.
    #[serde(default)]
    pub overrides: Vec<Override>,
    /// Names that things had before.
    #[serde(default)]
    pub renames: Vec<Rename>,
    /// What of it to write.
    #[serde(default)]
    pub select: Select,
    /// What to write.
    pub output: Output,
    /// Where its parts were written, for findings about them.
    #[serde(skip)]
    pub places: KeyPlaces,
}

impl Config {
    /// What is used where a folder of pages has no `docmill.yaml`: everything in it is a page about
    /// Microsoft Graph v1.0. `folder` is the folder's name.
    pub fn without_file(folder: &str, runtime: RuntimeDependency) -> Self {
        Self {
            pages: PageGlobs::default(),
            dialect: default_dialect(),
            overrides: Vec::new(),
            renames: Vec::new(),
            select: Select::default(),
            output: Output {
                package: package_name(folder),
                version: "0.1.0".to_owned(),
                title: "Typed client of Microsoft Graph, made from its documentation.".to_owned(),
                base_url: "https://graph.microsoft.com/v1.0".to_owned(),
                page_url: None,
                runtime,
                workspace_member: false,
            },
            places: KeyPlaces::default(),
        }
    }
}

/// A folder's name as a package's: `API v1.0` becomes `api-v1-0`.
fn package_name(folder: &str) -> String {
    let name = kebab_case(folder);
    if check::bad_package(&name).is_none() {
        name
    } else if name.is_empty() {
        "api-client".to_owned()
    } else {
        format!("api-{name}")
    }
}

/// Letters and digits in lower case, with `-` for whatever stands between them: as names of packages
/// and features are written.
pub(crate) fn kebab_case(text: &str) -> String {
    let words = text.split(|char: char| !char.is_ascii_alphanumeric());
    let words = words.filter(|word| !word.is_empty()).map(str::to_ascii_lowercase);
    words.collect::<Vec<_>>().join("-")
}

/// Where the parts of a configuration were written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyPlaces {
    /// What findings call the file.
    pub file: Box<str>,
    /// The dialect's name; the file, if it is not named.
    pub dialect: Place,
    /// The targets of the overrides, in order.
    pub overrides: Vec<Place>,
    /// The old names of the renames, in order.
    pub renames: Vec<Place>,
    /// The path of the runtime; the file, if nobody wrote one.
    pub runtime: Place,
}

impl KeyPlaces {
    /// Where the override with that number was written; the file, if that is not known.
    pub fn of_override(&self, index: usize) -> Place {
        self.overrides.get(index).cloned().unwrap_or_else(|| self.of_file())
    }

    /// Where the rename with that number was written; the file, if that is not known.
    pub fn of_rename(&self, index: usize) -> Place {
        self.renames.get(index).cloned().unwrap_or_else(|| self.of_file())
    }

    fn of_file(&self) -> Place {
        Place::page(self.file.clone())
    }
}

impl Default for KeyPlaces {
    fn default() -> Self {
        Self {
            file: FILE_NAME.into(),
            dialect: Place::page(FILE_NAME),
            overrides: Vec::new(),
            renames: Vec::new(),
            runtime: Place::page(FILE_NAME),
        }
    }
}

fn default_dialect() -> String {
    "graph".to_owned()
}

/// Which pages to read: globs over paths relative to the documentation's root.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default, expecting = "a mapping with `include` and `exclude`")]
pub struct PageGlobs {
    /// Pages to read.
    pub include: Vec<String>,
    /// Pages to leave out all the same.
    pub exclude: Vec<String>,
    /// Where they were written.
    #[serde(skip)]
    pub places: GlobPlaces,
}

impl Default for PageGlobs {
    fn default() -> Self {
        Self {
            include: ["**/*.md", "**/*.mdx", "**/*.txt"].map(str::to_owned).into(),
            exclude: Vec::new(),
            places: GlobPlaces::default(),
        }
    }
}

/// What of the model to write.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(
    deny_unknown_fields,
    default,
    expecting = "a mapping with `paths`, `types` and `unreached`"
)]
pub struct Select {
    /// Globs over documented paths, with `#GET` for one verb: `/users/**#GET`. `{id}` is a placeholder
    /// of that name, and `{me,users}` a choice.
    pub paths: Globs,
    /// Globs over full names of types and enums.
    pub types: Globs,
    /// What becomes of types that no operation takes or gives.
    pub unreached: Unreached,
}

/// What becomes of types that no operation takes or gives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unreached {
    /// They are written.
    #[default]
    Keep,
    /// They are left out, and counted.
    LeaveOut,
}

/// One correction. An override that changes nothing is an error: the page was mended, or the name
/// is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a mapping with `target`, an effect and a `reason`")]
pub struct Override {
    /// What is corrected: `microsoft.graph.itemPhone`, `microsoft.graph.itemPhone.number`, or
    /// `item_phone::update`.
    pub target: String,
    /// The type to use for a property, in OData's way: `Collection(Edm.String)`.
    #[serde(rename = "type")]
    pub ty: Option<String>,
    /// The `module::function` to use for an operation; nothing else can have another name.
    pub rename: Option<String>,
    /// Leave it out.
    #[serde(default)]
    pub remove: bool,
    /// Why.
    pub reason: String,
}

/// A thing that had another name. The client goes on offering it under that name, deprecated, as far
/// as Rust allows. A rename that does not fit the pages is an error.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a mapping with `was`, `is` and a `reason`")]
pub struct Rename {
    /// What it was called: a type, an enum, `namespace.type.property`, `namespace.enum.member` or
    /// `module::function`.
    pub was: String,
    /// What the pages call it now, in the same way.
    pub is: String,
    /// Why.
    pub reason: String,
}

/// What to write.
#[derive(Clone, Debug, Deserialize)]
#[serde(
    deny_unknown_fields,
    expecting = "a mapping with `crate`, `version`, `title`, `base_url` and `runtime`"
)]
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
