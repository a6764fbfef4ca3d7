//! Paths with values in them that cannot break out.

use std::fmt;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::error::Error;

/// Everything but RFC 3986's unreserved characters.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// Percent-encodes text for a path segment or a query value.
pub(crate) fn encode(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

/// A value for a placeholder of a path, or for a documented parameter: an id, a name, a number, a
/// date.
///
/// Given unencoded. `Debug` prints the value, so do not put secrets into paths.
///
/// A value is one segment, whatever it holds. What a service reads as a path of its own, such as a
/// file's below the root of a drive, is given as [`segments`](Self::segments).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathValue {
    first: String,
    /// Of several segments, all but the first.
    others: Vec<String>,
}

impl PathValue {
    /// Several segments, with `/` between them.
    ///
    /// ```
    /// use docmill_runtime::{Path, PathValue};
    ///
    /// let report = PathValue::segments(["Reports", "Q1/Q2 #3.docx"]);
    /// let path = Path::new("/me/drive/root:/{item_path}:/content", [report]);
    /// assert_eq!(path.encoded()?, "/me/drive/root:/Reports/Q1%2FQ2%20%233.docx:/content");
    /// # Ok::<(), docmill_runtime::Error>(())
    /// ```
    pub fn segments<S: Into<String>>(segments: impl IntoIterator<Item = S>) -> Self {
        let mut segments = segments.into_iter().map(Into::into);
        Self { first: segments.next().unwrap_or_default(), others: segments.collect() }
    }

    pub(crate) fn into_text(self) -> String {
        self.others.into_iter().fold(self.first, |text, segment| text + "/" + &segment)
    }

    /// Encoded; between quotes with those inside doubled.
    fn push_to(&self, path: &mut String, quoted: bool) {
        for (index, segment) in self.all().enumerate() {
            if index > 0 {
                path.push('/');
            }
            if quoted {
                path.push_str(&encode(&segment.replace('\'', "''")));
            } else {
                path.push_str(&encode(segment));
            }
        }
    }

    /// Whether a segment of it would be taken for a step in the path, or for none.
    fn moves(&self) -> bool {
        self.all().any(|segment| matches!(segment, "" | "." | ".."))
    }

    /// The same where other text stands right before and behind the value, so that its first and its
    /// last segment are only parts of segments.
    fn moves_within_text(&self) -> bool {
        let inner = self.others.split_last().map_or(&[][..], |(_, inner)| inner);
        inner.iter().any(|segment| matches!(segment.as_str(), "." | ".."))
    }

    fn all(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.first).chain(&self.others).map(String::as_str)
    }
}

impl From<&str> for PathValue {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl From<String> for PathValue {
    fn from(text: String) -> Self {
        Self { first: text, others: Vec::new() }
    }
}

macro_rules! path_values {
    ($($name:ty),*) => {$(
        impl From<$name> for PathValue {
            fn from(value: $name) -> Self {
                value.to_string().into()
            }
        }
    )*};
}

path_values!(
    &String,
    bool,
    u8,
    i8,
    i16,
    u16,
    i32,
    u32,
    i64,
    u64,
    f32,
    f64,
    crate::Guid,
    crate::Decimal,
    crate::Date,
    crate::DateTimeOffset,
    crate::TimeOfDay,
    crate::Duration
);

/// Where an operation is, below the client's base URL: a template and the values for it.
///
/// Values fill the placeholders in order and are percent-encoded, so that none can add a segment or
/// reach the query. Between single quotes, as in `getX(from='{from}')`, OData's own escape for the
/// quote is applied first. Values that could change the path in spite of encoding are refused when the
/// request is made: `.`, `..` and the empty text, alone or as a segment of [`PathValue::segments`]. Between
/// quotes they are text like any other, unless they are whole segments.
///
/// ```
/// use docmill_runtime::Path;
///
/// let path = Path::new("/users/{id}/getX(from='{from}')", ["a/b#c".into(), "it's".into()]);
/// assert_eq!(path.encoded()?, "/users/a%2Fb%23c/getX(from='it%27%27s')");
/// assert_eq!(path.template(), "/users/{id}/getX(from='{from}')");
/// assert!(Path::new("/users/{id}", ["..".into()]).encoded().is_err());
/// # Ok::<(), docmill_runtime::Error>(())
/// ```
///
/// Optional arguments of a function are listed at the end of its parentheses, as in
/// `delta({?'token',limit})`, those of which the values stand between quotes between quotes. They
/// are named when they are set; parentheses without any argument are left out.
///
/// ```
/// use docmill_runtime::Path;
///
/// let path = || Path::new("/shelves/newest(since={since}{?'author',limit})", ["5".into()]);
/// assert_eq!(path().encoded()?, "/shelves/newest(since=5)");
/// let path = path().with("limit", 3).with("author", "O'Brian");
/// assert_eq!(path.encoded()?, "/shelves/newest(since=5,author='O%27%27Brian',limit=3)");
/// # Ok::<(), docmill_runtime::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Path {
    template: &'static str,
    values: Vec<PathValue>,
    arguments: Vec<(&'static str, PathValue)>,
}

impl Path {
    /// A template, which starts with `/`, and a value for each of its placeholders.
    pub fn new<const N: usize>(template: &'static str, values: [PathValue; N]) -> Self {
        Self { template, values: values.into(), arguments: Vec::new() }
    }

