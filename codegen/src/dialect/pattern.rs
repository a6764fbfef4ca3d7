//! Regular expressions and word lists that come from YAML.

use std::borrow::Cow;
use std::ops::Deref;
use std::sync::OnceLock;

use regex::{Regex, RegexSet};
use rustc_hash::FxHashSet;
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
        // Most texts do not match; telling that is cheaper than making room for groups.
        if !self.is_match(text) {
            return None;
        }
        self.captures(text)?.name(name).map(|found| found.as_str())
    }
}

impl<'de> Deserialize<'de> for Pattern {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Regex::new(&in_ascii(&text)).map(Self).map_err(D::Error::custom)
    }
}

/// An expression in which `\b`, `\w`, `\W` and `\d` mean the letters and digits of ASCII. Those of Unicode
/// are slow: for `\b` the library leaves its fast engine at any character beyond ASCII, and `\d` has
/// hundreds of digits.
fn in_ascii(expression: &str) -> String {
    let mut rewritten = String::with_capacity(expression.len());
    let mut rest = expression;
    while let Some(at) = rest.find('\\') {
        // A backslash and what it escapes go together, so that the `b` of `\\b` stays a letter.
        let (before, escape) = rest.split_at(at);
        rewritten.push_str(before);
        let length = 1 + escape.chars().nth(1).map_or(0, char::len_utf8);
        let (escape, after) = escape.split_at(length);
        rewritten.push_str(match escape {
            r"\b" => r"(?-u:\b)",
            r"\d" => "[0-9]",
            r"\w" => "[0-9A-Za-z_]",
            r"\W" => "[^0-9A-Za-z_]",
            other => other,
        });
        rest = after;
    }
    rewritten + rest
}

/// Alternatives, in order; the first that matches counts.
#[derive(Clone, Debug)]
pub struct Patterns {
    set: RegexSet,
    /// Compiled when a match is taken apart; most are only asked whether they match.
    each: OnceLock<Vec<Regex>>,
}

impl Patterns {
    /// Whether any of them matches.
    pub fn is_match(&self, text: &str) -> bool {
        self.set.is_match(text)
    }

    /// The text of the group `name` in the first one that matches.
    pub fn group<'t>(&self, name: &str, text: &'t str) -> Option<&'t str> {
        let first = self.set.matches(text).iter().next()?;
        let found = self.each().get(first)?.captures(text)?;
        found.name(name).map(|found| found.as_str())
    }

    /// The text without what any of them matches, in order.
    pub fn strip<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if !self.is_match(text) {
            return text.into();
        }
        self.each().iter().fold(text.into(), |text, pattern| match pattern.find(&text) {
            None => text,
            Some(found) => [&text[..found.start()], &text[found.end()..]].concat().into(),
        })
    }

    /// The set of them.
    pub fn as_set(&self) -> &RegexSet {
        &self.set
    }

    fn each(&self) -> &[Regex] {
        // They have compiled as a set.
        let compile = |pattern: &String| Regex::new(pattern).ok();
        self.each.get_or_init(|| self.set.patterns().iter().filter_map(compile).collect())
    }
}

impl<'de> Deserialize<'de> for Patterns {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let texts = Vec::<String>::deserialize(deserializer)?;
        let set = RegexSet::new(texts.iter().map(|text| format!("(?i){}", in_ascii(text))));
        Ok(Self { set: set.map_err(D::Error::custom)?, each: OnceLock::new() })
    }
}

/// A list of words; casing does not matter.
#[derive(Clone, Debug, Default)]
pub struct Words(FxHashSet<String>);

impl Words {
    /// Whether a word is on the list.
    pub fn contains(&self, word: &str) -> bool {
        self.contains_lower(&lower(word))
    }

    /// Whether a word that is in lower case is on the list.
    pub(super) fn contains_lower(&self, word: &str) -> bool {
        self.0.contains(word)
    }

    /// The words in lower case, in no particular order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }
}

/// A word in lower case.
pub(super) fn lower(word: &str) -> Cow<'_, str> {
    if !word.is_ascii() {
        word.to_lowercase().into()
    } else if word.bytes().any(|byte| byte.is_ascii_uppercase()) {
        word.to_ascii_lowercase().into()
    } else {
        word.into()
    }
}

impl<'de> Deserialize<'de> for Words {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let words = Vec::<String>::deserialize(deserializer)?;
        Ok(Self(words.into_iter().map(|word| word.to_lowercase()).collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::in_ascii;

    #[test]
    fn boundaries_and_digits_are_those_of_ascii() {
        assert_eq!(in_ascii(r"\bx\b|\s+"), r"(?-u:\b)x(?-u:\b)|\s+");
        assert_eq!(in_ascii(r"\d+[\d.]"), r"[0-9]+[[0-9].]");
        assert_eq!(in_ascii(r"\W\w"), r"[^0-9A-Za-z_][0-9A-Za-z_]");
        assert_eq!(in_ascii(r"\\b\.\"), r"\\b\.\", "an escaped backslash");
    }
}
