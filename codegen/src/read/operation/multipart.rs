//! Bodies in parts, and the media types that a page names for a body.

use crate::ir::example::content_type;
use crate::ir::{Example, Header, MessagePart, Method};
use crate::read::facts::BodyFacts;

/// Adds what headers and worked examples tell about an operation's body.
pub fn add(body: &mut BodyFacts, method: Method, headers: &[Header], examples: &[Example]) {
    let row = headers.iter().find(|it| it.name.as_str().eq_ignore_ascii_case("content-type"));
    body.media_types = row.map(|row| media_types(&row.description)).unwrap_or_default();
    let is_request = |example: &&Example| {
        example.is_request() && example.start_line.starts_with(method.as_str())
    };
    for example in examples.iter().filter(is_request) {
        let Some(content_type) = example.content_type() else { continue };
        for media in media_types(content_type) {
            if !body.media_types.contains(&media) {
                body.media_types.push(media);
            }
        }
        if let Some(boundary) = boundary(content_type) {
            parts(&example.body, boundary, &mut body.parts);
        }
    }
}

/// The top-level types that are registered (RFC 6838, 4.2).
const TOP_LEVEL: [&str; 9] =
    ["application", "audio", "font", "image", "message", "model", "multipart", "text", "video"];

/// The media types that a text names, in order and in lower case, each once.
fn media_types(text: &str) -> Vec<Box<str>> {
    let in_word = |c: char| c.is_ascii_alphanumeric() || "/!#$&^_.+-".contains(c);
    let mut found: Vec<Box<str>> = Vec::new();
    for word in text.split(|c| !in_word(c)) {
        let lower = word.trim_end_matches('.').to_ascii_lowercase();
        let word = unglued(&lower);
        let is_name = word
            .split_once('/')
            .is_some_and(|(top, sub)| TOP_LEVEL.contains(&top) && !sub.is_empty());
        if is_name && !word.ends_with('/') && !found.iter().any(|known| **known == *word) {
            found.push(word.into());
        }
    }
    found
}

/// Sub-types that are glued to words where rendered text has lost the space around code.
const GLUED: [&str; 6] = ["json", "plain", "html", "xml", "pdf", "octet-stream"];

/// A media type without the words that are glued to it: "useapplication/jsonfor".
fn unglued(word: &str) -> &str {
    let Some(slash) = word.find('/') else { return word };
    let (before, sub) = (&word[..slash], &word[slash + 1..]);
    let is_word = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphabetic());
    let top = TOP_LEVEL.iter().find(|top| before.ends_with(*top));
    let Some(top) = top.filter(|top| is_word(&before[..before.len() - top.len()])) else {
        return word;
    };
    match GLUED.iter().find(|known| sub.strip_prefix(*known).is_some_and(is_word)) {
        Some(known) => &word[slash - top.len()..=slash + known.len()],
        None => word,
    }
}

/// Whether a media type is one of messages in parts.
pub fn is_of_parts(media: &str) -> bool {
    media.split_once('/').is_some_and(|(top, _)| top.eq_ignore_ascii_case("multipart"))
}

/// The boundary that a media type of several parts gives (RFC 2046, 5.1.1).
fn boundary(content_type: &str) -> Option<&str> {
    let (media, parameters) = content_type.split_once(';')?;
    if !is_of_parts(media.trim()) {
        return None;
    }
    let mut parameters = parameters.split(';').filter_map(|parameter| parameter.split_once('='));
    let (_, value) = parameters.find(|(name, _)| name.trim().eq_ignore_ascii_case("boundary"))?;
    Some(value.trim().trim_matches('"')).filter(|value| !value.is_empty())
}

/// The parts of a body, added to those that are known.
fn parts(body: &str, boundary: &str, known: &mut Vec<MessagePart>) {
    for part in body.split(&format!("--{boundary}")).skip(1) {
        let lines = part.trim_start().lines().map(str::trim).take_while(|line| !line.is_empty());
        let headers: Vec<(Box<str>, Box<str>)> = lines
            .filter_map(|line| line.split_once(':'))
            .map(|(name, value)| (name.trim().into(), value.trim().into()))
            .collect();
        let is_disposition =
            |(name, _): &&(Box<str>, Box<str>)| name.eq_ignore_ascii_case("content-disposition");
        let disposition = headers.iter().find(is_disposition);
        let name = disposition.and_then(|(_, value)| {
            let mut parameters = value.split(';').filter_map(|it| it.split_once('='));
            let (_, name) = parameters.find(|(name, _)| name.trim() == "name")?;
            Some(name.trim().trim_matches('"'))
        });
        let Some(name) = name.filter(|name| known.iter().all(|part| *part.name != **name)) else {
            continue;
        };
        let media = content_type(&headers).and_then(|value| media_types(value).into_iter().next());
        known.push(MessagePart { name: name.into(), media });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn media_types_in_running_text() {
        let text = "`text/html` or `application/xhtml+xml`. Also multipart/form-data; boundary=x, \
                    and/or text/html.";
        let found = media_types(text);
        assert_eq!(
            found.iter().map(AsRef::as_ref).collect::<Vec<_>>(),
            ["text/html", "application/xhtml+xml", "multipart/form-data"]
        );
    }

    #[test]
    fn media_types_glued_to_words() {
        let found = media_types("Useapplication/jsonfor loans andtext/plainfor contexts/planes.");
        let found: Vec<&str> = found.iter().map(AsRef::as_ref).collect();
        assert_eq!(found, ["application/json", "text/plain"]);
    }

    #[test]
    fn boundaries_with_and_without_quotes() {
        assert_eq!(boundary("multipart/form-data; boundary=abc"), Some("abc"));
        assert_eq!(boundary("Multipart/Related; type=x; boundary=\"a b\""), Some("a b"));
        assert_eq!(boundary("text/plain; boundary=abc"), None);
        assert_eq!(boundary("multipart/form-data"), None);
    }
}
