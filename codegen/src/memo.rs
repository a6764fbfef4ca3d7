//! A cache of what was made of texts: most of them stand in many places.

use std::sync::{PoisonError, RwLock};

use rustc_hash::FxHashMap;

/// Answers by the text that they are about. An answer must depend on nothing else, so that it does
/// not matter which thread, or which page, asks first.
#[derive(Debug)]
pub struct Memo<V>(RwLock<FxHashMap<Box<str>, V>>);

impl<V> Default for Memo<V> {
    fn default() -> Self {
        Self(RwLock::default())
    }
}

impl<V: Clone> Memo<V> {
    /// The answer about a text: the one that is known, else what `work_out` gives.
    pub fn of(&self, text: &str, work_out: impl FnOnce() -> V) -> V {
        self.get(text).unwrap_or_else(|| {
            let value = work_out();
            self.keep(text, value.clone());
            value
        })
    }

    /// The answer about a text, if it is known.
    pub fn get(&self, text: &str) -> Option<V> {
        // What a thread was doing that panicked does not make its answers wrong.
        self.0.read().unwrap_or_else(PoisonError::into_inner).get(text).cloned()
    }

    /// Keeps an answer.
    pub fn keep(&self, text: &str, value: V) {
        self.0.write().unwrap_or_else(PoisonError::into_inner).insert(text.into(), value);
    }
}

#[cfg(test)]
mod tests {
    use super::Memo;

    #[test]
    fn a_text_is_worked_out_once() {
        let memo = Memo::default();
        let mut asked = 0;
        for text in ["a", "b", "a"] {
            let answer = memo.of(text, || {
                asked += 1;
                text.to_uppercase()
            });
            assert_eq!(answer, text.to_uppercase());
        }
        assert_eq!(asked, 2);
    }
}
