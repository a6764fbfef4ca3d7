//! Examples against the paths of their page.

use super::Resolver;
use crate::diagnostics::{Code, Diagnostic};
use crate::ir::{Body, Example, ExampleKind, Method, Operation, Path, PathPiece};
use crate::read::facts::{OperationFacts, PageFacts};
use crate::read::request::{is_sample, path as path_of_target};

impl Resolver<'_> {
    /// Reports request examples that are none of their page's requests.
    pub(super) fn check_example_paths(&mut self, page: &PageFacts) {
        let Some(first) = page.operations.first() else { return };
        let requests = first.examples.iter().filter(|example| example.kind == ExampleKind::Request);
        for example in requests {
            let Some((method, target)) = request_of(example) else { continue };
            let fits = |facts: &OperationFacts| facts.method == method && has_path(facts, &target);
            if !page.operations.iter().any(fits)
                && let Some((_, place)) = first.paths.first()
            {
                self.report.push(
                    Diagnostic::new(
                        Code::TextExampleMismatch,
                        example.source.clone(),
                        format!("an example of `{method} {target}`, which the page does not list"),
                        "expected one of the page's request lines, with values in it",
                        "the request lines were followed",
                    )
                    .related(place.clone(), "the request lines"),
                );
            }
        }
    }
}

/// Leaves each of a page's operations the examples that are its own: requests of its paths, or else
/// of its verb, each with the responses that follow it.
pub(super) fn distribute(mut operations: Vec<&mut OperationFacts>) {
    let Some(first) = operations.first_mut() else { return };
    let examples = std::mem::take(&mut first.examples);
    for operation in &mut operations {
        operation.examples = Vec::new();
    }
    let mut owner = Some(0);
    for example in examples {
        if example.kind == ExampleKind::Request {
            owner = owner_of(&example, &operations);
        }
        if let Some(owner) = owner {
            operations[owner].examples.push(example);
        }
    }
}

fn owner_of(example: &Example, operations: &[&mut OperationFacts]) -> Option<usize> {
    let (method, target) = request_of(example)?;
    let of_verb = |at: &usize| operations[*at].method == method;
    let mut own = (0..operations.len()).filter(of_verb);
    let by_path = own.clone().find(|at| has_path(&*operations[*at], &target));
    by_path.or_else(|| own.next())
}

/// Whether a request example is one of an operation's; a start line that cannot be read is.
pub(crate) fn is_request_of(example: &Example, operation: &Operation) -> bool {
    request_of(example).is_none_or(|(method, target)| {
        let listed = match &operation.body {
            Body::Properties { properties, .. } => properties.as_slice(),
            _ => &[],
        };
        let parameters = operation.function_parameters.iter().chain(listed);
        let names: Vec<&str> = parameters.map(|parameter| parameter.name.as_str()).collect();
        operation.method == method && operation.paths.iter().any(|path| fits(path, &names, &target))
    })
}

fn has_path(facts: &OperationFacts, target: &str) -> bool {
    let parameters = facts.function_parameters.iter().chain(&facts.body.properties);
    let names: Vec<&str> = parameters.map(|parameter| parameter.name.as_str()).collect();
    facts.paths.iter().any(|(path, _)| fits(path, &names, target))
}

/// Whether a path is one of those that a documented path stands for. The values of a function's
/// arguments are the caller's, `range(address='A1:B2')`, whether a request line has names, samples
/// or nothing in its parentheses; the names are those that the line or a table of `parameters` has.
fn fits(path: &Path, parameters: &[&str], target: &str) -> bool {
    if matches(&path.pieces, target) {
        return true;
    }
    if let Some(path) = without_samples(path) {
        return is_path(&path, target);
    }
    if !target.contains('(') {
        let (bare, arguments) = without_arguments(&path.to_string());
        return !arguments.is_empty() && is_path(&bare, target);
    }
    let (target, given) = without_arguments(target);
    let (bare, listed) = without_arguments(&path.to_string());
    let is_known = |name: &String| {
        listed.contains(name) || parameters.iter().any(|known| known.eq_ignore_ascii_case(name))
    };
    !given.is_empty() && given.iter().all(is_known) && is_path(&bare, &target)
}

fn is_path(documented: &str, target: &str) -> bool {
    documented.parse::<Path>().is_ok_and(|path| matches(&path.pieces, target))
}

/// A path with placeholders where its page has samples, which reading has reported.
fn without_samples(path: &Path) -> Option<String> {
    let text = path.to_string();
    if !text.split('/').any(is_sample) {
        return None;
    }
    let segments = text.split('/').map(|segment| if is_sample(segment) { "{id}" } else { segment });
    Some(segments.collect::<Vec<_>>().join("/"))
}

