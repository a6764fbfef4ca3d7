//! What a dialect makes of what stands on many pages, worked out once for each text.
//!
//! A property's row stands on the pages of its resource, of its list, of its update; tables of
//! permissions and headers, and headings, are written once and copied. On Graph v1.0 a text of these
//! kinds stands on two to fifty pages. Where a thing stands is no part of what is remembered, and
//! nothing is that a finding was made about.

use std::ops::Deref;
use std::sync::{Arc, PoisonError, RwLock};

use rustc_hash::FxHashMap;

use super::layout::columns::Columns;
use super::operation::body::BodyWords;
use super::operation::permissions::Caller;
use super::properties::table::{KnownRow, Layout};
use crate::dialect::{Dialect, SectionKind};
use crate::ir::{Alternative, Header};
use crate::memo::Memo;

/// A dialect, and what came of the texts that it was asked about. One run has one.
#[derive(Debug)]
pub struct CachedDialect<'d> {
    dialect: &'d Dialect,
    /// Sections by their headings.
    pub headings: Memo<Option<SectionKind>>,
    /// Namespaces by the paragraphs that give them.
    pub namespaces: Memo<Option<String>>,
    /// Columns by the text of a table's header.
    pub columns: Memo<Columns>,
    /// Callers by what permission tables call them.
    pub callers: Memo<Option<Caller>>,
    /// Permissions by the cells that list them.
    pub scopes: Memo<Arc<[Alternative]>>,
    /// Request headers by their rows.
    pub header_rows: Memo<Option<Header>>,
    /// What is said of request bodies, by the text of the section.
    pub bodies: Memo<BodyWords>,
    /// What is said beside facts, by the paragraphs that say it.
    pub untold: Memo<Box<str>>,
    /// What headings of examples say that they show.
    pub example_titles: Memo<Box<str>>,
    /// What paragraphs among examples say of them.
    pub example_words: Memo<Box<str>>,
    /// Whether rows of permission tables have template text, by their text.
    pub unfinished: Memo<bool>,
    rows: RwLock<FxHashMap<Layout, Arc<Memo<KnownRow>>>>,
}

impl<'d> CachedDialect<'d> {
    /// Remembers nothing yet.
    pub fn new(dialect: &'d Dialect) -> Self {
        Self {
            dialect,
            headings: Memo::default(),
            namespaces: Memo::default(),
            columns: Memo::default(),
            callers: Memo::default(),
            scopes: Memo::default(),
            header_rows: Memo::default(),
            bodies: Memo::default(),
            untold: Memo::default(),
            example_titles: Memo::default(),
            example_words: Memo::default(),
            unfinished: Memo::default(),
            rows: RwLock::default(),
        }
    }

    /// Rows of property tables of one layout, by their text.
    pub fn rows(&self, layout: Layout) -> Arc<Memo<KnownRow>> {
        let known = self.rows.read().unwrap_or_else(PoisonError::into_inner).get(&layout).cloned();
        known.unwrap_or_else(|| {
            let mut rows = self.rows.write().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(rows.entry(layout).or_default())
        })
    }
}

impl Deref for CachedDialect<'_> {
    type Target = Dialect;

    fn deref(&self) -> &Dialect {
        self.dialect
    }
}
