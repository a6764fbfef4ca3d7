//! Who may call an operation.

use std::collections::BTreeMap;

use serde::Serialize;

/// One way to be allowed: the names of a scheme and of the permissions that are needed together, or of
/// the scheme alone.
pub type Requirement = BTreeMap<&'static str, Vec<String>>;

/// Ways to be allowed, any of which is enough.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(transparent)]
pub struct Requirements(pub(in super::super) Vec<Requirement>);

impl Requirements {
    /// Whether the page says nothing, and the document's own requirements hold.
    pub fn is_unsaid(&self) -> bool {
        self.0.is_empty()
    }
}

/// How a caller shows who it is.
#[derive(Clone, Debug, Serialize)]
pub struct SecurityScheme {
    #[serde(rename = "type")]
    pub kind: SchemeKind,
    pub scheme: &'static str,
    pub description: &'static str,
}

#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum SchemeKind {
    Http,
}

/// Permissions by kind of caller. A kind that is not there cannot call, unless `anyCaller` is.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Permissions {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delegated_work: Option<Scopes>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delegated_personal: Option<Scopes>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub application: Option<Scopes>,
    /// Where the page names no kind of caller.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub any_caller: Option<Scopes>,
}

/// Permissions of which any one is enough.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Scopes {
    pub least_privileged: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub higher_privileged: Vec<String>,
}
