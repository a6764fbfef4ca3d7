use client::reader::ReaderRenew;

pub fn witness() -> ReaderRenew {
    ReaderRenew::new(1).note("for Ada")
}
