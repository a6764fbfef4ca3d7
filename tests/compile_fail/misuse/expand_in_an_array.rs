//! What `select` takes in an array, `expand` takes alone or in a tuple: relationships are of many types.

use docmill_graph::Client;
use docmill_graph::drive_item::{DeltaPath, delta};

fn misuse(client: &Client) {
    let _ = delta(client, DeltaPath::me()).expand(|item| [item.children]);
}

fn main() {}
