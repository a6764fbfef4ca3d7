//! What is not a relationship of the documented type cannot be expanded.

use docmill_graph::Client;
use docmill_graph::drive_item::{DeltaPath, delta};

fn misuse(client: &Client) {
    let _ = delta(client, DeltaPath::me()).expand(|item| item.name);
}

fn main() {}
