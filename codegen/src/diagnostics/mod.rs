//! What docmill has to say about the pages it read: found what, where, expected what, did what.
//!
//! Every stage appends to a [`Report`]; nothing is printed before the end of a run, so that one run
//! tells everything, sorted by place, one diagnostic per root cause.
//!
//! - [`code`]: the stable codes, each with its explanation.
//! - [`render`]: findings as text, JSON, SARIF, GitHub annotations and Markdown.

pub mod code;
pub mod render;

use std::sync::Arc;

use crate::ir::Source;

pub use code::{Code, Severity};

#[cfg(test)]
mod explain_tests;

/// A finding.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Diagnostic {
    /// Where it was found.
    pub place: Place,
    /// What kind of finding it is.
    pub code: Code,
    /// What was found.
    pub message: String,
    /// What was expected there; stands beside the marked text.
    pub label: String,
    /// What docmill did instead.
    pub note: String,
    /// What the reader can do, where there is one thing to do.
    pub help: Option<String>,
    /// Other places that have to do with it.
    pub related: Vec<Related>,
    /// How many places have the same root cause, this one included.
    pub affected: usize,
}

/// Another place that has to do with a finding.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Related {
    /// Where it is.
    pub place: Place,
    /// What stands there: `the first description`.
    pub remark: String,
}

/// A stretch of one line of one page.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Page, line and column of its first character. A line of 0 means the whole page.
    pub source: Source,
    /// Its length in characters; 0 marks a point.
    pub length: u32,
}

impl From<Source> for Place {
    fn from(source: Source) -> Self {
        Self { source, length: 0 }
    }
}

impl Place {
    /// A whole page, or a folder: there is no line to point at.
    pub fn page(page: impl Into<Arc<str>>) -> Self {
        Source { page: page.into(), line: 0, column: 0 }.into()
    }
}

impl Diagnostic {
    /// A finding with what was found, what was expected, and what docmill did instead.
    pub fn new(
        code: Code,
        place: impl Into<Place>,
        message: impl Into<String>,
        label: impl Into<String>,
        note: impl Into<String>,
    ) -> Self {
        Self {
            place: place.into(),
            code,
            message: message.into(),
            label: label.into(),
            note: note.into(),
            help: None,
            related: Vec::new(),
            affected: 1,
        }
    }

    /// Adds what the reader can do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds another place that has to do with it.
    #[must_use]
    pub fn related(mut self, place: impl Into<Place>, remark: impl Into<String>) -> Self {
        self.related.push(Related { place: place.into(), remark: remark.into() });
        self
    }

    /// Gives every page it names another name: what is relative to the documentation's root becomes
    /// relative to where the reader stands.
    #[must_use]
    pub fn relocate(mut self, name: impl Fn(&str) -> String) -> Self {
        let related = self.related.iter_mut().map(|related| &mut related.place);
        for place in related.chain([&mut self.place]) {
            place.source.page = name(&place.source.page).into();
        }
        self
    }

    /// How bad it is.
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }
}

/// The findings of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    diagnostics: Vec<Diagnostic>,
}

impl Report {
    /// Adds a finding.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Adds all findings of another report.
    pub fn extend(&mut self, other: Self) {
        self.diagnostics.extend(other.diagnostics);
    }

    /// Keeps the findings for which `keep` holds.
    pub fn retain(&mut self, keep: impl FnMut(&Diagnostic) -> bool) {
        self.diagnostics.retain(keep);
    }

    /// The findings, in the order in which they were found.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.diagnostics.iter()
    }

    /// The findings, sorted by place and code, each once.
    pub fn into_sorted(mut self) -> Vec<Diagnostic> {
        self.diagnostics.sort();
        self.diagnostics.dedup();
        self.diagnostics
    }

    /// Whether nothing was found.
    pub fn is_empty(&self) -> bool {
        self.diagnostics.is_empty()
    }
}
