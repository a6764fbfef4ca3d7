//! Properties that are a list in the table and one value in the JSON representation, or the other way
//! round: which it is, examples show.

use std::collections::BTreeMap;

use regex::Regex;
use serde_json_borrow::Value as Json;

use crate::diagnostics::{Code, Diagnostic, Place};
use crate::ir::{Body, PropertyName, Source, TypeName, TypeRef, TypeWords};
use crate::resolve::Resolver;
use crate::resolve::shown_values::{self, Shown};

/// What is done where nothing sides with the JSON.
pub const TABLE_FOLLOWED: &str = "the table was followed";

/// A property of which the JSON representation tells another type than the table.
pub struct DoubtedType {
    pub owner: TypeName,
    pub name: PropertyName,
    pub table: TypeRef,
    pub json: TypeRef,
    pub json_place: Place,
}

impl DoubtedType {
    /// What is said of it, types in `words`; `row` is where the table has it.
    pub fn finding(&self, row: &Source, instead: &str, words: TypeWords) -> Diagnostic {
        let Self { owner, name, json_place, .. } = self;
        let (owner, table, json) = (owner.short(), words.of(&self.table), words.of(&self.json));
        Diagnostic::of(Code::Disagreement, row.clone())
            .found(format!(
                "`{name}` of `{owner}` is `{table}` in the table and `{json}` in the JSON"
            ))
            .expected("the same type in both")
            .instead(instead)
            .related(json_place.clone(), "the JSON")
    }
}

/// What examples show of one such property.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    /// Each of them what the JSON says.
    Json,
    /// One of them what the table says.
    Table,
}

impl Resolver<'_> {
    /// Follows the JSON where all examples that have the property show what it does.
    pub fn settle_doubted_lists(&mut self) {
        let doubted = std::mem::take(&mut self.doubted_lists);
        let sides = self.sides(&doubted);
        for (source, doubt) in doubted {
            let is_followed = sides.get(&source) == Some(&Side::Json);
            let json_followed = "the JSON was followed, which examples agree with";
            let instead = if is_followed { json_followed } else { TABLE_FOLLOWED };
            self.report.push(doubt.finding(&source, instead, self.dialect.type_words));
            if is_followed {
                self.turn_list(&doubt.owner, &doubt.name, &source);
            }
        }
    }

    /// What examples show of each property that is doubted, as far as any has it.
    fn sides(&self, doubted: &BTreeMap<Source, DoubtedType>) -> BTreeMap<Source, Side> {
        let mut sides = BTreeMap::new();
        let Some(keys) = keys(doubted) else { return sides };
        for operation in self.api.operations.values() {
            for example in &operation.examples {
                if !keys.is_match(&example.body) {
                    continue;
                }
                let Ok(body) = serde_json::from_str::<Json<'_>>(&example.body) else { continue };
                shown_values::look_at(&self.api, operation, example.kind, &body, |shown| {
                    let Shown::Member { property, json } = shown else { return };
                    if json.is_null() || !doubted.contains_key(&property.source) {
                        return;
                    }
                    let is_of_table = json.is_array() == property.ty.collection;
                    let side = if is_of_table { Side::Table } else { Side::Json };
                    let known = sides.entry(property.source.clone()).or_insert(side);
                    if side == Side::Table {
                        *known = side;
                    }
                });
            }
        }
        sides
    }

    /// Makes a list of one value, or one value of a list, also in bodies that send the property.
    fn turn_list(&mut self, owner: &TypeName, name: &PropertyName, source: &Source) {
        let ty = self.api.types.get_mut(owner);
        let own = ty.into_iter().flat_map(|ty| &mut ty.properties);
        for property in own.filter(|it| it.name == *name && it.source == *source) {
            property.ty.collection = !property.ty.collection;
        }
        for operation in self.api.operations.values_mut() {
            let Body::Properties { properties, .. } = &mut operation.body else { continue };
            for sent in properties.iter_mut().filter(|it| it.source == *source && it.name == *name)
            {
                sent.ty.collection = !sent.ty.collection;
            }
        }
    }
}

/// What finds the name of any of the properties in JSON; `None` if there are none.
fn keys(doubted: &BTreeMap<Source, DoubtedType>) -> Option<Regex> {
    let names: Vec<String> = doubted.values().map(|it| regex::escape(it.name.as_str())).collect();
    if names.is_empty() {
        return None;
    }
    // Without the quote before it: texts that begin alike cannot be looked for at once.
    Regex::new(&format!("(?:{})\"", names.join("|"))).ok()
}
