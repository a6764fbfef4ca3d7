//! Paths of request lines: what is sent of them.

use std::borrow::Cow;

use memchr::memchr;

use super::arguments::{Argument, Function, segments};
use super::instead::Instead;
use crate::dialect::Dialect;
use crate::ir::{Path, PathOrigin};

/// A request line's target without host, query and protocol, as written. What stands before every path,
/// `base_path`, is no part of it, either; nor is a version right behind the host, unless nothing stands
/// before paths.
///
/// # Errors
///
/// There is no path in it, or a brace that is never closed.
pub fn path(target: &str, base_path: Option<&str>) -> Result<Path, String> {
    text_below(target, base_path)?.parse()
}

/// The text of an example's target without host, version, query and protocol, which need not be a path that
/// can be read.
///
/// # Errors
///
/// There is no path in it.
pub fn path_text(target: &str) -> Result<String, String> {
    text_below(target, None)
}

/// Where the API is, as a target says it: the host, and a version right behind it. `None` where it names no
/// host or one with a placeholder, or nothing else.
pub fn address(target: &str) -> Option<&str> {
    let host = target.find("://")? + "://".len();
    let path = host + target[host..].find('/')? + 1;
    let end = match target[path..].split_once('/') {
        Some((version, _)) if is_version(version) => path + version.len(),
        _ => path - 1,
    };
    Some(&target[..end]).filter(|address| !address.contains(['{', '<']))
}

fn text_below(target: &str, base_path: Option<&str>) -> Result<String, String> {
    let target = target.trim();
    // Few targets have a space, and only they can have a protocol behind it.
    let target = match memchr(b' ', target.as_bytes()) {
        Some(_) => target.rsplit_once(" HTTP/").map_or(target, |(target, _)| target).trim(),
        None => target,
    };
    let host = ["https://", "http://"].iter().find_map(|scheme| target.strip_prefix(scheme));
    let path = match host {
        Some(rest) => rest.split_once('/').map_or("", |(_, path)| path),
        None => target.trim_start_matches('/'),
    };
    let has_version = host.is_some() && base_path.is_none_or(|base_path| !base_path.is_empty());
    let path = match (below(path, base_path.unwrap_or_default()), path.split_once('/')) {
        (Some(below), _) => below,
        (None, Some((version, below))) if has_version && is_version(version) => below,
        _ => path,
    };
    let path = path.split('?').next().unwrap_or("").trim_end_matches('/');
    if path.is_empty() {
        return Err("a request line without a path".to_owned());
    }
    let mut text = String::with_capacity(1 + path.len());
    text.push('/');
    text.push_str(path);
    Ok(text)
}

/// What follows what stands before every path; `None` where a path does not begin with it.
fn below<'p>(path: &'p str, base_path: &str) -> Option<&'p str> {
    let base = base_path.strip_prefix('/')?;
    path.strip_prefix(base)?.strip_prefix('/').filter(|rest| !rest.is_empty())
}

/// Whether a segment after the host is the API's version: `v1.0`, `v1`, `beta`.
pub fn is_version(segment: &str) -> bool {
    let number = segment.strip_prefix(['v', 'V']).unwrap_or("");
    let is_number = number.split('.').all(|part| part.parse::<u16>().is_ok());
    is_number || segment.eq_ignore_ascii_case("beta")
}

/// A segment that says that there can be more of what is before it. A call has one of it, or as many as
/// the value of its placeholder has segments.
const MORE: &str = "...";

