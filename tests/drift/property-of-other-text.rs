use client::model::Reader;

pub fn witness(reader: Reader) -> Option<String> {
    reader.display_name
}
