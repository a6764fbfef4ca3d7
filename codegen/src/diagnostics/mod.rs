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
    /// Begins a finding. Each step asks for the next part by its name, and only the last gives the
    /// finding, so that no part is missing or in another's place:
    ///
    /// ```
    /// use docmill_codegen::diagnostics::{Code, Diagnostic, Place};
    ///
    /// let finding = Diagnostic::of(Code::InvalidUtf8, Place::page("api/book.md"))
    ///     .found("bytes that are not UTF-8")
    ///     .expected("UTF-8")
    ///     .instead("they were read as U+FFFD");
    /// assert_eq!(finding.label, "expected UTF-8");
    /// ```
    pub fn of(code: Code, place: impl Into<Place>) -> Begun {
        Begun { code, place: place.into() }
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

/// A finding of which only its kind and place are said.
#[must_use]
pub struct Begun {
    code: Code,
    place: Place,
}

impl Begun {
    /// Says what was found.
    pub fn found(self, message: impl Into<String>) -> Found {
        Found { begun: self, message: message.into() }
    }
}

/// A finding of which it is not said what was expected.
#[must_use]
pub struct Found {
    begun: Begun,
    message: String,
}

impl Found {
    /// Says what belongs there: `a folder of pages`. The word `expected` stands before it.
    pub fn expected(self, what: impl std::fmt::Display) -> Labelled {
        self.label(format!("expected {what}"))
    }

    /// Says what stands beside the marked text where that is not `expected ...`: the words of a
    /// parser, or none where there is nothing to expect, as when a disk fails.
    pub fn label(self, label: impl Into<String>) -> Labelled {
        Labelled { found: self, label: label.into() }
    }
}

/// A finding of which it is not said what docmill did instead.
#[must_use]
pub struct Labelled {
    found: Found,
    label: String,
}

impl Labelled {
    /// Says what docmill did instead.
    pub fn instead(self, note: impl Into<String>) -> Diagnostic {
        let Self { found: Found { begun: Begun { code, place }, message }, label } = self;
        Diagnostic {
            place,
            code,
            message,
            label,
            note: note.into(),
            help: None,
            related: Vec::new(),
            affected: 1,
        }
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

    /// Adds one finding about several things of a kind, which `finding` makes of the first; none where there
    /// are none.
    pub fn push_for_all<T>(
        &mut self,
        all: impl IntoIterator<Item = T>,
        finding: impl FnOnce(T) -> Diagnostic,
    ) {
        let mut all = all.into_iter();
        if let Some(first) = all.next() {
            let mut finding = finding(first);
            finding.affected += all.count();
            self.push(finding);
        }
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
