//! What requests send.

use std::collections::BTreeMap;

use super::context::Context;
use super::objects::{Encoding, Format, JsonType, MediaType, Ordered, RequestBody, Schema};
use super::prose::paragraphs;
use super::{examples, odata, operations, values};
use crate::emit::rustdoc::code;
use crate::emit::unique;
use crate::ir::{
    Body, BodyProperty, MessagePart, Method, Nullability, Operation, Property, Requirement, Topic,
    TypeName, Value,
};

pub(super) const JSON: &str = "application/json";
pub(super) const BYTES: &str = "application/octet-stream";

/// The bodies of all operations that have one, by the operations' keys.
pub(super) fn of(context: &Context<'_>) -> BTreeMap<String, RequestBody> {
    let operations = context.api.operations.values();
    let bodies = operations.filter_map(|operation| {
        let sent = by_media(context, operation)?;
        let description = operations::remarks(context, operation, Topic::Body);
        let key = context.names.operation(&operation.name).to_owned();
        Some((key, RequestBody { description, content: sent, required: true }))
    });
    bodies.collect()
}

/// By media type; `None` if nothing is sent.
fn by_media(context: &Context<'_>, operation: &Operation) -> Option<Ordered<MediaType>> {
    let json = |schema| {
        let examples = examples::of_requests(context, operation);
        one(JSON, MediaType { schema, examples, ..MediaType::default() })
    };
    Some(match &operation.body {
        Body::None => return None,
        Body::Resource(name) => json(values::single(context, &Value::Type(name.clone()))),
        Body::Properties { .. } => json(Schema::reference(&key(context, operation))),
        Body::Reference => json(Schema::reference(odata::REFERENCE)),
        Body::Json => json(Schema::default()),
        Body::Bytes(media) => one(media, bytes()),
        Body::Multipart { media, parts, alone } => {
            let mut sent = one(media, message(parts));
            for media in alone {
                sent.add(&**media, bytes());
            }
            sent
        }
    })
}

fn one(media: &str, value: MediaType) -> Ordered<MediaType> {
    let media = match media.trim() {
        "" => BYTES,
        media => media,
    };
    Ordered::from_iter([(media.to_owned(), value)])
}

/// Content that is no JSON.
pub(super) fn bytes() -> MediaType {
    MediaType {
        schema: Schema::formatted(JsonType::String, Format::Binary),
        ..MediaType::default()
    }
}

/// A message of several parts.
fn message(parts: &[MessagePart]) -> MediaType {
    let name = |part: &MessagePart| part.name.to_string();
    let properties = parts.iter().map(|part| {
        let is_json = part.media.as_deref() == Some(JSON);
        (name(part), if is_json { Schema::default() } else { bytes().schema })
    });
    let encoding = parts.iter().filter_map(|part| {
        let content_type = part.media.as_ref()?.to_string();
        Some((name(part), Encoding { content_type }))
    });
    MediaType {
        schema: Schema::object(properties.collect()),
        encoding: encoding.collect(),
        ..MediaType::default()
    }
}

/// The key of the schema of what a page lists.
fn key(context: &Context<'_>, operation: &Operation) -> String {
    format!("{}-body", context.names.operation(&operation.name))
}

/// The schemas of what pages list as sent, by their keys.
pub(super) fn schemas<'a>(context: &'a Context<'_>) -> impl Iterator<Item = (String, Schema)> + 'a {
    let operations = context.api.operations.values();
    operations.filter_map(|operation| match &operation.body {
        Body::Properties { of, properties } => {
            Some((key(context, operation), listed(context, operation, of.as_ref(), properties)))
        }
        _ => None,
    })
}

fn listed(
    context: &Context<'_>,
    operation: &Operation,
    of: Option<&TypeName>,
    properties: &[BodyProperty],
) -> Schema {
    // What stays as it is need not be sent, whatever the page says of creating.
    let asks_for_required = !matches!(operation.method, Method::Patch | Method::Put);
    let resource = of.map_or_else(Vec::new, |of| context.api.all_properties(of));
    let owned = |property: &BodyProperty| {
        resource.iter().copied().find(|owned| owned.name == property.name)
    };
    let properties = unique::body_properties(properties);
    let is_required = |property: &BodyProperty| {
        asks_for_required && property.requirement == Requirement::Required
    };
    let required = properties.iter().filter(|it| is_required(it));
    let name = context.names.operation(&operation.name);
    let what = match of {
        Some(of) => format!("What {} sends of {}.", code::span(name), code::span(of.as_str())),
        None => format!("The parameters of {}.", code::span(name)),
    };
    let absent = match operation.method {
        Method::Patch => "What is not set stays as it is; null clears it.",
        _ => "",
    };
    Schema {
        required: required.map(|property| property.name.to_string()).collect(),
        ..Schema::object(
            properties
                .iter()
                .map(|it| {
                    let schema = of_property(context, it, owned(it), is_required(it));
                    (it.name.to_string(), schema)
                })
                .collect(),
        )
    }
    .described(paragraphs([what, absent.to_owned()]))
}

/// A property in the body's own words, else the resource's.
fn of_property(
    context: &Context<'_>,
    property: &BodyProperty,
    owned: Option<&Property>,
    is_required: bool,
) -> Schema {
    let never_null = owned.is_some_and(|it| it.nullability == Nullability::NotNullable);
    let schema = values::schema(context, &property.ty);
    let schema = if never_null || is_required { schema } else { schema.or_null() };
    let description = match &*property.description {
        "" => owned.map_or("", |owned| &owned.description),
        own => own,
    };
    let deprecated = owned.and_then(|owned| owned.deprecated.as_ref());
    Schema {
        description: context.prose.with_deprecation(description, deprecated),
        deprecated: deprecated.is_some(),
        ..schema
    }
}
