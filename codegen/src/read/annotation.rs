//! What annotations say.

use serde_json_borrow::Value;

/// The type that an annotation names, without `#`; older pages write `@type`.
pub fn type_name<'v>(annotation: &'v Value<'_>) -> Option<&'v str> {
    let name = text(annotation, "@odata.type").or_else(|| text(annotation, "@type"))?;
    Some(name.trim_start_matches('#'))
}

/// Whether an annotation is of that block type.
pub fn is(annotation: &Value<'_>, block_type: &str) -> bool {
    text(annotation, "blockType") == Some(block_type)
}

/// A text in an annotation.
pub fn text<'v>(annotation: &'v Value<'_>, key: &str) -> Option<&'v str> {
    annotation.as_object()?.get(key)?.as_str()
}

/// Whether an annotation says `true` of something.
pub fn says(annotation: &Value<'_>, key: &str) -> bool {
    annotation.as_object().and_then(|members| members.get(key)?.as_bool()).unwrap_or(false)
}
