//! How pages write words that the names of files have in lower case, and that are no types:
//! `shelfrowcollection` is `ShelfRowCollection` in a title, and `allowedreaders` a property.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::read::facts::PageFacts;
use crate::resolve::Resolver;
use crate::resolve::operations::page_names::Naming;

/// Casings of words, by the words in lower case.
#[derive(Debug, Default)]
pub struct WrittenNames(FxHashMap<String, String>);

impl Resolver<'_> {
    /// Finds how titles, and tables of properties, write the words of names that are no types: as most
    /// often.
    pub fn written_names(&self, pages: &[PageFacts], names: &[Naming]) -> WrittenNames {
        // A word that is made of two is no short one.
        let words = names.iter().flat_map(Naming::words).filter(|word| word.len() > 5);
        let words: FxHashSet<&str> = words.collect();
        let unknown = words.into_iter().filter(|word| self.names.type_by_short(word).is_none());
        let mut casings: FxHashMap<&str, BTreeMap<&str, usize>> =
            unknown.map(|word| (word, BTreeMap::new())).collect();
        let mut lower = String::new();
        for name in pages.iter().flat_map(names_on) {
            lower.clear();
            lower.push_str(name);
            lower.make_ascii_lowercase();
            if let Some(found) = casings.get_mut(lower.as_str()).filter(|_| lower != name) {
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
    pub fn get(&self, word: &str) -> Option<&str> {
        self.0.get(word).map(String::as_str)
    }
}

/// The names that a page's title and its tables have. The subject of a title may be written in any way,
/// `BookShelf: itemAt`; elsewhere in it a capital letter can begin the name of a brand.
fn names_on(page: &PageFacts) -> impl Iterator<Item = &str> {
    let title = page.title.as_deref().unwrap_or_default();
    let subject = title.split_once(':').map(|(subject, _)| subject);
    let words = title.split(|c: char| !c.is_ascii_alphanumeric());
    let properties = page.resource.iter().flat_map(|resource| &resource.properties);
    let properties = properties.map(|property| property.name.as_str());
    let begins_low = |name: &&str| name.starts_with(|c: char| c.is_ascii_lowercase());
    subject.into_iter().chain(words.chain(properties).filter(begins_low))
}
