pub use client::visitor::get as witness;
