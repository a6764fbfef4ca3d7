//! Keys and values at the top of a page.
//!
//! Read line by line and not as YAML: titles with bare colons and template text are common, and one
//! bad line must not cost the others.

use super::{Span, Table};

/// Keys and values at the top of a page.
#[derive(Clone, Debug, Default)]
pub struct FrontMatter<'a> {
    entries: Vec<Entry<'a>>,
}

/// A key and its value.
#[derive(Clone, Debug)]
struct Entry<'a> {
    key: &'a str,
    /// Without quotes.
    value: &'a str,
    /// Where the value stands.
    span: Span,
}

impl<'a> FrontMatter<'a> {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// A key's value, without quotes. Empty values count as absent.
    pub fn get(&self, key: &str) -> Option<&'a str> {
        let has_value = |entry: &&Entry<'a>| entry.key == key && !entry.value.is_empty();
        self.entries.iter().find(has_value).map(|entry| entry.value)
    }

    /// Every value, and where it stands.
    pub fn values(&self) -> impl Iterator<Item = (&'a str, Span)> {
        self.entries.iter().map(|entry| (entry.value, entry.span.clone()))
    }

    /// Where a key's value stands.
    pub fn span(&self, key: &str) -> Option<Span> {
        self.entries.iter().find(|entry| entry.key == key).map(|entry| entry.span.clone())
    }
}

/// Reads front matter. Gives the entries, the byte where the page's body begins (0 without front
/// matter), and the first line that is no entry.
pub fn parse(text: &str) -> (FrontMatter<'_>, usize, Option<Span>) {
    let nothing = (FrontMatter::default(), 0, None);
    let start = text.len() - text.trim_start_matches(['\u{feff}', ' ', '\r', '\n']).len();
    let mut entries = Vec::with_capacity(8);
    let mut problem = None;
    let mut at = start;
    for (number, line) in text[start..].split_inclusive('\n').enumerate() {
        let span = at..at + line.trim_end().len();
        at += line.len();
        let line = line.trim_end();
        let is_delimiter = line.len() >= 3 && line.bytes().all(|byte| byte == b'-');
        match (number, is_delimiter) {
            (0, true) => {}
            (0, false) => {
                return match in_one_line(line, &span) {
                    Some((front_matter, body)) => (front_matter, body, None),
                    None => nothing,
                };
            }
            (_, true) => return (FrontMatter { entries }, at, problem),
            (_, false) => match entry(line, &span) {
                Some(entry) => entries.push(entry),
                // Lists and continued values are YAML that no rule here needs.
                None if line.trim().is_empty() || line.starts_with([' ', '-', '#']) => {}
                None => problem = problem.or(Some(span)),
            },
        }
    }
    nothing
}

/// Reads front matter that has lost its line ends, and stands in one line with the page's title:
/// `---title: "List books"description: "All of them"---# List books`. Gives the entries, and the byte
/// where the title begins; `None` if the line that stands at `span` is not written so.
fn in_one_line<'a>(line: &'a str, span: &Span) -> Option<(FrontMatter<'a>, usize)> {
    let mut rest = line.strip_prefix("---").filter(|rest| !rest.starts_with('-'))?;
    let end = rest.find("---#")?;
    let body = span.start + "---".len() + end + "---".len();
    rest = &rest[..end];
    let mut entries = Vec::new();
    while !rest.trim().is_empty() {
        let length = first_entry(rest);
        let start = span.start + (rest.as_ptr() as usize - line.as_ptr() as usize);
        entries.push(entry(&rest[..length], &(start..start + length))?);
        rest = &rest[length..];
    }
    (!entries.is_empty()).then_some((FrontMatter { entries }, body))
}

/// The length of the first entry: a quote ends its value if a key or nothing follows.
fn first_entry(entries: &str) -> usize {
    let Some(open) = entries.find(": \"").map(|at| at + ": \"".len()) else {
        return entries.len();
    };
    let mut quotes = entries[open..].match_indices('"').map(|(at, _)| open + at + 1);
    let ends = |end: &usize| {
        let rest = &entries[*end..];
        rest.trim().is_empty() || rest.split_once(": ").is_some_and(|(key, _)| is_key(key))
    };
    quotes.find(ends).unwrap_or(entries.len())
}

/// Reads a line that stands at `span`; `None` if it is not `key: value`.
fn entry<'a>(line: &'a str, span: &Span) -> Option<Entry<'a>> {
    let (key, value) = line.split_once(':')?;
    if !is_key(key) {
        return None;
    }
    let value = unquote(value.trim());
    let start = span.start + (value.as_ptr() as usize - line.as_ptr() as usize);
    Some(Entry { key, value, span: start..start + value.len() })
}

fn is_key(text: &str) -> bool {
    let is_of_key = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    !text.is_empty() && text.chars().all(is_of_key)
}

fn unquote(value: &str) -> &str {
    let quoted = |mark| value.strip_prefix(mark).and_then(|rest: &str| rest.strip_suffix(mark));
    quoted('"').or_else(|| quoted('\'')).unwrap_or(value).trim()
}

/// Reads a metadata table: two columns, the keys of front matter in the first. `None` if the table
/// is no such table.
pub fn from_table<'a>(table: &Table<'_>, text: &'a str) -> Option<FrontMatter<'a>> {
    const KEYS: [&str; 6] =
        ["title", "description", "author", "doc_type", "ms.date", "ms.localizationpriority"];
    let rows = std::iter::once(&table.header).chain(table.rows.iter().map(|row| &row.cells));
    let mut entries = Vec::new();
    for row in rows {
        let [key, value] = row.as_slice() else {
            return None;
        };
        let raw = |span: &Span| text.get(span.clone()).unwrap_or("");
        entries.push(Entry {
            key: raw(&key.span).trim(),
            value: unquote(raw(&value.span).trim()),
            span: value.span.clone(),
        });
    }
    entries.iter().any(|entry| KEYS.contains(&entry.key)).then_some(FrontMatter { entries })
}
