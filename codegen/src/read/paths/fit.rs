//! Whether an address is one of those that a documented path stands for.

use memchr::memchr;
use smallvec::{SmallVec, smallvec};

use super::arguments::{Function, segments};
use super::path::is_version;
use crate::ir::{Path, PathPiece};

/// Whether a target is one of those that a path stands for. The order of a function's arguments,
/// spaces between them and quotes around their values mean nothing, and `messages('7')` is the same
/// as `messages/7` (OData URL Conventions, 4.3.1 and 4.3.2).
pub fn fits(path: &Path, target: &str) -> bool {
    matches(&path.pieces, target)
        || target.contains('(') && matches(&path.pieces, &with_keys_as_segments(target))
        || has_key_in_parentheses(path)
            && with_keys_as_segments(&path.to_string())
                .parse::<Path>()
                .is_ok_and(|path| matches(&path.pieces, target))
        || target.contains('=')
            && with_sorted_arguments(&path.to_string())
                .parse::<Path>()
                .is_ok_and(|path| matches(&path.pieces, &with_sorted_arguments(target)))
}

/// The same of an example's target, which may say where the API begins, `/api/v2.0/books/7`, and has no
/// version where that stood right behind a host.
pub fn fits_shown(path: &Path, target: &str) -> bool {
    fits(path, target)
        || below_version(target).is_some_and(|target| fits(path, target))
        || without_version(path).is_some_and(|path| fits(&path, target))
}

/// A path without the version that it begins with.
fn without_version(path: &Path) -> Option<Path> {
    let PathPiece::Literal(first) = path.pieces.first()? else { return None };
    let (version, _) = first.strip_prefix('/')?.split_once('/')?;
    let text = is_version(version).then(|| path.to_string())?;
    text[1 + version.len()..].parse().ok()
}

/// What follows the API's version in a target, behind no more than two segments.
fn below_version(target: &str) -> Option<&str> {
    let mut at = 0;
    for segment in target.strip_prefix('/')?.split('/').take(3) {
        at += 1 + segment.len();
        if is_version(segment) {
            return target.get(at..).filter(|rest| !rest.is_empty());
        }
    }
    None
}

/// Whether a path has a placeholder for a key in parentheses: `messages({id})`, `messages('{id}')`.
fn has_key_in_parentheses(path: &Path) -> bool {
    path.pieces.windows(2).any(|pieces| match pieces {
        [PathPiece::Literal(text), PathPiece::Placeholder(_)] => text.ends_with(['(', '\'']),
        _ => false,
    })
}

fn with_keys_as_segments(target: &str) -> String {
    segments(target).into_iter().fold(String::new(), |path, segment| {
        match segment.strip_suffix(')').and_then(|rest| rest.split_once('(')) {
            // What is not in quotes may be arguments.
            Some((name, key)) if key.starts_with('\'') || !key.is_empty() && !key.contains('=') => {
                format!("{path}/{name}/{}", key.trim_matches('\''))
            }
            _ => format!("{path}/{segment}"),
        }
    })
}

fn with_sorted_arguments(path: &str) -> String {
    segments(path).into_iter().fold(String::new(), |path, segment| {
        let Some(mut function) = Function::of(segment) else { return format!("{path}/{segment}") };
        function.arguments.iter_mut().for_each(|argument| argument.quoted = true);
        function.arguments.sort_by_key(|argument| argument.name.to_ascii_lowercase());
        format!("{path}/{function}")
    })
}

