//! Pages about types.
//!
//! - `resource` reads properties, relationships and base types, `derived_types` what a page lists as
//!   derived from its own type, `representation` the JSON of it, `template` what is JSON but for names of types in it.
//! - `enums` reads tables of members.

mod derived_types;
pub mod enums;
pub mod representation;
pub mod resource;
pub mod template;
