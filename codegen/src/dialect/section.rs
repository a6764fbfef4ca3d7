//! Sections of a page, by their titles.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::in_order::InOrder;
use super::pattern::{Patterns, Words, lower};

/// What a section is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SectionKind {
    /// Who may call an operation.
    Permissions,
    /// The request lines.
    HttpRequest,
    /// Parameters in the path.
    PathParameters,
    /// Arguments of an OData function.
    FunctionParameters,
    /// Query options and other query parameters.
    QueryParameters,
    /// Request headers.
    RequestHeaders,
    /// What to send.
    RequestBody,
    /// Parameters in any part of the request.
    Parameters,
    /// What comes back.
    Response,
    /// Worked examples.
    Examples,
    /// What a page is about, under a title of its own.
    Description,
    /// The operations of a resource.
    Methods,
    /// The properties of a resource.
    Properties,
    /// The navigation properties of a resource.
    Relationships,
    /// A resource written out as JSON.
    JsonRepresentation,
    /// The members of an enum.
    Members,
    /// What else there is to say.
    Remarks,
    /// Links to other pages.
    Navigation,
}

impl SectionKind {
    /// Whether its titles are those of parts of examples, too.
    pub fn is_in_examples(self) -> bool {
        matches!(self, Self::Examples | Self::HttpRequest | Self::RequestBody | Self::Response)
    }

    /// Whether it is about a part of a request, or about what comes back.
    pub fn tells_of_request(self) -> bool {
        match self {
            Self::Permissions
            | Self::HttpRequest
            | Self::PathParameters
            | Self::FunctionParameters
            | Self::QueryParameters
            | Self::RequestHeaders
            | Self::RequestBody
            | Self::Parameters
            | Self::Response
            | Self::Examples => true,
            Self::Description
            | Self::Methods
            | Self::Properties
            | Self::Relationships
            | Self::JsonRepresentation
            | Self::Members
            | Self::Remarks
            | Self::Navigation => false,
        }
    }
}

/// The sections that a dialect knows.
#[derive(Debug, Deserialize)]
#[serde(from = "InOrder<SectionKind, SectionWords>")]
pub struct Sections {
    words: BTreeMap<SectionKind, SectionWords>,
    by_title: FxHashMap<String, SectionKind>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SectionWords {
    #[serde(default)]
    titles: Words,
    #[serde(default)]
    starts: Vec<String>,
    opens: Option<Patterns>,
}

impl From<InOrder<SectionKind, SectionWords>> for Sections {
    fn from(InOrder(words): InOrder<SectionKind, SectionWords>) -> Self {
        let mut by_title = FxHashMap::default();
        for (kind, words) in &words {
            for title in words.titles.iter() {
                by_title.entry(title.to_owned()).or_insert(*kind);
            }
        }
        Self { words: words.into_iter().collect(), by_title }
    }
}

impl Sections {
    /// The section of that title.
    pub fn by_title(&self, title: &str) -> Option<SectionKind> {
        let title = lower(title.trim());
        let begins = |words: &SectionWords| words.starts.iter().any(|s| title.starts_with(&**s));
        let exact = self.exact(&title);
        let found = exact.or_else(|| Some(self.words.iter().find(|(_, words)| begins(words))?.0));
        found.copied()
    }

    /// Whether a title is one of those listed, casing aside.
    pub fn have_title(&self, title: &str) -> bool {
        self.exact(&lower(title.trim())).is_some()
    }

    /// The section of a listed title, which may have hyphens for spaces: "query-parameters".
    fn exact(&self, title: &str) -> Option<&SectionKind> {
        let spaced = || self.by_title.get(&*title.replace('-', " "));
        self.by_title.get(title).or_else(|| title.contains('-').then(spaced)?)
    }

    /// The section that a sentence begins, on pages without titles.
    pub fn by_opening(&self, sentence: &str) -> Option<SectionKind> {
        let opens =
            |words: &SectionWords| words.opens.as_ref().is_some_and(|o| o.is_match(sentence));
        self.words.iter().find(|(_, words)| opens(words)).map(|(kind, _)| *kind)
    }

    /// What titles begin with that are not listed.
    pub fn starts(&self) -> impl Iterator<Item = &str> {
        self.words.values().flat_map(|words| &words.starts).map(String::as_str)
    }

    /// Every title.
    pub fn titles(&self) -> impl Iterator<Item = &str> {
        self.words.values().flat_map(|words| words.titles.iter())
    }
}
