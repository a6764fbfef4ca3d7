use client::shelf::ShelfMove;

pub fn witness() -> ShelfMove {
    ShelfMove::new()
}
