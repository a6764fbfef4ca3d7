use client::model::Reader;

pub fn witness(_: Reader) {}
