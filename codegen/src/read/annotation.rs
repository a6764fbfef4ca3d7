//! What annotations say.

use serde_json::Value;

/// Whether an annotation is of that block type.
pub fn is(annotation: &Value, block_type: &str) -> bool {
    annotation["blockType"].as_str() == Some(block_type)
}
