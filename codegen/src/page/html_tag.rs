//! Tags of HTML, one by one.

use super::Span;

/// A tag.
pub(super) struct HtmlTag<'t> {
    /// Its name, as written: `td`.
    pub name: &'t str,
    /// Whether it ends what another one began.
    pub ends: bool,
    attributes: &'t str,
}

impl<'t> HtmlTag<'t> {
    /// The tag that a text is, pointed brackets included.
    pub(super) fn of(text: &'t str) -> Option<Self> {
        let inner = text.strip_prefix('<')?.strip_suffix('>')?;
        let rest = inner.strip_prefix('/').unwrap_or(inner);
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
        let (name, attributes) = rest.split_at(end);
        let ends = rest.len() < inner.len();
        name.starts_with(|c: char| c.is_ascii_alphabetic()).then_some(Self {
            name,
            ends,
            attributes,
        })
    }

    /// Whether it has one of these names, whatever the casing.
    pub(super) fn is_any(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.name.eq_ignore_ascii_case(name))
    }

    /// The value of an attribute, in quotes or without: `href="books.md"`, `colspan=2`.
    pub(super) fn attribute(&self, name: &str) -> Option<&'t str> {
        let mut rest = self.attributes.trim_start();
        while !rest.is_empty() {
            let end = rest.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(rest.len());
            let (key, after) = rest.split_at(end);
            let Some(after) = after.trim_start().strip_prefix('=') else {
                rest = after.trim_start();
                continue;
            };
            let after = after.trim_start();
            let (value, others) = match after.chars().next() {
                Some(quote @ ('"' | '\'')) => after[1..].split_once(quote)?,
                _ => after.split_at(after.find(char::is_whitespace).unwrap_or(after.len())),
            };
            if key.eq_ignore_ascii_case(name) {
                return Some(value);
            }
            rest = others.trim_start();
        }
        None
    }
}

/// The tags in a span of a page, each with its place.
pub(super) fn tags<'t>(
    page: &'t str,
    span: &Span,
) -> impl Iterator<Item = (Span, HtmlTag<'t>)> + use<'t> {
    let end = span.end.min(page.len());
    let mut at = span.start;
    std::iter::from_fn(move || {
        loop {
            let rest = page.get(at..end)?;
            let start = at + memchr::memchr(b'<', rest.as_bytes())?;
            let length = memchr::memchr(b'>', &page.as_bytes()[start..end])? + 1;
            match HtmlTag::of(&page[start..start + length]) {
                Some(tag) => {
                    at = start + length;
                    return Some((start..at, tag));
                }
                None => at = start + 1,
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::{HtmlTag, tags};

    #[test]
    fn reads_names_and_attributes() {
        let tag = HtmlTag::of("<td colspan=\"2\" class='odd'>").expect("a tag");
        assert_eq!((tag.name, tag.ends), ("td", false));
        assert_eq!(tag.attribute("class"), Some("odd"));
        assert_eq!(tag.attribute("rowspan"), None);
        let tag = HtmlTag::of("<td nowrap colspan=2 rowspan = '3' =>").expect("a tag");
        assert_eq!((tag.attribute("colspan"), tag.attribute("rowspan")), (Some("2"), Some("3")));
        assert_eq!(tag.attribute("nowrap"), None);
        assert!(HtmlTag::of("<br/>").is_some_and(|tag| tag.is_any(&["BR"]) && !tag.ends));
        assert!(HtmlTag::of("<*token*>").is_none());
    }

    #[test]
    fn finds_tags_among_other_marks() {
        let text = "a < b <p>c</p> <- d";
        let found: Vec<&str> = tags(text, &(0..text.len())).map(|(span, _)| &text[span]).collect();
        assert_eq!(found, ["<p>", "</p>"]);
    }
}
