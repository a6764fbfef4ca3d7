//! Looking up a property by its name.

use std::cell::Cell;

/// How many lookups a thread remembers: several times the properties of the types in one answer.
const REMEMBERED: usize = 512;

thread_local! {
    /// Where names were found before, by [`place`]. Only a hint: what it says is compared.
    static FOUND: [Cell<u8>; REMEMBERED] = const { [const { Cell::new(0) }; REMEMBERED] };
}

/// The index of a name. Often it is the one after the last that was found, at `next`. If not, an
/// object of the same type had the property before, as a rule, and it is remembered where it was.
pub(super) fn find(names: &[&str], next: usize, key: &str) -> Option<usize> {
    if names.get(next).is_some_and(|name| *name == key) {
        return Some(next);
    }
    FOUND.with(|found| {
        let hint = &found[place(names, key)];
        let index = usize::from(hint.get());
        if names.get(index).is_some_and(|name| *name == key) {
            return Some(index);
        }
        let index = names.iter().position(|name| *name == key)?;
        hint.set(u8::try_from(index).unwrap_or_default());
        Some(index)
    })
}

/// Where the lookup of a name is remembered: told apart by the list of names, and by length and
/// letters of the name that differ between most.
fn place(names: &[&str], key: &str) -> usize {
    let bytes = key.as_bytes();
    let letter = |index: usize| bytes.get(index).copied().map_or(0, usize::from);
    let list = names.as_ptr().addr() >> 4;
    let name = letter(0) + 31 * letter(bytes.len() / 2) + 577 * letter(bytes.len().wrapping_sub(2));
    (list ^ name ^ (bytes.len() << 4)) % REMEMBERED
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_names_in_any_order_and_nothing_else() {
        let many: Vec<String> = (0..600).map(|number| format!("name{number}")).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        let few = ["name7", "", "name599"];
        for _ in 0..3 {
            for (index, name) in many.iter().enumerate().rev() {
                assert_eq!(find(&many, 0, name), Some(index));
                assert_eq!(find(&few, 1, name), few.iter().position(|other| other == name));
            }
            assert_eq!(find(&few, 3, ""), Some(1));
            assert_eq!(find(&many, 0, ""), None);
            assert_eq!(find(&[], 0, "name7"), None);
        }
    }
}
