//! Titles of pages and of their parts.

use std::borrow::Cow;

use serde::Deserialize;

use super::{Pattern, Patterns};

/// Titles.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TitlePatterns {
    /// What is no part of a title.
    pub strip: Patterns,
    /// Title of a resource; group `name`.
    pub resource: Pattern,
    /// Title that names a resource in words; group `words`.
    pub words: Pattern,
    /// Title of a page about several types, each below a heading that is its name.
    pub types: Pattern,
    /// Title of an enum; group `name`.
    #[serde(rename = "enum")]
    pub enumeration: Pattern,
    /// Heading over the members of an enum; group `name`, and `flags` where they combine.
    pub members: Pattern,
    /// Titles that tell of other sections, where these stand as bare lines.
    pub bare: Patterns,
    /// Heading over the values of a parameter, which are no parameters.
    pub values: Pattern,
    /// A title that is a request line, or ends in one; groups `title` and `line`.
    pub request: Pattern,
    /// What calls a title's subject deprecated.
    pub deprecated: Pattern,
    /// A number before the title of a section, which is no part of it.
    pub numbers: Pattern,
}

impl TitlePatterns {
    /// The name of the type that a title names, in words or as one.
    pub fn type_name<'t>(&self, title: &'t str) -> Option<Cow<'t, str>> {
        let name = self.resource.group("name", title).map(Cow::Borrowed);
        let words = || self.words.group("words", title).map(|words| words.replace([' ', '-'], ""));
        name.or_else(|| words().map(Cow::Owned))
    }

    /// The name of the enum that the title of a section names.
    pub fn enum_name<'t>(&self, title: &'t str) -> Option<&'t str> {
        let title = self.without_number(title);
        self.members.group("name", title).or_else(|| self.enumeration.group("name", title))
    }

    /// The title of a section without the number before it.
    pub fn without_number<'t>(&self, title: &'t str) -> &'t str {
        let title = title.trim();
        self.numbers.find(title).map_or(title, |number| &title[number.end()..])
    }
}
