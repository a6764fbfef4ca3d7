//! Examples against the paths of their page.

use super::Resolver;
use crate::diagnostics::{Code, Diagnostic};
use crate::ir::{Example, ExampleKind, Method, Operation, PathPiece};
use crate::read::facts::{OperationFacts, PageFacts};
use crate::read::request::path as path_of_target;

impl Resolver<'_> {
    /// Reports request examples that are none of their page's requests.
    pub(super) fn check_example_paths(&mut self, page: &PageFacts) {
        let Some(first) = page.operations.first() else { return };
        let requests = first.examples.iter().filter(|example| example.kind == ExampleKind::Request);
        for example in requests {
            let Some((method, target)) = request_of(example) else { continue };
            let fits = |operation: &OperationFacts| {
                operation.method == method
                    && operation.paths.iter().any(|(path, _)| matches(&path.pieces, &target))
            };
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

/// The examples of one of a page's operations: requests with its verb, each with the responses that
/// follow it.
pub(super) fn of_operation(facts: &OperationFacts, page: &PageFacts) -> Vec<Example> {
    if page.operations.len() < 2 {
        return facts.examples.clone();
    }
    let mut own = false;
    let belongs = |example: &&Example| {
        if example.kind == ExampleKind::Request {
            own = request_of(example).is_some_and(|(method, _)| method == facts.method);
        }
        own
    };
    facts.examples.iter().filter(belongs).cloned().collect()
}

/// Whether a request example is one of an operation's; a start line that cannot be read is.
pub(crate) fn is_request_of(example: &Example, operation: &Operation) -> bool {
    request_of(example).is_none_or(|(method, target)| {
        operation.method == method
            && operation.paths.iter().any(|path| matches(&path.pieces, &target))
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
    use super::matches;
    use crate::ir::Path;

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
