//! The model in other formats: flat [`facts`], and an [`openapi`] document.

pub mod facts;
pub mod openapi;
