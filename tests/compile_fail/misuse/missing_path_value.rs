//! A path needs a value for each of its placeholders.

use docmill_graph::item_phone::GetPath;

fn main() {
    let _ = GetPath::users("user");
}
