//! Functions in paths, and the arguments between their parentheses: `near(row=5,name='x')`.

use std::fmt;

use memchr::memchr_iter;

use crate::ir::Path;
use crate::read::is_name;

/// A segment that calls a function with named arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Function {
    /// What stands before the parentheses.
    pub name: String,
    /// What stands between them, in order; never empty.
    pub arguments: Vec<Argument>,
    /// What stands after them.
    pub rest: String,
}

/// A named argument.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Argument {
    /// Its name.
    pub name: String,
    /// Its value, without the quotes around it.
    pub value: String,
    /// Whether there are quotes around it.
    pub quoted: bool,
}

impl Function {
    /// The function that a segment calls; `None` if it calls none, or without named arguments.
    pub fn of(segment: &str) -> Option<Self> {
        let open = segment.find('(').filter(|open| !segment[..*open].contains('{'))?;
        let close = open + top_level(&segment[open..], b')').next()?;
        let inside = &segment[open + 1..close];
        let mut starts = vec![0];
        starts.extend(top_level(inside, b',').map(|at| at + 1));
        let ends = starts.iter().skip(1).map(|next| next - 1).chain([inside.len()]);
        let arguments =
            starts.iter().zip(ends).map(|(start, end)| Argument::of(&inside[*start..end]));
        Some(Self {
            name: segment[..open].to_owned(),
            arguments: arguments.collect::<Option<Vec<_>>>()?,
            rest: segment[close + 1..].to_owned(),
        })
    }

    /// The names of its arguments, in lower case and sorted: their order means nothing.
    pub fn names(&self) -> Vec<String> {
        let mut names: Vec<String> =
            self.arguments.iter().map(|argument| argument.name.to_ascii_lowercase()).collect();
        names.sort_unstable();
        names
    }
}

impl Argument {
    fn of(text: &str) -> Option<Self> {
        let (name, value) = text.split_once('=')?;
        let (name, value) = (name.trim(), value.trim());
        let inner = value.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\''));
        is_name(name).then(|| Self {
            name: name.to_owned(),
            value: inner.unwrap_or(value).to_owned(),
            quoted: inner.is_some(),
        })
    }
}

impl fmt::Display for Function {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}(", self.name)?;
        for (at, Argument { name, value, quoted }) in self.arguments.iter().enumerate() {
            let comma = if at == 0 { "" } else { "," };
            let quote = if *quoted { "'" } else { "" };
            write!(f, "{comma}{name}={quote}{value}{quote}")?;
        }
        write!(f, "){}", self.rest)
    }
}

/// The names of all arguments of the functions in some paths, in lower case.
pub fn names<'p>(paths: impl Iterator<Item = &'p Path>) -> Vec<String> {
    // Without an argument there is no call to look at; most paths have none.
    let paths = paths.map(Path::to_string).filter(|path| path.contains('='));
    let of_path = |path: String| {
        let functions = segments(&path).into_iter().filter_map(Function::of);
        functions.flat_map(|function| function.names()).collect::<Vec<_>>()
    };
    paths.flat_map(of_path).collect()
}

/// The segments of a path that begins with a slash. Slashes in braces, parentheses and quotes are
/// no ends.
pub fn segments(path: &str) -> Vec<&str> {
    let path = path.strip_prefix('/').unwrap_or(path);
    if path.is_empty() {
        return Vec::new();
    }
    let mut found = Vec::with_capacity(1 + memchr_iter(b'/', path.as_bytes()).count());
    let mut start = 0;
    for at in top_level(path, b'/') {
        found.push(&path[start..at]);
        start = at + 1;
    }
    found.push(&path[start..]);
    found
}

/// Where a text has a `wanted` character outside of brackets and quotes; a bracket is outside of its
/// own. A parenthesis or quote that is never closed is text.
fn top_level(text: &str, wanted: u8) -> impl Iterator<Item = usize> {
    let bytes = text.as_bytes();
    let count = |wanted: u8| memchr_iter(wanted, bytes).count();
    let balanced = count(b'(') == count(b')');
    let paired = count(b'\'').is_multiple_of(2);
    let mut quoted = false;
    let mut depth = 0_usize;
    // No byte of a longer character is one of those that matter, and few others are.
    let matters =
        move |byte: u8| byte == wanted || matches!(byte, b'\'' | b'(' | b')' | b'{' | b'}');
    bytes.iter().enumerate().filter(move |(_, byte)| matters(**byte)).filter_map(
        move |(at, byte)| {
            let mut around = depth;
            match byte {
                b'\'' if paired => quoted = !quoted,
                _ if quoted => {}
                b'{' => depth += 1,
                b'(' if balanced => depth += 1,
                b'}' => {
                    depth = depth.saturating_sub(1);
                    around = depth;
                }
                b')' if balanced => {
                    depth = depth.saturating_sub(1);
                    around = depth;
                }
                _ => {}
            }
            (!quoted && around == 0 && *byte == wanted).then_some(at)
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_and_segments() {
        let function = Function::of("range(address='A(1),b', row=5)").expect("a function");
        assert_eq!(function.to_string(), "range(address='A(1),b',row=5)");
        assert_eq!(function.names(), ["address", "row"]);
        assert_eq!(Function::of("tables(name)"), None);
        assert_eq!(Function::of("{id (a=b)}"), None);
        assert_eq!(segments("/a/{b/c}/d(e='f/g')/h"), ["a", "{b/c}", "d(e='f/g')", "h"]);
        assert_eq!(segments("/a(b='c'/d"), ["a(b='c'", "d"]);
    }
}
