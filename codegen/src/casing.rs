//! Words with another first letter, as names and sentences begin with.

/// A name as a type's: `drive_item` gives `driveItem`.
pub fn camel_case(module: &str) -> String {
    let words: String = module.split('_').map(upper_first).collect();
    lower_first(&words)
}

/// The same text, beginning in upper case.
pub fn upper_first(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.collect::<String>() + letters.as_str()
}

/// The same text, beginning in lower case.
pub fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().into_iter().flat_map(char::to_lowercase);
    first.collect::<String>() + letters.as_str()
}
