//! Request bodies: what an operation sends, and the struct for what its page lists.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::names::OperationIdents;
use crate::emit::rustdoc::Docs;
use crate::emit::rustdoc::markdown;
use crate::emit::types::Shape;
use crate::emit::types::structs::{Field, Holder, Struct};
use crate::emit::{Context, unique};
use crate::ir::{Body, BodyProperty, Method, Operation, Property, Requirement, TypeName};

/// How a function takes a body, and how it hands it to the request.
#[derive(Debug, Default)]
pub struct BodyArgument {
    /// `body: ItemPhoneUpdate`; empty if nothing is sent.
    pub argument: TokenStream,
    /// `let body: Json = body.into();`; empty if the argument is what is sent.
    pub conversion: TokenStream,
    /// `.json(&body)`; empty if nothing is sent.
    pub call: TokenStream,
}

/// The argument for an operation's body.
pub fn argument<'a>(
    context: &Context<'a>,
    operation: &'a Operation,
    idents: &OperationIdents,
) -> BodyArgument {
    match &operation.body {
        Body::None => BodyArgument::default(),
        Body::Properties { .. } => {
            let body = &idents.body;
            BodyArgument {
                argument: quote!(body: #body),
                conversion: TokenStream::new(),
                call: quote!(.json(&body)),
            }
        }
        Body::Resource(name) => resource(context, name),
        Body::Reference => BodyArgument {
            argument: quote!(odata_id: impl Into<String>),
            conversion: quote!(let odata_id: String = odata_id.into();),
            call: quote!(.json(&docmill_runtime::serde_json::json!({ "@odata.id": odata_id }))),
        },
        Body::Bytes(media) => {
            let media = match media.trim() {
                "" => "application/octet-stream",
                media => media,
            };
            BodyArgument {
                argument: quote!(body: impl Into<docmill_runtime::Bytes>),
                conversion: TokenStream::new(),
                call: quote!(.bytes(#media, body)),
            }
        }
        Body::Multipart { media, alone, .. } => multipart(media, alone),
        Body::Json => convertible(&context.types.value(Shape::Json)),
    }
}

/// Whatever converts to a type, sent as that type.
fn convertible(ty: &TokenStream) -> BodyArgument {
    BodyArgument {
        argument: quote!(body: impl Into<#ty>),
        conversion: quote!(let body: #ty = body.into();),
        call: quote!(.json(&body)),
    }
}

/// Parts, or, where the page has that, too, content on its own: as the first of its media types.
fn multipart(media: &str, alone: &[Box<str>]) -> BodyArgument {
    match alone.first().map(|media| &**media) {
        Some(alone) => BodyArgument {
            argument: quote!(body: impl Into<docmill_runtime::WholeOrParts>),
            conversion: TokenStream::new(),
            call: quote!(.whole_or_parts(#alone, #media, body)),
        },
        None => BodyArgument {
            argument: quote!(body: docmill_runtime::Multipart),
            conversion: TokenStream::new(),
            call: quote!(.multipart(#media, body)),
        },
    }
}

/// A whole resource; where types inherit from it, any of those.
fn resource<'a>(context: &Context<'a>, name: &'a TypeName) -> BodyArgument {
    let shape = match context.api.types.contains_key(name) {
        false => Shape::Json,
        true if context.types.is_polymorphic(name) => Shape::Any(name),
        true => Shape::Struct(name),
    };
    let ty = context.types.value(shape);
    match shape {
        Shape::Struct(_) => BodyArgument {
            argument: quote!(body: #ty),
            conversion: TokenStream::new(),
            call: quote!(.json(&body)),
        },
        _ => convertible(&ty),
    }
}

/// The struct for what a page lists; nothing for other bodies.
pub fn items(
    context: &Context<'_>,
    operation: &Operation,
    idents: &OperationIdents,
) -> Vec<TokenStream> {
    structure(context, operation, idents).map_or_else(Vec::new, |body| body.items(context))
}

/// That struct.
pub fn structure<'a>(
    context: &Context<'a>,
    operation: &'a Operation,
    idents: &'a OperationIdents,
) -> Option<Struct<'a>> {
    let Body::Properties { of, properties } = &operation.body else {
        return None;
    };
    // A PATCH leaves out what stays as it is, whatever the page says of creating.
    let asks_for_required = !matches!(operation.method, Method::Patch | Method::Put);
    let owner: Vec<&Property> =
        of.as_ref().map_or_else(Vec::new, |of| context.api.all_properties(of));
    let fields = unique::body_properties(properties)
        .into_iter()
        .zip(&idents.fields)
        .map(|(property, idents)| {
            let resource = owner.iter().find(|other| other.name == property.name);
            Field {
                idents,
                wire: property.name.as_str(),
                ty: &property.ty,
                docs: property_docs(context, property, resource.copied()),
                deprecated: resource.and_then(|property| property.deprecated.as_ref()),
                required: asks_for_required && property.requirement == Requirement::Required,
            }
        })
        .collect();
    Some(Struct {
        ident: &idents.body,
        documented: idents.body.to_string(),
        docs: docs(operation, of.as_ref(), idents, context),
        deprecated: operation.deprecated.as_ref(),
        holder: Holder::Patch,
        fields,
        owner: None,
    })
}

fn docs(
    operation: &Operation,
    of: Option<&TypeName>,
    idents: &OperationIdents,
    context: &Context<'_>,
) -> Docs {
    let function = &idents.function;
    let what = match of {
        Some(name) => format!("The properties of {}", context.type_link(name)),
        None => "The parameters".to_owned(),
    };
    let absent = match operation.method {
        Method::Patch => "What is not set stays as it is; null clears it.",
        _ => "What is not set is not sent.",
    };
    Docs::new(format!("{what} that [`{function}`](fn@{function}) sends.")).paragraph(absent)
}

/// The body's own words for a property, else the resource's.
fn property_docs(
    context: &Context<'_>,
    property: &BodyProperty,
    resource: Option<&Property>,
) -> String {
    match markdown::clean(&property.description, &context.links) {
        text if text.is_empty() => resource.map_or_else(String::new, |property| {
            markdown::clean(&property.description, &context.links)
        }),
        text => text,
    }
}

/// Whether a body has anything deprecated.
pub fn is_deprecated(context: &Context<'_>, operation: &Operation) -> bool {
    match &operation.body {
        Body::Resource(name) => context.is_deprecated(name),
        Body::Properties { of, properties } => {
            let owner = of
                .iter()
                .flat_map(|of| context.api.all_properties(of))
                .any(|property| property.deprecated.is_some());
            let values =
                properties.iter().any(|property| context.has_deprecated(&property.ty.value));
            owner || values
        }
        _ => false,
    }
}
