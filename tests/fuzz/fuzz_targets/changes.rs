//! Any two sets of pages: what `diff` tells makes the later one of the earlier one, and it tells
//! nothing of a set beside itself.

#![no_main]

use docmill_codegen::diff::render::{Comparison, json, markdown, text, to_text};
use docmill_codegen::diff::{apply, canonical, diff};
use docmill_fuzz::{documents, read};
use libfuzzer_sys::fuzz_target;

/// What stands between the two sets.
const BETWEEN: char = '\u{b}';

fuzz_target!(|text: &str| {
    let (old, new) = text.split_once(BETWEEN).unwrap_or((text, ""));
    let old = read(&documents(old)).api;
    let new = read(&documents(new)).api;
    assert_eq!(diff(&old, &old), vec![], "a set beside itself");
    let changes = diff(&old, &new);
    assert_eq!(canonical(&apply(&changes, &old)), canonical(&new), "the changes tell everything");

    let comparison = Comparison::new("old", "new", &changes);
    to_text(|out| text::write(&comparison, out));
    to_text(|out| json::write(&comparison, out));
    markdown::render(&comparison);
});
