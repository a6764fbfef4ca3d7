//! What models and request bodies have in common: fields, setters, and the table by which the runtime
//! reads and writes them.

use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote};

use super::members::{Input, Member, Members};
use super::table;
use crate::emit::Context;
use crate::emit::names::FieldIdents;
use crate::emit::names::naming::RustIdent;
use crate::emit::rustdoc::{self, Docs, code};
use crate::ir::{Deprecation, TypeName, TypeRef};

/// A struct to write.
pub struct Struct<'a> {
    /// Its name in Rust.
    pub ident: &'a RustIdent,
    /// Its name in the documentation.
    pub documented: String,
    /// What it is.
    pub docs: Docs,
    /// Set where the pages deprecate it.
    pub deprecated: Option<&'a Deprecation>,
    /// How its fields hold their values.
    pub holder: Holder,
    /// Its fields.
    pub fields: Vec<Field<'a>>,
    /// The type whose own fields they are; such fields are boxed where it contains itself.
    pub owner: Option<&'a TypeName>,
}

/// How fields hold their values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Holder {
    /// There or not: what is read.
    Option,
    /// Absent, null or there: what is sent.
    Patch,
}

/// A field to write.
pub struct Field<'a> {
    /// Its names in Rust.
    pub idents: &'a FieldIdents,
    /// Its name on the wire.
    pub wire: &'a str,
    /// Its type.
    pub ty: &'a TypeRef,
    /// What it is, as clean Markdown; empty if no page says.
    pub docs: String,
    /// Set where the pages deprecate it.
    pub deprecated: Option<&'a Deprecation>,
    /// Whether the constructor asks for it.
    pub required: bool,
}

impl Struct<'_> {
    /// The struct and its impls, one item each.
    pub fn items(&self, context: &Context<'_>) -> Vec<TokenStream> {
        let fields = self.fields.iter().map(|field| (&field.idents.field, field.wire));
        vec![
            self.definition(context),
            self.constructors(context),
            table::model(&context.aside, self.ident, &self.documented, fields),
        ]
    }

    fn definition(&self, context: &Context<'_>) -> TokenStream {
        let ident = self.ident;
        let docs = self.docs.clone().outer(context);
        let deprecated = rustdoc::deprecated(self.deprecated, &context.links);
        let mut fields = Members::new(context);
        for field in &self.fields {
            let docs = match field.docs.as_str() {
                "" => Docs::new(format!("{}.", code::span(field.wire))),
                text => Docs::new(text),
            };
            let deprecated = rustdoc::deprecated(field.deprecated, &context.links);
            let ty = context.types.field(context.api, field.ty, self.owner);
            let member = Member::Field { holder: self.holder, name: field.name(), ty };
            fields.push(&member, docs, &deprecated);
        }
        let fields = fields.finish();
        quote! {
            #docs
            #deprecated
            #[derive(Default)]
            #[non_exhaustive]
            pub struct #ident {
                #fields
                /// Properties that no page documents, as they came.
                pub rest: docmill_runtime::Rest,
            }
        }
    }

    fn constructors(&self, context: &Context<'_>) -> TokenStream {
        let ident = self.ident;
        let required = self.fields.iter().filter(|field| field.required);
        let (arguments, assignments): (Vec<_>, Vec<_>) = required
            .map(|field| {
                let name = &field.idents.field;
                let (input, ty) = self.input(field, context);
                let (argument, value) = input.quote(name, &ty);
                (argument, quote!(#name: docmill_runtime::Patch::Value(#value),))
            })
            .unzip();
        let mut setters = Members::new(context);
        for field in &self.fields {
            self.setters(field, &mut setters, context);
        }
        let setters = setters.finish();
        // Without the trait's name, a property called `default` would be taken for it.
        let new = if arguments.is_empty() {
            quote! {
                /// With no property set.
                pub fn new() -> Self {
                    <Self as Default>::default()
                }
            }
        } else {
            // Arguments of one type can be swapped, and nobody notices.
            let by_name = match arguments.len() {
                1 => String::new(),
                _ => "By name: [`default`](Self::default), and a setter for each.".to_owned(),
            };
            let docs = Docs::new("With the properties that are required, and no others.")
                .paragraph(by_name)
                .outer(context);
            quote! {
                #docs
                pub fn new(#(#arguments),*) -> Self {
                    Self { #(#assignments)* ..<Self as Default>::default() }
                }
            }
        };
        quote! {
            impl #ident {
                #new
                #setters
            }
        }
    }

    fn setters(&self, field: &Field<'_>, setters: &mut Members<'_, '_>, context: &Context<'_>) {
        let deprecated = rustdoc::deprecated(field.deprecated, &context.links);
        let wire = code::span(field.wire);
        let docs = match rustdoc::first_sentence(&field.docs) {
            "" => Docs::new(format!("Sets {wire}.")),
            sentence => Docs::new(format!("Sets {wire}: {sentence}")),
        };
        let (input, ty) = self.input(field, context);
        let setter = Member::Setter { holder: self.holder, input, name: field.name(), ty };
        setters.push(&setter, docs, &deprecated);
        if self.holder == Holder::Patch && !field.required {
            let null = field.idents.null.to_token_stream();
            let docs = Docs::new(format!("Sends {wire} as null."));
            setters.push(&Member::Null { name: field.name(), null }, docs, &deprecated);
        }
    }

    /// How a value comes in, and as what.
    pub fn input(&self, field: &Field<'_>, context: &Context<'_>) -> (Input, TokenStream) {
        let shape = context.types.shape(context.api, &field.ty.value);
        let input = if field.ty.collection {
            Input::List
        } else if shape.is_literal() {
            Input::Literal
        } else if context.types.is_boxed(shape, self.owner) {
            Input::Boxed
        } else {
            Input::Converted
        };
        (input, context.types.value(shape))
    }
}

impl Field<'_> {
    fn name(&self) -> TokenStream {
        self.idents.field.to_token_stream()
    }
}
