//! A documented path as Rust fills it in: which pieces of it are values, and of what type.
//!
//! A value of a documented parameter is written as OData writes literals of its type.

use proc_macro2::TokenStream;
use quote::quote;

use super::path_pieces::{self, Argument, Parameters, Piece, optional_template};
use crate::emit::Context;
use crate::emit::names::naming::{Case, Namespace, Role, RustIdent, identifier};
use crate::emit::types::Shape;
use crate::ir::{Api, BodyProperty, Operation, ParameterName, Path};

/// A path with what fills it in.
#[derive(Debug)]
pub(crate) struct Template<'a> {
    pieces: Vec<Piece<'a>>,
    /// A name for each value, in order.
    pub names: Vec<RustIdent>,
}

impl<'a> Template<'a> {
    /// A path whose placeholders are all that is filled in.
    pub fn of_placeholders(path: &'a Path) -> Self {
        Self::new(path, &Parameters::default())
    }

    /// A path of an operation, its documented function parameters included.
    pub(crate) fn of(api: &Api, operation: &'a Operation, path: &'a Path) -> Self {
        Self::new(path, &Parameters::of(api, operation, path))
    }

    fn new(path: &'a Path, parameters: &Parameters<'a>) -> Self {
        let pieces = path_pieces::of_path(path, parameters);
        Self { names: names(&pieces), pieces }
    }

    /// Its pieces, those that are values with their names in Rust.
    pub(crate) fn pieces(&self) -> impl Iterator<Item = (&Piece<'a>, Option<&str>)> {
        let mut names = self.names.iter();
        self.pieces.iter().map(move |piece| {
            let name = if piece.is_value() { names.next() } else { None };
            (piece, name.map(RustIdent::as_str))
        })
    }

    /// The values that are paths of their own, such as a file's below a folder: those after `:/`.
    pub fn inner_paths(&self) -> impl Iterator<Item = &str> {
        let before = std::iter::once(None).chain(self.pieces.iter().map(Some));
        self.pieces().zip(before).filter_map(|((_, name), before)| match before {
            Some(Piece::Literal(text)) if text.ends_with(":/") => name,
            _ => None,
        })
    }