    /// Sets an optional argument of the template's function, in place of an earlier value.
    #[must_use]
    pub fn with(mut self, argument: &'static str, value: impl Into<PathValue>) -> Self {
        self.set(argument, value.into());
        self
    }

    pub(crate) fn set(&mut self, argument: &'static str, value: PathValue) {
        self.arguments.retain(|(name, _)| *name != argument);
        self.arguments.push((argument, value));
    }

    /// The template, placeholders unfilled: fit for logs.
    pub fn template(&self) -> &'static str {
        self.template
    }

    /// The path as it goes into a URL.
    ///
    /// # Errors
    ///
    /// There are more or fewer values than placeholders, an argument is set that the template does
    /// not list, or a value would change the path: see [`Path`].
    pub fn encoded(&self) -> Result<String, Error> {
        let mut path = String::with_capacity(self.template.len() + 16 * self.values.len());
        let mut values = self.values.iter();
        let mut rest = self.template;
        let mut arguments = 0;
        while let Some((before, inside)) = rest.split_once('{') {
            let Some((name, after)) = inside.split_once('}') else { return Err(mismatch()) };
            path.push_str(before);
            rest = after;
            if let Some(listed) = name.strip_prefix('?') {
                arguments += self.push_arguments(&mut path, listed)?;
                if path.ends_with('(') && rest.starts_with(')') {
                    path.pop();
                    rest = &rest[1..];
                }
                continue;
            }
            let Some(value) = values.next() else { return Err(mismatch()) };
            let quoted = before.ends_with('\'') && after.starts_with('\'');
            let moves = if quoted { value.moves_within_text() } else { value.moves() };
            if moves {
                return Err(changes_path(name));
            }
            value.push_to(&mut path, quoted);
        }
        path.push_str(rest);
        if values.next().is_some() {
            return Err(mismatch());
        }
        if arguments != self.arguments.len() {
            return Err(Error::invalid_request("the path has no such optional argument"));
        }
        Ok(path)
    }

    /// Adds those of the listed arguments that are set, and says how many they are.
    fn push_arguments(&self, path: &mut String, listed: &str) -> Result<usize, Error> {
        let mut count = 0;
        for listed in listed.split(',') {
            let name = listed.trim_matches('\'');
            let Some((_, value)) = self.arguments.iter().find(|(set, _)| *set == name) else {
                continue;
            };
            if !path.ends_with('(') {
                path.push(',');
            }
            if value.moves_within_text() {
                return Err(changes_path(name));
            }
            let quoted = name.len() < listed.len();
            let quote = if quoted { "'" } else { "" };
            path.push_str(name);
            path.push('=');
            path.push_str(quote);
            value.push_to(path, quoted);
            path.push_str(quote);
            count += 1;
        }
        Ok(count)
    }
}

fn changes_path(name: &str) -> Error {
    Error::invalid_request(format!(
        "the path's value `{name}` is empty, `.` or `..`, or has such a segment, and would change the path"
    ))
}

fn mismatch() -> Error {
    Error::invalid_request("the path has not as many values as placeholders")
}

