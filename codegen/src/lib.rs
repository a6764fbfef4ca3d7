//! docmill's library: Markdown API reference pages in, a typed Rust client out.
//!
//! One way through, each stage a module that knows only the stage before it:
//!
//! | stage | takes | gives |
//! |---|---|---|
//! | [`documents`] | a folder | its files |
//! | [`page`] | one file | front matter, headings, tables, fences, annotations, each with its span |
//! | [`dialect`] | YAML | how a documentation family writes things |
//! | [`read`] | page and dialect | facts: what the page says, and only that |
//! | [`toc`] | tables of contents | the area of each page |
//! | [`resolve`] | all facts | one [`ir::Api`] |
//! | [`examples`] | an [`ir::Api`] | whether its worked examples fit it |
//! | [`select`] | an [`ir::Api`] | the part of it that is to be written |
//! | [`emit`] | an [`ir::Api`] | files of Rust |
//! | [`tree`] | files | a folder, written or compared |
//!
//! [`pipeline`] puts them together. Beside the way stand [`config`] (what `docmill.yaml` says),
//! [`diagnostics`] (what there is to say about the pages), [`coverage`] (which facts reached the
//! model), [`diff`] (what changed between two models, and whom it breaks), [`export`] (the model as
//! OpenAPI and as flat facts), [`inspect`] (one page, for people), [`terminal`] (text from pages that is
//! safe to print), [`alike`] (what somebody may have meant) and [`fingerprint`] (whether anything has changed
//! since the last run).

pub mod alike;
mod base_url;
mod bytes;
mod casing;
pub mod config;
pub mod coverage;
pub mod diagnostics;
pub mod dialect;
pub mod diff;
pub mod documents;
pub mod emit;
pub mod examples;
pub mod export;
pub mod fingerprint;
pub mod inspect;
pub mod ir;
mod memo;
pub mod page;
mod phrases;
pub mod pipeline;
pub mod read;
pub mod resolve;
pub mod select;
pub mod terminal;
pub mod toc;
pub mod tree;
pub mod yaml;
