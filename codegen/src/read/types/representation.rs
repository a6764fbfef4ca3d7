//! The JSON representation of a resource, or of what an action takes.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::OnceLock;

use regex::{Captures, Regex};
use rustc_hash::FxHashMap;
use serde_json::Error;
use serde_json_borrow::{ObjectAsVec, Value};

use super::template::{BARE, with_quotes};
use crate::diagnostics::{Code, Diagnostic, Report};
use crate::page::annotation::without_place;
use crate::page::{Fence, Page};
use crate::read::facts::{Represented, RepresentedProperty};

/// The properties of a JSON object. One that is not JSON gives none.
pub fn of_object(
    page: &Page<'_>,
    fence: &Fence<'_>,
    report: &mut Report,
) -> Vec<RepresentedProperty> {
    represented(page, fence, |_| false, report)
}

/// The properties of a resource. Where what comes back stands for the resource, `{"value": [{…}]}` or
/// `{"value": {…}}`, they are those of the item; `is_property` tells the names in its own table.
pub fn of_resource(
    page: &Page<'_>,
    fence: &Fence<'_>,
    is_property: impl Fn(&str) -> bool,
    report: &mut Report,
) -> Vec<RepresentedProperty> {
    let is_envelope = |members: &ObjectAsVec<'_>| {
        let is_about_value = |name: &str| name == "value" || name.starts_with('@');
        let is_resource = || match members.get("value").and_then(Value::as_object) {
            Some(item) => item.keys().any(&is_property),
            None => true,
        };
        members.keys().all(is_about_value) && !is_property("value") && is_resource()
    };
    represented(page, fence, is_envelope, report)
}

/// The full name that a JSON representation states of itself: `"@odata.type": "#microsoft.graph.book"`.
pub fn stated_name(shown: &[RepresentedProperty]) -> Option<&str> {
    shown.iter().find_map(|property| match &property.value {
        Represented::Text(name) if property.name == "@odata.type" && name.contains('.') => {
            Some(name.trim_start_matches('#'))
        }
        _ => None,
    })
}

fn represented(
    page: &Page<'_>,
    fence: &Fence<'_>,
    is_envelope: impl Fn(&ObjectAsVec<'_>) -> bool,
    report: &mut Report,
) -> Vec<RepresentedProperty> {
    let mut plain = Cow::Borrowed(fence.contents);
    let mended;
    let quoted;
    let value = match serde_json::from_str::<Value<'_>>(fence.contents) {
        Ok(value) => value,
        Err(error) => {
            plain = without_comments(fence.contents);
            quoted = with_quotes(&plain).unwrap_or_default();
            mended = without_trailing_commas(&plain);
            if let Ok(template) = serde_json::from_str(&quoted) {
                template
            } else {
                let repaired = serde_json::from_str(&mended).ok();
                let instead = match &repaired {
                    Some(_) if plain != fence.contents => "it was read without its comments",
                    Some(_) => "it was read without that comma",
                    None => "nothing was read from it; the property table stands",
                };
                report.push(broken(page, fence, &error, instead));
                let Some(repaired) = repaired else { return Vec::new() };
                repaired
            }
        }
    };
    let Value::Object(members) = &value else {
        return Vec::new();
    };
    let enveloped = members.get("value").and_then(|value| match value {
        Value::Array(items) => Some((items.first()?.as_object()?, 3)),
        Value::Object(item) => Some((item, 2)),
        _ => None,
    });
    let (members, depth) = enveloped.filter(|_| is_envelope(members)).unwrap_or((members, 1));
    let keys = keys(&plain, depth);
    let property = |(name, value): (&str, &Value<'_>)| {
        let (value, collection) = match value {
            Value::Array(items) => (items.first().unwrap_or(&Value::Null), true),
            value => (value, false),
        };
        let at = keys.get(name).map_or(fence.span.clone(), |key| {
            fence.span.start + key.start..fence.span.start + key.end
        });
        RepresentedProperty {
            name: name.to_owned(),
            value: stands_for(value),
            collection,
            place: page.place(&at),
        }
    };
    members.iter().map(property).collect()
}

