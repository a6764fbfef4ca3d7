use client::enums::ReaderMood;
use client::model::Reader;

pub fn witness(reader: Reader) -> Option<ReaderMood> {
    reader.mood
}
