//! Sections of a page, by their titles.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::pattern::{Patterns, Words};

/// What a section is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs, reason = "they are named after the titles that pages use")]
pub enum SectionKind {
    Permissions,
    HttpRequest,
    PathParameters,
    FunctionParameters,
    QueryParameters,
    RequestHeaders,
    RequestBody,
    Response,
    Examples,
    Methods,
    Properties,
    Relationships,
    JsonRepresentation,
    Members,
}

/// The sections that a dialect knows.
#[derive(Debug, Deserialize)]
#[serde(transparent)]
pub struct Sections(BTreeMap<SectionKind, SectionWords>);

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SectionWords {
    titles: Words,
    #[serde(default)]
    starts: Vec<String>,
    opens: Option<Patterns>,
}

impl Sections {
    /// The section of that title.
    pub fn by_title(&self, title: &str) -> Option<SectionKind> {
        let title = title.trim().to_lowercase();
        let exact = self.0.iter().find(|(_, words)| words.titles.contains(&title));
        let begins = |words: &SectionWords| words.starts.iter().any(|s| title.starts_with(&**s));
        let found = exact.or_else(|| self.0.iter().find(|(_, words)| begins(words)));
        found.map(|(kind, _)| *kind)
    }

    /// The section that a sentence begins, on pages without titles.
    pub fn by_opening(&self, sentence: &str) -> Option<SectionKind> {
        let opens =
            |words: &SectionWords| words.opens.as_ref().is_some_and(|o| o.is_match(sentence));
        self.0.iter().find(|(_, words)| opens(words)).map(|(kind, _)| *kind)
    }

    /// Every title.
    pub fn titles(&self) -> impl Iterator<Item = &str> {
        self.0.values().flat_map(|words| words.titles.iter())
    }
}
