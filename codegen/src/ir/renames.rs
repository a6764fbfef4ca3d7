//! Names that things had before, as `docmill.yaml` declares them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::names::{EnumName, MemberName, PropertyName, TypeName};
use super::operation::OperationName;

/// Names of the past, each with the name that the thing has now. What has a new name is in the model,
/// and nothing in it has the old one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Renames {
    /// Structured types.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub types: BTreeMap<TypeName, TypeName>,
    /// Enums.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub enums: BTreeMap<EnumName, EnumName>,
    /// Properties, by the present name of their type.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub properties: BTreeMap<TypeName, BTreeMap<PropertyName, PropertyName>>,
    /// Members, by the present name of their enum.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub members: BTreeMap<EnumName, BTreeMap<MemberName, MemberName>>,
    /// Operations.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub operations: BTreeMap<OperationName, OperationName>,
}

impl Renames {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
