//! Operations and what they are made of.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value as Json;

use super::{ExternalDocs, OrReference, Ordered, Permissions, Requirements, Schema, is_false};

/// The operations of one path.
#[derive(Clone, Debug, Default, Serialize)]
pub struct PathItem {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub get: Option<Operation>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub post: Option<Operation>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub put: Option<Operation>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub patch: Option<Operation>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delete: Option<Operation>,
}

impl PathItem {
    pub fn operations(&self) -> impl Iterator<Item = &Operation> {
        [&self.get, &self.post, &self.put, &self.patch, &self.delete].into_iter().flatten()
    }
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Operation {
    pub tags: Vec<String>,
    pub summary: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub description: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub external_docs: Option<ExternalDocs>,
    #[serde(rename = "operationId")]
    pub id: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parameters: Vec<OrReference<Parameter>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_body: Option<OrReference<RequestBody>>,
    /// By status, or range of them, or `default`.
    pub responses: BTreeMap<String, OrReference<Response>>,
    #[serde(skip_serializing_if = "is_false")]
    pub deprecated: bool,
    #[serde(skip_serializing_if = "Requirements::is_unsaid")]
    pub security: Requirements,
    #[serde(rename = "x-permissions", skip_serializing_if = "Option::is_none")]
    pub permissions: Option<Permissions>,
    /// That it gives pages, and what leads to the next one.
    #[serde(rename = "x-ms-pageable", skip_serializing_if = "Option::is_none")]
    pub pageable: Option<Pageable>,
    #[serde(rename = "x-clouds", skip_serializing_if = "Vec::is_empty")]
    pub clouds: Vec<String>,
    /// The page that documents it.
    #[serde(rename = "x-page")]
    pub page: String,
    /// Further operations with this path and verb, of which the standard has room for one only.
    #[serde(rename = "x-other-operations", skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<Operation>,
}

#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Pageable {
    pub next_link_name: &'static str,
}

#[derive(Clone, Debug, Serialize)]
pub struct Parameter {
    pub name: String,
    #[serde(rename = "in")]
    pub place: Place,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub description: String,
    #[serde(skip_serializing_if = "is_false")]
    pub required: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub style: Option<Style>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub explode: Option<bool>,
    pub schema: Schema,
}

/// What of a request carries a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Place {
    Header,
    Path,
    Query,
}

/// How a list stands in a query.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Style {
    /// `a,b`, unless exploded.
    Form,
}

#[derive(Clone, Debug, Serialize)]
pub struct RequestBody {
    #[serde(skip_serializing_if = "String::is_empty")]
    pub description: String,
    pub content: Ordered<MediaType>,
    pub required: bool,
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct MediaType {
    pub schema: Schema,
    #[serde(skip_serializing_if = "Ordered::is_empty")]
    pub encoding: Ordered<Encoding>,
    #[serde(skip_serializing_if = "Ordered::is_empty")]
    pub examples: Ordered<Example>,
}

/// How a part of a message is sent.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Encoding {
    pub content_type: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct Example {
    #[serde(skip_serializing_if = "String::is_empty")]
    pub summary: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub description: String,
    pub value: Json,
}

#[derive(Clone, Debug, Serialize)]
pub struct Response {
    pub description: String,
    #[serde(skip_serializing_if = "Ordered::is_empty")]
    pub content: Ordered<MediaType>,
}
