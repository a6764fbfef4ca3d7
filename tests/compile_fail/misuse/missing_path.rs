//! Where to call an operation with several documented paths has to be said.

use docmill_graph::{Client, item_phone};

fn misuse(client: &Client) {
    let _ = item_phone::get(client);
}

fn main() {}
