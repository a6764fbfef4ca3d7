//! A documented path in pieces: what is sent as it stands, and what is filled in.
//!
//! OData functions have their parameters in parentheses, and pages write anything in place of the
//! values: `since={since}`, `period='{period_value}'`, `count=n`, `start='2017-01-01'`. Where the
//! page documents a parameter of that name, the value is that parameter. One that is optional goes to
//! the end of the parentheses, where a request may have it; so does one that stands in no path.

use crate::ir::{
    Api, BodyProperty, Method, Operation, ParameterName, Path, PathOrigin, PathPiece, Primitive,
    Requirement, Value,
};

/// A piece of a path.
#[derive(Debug)]
pub(crate) enum Piece<'a> {
    Literal(String),
    Placeholder(&'a ParameterName),
    Parameter(Argument<'a>),
    /// Parameters that need not be given, at the end of their function's parentheses.
    Optional(Vec<Argument<'a>>),
}

/// A documented parameter of a function.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Argument<'a> {
    pub(crate) parameter: &'a BodyProperty,
    /// Whether its value stands between quotes: where the page puts it there, and where OData does.
    pub(crate) quoted: bool,
}

impl<'a> Argument<'a> {
    fn new(parameter: &'a BodyProperty, quoted_on_page: bool) -> Self {
        let quotes =
            matches!(parameter.ty.value, Value::Primitive(Primitive::String) | Value::Enum(_));
        Self { parameter, quoted: quoted_on_page || quotes }
    }
}

/// The documented parameters that can be filled in, and those that a path must not ask for.
#[derive(Debug, Default)]
pub struct Parameters<'a> {
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
    pub fn is_value(&self) -> bool {
        matches!(self, Self::Placeholder(_) | Self::Parameter(_))
    }
}

impl<'a> Parameters<'a> {
    /// Those of an operation, for one of its paths.
    pub fn of(api: &Api, operation: &'a Operation, path: &'a Path) -> Self {
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
            Piece::Parameter(argument) => Some(argument.parameter.name.as_str()),
            _ => None,
        });
        names.collect()
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
pub fn optional_template(arguments: &[Argument<'_>]) -> String {
    let listed = arguments.iter().map(|Argument { parameter, quoted }| {
        let name = parameter.name.as_str();
        if *quoted { format!("'{name}'") } else { name.to_owned() }
    });
    format!("{{?{}}}", listed.collect::<Vec<_>>().join(","))
}

/// Adds parameters that no path has to the last segment of this one, if it can be a function's.
fn add_missing<'a>(pieces: &mut Vec<Piece<'a>>, missing: &[&'a BodyProperty]) {
    let Some(Piece::Literal(text)) = pieces.last_mut().filter(|_| !missing.is_empty()) else {
        return;
    };
    let arguments = missing.iter().map(|parameter| Argument::new(parameter, false));
    let optional = Piece::Optional(arguments.collect());
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
pub fn of_path<'a>(path: &'a Path, parameters: &Parameters<'a>) -> Vec<Piece<'a>> {
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
    let (text, optional, pieces) = (String::new(), Vec::new(), Vec::new());
    Reader { tokens, parameters, at: 0, depth: 0, text, optional, pieces }.read()
}

/// The work in progress.
struct Reader<'r, 'a> {
    tokens: &'r [Token<'a>],
    parameters: &'r Parameters<'a>,
    /// The next token.
    at: usize,
    /// How many parentheses are open.
    depth: usize,
    /// What is to be sent as it stands, since the last piece.
    text: String,
    /// The optional ones of the parentheses that are open.
    optional: Vec<Argument<'a>>,
    pieces: Vec<Piece<'a>>,
}

impl<'a> Reader<'_, 'a> {
    fn read(mut self) -> Vec<Piece<'a>> {
        while let Some(token) = self.tokens.get(self.at) {
            self.at += 1;
            match *token {
                Token::Placeholder(name) => self.push(Piece::Placeholder(name)),
                Token::Char(char) => self.char(char),
            }
        }
        self.end_text();
        self.pieces
    }

    fn char(&mut self, char: char) {
        if char == ')' && !self.optional.is_empty() {
            let optional = std::mem::take(&mut self.optional);
            self.push(Piece::Optional(optional));
        }
        self.text.push(char);
        match char {
            '(' => self.depth += 1,
            ')' => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        if self.depth > 0 && matches!(char, '(' | ',') {
            self.arguments();
        }
    }

    /// Takes the parameters that stand here: those that are optional, and one that is not.
    fn arguments(&mut self) {
        while let Some(found) = value(&self.tokens[self.at..], &self.parameters.documented) {
            self.at += found.length;
            let Argument { parameter, .. } = found.argument;
            if !self.parameters.optional.iter().any(|it| it.name == parameter.name) {
                self.text.push_str(&found.before);
                self.push(Piece::Parameter(found.argument));
                return;
            }
            self.optional.push(found.argument);
            // With it goes the comma before it, or else the one after it.
            if self.text.ends_with(',') {
                self.text.pop();
                return;
            }
            while matches!(self.tokens.get(self.at), Some(Token::Char(',' | ' '))) {
                self.at += 1;
            }
        }
    }

    fn push(&mut self, piece: Piece<'a>) {
        self.end_text();
        self.pieces.push(piece);
    }

    fn end_text(&mut self) {
        if !self.text.is_empty() {
            self.pieces.push(Piece::Literal(std::mem::take(&mut self.text)));
        }
    }
}

/// `name=value` at the start of some tokens.
struct Found<'a> {
    argument: Argument<'a>,
    /// `name=`.
    before: String,
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
    let argument = Argument::new(parameter, quoted);
    (length > start).then_some(Found { argument, before, length })
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
            Piece::Optional(arguments) => optional_template(arguments),
            Piece::Parameter(Argument { parameter, quoted: true }) => {
                format!("'<{}>'", parameter.name)
            }
            Piece::Parameter(Argument { parameter, .. }) => format!("<{}>", parameter.name),
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
