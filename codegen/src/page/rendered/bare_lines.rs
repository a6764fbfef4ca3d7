//! Lines of rendered pages that are known by what they say: nothing else marks them there.

use regex::{Regex, RegexSet};
use rustc_hash::FxHashSet;

use super::spaced_table::SpacedColumns;
use crate::page::message_line::is_word;

/// What bare lines of a rendered page can be.
#[derive(Clone, Debug, Default)]
pub struct BareLines {
    /// Titles of sections.
    pub titles: Titles,
    /// What the site shows around a page.
    pub frame: RegexSet,
    /// The line that names a namespace: the title stands above it.
    pub namespace: Option<Regex>,
    /// Columns of tables without pipes.
    pub columns: SpacedColumns,
}

impl BareLines {
    pub(super) fn is_namespace(&self, line: &str) -> bool {
        self.namespace.as_ref().is_some_and(|it| it.is_match(line))
    }
}

/// Section titles that a rendered page shows as bare lines.
#[derive(Clone, Debug, Default)]
pub struct Titles {
    /// Whole ones, in lower case.
    whole: FxHashSet<String>,
    /// What others begin with, in lower case.
    starts: Vec<String>,
    /// How others are written.
    written: Option<RegexSet>,
}

impl Titles {
    /// Takes whole titles; casing does not matter.
    pub fn new<'t>(titles: impl IntoIterator<Item = &'t str>) -> Self {
        let whole = titles.into_iter().map(str::to_lowercase).collect();
        Self { whole, ..Self::default() }
    }

    /// Takes what other titles begin with, and how others are written.
    #[must_use]
    pub fn with<'t>(self, starts: impl IntoIterator<Item = &'t str>, written: RegexSet) -> Self {
        let starts = starts.into_iter().map(str::to_lowercase).collect();
        Self { starts, written: Some(written), ..self }
    }

    pub(in crate::page) fn have_whole(&self, line: &str) -> bool {
        line.len() <= LONGEST_TITLE && self.whole.contains(&line.to_lowercase())
    }

    pub(super) fn contain(&self, line: &str) -> bool {
        // No title is long, and none is a sentence, unless it has a number; most lines are no title.
        let is_numbered = is_numbered(line);
        if line.len() > if is_numbered { LONGEST_NUMBERED } else { LONGEST_TITLE } {
            return false;
        }
        let lower = line.to_lowercase();
        // A line in lower case is the rest of a sentence, rather.
        let begins = || {
            line.starts_with(char::is_uppercase)
                && self.starts.iter().any(|start| lower.starts_with(start.as_str()))
        };
        let is_written = || self.written.as_ref().is_some_and(|it| it.is_match(line));
        let is_sentence = line.ends_with(['.', ';', ',', ':', '|']) && !is_numbered;
        self.whole.contains(&lower) || !is_sentence && (begins() || is_written())
    }
}

/// How many bytes a title has at most.
const LONGEST_TITLE: usize = 120;

/// How many bytes it has at most where it has a number.
const LONGEST_NUMBERED: usize = 240;

/// Whether a line begins with a word and a number: "Example 2: Lend a book."
fn is_numbered(line: &str) -> bool {
    let label = line.split_once(':').and_then(|(label, _)| label.split_once(' '));
    label.is_some_and(|(word, number)| {
        is_word(word) && !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
    })
}