    /// The parameters that its requests have setters for.
    pub fn optional(&self) -> impl Iterator<Item = &'a BodyProperty> {
        let lists = self.pieces.iter().filter_map(|piece| match piece {
            Piece::Optional(arguments) => Some(arguments),
            _ => None,
        });
        lists.flatten().map(|argument| argument.parameter)
    }

    /// `id: impl Into<PathValue>`, for each value.
    pub fn arguments(&self, context: &Context<'_>) -> Vec<TokenStream> {
        let argument = |(piece, name): (&Piece<'_>, &RustIdent)| match piece {
            Piece::Parameter(Argument { parameter, .. }) => {
                let shape = context.types.shape(context.api, &parameter.ty.value);
                let ty = argument_type(shape, &context.types.value(shape));
                quote!(#name: #ty)
            }
            _ => quote!(#name: impl Into<docmill_runtime::PathValue>),
        };
        self.values().map(argument).collect()
    }

    /// `docmill_runtime::Path::new("/users/{id}", [id.into()])`.
    pub fn build(&self, context: &Context<'_>) -> TokenStream {
        let text = self.text();
        let values = self.values().map(|(piece, name)| match piece {
            Piece::Parameter(Argument { parameter, .. }) => {
                let shape = context.types.shape(context.api, &parameter.ty.value);
                path_value(shape, &context.types.value(shape), name)
            }
            _ => quote!(#name.into()),
        });
        quote!(docmill_runtime::Path::new(#text, [#(#values),*]))
    }

    /// As the runtime reads it: `/users/{id}`.
    fn text(&self) -> String {
        let mut names = self.names.iter();
        let mut placeholder = || names.next().map(|name| format!("{{{name}}}")).unwrap_or_default();
        let pieces = self.pieces.iter().map(|piece| match piece {
            // The runtime fills braces in, so they cannot stand for themselves.
            Piece::Literal(text) => text.replace('{', "%7B").replace('}', "%7D"),
            Piece::Optional(arguments) => optional_template(arguments),
            Piece::Parameter(Argument { quoted: true, .. }) => format!("'{}'", placeholder()),
            Piece::Parameter(_) | Piece::Placeholder(_) => placeholder(),
        });
        let text: String = pieces.collect();
        if text.starts_with('/') { text } else { format!("/{text}") }
    }

    fn values(&self) -> impl Iterator<Item = (&Piece<'a>, &RustIdent)> {
        let values = self.pieces.iter().filter(|piece| piece.is_value());
        values.zip(&self.names)
    }
}

/// The type of the argument for a documented parameter: numbers as they are, of others whatever
/// converts to them.
pub fn argument_type(shape: Shape<'_>, ty: &TokenStream) -> TokenStream {
    if shape.is_literal() { ty.clone() } else { quote!(impl Into<#ty>) }
}

/// That argument as a value of a path.
pub fn path_value(shape: Shape<'_>, ty: &TokenStream, name: &RustIdent) -> TokenStream {
    match shape {
        _ if shape.is_literal() => quote!(#name.into()),
        Shape::Enum(_) => quote!(Into::<#ty>::into(#name).as_str().into()),
        _ => quote!(Into::<#ty>::into(#name).into()),
    }
}

/// A name for each value. One that a path has twice is named after the segment before it:
/// `/items/{id}/worksheets/{id}` has `item_id` and `worksheet_id`.
fn names(pieces: &[Piece<'_>]) -> Vec<RustIdent> {
    let plain: Vec<Option<RustIdent>> = pieces
        .iter()
        .map(|piece| match piece {
            Piece::Placeholder(name) => Some(placeholder_name(name, None)),
            _ => None,
        })
        .collect();
    let is_used_twice =
        |ident: &RustIdent| plain.iter().flatten().filter(|it| *it == ident).count() > 1;
    let mut segment = "";
    let mut wanted = Vec::new();
    for (piece, ident) in pieces.iter().zip(&plain) {
        match piece {
            Piece::Literal(text) => segment = segments(text).last().unwrap_or(segment),
            Piece::Placeholder(name) => {
                let Some(ident) = ident else { continue };
                wanted.push(if is_used_twice(ident) {
                    placeholder_name(name, Some(&singular(segment)))
                } else {
                    ident.clone()
                });
            }
            Piece::Parameter(Argument { parameter, .. }) => {
                wanted.push(identifier(parameter.name.as_str(), Role::Argument).ident);
            }
            Piece::Optional(_) => {}
        }
    }
    Namespace::default().claim_all(&wanted, Case::Snake)
}

/// What a placeholder is called, after its owner if it needs one.
pub fn placeholder_name(name: &ParameterName, owner: Option<&str>) -> RustIdent {
    let text = name.as_str().replace('|', " or ");
    let text = match owner {
        Some(owner) => format!("{owner} {text}"),
        None => text,
    };
    identifier(&text, Role::Argument).ident
}

/// The words between slashes, without the parentheses of functions and keys.
pub(crate) fn segments(text: &str) -> impl Iterator<Item = &str> {
    text.split('/')
        .map(|segment| segment.split('(').next().unwrap_or(segment))
        .filter(|segment| segment.contains(|c: char| c.is_ascii_alphanumeric()))
        // What follows a placeholder inside parentheses is no segment: `',end='`.
        .filter(|segment| !segment.starts_with(['\'', ',', '"', ')']))
}

/// `item` of `items`. Good enough to tell two ids apart.
pub(crate) fn singular(word: &str) -> String {
    let strip = |ending: &str| word.strip_suffix(ending);
    if let Some(stem) = strip("ies") {
        format!("{stem}y")
    } else if word.ends_with("ss") {
        word.to_owned()
    } else if ["sses", "xes", "ches", "shes"].iter().any(|ending| word.ends_with(ending)) {
        strip("es").unwrap_or(word).to_owned()
    } else {
        strip("s").unwrap_or(word).to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn placeholders(text: &str) -> String {
        let path: Path = text.parse().unwrap();
        let template = Template::of_placeholders(&path);
        let names: Vec<&str> = template.names.iter().map(RustIdent::as_str).collect();
        names.join(", ")
    }

    #[test]
    fn placeholders_have_names_of_their_own() {
        assert_eq!(placeholders("/me/phones/{id}"), "id");
        assert_eq!(
            placeholders("/users/{id | userPrincipalName}/phones/{phone-id}"),
            "id_or_user_principal_name, phone_id"
        );
        assert_eq!(placeholders("/items/{id}/workbook/worksheets/{id}"), "item_id, worksheet_id");
        assert_eq!(placeholders("/a/{id}{id}"), "a_id, a_id_2");
        assert_eq!(placeholders("/reports/get(start='{start}',end='{end}')"), "start, end");
        assert_eq!(placeholders("/x/{client}/{}/{type}"), "client_, value_, type_");
    }
}
