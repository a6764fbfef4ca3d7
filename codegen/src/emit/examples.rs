//! `src/examples/`: the responses that pages show, for the tests of applications.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::file::{Job, RustFile};
use super::names::naming::{Case, Namespace, RustIdent};
use super::operation::operations;
use super::rustdoc::Docs;
use super::rustdoc::markdown::clean_line;
use super::{Context, Decided};
use crate::ir::{Example, Operation};

/// The module of examples and those in it; nothing where no page has a usable one.
pub fn files<'a>(decided: &'a Decided<'a>) -> impl Iterator<Item = Job<'a>> {
    let modules = modules(decided);
    let root = (!modules.is_empty()).then(|| Job::new(decided, root));
    let modules = modules.into_iter();
    root.into_iter().chain(
        modules
            .map(|(module, ident)| Job::new(decided, move |context| file(context, module, ident))),
    )
}

/// The modules of operations that have examples.
fn modules<'a>(decided: &'a Decided<'a>) -> Vec<(&'a str, &'a RustIdent)> {
    let operations = decided.api.operations.iter();
    let shown = operations.filter(|(_, operation)| responses(operation).next().is_some());
    let shown: BTreeSet<&str> = shown.map(|(name, _)| &*name.module).collect();
    let modules = decided.names.modules.iter().map(|(module, ident)| (*module, ident));
    modules.filter(|(module, _)| shown.contains(module)).collect()
}

/// Whether there are any.
pub fn are_any(decided: &Decided<'_>) -> bool {
    decided.api.operations.values().any(|operation| responses(operation).next().is_some())
}

/// Responses that a client can read: with a status, and without bodies that are cut short. Each with
/// what it shows: its title, or that of the example before it.
fn responses(operation: &Operation) -> impl Iterator<Item = (&Example, &str)> {
    let titled = operation.examples.iter().scan("", |title, example| {
        if !example.title.is_empty() || example.is_request() {
            *title = &example.title;
        }
        Some((example, *title))
    });
    titled.filter(|(example, _)| {
        let body = example.body.trim();
        let is_readable = || {
            !body.starts_with(['{', '[', '<', '"'])
                || serde_json::from_str::<serde::de::IgnoredAny>(body).is_ok()
        };
        example.is_response()
            && status(operation, example).is_some_and(|status| (100..600).contains(&status))
            && is_readable()
    })
}

/// The status of a response: its own, or, where a page shows only the body, that of the operation.
fn status(operation: &Operation, response: &Example) -> Option<u16> {
    if response.start_line.is_empty() { operation.response.status } else { response.status() }
}

fn root(context: &Context<'_>) -> RustFile {
    let modules = modules(context).into_iter().map(|(module, ident)| {
        let cfg = context.areas.module(module);
        let docs =
            Docs::new(format!("Responses to the operations of [`{ident}`](crate::{ident})."));
        let docs = docs.outer(context);
        quote!(#docs #cfg pub mod #ident;)
    });
    RustFile {
        path: "src/examples/mod.rs".to_owned(),
        docs: Docs::new(
            "The responses that pages show, ready-made for the tests of applications: each \
             [`answer`](docmill_runtime::Example::answer) can be given by \
             [`Recorded`](docmill_runtime::Recorded), without a network.",
        ),
        items: vec![quote!(#(#modules)*)],
        ..RustFile::default()
    }
}

fn file(context: &Context<'_>, module: &str, ident: &RustIdent) -> RustFile {
    let mut found: Vec<(&RustIdent, String, String)> = Vec::new();
    for (name, operation) in operations(context, module) {
        if let Some(idents) = context.names.operations.get(name) {
            let shown = responses(operation);
            found.extend(shown.map(|(example, title)| {
                let title = clean_line(title, &context.links);
                (&idents.function, title, text(operation, example))
            }));
        }
    }
    let wanted: Vec<RustIdent> = found.iter().map(|(function, ..)| (*function).clone()).collect();
    let names = Namespace::default().claim_all(&wanted, Case::Snake);
    let items = found.into_iter().zip(names).map(|((function, title, text), name)| {
        let name = format_ident!("{}", name.as_str().to_ascii_uppercase());
        let docs = Docs::new(format!("What [`{function}`](fn@crate::{ident}::{function}) gives."));
        let docs = docs.paragraph(title).outer(context);
        let text = context.aside.put_literal(&text);
        quote! {
            #docs
            pub const #name: docmill_runtime::Example = docmill_runtime::Example::new(#text);
        }
    });
    let items: Vec<TokenStream> = items.collect();
    RustFile {
        path: format!("src/examples/{ident}.rs"),
        docs: Docs::new(format!("Responses to the operations of [`{ident}`](crate::{ident}).")),
        items,
        ..RustFile::default()
    }
}

/// A response as the page writes it, its status line added where the page shows none.
fn text(operation: &Operation, example: &Example) -> String {
    let mut text = match status(operation, example) {
        Some(status) if example.start_line.is_empty() => format!("HTTP/1.1 {status}\n"),
        _ => format!("{}\n", example.start_line.trim()),
    };
    for (name, value) in &example.headers {
        let _ = writeln!(text, "{}: {}", name.trim(), value.trim());
    }
    text.push('\n');
    text += example.body.trim();
    text
}
