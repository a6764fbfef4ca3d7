//! Enums over a base type and the types that inherit from it, for properties that can hold any of
//! them. What the base has, all of them have: the enum has a getter for each of its properties.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::Shape;
use super::table;
use crate::emit::Context;
use crate::emit::names::TypeIdents;
use crate::emit::names::naming::RustIdent;
use crate::emit::rustdoc::{self, Docs, code, markdown};
use crate::ir::{Primitive, Property, Type, TypeRef};

/// The derived types, which stand in other files.
pub fn imports(context: &Context<'_>, base: &Type) -> TokenStream {
    let derived = derived(context, base);
    let idents = derived.iter().map(|(_, ident)| ident);
    quote!(use super::{#(#idents),*};)
}

/// The enum, its getters, and the macro call that implements the rest.
pub fn items(context: &Context<'_>, base: &Type, idents: &TypeIdents) -> Vec<TokenStream> {
    let derived = derived(context, base);
    let rows = derived.iter().map(|(ty, ident)| (*ident, ty.name.as_str()));
    let base_row = (&idents.ident, base.name.as_str());
    let mut items = vec![definition(context, base, idents, &derived)];
    items.extend(getters(context, base, idents, &derived));
    items.push(table::polymorphic(&context.aside, &idents.any, rows, base_row));
    items
}

fn derived<'a>(context: &Context<'a>, base: &Type) -> Vec<(&'a Type, &'a RustIdent)> {
    let names = context.types.derived(&base.name).iter();
    names
        .filter_map(|name| {
            Some((context.api.types.get(*name)?, &context.names.types.get(name)?.ident))
        })
        .collect()
}

fn definition(
    context: &Context<'_>,
    base: &Type,
    idents: &TypeIdents,
    derived: &[(&Type, &RustIdent)],
) -> TokenStream {
    let TypeIdents { ident, any, .. } = idents;
    let into_base = "[`into_base`](Self::into_base)";
    let without_match = if idents.fields.is_empty() {
        format!("{into_base} makes [`{ident}`] of it, whichever type it is.")
    } else {
        format!(
            "Its methods read the properties of [`{ident}`], whichever type it is; {into_base} makes it one."
        )
    };
    let docs = Docs::new(format!(
        "[`{ident}`], or one of the types that inherit from it: `@odata.type` tells which."
    ))
    .paragraph(without_match)
    .outer(context);
    let variants = derived.iter().map(|(ty, ident)| {
        let docs = Docs::new(format!("{}.", code::span(ty.name.as_str()))).outer(context);
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

/// A method for each property of the base type, called as the field is.
fn getters(
    context: &Context<'_>,
    base: &Type,
    idents: &TypeIdents,
    derived: &[(&Type, &RustIdent)],
) -> Option<TokenStream> {
    let properties = context.api.all_properties(&base.name);
    // A derived type has the base's properties first, in the base's order.
    let of_derived: Vec<(Vec<&Property>, &RustIdent)> =
        derived.iter().map(|(ty, ident)| (context.api.all_properties(&ty.name), *ident)).collect();
    let getters = properties.into_iter().zip(&idents.fields).enumerate();
    let getters = getters.map(|(index, (property, field))| {
        let others = of_derived.iter().filter(|(properties, _)| {
            let same = properties.get(index);
            same.is_none_or(|same| !gives(context, &property.ty, &same.ty))
        });
        let docs = docs(context, property, others.map(|(_, ident)| *ident)).outer(context);
        let deprecated = rustdoc::deprecated(property.deprecated.as_ref(), &context.links);
        let name = &field.field;
        let value = value(context, &property.ty);
        let index = Literal::usize_unsuffixed(index);
        quote! {
            #docs
            #deprecated
            pub fn #name(&self) -> Option<#value> {
                docmill_runtime::inherited(self, #index)
            }
        }
    });
    let getters: Vec<TokenStream> = getters.collect();
    let any = &idents.any;
    (!getters.is_empty()).then(|| quote!(impl #any { #(#getters)* }))
}

/// What a getter is about, and which types have the property as something else.
fn docs<'i>(
    context: &Context<'_>,
    property: &Property,
    others: impl Iterator<Item = &'i RustIdent>,
) -> Docs {
    let wire = code::span(property.name.as_str());
    let text = markdown::clean(&property.description, &context.links);
    let docs = match rustdoc::first_sentence(&text) {
        "" => Docs::new(format!("{wire}.")),
        sentence => Docs::new(format!("{wire}: {sentence}")),
    };
    let others: Vec<String> = others.map(|ident| format!("[`{ident}`]")).collect();
    if others.is_empty() {
        return docs;
    }
    docs.paragraph(format!(
        "In {} it has another type: match on the enum to read it.",
        others.join(", ")
    ))
}

/// What a getter gives: text as `&str`, lists as slices, numbers and truth values as they are, all
/// else by reference.
fn value(context: &Context<'_>, ty: &TypeRef) -> TokenStream {
    let shape = context.types.shape(context.api, &ty.value);
    let value = context.types.value(shape);
    if ty.collection {
        quote!(&[#value])
    } else if is_text(shape) {
        quote!(&str)
    } else if shape.is_literal() {
        value
    } else {
        quote!(&#value)
    }
}

/// Whether the base's getter gives what a derived type has under the name: the same, boxed or not, or
/// the member of an open enum where the base has text.
fn gives(context: &Context<'_>, base: &TypeRef, derived: &TypeRef) -> bool {
    let base_shape = context.types.shape(context.api, &base.value);
    let shape = context.types.shape(context.api, &derived.value);
    let is_member = is_text(base_shape) && !base.collection && matches!(shape, Shape::Enum(_));
    base.collection == derived.collection && (base_shape == shape || is_member)
}

fn is_text(shape: Shape<'_>) -> bool {
    shape == Shape::Primitive(Primitive::String)
}
