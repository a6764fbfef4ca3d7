//! Operations: a module per resource; in it a function per documented operation, and what the
//! function takes.
//!
//! - `paths` writes their choices of path: `path_pieces` says what of a path is filled in, `path_values`
//!   how.
//! - `parameters` writes headers and query parameters, `given` how callers give parameters of OData
//!   functions, `body` what operations send.
//! - `operation_docs` writes what rustdoc says of them.

pub mod body;
pub mod given;
mod operation_docs;
pub mod parameters;
pub mod path_pieces;
pub mod path_values;
pub mod paths;

use std::collections::BTreeSet;

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::emit::file::{Job, RustFile};
use crate::emit::names::OperationIdents;
use crate::emit::names::naming::RustIdent;
use crate::emit::rustdoc::{self, Docs, markdown};
use crate::emit::types::Shape;
use crate::emit::{Context, Decided, renamed};
use crate::ir::{
    Alternative, Body, ErrorMeaning, Method, Operation, OperationName, Permissions, Primitive,
    QueryOption, Response, Scopes, Value,
};
use body::BodyArgument;
use parameters::RequiredParameter;
use paths::PathArguments;

/// The files of all modules of operations.
pub fn files<'a>(decided: &'a Decided<'a>) -> impl Iterator<Item = Job<'a>> {
    let modules = decided.names.modules.iter();
    modules.map(|(module, ident)| Job::new(decided, |context| file(context, module, ident)))
}

fn file(context: &Context<'_>, module: &str, ident: &RustIdent) -> RustFile {
    let mut items = Vec::new();
    let mut deprecated = false;
    for (name, operation) in operations(context, module) {
        if let Some(idents) = context.names.operations.get(name) {
            let response = operation.response.ty.as_ref();
            deprecated |= operation.deprecated.is_some()
                || body::is_deprecated(context, operation)
                || response.is_some_and(|ty| context.has_deprecated(&ty.value));
            items.push(function(context, operation, idents));
            items.extend(paths::items(context, operation, idents));
            items.extend(body::items(context, operation, idents));
            items.extend(former_setters(context, operation, idents));
            items.extend(marker(context, operation, idents));
            items.extend(parameters::impls(context, operation, idents));
        }
    }
    let former = renamed::operations(context, module);
    deprecated |= !former.is_empty();
    items.extend(former);
    RustFile {
        path: format!("src/{ident}.rs"),
        docs: module_docs(context, module),
        items,
        deprecated,
        ..RustFile::default()
    }
}

/// Setters of an operation's body under the old names of its properties.
fn former_setters(
    context: &Context<'_>,
    operation: &Operation,
    idents: &OperationIdents,
) -> Option<TokenStream> {
    let Body::Properties { of: Some(of), .. } = &operation.body else { return None };
    if context.api.renames.properties.is_empty() {
        return None;
    }
    renamed::setters(context, &body::structure(context, operation, idents)?, of)
}

/// A module's operations, sorted by name.
pub fn operations<'a>(
    context: &Context<'a>,
    module: &str,
) -> impl Iterator<Item = (&'a OperationName, &'a Operation)> {
    let first = OperationName { module: module.into(), function: "".into() };
    context.api.operations.range(first..).take_while(move |(name, _)| *name.module == *module)
}

fn module_docs(context: &Context<'_>, module: &str) -> Docs {
    let list: Vec<String> = operations(context, module)
        .filter_map(|(name, operation)| {
            let function = &context.names.operations.get(name)?.function;
            let title = markdown::clean_line(&operation.title, &context.links);
            Some(format!("- [`{function}`](fn@{function}): {title}"))
        })
        .collect();
    Docs::new("Operations:").paragraph(list.join("\n"))
}