/// What there is to say of one that is not JSON.
fn broken(page: &Page<'_>, fence: &Fence<'_>, error: &Error, instead: &str) -> Diagnostic {
    let line = error.line().saturating_sub(1);
    let before: usize = fence.contents.split_inclusive('\n').take(line).map(str::len).sum();
    let start = fence.span.start + before;
    let length = page.raw(&(start..fence.span.end)).lines().next().map_or(0, str::len);
    Diagnostic::of(Code::BrokenExample, page.place(&(start..start + length)))
        .found("a JSON representation that is not JSON")
        .label(without_place(error))
        .instead(instead)
}

/// JSON with blanks in place of `/* … */` and `// …`: all else stands where it stood.
pub fn without_comments(json: &str) -> Cow<'_, str> {
    static PATTERN: OnceLock<Option<Regex>> = OnceLock::new();
    let text_or_comment = r#"(?s)(?<text>"(?:[^"\\]|\\.)*")|/\*.*?\*/|//[^\n]*"#;
    let Some(pattern) = PATTERN.get_or_init(|| Regex::new(text_or_comment).ok()) else {
        return json.into();
    };
    let blank = |found: &Captures<'_>| match found.name("text") {
        Some(text) => text.as_str().to_owned(),
        None => found[0].chars().flat_map(blanks).collect(),
    };
    pattern.replace_all(json, blank)
}

/// As many blanks as a character has bytes; a line end stays one.
fn blanks(character: char) -> impl Iterator<Item = char> {
    let blank = if character == '\n' { '\n' } else { ' ' };
    std::iter::repeat_n(blank, character.len_utf8())
}

/// JSON without commas before a closing brace or bracket.
pub fn without_trailing_commas(json: &str) -> String {
    let mut kept = String::with_capacity(json.len());
    let mut in_string = false;
    let mut escaped = false;
    for (at, character) in json.char_indices() {
        let closes = || json[at + 1..].trim_start().starts_with(['}', ']']);
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = in_string,
            '"' => in_string = !in_string,
            ',' if !in_string && closes() => continue,
            _ => {}
        }
        kept.push(character);
    }
    kept
}

/// Where the keys of the objects at a depth stand, their quotes left out; the first of equal ones. The
/// outermost object is at depth 1.
fn keys(json: &str, wanted: usize) -> FxHashMap<&str, Range<usize>> {
    let mut keys = FxHashMap::default();
    let mut depth = 0_usize;
    let mut string_start = None;
    let mut escaped = false;
    for (at, byte) in json.bytes().enumerate() {
        match (string_start, byte) {
            (Some(_), _) if escaped => escaped = false,
            (Some(_), b'\\') => escaped = true,
            (Some(start), b'"') => {
                string_start = None;
                let is_key = json[at + 1..].trim_start().starts_with(':');
                if depth == wanted && is_key {
                    keys.entry(&json[start..at]).or_insert(start..at);
                }
            }
            (None, b'"') => string_start = Some(at + 1),
            (None, b'{' | b'[') => depth += 1,
            (None, b'}' | b']') => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    keys
}

fn stands_for(value: &Value<'_>) -> Represented {
    match value {
        Value::Str(text) => Represented::Text(text.trim_start_matches(BARE).to_owned()),
        Value::Object(object) => match object.get("@odata.type").and_then(Value::as_str) {
            Some(name) => Represented::Object(name.trim_start_matches('#').to_owned()),
            None => Represented::Nothing,
        },
        Value::Bool(_) => Represented::Boolean,
        Value::Number(number) if number.is_i64() => Represented::Integer,
        Value::Number(_) => Represented::Number,
        Value::Null | Value::Array(_) => Represented::Nothing,
    }
}

#[cfg(test)]
mod tests {
    use super::{keys, without_comments};

    #[test]
    fn finds_keys_of_the_outermost_object() {
        let json = r#"{ "a": { "b": "b\":" }, "c": "b", "b" : 1 }"#;
        let keys = keys(json, 1);
        assert_eq!(keys.get("a"), Some(&(3..4)));
        assert_eq!(keys.get("b"), Some(&(35..36)));
        assert_eq!(keys.get("d"), None);
    }

    #[test]
    fn comments_are_blanks() {
        let json = "{\"a\": \"/* b */ // c\\\"\", /*ä\"\n*/ \"d\": 1 //e\n}";
        let plain = "{\"a\": \"/* b */ // c\\\"\",      \n   \"d\": 1    \n}";
        assert_eq!(without_comments(json), plain);
        assert_eq!(plain.len(), json.len());
    }
}
