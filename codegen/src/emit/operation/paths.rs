//! Paths: the arguments for their values, and the choice where a page documents several.

use std::fmt;

use proc_macro2::TokenStream;
use quote::quote;

use super::path_values::{Template, placeholder_name, segments};
use crate::emit::Context;
use crate::emit::names::OperationIdents;
use crate::emit::names::naming::{Case, Namespace, Role, RustIdent, identifier};
use crate::emit::rustdoc::{self, Docs, code, markdown};
use crate::ir::{Api, BodyProperty, Operation, Path, PathPiece, PathRemark};

/// How a function takes its path, and how it hands it to the request.
#[derive(Debug)]
pub struct PathArguments {
    /// The arguments' names.
    pub names: Vec<RustIdent>,
    /// `at: UpdatePath`, or one argument per placeholder.
    pub arguments: Vec<TokenStream>,
    /// `at.0`, or the path built from those arguments.
    pub value: TokenStream,
}

/// The arguments for an operation's path.
pub fn arguments(
    context: &Context<'_>,
    operation: &Operation,
    idents: &OperationIdents,
) -> PathArguments {
    match operation.paths.as_slice() {
        [path] => {
            let template = Template::of(context.api, operation, path);
            let arguments = template.arguments(context);
            let value = template.build(context);
            PathArguments { names: template.names, arguments, value }
        }
        // Never empty, says the IR; an empty choice cannot be made, and compiles.
        _ => {
            let choice = &idents.path;
            let arguments = vec![quote!(at: #choice)];
            PathArguments { names: Vec::new(), arguments, value: quote!(at.0) }
        }
    }
}

/// The parameters of an operation's function that need not be given, by name, each once.
pub fn optional_parameters<'a>(api: &Api, operation: &'a Operation) -> Vec<&'a BodyProperty> {
    if operation.function_parameters.is_empty() {
        return Vec::new();
    }
    let templates = operation.paths.iter().map(|path| Template::of(api, operation, path));
    let mut found: Vec<&BodyProperty> =
        templates.flat_map(|template| template.optional().collect::<Vec<_>>()).collect();
    found.sort_by(|a, b| a.name.cmp(&b.name));
    found.dedup_by(|a, b| a.name == b.name);
    found
}

/// The type that holds a choice of path, with a constructor for each; nothing where there is one.
pub fn items(
    context: &Context<'_>,
    operation: &Operation,
    idents: &OperationIdents,
) -> Vec<TokenStream> {
    if operation.paths.len() == 1 {
        return Vec::new();
    }
    let OperationIdents { function, path, .. } = idents;
    let docs = Docs::new(format!(
        "Where to call [`{function}`](fn@{function}): one of its documented paths."
    ))
    .outer(context);
    let constructors =
        operation.paths.iter().zip(constructor_names(&operation.paths)).map(|(path, name)| {
            let docs = Docs::new(format!("{}.", code::span(&path.to_string())));
            let template = Template::of(context.api, operation, path);
            let docs = docs
                .paragraph(said_of(context, operation, path))
                .paragraph(of_inner_paths(&template))
                .outer(context);
            let arguments = template.arguments(context);
            let value = template.build(context);
            quote! {
                #docs
                pub fn #name(#(#arguments),*) -> Self {
                    Self(#value)
                }
            }
        });
    let deprecated = rustdoc::deprecated(operation.deprecated.as_ref(), &context.links);
    vec![
        quote! {
            #docs
            #deprecated
            #[derive(Clone, Debug)]
            pub struct #path(docmill_runtime::Path);
        },
        quote! {
            impl #path {
                #(#constructors)*
            }
        },
    ]
}

/// What the page says of a path that it does not say of all of them.
fn said_of(context: &Context<'_>, operation: &Operation, path: &Path) -> String {
    let remarks = operation.said_of(path);
    written(context, remarks.filter(|remark| !remark.is_about_all(&operation.paths)))
}

/// How to give the values that are paths of their own to a function of one path.
pub fn said_of_values(context: &Context<'_>, operation: &Operation) -> String {
    match operation.paths.as_slice() {
        [path] => of_inner_paths(&Template::of(context.api, operation, path)),
        _ => String::new(),
    }
}

fn of_inner_paths(template: &Template<'_>) -> String {
    let names: Vec<String> = template.inner_paths().map(code::span).collect();
    let Some((last, others)) = names.split_last() else { return String::new() };
    let segments = "[`PathValue::segments`](docmill_runtime::PathValue::segments)";
    match others {
        [] => format!("{last} is one segment, or several: {segments}."),
        _ => format!(
            "{} and {last} are one segment each, or several: {segments}.",
            others.join(", ")
        ),
    }
}

/// What the page says of all paths.
pub fn said_of_all(context: &Context<'_>, operation: &Operation) -> String {
    let remarks = operation.path_remarks.iter();
    written(context, remarks.filter(|remark| remark.is_about_all(&operation.paths)))
}

fn written<'r>(context: &Context<'_>, remarks: impl Iterator<Item = &'r PathRemark>) -> String {
    let texts = remarks.map(|remark| sentence(markdown::clean(&remark.text, &context.links)));
    rustdoc::paragraphs(texts)
}

/// A text with a full stop, if it has none: a heading, or what stood before a colon.
fn sentence(mut text: String) -> String {
    if text.ends_with(|last: char| last.is_alphanumeric() || matches!(last, ')' | '*' | '`' | ']'))
    {
        text.push('.');
    }
    text
}

