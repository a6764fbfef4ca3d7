//! Maps whose order is that of the page.

use serde::{Serialize, Serializer};

/// Named values in an order of their own; each name is there once.
#[derive(Clone, Debug)]
pub struct Ordered<T>(Vec<(String, T)>);

impl<T> Default for Ordered<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Ordered<T> {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Adds one that is not there yet; of two with one name the first stays.
    pub fn add(&mut self, name: impl Into<String>, value: T) {
        let name = name.into();
        if self.0.iter().all(|(other, _)| *other != name) {
            self.0.push((name, value));
        }
    }
}

impl<T> FromIterator<(String, T)> for Ordered<T> {
    fn from_iter<I: IntoIterator<Item = (String, T)>>(pairs: I) -> Self {
        let mut ordered = Self::default();
        for (name, value) in pairs {
            ordered.add(name, value);
        }
        ordered
    }
}

impl<T: Serialize> Serialize for Ordered<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}
