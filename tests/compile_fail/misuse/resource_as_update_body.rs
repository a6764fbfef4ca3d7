//! An update sends what its page allows, not a whole resource.

use docmill_graph::item_phone::UpdatePath;
use docmill_graph::model::ItemPhone;
use docmill_graph::{Client, item_phone};

fn misuse(client: &Client, phone: ItemPhone) {
    let _ = item_phone::update(client, UpdatePath::me("phone"), phone);
}

fn main() {}
