//! A documented path in pieces: what is sent as it stands, and what is filled in.
//!
//! OData functions have their parameters in parentheses, and pages write anything in place of the
//! values: `since={since}`, `period='{period_value}'`, `count=n`, `start='2017-01-01'`. Where the
//! page documents a parameter of that name, the value is that parameter. One that is optional goes to
//! the end of the parentheses, where a request may have it; so does one that stands in no path.

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::{
    Api, BodyProperty, Method, Operation, ParameterName, Path, PathOrigin, PathPiece, Primitive,
    PropertyName, Requirement, Value,
};

/// A piece of a path.
#[derive(Debug)]
pub(super) enum Piece<'a> {
    Literal(String),
    Placeholder(&'a ParameterName),
    /// A parameter, and whether the page itself puts the value into quotes.
    Parameter(&'a BodyProperty, bool),
    /// Parameters that need not be given, at the end of their function's parentheses.
    Optional(Vec<(&'a BodyProperty, bool)>),
}

/// The documented parameters that can be filled in, and those that a path must not ask for.
#[derive(Debug, Default)]
pub(super) struct Parameters<'a> {
    documented: Vec<&'a BodyProperty>,
    /// Where the path has them, they are optional.
    optional: Vec<&'a BodyProperty>,
    /// No path of the operation has them: this one's last segment can take them.
    missing: Vec<&'a BodyProperty>,
}

/// A character of a path, or a placeholder in it.
#[derive(Clone, Copy, Debug)]
enum Token<'a> {
    Char(char),
    Placeholder(&'a ParameterName),
}

impl Piece<'_> {
    /// Whether an argument of the function fills it in.
    pub(super) fn is_value(&self) -> bool {
        matches!(self, Self::Placeholder(_) | Self::Parameter(..))
    }
}

impl<'a> Parameters<'a> {
    /// Those of an operation, for one of its paths.
    pub(super) fn of(api: &Api, operation: &'a Operation, path: &'a Path) -> Self {
        let documented = typed(api, operation);
        if documented.is_empty() {
            return Self::default();
        }
        let all = Self { documented: documented.clone(), ..Self::default() };
        // An address that only an example shows says nothing of those in the request lines.
        let lines = operation.paths.iter().filter(|path| path.origin != PathOrigin::Example);
        let everywhere: Vec<Vec<&str>> = lines.map(|path| all.found_in(path)).collect();
        let here = all.found_in(path);
        let has = |names: &[&str], parameter: &BodyProperty| {
            names.iter().any(|name| *name == parameter.name.as_str())
        };
        // A page that lists the path without the parameter as well gives a choice of paths.
        let is_choice = |parameter: &BodyProperty| {
            let name = parameter.name.as_str();
            let without: Vec<&str> = here.iter().copied().filter(|it| *it != name).collect();
            everywhere.contains(&without)
        };
        let optional = documented.iter().copied().filter(|parameter| {
            parameter.requirement == Requirement::Optional
                && has(&here, parameter)
                && !is_choice(parameter)
        });
        let missing = documented.iter().copied().filter(|parameter| {
            operation.method == Method::Get
                && path.origin != PathOrigin::Example
                && !everywhere.iter().any(|names| has(names, parameter))
        });
        Self { optional: optional.collect(), missing: missing.collect(), documented }
    }

    /// The names of those that stand in a path.
    fn found_in(&self, path: &'a Path) -> Vec<&'a str> {
        let pieces = pieces(&tokens(path), self).into_iter();
        let names = pieces.filter_map(|piece| match piece {
            Piece::Parameter(parameter, _) => Some(parameter.name.as_str()),
            _ => None,
        });
        names.collect()
    }
}

/// The documented parameters of an OData function that callers give, by how they do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Given<'a> {
    /// Those that are arguments, each after its type.
    pub arguments: BTreeSet<&'a PropertyName>,
    /// Those that are setters of the request.
    pub setters: BTreeSet<&'a PropertyName>,
    /// How many values each path asks for, whatever they are.
    pub values: BTreeMap<&'a Path, usize>,
}

impl<'a> Given<'a> {
    /// Those of an operation, in any of its paths.
    pub(super) fn of(api: &Api, operation: &'a Operation) -> Self {
        let mut given = Self::default();
        for path in &operation.paths {
            let pieces = of_path(path, &Parameters::of(api, operation, path));
            given.values.insert(path, pieces.iter().filter(|piece| piece.is_value()).count());
            for piece in pieces {
                match piece {
                    Piece::Parameter(parameter, _) => {
                        given.arguments.insert(&parameter.name);
                    }
                    Piece::Optional(optional) => {
                        given.setters.extend(optional.iter().map(|(parameter, _)| &parameter.name));
                    }
                    Piece::Literal(_) | Piece::Placeholder(_) => {}
                }
            }
        }
        given
    }
}

/// The function parameters that can be written into a path.
fn typed<'a>(api: &Api, operation: &'a Operation) -> Vec<&'a BodyProperty> {
    let is_scalar = |value: &Value| match value {
        Value::Primitive(primitive) => *primitive != Primitive::Stream,
        Value::Enum(name) => api.enums.get(name).is_some_and(|definition| !definition.flags),
        Value::Type(_) | Value::Undocumented(_) | Value::Json => false,
    };
    let all = operation.function_parameters.iter();
    all.filter(|parameter| !parameter.ty.collection && is_scalar(&parameter.ty.value)).collect()
}

