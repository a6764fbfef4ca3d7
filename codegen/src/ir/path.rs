//! Paths of operations, and where pages have them.

use std::fmt;
use std::str::FromStr;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::names::ParameterName;

/// A documented path, relative to the API's base URL: `/me/profile/phones/{id}`.
///
/// Displayed as it is sent, with a leading slash and without a query.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Path {
    /// Its pieces in order; their texts joined give the path.
    pub pieces: Vec<PathPiece>,
    /// Where the page has it from.
    pub origin: PathOrigin,
}

/// Where a page gives a path.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PathOrigin {
    /// In a request line that has it as it is sent.
    #[default]
    Line,
    /// In a request line that cannot be sent as it stands, because it abbreviates the path or has
    /// samples where values belong: the line's own path.
    Written(Box<str>),
    /// In an example only, as another address of what a request line leads to.
    Example,
}

/// A piece of a path.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PathPiece {
    /// Text that is sent as it stands, slashes included: `/me/profile/phones/`.
    Literal(Box<str>),
    /// A place for a value: `{id}`, `{id | userPrincipalName}`. The name is what stands between
    /// the braces, trimmed.
    Placeholder(ParameterName),
}

impl Path {
    /// The path of the request line that gives it, as the page has it; `None` if only an example
    /// does.
    pub fn written(&self) -> Option<String> {
        match &self.origin {
            PathOrigin::Line => Some(self.to_string()),
            PathOrigin::Written(text) => Some(text.as_ref().to_owned()),
            PathOrigin::Example => None,
        }
    }

    /// The names of its placeholders, in order; they may repeat.
    pub fn placeholders(&self) -> impl Iterator<Item = &ParameterName> {
        self.pieces.iter().filter_map(|piece| match piece {
            PathPiece::Placeholder(name) => Some(name),
            PathPiece::Literal(_) => None,
        })
    }

    /// Whether it has a placeholder of that name.
    pub fn has(&self, name: &str) -> bool {
        self.placeholders().any(|placeholder| placeholder.as_str() == name)
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.pieces.iter().try_for_each(|piece| match piece {
            PathPiece::Literal(text) => f.write_str(text),
            PathPiece::Placeholder(name) => {
                f.write_str("{")?;
                f.write_str(name.as_str())?;
                f.write_str("}")
            }
        })
    }
}

impl FromStr for Path {
    type Err = String;

    /// Reads `/literal/{placeholder}`. A brace that is never closed is an error.
    fn from_str(text: &str) -> Result<Self, String> {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some(open) = rest.find('{') {
            let close = rest[open..]
                .find('}')
                .ok_or_else(|| format!("`{{` without `}}` in the path `{text}`"))?;
            if open > 0 {
                pieces.push(PathPiece::Literal(rest[..open].into()));
            }
            let name = rest[open + 1..open + close].trim();
            pieces.push(PathPiece::Placeholder(ParameterName::new(name)));
            rest = &rest[open + close + 1..];
        }
        if !rest.is_empty() {
            pieces.push(PathPiece::Literal(rest.into()));
        }
        Ok(Self { pieces, origin: PathOrigin::Line })
    }
}

/// How a path is saved: its text, and where it is from if that is not a request line that has it.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum SavedPath {
    Line(String),
    Written { path: String, written: Box<str> },
    Example { example: String },
}

impl Serialize for Path {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let path = self.to_string();
        let saved = match &self.origin {
            PathOrigin::Line => SavedPath::Line(path),
            PathOrigin::Written(written) => SavedPath::Written { path, written: written.clone() },
            PathOrigin::Example => SavedPath::Example { example: path },
        };
        saved.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Path {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (text, origin) = match SavedPath::deserialize(deserializer)? {
            SavedPath::Line(path) => (path, PathOrigin::Line),
            SavedPath::Written { path, written } => (path, PathOrigin::Written(written)),
            SavedPath::Example { example } => (example, PathOrigin::Example),
        };
        let path: Self = text.parse().map_err(D::Error::custom)?;
        Ok(Self { origin, ..path })
    }
}
