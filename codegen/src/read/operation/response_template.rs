//! Responses that a page shows with the names of types in place of values: `{"name": string}`.

use serde_json_borrow::Value as Json;

use super::response::of_success;
use crate::dialect::{Dialect, Spelled, Spelling};
use crate::ir::Primitive;
use crate::page::{Fence, Page};
use crate::read::facts::{ListedFacts, PropertyFacts, TypeFacts};
use crate::read::layout::section::Section;
use crate::read::types::representation::without_comments;
use crate::read::types::template::{BARE, with_quotes};

/// What the first such template of a response lists.
pub fn find(sections: &[Section<'_, '_>], dialect: &Dialect) -> Option<ListedFacts> {
    let mut fences = of_success(sections, dialect).flat_map(Section::fences);
    fences.find_map(|(page, fence)| read(page, fence, dialect))
}

fn read<'a>(page: &Page<'a>, fence: &Fence<'a>, dialect: &Dialect) -> Option<ListedFacts> {
    // A status and headers may stand above it.
    let begins = |line: &&str| line.trim_start().starts_with(['{', '[']);
    let above = fence.contents.split_inclusive('\n').take_while(|line| !begins(line));
    let start = above.map(str::len).sum();
    let quoted = with_quotes(&without_comments(&fence.contents[start..]))?;
    let json: Json<'_> = serde_json::from_str(&quoted).ok()?;
    let mut template = Template { page, fence, at: start, dialect, rows: Vec::new() };
    let is_list = matches!(json, Json::Array(_));
    template.members("", one(&json))?;
    (!template.rows.is_empty()).then(|| ListedFacts {
        properties: template.rows,
        of_items: is_list,
        place: page.place(&fence.span),
    })
}

struct Template<'t, 'a> {
    page: &'t Page<'a>,
    fence: &'t Fence<'a>,
    /// Where what follows stands: names come in their order.
    at: usize,
    dialect: &'t Dialect,
    rows: Vec<PropertyFacts>,
}

impl Template<'_, '_> {
    /// Adds the members of an object, and theirs, under names that lead to them; `None` if a bare word is
    /// no type's.
    fn members(&mut self, above: &str, object: &Json<'_>) -> Option<()> {
        let Json::Object(members) = object else { return Some(()) };
        for (name, value) in members.iter() {
            // Such a name would lead elsewhere.
            if name.is_empty() || name.contains(['.', '[', ']']) {
                continue;
            }
            let spelled = self.spelled(value)?;
            let name_of_parts = if spelled.collection {
                format!("{above}{name}[]")
            } else {
                format!("{above}{name}")
            };
            let row = self.row(format!("{above}{name}"), name, spelled);
            self.rows.push(row);
            self.members(&format!("{name_of_parts}."), one(value))?;
        }
        Some(())
    }

    fn spelled(&self, value: &Json<'_>) -> Option<Spelled> {
        let collection = matches!(value, Json::Array(_));
        let spelling = match one(value) {
            Json::Str(text) => match text.strip_prefix(BARE) {
                Some(word) => match self.dialect.types.read(word).spelling {
                    spelling @ (Spelling::Primitive(_) | Spelling::Untyped) => spelling,
                    _ => return None,
                },
                None => match self.dialect.types.read(text).spelling {
                    spelling @ Spelling::Primitive(_) => spelling,
                    _ => Spelling::Primitive(Primitive::String),
                },
            },
            Json::Bool(_) => Spelling::Primitive(Primitive::Boolean),
            Json::Number(value) if value.is_f64() => Spelling::Primitive(Primitive::Double),
            Json::Number(_) => Spelling::Primitive(Primitive::Int32),
            Json::Null | Json::Array(_) | Json::Object(_) => Spelling::Untyped,
        };
        Some(Spelled { spelling, collection })
    }

    fn row(&mut self, path: String, name: &str, spelled: Spelled) -> PropertyFacts {
        let rest = &self.fence.contents[self.at..];
        // One that is written with escapes stands somewhere behind the one before.
        let (found, length) = rest.find(name).map_or((0, 0), |at| (at, name.len()));
        let start = self.fence.span.start + self.at + found;
        self.at += found + length;
        let place = self.page.place(&(start..start + length));
        let ty = TypeFacts::in_words(String::new(), spelled, place.clone());
        PropertyFacts::named(path, ty, place)
    }
}

/// One of what there may be many of.
fn one<'j, 'a>(value: &'j Json<'a>) -> &'j Json<'a> {
    match value {
        Json::Array(items) => items.first().unwrap_or(&Json::Null),
        value => value,
    }
}
