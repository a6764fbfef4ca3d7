//! What requests carry besides their body: query options, further query parameters, headers.

use serde::{Deserialize, Serialize};

use super::model::Requirement;
use super::names::{HeaderName, ParameterName};
use super::place::{Cells, Spot};

/// OData's system query options.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "OData's own words, defined in OData URL Conventions, 5.1")]
pub enum QueryOption {
    Count,
    Expand,
    Filter,
    OrderBy,
    Search,
    Select,
    Skip,
    Top,
}

impl QueryOption {
    /// All of them, in their order.
    pub const ALL: [Self; 8] = [
        Self::Count,
        Self::Expand,
        Self::Filter,
        Self::OrderBy,
        Self::Search,
        Self::Select,
        Self::Skip,
        Self::Top,
    ];

    /// The option of that name, without `$` and in any casing.
    pub fn from_name(name: &str) -> Option<Self> {
        let has_name = |option: &Self| option.as_str()[1..].eq_ignore_ascii_case(name);
        Self::ALL.into_iter().find(has_name)
    }

    /// The option that a text is as it stands in a query, in any casing.
    pub fn from_query(text: &str) -> Option<Self> {
        text.strip_prefix('$').and_then(Self::from_name)
    }

    /// As it stands in a query: `$orderby`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Count => "$count",
            Self::Expand => "$expand",
            Self::Filter => "$filter",
            Self::OrderBy => "$orderby",
            Self::Search => "$search",
            Self::Select => "$select",
            Self::Skip => "$skip",
            Self::Top => "$top",
        }
    }
}

/// A query parameter that is not one of OData's system options.
pub type QueryParameter = Parameter<ParameterName>;

/// A request header.
pub type Header = Parameter<HeaderName>;

/// A row of a page's table of query parameters, or of headers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameter<N> {
    /// Name on the wire.
    pub name: N,
    /// Whether the page says "Required".
    #[serde(default, skip_serializing_if = "Requirement::is_optional")]
    pub requirement: Requirement,
    /// What the page says, as Markdown.
    #[serde(default, skip_serializing_if = "str::is_empty")]
    pub description: Box<str>,
    /// Where its table has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Spot>,
    /// The other cells of its row.
    #[serde(default, skip_serializing_if = "Cells::is_empty")]
    pub cells: Cells,
}

impl<N> Parameter<N> {
    /// One of which nothing but the name is said.
    pub fn named(name: N) -> Self {
        let requirement = Requirement::Optional;
        Self { name, requirement, description: "".into(), place: None, cells: Cells::default() }
    }
}
