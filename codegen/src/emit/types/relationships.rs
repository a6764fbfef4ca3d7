//! What requests can send along with what they answer: a struct per type with navigation properties,
//! which has a field for each.

use proc_macro2::TokenStream;
use quote::quote;

use super::Shape;
use crate::emit::file::{Job, RustFile};
use crate::emit::names::{Names, TypeIdents};
use crate::emit::package::list::{self, Entry};
use crate::emit::rustdoc::{self, Docs, code, markdown};
use crate::emit::{Context, Decided};
use crate::ir::{Api, QueryOption, Type};

/// `src/relationships.rs`, if any operation can send something along.
pub fn file<'a>(decided: &'a Decided<'a>) -> Option<Job<'a>> {
    exist(decided.api, decided.names).then(|| Job::new(decided, structs))
}

/// Whether there are any.
pub fn exist(api: &Api, names: &Names<'_>) -> bool {
    let expands = |options: &[QueryOption]| options.contains(&QueryOption::Expand);
    api.operations.values().any(|operation| expands(&operation.query_options))
        && names
            .types
            .keys()
            .any(|name| api.all_properties(name).iter().any(|property| property.navigation))
}

fn structs(context: &Context<'_>) -> RustFile {
    let entries = context.names.types.iter().filter_map(|(name, idents)| {
        let ty = context.api.types.get(*name)?;
        let items = structure(context, ty, idents)?;
        Some(Entry { features: context.areas.ty(name), items })
    });
    RustFile {
        path: "src/relationships.rs".to_owned(),
        docs: Docs::new(
            "The relationships that pages document, by type: what a request's \
             [`expand`](docmill_runtime::Request::expand) chooses among.",
        ),
        items: list::items(context, entries),
        deprecated: context.api.types.values().any(|ty| ty.deprecated.is_some()),
        ..RustFile::default()
    }
}

/// The struct of a type; `None` if its page documents no relationships.
fn structure(context: &Context<'_>, ty: &Type, idents: &TypeIdents) -> Option<TokenStream> {
    let properties = context.api.all_properties(&ty.name);
    let (mut fields, mut values) = (Vec::new(), Vec::new());
    let navigation =
        properties.into_iter().zip(&idents.fields).filter(|(property, _)| property.navigation);
    for (property, idents) in navigation {
        let wire = property.name.as_str();
        let field = &idents.field;
        let text = markdown::clean(&property.description, &context.links);
        let docs = match rustdoc::first_sentence(&text) {
            "" => format!(" {}.", code::span(wire)),
            sentence => format!(" {}", sentence.replace('\n', " ")),
        };
        let to = match context.types.shape(context.api, &property.ty.value) {
            Shape::Struct(name) | Shape::Any(name) => {
                context.names.types.get(name).map(|idents| &idents.ident)
            }
            _ => None,
        };
        let to = match to {
            Some(to) => quote!(crate::model::#to),
            None => quote!(docmill_runtime::serde_json::Value),
        };
        fields.push(quote!(#[doc = #docs] pub #field: docmill_runtime::Relationship<#to>));
        values.push(quote!(#field: docmill_runtime::Relationship::new(#wire)));
    }
    if fields.is_empty() {
        return None;
    }
    let ident = &idents.ident;
    // What a list of features stands around is formatted at once, with its documentation.
    let docs = format!(" The relationships of {}.", context.type_link(&ty.name));
    Some(quote! {
        #[doc = #docs]
        #[non_exhaustive]
        pub struct #ident {
            #(#fields,)*
        }
        impl docmill_runtime::Related for crate::model::#ident {
            type Relationships = #ident;
            const RELATIONSHIPS: #ident = #ident { #(#values,)* };
        }
    })
}
