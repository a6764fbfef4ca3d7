//! Lines that HTTP messages begin with, and go on with.

use super::table::split_row;

const VERBS: [&str; 7] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

/// Verb and target of a request line.
pub fn request_line(line: &str) -> Option<(&str, &str)> {
    let (verb, target) = line.trim().split_once([' ', '\t'])?;
    let target = target.trim_start();
    let is_target =
        || target.starts_with('/') || target.starts_with("http") || is_path_without_slash(target);
    (VERBS.contains(&verb) && is_target()).then_some((verb, target))
}

/// Whether a text is a path that lacks its first slash, and no words: spaces stand in braces at most.
fn is_path_without_slash(text: &str) -> bool {
    let mut depth = 0_usize;
    let mut is_word = true;
    for byte in text.bytes() {
        match byte {
            b'{' | b'(' => depth += 1,
            b'}' | b')' => depth = depth.saturating_sub(1),
            b' ' | b'\t' => is_word &= depth > 0,
            _ => {}
        }
    }
    is_word && text.starts_with(char::is_alphabetic) && text.contains('/') && !text.ends_with('.')
}

/// Whether a line is a request line; a table's header may be glued to it.
pub fn is_request(line: &str) -> bool {
    let first = || split_row(line, &(0..line.len())).into_iter().next();
    request_line(line).is_some()
        || line.contains('|') && first().is_some_and(|cell| request_line(&line[cell]).is_some())
}

/// Whether a line begins a response.
pub(super) fn is_status_line(line: &str) -> bool {
    line.starts_with("HTTP/1.1 ") || line.starts_with("HTTP/2 ")
}

/// Whether a line is a header of a message.
pub(super) fn is_header(line: &str) -> bool {
    line.split_once(':').is_some_and(|(name, value)| is_word(name) && !value.starts_with("//"))
}

/// Whether a line is the header that says that the body is text.
pub(super) fn is_content_type_of_text(line: &str) -> bool {
    line.split_once(':').is_some_and(|(name, value)| {
        name.eq_ignore_ascii_case("content-type") && value.trim_start().starts_with("text/plain")
    })
}

/// Whether a text is one word, of which hyphens can be a part.
pub fn is_word(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}