/// As the runtime reads it: `{?'token',limit}`.
pub(super) fn optional_template(parameters: &[(&BodyProperty, bool)]) -> String {
    let listed = parameters.iter().map(|(parameter, quoted)| {
        let name = parameter.name.as_str();
        if is_quoted(parameter, *quoted) { format!("'{name}'") } else { name.to_owned() }
    });
    format!("{{?{}}}", listed.collect::<Vec<_>>().join(","))
}

/// Whether a value stands between quotes: where the page puts it there, and where OData does.
pub(super) fn is_quoted(parameter: &BodyProperty, on_page: bool) -> bool {
    on_page || matches!(parameter.ty.value, Value::Primitive(Primitive::String) | Value::Enum(_))
}

/// Adds parameters that no path has to the last segment of this one, if it can be a function's.
fn add_missing<'a>(pieces: &mut Vec<Piece<'a>>, missing: &[&'a BodyProperty]) {
    let Some(Piece::Literal(text)) = pieces.last_mut().filter(|_| !missing.is_empty()) else {
        return;
    };
    let optional = Piece::Optional(missing.iter().map(|parameter| (*parameter, false)).collect());
    let segment = text.rsplit('/').next().unwrap_or_default();
    let is_name = |name: &str| {
        let in_name = |c: char| c.is_ascii_alphanumeric() || c == '.' || c == '_';
        name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.chars().all(in_name)
    };
    if let Some(name) = segment.strip_suffix("()").filter(|name| is_name(name)) {
        let end = text.len() - (segment.len() - name.len());
        text.truncate(end);
    } else if !is_name(segment) {
        return;
    }
    text.push('(');
    pieces.push(optional);
    pieces.push(Piece::Literal(")".to_owned()));
}

/// The pieces of a path.
pub(super) fn of_path<'a>(path: &'a Path, parameters: &Parameters<'a>) -> Vec<Piece<'a>> {
    let mut pieces = pieces(&tokens(path), parameters);
    add_missing(&mut pieces, &parameters.missing);
    pieces
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

fn pieces<'a>(tokens: &[Token<'a>], parameters: &Parameters<'a>) -> Vec<Piece<'a>> {
    let mut pieces = Vec::new();
    let mut optional = Vec::new();
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
                if char == ')' && !optional.is_empty() {
                    push_literal(&mut pieces, &mut text);
                    pieces.push(Piece::Optional(std::mem::take(&mut optional)));
                }
                text.push(char);
                match char {
                    '(' => depth += 1,
                    ')' => depth = depth.saturating_sub(1),
                    _ => {}
                }
                let starts = depth > 0 && matches!(char, '(' | ',');
                while let Some(found) =
                    starts.then(|| value(&tokens[at..], &parameters.documented)).flatten()
                {
                    at += found.length;
                    if !parameters.optional.iter().any(|it| it.name == found.parameter.name) {
                        text.push_str(&found.before);
                        push_literal(&mut pieces, &mut text);
                        pieces.push(Piece::Parameter(found.parameter, found.quoted));
                        break;
                    }
                    optional.push((found.parameter, found.quoted));
                    // With it goes the comma before it, or else the one after it.
                    if text.ends_with(',') {
                        text.pop();
                        break;
                    }
                    while matches!(tokens.get(at), Some(Token::Char(',' | ' '))) {
                        at += 1;
                    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml;

    /// The path with `<name>` for each parameter found in it, `'<name>'` where it is quoted.
    fn parameters(text: &str) -> String {
        let path: Path = text.parse().unwrap();
        let list = "[{name: since, type: Edm.Date, requirement: required, source: 'a.md:1:1'}, \
                     {name: Q, type: Edm.String, requirement: required, source: 'a.md:1:1'}, \
                     {name: n, type: Edm.Int32, source: 'a.md:1:1'}, \
                     {name: extra, type: Edm.String, source: 'a.md:1:1'}]";
        let list: Vec<BodyProperty> = yaml::read(list).unwrap();
        let documented: Vec<&BodyProperty> = list.iter().collect();
        let optional = documented.iter().filter(|it| it.requirement == Requirement::Optional);
        let optional = optional.copied().collect();
        let missing =
            documented.iter().filter(|it| !text.to_lowercase().contains(it.name.as_str()));
        let missing = missing.filter(|it| it.name.as_str() == "extra").copied().collect();
        let pieces = of_path(&path, &Parameters { documented, optional, missing });
        let text = pieces.iter().map(|piece| match piece {
            Piece::Literal(text) => text.clone(),
            Piece::Placeholder(name) => format!("{{{name}}}"),
            Piece::Optional(parameters) => optional_template(parameters),
            Piece::Parameter(parameter, quoted) if is_quoted(parameter, *quoted) => {
                format!("'<{}>'", parameter.name)
            }
            Piece::Parameter(parameter, _) => format!("<{}>", parameter.name),
        });
        text.collect()
    }

    #[test]
    fn documented_parameters_are_found_however_their_values_are_written() {
        for (path, expected) in [
            ("/f(since={since})/$x", "/f(since=<since>)/$x"),
            ("/f(since={since},n={n})/$x", "/f(since=<since>{?n})/$x"),
            ("/f(n={n},since={since})/$x", "/f(since=<since>{?n})/$x"),
            ("/f(n={n})/{x}", "/f({?n})/{x}"),
            ("/f(n={n}, extra='{e}')/$x", "/f({?n,'extra'})/$x"),
            ("/a/f", "/a/f({?'extra'})"),
            ("/a/ns.f()", "/a/ns.f({?'extra'})"),
            ("/a/{f}", "/a/{f}"),
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
