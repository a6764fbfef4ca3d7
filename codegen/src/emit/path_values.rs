//! A documented path as Rust fills it in: which pieces of it are values, and of what type.
//!
//! OData functions have their parameters in parentheses, and pages write anything in place of the
//! values: `since={since}`, `period='{period_value}'`, `count=n`, `start='2017-01-01'`. Where the
//! page documents a parameter of that name, the value is that parameter, written as OData writes
//! literals of its type.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::Context;
use super::naming::{Case, Namespace, Role, RustIdent, identifier};
use super::types::Shape;
use crate::ir::{BodyProperty, Operation, ParameterName, Path, PathPiece, Primitive};

/// A path with what fills it in.
#[derive(Debug)]
pub(super) struct Template<'a> {
    pieces: Vec<Piece<'a>>,
    /// A name for each value, in order.
    pub(super) names: Vec<RustIdent>,
}

#[derive(Debug)]
enum Piece<'a> {
    Literal(String),
    Placeholder(&'a ParameterName),
    /// A parameter, and whether the page itself puts the value into quotes.
    Parameter(&'a BodyProperty, bool),
}

/// A character of a path, or a placeholder in it.
#[derive(Clone, Copy, Debug)]
enum Token<'a> {
    Char(char),
    Placeholder(&'a ParameterName),
}

impl<'a> Template<'a> {
    /// A path whose placeholders are all that is filled in.
    pub(super) fn of_placeholders(path: &'a Path) -> Self {
        Self::new(path, &[])
    }

    /// A path of an operation, its documented function parameters included.
    pub(super) fn of(context: &Context<'_>, operation: &'a Operation, path: &'a Path) -> Self {
        let typed = operation.function_parameters.iter().filter(|parameter| {
            let shape = context.types.shape(context.api, &parameter.ty.value);
            let scalar = matches!(shape, Shape::Primitive(_) | Shape::Enum(_));
            scalar && !parameter.ty.collection
        });
        Self::new(path, &typed.collect::<Vec<_>>())
    }

    fn new(path: &'a Path, parameters: &[&'a BodyProperty]) -> Self {
        let pieces = pieces(&tokens(path), parameters);
        Self { names: names(&pieces), pieces }
    }

    /// `id: impl Into<PathValue>`, for each value.
    pub(super) fn arguments(&self, context: &Context<'_>) -> Vec<TokenStream> {
        let argument = |(piece, name): (&Piece<'_>, &RustIdent)| match piece {
            Piece::Parameter(parameter, _) => {
                let shape = context.types.shape(context.api, &parameter.ty.value);
                let ty = context.types.value(shape);
                if shape.is_number() { quote!(#name: #ty) } else { quote!(#name: impl Into<#ty>) }
            }
            _ => quote!(#name: impl Into<docmill_runtime::PathValue>),
        };
        self.values().map(argument).collect()
    }

    /// `docmill_runtime::Path::new("/users/{id}", [id.into()])`.
    pub(super) fn build(&self, context: &Context<'_>) -> TokenStream {
        let mut names = self.names.iter();
        let mut text: String = self
            .pieces
            .iter()
            .map(|piece| match piece {
                // The runtime fills braces in, so they cannot stand for themselves.
                Piece::Literal(text) => text.replace('{', "%7B").replace('}', "%7D"),
                _ => match names.next() {
                    Some(name) if is_quoted(piece) => format!("'{{{name}}}'"),
                    Some(name) => format!("{{{name}}}"),
                    None => String::new(),
                },
            })
            .collect();
        if !text.starts_with('/') {
            text.insert(0, '/');
        }
        let values = self.values().map(|(piece, name)| match piece {
            Piece::Parameter(parameter, _) => {
                let shape = context.types.shape(context.api, &parameter.ty.value);
                let ty = context.types.value(shape);
                match shape {
                    _ if shape.is_number() => quote!(#name.into()),
                    Shape::Enum(_) => quote!(Into::<#ty>::into(#name).as_str().into()),
                    _ => quote!(Into::<#ty>::into(#name).into()),
                }
            }
            _ => quote!(#name.into()),
        });
        quote!(docmill_runtime::Path::new(#text, [#(#values),*]))
    }

    fn values(&self) -> impl Iterator<Item = (&Piece<'a>, &RustIdent)> {
        let values = self.pieces.iter().filter(|piece| !matches!(piece, Piece::Literal(_)));
        values.zip(&self.names)
    }
}

/// Whether a value stands between quotes: where the page puts it there, and where OData does.
fn is_quoted(piece: &Piece<'_>) -> bool {
    use crate::ir::Value;
    match piece {
        Piece::Parameter(parameter, quoted) => {
            let text =
                matches!(parameter.ty.value, Value::Primitive(Primitive::String) | Value::Enum(_));
            *quoted || text
        }
        _ => false,
    }
}

fn tokens(path: &Path) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    for piece in &path.pieces {
        match piece {
            PathPiece::Literal(text) => tokens.extend(text.chars().map(Token::Char)),
            PathPiece::Placeholder(name) => tokens.push(Token::Placeholder(name)),
        }
    }
    tokens
}

fn pieces<'a>(tokens: &[Token<'a>], parameters: &[&'a BodyProperty]) -> Vec<Piece<'a>> {
    let mut pieces = Vec::new();
    let mut text = String::new();
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        at += 1;
        match *token {
            Token::Placeholder(name) => {
                push_literal(&mut pieces, &mut text);
                pieces.push(Piece::Placeholder(name));
            }
            Token::Char(char) => {
                text.push(char);
                match char {
                    '(' => depth += 1,
                    ')' => depth = depth.saturating_sub(1),
                    _ => {}
                }
                let starts = depth > 0 && matches!(char, '(' | ',');
                if let Some(found) = starts.then(|| value(&tokens[at..], parameters)).flatten() {
                    text.push_str(&found.before);
                    push_literal(&mut pieces, &mut text);
                    pieces.push(Piece::Parameter(found.parameter, found.quoted));
                    at += found.length;
                }
            }
        }
    }
    push_literal(&mut pieces, &mut text);
    pieces
}

fn push_literal(pieces: &mut Vec<Piece<'_>>, text: &mut String) {
    if !text.is_empty() {
        pieces.push(Piece::Literal(std::mem::take(text)));
    }
}

/// `name=value` at the start of some tokens.
struct Found<'a> {
    parameter: &'a BodyProperty,
    /// `name=`.
    before: String,
    quoted: bool,
    /// How many tokens it takes up.
    length: usize,
}

fn value<'a>(tokens: &[Token<'_>], parameters: &[&'a BodyProperty]) -> Option<Found<'a>> {
    let is =
        |at: usize, wanted: char| matches!(tokens.get(at), Some(Token::Char(c)) if *c == wanted);
    let equals = (0..tokens.len()).take_while(|at| !is(*at, ')')).find(|at| is(*at, '='))?;
    let before: String = tokens[..=equals]
        .iter()
        .map(|token| match token {
            Token::Char(char) => Some(*char),
            Token::Placeholder(_) => None,
        })
        .collect::<Option<_>>()?;
    let name = before.trim_end_matches('=').trim();
    let parameter =
        parameters.iter().find(|it| it.name.as_str().eq_ignore_ascii_case(name)).copied()?;
    let start = equals + 1;
    let quoted = is(start, '\'');
    let length = if quoted {
        (start + 1..tokens.len()).find(|at| is(*at, '\''))? + 1
    } else {
        (start..tokens.len()).find(|at| is(*at, ',') || is(*at, ')'))?
    };
    (length > start).then_some(Found { parameter, before, quoted, length })
}

/// A name for each value. One that a path has twice is named after the segment before it:
/// `/items/{id}/worksheets/{id}` has `item_id` and `worksheet_id`.
fn names(pieces: &[Piece<'_>]) -> Vec<RustIdent> {
    let mut uses: BTreeMap<RustIdent, usize> = BTreeMap::new();
    for piece in pieces {
        if let Piece::Placeholder(name) = piece {
            *uses.entry(placeholder_name(name, None)).or_default() += 1;
        }
    }
    let mut segment = "";
    let mut wanted = Vec::new();
    for piece in pieces {
        match piece {
            Piece::Literal(text) => segment = segments(text).last().unwrap_or(segment),
            Piece::Placeholder(name) => {
                let ident = placeholder_name(name, None);
                wanted.push(match uses.get(&ident) {
                    Some(2..) => placeholder_name(name, Some(&singular(segment))),
                    _ => ident,
                });
            }
            Piece::Parameter(parameter, _) => {
                wanted.push(identifier(parameter.name.as_str(), Role::Argument).ident);
            }
        }
    }
    Namespace::default().claim_all(&wanted, Case::Snake)
}

/// What a placeholder is called, after its owner if it needs one.
pub(super) fn placeholder_name(name: &ParameterName, owner: Option<&str>) -> RustIdent {
    let text = name.as_str().replace('|', " or ");
    let text = match owner {
        Some(owner) => format!("{owner} {text}"),
        None => text,
    };
    identifier(&text, Role::Argument).ident
}

/// The words between slashes, without the parentheses of functions and keys.
pub(super) fn segments(text: &str) -> impl Iterator<Item = &str> {
    text.split('/')
        .map(|segment| segment.split('(').next().unwrap_or(segment))
        .filter(|segment| segment.contains(|c: char| c.is_ascii_alphanumeric()))
        // What follows a placeholder inside parentheses is no segment: `',end='`.
        .filter(|segment| !segment.starts_with(['\'', ',', '"', ')']))
}

/// `item` of `items`. Good enough to tell two ids apart.
fn singular(word: &str) -> String {
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
    use crate::yaml;

    fn placeholders(text: &str) -> String {
        let path: Path = text.parse().unwrap();
        let template = Template::of_placeholders(&path);
        let names: Vec<&str> = template.names.iter().map(RustIdent::as_str).collect();
        names.join(", ")
    }

    /// The path with `<name>` for each parameter found in it, `'<name>'` where it is quoted.
    fn parameters(text: &str) -> String {
        let path: Path = text.parse().unwrap();
        let list = "[{name: since, type: Edm.Date, source: 'a.md:1:1'}, \
                     {name: Q, type: Edm.String, source: 'a.md:1:1'}]";
        let list: Vec<BodyProperty> = yaml::read(list).unwrap();
        let template = Template::new(&path, &list.iter().collect::<Vec<_>>());
        let text = template.pieces.iter().map(|piece| match piece {
            Piece::Literal(text) => text.clone(),
            Piece::Placeholder(name) => format!("{{{name}}}"),
            Piece::Parameter(parameter, _) if is_quoted(piece) => format!("'<{}>'", parameter.name),
            Piece::Parameter(parameter, _) => format!("<{}>", parameter.name),
        });
        text.collect()
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

    #[test]
    fn documented_parameters_are_found_however_their_values_are_written() {
        for (path, expected) in [
            ("/f(since={since})/x", "/f(since=<since>)/x"),
            ("/f(since='{since-value}', q={q})", "/f(since='<since>', q='<Q>')"),
            ("/f(since=2017-01-01,q='a,b)')", "/f(since=<since>,q='<Q>')"),
            ("/f(since=,limit=5)", "/f(since=,limit=5)"),
            ("/f(limit={limit},since=n)", "/f(limit={limit},since=<since>)"),
            ("/(team-id)/since=5", "/(team-id)/since=5"),
            ("/f(since='5)", "/f(since='5)"),
        ] {
            assert_eq!(parameters(path), expected, "{path}");
        }
    }
}
