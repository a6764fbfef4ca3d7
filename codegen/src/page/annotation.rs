//! JSON in HTML comments: `<!-- { "blockType": "request", "name": "update_phone" } -->`.

use memchr::memchr_iter;
use serde_json_borrow::{ObjectAsVec, Value};

use super::{Block, BlockKind, Page, Span};
use crate::diagnostics::Code;

/// Adds the annotation that stands in an HTML block, if one does.
pub(super) fn read(page: &mut Page<'_>, html: &Span) {
    let raw = page.raw(html);
    let bytes = raw.as_bytes();
    let Some(open) = memchr_iter(b'<', bytes).find(|at| bytes[*at..].starts_with(b"<!--")) else {
        return;
    };
    let inner = &raw[open + 4..];
    let ends = |at: &usize| inner.as_bytes()[..*at].ends_with(b"--");
    let inner = memchr_iter(b'>', inner.as_bytes()).find(ends).map_or(inner, |at| &inner[..at - 2]);
    let json = inner.trim();
    if !json.starts_with('{') {
        return;
    }
    let value = serde_json::from_str(json).or_else(|error| before_a_remark(json).ok_or(error));
    let value = value.unwrap_or_else(|error: serde_json::Error| {
        let at = html.start + open + 4 + (json.as_ptr() as usize - inner.as_ptr() as usize);
        let at = at + line_start(json, error.line());
        let line = page.raw(&(at..html.end)).lines().next().map_or(0, str::len);
        page.report.push(
            page.finding(Code::BrokenAnnotation, &(at..at + line))
                .found("an annotation that is not JSON")
                .label(without_place(&error))
                .instead("its `\"key\": value` pairs were read one by one"),
        );
        Value::Object(pairs(json))
    });
    page.blocks.push(Block { span: html.clone(), kind: BlockKind::Annotation(value) });
}

/// The object that a remark for authors follows: `{ "blockType": "ignored" } // Keep this line.`
fn before_a_remark(json: &str) -> Option<Value<'_>> {
    let mut values = serde_json::Deserializer::from_str(json).into_iter();
    let object = values.next()?.ok()?;
    json[values.byte_offset()..].trim_start().starts_with("//").then_some(object)
}

fn line_start(text: &str, line: usize) -> usize {
    text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum()
}

/// The library's message without its own place; the diagnostic has a better one.
pub(crate) fn without_place(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.rfind(" at line ").map_or(text.clone(), |end| text[..end].to_owned())
}

/// Every `"key": "text"`, `"key": true` and `"key": false` of a broken object, outermost or not.
fn pairs(json: &str) -> ObjectAsVec<'_> {
    let mut pairs = ObjectAsVec::default();
    let mut rest = json;
    while let Some((key, after)) = quoted(rest) {
        rest = after;
        let Some(value) = after.trim_start().strip_prefix(':').map(str::trim_start) else {
            continue;
        };
        if value.starts_with('"') {
            if let Some((text, after)) = quoted(value) {
                pairs.insert(key, text.into());
                rest = after;
            }
        } else if value.starts_with("true") || value.starts_with("false") {
            pairs.insert(key, value.starts_with("true").into());
        }
    }
    pairs
}

/// The first quoted text, and what follows it.
fn quoted(text: &str) -> Option<(&str, &str)> {
    let (_, rest) = text.split_once('"')?;
    let (inner, after) = rest.split_once('"')?;
    // A missing quote must not swallow the next line.
    match inner.split_once('\n') {
        Some((line, _)) => Some((line.trim_end_matches([',', '\r', ' ']), &rest[line.len()..])),
        None => Some((inner, after)),
    }
}

#[cfg(test)]
mod tests {
    use super::{Value, pairs};

    #[test]
    fn reads_what_a_broken_annotation_still_says() {
        let broken = "{\n \"blockType\": \"resource\"\n \"openType\": true,\n \"@odata.type\": \"microsoft.graph.x\",\n}";
        let read = pairs(broken);
        let text = |key| read.get(key).and_then(Value::as_str);
        assert_eq!(text("blockType"), Some("resource"));
        assert_eq!(read.get("openType").and_then(Value::as_bool), Some(true));
        assert_eq!(text("@odata.type"), Some("microsoft.graph.x"));
    }
}
