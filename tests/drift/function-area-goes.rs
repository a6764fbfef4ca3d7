// It has the name without its area from now on.
pub use client::book::lend_store as witness;
