//! Regular expressions and word lists that come from YAML.

use std::collections::HashSet;
use std::ops::Deref;

use regex::{Regex, RegexSet};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

/// A regular expression.
#[derive(Clone, Debug)]
pub struct Pattern(Regex);

impl Deref for Pattern {
    type Target = Regex;

    fn deref(&self) -> &Regex {
        &self.0
    }
}

impl Pattern {
    /// The text that the group `name` matches.
    pub fn group<'t>(&self, name: &str, text: &'t str) -> Option<&'t str> {
        self.captures(text)?.name(name).map(|found| found.as_str())
    }
}

impl<'de> Deserialize<'de> for Pattern {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Regex::new(&text).map(Self).map_err(D::Error::custom)
    }
}

/// Alternatives, in order; the first that matches counts.
#[derive(Clone, Debug)]
pub struct Patterns {
    set: RegexSet,
    each: Vec<Regex>,
}

impl Patterns {
    /// Whether any of them matches.
    pub fn is_match(&self, text: &str) -> bool {
        self.set.is_match(text)
    }

    /// The text of the group `name` in the first one that matches.
    pub fn group<'t>(&self, name: &str, text: &'t str) -> Option<&'t str> {
        let first = self.set.matches(text).into_iter().next()?;
        self.each.get(first)?.captures(text)?.name(name).map(|found| found.as_str())
    }

    /// The text without what any of them matches, in order.
    pub fn strip<'t>(&self, text: &'t str) -> std::borrow::Cow<'t, str> {
        if !self.set.is_match(text) {
            return text.into();
        }
        let strip = |text: String, pattern: &Regex| pattern.replace(&text, "").into_owned();
        self.each.iter().fold(text.to_owned(), strip).into()
    }
}

impl<'de> Deserialize<'de> for Patterns {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let texts = Vec::<String>::deserialize(deserializer)?;
        let texts: Vec<String> = texts.into_iter().map(|text| format!("(?i){text}")).collect();
        let each = texts.iter().map(|text| Regex::new(text)).collect::<Result<_, _>>();
        Ok(Self {
            set: RegexSet::new(&texts).map_err(D::Error::custom)?,
            each: each.map_err(D::Error::custom)?,
        })
    }
}

/// A list of words; casing does not matter.
#[derive(Clone, Debug, Default)]
pub struct Words(HashSet<String>);

impl Words {
    /// Whether a word is on the list.
    pub fn contains(&self, word: &str) -> bool {
        if word.bytes().any(|byte| byte.is_ascii_uppercase()) {
            self.0.contains(&word.to_lowercase())
        } else {
            self.0.contains(word)
        }
    }

    /// The words in lower case, in no order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }
}

impl<'de> Deserialize<'de> for Words {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let words = Vec::<String>::deserialize(deserializer)?;
        Ok(Self(words.into_iter().map(|word| word.to_lowercase()).collect()))
    }
}
