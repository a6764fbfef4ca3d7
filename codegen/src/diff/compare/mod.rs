//! The two sides compared: every difference, before it is known which are one change.
//!
//! - `types`, `enums`, `operations`, `parts`, `sent`, `permissions`, `features`: one comparison each.
//! - `requests`: which operation of one side is which of the other; `calls`: how callers write the paths of
//!   an operation.
//! - `names` and `words`: which names, and which texts, are the same on both sides.

mod calls;
pub mod enums;
pub mod features;
pub mod names;
pub mod operations;
mod parts;
pub mod permissions;
pub mod requests;
pub mod sent;
pub mod types;
pub mod words;
