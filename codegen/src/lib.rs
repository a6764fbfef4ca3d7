//! docmill's library: Markdown API reference pages in, a typed Rust client out.

pub mod config;
pub mod diagnostics;
pub mod emit;
pub mod ir;
pub mod yaml;
