//! The model in other formats.

pub mod facts;
pub mod openapi;