/// A name for each placeholder of a path.
pub fn placeholder_names(path: &Path) -> Vec<RustIdent> {
    Template::of_placeholders(path).names
}

/// How a caller gives a path to a function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathCall {
    /// The constructor in the choice of path: `GetPath::users`; nothing where there is no choice.
    pub constructor: Option<String>,
    /// The names of its values.
    pub values: Vec<String>,
}

/// As Rust has it: `GetPath::users(id)`, or `id` where there is no choice.
impl fmt::Display for PathCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let values = self.values.join(", ");
        match &self.constructor {
            Some(constructor) => write!(f, "{constructor}({values})"),
            None => f.write_str(&values),
        }
    }
}

/// How callers give each path of an operation.
pub fn calls(api: &Api, operation: &Operation) -> Vec<PathCall> {
    let choice = identifier(&format!("{}_path", operation.name.function), Role::Type).ident;
    let names = constructor_names(&operation.paths);
    let is_choice = operation.paths.len() > 1;
    let call = |(path, name): (&Path, RustIdent)| PathCall {
        constructor: is_choice.then(|| format!("{choice}::{name}")),
        values: Template::of(api, operation, path).names.iter().map(ToString::to_string).collect(),
    };
    operation.paths.iter().zip(names).map(call).collect()
}

/// A name for each path: the first of its segments that tell it from paths with other segments, then
/// the placeholders that tell it from paths with the same ones.
pub fn constructor_names(paths: &[Path]) -> Vec<RustIdent> {
    let literals: Vec<Vec<&str>> = paths.iter().map(literal_segments).collect();
    let common = common_start(&literals);
    let wanted: Vec<RustIdent> = literals
        .iter()
        .zip(paths)
        .map(|(whole, path)| {
            let own = &whole[common..];
            let others = || literals.iter().filter(|other| *other != whole).map(|it| &it[common..]);
            let shared = |other: &[&str]| own.iter().zip(other).take_while(|(a, b)| a == b).count();
            let longest = others().map(shared).max().unwrap_or(0);
            let unique = (longest < own.len()).then_some(longest + 1);
            let twins = paths.iter().zip(&literals).filter(|(_, other)| *other == whole);
            let values = own_placeholders(path, twins.map(|(twin, _)| twin));
            // Without a unique start, another path goes on where this one ends.
            let mut words = own[..unique.unwrap_or(own.len())].join(" ");
            if !values.is_empty() {
                words = format!("{words} by {}", values.join(" and "));
            }
            identifier(&words, Role::Function).ident
        })
        .collect();
    Namespace::default().claim_all(&wanted, Case::Snake)
}

/// The placeholders of a path that not all of its twins have, itself among them.
fn own_placeholders<'a>(path: &Path, twins: impl Iterator<Item = &'a Path>) -> Vec<String> {
    let names = |path: &Path| -> Vec<String> {
        path.placeholders().map(|name| placeholder_name(name, None).to_string()).collect()
    };
    let twins: Vec<&Path> = twins.collect();
    // Most paths have none, and nothing to be told from.
    if let [_] = &*twins {
        return Vec::new();
    }
    let twins: Vec<Vec<String>> = twins.into_iter().map(names).collect();
    let shared = |name: &String| twins.iter().all(|twin| twin.contains(name));
    names(path).into_iter().filter(|name| !shared(name)).collect()
}

/// How many segments all paths have in common at their start; each keeps one of its own.
fn common_start(literals: &[Vec<&str>]) -> usize {
    let shortest = literals.iter().map(Vec::len).min().unwrap_or(0);
    let Some(first) = literals.first() else {
        return 0;
    };
    let common = (0..shortest)
        .take_while(|&index| {
            literals.iter().all(|segments| segments.get(index) == first.get(index))
        })
        .count();
    common.min(shortest.saturating_sub(1))
}

fn literal_segments(path: &Path) -> Vec<&str> {
    path.pieces
        .iter()
        .filter_map(|piece| match piece {
            PathPiece::Literal(text) => Some(segments(text)),
            PathPiece::Placeholder(_) => None,
        })
        .flatten()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(text: &str) -> Path {
        text.parse().unwrap()
    }

    fn constructors(paths: &[&str]) -> String {
        let paths: Vec<Path> = paths.iter().map(|text| path(text)).collect();
        let names = constructor_names(&paths);
        let names: Vec<&str> = names.iter().map(RustIdent::as_str).collect();
        names.join(", ")
    }

    #[test]
    fn constructors_are_named_by_what_tells_paths_apart() {
        assert_eq!(
            constructors(&["/me/profile/phones/{id}", "/users/{id}/profile/phones/{id}"]),
            "me, users"
        );
        assert_eq!(
            constructors(&["/me/drive/items/{id}", "/me/drive/root", "/me/drive"]),
            "drive_items, drive_root, drive"
        );
        assert_eq!(constructors(&["/users/{id}", "/users/{name}"]), "users_by_id, users_by_name");
        assert_eq!(constructors(&["/a", "/a"]), "a, a_2");
        assert_eq!(
            constructors(&[
                "/me/items/{id}/content",
                "/me/items/{parent}:/{name}:/content",
                "/users/{user}/items/{id}/content",
                "/users/{user}/items/{parent}:/{name}:/content",
            ]),
            "me_by_id, me_by_parent_and_name, users_by_id, users_by_parent_and_name"
        );
    }
}
