use client::model::{Book, Shelf};

pub fn witness(shelf: Shelf) -> Option<Vec<Book>> {
    shelf.books
}
