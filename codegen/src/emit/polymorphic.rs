//! Enums over a base type and the types that inherit from it, for properties that can hold any of
//! them.

use proc_macro2::TokenStream;
use quote::quote;

use super::names::TypeIdents;
use super::naming::RustIdent;
use super::rustdoc::Docs;
use super::{Context, code, table};
use crate::ir::Type;

/// The derived types, which stand in other files.
pub(super) fn imports(context: &Context<'_>, base: &Type) -> TokenStream {
    let derived = derived(context, base);
    let idents = derived.iter().map(|(_, ident)| ident);
    quote!(use super::{#(#idents),*};)
}

/// The enum, and the macro call that implements it.
pub(super) fn items(context: &Context<'_>, base: &Type, idents: &TypeIdents) -> Vec<TokenStream> {
    let derived = derived(context, base);
    let rows = derived.iter().map(|(name, ident)| (*ident, *name));
    let base_row = (&idents.ident, base.name.as_str());
    vec![
        definition(context, base, idents, &derived),
        table::polymorphic(&context.aside, &idents.any, rows, base_row),
    ]
}

fn derived<'a>(context: &Context<'a>, base: &Type) -> Vec<(&'a str, &'a RustIdent)> {
    let names = context.types.derived(&base.name).iter();
    names.filter_map(|name| Some((name.as_str(), &context.names.types.get(name)?.ident))).collect()
}

fn definition(
    context: &Context<'_>,
    base: &Type,
    idents: &TypeIdents,
    derived: &[(&str, &RustIdent)],
) -> TokenStream {
    let TypeIdents { ident, any, .. } = idents;
    let docs = Docs::new(format!(
        "A [`{ident}`], or one of the types that inherit from it: `@odata.type` tells which."
    ))
    .outer(context);
    let variants = derived.iter().map(|(name, ident)| {
        let docs = Docs::new(format!("{}.", code::span(name))).outer(context);
        quote!(#docs #ident(Box<#ident>),)
    });
    let fallback = Docs::new(format!(
        "{} itself, or a type that no page documents: `rest` keeps what it has besides.",
        code::span(base.name.as_str())
    ))
    .outer(context);
    quote! {
        #docs
        #[non_exhaustive]
        pub enum #any {
            #(#variants)*
            #fallback
            #ident(Box<#ident>),
        }
    }
}