/// The path that is sent for a request line: placeholders for samples, `<name>`, `(name)`, `[name]`
/// and `:name`, and for the values of functions' arguments, and what an abbreviation stands for; with what was
/// replaced. A path in which there is nothing of all that comes back as it is.
pub fn sendable(written: Path, dialect: &Dialect) -> (Path, Vec<Instead>) {
    let text = written.to_string();
    let mut instead = Vec::new();
    let mut sent = String::new();
    let start = dialect.abbreviated_paths.iter().find(|abbreviated| {
        let rest = text.strip_prefix(abbreviated.short.as_str());
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    });
    let rest = match start {
        Some(abbreviated) => {
            sent.push_str(&abbreviated.full);
            let (short, full) = (abbreviated.short.clone(), abbreviated.full.clone());
            instead.push(Instead::Abbreviation { short, full });
            &text[abbreviated.short.len()..]
        }
        // Most lines are sent as they stand: there is nothing in them that could be replaced.
        None if text.starts_with('/')
            && !text.contains(['<', '(', '['])
            && !text.contains("/:")
            && memchr(b'\'', text.as_bytes()).is_none()
            && !text.contains(MORE)
            && !text.contains('#')
            && !segments(&text).iter().any(|segment| dialect.samples.is_match(segment)) =>
        {
            return (written, instead);
        }
        None => text.as_str(),
    };
    for segment in segments(rest).into_iter().filter(|segment| *segment != MORE) {
        sent.push('/');
        sent.push_str(&sendable_segment(segment, dialect, &mut instead));
    }
    if sent == text {
        return (written, instead);
    }
    match sent.parse::<Path>() {
        Ok(path) => (Path { origin: PathOrigin::Written(text.into()), ..path }, instead),
        Err(_) => (written, Vec::new()),
    }
}

fn sendable_segment<'s>(
    segment: &'s str,
    dialect: &Dialect,
    instead: &mut Vec<Instead>,
) -> Cow<'s, str> {
    if dialect.samples.is_match(segment) {
        let placeholder = "{id}".to_owned();
        instead.push(Instead::Sample { value: segment.to_owned(), placeholder });
        return "{id}".into();
    }
    for (open, close) in [('(', ')'), ('[', ']')] {
        if let Some(name) = segment.strip_prefix(open).and_then(|rest| rest.strip_suffix(close))
            && is_placeholder_name(name)
        {
            return format!("{{{name}}}").into();
        }
    }
    // `'{name}'`: a text has quotes among the arguments of a function, and as a key in parentheses.
    if let Some(name) = segment.strip_prefix("'{").and_then(|rest| rest.strip_suffix("}'"))
        && is_placeholder_name(name)
    {
        return format!("{{{name}}}").into();
    }
    // `books('book-id')`: words in place of a key.
    if let Some((of, key)) = segment.strip_suffix("')").and_then(|it| it.split_once("('"))
        && dialect.keys_in_words.is_match(key)
    {
        return format!("{of}('{{{key}}}')").into();
    }
    // `:name`, as routers write it; a colon after a segment is part of the address.
    if let Some(name) = segment.strip_prefix(':').filter(|name| is_placeholder_name(name)) {
        return format!("{{{name}}}").into();
    }
    // What follows the name leads to where it is described: `{book.id#book-object}`.
    if let Some(name) = segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'))
        && let Some((name, _)) = name.split_once('#')
        && name.starts_with(|c: char| c.is_ascii_alphabetic())
    {
        return format!("{{{name}}}").into();
    }
    let segment = in_braces(segment);
    let Some(mut function) = Function::of(&segment) else { return segment };
    for argument in &mut function.arguments {
        if !argument.value.contains('{') {
            let placeholder = format!("{{{}}}", argument.name);
            let value = std::mem::take(&mut argument.value);
            instead.push(Instead::Sample { value, placeholder: placeholder.clone() });
            argument.value = placeholder;
        }
    }
    function.to_string().into()
}

/// `<name>` as `{name}`.
fn in_braces(segment: &str) -> Cow<'_, str> {
    if !segment.contains('<') {
        return segment.into();
    }
    let mut braced = String::new();
    let mut rest = segment;
    while let Some(open) = rest.find('<') {
        let Some(close) = rest[open..].find('>').map(|length| open + length) else { break };
        let name = &rest[open + 1..close];
        braced.push_str(&rest[..open]);
        if is_placeholder_name(name) {
            braced.extend(["{", name, "}"]);
        } else {
            braced.push_str(&rest[open..=close]);
        }
        rest = &rest[close + 1..];
    }
    braced.push_str(rest);
    braced.into()
}

