//! Patterns: what of a documentation set is read, and what of its model is written.

use globset::{Glob, GlobBuilder, GlobSet};
use serde::Deserialize;

/// What matches any of `include` and none of `exclude`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Globs {
    /// What to take.
    pub include: Vec<String>,
    /// What to leave out all the same.
    pub exclude: Vec<String>,
}

impl Default for Globs {
    fn default() -> Self {
        Self { include: vec!["**".to_owned()], exclude: Vec::new() }
    }
}

/// Two lists of patterns, compiled.
#[derive(Clone, Debug)]
pub struct Filter {
    include: GlobSet,
    exclude: GlobSet,
}

impl Filter {
    /// Compiles both lists.
    ///
    /// # Errors
    ///
    /// A pattern that is no glob; the error has it.
    pub fn new(include: &[String], exclude: &[String]) -> Result<Self, globset::Error> {
        Ok(Self { include: set(include)?, exclude: set(exclude)? })
    }

    /// Whether a text is to be taken.
    pub fn takes(&self, text: &str) -> bool {
        self.include.is_match(text) && !self.exclude.is_match(text)
    }

    /// Whether a text is to be left out, whatever else matches it.
    pub fn excludes(&self, text: &str) -> bool {
        self.exclude.is_match(text)
    }
}

/// Compiles a pattern of any of the lists: `*` stops at a slash, `**` does not.
///
/// # Errors
///
/// A pattern that is no glob.
pub fn glob(pattern: &str) -> Result<Glob, globset::Error> {
    GlobBuilder::new(pattern).literal_separator(true).build()
}

fn set(patterns: &[String]) -> Result<GlobSet, globset::Error> {
    GlobSet::new(patterns.iter().map(|pattern| glob(pattern)).collect::<Result<Vec<_>, _>>()?)
}
