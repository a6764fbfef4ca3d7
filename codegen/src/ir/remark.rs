//! What pages say in running text beside their facts.

use serde::{Deserialize, Serialize};

/// A remark about an operation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Remark {
    /// What it is about.
    #[serde(default, skip_serializing_if = "Topic::is_operation")]
    pub about: Topic,
    /// What it says, as Markdown. What stands on the page under a title of its own begins with that
    /// title, as a heading `##`: titles that many pages have are told by `about`.
    pub text: Box<str>,
}

/// What of an operation a remark is about: the section that it stands in tells.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Topic {
    /// No part of it in particular.
    #[default]
    Operation,
    /// Who may call it.
    Permissions,
    /// Query options and other query parameters.
    Query,
    /// Parameters in the path.
    Parameters,
    /// Request headers.
    Headers,
    /// What to send.
    Body,
    /// What comes back.
    Response,
}

impl Topic {
    /// Its name in YAML.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Operation => "operation",
            Self::Permissions => "permissions",
            Self::Query => "query",
            Self::Parameters => "parameters",
            Self::Headers => "headers",
            Self::Body => "body",
            Self::Response => "response",
        }
    }

    #[allow(clippy::trivially_copy_pass_by_ref, reason = "the signature serde asks for")]
    fn is_operation(&self) -> bool {
        *self == Self::Operation
    }
}
