//! Each operation takes its own paths only.

use docmill_graph::item_phone::{GetPath, ItemPhoneUpdate};
use docmill_graph::{Client, item_phone};

fn misuse(client: &Client) {
    let _ = item_phone::update(client, GetPath::me("phone"), ItemPhoneUpdate::new());
}

fn main() {}
