//! Keys of components. The standard allows letters, digits, `.`, `-` and `_`.

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::{Api, EnumName, OperationName, TypeName};

/// A key for everything that is referred to.
#[derive(Debug)]
pub(super) struct Names<'a> {
    types: BTreeMap<&'a TypeName, String>,
    enums: BTreeMap<&'a EnumName, String>,
    operations: BTreeMap<&'a OperationName, String>,
}

impl<'a> Names<'a> {
    pub(super) fn new(api: &'a Api) -> Self {
        // What is made from these keys has a `-` behind them, which no documented name has.
        let mut taken = Taken::default();
        let types = api.types.keys().map(|name| (name, taken.claim(name.as_str()))).collect();
        let enums = api.enums.keys().map(|name| (name, taken.claim(name.as_str()))).collect();
        let operations = api.operations.keys();
        let mut taken = Taken::default();
        let operations = operations
            .map(|name| (name, taken.claim(&format!("{}.{}", name.module, name.function))))
            .collect();
        Self { types, enums, operations }
    }

    /// The key of a documented type; `None` if it is not in the model.
    pub(super) fn ty(&self, name: &TypeName) -> Option<&str> {
        self.types.get(name).map(String::as_str)
    }

    /// The key of a documented enum.
    pub(super) fn definition(&self, name: &EnumName) -> Option<&str> {
        self.enums.get(name).map(String::as_str)
    }

    /// An operation's name: `item_phone.update`.
    pub(super) fn operation(&self, name: &OperationName) -> &str {
        self.operations.get(name).map_or("operation", String::as_str)
    }
}

/// Texts that are in use.
#[derive(Debug, Default)]
pub(super) struct Taken(BTreeSet<String>);

impl Taken {
    /// Keeps others from having that text.
    pub(super) fn reserve(&mut self, text: &str) {
        self.0.insert(text.to_owned());
    }

    /// The text as a key that nothing else has.
    pub(super) fn claim(&mut self, text: &str) -> String {
        let key = key(text);
        let numbered = (2_u32..).map(|number| format!("{key}_{number}"));
        let mut free = std::iter::once(key.clone()).chain(numbered);
        // Numbers do not run out before the texts do.
        let key = free.find(|key| !self.0.contains(key)).unwrap_or_default();
        self.0.insert(key.clone());
        key
    }
}

/// A text without what the standard allows no key to have, and without `-`.
pub(super) fn key(text: &str) -> String {
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_');
    let key: String = text.chars().map(|c| if allowed(c) { c } else { '_' }).collect();
    if key.is_empty() { "_".to_owned() } else { key }
}

#[cfg(test)]
mod tests {
    use super::Taken;

    #[test]
    fn keys_have_allowed_characters_only_and_are_there_once() {
        let mut taken = Taken::default();
        let keys = ["a.book", "a.book", "a book", "a-book", "ä", ""].map(|it| taken.claim(it));
        assert_eq!(keys, ["a.book", "a.book_2", "a_book", "a_book_2", "_", "__2"]);
    }
}
