//! Enums of which only examples show that several members are sent together, as one text:
//! `"marks": "late,loud"`.

use std::collections::BTreeMap;

use memchr::memchr_iter;
use rustc_hash::FxHashMap;

use super::Resolver;
use crate::diagnostics::{Code, Diagnostic};
use crate::ir::{Api, Enum, EnumName, Example, Source, TypeRef, Value};

/// A text in an example that joins words by commas.
#[derive(Debug, PartialEq, Eq)]
struct Joined<'e> {
    /// The name of the property that has it.
    property: &'e str,
    text: &'e str,
    /// The byte at which it begins.
    start: usize,
}

impl Resolver<'_> {
    /// Makes flags of enums where an example joins members of one by commas, in a property that has it.
    pub(super) fn take_shown_flags(&mut self) {
        let mut found: BTreeMap<EnumName, (Source, String)> = BTreeMap::new();
        let mut enums: Option<FxHashMap<&str, Vec<&Enum>>> = None;
        let examples = self.api.operations.values().flat_map(|operation| &operation.examples);
        for (example, joined) in examples.flat_map(|it| joined(&it.body).map(move |one| (it, one)))
        {
            let enums = enums.get_or_insert_with(|| single_enums(&self.api));
            for of in enums.get(joined.property).into_iter().flatten() {
                let is_member = |word: &str| {
                    of.members
                        .iter()
                        .any(|member| member.name.as_str().eq_ignore_ascii_case(word.trim()))
                };
                if joined.text.split(',').all(is_member) {
                    let told = (place(example, &joined), joined.text.to_owned());
                    found.entry(of.name.clone()).or_insert(told);
                }
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

/// The enums of which properties and parameters have one value, as far as is said, by their names.
fn single_enums(api: &Api) -> FxHashMap<&str, Vec<&Enum>> {
    let properties = api.types.values().flat_map(|ty| &ty.properties);
    let properties = properties.map(|property| (property.name.as_str(), &property.ty));
    let sent = api.operations.values().flat_map(|operation| operation.body.properties());
    let sent = sent.map(|property| (property.name.as_str(), &property.ty));
    let mut enums: FxHashMap<&str, Vec<&Enum>> = FxHashMap::default();
    for (name, ty) in properties.chain(sent) {
        let TypeRef { value: Value::Enum(of), collection: false } = ty else { continue };
        if let Some(of) = api.enums.get(of).filter(|of| !of.flags) {
            let known = enums.entry(name).or_default();
            if !known.iter().any(|other| other.name == of.name) {
                known.push(of);
            }
        }
    }
    enums
}

/// The texts that join words, and are values of properties.
fn joined(body: &str) -> impl Iterator<Item = Joined<'_>> {
    let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    let bytes = body.as_bytes();
    // Most commas stand between values, behind a quotation mark, a bracket or a number.
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
        let before = body.get(..start.checked_sub(1)?)?.trim_end();
        let key = before.strip_suffix(':')?.trim_end().strip_suffix('"')?;
        let property = key.rsplit('"').next()?;
        seen = end;
        is_text.then(|| Joined { property, text: &body[start..end], start })
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
        let found: Vec<_> = joined(json).map(|it| (it.property, it.text)).collect();
        assert_eq!(found, [("a", "b,c"), ("g", "h, i_2,j")]);
    }
}
