//! Findings as people and machines read them. One file per format; all take the same things:
//! the findings, sorted, and how the run ended; those that show lines also the pages.
//!
//! - [`text`]: for a terminal, with the marked line.
//! - [`json`]: for programs, in the shape that rustc's users know.
//! - [`sarif`]: for code-scanning services.
//! - [`github`]: annotations in a pull request's diff.
//! - [`markdown`]: a table for a comment or a job summary.
//! - `workflow` and `level`: what annotations have in common, whatever they are about.

pub mod github;
pub mod json;
pub(crate) mod level;
pub mod markdown;
pub mod sarif;
pub mod text;
pub(crate) mod workflow;

use std::fmt;

use memchr::memchr_iter;

use super::{Diagnostic, Place, Severity};

/// The texts that findings point into, under the names that the findings have for them. A page's own
/// name is relative to the documentation's root; see [`Diagnostic::relocate`] for readers who stand
/// elsewhere.
pub trait PageTexts: Sync {
    /// The text of a page; `None` if it is not at hand, and the finding is shown without its line.
    fn text(&self, page: &str) -> Option<&str>;
}

/// No page is at hand.
impl PageTexts for () {
    fn text(&self, _page: &str) -> Option<&str> {
        None
    }
}

/// How a run ended; the exit status says the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing at or above the agreed severity.
    Clean,
    /// Something at or above the agreed severity.
    Found,
    /// The run could not come to a verdict: its input cannot be read.
    None,
}

impl Verdict {
    /// As it is printed.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Clean => "clean",
            Self::Found => "found",
            Self::None => "none",
        }
    }
}

/// What is said about a run as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Summary {
    /// How it ended.
    pub verdict: Verdict,
    /// How many pages were read.
    pub pages: usize,
    /// How many findings there are, the ones that are not shown included.
    pub counts: Counts,
}

impl Summary {
    /// Counts the findings.
    pub fn new(verdict: Verdict, pages: usize, diagnostics: &[Diagnostic]) -> Self {
        Self { verdict, pages, counts: Counts::of(diagnostics) }
    }
}

/// `pages read 31, findings: 0 errors, 2 warnings, 1 info`.
impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "pages read {}, findings: {}", self.pages, self.counts)
    }
}

/// Findings by severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// [`Severity::Error`].
    pub errors: usize,
    /// [`Severity::Warning`].
    pub warnings: usize,
    /// [`Severity::Info`].
    pub infos: usize,
}

impl Counts {
    /// Counts findings.
    pub fn of(diagnostics: &[Diagnostic]) -> Self {
        let count = |severity| {
            let of_it = |diagnostic: &&Diagnostic| diagnostic.severity() == severity;
            diagnostics.iter().filter(of_it).count()
        };
        Self {
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            infos: count(Severity::Info),
        }
    }

    /// All of them.
    pub fn total(self) -> usize {
        self.errors + self.warnings + self.infos
    }
}

/// `1 error, 2 warnings, 0 infos`.
impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plural = |n| if n == 1 { "" } else { "s" };
        write!(
            f,
            "{} error{}, {} warning{}, {} info{}",
            self.errors,
            plural(self.errors),
            self.warnings,
            plural(self.warnings),
            self.infos,
            plural(self.infos),
        )
    }
}

/// The worst findings, at most `limit`, in their old order, and how many were left out. Hosts cut
/// long reports off somewhere; cutting here keeps the errors.
fn worst(diagnostics: &[Diagnostic], limit: usize) -> (Vec<&Diagnostic>, usize) {
    let mut all: Vec<(usize, &Diagnostic)> = diagnostics.iter().enumerate().collect();
    all.sort_by_key(|(at, diagnostic)| (std::cmp::Reverse(diagnostic.severity()), *at));
    all.truncate(limit);
    all.sort_by_key(|(at, _)| *at);
    let left_out = diagnostics.len() - all.len();
    let kept = all.into_iter().map(|(_, diagnostic)| diagnostic).collect();
    (kept, left_out)
}

/// The line that a place points at, without its ending; `None` if it points at a whole page, or the
/// page is not at hand.
fn line_of<'a>(pages: &'a dyn PageTexts, place: &Place) -> Option<&'a str> {
    let before = usize::try_from(place.source.line).ok()?.checked_sub(1)?;
    let text = pages.text(&place.source.page)?;
    let start = match before.checked_sub(1) {
        Some(nth) => memchr_iter(b'\n', text.as_bytes()).nth(nth)? + 1,
        None => 0,
    };
    text.get(start..)?.lines().next()
}

/// `page:line:column`, or the page alone for a whole page.
fn address(place: &Place) -> String {
    match place.source.line {
        0 => place.source.page.to_string(),
        line => format!("{}:{line}:{}", place.source.page, place.source.column.max(1)),
    }
}

/// JSON with a line end after it.
fn to_json(value: &impl serde::Serialize) -> String {
    // Strings, numbers and lists only: there is nothing here that JSON cannot say.
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    text
}

#[cfg(test)]
mod tests;
