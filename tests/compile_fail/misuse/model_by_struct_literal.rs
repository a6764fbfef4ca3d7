//! Models get further fields when pages do, so they are made by their setters.

use docmill_graph::model::Identity;

fn main() {
    let _ = Identity { id: Some("1".to_owned()), ..Identity::new() };
}
