//! Schemas: JSON Schema 2020-12, as OpenAPI 3.1 takes it.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Ordered, is_false};

/// What JSON may stand somewhere. Without any field: anything.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Schema {
    #[serde(rename = "$ref", skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub description: String,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub types: Option<Types>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub format: Option<Format>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maximum: Option<i64>,
    #[serde(rename = "enum", skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<String>,
    /// What each of them means, in their order.
    #[serde(rename = "x-enum-descriptions", skip_serializing_if = "Vec::is_empty")]
    pub value_descriptions: Vec<String>,
    /// Those that are sent only to callers that ask for them.
    #[serde(rename = "x-enum-opt-in", skip_serializing_if = "Vec::is_empty")]
    pub opt_in_values: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub all_of: Vec<Schema>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub any_of: Vec<Schema>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub items: Option<Box<Schema>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub required: Vec<String>,
    #[serde(skip_serializing_if = "Ordered::is_empty")]
    pub properties: Ordered<Schema>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub additional_properties: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub discriminator: Option<Discriminator>,
    #[serde(skip_serializing_if = "is_false")]
    pub read_only: bool,
    #[serde(skip_serializing_if = "is_false")]
    pub deprecated: bool,
    /// That it is a relationship, as Microsoft's tools for OData have it.
    #[serde(rename = "x-ms-navigationProperty", skip_serializing_if = "is_false")]
    pub navigation: bool,
    /// That several values of an enum can be set at once, as Microsoft's tools have it.
    #[serde(rename = "x-ms-enum-flags", skip_serializing_if = "Option::is_none")]
    pub flags: Option<EnumFlags>,
    /// The name of a type that no page describes.
    #[serde(rename = "x-undocumented", skip_serializing_if = "Option::is_none")]
    pub undocumented: Option<String>,
    /// The page that documents it.
    #[serde(rename = "x-page", skip_serializing_if = "Option::is_none")]
    pub page: Option<String>,
}

/// A type of JSON, or several.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(untagged)]
pub enum Types {
    One(JsonType),
    OrNull([JsonType; 2]),
}

impl Types {
    /// The same, or null.
    pub fn or_null(self) -> Self {
        match self {
            Self::One(one) => Self::OrNull([one, JsonType::Null]),
            Self::OrNull(_) => self,
        }
    }
}

/// The types of JSON.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum JsonType {
    Array,
    Boolean,
    Integer,
    Null,
    Number,
    Object,
    String,
}

/// What a text or number is, beyond its type: names from OpenAPI's registry of formats.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    Binary,
    Byte,
    Date,
    DateTime,
    Decimal,
    Double,
    Duration,
    Float,
    Int8,
    Int16,
    Int32,
    Int64,
    Time,
    Uint8,
    Uri,
    Uuid,
}

/// Which property tells the type of a value.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Discriminator {
    pub property_name: &'static str,
    /// From what stands there to where the type is described.
    pub mapping: BTreeMap<String, String>,
}

#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct EnumFlags {
    pub is_flags: bool,
}

impl Schema {
    /// JSON of one type.
    pub fn of(json: JsonType) -> Self {
        Self { types: Some(Types::One(json)), ..Self::default() }
    }

    /// The same in some format.
    pub fn formatted(json: JsonType, format: Format) -> Self {
        Self { format: Some(format), ..Self::of(json) }
    }

    /// What stands in the document's schemas under a key.
    pub fn reference(key: &str) -> Self {
        Self { reference: Some(Self::target(key)), ..Self::default() }
    }

    /// Where a schema of that key stands.
    pub fn target(key: &str) -> String {
        format!("#/components/schemas/{key}")
    }

    /// A list.
    pub fn array(items: Self) -> Self {
        Self { items: Some(Box::new(items)), ..Self::of(JsonType::Array) }
    }

    /// An object with these properties, and any others.
    pub fn object(properties: Ordered<Self>) -> Self {
        Self { properties, ..Self::of(JsonType::Object) }
    }

    /// The same, or null.
    pub fn or_null(self) -> Self {
        match (self.types, &self.reference) {
            (Some(types), _) => Self { types: Some(types.or_null()), ..self },
            (None, Some(_)) => {
                Self { any_of: vec![self, Self::of(JsonType::Null)], ..Self::default() }
            }
            // Anything, null included.
            (None, None) => self,
        }
    }

    /// The same with a description.
    pub fn described(self, description: impl Into<String>) -> Self {
        Self { description: description.into(), ..self }
    }
}
