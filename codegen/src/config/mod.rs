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
//!   crate: my-client                   # the default: as the client's folder is called
//!   version: 0.1.0                     # the default
//!   title: Typed client of my API.
//!   base_url: https://graph.microsoft.com/v1.0
//!   page_url: https://learn.microsoft.com/graph/api/{page}
//!   runtime: {path: ../runtime}        # or {version: "0.1"}; the default: docmill's own
//! ```
//!
//! Every key can be left out. Pages of Microsoft Graph have a `base_url` of their own; for others the client
//! has none where nobody says it, and its callers do.
//!
//! - `load`: from a file to a checked [`Config`], or a finding with line and column.
//! - `check`: what a value must keep to beyond its type.
//! - `globs`: patterns, and what they match.
//! - `output`: what to write.
//! - `runtime`: where the generated crate finds its runtime.
//! - `written`: the file as it is, without what is usual.

mod check;
mod globs;
mod load;
mod output;
mod runtime;
#[cfg(test)]
mod tests;
mod written;

use serde::Deserialize;

use crate::diagnostics::Place;
use written::Written;

pub use globs::{Filter, GlobPlaces, Globs, PathPattern, glob};
pub use output::{Output, Usual};
pub use runtime::RuntimeDependency;

/// The file's usual name, in the documentation's root.
pub const FILE_NAME: &str = "docmill.yaml";

/// The whole file.
#[derive(Clone, Debug)]
pub struct Config {
    /// Which pages to read.
    pub pages: PageGlobs,
    /// How the documentation family writes things: the name of a built-in dialect, or the path of a
    /// YAML file, relative to `docmill.yaml`.
    pub dialect: String,
    /// Corrections of what the pages say, each with a reason.
    pub overrides: Vec<Override>,
    /// Names that things had before.
    pub renames: Vec<Rename>,
    /// What of it to write.
    pub select: Select,
    /// What to write.
    pub output: Output,
    /// Where its parts were written, for findings about them.
    pub places: KeyPlaces,
}

impl Config {
    /// What is used where a folder of pages has no `docmill.yaml`: everything in it is a page about
    /// Microsoft Graph v1.0. `folder` is the name of the folder that the package is called after.
    pub fn without_file(folder: &str, runtime: RuntimeDependency) -> Self {
        Written::default().complete(&Usual { folder: folder.to_owned(), runtime })
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
