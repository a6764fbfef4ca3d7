// It has the name without a number from now on.
pub use client::book::lend_2 as witness;
