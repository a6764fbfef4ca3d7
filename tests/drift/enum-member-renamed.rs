// A constant cannot be imported.
pub use client::enums::CardKind::Day as Witness;