/// A path without the arguments of functions, and their names in lower case.
fn without_arguments(path: &str) -> (String, Vec<String>) {
    let mut bare = String::new();
    let mut names = Vec::new();
    let mut rest = path;
    while let Some(open) = rest.find('(') {
        let Some(length) = arguments_end(&rest[open..]) else { break };
        let inside = &rest[open + 1..open + length];
        bare.push_str(&rest[..open]);
        if inside.contains('=') {
            let arguments = inside.split(',').filter_map(|argument| argument.split_once('='));
            names.extend(arguments.map(|(name, _)| name.trim().to_ascii_lowercase()));
        } else {
            bare.push_str(&rest[open..=open + length]);
        }
        rest = &rest[open + length + 1..];
    }
    bare.push_str(rest);
    (bare, names)
}

/// The parenthesis that closes the one at the beginning; those between quotes are text.
fn arguments_end(text: &str) -> Option<usize> {
    let mut quoted = false;
    let mut depth = 0;
    text.char_indices().find_map(|(at, c)| {
        match c {
            '\'' => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted => depth -= 1,
            _ => {}
        }
        (depth == 0).then_some(at)
    })
}

/// Verb and path of a request example; `None` if it has none that can be read.
fn request_of(example: &Example) -> Option<(Method, String)> {
    let (verb, target) = example.start_line.split_once([' ', '\t'])?;
    let method = Method::from_verb(verb)?;
    // Placeholders in examples are values like any other.
    let path = path_of_target(target).ok()?;
    Some((method, path.to_string()))
}

/// Whether a path is one of those that a documented path stands for. Literals match in any casing,
/// as the service takes them; a placeholder matches at least one character and stops at a slash,
/// except where a colon closes it: `root:/{path}:/children`.
fn matches(pieces: &[PathPiece], target: &str) -> bool {
    // Where in the target the pieces so far can end.
    let mut ends = vec![0];
    for (at, piece) in pieces.iter().enumerate() {
        ends = match piece {
            PathPiece::Literal(text) => {
                let fits = |start: &usize| {
                    let head = target.get(*start..start + text.len());
                    head.is_some_and(|head| head.eq_ignore_ascii_case(text))
                };
                ends.into_iter().filter(fits).map(|start| start + text.len()).collect()
            }
            PathPiece::Placeholder(_) => {
                let next = pieces.get(at + 1);
                let spans_segments =
                    matches!(next, Some(PathPiece::Literal(text)) if text.starts_with(':'));
                let stretch = |start: usize| {
                    let rest = target[start..].char_indices();
                    rest.take_while(move |(_, c)| spans_segments || *c != '/')
                        .map(move |(at, c)| start + at + c.len_utf8())
                };
                let mut ends: Vec<usize> = ends.into_iter().flat_map(stretch).collect();
                ends.sort_unstable();
                ends.dedup();
                ends
            }
        };
    }
    ends.contains(&target.len())
}

#[cfg(test)]
mod tests {
    use super::{fits as fits_path, matches};
    use crate::ir::Path;

    #[test]
    fn arguments_are_the_callers() {
        let fits = |path: &str, target: &str| {
            fits_path(&path.parse().expect("a path"), &["row", "column"], target)
        };
        assert!(fits("/range/cell", "/range/cell(row=1,column=2)"));
        assert!(fits("/range(address='<a>')/cell", "/range(address='A(1)')/cell"));
        assert!(fits("/range/rows(count=n)", "/range/rows"));
        let sample = "/books/acdefc6b-2dc6-4e71-b1e9-6d9810ab1793/cover";
        assert!(fits(sample, "/books/7/cover"));
        assert!(!fits(sample, "/books/cover"));
        assert!(!fits("/range/cell", "/range/cell(rows=1)"));
        assert!(!fits("/tables(name)/cell", "/tables(other)/cell"));
        assert!(!fits("/range/cell", "/range/cells(row=1)"));
    }

    #[test]
    fn paths_match_their_examples() {
        let fits = |path: &str, target: &str| {
            let path: Path = path.parse().expect("a path");
            matches(&path.pieces, target)
        };
        assert!(fits("/me/phones/{id}", "/me/Phones/1"));
        assert!(fits("/users/{id | userPrincipalName}/phones", "/users/a@b.c/phones"));
        assert!(fits("/root:/{path}:/children", "/root:/a/b:/children"));
        assert!(fits("/range(address='{a}')", "/range(address='A1:B2')"));
        assert!(!fits("/me/phones/{id}", "/me/phones/1/x"));
        assert!(!fits("/me/phones/{id}", "/me/phones/"));
        assert!(!fits("/me/phones/$ref", "/me/phones"));
    }
}
