//! Where examples send their requests: to a page's request lines, to other addresses of the same
//! place, or to none of them.

use memchr::memchr;

use crate::diagnostics::{Code, Diagnostic, Report};
use crate::dialect::{SamePlace, SectionKind};
use crate::ir::{Example, Method, Path, PathOrigin, PathPiece, Requirement};
use crate::read::cached_dialect::CachedDialect;
use crate::read::layout::section::Section;
use crate::read::operation::parameters::rows;
use crate::read::operation::request::RequestLine;
use crate::read::paths::arguments::{Argument, Function, segments};
use crate::read::paths::fit::{fits, fits_shown};
use crate::read::paths::path::path_text;

/// Adds to the request lines of a page what only its examples show: the arguments of functions, and
/// other addresses of the same places. Reports every example that is none of the request lines'.
pub fn add(
    lines: &mut Vec<RequestLine>,
    examples: &[Example],
    sections: &[Section<'_, '_>],
    dialect: &CachedDialect<'_>,
    report: &mut Report,
) {
    let requests: Vec<Request<'_>> = examples.iter().filter_map(Request::of).collect();
    complete_functions(lines, &requests, sections, dialect);
    quote_arguments(lines, &requests);
    for request in &requests {
        let of_verb = |line: &&RequestLine| line.method == request.method;
        let are_lines =
            |target: &str| lines.iter().filter(of_verb).any(|it| fits_shown(&it.path, target));
        if are_lines(&request.target) {
            continue;
        }
        let may_be_left_out = |name: &str| may_be_left_out(name, sections, dialect);
        let plain = without_optional(request.method, &request.target, may_be_left_out);
        if plain.is_some_and(|target| are_lines(&target)) {
            continue;
        }
        // What every list answers as well, no page lists.
        let narrowed = dialect.narrowed.find(&request.target).map(|it| it.start());
        let narrowed = narrowed.filter(|_| request.method == Method::Get);
        if narrowed.is_some_and(|end| are_lines(&request.target[..end])) {
            continue;
        }
        let mut documented = lines.iter().filter(of_verb);
        let found = documented.find_map(|line| {
            let other = other_address(&line.path, &request.target, sections, dialect)?;
            Some((line, other))
        });
        let Request { method, target, example } = request;
        let Some(first) = lines.first() else { return };
        let (place, path, note) = match found {
            Some((line, path)) => (
                line.place.clone(),
                Some(path),
                format!("it is another address of `{}`: generated functions offer it", line.path),
            ),
            None => (first.place.clone(), None, "the request lines were followed".to_owned()),
        };
        report.push(
            Diagnostic::of(Code::TextExampleMismatch, example.source.clone())
                .found(format!("an example of `{method} {target}`, which the page does not list"))
                .expected("one of the page's request lines, with values in it")
                .instead(note)
                .related(place, "the request lines"),
        );
        if let Some(path) = path {
            let place = example.source.clone().into();
            lines.push(RequestLine::new(*method, path, Vec::new(), place));
        }
    }
}

/// A request example whose verb and path can be read.
struct Request<'e> {
    method: Method,
    target: String,
    example: &'e Example,
}

impl<'e> Request<'e> {
    fn of(example: &'e Example) -> Option<Self> {
        let (method, target) = request_of(example)?;
        example.is_request().then_some(Self { method, target, example })
    }
}

/// Verb and path of a request example; `None` if it has none that can be read.
pub fn request_of(example: &Example) -> Option<(Method, String)> {
    let (verb, target) = example.start_line.split_once([' ', '\t'])?;
    let method = Method::from_verb(verb)?;
    let target = path_text(target).ok()?;
    // Placeholders in examples are values like any other.
    let is_plain = memchr(b'{', target.as_bytes()).is_none();
    let target = if is_plain { target } else { target.parse::<Path>().ok()?.to_string() };
    Some((method, target))
}