impl fmt::Debug for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Path").field(&self.template).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(template: &'static str, value: &str) -> Result<String, Error> {
        Path::new(template, [value.into()]).encoded()
    }

    #[test]
    fn hostile_values_stay_in_their_segment() {
        for (value, encoded) in [
            ("a/b", "a%2Fb"),
            ("a#b", "a%23b"),
            ("a?b=c&d", "a%3Fb%3Dc%26d"),
            ("o'neil", "o%27neil"),
            ("a b", "a%20b"),
            ("../x", "..%2Fx"),
            ("%2e%2e", "%252e%252e"),
            ("a\\b", "a%5Cb"),
            ("ü@x", "%C3%BC%40x"),
            ("a\r\nb", "a%0D%0Ab"),
            ("{id}", "%7Bid%7D"),
        ] {
            let path = one("/users/{id}/messages", value).expect(value);
            assert_eq!(path, format!("/users/{encoded}/messages"));
        }
    }

    #[test]
    fn whole_segments_that_move_are_refused() {
        for value in ["", ".", ".."] {
            assert!(one("/users/{id}/messages", value).is_err(), "{value:?}");
            assert!(one("/users/{id}", value).is_err(), "{value:?}");
        }
        assert_eq!(one("/getX(from='{from}')", "..").expect("inside quotes"), "/getX(from='..')");
    }

    #[test]
    fn steps_are_refused_beside_other_text_too_and_say_where() {
        for value in ["", ".", ".."] {
            let error = one("/root:/{item_path}:/content", value).expect_err(value);
            assert!(error.to_string().contains("`item_path`"), "{error}");
        }
        for segments in [&["a", ".."][..], &["..", "a"], &["a", "", "b"], &[]] {
            let value = PathValue::segments(segments.iter().copied());
            let path = Path::new("/root:/{item_path}:/content", [value]);
            assert!(path.encoded().is_err(), "{segments:?}");
        }
    }

    #[test]
    fn steps_between_quotes_are_refused_where_they_are_whole_segments() {
        let segments = |all: &[&str]| PathValue::segments(all.iter().copied());
        let quoted = |value| Path::new("/f(p='{p}')", [value]).encoded();
        let argument = |value| Path::new("/f({?'p',n})", []).with("p", value).encoded();
        let bare = |value| Path::new("/f({?'p',n})", []).with("n", value).encoded();
        for step in [".", ".."] {
            for encoded in [quoted, argument, bare] {
                let error = encoded(segments(&["a", step, "b"])).expect_err(step);
                assert!(error.to_string().contains("would change the path"), "{error}");
                // The text beside the first and the last makes them more than a step.
                assert!(encoded(segments(&[step, "a", step])).is_ok());
            }
        }
        assert_eq!(quoted(segments(&["a", "", "b"])).expect("no step"), "/f(p='a//b')");
    }

    #[test]
    fn counts_must_agree() {
        assert!(Path::new("/a/{b}", []).encoded().is_err());
        assert!(Path::new("/a", ["b".into()]).encoded().is_err());
        assert!(Path::new("/a/{b", ["b".into()]).encoded().is_err());
    }

    #[test]
    fn optional_arguments_are_named_where_they_are_listed() {
        let path = || Path::new("/f({?'q',n})/x", []);
        let encoded = |path: Path| path.encoded().expect("fine");
        assert_eq!(encoded(path()), "/f/x");
        assert_eq!(encoded(path().with("n", 1)), "/f(n=1)/x");
        assert_eq!(encoded(path().with("q", "a')/b?").with("q", "c'd")), "/f(q='c%27%27d')/x");
        assert_eq!(encoded(path().with("n", 2).with("q", "a,b=c)")), "/f(q='a%2Cb%3Dc%29',n=2)/x");
        assert!(path().with("other", 1).encoded().is_err());
        assert!(Path::new("/f", []).with("n", 1).encoded().is_err());
    }

    #[test]
    fn quotes_are_doubled_only_between_quotes() {
        assert_eq!(one("/f(a='{a}')", "x'y").expect("fine"), "/f(a='x%27%27y')");
        assert_eq!(one("/f(a={a})", "x'y").expect("fine"), "/f(a=x%27y)");
    }
}
