//! What models and request bodies have in common: fields, setters, and the thin impl by which the
//! runtime reads and writes them.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::names::FieldIdents;
use super::naming::RustIdent;
use super::rustdoc::{self, Docs};
use super::types::Shape;
use super::{Context, markdown};
use crate::ir::{Deprecation, Primitive, TypeName, TypeRef};

/// A struct to write.
pub(super) struct Struct<'a> {
    /// Its name in Rust.
    pub(super) ident: &'a RustIdent,
    /// Its name in the documentation.
    pub(super) documented: String,
    /// What it is.
    pub(super) docs: Docs,
    /// Set where the pages deprecate it.
    pub(super) deprecated: Option<&'a Deprecation>,
    /// How its fields hold their values.
    pub(super) holder: Holder,
    /// Its fields.
    pub(super) fields: Vec<Field<'a>>,
    /// The type whose own fields they are; such fields are boxed where it contains itself.
    pub(super) owner: Option<&'a TypeName>,
}

/// How fields hold their values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holder {
    /// There or not: what is read.
    Option,
    /// Absent, null or there: what is sent.
    Patch,
}

/// A field to write.
pub(super) struct Field<'a> {
    /// Its names in Rust.
    pub(super) idents: &'a FieldIdents,
    /// Its name on the wire.
    pub(super) wire: &'a str,
    /// Its type.
    pub(super) ty: &'a TypeRef,
    /// What it is, as clean Markdown; empty if no page says.
    pub(super) docs: String,
    /// Set where the pages deprecate it.
    pub(super) deprecated: Option<&'a Deprecation>,
    /// Whether the constructor asks for it.
    pub(super) required: bool,
}

