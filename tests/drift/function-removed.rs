pub use client::guest::get as witness;
