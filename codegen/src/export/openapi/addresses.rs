//! A documented path as OpenAPI has paths: text, and parameters with names of their own.

use heck::ToLowerCamelCase as _;

use super::names::Taken;
use crate::emit::operation::path_pieces::{Argument, Piece};
use crate::emit::operation::path_values::Template;
use crate::ir::{Api, BodyProperty, Operation, Path, PathOrigin};

/// Where an operation is called.
#[derive(Clone, Debug)]
pub(super) struct Address<'a> {
    parts: Vec<Part<'a>>,
    /// The parameters of its function that another address of the operation leaves out.
    pub(super) optional: Vec<&'a BodyProperty>,
    /// Whether only an example has it.
    pub(super) only_shown: bool,
}

#[derive(Clone, Debug)]
enum Part<'a> {
    Text(String),
    Value(Value<'a>),
}

/// A place for a value.
#[derive(Clone, Debug)]
pub(super) struct Value<'a> {
    /// A name that no other value of the path has.
    pub(super) name: String,
    /// What the page calls it.
    pub(super) documented: &'a str,
    /// What the page says of it, if it is a parameter of a function.
    pub(super) parameter: Option<&'a BodyProperty>,
}

impl<'a> Address<'a> {
    /// The addresses of a path: one, or two where its function has parameters that may be left out.
    pub(super) fn of(api: &Api, operation: &'a Operation, path: &'a Path) -> Vec<Self> {
        let template = Template::of(api, operation, path);
        let shortest = Self::new(&template, path, false);
        let has_optional = template.pieces().any(|(piece, _)| matches!(piece, Piece::Optional(_)));
        let longest = has_optional.then(|| Self::new(&template, path, true));
        [shortest].into_iter().chain(longest).collect()
    }

    fn new(template: &Template<'a>, path: &Path, with_optional: bool) -> Self {
        let mut writer = Writer::default();
        for (piece, name) in template.pieces() {
            match piece {
                Piece::Literal(text) => writer.text(text),
                Piece::Placeholder(documented) => {
                    writer.value(documented.as_str(), name.unwrap_or_default(), None);
                }
                Piece::Parameter(argument) => writer.argument(argument),
                Piece::Optional(arguments) if with_optional => writer.optional(arguments),
                Piece::Optional(_) => {}
            }
        }
        let only_shown = path.origin == PathOrigin::Example;
        Self { parts: named(writer.parts), optional: writer.optional, only_shown }
    }

    /// What tells it from others: its text, whatever its values are called.
    pub(super) fn shape(&self) -> String {
        self.written(std::iter::repeat(""))
    }

    /// As it stands in a document, with names for its values.
    pub(super) fn written<'n>(&self, names: impl IntoIterator<Item = &'n str>) -> String {
        let mut names = names.into_iter();
        let mut text = String::new();
        for part in &self.parts {
            match part {
                Part::Text(part) => text.push_str(part),
                Part::Value(_) => {
                    text.push('{');
                    text.push_str(names.next().unwrap_or_default());
                    text.push('}');
                }
            }
        }
        text
    }

    /// Its places for values.
    pub(super) fn values(&self) -> impl Iterator<Item = &Value<'a>> {
        values(&self.parts)
    }

    /// Their names.
    pub(super) fn names(&self) -> Vec<&str> {
        self.values().map(|value| value.name.as_str()).collect()
    }
}

fn values<'p, 'a>(parts: &'p [Part<'a>]) -> impl Iterator<Item = &'p Value<'a>> {
    parts.iter().filter_map(|part| match part {
        Part::Value(value) => Some(value),
        Part::Text(_) => None,
    })
}

/// A path in the making. A value's name is that in Rust until [`named`] decides.
#[derive(Default)]
struct Writer<'a> {
    parts: Vec<Part<'a>>,
    optional: Vec<&'a BodyProperty>,
}

impl<'a> Writer<'a> {
    fn text(&mut self, text: &str) {
        // Braces stand around names, and what follows `?` or `#` is no path.
        let escaped = text.replace('{', "%7B").replace('}', "%7D");
        let escaped = escaped.replace('?', "%3F").replace('#', "%23");
        match self.parts.last_mut() {
            // Parentheses of which every argument is left out go with them.
            Some(Part::Text(before)) if before.ends_with('(') && escaped.starts_with(')') => {
                before.pop();
                before.push_str(&escaped[1..]);
            }
            Some(Part::Text(before)) => before.push_str(&escaped),
            None if !escaped.starts_with('/') => self.parts.push(Part::Text(format!("/{escaped}"))),
            _ => self.parts.push(Part::Text(escaped)),
        }
    }

