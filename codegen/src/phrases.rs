//! Phrases of included files, put into the sentences that include them.
//!
//! Documentation sets keep the name of a product in a file of its own, and include it wherever a sentence
//! has it: `Gets a book of [!INCLUDE [name](../includes/name.md)].` What stands alone in its line includes
//! a part of a page instead, which is read where the page is.

use std::collections::BTreeMap;
use std::ops::Range;

use memchr::{memchr, memchr_iter, memmem, memrchr};
use rayon::prelude::*;

use crate::documents::relative;
use crate::page::front_matter;

type Files = BTreeMap<Box<str>, String>;

/// Puts phrases where sentences include them. What includes no phrase stays as it is.
pub fn put_into_sentences(files: &mut Files) {
    let known: &Files = files;
    let changed: Vec<(Box<str>, String)> = known
        .par_iter()
        .filter_map(|(path, text)| Some((path.clone(), with_phrases(path, text, known)?)))
        .collect();
    files.extend(changed);
}

/// The text of the file at `path` with the phrases that it includes; `None` if it includes none.
fn with_phrases(path: &str, text: &str, files: &Files) -> Option<String> {
    let mut written = String::new();
    let mut kept = 0;
    for at in memmem::find_iter(text.as_bytes(), "[!") {
        let Some(include) = Include::at(text, at).filter(|_| at >= kept) else { continue };
        if !is_in_sentence(text, &include.span) {
            continue;
        }
        let Some(phrase) = phrase(path, include.target, files) else { continue };
        written.push_str(&text[kept..at]);
        written.push_str(phrase);
        kept = include.span.end;
    }
    (kept > 0).then(|| {
        written.push_str(&text[kept..]);
        written
    })
}

/// `[!INCLUDE [label](target)]` in a text.
pub(crate) struct Include<'a> {
    /// Where it stands.
    pub span: Range<usize>,
    /// The file that it leads to.
    pub target: &'a str,
}

impl<'a> Include<'a> {
    /// The include that begins at a byte, and ends in the same line.
    pub(crate) fn at(text: &'a str, start: usize) -> Option<Self> {
        const MARK: &str = "[!INCLUDE";
        let rest = text.get(start..)?;
        rest.get(..MARK.len()).filter(|mark| mark.eq_ignore_ascii_case(MARK))?;
        let line = &rest[..memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len())];
        let bytes = line.as_bytes();
        let ends_label = |at: &usize| bytes.get(at + 1) == Some(&b'(');
        let open = memchr_iter(b']', bytes).find(ends_label)? + "](".len();
        let close = open + memchr(b')', &bytes[open..])?;
        let after = &line[close + 1..];
        let end = line.len() - after.trim_start().strip_prefix(']')?.len();
        Some(Self { span: start..start + end, target: line[open..close].trim() })
    }
}

/// Whether the line in which an include stands has words beside it, and beside others.
fn is_in_sentence(text: &str, include: &Range<usize>) -> bool {
    let bytes = text.as_bytes();
    let start = memrchr(b'\n', &bytes[..include.start]).map_or(0, |end| end + 1);
    let end = memchr(b'\n', &bytes[include.end..]).map_or(text.len(), |end| include.end + end);
    let line = &text[start..end];
    if line.trim().len() == include.len() {
        // Alone, as most of them are.
        return false;
    }
    let mut at = 0;
    while let Some(open) = line[at..].find("[!").map(|open| at + open) {
        let Some(other) = Include::at(line, open) else { return true };
        if has_words(&line[at..open]) {
            return true;
        }
        at = other.span.end;
    }
    has_words(&line[at..])
}

fn has_words(text: &str) -> bool {
    text.contains(char::is_alphanumeric)
}

/// What a file that is nothing but a phrase says: one line of words.
fn phrase<'f>(from: &str, target: &str, files: &'f Files) -> Option<&'f str> {
    let path = relative(from, target)?;
    let text = files.get(&*path).or_else(|| files.get(&*format!("{path}.md")))?;
    let (_, body, _) = front_matter::parse(text);
    let phrase = text[body..].trim();
    let begins_block = |text: &str| text.starts_with(['#', '|', '>', '<', '`', '-', '*', '[']);
    let is_phrase = has_words(phrase) && !phrase.contains('\n') && !begins_block(phrase);
    is_phrase.then_some(phrase)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str) -> String {
        let files = [
            ("a/page.md", text),
            ("includes/name.md", "---\ntitle: name\n---\nThe Library"),
            ("includes/part.md", "## Books\n\nAll of them.\n"),
        ];
        let mut files: Files =
            files.map(|(path, text)| (path.into(), text.to_owned())).into_iter().collect();
        put_into_sentences(&mut files);
        files.remove("a/page.md").unwrap_or_default()
    }

    #[test]
    fn a_phrase_becomes_a_part_of_its_sentence() {
        assert_eq!(
            written(
                "Of [!INCLUDE[name](../includes/name.md)], and [!include [n](../includes/name)].\n"
            ),
            "Of The Library, and The Library.\n"
        );
    }

    #[test]
    fn what_stands_alone_or_is_no_phrase_stays() {
        for text in [
            "> [!INCLUDE [name](../includes/name.md)]\n",
            "[!INCLUDE [name](../includes/name.md)] [!INCLUDE [part](../includes/part.md)]",
            "See [!INCLUDE [part](../includes/part.md)].",
            "See [!INCLUDE [other](../includes/other.md)].",
            "See [!INCLUDE [other](../includes/name.md",
            "> [!NOTE]\n> Words.",
        ] {
            assert_eq!(written(text), text);
        }
    }
}
