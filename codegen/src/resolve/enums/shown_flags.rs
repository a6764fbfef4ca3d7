//! Enums of which only examples show that several members are sent together, as one text:
//! `"marks": "late,loud"`.

use std::collections::BTreeMap;

use memchr::memchr_iter;
use serde_json_borrow::Value as Json;

use crate::diagnostics::{Code, Diagnostic};
use crate::ir::{Api, EnumName, Example, Source};
use crate::resolve::Resolver;
use crate::resolve::shown_values::{self, Shown};

/// A text in an example that joins words by commas.
#[derive(Debug, PartialEq, Eq)]
struct Joined<'e> {
    text: &'e str,
    /// The byte at which it begins.
    start: usize,
}

impl Resolver<'_> {
    /// Makes flags of enums where an example joins members of one by commas, in the place of one.
    pub fn take_shown_flags(&mut self) {
        let mut found: BTreeMap<EnumName, (Source, String)> = BTreeMap::new();
        for operation in self.api.operations.values() {
            for example in &operation.examples {
                let joined: Vec<Joined<'_>> = joined(&example.body).collect();
                if joined.is_empty() {
                    continue;
                }
                let Ok(body) = serde_json::from_str::<Json<'_>>(&example.body) else { continue };
                shown_values::look_at(&self.api, operation, example.kind, &body, |shown| {
                    if let Shown::Text { expected, text } = shown
                        && let Some(joined) = joined.iter().find(|joined| joined.text == text)
                        && joins(&self.api, expected, text)
                        && !found.contains_key(expected)
                    {
                        let told = (place(example, joined), text.to_owned());
                        found.insert(expected.clone(), told);
                    }
                });
            }
        }
        for (name, (source, text)) in found {
            let Some(known) = self.api.enums.get_mut(&name) else { continue };
            known.flags = true;
            self.report.push(
                Diagnostic::of(Code::TextExampleMismatch, source)
                    .found(format!("several values of `{name}` in one, `{text}`"))
                    .expected("one value, or words in the text such as \"flags enumeration\"")
                    .instead("the example was followed: several can be sent together")
                    .related(known.source.clone(), "the text"),
            );
        }
    }
}

/// Whether a text joins members of an enum that are not known to be joined, whatever their casing.
fn joins(api: &Api, name: &EnumName, text: &str) -> bool {
    let Some(of) = api.enums.get(name).filter(|of| !of.flags) else { return false };
    let is_member = |word: &str| {
        let word = word.trim();
        of.members.iter().any(|member| member.name.as_str().eq_ignore_ascii_case(word))
    };
    text.contains(',') && text.split(',').all(is_member)
}

/// The texts that join words.
fn joined(body: &str) -> impl Iterator<Item = Joined<'_>> {
    let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    let bytes = body.as_bytes();
    let between = memchr_iter(b',', bytes).filter(move |at| {
        let before = at.checked_sub(1).and_then(|before| bytes.get(before));
        before.is_some_and(u8::is_ascii_alphabetic)
    });
    let mut seen = 0;
    between.filter_map(move |at| {
        let is_inside = |byte: &u8| is_word(byte) || matches!(byte, b',' | b' ');
        let start = bytes[..at].iter().rposition(|byte| !is_inside(byte))? + 1;
        let end = at + bytes[at..].iter().position(|byte| !is_inside(byte))?;
        let is_text =
            start > seen && bytes.get(start - 1) == Some(&b'"') && bytes.get(end) == Some(&b'"');
        seen = end;
        is_text.then(|| Joined { text: &body[start..end], start })
    })
}

/// Where the line stands that has it.
fn place(example: &Example, joined: &Joined<'_>) -> Source {
    let before = example.body.as_bytes().get(..joined.start).unwrap_or_default();
    let lines = u32::try_from(memchr_iter(b'\n', before).count()).unwrap_or(0);
    Source { line: example.body_line + lines, column: 1, ..example.source.clone() }
}

#[cfg(test)]
mod tests {
    use super::joined;

    #[test]
    fn finds_texts_that_join_words() {
        let json = r#"{"a": "b,c", "d": "e", "f": true, "g" : "h, i_2,j", "k": "Mind, this.", "l": ["m,n"]}"#;
        let found: Vec<_> = joined(json).map(|it| it.text).collect();
        assert_eq!(found, ["b,c", "h, i_2,j", "m,n"]);
    }
}
