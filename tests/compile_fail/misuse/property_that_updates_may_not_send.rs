//! An update has setters for what its page lists; `createdBy` is the service's own.

use docmill_graph::item_phone::ItemPhoneUpdate;
use docmill_graph::model::IdentitySet;

fn main() {
    let _ = ItemPhoneUpdate::new().created_by(IdentitySet::new());
}
