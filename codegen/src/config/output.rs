//! What to write: `output` in `docmill.yaml`, and what is usual where it does not say.

use serde::Deserialize;

use super::written::GRAPH;
use super::{RuntimeDependency, check, kebab_case};

/// What to write.
#[derive(Clone, Debug)]
pub struct Output {
    /// Name of the generated package.
    pub package: String,
    /// Version of the generated package.
    pub version: String,
    /// What the generated crate is about: the first line of its documentation.
    pub title: String,
    /// Base URL of the API, version included: `https://graph.microsoft.com/beta`. Without it, callers
    /// say where the API is.
    pub base_url: Option<String>,
    /// Address of a page's rendered form, with `{page}` for its file name without extension.
    pub page_url: Option<String>,
    /// How the generated crate finds `docmill-runtime`: a path or a version.
    pub runtime: RuntimeDependency,
    /// Whether the generated crate belongs to docmill's own workspace and inherits its settings.
    pub workspace_member: bool,
}

impl Output {
    /// The path of the API's address, `/api/v2`; empty where it has none, `None` where nobody says where the
    /// API is.
    pub fn base_path(&self) -> Option<&str> {
        let (_, rest) = self.base_url.as_deref()?.split_once("://")?;
        let path = rest.find('/').map_or("", |slash| &rest[slash..]);
        Some(path.trim_end_matches('/'))
    }
}

/// What is used where `docmill.yaml` does not say it.
#[derive(Clone, Debug)]
pub struct Usual {
    /// Name of the folder that the package is called after.
    pub folder: String,
    /// How the generated crate finds its runtime.
    pub runtime: RuntimeDependency,
}

/// `output` as it is written.
#[derive(Debug, Default, Deserialize)]
#[serde(
    deny_unknown_fields,
    default,
    expecting = "a mapping with `crate`, `version`, `title`, `base_url` and `runtime`"
)]
pub(super) struct WrittenOutput {
    #[serde(rename = "crate")]
    package: Option<String>,
    version: Option<String>,
    title: Option<String>,
    base_url: Option<String>,
    page_url: Option<String>,
    runtime: Option<RuntimeDependency>,
    workspace_member: bool,
}

impl WrittenOutput {
    /// With what is usual for pages of that dialect.
    pub fn complete(self, dialect: &str, usual: &Usual) -> Output {
        let is_graph = dialect == GRAPH;
        let title = || {
            let api = if is_graph { "Microsoft Graph" } else { "an API" };
            format!("Typed client of {api}, made from its documentation.")
        };
        let base_url = || is_graph.then(|| "https://graph.microsoft.com/v1.0".to_owned());
        Output {
            package: self.package.unwrap_or_else(|| package_name(&usual.folder)),
            version: self.version.unwrap_or_else(|| "0.1.0".to_owned()),
            title: self.title.unwrap_or_else(title),
            base_url: self.base_url.or_else(base_url),
            page_url: self.page_url,
            runtime: self.runtime.unwrap_or_else(|| usual.runtime.clone()),
            workspace_member: self.workspace_member,
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
