//! Paths of request lines, and addresses that examples call.
//!
//! - `path` reads a path, `arguments` the functions in it, `instead` what stands in place of what is sent.
//! - `shown_query` reads what stands behind a path.
//! - `fit` tells whether an address is one of a path's.

pub mod arguments;
pub mod fit;
pub mod instead;
pub mod path;
pub mod shown_query;