/// Gives the request lines of a function that have no parentheses the arguments that every example
/// of it has, if the page has a table of them.
fn complete_functions(
    lines: &mut [RequestLine],
    requests: &[Request<'_>],
    sections: &[Section<'_, '_>],
    dialect: &CachedDialect<'_>,
) {
    // Without an argument there is no call to look at; most pages have none.
    if !requests.iter().any(|request| request.target.contains('=')) {
        return;
    }
    for line in lines.iter_mut() {
        let of_verb = requests.iter().filter(|request| request.method == line.method);
        let calls: Vec<Option<Function>> = of_verb
            .map(|request| segments(&request.target).last().and_then(|last| Function::of(last)))
            .collect();
        let Some(Some(first)) = calls.first() else { continue };
        let text = line.path.to_string();
        let Some(last) = segments(&text).last().map(|last| (*last).to_owned()) else { continue };
        let is_call = |call: &Option<Function>| {
            call.as_ref().is_some_and(|call| {
                call.name.eq_ignore_ascii_case(&last) && call.names() == first.names()
            })
        };
        if calls.iter().all(is_call) && are_listed(first, sections, dialect) {
            let before = &text[..text.len() - last.len()];
            let call = with_placeholders(&last, first);
            if let Ok(path) = format!("{before}{call}").parse::<Path>() {
                let written = line.path.written().unwrap_or(text);
                line.path = Path { origin: PathOrigin::Written(written.into()), ..path };
            }
        }
    }
}

/// Puts quotes around the arguments around which every example of a request line has them.
fn quote_arguments(lines: &mut [RequestLine], requests: &[Request<'_>]) {
    for line in lines.iter_mut().filter(|line| has_argument(&line.path)) {
        let of_line = requests
            .iter()
            .filter(|request| request.method == line.method && fits(&line.path, &request.target));
        let quoted: Vec<Vec<String>> = of_line.map(|it| quoted_names(&it.target)).collect();
        let is_quoted =
            |name: &String| !quoted.is_empty() && quoted.iter().all(|names| names.contains(name));
        let text = line.path.to_string();
        let sent = segments(&text).into_iter().fold(String::new(), |path, segment| {
            let Some(mut function) = Function::of(segment) else {
                return format!("{path}/{segment}");
            };
            for argument in &mut function.arguments {
                let is_placeholder = argument.value.starts_with('{');
                argument.quoted |= is_placeholder && is_quoted(&argument.name.to_ascii_lowercase());
            }
            format!("{path}/{function}")
        });
        if sent.matches('\'').count() > text.matches('\'').count()
            && let Ok(path) = sent.parse::<Path>()
        {
            let written = line.path.written().unwrap_or(text);
            line.path = Path { origin: PathOrigin::Written(written.into()), ..path };
        }
    }
}

/// Whether a path has a placeholder for an argument: `count={count}`.
fn has_argument(path: &Path) -> bool {
    let is_argument = |pieces: &[PathPiece]| match pieces {
        [PathPiece::Literal(name), PathPiece::Placeholder(_)] => name.ends_with('='),
        _ => false,
    };
    path.pieces.windows(2).any(is_argument)
}

/// The names of quoted arguments in a target, in lower case.
fn quoted_names(target: &str) -> Vec<String> {
    let functions = segments(target).into_iter().filter_map(Function::of);
    let arguments = functions.flat_map(|function| function.arguments);
    arguments.filter(|it| it.quoted).map(|it| it.name.to_ascii_lowercase()).collect()
}

/// The call of `name` with a placeholder for each of a function's arguments.
fn with_placeholders(name: &str, function: &Function) -> String {
    let arguments = function.arguments.iter();
    let arguments = arguments.map(|it| Argument::placeholder(&it.name, it.quoted)).collect();
    Function { name: name.to_owned(), arguments, rest: function.rest.clone() }.to_string()
}

/// Whether tables about the request list every argument of a function.
fn are_listed(
    function: &Function,
    sections: &[Section<'_, '_>],
    dialect: &CachedDialect<'_>,
) -> bool {
    let kinds = [
        SectionKind::FunctionParameters,
        SectionKind::PathParameters,
        SectionKind::RequestBody,
        SectionKind::Parameters,
    ];
    let listed = kinds.map(|kind| rows(sections, kind, dialect, &mut Report::default()));
    let is_listed = |argument: &Argument| {
        listed.iter().flatten().any(|row| row.name.eq_ignore_ascii_case(&argument.name))
    };
    function.arguments.iter().all(is_listed)
}

/// Whether a table about a function calls one of its parameters optional.
fn may_be_left_out(name: &str, sections: &[Section<'_, '_>], dialect: &CachedDialect<'_>) -> bool {
    let rows = rows(sections, SectionKind::FunctionParameters, dialect, &mut Report::default());
    rows.iter().any(|row| {
        row.requirement == Some(Requirement::Optional) && row.name.eq_ignore_ascii_case(name)
    })
}

/// The target of a `GET` without the arguments that may be left out, for which generated functions
/// have setters; `None` where it has none of those.
pub fn without_optional(
    method: Method,
    target: &str,
    may_be_left_out: impl Fn(&str) -> bool,
) -> Option<String> {
    let last = *segments(target).last().filter(|_| method == Method::Get)?;
    let mut function = Function::of(last)?;
    let count = function.arguments.len();
    function.arguments.retain(|argument| !may_be_left_out(&argument.name));
    let before = &target[..target.len() - last.len()];
    match function.arguments.len() {
        0 => Some(format!("{before}{}{}", function.name, function.rest)),
        kept if kept < count => Some(format!("{before}{function}")),
        _ => None,
    }
}

/// Another address of what a path leads to that fits an example's: that of the same place, or of a
/// function with other arguments.
fn other_address(
    path: &Path,
    target: &str,
    sections: &[Section<'_, '_>],
    dialect: &CachedDialect<'_>,
) -> Option<Path> {
    let mut known = vec![path.to_string()];
    let mut at = 0;
    while at < known.len() {
        let address = known[at].clone();
        let own = segments(&address);
        for same in &dialect.same_place {
            for other in others(&own, same) {
                if !known.contains(&other) {
                    known.push(other);
                }
            }
        }
        at += 1;
    }
    let other = known.iter().enumerate().find_map(|(at, address)| {
        let parsed = address.parse::<Path>().ok()?;
        if at > 0 && fits(&parsed, target) {
            return Some(parsed);
        }
        with_arguments_of(address, target, sections, dialect)
    })?;
    Some(Path { origin: PathOrigin::Example, ..other })
}

/// A path with other segments in one place of it.
fn others(own: &[&str], same: &SamePlace) -> Vec<String> {
    let at_start = same.place.strip_prefix('^');
    let place = segments(at_start.unwrap_or(&same.place));
    let is_placeholder = |segment: &str| segment.starts_with('{') && segment.ends_with('}');
    let is_place = |window: &[&str]| {
        window.iter().zip(&place).all(|(own, place)| {
            own.eq_ignore_ascii_case(place) || is_placeholder(own) && is_placeholder(place)
        })
    };
    let start = own.windows(place.len()).position(is_place);
    let Some(start) = start.filter(|start| at_start.is_none() || *start == 0) else {
        return Vec::new();
    };
    let with = |also: &String| {
        let also = segments(also);
        let rest = &own[start + place.len()..];
        let all = own[..start].iter().chain(&also).chain(rest);
        all.fold(String::new(), |path, segment| format!("{path}/{segment}"))
    };
    same.also.iter().map(with).collect()
}

/// A path whose functions have the arguments that an example gives them, if those are documented
/// and nothing else differs.
fn with_arguments_of(
    path: &str,
    target: &str,
    sections: &[Section<'_, '_>],
    dialect: &CachedDialect<'_>,
) -> Option<Path> {
    let own = segments(path);
    let shown = segments(target);
    if own.len() != shown.len() {
        return None;
    }
    let mut other = String::new();
    for (own, shown) in own.into_iter().zip(shown) {
        let segment = match (Function::of(own), Function::of(shown)) {
            (None, Some(shown)) if shown.name.eq_ignore_ascii_case(own) => {
                if !are_listed(&shown, sections, dialect) {
                    return None;
                }
                with_placeholders(own, &shown)
            }
            (Some(own), None) if own.name.eq_ignore_ascii_case(shown) => shown.to_owned(),
            (Some(own), Some(shown))
                if own.name.eq_ignore_ascii_case(&shown.name) && own.names() != shown.names() =>
            {
                let is_own = |name: &String| own.names().contains(name);
                if !shown.names().iter().all(is_own) && !are_listed(&shown, sections, dialect) {
                    return None;
                }
                with_placeholders(&own.name, &shown)
            }
            _ => own.to_owned(),
        };
        other = format!("{other}/{segment}");
    }
    let path = other.parse::<Path>().ok()?;
    fits(&path, target).then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::Dialect;

    #[test]
    fn places_have_other_addresses() {
        let dialect = Dialect::built_in("graph").and_then(Result::ok).expect("it compiles");
        let other = |path: &str, target: &str| {
            let path = path.parse().expect("a path");
            other_address(&path, target, &[], &CachedDialect::new(&dialect))
                .map(|path| path.to_string())
        };
        let user = "/users/{id | userPrincipalName}/drive/items/{item-id}/children";
        assert_eq!(
            other(user, "/me/drive/root/children").as_deref(),
            Some("/me/drive/root/children")
        );
        assert_eq!(
            other(user, "/drive/root:/a/b:/children").as_deref(),
            Some("/drive/root:/{item-path}:/children")
        );
        assert_eq!(other(user, "/me/drive/root"), None);
        assert_eq!(other("/rows(count={count})", "/rows").as_deref(), Some("/rows"));
        assert_eq!(other("/rows", "/rows(count=1)"), None);
    }
}
