//! Models: a struct per documented type, in a file of its own.

use proc_macro2::TokenStream;
use quote::quote;

use super::polymorphic;
use super::structs::{Field, Holder, Struct};
use crate::emit::file::{Job, RustFile};
use crate::emit::names::TypeIdents;
use crate::emit::package::list::{self, Entry};
use crate::emit::rustdoc::{self, Docs, code, markdown};
use crate::emit::{Context, Decided, renamed};
use crate::ir::{Type, TypeOrigin, Value};

/// The files of `src/model/`: one per type, and the list of them.
pub fn files<'a>(decided: &'a Decided<'a>) -> impl Iterator<Item = Job<'a>> {
    let files = decided.names.types.iter().filter_map(|(name, idents)| {
        let ty = decided.api.types.get(*name)?;
        Some(Job::new(decided, |context| file(context, ty, idents)))
    });
    [Job::new(decided, module_list)].into_iter().chain(files)
}

/// `src/model/mod.rs`.
fn module_list(context: &Context<'_>) -> RustFile {
    let types = context.names.types.iter();
    let entries = types.filter_map(|(name, idents)| {
        let ty = context.api.types.get(*name)?;
        Some(Entry { features: context.areas.ty(name), items: export(context, ty, idents) })
    });
    RustFile {
        path: "src/model/mod.rs".to_owned(),
        docs: Docs::new("The documented types, each a struct.").paragraph(
            "Properties are `Option`s, since a service leaves out what was not asked for. What no \
             page documents is kept in `rest`. Setters can be chained: they make values to send.",
        ),
        items: list::items(context, entries),
        ..RustFile::default()
    }
}

fn file(context: &Context<'_>, ty: &Type, idents: &TypeIdents) -> RustFile {
    let mut items = structure(context, ty, idents).items(context);
    let mut imports = TokenStream::new();
    if context.types.is_polymorphic(&ty.name) {
        imports = polymorphic::imports(context, ty);
        items.extend(polymorphic::items(context, ty, idents));
    }
    let aliases = renamed::of_type(context, &ty.name, idents);
    items.extend(aliases.iter().map(|alias| alias.item(context)));
    if !context.api.renames.properties.is_empty() {
        let structure = structure(context, ty, idents);
        items.extend(renamed::setters(context, &structure, &ty.name));
    }
    RustFile {
        path: format!("src/model/{}.rs", idents.file),
        imports,
        items,
        deprecated: has_deprecated(context, ty),
        ..RustFile::default()
    }
}

/// The struct of a type.
pub fn structure<'a>(context: &Context<'a>, ty: &'a Type, idents: &'a TypeIdents) -> Struct<'a> {
    let properties = context.api.all_properties(&ty.name);
    Struct {
        ident: &idents.ident,
        documented: ty.name.to_string(),
        docs: docs(context, ty),
        deprecated: ty.deprecated.as_ref(),
        holder: Holder::Option,
        fields: properties
            .into_iter()
            .zip(&idents.fields)
            .map(|(property, idents)| Field {
                idents,
                wire: property.name.as_str(),
                ty: &property.ty,
                docs: markdown::clean(&property.description, &context.links),
                deprecated: property.deprecated.as_ref(),
                required: false,
            })
            .collect(),
        owner: Some(&ty.name),
    }
}

/// `mod item_phone; pub use item_phone::ItemPhone;`
fn export(context: &Context<'_>, ty: &Type, idents: &TypeIdents) -> TokenStream {
    let TypeIdents { ident, any, file, .. } = idents;
    let aliases = renamed::of_type(context, &ty.name, idents);
    let allow = (ty.deprecated.is_some() || !aliases.is_empty())
        .then(|| quote!(#[allow(deprecated, reason = "it is offered all the same")]));
    let mut exported = vec![ident];
    exported.extend(context.types.is_polymorphic(&ty.name).then_some(any));
    exported.extend(aliases.iter().map(|alias| &alias.ident));
    exported.sort();
    let exported = match exported.as_slice() {
        [one] => quote!(#one),
        several => quote!({#(#several),*}),
    };
    quote! {
        mod #file;
        #allow
        pub use self::#file::#exported;
    }
}

fn docs(context: &Context<'_>, ty: &Type) -> Docs {
    let mut about = code::span(ty.name.as_str());
    if let Some(base) = &ty.base {
        about = format!("{about} inherits from {}", context.type_link(base));
    }
    let page = code::span(&ty.source.page);
    let about = match ty.origin {
        TypeOrigin::Resource => format!("{about}, documented in {page}."),
        TypeOrigin::Response => format!("{about}: what {page} lists of {}.", response(context, ty)),
    };
    let docs = match rustdoc::description(&ty.description, &context.links, String::new) {
        text if text.is_empty() => Docs::new(about),
        text => Docs::new(text).paragraph(about),
    };
    docs.section("Remarks", rustdoc::remarks(ty.remarks.iter().map(AsRef::as_ref), &context.links))
}

/// The response that a type is of, in words.
fn response(context: &Context<'_>, ty: &Type) -> String {
    let of_type = Value::Type(ty.name.clone());
    let mut operations = context.api.operations.iter();
    let gives =
        operations.find(|(_, it)| it.response.ty.as_ref().is_some_and(|ty| ty.value == of_type));
    let name = gives.and_then(|(name, _)| {
        let module = context.names.modules.get(&*name.module)?;
        let function = &context.names.operations.get(name)?.function;
        Some(format!("the response of [`{module}::{function}`](fn@crate::{module}::{function})"))
    });
    name.unwrap_or_else(|| "a part of a response".to_owned())
}

/// Whether the type's file names anything deprecated.
fn has_deprecated(context: &Context<'_>, ty: &Type) -> bool {
    let variants =
        if context.types.is_polymorphic(&ty.name) { context.types.derived(&ty.name) } else { &[] };
    let properties = context.api.all_properties(&ty.name);
    ty.deprecated.is_some()
        || properties.iter().any(|property| {
            property.deprecated.is_some() || context.has_deprecated(&property.ty.value)
        })
        || variants.iter().any(|name| context.is_deprecated(name))
}