fn is_placeholder_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_ |".contains(&byte))
}

impl Argument {
    /// An argument with a placeholder of its own name for its value.
    pub fn placeholder(name: &str, quoted: bool) -> Self {
        Self { name: name.to_owned(), value: format!("{{{name}}}"), quoted }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_no_part_of_a_path() {
        let path_of = |target: &str| path(target, None).map(|path| path.to_string());
        for version in ["v1.0", "V1.0", "v1", "beta"] {
            let target = format!("https://example.com/{version}/books/{{id}}?$top=1");
            assert_eq!(path_of(&target).as_deref(), Ok("/books/{id}"), "{version}");
        }
        assert_eq!(path_of("https://example.com/volumes/7").as_deref(), Ok("/volumes/7"));
    }

    #[test]
    fn where_the_api_is() {
        let addresses = [
            ("https://library.example/v2/books/{id}", Some("https://library.example/v2")),
            ("https://library.example/books?of=v2/x", Some("https://library.example")),
            ("https://library.example", None),
            ("https://{tenant}.library.example/books", None),
            ("/v2/books", None),
        ];
        for (target, expected) in addresses {
            assert_eq!(address(target), expected, "{target}");
        }
    }

    #[test]
    fn what_stands_before_every_path_is_no_part_of_one() {
        let path_of = |target: &str| path(target, Some("/api/v2")).map(|path| path.to_string());
        for target in ["/api/v2/books", "https://example.com/api/v2/books?x=1", "/books"] {
            assert_eq!(path_of(target).as_deref(), Ok("/books"), "{target}");
        }
        assert_eq!(path_of("/api/v20/books").as_deref(), Ok("/api/v20/books"));
        assert_eq!(path_of("https://example.com/v3/books").as_deref(), Ok("/books"));
        let below_host =
            path("https://example.com/v3/books", Some("")).map(|path| path.to_string());
        assert_eq!(below_host.as_deref(), Ok("/v3/books"));
    }

    #[test]
    fn what_is_sent() {
        let dialect = Dialect::built_in("graph").and_then(Result::ok).expect("it compiles");
        let sent = |written: &str| {
            let (path, _) = sendable(written.parse().expect("a path"), &dialect);
            assert_eq!(path.written().as_deref(), Some(written));
            path.to_string()
        };
        assert_eq!(sent("/me/phones/{id}"), "/me/phones/{id}");
        assert_eq!(sent("/books/acdefc6b-2dc6-4e71-b1e9-6d9810ab1793/cover"), "/books/{id}/cover");
        assert_eq!(sent("/teams/(team-id)/x"), "/teams/{team-id}/x");
        assert_eq!(sent("/teams/:team_id/x"), "/teams/{team_id}/x");
        assert_eq!(sent("/teams/'{team-id}'/x"), "/teams/{team-id}/x");
        assert_eq!(sent("/drive/root:/{path}:/x"), "/drive/root:/{path}:/x");
        assert_eq!(sent("/range(address='<a>')/cell"), "/range(address='{a}')/cell");
        assert_eq!(sent("/rows(count=n)"), "/rows(count={count})");
        assert_eq!(sent("/near(on='x/y', by={by})"), "/near(on='{on}',by={by})");
        assert_eq!(sent("/x(kind=m.kind'{kind}')"), "/x(kind=m.kind'{kind}')");
        assert_eq!(sent("/tables(id)/rows"), "/tables(id)/rows");
        assert_eq!(sent("/tables('table-id')/rows"), "/tables('{table-id}')/rows");
        assert_eq!(sent("/tables('Sales')/rows"), "/tables('Sales')/rows");
    }
}
