use client::model::Shelf; // deprecated

pub fn read(shelf: Shelf) -> Shelf { // deprecated deprecated
    shelf
}
