//! docmill's library: Markdown API reference pages in, a typed Rust client out.

pub mod config;
pub mod diagnostics;
pub mod dialect;
pub mod documents;
pub mod export;
pub mod inspect;
pub mod ir;
pub mod page;
pub mod pipeline;
pub mod read;
pub mod resolve;
pub mod yaml;
