//! Edits of pages, written down as `tests/drift/*.edit`:
//!
//! ```text
//! @ resources/reader.md          the page that the next lines are about
//! = |age|Int32|How old.|         a line of it, after which lines are put
//! - |town|String|Where.|         a line of it that goes; what comes in its place follows
//! + |town|String|Whence.|        a line that comes
//! +++ resources/new.md           a page that comes, with the `+` lines that follow
//! --- resources/old.md           a page that goes
//! >>> resources/a.md b/a.md      a page that moves
//! <<< other                      the way back of another edit
//! ```
//!
//! `renames.yaml` is no page, but what `docmill.yaml` declares under `renames`.

use std::collections::BTreeMap;

/// The pages of a documentation set, by path.
pub type Pages = BTreeMap<String, String>;

/// The pages after an edit.
///
/// # Panics
///
/// If a page or line that the edit names is not there: an edit that changes nothing tests nothing.
pub fn apply(edit: &str, pages: &Pages) -> Pages {
    let mut pages = pages.clone();
    let mut page = String::new();
    let mut at = 0;
    for line in edit.lines() {
        let (mark, rest) = line.split_once(' ').unwrap_or((line, ""));
        match mark {
            "@" => {
                rest.clone_into(&mut page);
                at = 0;
            }
            "+++" => {
                rest.clone_into(&mut page);
                pages.insert(page.clone(), String::new());
                at = 0;
            }
            "---" => {
                pages.remove(rest).unwrap_or_else(|| panic!("there is no page {rest}"));
            }
            ">>>" => {
                let (from, to) = rest.split_once(' ').expect("from and to");
                let text = pages.remove(from).unwrap_or_else(|| panic!("there is no page {from}"));
                pages.insert(to.to_owned(), text);
            }
            "=" | "-" | "+" => {
                let text =
                    pages.get_mut(&page).unwrap_or_else(|| panic!("there is no page {page}"));
                let mut lines: Vec<&str> = text.lines().collect();
                let find = || {
                    let found = lines.iter().position(|line| *line == rest);
                    found.unwrap_or_else(|| panic!("{page} has no line {rest}"))
                };
                match mark {
                    "=" => at = find() + 1,
                    "-" => {
                        at = find();
                        lines.remove(at);
                    }
                    _ => {
                        lines.insert(at, rest);
                        at += 1;
                    }
                }
                *text = lines.join("\n") + "\n";
            }
            _ => panic!("{line} is no edit"),
        }
    }
    pages
}
