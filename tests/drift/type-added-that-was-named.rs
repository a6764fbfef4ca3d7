use client::model::Shelf;

pub fn witness(shelf: Shelf) -> Option<bool> {
    shelf.keeper?.as_bool()
}
