//! Types in use: what one value is, and collections of them.

use std::fmt;
use std::str::FromStr;

use super::model::as_text;
use super::names::{EnumName, TypeName};

/// A type in use: a value, or a collection of values. Written as `Edm.String`,
/// `microsoft.graph.identity`, `Collection(Edm.String)` in OData's way.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeRef {
    /// What one value is.
    pub value: Value,
    /// Whether it is a collection of them.
    pub collection: bool,
}

/// What one value is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Value {
    /// One of OData's primitive types.
    Primitive(Primitive),
    /// A documented structured type.
    Type(TypeName),
    /// A documented enum.
    Enum(EnumName),
    /// A name that pages use and none describes; on the wire it may be anything.
    Undocumented(TypeName),
    /// JSON of no documented shape.
    Json,
}

impl TypeRef {
    /// One value.
    pub fn single(value: Value) -> Self {
        Self { value, collection: false }
    }

    /// A collection of values.
    pub fn collection(value: Value) -> Self {
        Self { value, collection: true }
    }
}

impl Value {
    /// The full name that pages give it; primitives and JSON have none.
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::Type(name) | Self::Undocumented(name) => Some(name.as_str()),
            Self::Enum(name) => Some(name.as_str()),
            Self::Primitive(_) | Self::Json => None,
        }
    }
}

impl fmt::Display for TypeRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.collection { write!(f, "Collection({})", self.value) } else { self.value.fmt(f) }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Primitive(primitive) => f.write_str(primitive.as_str()),
            Self::Type(name) => f.write_str(name.as_str()),
            Self::Enum(name) => write!(f, "enum {name}"),
            Self::Undocumented(name) => write!(f, "undocumented {name}"),
            Self::Json => f.write_str("Edm.Untyped"),
        }
    }
}

impl FromStr for TypeRef {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let inner = text.strip_prefix("Collection(").and_then(|rest| rest.strip_suffix(')'));
        let value = match inner.unwrap_or(text) {
            "Edm.Untyped" => Value::Json,
            name if name.starts_with("Edm.") => Value::Primitive(
                Primitive::from_edm(name)
                    .ok_or_else(|| format!("`{name}` is none of OData's primitive types"))?,
            ),
            name => match name.split_once(' ') {
                Some(("enum", name)) => Value::Enum(EnumName::new(name)),
                Some(("undocumented", name)) => Value::Undocumented(TypeName::new(name)),
                _ => Value::Type(TypeName::new(name)),
            },
        };
        Ok(Self { value, collection: inner.is_some() })
    }
}

/// OData's primitive types.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "OData's own words, defined in the CSDL specification, 3.3")]
pub enum Primitive {
    Binary,
    Boolean,
    Byte,
    Date,
    DateTimeOffset,
    Decimal,
    Double,
    Duration,
    Guid,
    Int16,
    Int32,
    Int64,
    SByte,
    Single,
    Stream,
    String,
    TimeOfDay,
}

impl Primitive {
    /// Every one.
    pub const ALL: [Self; 17] = [
        Self::Binary,
        Self::Boolean,
        Self::Byte,
        Self::Date,
        Self::DateTimeOffset,
        Self::Decimal,
        Self::Double,
        Self::Duration,
        Self::Guid,
        Self::Int16,
        Self::Int32,
        Self::Int64,
        Self::SByte,
        Self::Single,
        Self::Stream,
        Self::String,
        Self::TimeOfDay,
    ];

    /// OData's name for it, `Edm.` included.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Binary => "Edm.Binary",
            Self::Boolean => "Edm.Boolean",
            Self::Byte => "Edm.Byte",
            Self::Date => "Edm.Date",
            Self::DateTimeOffset => "Edm.DateTimeOffset",
            Self::Decimal => "Edm.Decimal",
            Self::Double => "Edm.Double",
            Self::Duration => "Edm.Duration",
            Self::Guid => "Edm.Guid",
            Self::Int16 => "Edm.Int16",
            Self::Int32 => "Edm.Int32",
            Self::Int64 => "Edm.Int64",
            Self::SByte => "Edm.SByte",
            Self::Single => "Edm.Single",
            Self::Stream => "Edm.Stream",
            Self::String => "Edm.String",
            Self::TimeOfDay => "Edm.TimeOfDay",
        }
    }

    /// The primitive of that full name; `None` if there is none. Casing matters.
    pub fn from_edm(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|primitive| primitive.as_str() == name)
    }
}

as_text!(TypeRef);
