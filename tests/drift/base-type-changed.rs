use client::model::Book;

pub fn witness(book: Book) -> Option<String> {
    book.title
}
