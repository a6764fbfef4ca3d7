pub use client::shelf::get as witness;
