// An alias does not lead to variants in a `use`.
pub use client::enums::CardKind::Day as Witness;
