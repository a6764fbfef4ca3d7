//! Text that Markdown, HTML and rustdoc take for nothing but text.

use super::links::web_address;

/// What stands between angle brackets.
pub enum HtmlTag {
    /// One between whose sides text must not run together: `<br>`, `<li>`.
    Break,
    /// One that only says how text looks, or a comment.
    Known,
    /// Something else between angle brackets: `<token>`.
    Unknown,
}

/// Tells tags that say how text looks from those that are text themselves.
pub fn kind_of_tag(tag: &str) -> HtmlTag {
    const KNOWN: &[&str] = &[
        "a",
        "b",
        "blockquote",
        "code",
        "div",
        "em",
        "font",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "i",
        "img",
        "li",
        "ol",
        "p",
        "pre",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "tr",
        "tt",
        "u",
        "ul",
    ];
    let inner = tag.trim_start_matches(['<', '/']);
    let name: String = inner
        .chars()
        .take_while(char::is_ascii_alphanumeric)
        .collect::<String>()
        .to_ascii_lowercase();
    if ["br", "li", "ol", "p", "td", "tr", "ul"].contains(&name.as_str()) {
        HtmlTag::Break
    } else if inner.starts_with("!--") || KNOWN.contains(&name.as_str()) {
        HtmlTag::Known
    } else {
        HtmlTag::Unknown
    }
}

/// Text with everything escaped that Markdown would read as a mark. Web addresses become links,
/// except inside a link.
pub fn escape(text: &str, at_start: bool, with_addresses: bool) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut rest = text;
    if at_start {
        escape_start(&mut rest, &mut out);
    }
    while let Some(c) = rest.chars().next() {
        if with_addresses && (rest.starts_with("https://") || rest.starts_with("http://")) {
            let end = rest
                .find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '`' | ')' | ']'))
                .unwrap_or(rest.len());
            let address = rest[..end].trim_end_matches(['.', ',', ';', ':', '\'', '*']);
            out.push('<');
            out.push_str(&web_address(address));
            out.push('>');
            rest = &rest[address.len()..];
            continue;
        }
        let after = &rest[c.len_utf8()..];
        let escaped = match c {
            '\\' | '`' | '*' | '[' | ']' | '<' | '>' | '|' | '~' => true,
            // Inside a word an underscore means nothing.
            '_' => {
                let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
                !(word(out.chars().next_back()) && word(after.chars().next()))
            }
            // Only before what could be a name for a character.
            '&' => after.starts_with(|c: char| c.is_ascii_alphabetic() || c == '#'),
            _ => false,
        };
        if escaped {
            out.push('\\');
        }
        out.push(c);
        rest = after;
    }
    out
}

/// Marks that mean something only where a line starts: headings, lists, numbers of lists.
fn escape_start(rest: &mut &str, out: &mut String) {
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 && rest[digits..].starts_with(['.', ')']) {
        out.push_str(&rest[..digits]);
        out.push('\\');
        out.push_str(&rest[digits..=digits]);
        *rest = &rest[digits + 1..];
    } else if rest.starts_with(['#', '+', '-', '=']) {
        out.push('\\');
        out.push_str(&rest[..1]);
        *rest = &rest[1..];
    }
}
