//! How pages write words that the names of files have in lower case, and that are no types:
//! `shelfrowcollection` is `ShelfRowCollection` in a title, and `allowedreaders` a property.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::Resolver;
use super::operation_names::Naming;
use crate::ir::names::is_camel_case;
use crate::read::facts::PageFacts;

/// Casings of words, by the words in lower case.
#[derive(Debug, Default)]
pub(super) struct WrittenNames(FxHashMap<String, String>);

impl Resolver<'_> {
    /// Finds how titles, and tables of properties, write the words of names that are no types: as most
    /// often.
    pub(super) fn written_names(&self, pages: &[PageFacts], names: &[Naming]) -> WrittenNames {
        let words = names.iter().flat_map(Naming::words);
        let unknown = words.filter(|word| self.names.type_by_short(word).is_none());
        let mut casings: FxHashMap<&str, BTreeMap<&str, usize>> =
            unknown.map(|word| (word, BTreeMap::new())).collect();
        let mut lower = String::new();
        for name in pages.iter().flat_map(names_on) {
            lower.clear();
            lower.push_str(name);
            lower.make_ascii_lowercase();
            if let Some(found) = casings.get_mut(lower.as_str()) {
                *found.entry(name).or_default() += 1;
            }
        }
        let most = |found: BTreeMap<&str, usize>| {
            // The first by name, of those that are as frequent.
            let best = found.into_iter().rev().max_by_key(|(_, count)| *count);
            best.map(|(name, _)| name.to_owned())
        };
        let found = casings.into_iter();
        WrittenNames(found.filter_map(|(word, it)| Some((word.to_owned(), most(it)?))).collect())
    }
}

impl WrittenNames {
    /// The word as pages write it, if they do so.
    pub(super) fn get(&self, word: &str) -> Option<&str> {
        self.0.get(word).map(String::as_str)
    }
}

/// The names in several words that a page's title and its tables have. A title's first word may be one in
/// any casing, `BookShelf: itemAt`; elsewhere in it a capital letter can be that of a brand.
fn names_on(page: &PageFacts) -> impl Iterator<Item = &str> {
    let title = page.title.as_deref().unwrap_or_default();
    let subject = title.split_once(':').map(|(subject, _)| subject);
    let subject = subject.filter(|it| !it.contains(' ') && it.contains(char::is_uppercase));
    let words = title.split(|c: char| !c.is_alphanumeric());
    let properties = page.resource.iter().flat_map(|resource| &resource.properties);
    let properties = properties.map(|property| property.name.as_str());
    subject.into_iter().chain(words.chain(properties).filter(|name| is_camel_case(name)))
}
