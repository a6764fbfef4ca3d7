//! OpenAPI 3.1's own objects, as far as docmill writes them, under the standard's names. What starts
//! with `x-` is an extension: `info.description` of each document explains docmill's own.

mod operation;
mod ordered;
mod schema;
mod security;

use std::collections::BTreeMap;

use serde::Serialize;

pub(super) use self::operation::{
    Encoding, Example, MediaType, Operation, Pageable, Parameter, PathItem, Place, RequestBody,
    Response, Style,
};
pub(super) use self::ordered::Ordered;
pub(super) use self::schema::{Discriminator, EnumFlags, Format, JsonType, Schema};
pub(super) use self::security::{
    Permissions, Requirement, Requirements, SchemeKind, Scopes, SecurityScheme,
};

/// An OpenAPI document.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Document {
    pub(super) openapi: &'static str,
    pub(super) info: Info,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) servers: Vec<Server>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) security: Vec<Requirement>,
    pub(super) tags: Vec<Tag>,
    /// Tags by area, as documentation viewers know it.
    #[serde(rename = "x-tagGroups", skip_serializing_if = "Vec::is_empty")]
    pub(super) tag_groups: Vec<TagGroup>,
    /// By path.
    pub(super) paths: BTreeMap<String, PathItem>,
    pub(super) components: Components,
}

/// How much there is in a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// Paths.
    pub paths: usize,
    /// Operations that stand at them.
    pub operations: usize,
    /// Further ones, under `x-other-operations`: tools that do not know the extension miss them.
    pub others: usize,
}

impl Document {
    /// How much there is in it.
    pub fn size(&self) -> Size {
        let operations = || self.paths.values().flat_map(PathItem::operations);
        Size {
            paths: self.paths.len(),
            operations: operations().count(),
            others: operations().map(|operation| operation.others.len()).sum(),
        }
    }
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct Info {
    pub(super) title: String,
    pub(super) version: String,
    pub(super) description: &'static str,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct Server {
    pub(super) url: String,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct Tag {
    pub(super) name: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) description: String,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct TagGroup {
    pub(super) name: String,
    pub(super) tags: Vec<String>,
}

#[derive(Clone, Debug, Serialize)]
pub(super) struct ExternalDocs {
    pub(super) url: String,
}

/// What paths and other components refer to.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Components {
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) schemas: BTreeMap<String, Schema>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) parameters: BTreeMap<String, Parameter>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) request_bodies: BTreeMap<String, RequestBody>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) responses: BTreeMap<String, Response>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) security_schemes: BTreeMap<&'static str, SecurityScheme>,
}

/// A part of the document, or where it stands.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub(super) enum OrReference<T> {
    Reference(Reference),
    Here(T),
}

/// Where a component stands.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Reference {
    #[serde(rename = "$ref")]
    target: String,
}

impl Reference {
    pub(super) fn parameter(key: &str) -> Self {
        Self::to("parameters", key)
    }

    pub(super) fn request_body(key: &str) -> Self {
        Self::to("requestBodies", key)
    }

    pub(super) fn response(key: &str) -> Self {
        Self::to("responses", key)
    }

    fn to(kind: &str, key: &str) -> Self {
        Self { target: format!("#/components/{kind}/{key}") }
    }
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "the signature serde asks for")]
fn is_false(value: &bool) -> bool {
    !value
}
