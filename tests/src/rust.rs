//! Generated Rust as users meet it: what they name and call, without what only the runtime reads.

use std::collections::BTreeSet;

use docmill_codegen::emit::File;

/// Files that every crate has.
const EVERY_CRATE: [&str; 5] =
    ["Cargo.toml", "README.md", "src/lib.rs", "src/model/mod.rs", "src/enums/mod.rs"];

/// The files that `more` has and `less` has not.
pub fn added<'f>(more: &'f [File], less: &[File]) -> Vec<&'f File> {
    let known: BTreeSet<&str> = less.iter().map(|file| file.path.as_str()).collect();
    let is_added = |file: &&File| {
        !known.contains(file.path.as_str()) && !EVERY_CRATE.contains(&file.path.as_str())
    };
    more.iter().filter(is_added).collect()
}

/// A file without header and imports, and without the table that says again what an enum over a base
/// type holds.
pub fn without_boilerplate(file: &File) -> String {
    let mut items = items(&file.contents);
    items.retain(|item| !is_boilerplate(item));
    items.join("\n\n")
}

fn is_boilerplate(item: &str) -> bool {
    ["// @generated", "use ", "docmill_runtime::impl_polymorphic!"]
        .iter()
        .any(|head| item.starts_with(head))
}

/// The items of a file: what blank lines separate, as far as it does not begin indented.
fn items(contents: &str) -> Vec<String> {
    let mut items: Vec<String> = Vec::new();
    for part in contents.trim().split("\n\n") {
        match items.last_mut() {
            Some(last) if part.starts_with(' ') => {
                last.push_str("\n\n");
                last.push_str(part);
            }
            _ => items.push(part.to_owned()),
        }
    }
    items
}