    fn value(&mut self, documented: &'a str, name: &str, parameter: Option<&'a BodyProperty>) {
        if self.parts.is_empty() {
            self.text("/");
        }
        self.parts.push(Part::Value(Value { name: name.to_owned(), documented, parameter }));
    }

    fn argument(&mut self, argument: &Argument<'a>) {
        let name = argument.parameter.name.as_str();
        if argument.quoted {
            self.text("'");
        }
        self.value(name, name, Some(argument.parameter));
        if argument.quoted {
            self.text("'");
        }
    }

    fn optional(&mut self, arguments: &[Argument<'a>]) {
        for argument in arguments {
            let name = argument.parameter.name.as_str();
            let is_first =
                matches!(self.parts.last(), Some(Part::Text(text)) if text.ends_with('('));
            self.text(if is_first { "" } else { "," });
            self.text(&format!("{name}="));
            self.argument(argument);
            self.optional.push(argument.parameter);
        }
    }
}

/// Gives values their names: the page's, where it is a name and the only one of its kind; else one
/// like that in Rust, which tells those apart that the page does not.
fn named(mut parts: Vec<Part<'_>>) -> Vec<Part<'_>> {
    let documented: Vec<&str> = values(&parts).map(|value| value.documented).collect();
    let is_name = |text: &str| {
        let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        !text.is_empty() && text.chars().all(allowed)
    };
    let is_clear = |text: &str| documented.iter().filter(|other| **other == text).count() == 1;
    let keeps: Vec<bool> = documented.iter().map(|text| is_name(text) && is_clear(text)).collect();
    let mut taken = Taken::default();
    for (text, _) in documented.iter().zip(&keeps).filter(|(_, keeps)| **keeps) {
        taken.reserve(text);
    }
    let values = parts.iter_mut().filter_map(|part| match part {
        Part::Value(value) => Some(value),
        Part::Text(_) => None,
    });
    for (value, keeps) in values.zip(keeps) {
        value.name = if keeps {
            value.documented.to_owned()
        } else {
            taken.claim(&value.name.to_lower_camel_case())
        };
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml;

    #[track_caller]
    fn check(path: &str, parameters: &str, expected: &[&str]) {
        let operation = format!(
            "{{name: 'a::b', title: T, method: GET, paths: [\"{path}\"], response: {{}}, \
             source: 'a.md:1:1', function_parameters: [{parameters}]}}"
        );
        let operation: Operation = yaml::read(&operation).unwrap();
        let addresses = Address::of(&Api::default(), &operation, &operation.paths[0]);
        let written: Vec<String> =
            addresses.iter().map(|address| address.written(address.names())).collect();
        assert_eq!(written, expected);
    }

    #[test]
    fn values_have_names_of_their_own() {
        check("/books/{book-id}", "", &["/books/{book-id}"]);
        check("/readers/{id | userName}/loans/{id}", "", &["/readers/{idOrUserName}/loans/{id}"]);
        check("/readers/{id}/books/{id}", "", &["/readers/{readerId}/books/{bookId}"]);
        check("/a/{}/{type}", "", &["/a/{value}/{type}"]);
        check("/a/{a b}/{aB}", "", &["/a/{aAB}/{aB}"]);
        check("books/a}b", "", &["/books/a%7Db"]);
    }

    #[test]
    fn parameters_of_functions_are_values() {
        let since = "{name: since, type: Edm.Date, requirement: required, source: 'a.md:1:1'}";
        check("/f(since=2017-01-01)", since, &["/f(since={since})"]);
        let by = "{name: by, type: Edm.String, requirement: required, source: 'a.md:1:1'}";
        check("/f(by='{text}')", by, &["/f(by='{by}')"]);
    }

    #[test]
    fn what_may_be_left_out_is_there_in_a_second_address() {
        let both = "{name: by, type: Edm.String, source: 'a.md:1:1'}, \
                    {name: n, type: Edm.Int32, source: 'a.md:1:1'}";
        check("/f(by='{by}',n={n})/x", both, &["/f/x", "/f(by='{by}',n={n})/x"]);
        check("/f", both, &["/f", "/f(by='{by}',n={n})"]);
        let since = "{name: since, type: Edm.Date, requirement: required, source: 'a.md:1:1'}";
        let three = format!("{since}, {both}");
        check("/f(since={since},n={n})", &three, &["/f(since={since})", "/f(since={since},n={n})"]);
    }
}
