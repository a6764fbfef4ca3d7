//! The lists around what is read.

use crate::page::Item;

/// The lists around what is read.
#[derive(Default)]
pub(super) struct Lists {
    /// The number of the next item of each, where they have numbers.
    next: Vec<Option<u64>>,
    /// Whether the item that is read has text.
    has_text: bool,
}

impl Lists {
    pub(super) fn open(&mut self, first: Option<u64>) {
        self.next.push(first);
    }

    pub(super) fn next_item(&mut self) {
        if let Some(Some(next)) = self.next.last_mut() {
            *next = next.saturating_add(1);
        }
        self.has_text = false;
    }

    pub(super) fn close(&mut self) {
        self.next.pop();
        // What follows in the list around it belongs to the item that has this one.
        self.has_text = true;
    }

    /// Where a paragraph stands that is read now; `None` outside of lists.
    pub(super) fn paragraph(&mut self) -> Option<Item> {
        let next = *self.next.last()?;
        let number = next.and_then(|next| u32::try_from(next.saturating_sub(1)).ok());
        let depth = u8::try_from(self.next.len() - 1).unwrap_or(u8::MAX);
        let goes_on = std::mem::replace(&mut self.has_text, true);
        Some(Item { depth, number, goes_on })
    }
}
