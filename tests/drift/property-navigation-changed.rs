// What can be expanded of a reader: nothing any more.
pub use client::relationships::Reader as Witness;
