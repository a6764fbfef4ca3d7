use client::shelf::MovePath;

pub fn witness() -> MovePath {
    MovePath::place_by_number("1")
}
