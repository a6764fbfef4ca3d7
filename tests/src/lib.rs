//! What the end-to-end tests share: they read pages as `xtask` does, and show what became of them.
//!
//! Where to look:
//! - `conventions/`: a small page for each way of writing things, with what it gives in the `.snap`
//!   beside it; `tests/conventions.rs` lists them by subject. Read them as documentation.
//! - `openapi/`: what `export openapi` writes; `tests/openapi/`.
//! - `surfaces/`: one page in every form in which it can be found; `tests/surfaces.rs`. [`surface`] makes
//!   these forms of any page.
//! - `tests/seeds.rs`: the facts in the five pages that the project began with.
//!
//! The helpers:
//! - [`pages`] finds pages and reads them;
//! - [`drift`] has the cases of `drift/`, whose edits [`edit`] applies; [`clients`] writes the crates
//!   before and after them;
//! - [`browser`] drives Chromium;
//! - [`snapshot`] writes down what they gave, with [`json`] and [`rust`] for its parts.

pub mod browser;
pub mod clients;
pub mod drift;
pub mod edit;
pub mod json;
pub mod mutants;
pub mod pages;
pub mod rust;
pub mod snapshot;
pub mod surface;
