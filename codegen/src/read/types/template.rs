//! JSON that has names of types where values belong, and so is none: `{"name": string}`.

use super::representation::without_trailing_commas;

/// A word without quotes.
pub const BARE: char = '\u{1}';

/// A template without comments, with quotes around its bare words, the values among which begin with
/// [`BARE`] then; `None` if it has none of these.
pub fn with_quotes(template: &str) -> Option<String> {
    quoted(template).map(|quoted| without_trailing_commas(&quoted))
}

/// JSON with its bare words in quotes, those that stand for values marked; `None` if no word does.
fn quoted(json: &str) -> Option<String> {
    let mut out = String::with_capacity(json.len() + 64);
    let mut any = false;
    let mut rest = json;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '"' => text_length(rest)?,
            'A'..='Z' | 'a'..='z' | '_' => {
                rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len())
            }
            // What goes on so.
            '.' if rest.starts_with("...") => {
                rest = &rest[3..];
                continue;
            }
            // A number keeps its letters: `1e3`.
            '0'..='9' | '-' => {
                let is_part = |c: char| c.is_ascii_alphanumeric() || "+-.".contains(c);
                rest.find(|c| !is_part(c)).unwrap_or(rest.len())
            }
            _ => first.len_utf8(),
        };
        let (piece, after) = rest.split_at(length);
        let is_word = first.is_ascii_alphabetic() || first == '_';
        if !is_word || matches!(piece, "true" | "false" | "null") {
            out.push_str(piece);
        } else {
            let is_key = after.trim_start().starts_with(':');
            any |= !is_key;
            out.push('"');
            if !is_key {
                out.push_str("\\u0001");
            }
            out.push_str(piece);
            out.push('"');
        }
        rest = after;
    }
    any.then_some(out)
}

/// How long a text in quotes is, with them; `None` if it has no end.
fn text_length(text: &str) -> Option<usize> {
    let mut escaped = false;
    let end = text.bytes().skip(1).position(|byte| {
        let ends = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        ends
    })?;
    Some(end + 2)
}

#[cfg(test)]
mod tests {
    use super::with_quotes;

    #[test]
    fn bare_words_get_quotes() {
        let template =
            r#"{ name: "a string", "pages": number, "lent": true, "tags": [ string, ... ] }"#;
        let json = r#"{ "name": "a string", "pages": "\u0001number", "lent": true, "tags": [ "\u0001string"  ] }"#;
        assert_eq!(with_quotes(template).as_deref(), Some(json));
        assert_eq!(with_quotes(r#"{ "name": "string", "pages": 1e3 }"#), None);
        assert_eq!(with_quotes(r#"{ "name": string, "open"#), None);
    }
}