/// The function that makes an operation's request.
pub fn function(
    context: &Context<'_>,
    operation: &Operation,
    idents: &OperationIdents,
) -> TokenStream {
    let OperationIdents { function, marker, .. } = idents;
    let docs = operation_docs::docs(context, operation).outer(context);
    let deprecated = rustdoc::deprecated(operation.deprecated.as_ref(), &context.links);
    let PathArguments { names, arguments, value } = paths::arguments(context, operation, idents);
    let required = parameters::required(operation, &names);
    let required_arguments = required.iter().map(RequiredParameter::argument);
    let set_required = required.iter().map(RequiredParameter::call);
    let BodyArgument { argument, conversion, call } = body::argument(context, operation, idents);
    let body = (!argument.is_empty()).then(|| quote!(, #argument));
    quote! {
        #docs
        #deprecated
        pub fn #function(
            client: &docmill_runtime::Client
            #(, #arguments)*
            #(, #required_arguments)*
            #body
        ) -> docmill_runtime::Request<'_, #marker> {
            #conversion
            docmill_runtime::Request::new(client, #value) #(#set_required)* #call
        }
    }
}

/// The type that tells the runtime, at compile time, what the operation is and what it offers: its
/// definition first, then what it implements.
pub fn marker(
    context: &Context<'_>,
    operation: &Operation,
    idents: &OperationIdents,
) -> Vec<TokenStream> {
    let OperationIdents { function, marker, .. } = idents;
    let docs = Docs::new(format!(
        "The operation behind [`{function}`](fn@{function}), as the runtime knows it."
    ))
    .outer(context);
    let name = operation.name.to_string();
    let method = method(operation.method);
    let permissions = permissions(&operation.permissions);
    let errors = errors(&operation.errors);
    let reply = reply(context, operation);
    let options: BTreeSet<QueryOption> = operation.query_options.iter().copied().collect();
    let properties = properties(context, operation, &options);
    let options = query_traits(&options);
    let mut items = vec![
        quote! {
            #docs
            pub enum #marker {}
        },
        quote! {
            impl docmill_runtime::Operation for #marker {
                type Reply = #reply;
                const INFO: docmill_runtime::OperationInfo = docmill_runtime::OperationInfo::new(
                    #name,
                    docmill_runtime::Method::#method,
                ) #permissions #errors;
            }
        },
    ];
    if !options.is_empty() {
        let properties = properties.map(
            |of| quote!(impl docmill_runtime::query::Properties for #marker { type Of = #of; }),
        );
        items.push(quote!(#(impl docmill_runtime::query::#options for #marker {})* #properties));
    }
    items
}

/// The type whose properties a request can choose from, if it can choose any.
fn properties(
    context: &Context<'_>,
    operation: &Operation,
    options: &BTreeSet<QueryOption>,
) -> Option<TokenStream> {
    let chooses =
        [QueryOption::Expand, QueryOption::Filter, QueryOption::OrderBy, QueryOption::Select];
    if chooses.iter().all(|option| !options.contains(option)) {
        return None;
    }
    match context.types.shape(context.api, &operation.response.ty.as_ref()?.value) {
        Shape::Struct(name) | Shape::Any(name) => Some(context.types.value(Shape::Struct(name))),
        _ => None,
    }
}

fn method(method: Method) -> TokenStream {
    match method {
        Method::Get => quote!(GET),
        Method::Post => quote!(POST),
        Method::Put => quote!(PUT),
        Method::Patch => quote!(PATCH),
        Method::Delete => quote!(DELETE),
    }
}

/// The permissions that the page names, for each kind of access that has any.
fn permissions(permissions: &Permissions) -> TokenStream {
    let Permissions { delegated_work, delegated_personal, application, any_caller } = permissions;
    let kinds = [
        (quote!(delegated_work), delegated_work),
        (quote!(delegated_personal), delegated_personal),
        (quote!(application), application),
        (quote!(any_caller), any_caller),
    ];
    kinds
        .into_iter()
        .filter(|(_, scopes)| !scopes.is_empty())
        .map(|(access, Scopes { least, higher })| {
            let (least, higher) = (Alternative::list(least), Alternative::list(higher));
            quote!(.#access(#least, #higher))
        })
        .collect()
}

/// What the page says that errors mean; nothing if it does not say.
fn errors(errors: &[ErrorMeaning]) -> Option<TokenStream> {
    let rows = errors.iter().map(|ErrorMeaning { status, code, meaning }| {
        let status = status.map(Literal::u16_unsuffixed);
        let status = status.map_or_else(|| quote!(None), |status| quote!(Some(#status)));
        let code = code.as_ref().map_or_else(|| quote!(None), |code| quote!(Some(#code)));
        let meaning = &**meaning;
        quote!(docmill_runtime::ErrorMeaning { status: #status, code: #code, meaning: #meaning })
    });
    (!errors.is_empty()).then(|| quote!(.errors(&[#(#rows),*])))
}

/// The traits by which a request takes these options.
fn query_traits(options: &BTreeSet<QueryOption>) -> Vec<TokenStream> {
    // Most pages about lists name all of them: one line instead of eight, for readers and for rustc.
    if options.len() == QueryOption::ALL.len() {
        return vec![quote!(All)];
    }
    options.iter().copied().map(query_trait).collect()
}

fn query_trait(option: QueryOption) -> TokenStream {
    match option {
        QueryOption::Count => quote!(Count),
        QueryOption::Expand => quote!(Expand),
        QueryOption::Filter => quote!(Filter),
        QueryOption::OrderBy => quote!(OrderBy),
        QueryOption::Search => quote!(Search),
        QueryOption::Select => quote!(Select),
        QueryOption::Skip => quote!(Skip),
        QueryOption::Top => quote!(Top),
    }
}

/// What the request gives when it is awaited.
fn reply(context: &Context<'_>, operation: &Operation) -> TokenStream {
    let Response { ty, may_be_empty, .. } = &operation.response;
    let Some(ty) = ty else {
        return quote!(docmill_runtime::reply::Empty);
    };
    if !ty.collection && ty.value == Value::Primitive(Primitive::Stream) {
        return quote!(docmill_runtime::reply::Bytes);
    }
    let shape = context.types.shape(context.api, &ty.value);
    let value = context.types.value(shape);
    match shape {
        _ if ty.collection => quote!(docmill_runtime::reply::List<#value>),
        Shape::Struct(_) | Shape::Any(_) if *may_be_empty => {
            quote!(docmill_runtime::reply::MaybeJson<#value>)
        }
        Shape::Struct(_) | Shape::Any(_) => quote!(docmill_runtime::reply::Json<#value>),
        // OData wraps a single value: `{"value": 1}`.
        Shape::Primitive(_) | Shape::Enum(_) | Shape::Flags(_) if *may_be_empty => {
            quote!(docmill_runtime::reply::MaybeValue<#value>)
        }
        Shape::Primitive(_) | Shape::Enum(_) | Shape::Flags(_) => {
            quote!(docmill_runtime::reply::Value<#value>)
        }
        Shape::Json => quote!(docmill_runtime::reply::Untyped),
    }
}
