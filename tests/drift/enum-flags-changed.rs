use client::enums::BookMarks;
use client::model::Book;

pub fn witness(book: Book) -> Option<BookMarks> {
    book.marks
}
