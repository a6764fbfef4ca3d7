//! `src/lib.rs`: what the crate is, how to use it, and what is in it.

use proc_macro2::TokenStream;
use quote::quote;

use super::areas::{ALL, EXAMPLES};
use super::catalogue;
use crate::emit::file::{Job, RustFile};
use crate::emit::names::naming::RustIdent;
use crate::emit::operation::paths;
use crate::emit::rustdoc::Docs;
use crate::emit::rustdoc::markdown;
use crate::emit::types::relationships;
use crate::emit::{Context, Decided, examples, renamed};
use crate::ir::{Body, Method, Operation, OperationName, Requirement};

/// The crate's root.
pub fn file<'a>(decided: &'a Decided<'a>) -> Job<'a> {
    Job::new(decided, root)
}

fn root(context: &Context<'_>) -> RustFile {
    let modules = context.names.modules.iter().map(|(module, ident)| {
        let cfg = context.areas.module(module);
        quote!(#cfg #[rustfmt::skip] pub mod #ident;)
    });
    let former = renamed::modules(context.names, context.api);
    let modules =
        modules.chain(former.values().map(|ident| quote!(#[rustfmt::skip] pub mod #ident;)));
    let base_url = context.output.base_url.as_deref().map(|base_url| {
        quote! {
            /// Where the API is, its version included.
            pub const BASE_URL: &str = #base_url;
        }
    });
    let recursion_limit = recursion_limit(context);
    let parameters = (!context.parameters.is_empty()).then(|| {
        quote! {
            #[rustfmt::skip]
            pub mod parameters;
        }
    });
    let relationships = relationships::exist(context.api, context.names).then(|| {
        quote! {
            #[rustfmt::skip]
            pub mod relationships;
        }
    });
    let examples = examples::are_any(context).then(|| {
        quote! {
            #[cfg(feature = #EXAMPLES)]
            #[rustfmt::skip]
            pub mod examples;
        }
    });
    let has_areas = context.areas.features().next().is_some();
    // Pages lead to areas whose features are off.
    let links_into_other_areas = has_areas
        .then(|| quote!(#![cfg_attr(not(feature = #ALL), allow(rustdoc::broken_intra_doc_links))]));
    let mut file = RustFile {
        path: "src/lib.rs".to_owned(),
        docs: docs(context),
        attributes: quote! {
            #recursion_limit
            #![warn(missing_docs)]
            #![allow(
                rustdoc::redundant_explicit_links,
                reason = "links are the pages' own; some happen to lead where their text does"
            )]
            #links_into_other_areas
        },
        // `cargo fmt` must not undo what prettyplease did, or `check` would find every file edited.
        items: vec![
            quote!(#(#modules)*),
            quote! {
                #[rustfmt::skip]
                pub mod enums;
                #[rustfmt::skip]
                pub mod model;
                #parameters
                #relationships
                #examples
            },
            quote! {
                pub use docmill_runtime as runtime;
                #[rustfmt::skip]
                pub use docmill_runtime::{Client, Error, ErrorKind, Page, Patch, Request, StaticToken, TokenProvider};
            },
        ],
        ..RustFile::default()
    };
    file.items.extend(base_url);
    file.items.push(catalogue::item(context));
    file
}

/// To see that a model is `Send`, rustc walks through all types that it can reach, a few steps per
/// type, and gives up after 128 unless told otherwise.
fn recursion_limit(context: &Context<'_>) -> TokenStream {
    let limit = context.api.types.len().saturating_mul(8);
    if limit <= 128 {
        return TokenStream::new();
    }
    let limit = limit.to_string();
    quote!(#![recursion_limit = #limit])
}

fn docs(context: &Context<'_>) -> Docs {
    let title = markdown::clean(&context.output.title, &context.links);
    Docs::new(title)
        .paragraph(
            "Operations are functions, in a module per resource. They take a [`Client`], what must \
             be given, and the body; what they return is awaited.",
        )
        .paragraph(example(context).unwrap_or_default())
        .paragraph(
            "What is sent and received: [`model`] has the documented types, [`enums`] the \
             documented enums, and each module of operations the bodies of its requests.",
        )
        .paragraph(
            "A list that is awaited is its first page; [`all`](Request::all) gives all items, and \
             [`items`](Request::items) a stream of them.",
        )
        .paragraph(setters(context))
        .section("What no page documents", UNDOCUMENTED)
        .section("Operations", operations(context))
}

/// How to come by the setters that only some operations have; empty where there are none.
fn setters(context: &Context<'_>) -> String {
    if context.parameters.is_empty() {
        return String::new();
    }
    let krate = context.output.package.replace('-', "_");
    format!(
        "Query parameters and headers that only some operations have are set by methods of traits: \
         `use {krate}::parameters::*;`."
    )
}

/// Pages forget things, and services have new ones: nobody should have to wait for a page.
const UNDOCUMENTED: &str = "\
- Properties: [`Model::with_undocumented`](runtime::Model::with_undocumented) sets them between other \
setters; what arrives is in `rest`, as is the object's [`etag`](runtime::Rest::etag).
- Members of enums: `\"name\".into()`.
- Query parameters and headers: [`Request::query`], [`Request::header`].
- Answers: [`Request::raw`] gives them unread.
- Operations: [`runtime::Operation`] shows how one is declared.";

/// The modules of operations, by the feature that each is compiled with; in one list where there are none.
fn operations(context: &Context<'_>) -> String {
    let link = |ident: &RustIdent| format!("[`{ident}`](mod@{ident})");
    let areas: Vec<String> = context
        .areas
        .features()
        .map(|(feature, modules)| {
            let modules = modules.iter().filter_map(|module| context.names.modules.get(module));
            let modules: Vec<String> = modules.map(link).collect();
            format!("- `{feature}`: {}", modules.join(", "))
        })
        .collect();
    if areas.is_empty() {
        let modules = context.names.modules.values().map(|ident| format!("- {}", link(ident)));
        return modules.collect::<Vec<_>>().join("\n");
    }
    format!(
        "Each area of the documentation is a Cargo feature:\n\n{}\n\n`{ALL}` of them are on by \
         default. With `default-features = false` and some of them, only their operations are compiled, \
         with the types that these take and give; so are types that no operation uses, where all that \
         they refer to is compiled.",
        areas.join("\n")
    )
}

/// A call of the simplest operation: one that reads, if there is any.
fn example(context: &Context<'_>) -> Option<String> {
    let (name, operation) = context
        .api
        .operations
        .iter()
        .filter(|(_, operation)| {
            operation.deprecated.is_none()
                && operation.body == Body::None
                && !operation.paths.is_empty()
                && operation.function_parameters.is_empty()
                && operation.headers.iter().all(|it| it.requirement == Requirement::Optional)
                && operation
                    .query_parameters
                    .iter()
                    .all(|it| it.requirement == Requirement::Optional)
        })
        .min_by_key(|(_, operation)| {
            (
                operation.method != Method::Get,
                operation.response.ty.as_ref().is_none_or(|ty| ty.collection),
                operation.paths.first().map(|path| paths::placeholder_names(path).len()),
            )
        })?;
    let module = context.names.modules.get(&*name.module)?;
    let call = call(context, module, name, operation)?;
    let krate = context.output.package.replace('-', "_");
    // The example must not fail where its operation is left out.
    let cfg = match context.areas.module_feature(&name.module) {
        Some(feature) => format!("# #[cfg(feature = \"{feature}\")]\n"),
        None => String::new(),
    };
    let (constant, base_url) = match context.output.base_url {
        Some(_) => ("BASE_URL, ", "BASE_URL"),
        None => ("", "\"https://…\""),
    };
    Some(format!(
        "```no_run\n{cfg}\
         # async fn run() -> Result<(), Box<dyn std::error::Error>> {{\n\
         use {krate}::{{{constant}Client, StaticToken, {module}}};\n\
         \n\
         let client = Client::new({base_url}, StaticToken::new(\"…\"))?;\n\
         let reply = {call}.await?;\n\
         # let _ = reply;\n\
         # Ok(())\n\
         # }}\n\
         ```"
    ))
}

fn call(
    context: &Context<'_>,
    module: &RustIdent,
    name: &OperationName,
    operation: &Operation,
) -> Option<String> {
    let idents = context.names.operations.get(name)?;
    let path = operation.paths.first()?;
    let values: Vec<String> =
        paths::placeholder_names(path).iter().map(|name| format!("\"{name}\"")).collect();
    let values = values.join(", ");
    let function = &idents.function;
    Some(match operation.paths.len() {
        1 if values.is_empty() => format!("{module}::{function}(&client)"),
        1 => format!("{module}::{function}(&client, {values})"),
        _ => {
            let constructor = paths::constructor_names(&operation.paths).into_iter().next()?;
            let choice = &idents.path;
            format!("{module}::{function}(&client, {module}::{choice}::{constructor}({values}))")
        }
    })
}
