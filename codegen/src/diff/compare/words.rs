//! Prose is compared by its words: line breaks and runs of spaces are how a page is wrapped.

use crate::diff::{Change, Differ, Event, State, Symbol};
use crate::ir::{Deprecation, Source};

impl Differ<'_> {
    /// Prose in other words.
    pub fn prose(
        &mut self,
        symbol: Symbol,
        (old, old_source): (&[&str], &Source),
        (new, new_source): (&[&str], &Source),
    ) {
        if old.len() == new.len() && old.iter().zip(new).all(|(old, new)| same(old, new)) {
            return;
        }
        let texts = |texts: &[&str]| State::Texts(texts.iter().map(|text| joined(text)).collect());
        self.push(
            Change::new(Event::ProseChanged, symbol)
                .from(texts(old))
                .to(texts(new))
                .at(old_source, new_source),
        );
    }

    /// Something that a page calls deprecated, or no longer; other words about it are prose.
    pub fn deprecation(
        &mut self,
        symbol: Symbol,
        (old, old_source): (&Option<Deprecation>, &Source),
        (new, new_source): (&Option<Deprecation>, &Source),
    ) {
        let event = match (old, new) {
            (None, None) => return,
            (Some(old), Some(new)) if same(&old.note, &new.note) => return,
            (Some(_), Some(_)) => Event::DeprecationReworded,
            (Some(_), None) => Event::Undeprecated,
            (None, Some(_)) => Event::Deprecated,
        };
        self.push(
            Change::new(event, symbol)
                .from(old.clone().map(State::Deprecation))
                .to(new.clone().map(State::Deprecation))
                .at(old_source, new_source),
        );
    }
}

/// Whether two texts have the same words.
pub fn same(a: &str, b: &str) -> bool {
    a == b || a.split_whitespace().eq(b.split_whitespace())
}

/// The words of a text, one space between them.
pub fn joined(text: &str) -> Box<str> {
    let mut joined = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !joined.is_empty() {
            joined.push(' ');
        }
        joined.push_str(word);
    }
    joined.into()
}
