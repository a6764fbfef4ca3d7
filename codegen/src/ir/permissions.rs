//! Who may call an operation.

use std::fmt;

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
    /// Whoever calls: where the page says what is needed, and of no kind of caller that it is.
    #[serde(default, skip_serializing_if = "Scopes::is_empty")]
    pub any_caller: Scopes,
}

impl Permissions {
    /// What some kind of caller needs that the page names.
    pub fn of_kinds(&self) -> [&Scopes; 3] {
        [&self.delegated_work, &self.delegated_personal, &self.application]
    }

    /// Whether there is no scope.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A permission, or several that are needed together: `Loans.Read and Books.Read`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Alternative(Box<str>);

impl Alternative {
    /// What stands between permissions that are needed together.
    pub const TOGETHER: &str = " and ";

    /// As text, with all of its permissions.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Several, with commas between them.
    pub fn list(alternatives: &[Self]) -> String {
        alternatives.iter().map(Self::as_str).collect::<Vec<_>>().join(", ")
    }

    /// The permissions, all of which are needed.
    pub fn permissions(&self) -> impl Iterator<Item = &str> {
        self.0.split(Self::TOGETHER)
    }

    /// The same, with one more permission that is needed.
    #[must_use]
    pub fn and(&self, permission: &str) -> Self {
        Self([&self.0, Self::TOGETHER, permission].concat().into())
    }
}

impl From<&str> for Alternative {
    fn from(permission: &str) -> Self {
        Self(permission.into())
    }
}

impl fmt::Display for Alternative {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Alternatives for one kind of caller. Empty where the page says "Not supported."
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scopes {
    /// The least privileged ones.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub least: Vec<Alternative>,
    /// The others, least privileged first as far as the page tells.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub higher: Vec<Alternative>,
}

impl Scopes {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.least.is_empty() && self.higher.is_empty()
    }

    /// All of them, least privileged first.
    pub fn all(&self) -> impl Iterator<Item = &Alternative> {
        self.least.iter().chain(&self.higher)
    }
}
