use client::model::Shelf;

pub fn witness(_: Shelf) {}
