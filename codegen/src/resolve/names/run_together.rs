//! Names of files in which words run together, and that no page writes in any other way: `bookshelfroot`
//! is `book_shelf_root` where other names have these words.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::ir::PathPiece;
use crate::read::facts::PageFacts;
use crate::resolve::Resolver;

/// In so many names a word stands, or more, that others are made of.
const FEWEST_NAMES: usize = 3;

/// Words in lower case, by how many names they stand in.
#[derive(Default)]
pub struct KnownWords(FxHashMap<String, usize>);

impl KnownWords {
    /// Those of types, properties, paths and titles.
    pub fn of(resolver: &Resolver<'_>, pages: &[PageFacts]) -> Self {
        // Each name once, however many pages have it.
        let mut names: FxHashSet<&str> = FxHashSet::default();
        for ty in resolver.api.types.values() {
            names.insert(ty.name.short());
            names.extend(ty.properties.iter().map(|property| property.name.as_str()));
        }
        for page in pages {
            names.extend(page.title.as_deref());
            let paths = page.operations.iter().flat_map(|operation| &operation.paths);
            for piece in paths.flat_map(|(path, _)| &path.pieces) {
                if let PathPiece::Literal(text) = piece {
                    names.insert(text);
                }
            }
        }
        let mut known = Self::default();
        for name in names {
            known.add(name);
        }
        known
    }

    /// Adds the words of a name, or of a text.
    fn add(&mut self, text: &str) {
        let mut lower = String::new();
        for word in text.split(|c: char| !c.is_ascii_alphanumeric()) {
            let mut start = 0;
            let bytes = word.as_bytes();
            for at in 1..=bytes.len() {
                let ends = at == bytes.len()
                    || bytes[at].is_ascii_uppercase() && !bytes[at - 1].is_ascii_uppercase();
                if ends {
                    lower.clear();
                    lower.push_str(&word[start..at]);
                    lower.make_ascii_lowercase();
                    match self.0.get_mut(&lower) {
                        Some(count) => *count += 1,
                        None => drop(self.0.insert(lower.clone(), 1)),
                    }
                    start = at;
                }
            }
        }
    }

    /// The words of which one is made that is none itself; `None` if it may be made of others as well.
    pub fn split(&self, word: &str) -> Option<String> {
        if self.0.contains_key(word) || !word.is_ascii() {
            return None;
        }
        // The ways to write what ends at each place with the fewest words: how many words, how many such
        // ways, and where the last of these begins.
        let mut best: Vec<Option<(usize, usize, usize)>> = vec![None; word.len() + 1];
        best[0] = Some((0, 1, 0));
        for end in 1..=word.len() {
            for start in 0..end {
                let Some((words, ways, _)) = best[start] else { continue };
                if self.0.get(&word[start..end]).is_none_or(|count| *count < FEWEST_NAMES) {
                    continue;
                }
                best[end] = match best[end] {
                    Some((fewest, ..)) if fewest < words + 1 => best[end],
                    Some((fewest, known, from)) if fewest == words + 1 => {
                        Some((fewest, known + ways, from))
                    }
                    _ => Some((words + 1, ways, start)),
                };
            }
        }
        let (_, 1, _) = best[word.len()]? else { return None };
        let mut words = Vec::new();
        let mut end = word.len();
        while end > 0 {
            let (.., start) = best[end]?;
            words.push(&word[start..end]);
            end = start;
        }
        words.reverse();
        Some(words.join("_"))
    }
}

#[cfg(test)]
mod tests {
    use super::KnownWords;

    #[test]
    fn splits_what_is_made_of_words_of_other_names() {
        let mut known = KnownWords::default();
        for _ in 0..3 {
            known.add("/bookShelves/root/getByPath checkin sub");
        }
        known.add("inside rein deer");
        assert_eq!(known.split("shelvesroot").as_deref(), Some("shelves_root"));
        assert_eq!(known.split("getbypath").as_deref(), Some("get_by_path"));
        // A word, words that few names have, and no words.
        assert_eq!(known.split("checkin"), None);
        assert_eq!(known.split("reindeer"), None);
        assert_eq!(known.split("getbyroad"), None);
    }
}