/// Whether a path is one of those that a documented path stands for. Literals match in any casing,
/// as the service takes them; a placeholder matches at least one character and stops at a slash,
/// except where a colon closes it, `root:/{path}:/children`, and between quotes.
fn matches(pieces: &[PathPiece], target: &str) -> bool {
    // Where in the target the pieces so far can end.
    let mut ends: SmallVec<[usize; 8]> = smallvec![0];
    for (at, piece) in pieces.iter().enumerate() {
        let next = pieces.get(at + 1);
        ends = match piece {
            PathPiece::Literal(text) => {
                let fits = |start: &usize| {
                    let head = target.get(*start..start + text.len());
                    head.is_some_and(|head| head.eq_ignore_ascii_case(text))
                };
                ends.into_iter().filter(fits).map(|start| start + text.len()).collect()
            }
            PathPiece::Placeholder(_) if is_segment_end(next) => {
                let whole = |start: usize| {
                    let rest = &target.as_bytes()[start..];
                    let slash = memchr(b'/', rest);
                    // A placeholder that ends the path must end the target.
                    let is_end = next.is_some() == slash.is_some();
                    let end = slash.unwrap_or(rest.len());
                    (is_end && end > 0).then_some(start + end)
                };
                ends.into_iter().filter_map(whole).collect()
            }
            PathPiece::Placeholder(_) => {
                let spans_segments =
                    matches!(next, Some(PathPiece::Literal(text)) if text.starts_with([':', '\'']));
                let can_end = |end: &usize| match next {
                    Some(PathPiece::Literal(text)) => {
                        let (here, next) = (target[*end..].chars().next(), text.chars().next());
                        here.zip(next).is_some_and(|(here, next)| here.eq_ignore_ascii_case(&next))
                    }
                    _ => true,
                };
                let stretch = |start: usize| {
                    let rest = target[start..].char_indices();
                    rest.take_while(move |(_, c)| spans_segments || *c != '/')
                        .map(move |(at, c)| start + at + c.len_utf8())
                        .filter(can_end)
                };
                let mut ends: SmallVec<[usize; 8]> = ends.into_iter().flat_map(stretch).collect();
                ends.sort_unstable();
                ends.dedup();
                ends
            }
        };
        if ends.is_empty() {
            return false;
        }
    }
    ends.contains(&target.len())
}

/// Whether a piece after a placeholder makes the end of a segment its only end.
fn is_segment_end(next: Option<&PathPiece>) -> bool {
    match next {
        Some(PathPiece::Literal(text)) => text.starts_with('/'),
        Some(PathPiece::Placeholder(_)) => false,
        None => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fits_path(path: &str, target: &str) -> bool {
        fits(&path.parse().expect("a path"), target)
    }

    #[test]
    fn arguments_are_the_callers() {
        assert!(fits_path("/range(address='{a}')/cell", "/range(address='A(1)')/cell"));
        assert!(fits_path("/cell(row={row},column={column})", "/cell(column=2,row=1)"));
        assert!(fits_path("/cell(row={row},column={column})", "/cell(row=1, column=2)"));
        assert!(!fits_path("/range/cell", "/range/cell(rows=1)"));
        assert!(!fits_path("/rows(count={count})", "/rows"));
        assert!(!fits_path("/tables(name)/cell", "/tables(other)/cell"));
    }

    #[test]
    fn an_example_may_say_where_the_api_begins() {
        let fits = |path: &str, target| fits_shown(&path.parse().expect("a path"), target);
        assert!(fits("/books({id})", "/api/v2.0/books({id})"));
        assert!(fits("/api/v2/books/{id}", "/api/v2/books/7"));
        assert!(fits("/v2/books/{id}", "/books/7"));
        assert!(!fits("/books/{id}", "/libraries/7/books/7"));
        assert!(!fits("/books/{id}", "/a/b/c/v1/books/7"));
    }

    #[test]
    fn paths_match_their_examples() {
        assert!(fits_path("/me/phones/{id}", "/me/Phones/1"));
        assert!(fits_path("/users/{id | userPrincipalName}/phones", "/users/a@b.c/phones"));
        assert!(fits_path("/root:/{path}:/children", "/root:/a/b:/children"));
        assert!(fits_path("/me/phones/{id}/owner", "/me/phones('A1==')/owner"));
        assert!(!fits_path("/me/phones/{id}", "/me/phones()"));
        assert!(fits_path("/range(address='{a}')", "/range(address='A1:B2')"));
        assert!(!fits_path("/me/phones/{id}", "/me/phones/1/x"));
        assert!(!fits_path("/me/phones/{id}", "/me/phones/"));
        assert!(!fits_path("/me/phones/$ref", "/me/phones"));
    }
}