impl Struct<'_> {
    /// The struct and its impls, one item each.
    pub(super) fn items(&self, context: &Context<'_>) -> Vec<TokenStream> {
        let ident = self.ident;
        vec![
            self.definition(context),
            self.constructors(context),
            self.model(),
            quote!(docmill_runtime::impl_model!(#ident);),
        ]
    }

    fn definition(&self, context: &Context<'_>) -> TokenStream {
        let ident = self.ident;
        let docs = self.docs.clone().outer(context);
        let deprecated = rustdoc::deprecated(self.deprecated, &context.links);
        let fields = self.fields.iter().map(|field| {
            let name = &field.idents.field;
            let docs = match field.docs.as_str() {
                "" => Docs::new(format!("{}.", markdown::code(field.wire))),
                text => Docs::new(text),
            };
            let docs = docs.outer(context);
            let deprecated = rustdoc::deprecated(field.deprecated, &context.links);
            let ty = context.types.field(context.api, field.ty, self.owner);
            let ty = match self.holder {
                Holder::Option => quote!(Option<#ty>),
                Holder::Patch => quote!(docmill_runtime::Patch<#ty>),
            };
            quote!(#docs #deprecated pub #name: #ty,)
        });
        quote! {
            #docs
            #deprecated
            #[derive(Clone, Default, PartialEq)]
            #[non_exhaustive]
            pub struct #ident {
                #(#fields)*
                /// Properties that no page documents, as they came.
                pub rest: docmill_runtime::Rest,
            }
        }
    }

    fn constructors(&self, context: &Context<'_>) -> TokenStream {
        let ident = self.ident;
        let (required, optional): (Vec<_>, Vec<_>) =
            self.fields.iter().partition(|field| field.required);
        let inputs: Vec<Input> =
            required.iter().map(|field| self.input(field, context, &field.idents.field)).collect();
        let arguments = inputs.iter().map(|input| &input.argument);
        let assignments = required.iter().zip(&inputs).map(|(field, input)| {
            let name = &field.idents.field;
            let value = &input.value;
            quote!(#name: docmill_runtime::Patch::Value(#value),)
        });
        let setters = optional.iter().map(|field| self.setters(field, context));
        // Without the trait's name, a property called `default` would be taken for it.
        let new = if required.is_empty() {
            quote! {
                /// One that has nothing set.
                pub fn new() -> Self {
                    <Self as Default>::default()
                }
            }
        } else {
            quote! {
                /// One that has what must be there, and nothing else.
                pub fn new(#(#arguments),*) -> Self {
                    Self { #(#assignments)* ..<Self as Default>::default() }
                }
            }
        };
        quote! {
            impl #ident {
                #new
                #(#setters)*
            }
        }
    }

    fn setters(&self, field: &Field<'_>, context: &Context<'_>) -> TokenStream {
        let name = &field.idents.field;
        let deprecated = rustdoc::deprecated(field.deprecated, &context.links);
        let input = self.input(field, context, &RustIdent::value());
        let (argument, value) = (&input.argument, &input.value);
        let wire = markdown::code(field.wire);
        let docs = match rustdoc::first_sentence(&field.docs) {
            "" => Docs::new(format!("Sets {wire}.")),
            summary => Docs::new(format!("Sets {wire}: {summary}")),
        };
        let docs = docs.outer(context);
        let some = match self.holder {
            Holder::Option => quote!(Some),
            Holder::Patch => quote!(docmill_runtime::Patch::Value),
        };
        let null = (self.holder == Holder::Patch).then(|| {
            let null = &field.idents.null;
            let docs = Docs::new(format!("Sends {wire} as null.")).outer(context);
            quote! {
                #docs
                #deprecated
                #[must_use]
                pub fn #null(mut self) -> Self {
                    self.#name = docmill_runtime::Patch::Null;
                    self
                }
            }
        });
        quote! {
            #docs
            #deprecated
            #[must_use]
            pub fn #name(mut self, #argument) -> Self {
                self.#name = #some(#value);
                self
            }
            #null
        }
    }

    /// How a value comes in: whatever converts to it, except plain numbers, where a literal would
    /// have no type.
    fn input(&self, field: &Field<'_>, context: &Context<'_>, name: &RustIdent) -> Input {
        let shape = context.types.shape(context.api, &field.ty.value);
        let ty = context.types.value(shape);
        if field.ty.collection {
            Input {
                argument: quote!(#name: impl IntoIterator<Item = impl Into<#ty>>),
                value: quote!(#name.into_iter().map(Into::into).collect()),
            }
        } else if is_number(shape) {
            Input { argument: quote!(#name: #ty), value: quote!(#name) }
        } else if context.types.is_boxed(shape, self.owner) {
            Input { argument: quote!(#name: impl Into<#ty>), value: quote!(Box::new(#name.into())) }
        } else {
            Input { argument: quote!(#name: impl Into<#ty>), value: quote!(#name.into()) }
        }
    }

    fn model(&self) -> TokenStream {
        let ident = self.ident;
        let documented = &self.documented;
        let wire = self.fields.iter().map(|field| field.wire);
        // An unused argument is named so, or rustc would warn.
        let index = match self.fields.len() {
            0 | 1 => quote!(_index),
            _ => quote!(index),
        };
        let slot = self.slots(&quote!(&self));
        let slot_mut = self.slots(&quote!(&mut self));
        quote! {
            impl docmill_runtime::Model for #ident {
                const NAME: &'static str = #documented;
                const PROPERTIES: &'static [&'static str] = &[#(#wire),*];
                fn slot(&self, #index: usize) -> &dyn docmill_runtime::Slot {
                    #slot
                }
                fn slot_mut(&mut self, #index: usize) -> &mut dyn docmill_runtime::Slot {
                    #slot_mut
                }
                fn rest(&self) -> &docmill_runtime::Rest {
                    &self.rest
                }
                fn rest_mut(&mut self) -> &mut docmill_runtime::Rest {
                    &mut self.rest
                }
            }
        }
    }

    /// The field of each index; the last one answers for all that are too large.
    fn slots(&self, this: &TokenStream) -> TokenStream {
        let Some((last, others)) = self.fields.split_last() else {
            return quote!(#this.rest);
        };
        let last = &last.idents.field;
        if others.is_empty() {
            return quote!(#this.#last);
        }
        let arms = others.iter().enumerate().map(|(index, field)| {
            let name = &field.idents.field;
            let index = Literal::usize_unsuffixed(index);
            quote!(#index => #this.#name,)
        });
        quote! {
            match index {
                #(#arms)*
                _ => #this.#last,
            }
        }
    }
}

struct Input {
    argument: TokenStream,
    value: TokenStream,
}

fn is_number(shape: Shape<'_>) -> bool {
    matches!(
        shape,
        Shape::Primitive(
            Primitive::Boolean
                | Primitive::Byte
                | Primitive::Double
                | Primitive::Int16
                | Primitive::Int32
                | Primitive::Int64
                | Primitive::SByte
                | Primitive::Single
        )
    )
}
