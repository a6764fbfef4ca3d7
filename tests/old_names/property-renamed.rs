use client::model::Reader;

pub fn of_age() -> Reader {
    Reader::new().age(18) // deprecated
}
