//! What requests carry.

use serde::{Deserialize, Serialize};

use super::model::{Requirement, Source};
use super::names::{PropertyName, TypeName};
use super::place::Cells;
use super::value::TypeRef;

/// What a request carries.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Body {
    /// Nothing.
    #[default]
    None,
    /// A whole resource.
    Resource(TypeName),
    /// The listed properties and no others; `of` is the resource they belong to, if any.
    Properties {
        /// The resource whose properties they are; `None` for the parameters of an action.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        of: Option<TypeName>,
        /// The properties, in the page's order; never empty.
        properties: Vec<BodyProperty>,
    },
    /// A link to an existing entity: `{"@odata.id": "…"}`, for paths that end in `/$ref`.
    Reference,
    /// Bytes of the given media type, `application/octet-stream` if the page names none.
    Bytes(Box<str>),
    /// Named parts in one message.
    Multipart {
        /// The message's media type, without a boundary: `multipart/form-data`.
        media: Box<str>,
        /// The parts that the page shows, in its order.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        parts: Vec<MessagePart>,
        /// The media types in which content can be sent on its own instead, in the page's order.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        alone: Vec<Box<str>>,
    },
    /// JSON whose shape the page does not tell.
    Json,
}

impl Body {
    /// Whether there is none.
    pub fn is_none(&self) -> bool {
        *self == Self::None
    }

    /// The properties that it lists; none where it is something else.
    pub fn properties(&self) -> &[BodyProperty] {
        match self {
            Self::Properties { properties, .. } => properties,
            _ => &[],
        }
    }

    /// As [`Body::properties`], to change them.
    pub fn properties_mut(&mut self) -> &mut [BodyProperty] {
        match self {
            Self::Properties { properties, .. } => properties,
            _ => &mut [],
        }
    }
}

/// A part of a message of several.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MessagePart {
    /// Its name.
    pub name: Box<str>,
    /// Its media type, where the page gives one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub media: Option<Box<str>>,
}

/// A property that a request body lists, or a parameter of an action or function.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BodyProperty {
    /// Name on the wire.
    pub name: PropertyName,
    /// Its type.
    #[serde(rename = "type")]
    pub ty: TypeRef,
    /// Whether the page says it must be given.
    #[serde(default, skip_serializing_if = "Requirement::is_optional")]
    pub requirement: Requirement,
    /// The type that the page says it is inherited from, by the page's name for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inherited_from: Option<Box<str>>,
    /// What the page says, as Markdown.
    #[serde(default, skip_serializing_if = "str::is_empty")]
    pub description: Box<str>,
    /// Where it is documented: its name.
    pub source: Source,
    /// The other cells of its row.
    #[serde(default, skip_serializing_if = "Cells::is_empty")]
    pub cells: Cells,
}

impl BodyProperty {
    /// Where its type stands; else its name.
    pub fn type_place(&self) -> Source {
        self.source.in_column(self.cells.ty)
    }

    /// Where it is described; else its name.
    pub fn description_place(&self) -> Source {
        self.source.in_column(self.cells.description)
    }

    /// Where it is said whether it must be given; else where it is described.
    pub fn requirement_place(&self) -> Source {
        self.source.in_column(self.cells.required.or(self.cells.description))
    }
}
