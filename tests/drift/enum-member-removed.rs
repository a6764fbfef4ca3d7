use client::enums::CardKind;

pub fn witness() -> CardKind {
    CardKind::Year
}
