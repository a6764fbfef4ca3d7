//! Request bodies: what an operation sends, and the struct for what its page lists.

use proc_macro2::TokenStream;
use quote::quote;

use super::names::OperationIdents;
use super::rustdoc::{self, Docs};
use super::structs::{Field, Holder, Struct};
use super::types::Shape;
use super::{Context, markdown, unique};
use crate::ir::{Body, BodyProperty, Method, Operation, Property, Requirement, TypeName};

/// How a function takes a body, and how it hands it to the request.
#[derive(Debug, Default)]
pub(super) struct BodyArgument {
    /// `body: ItemPhoneUpdate`; empty if nothing is sent.
    pub(super) argument: TokenStream,
    /// `.json(&body)`; empty if nothing is sent.
    pub(super) call: TokenStream,
}

/// The argument for an operation's body.
pub(super) fn argument<'a>(
    context: &Context<'a>,
    operation: &'a Operation,
    idents: &OperationIdents,
) -> BodyArgument {
    let (argument, call) = match &operation.body {
        Body::None => return BodyArgument::default(),
        Body::Properties { .. } => {
            let body = &idents.body;
            (quote!(body: #body), quote!(.json(&body)))
        }
        Body::Resource(name) => resource(context, name),
        Body::Reference => (
            quote!(odata_id: impl Into<String>),
            quote! {
                .json(&docmill_runtime::serde_json::json!({
                    "@odata.id": Into::<String>::into(odata_id)
                }))
            },
        ),
        Body::Bytes(media) => {
            let media = match media.trim() {
                "" => "application/octet-stream",
                media => media,
            };
            (
                quote!(body: impl Into<docmill_runtime::Bytes>),
                quote!(.bytes(#media, body)),
            )
        }
        Body::Json => {
            let ty = context.types.value(Shape::Json);
            (quote!(body: impl Into<#ty>), quote!(.json(&Into::<#ty>::into(body))))
        }
    };
    BodyArgument { argument, call }
}

/// A whole resource; where types inherit from it, any of those.
fn resource<'a>(context: &Context<'a>, name: &'a TypeName) -> (TokenStream, TokenStream) {
    let shape = match context.api.types.contains_key(name) {
        false => Shape::Json,
        true if context.types.is_polymorphic(name) => Shape::Any(name),
        true => Shape::Struct(name),
    };
    let ty = context.types.value(shape);
    match shape {
        Shape::Struct(_) => (quote!(body: #ty), quote!(.json(&body))),
        _ => (quote!(body: impl Into<#ty>), quote!(.json(&Into::<#ty>::into(body)))),
    }
}

/// The struct for what a page lists; nothing for other bodies.
pub(super) fn items(
    context: &Context<'_>,
    operation: &Operation,
    idents: &OperationIdents,
) -> Vec<TokenStream> {
    let Body::Properties { of, properties } = &operation.body else {
        return Vec::new();
    };
    // A PATCH leaves out what stays as it is, whatever the page says of creating.
    let asks_for_required = !matches!(operation.method, Method::Patch | Method::Put);
    let owner: Vec<&Property> = of
        .as_ref()
        .map_or_else(Vec::new, |of| context.api.all_properties(of));
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
    let body = Struct {
        ident: &idents.body,
        documented: idents.body.to_string(),
        docs: docs(operation, of.as_ref(), idents, context),
        deprecated: operation.deprecated.as_ref(),
        holder: Holder::Patch,
        fields,
        owner: None,
    };
    body.items(context)
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
    rustdoc::description(&property.description, &context.links, || {
        let described = resource.map_or("", |property| &property.description);
        rustdoc::description(described, &context.links, || {
            format!("{}, as no page describes it.", markdown::code(property.name.as_str()))
        })
    })
}

/// Whether a body lists a deprecated property.
pub(super) fn is_deprecated(context: &Context<'_>, operation: &Operation) -> bool {
    let Body::Properties { of: Some(of), .. } = &operation.body else {
        return false;
    };
    let properties = context.api.all_properties(of);
    properties.iter().any(|property| property.deprecated.is_some())
}
