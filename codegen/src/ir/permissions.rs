//! Who may call an operation.

use serde::{Deserialize, Serialize};

/// Who may call an operation: by kind of caller, any *one* of the alternatives is enough.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Permissions {
    /// On behalf of a user with a work or school account.
    #[serde(default, skip_serializing_if = "Scopes::is_empty")]
    pub delegated_work: Scopes,
    /// On behalf of a user with a personal Microsoft account.
    #[serde(default, skip_serializing_if = "Scopes::is_empty")]
    pub delegated_personal: Scopes,
    /// As an application, without a user.
    #[serde(default, skip_serializing_if = "Scopes::is_empty")]
    pub application: Scopes,
}

impl Permissions {
    /// Whether no kind of caller has a scope.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// What stands between the permissions of one alternative: `Loans.Read and Books.Read`.
pub const TOGETHER: &str = " and ";

/// Alternatives for one kind of caller: a permission each, or several that are needed together (see
/// [`TOGETHER`]). Empty where the page says "Not supported."
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scopes {
    /// The least privileged ones.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub least: Vec<Box<str>>,
    /// The others, least privileged first as far as the page tells.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub higher: Vec<Box<str>>,
}

impl Scopes {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.least.is_empty() && self.higher.is_empty()
    }

    /// All of them, least privileged first.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        self.least.iter().chain(&self.higher).map(AsRef::as_ref)
    }

    /// The permissions of one of them, all of which are needed.
    pub fn together(alternative: &str) -> impl Iterator<Item = &str> {
        alternative.split(TOGETHER)
    }
}
