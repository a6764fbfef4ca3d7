//! What annotations say.

use serde_json::Value;

/// The type that an annotation names, without `#`; older pages write `@type`.
pub fn type_name(annotation: &Value) -> Option<&str> {
    let name = annotation["@odata.type"].as_str().or_else(|| annotation["@type"].as_str())?;
    Some(name.trim_start_matches('#'))
}

/// Whether an annotation is of that block type.
pub fn is(annotation: &Value, block_type: &str) -> bool {
    annotation["blockType"].as_str() == Some(block_type)
}
