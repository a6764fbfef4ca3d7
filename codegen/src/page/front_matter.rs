//! Keys and values at the top of a page.
//!
//! Read line by line and not as YAML: titles with bare colons and template text are common, and one
//! bad line must not cost the others.

use super::{Span, Table, Text};

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
                None if line.trim().is_empty()
                    || line.starts_with([' ', '\t', '-', '#', ']', '}']) => {}
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

/// The entry whose key and value stand in two places.
fn stated<'a>(text: &'a str, key: &Span, value: &Span) -> Entry<'a> {
    let span = value.clone();
    Entry { key: trimmed(text, key), value: unquote(trimmed(text, value)), span }
}

fn trimmed<'a>(text: &'a str, span: &Span) -> &'a str {
    text.get(span.clone()).unwrap_or("").trim()
}

/// Keys that nearly every page has.
const KEYS: [&str; 6] =
    ["title", "description", "author", "doc_type", "ms.date", "ms.localizationpriority"];

/// Reads metadata from the first lines of a page: its keys, and below them as many values. Gives how many
/// lines they are, too; `None` if there are no such lines.
pub fn from_lines<'a>(text: &'a str, lines: &[Span]) -> Option<(FrontMatter<'a>, usize)> {
    let is_key = |line: &&Span| {
        let key = trimmed(text, line);
        KEYS.contains(&key) || key.starts_with("ms.")
    };
    let count = lines.iter().take_while(is_key).count();
    let values = lines.get(count..2 * count)?;
    let entries = lines.iter().zip(values).map(|(key, value)| stated(text, key, value)).collect();
    (count > 1).then_some((FrontMatter { entries }, 2 * count))
}

/// Reads a metadata table: the keys of front matter in its first column of two, or in its header above
/// one row. `None` if the table is no such table.
pub fn from_table<'a>(table: &Table<'_>, text: &'a str) -> Option<FrontMatter<'a>> {
    let entry = |key: &Text<'_>, value: &Text<'_>| stated(text, &key.span, &value.span);
    let entries: Vec<Entry<'a>> = match &*table.rows {
        [row] if table.header.len() > 2 => {
            table.header.iter().zip(&row.cells).map(|(key, value)| entry(key, value)).collect()
        }
        rows => {
            let rows = std::iter::once(&table.header).chain(rows.iter().map(|row| &row.cells));
            let in_columns = rows.map(|row| match row.as_slice() {
                [key, value] => Some(entry(key, value)),
                _ => None,
            });
            in_columns.collect::<Option<_>>()?
        }
    };
    entries.iter().any(|entry| KEYS.contains(&entry.key)).then_some(FrontMatter { entries })
}
