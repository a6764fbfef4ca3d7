use client::model::Reader;

pub fn witness(reader: Reader) -> Option<i32> {
    reader.age
}
