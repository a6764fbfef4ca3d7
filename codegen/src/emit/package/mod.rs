//! What a crate needs beside types and operations.
//!
//! - `manifest`: `Cargo.toml` and `README.md`; `areas`: which feature compiles what.
//! - `root`: `src/lib.rs`; `catalogue`: the list of operations in it; `list`: modules of types.

pub mod areas;
mod catalogue;
pub mod list;
pub mod manifest;
pub mod root;
