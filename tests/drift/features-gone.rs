// features: people
pub use client::reader::get as witness;
