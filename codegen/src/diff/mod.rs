//! What changed between two models, and whom it breaks.
//!
//! [`diff()`] takes two [`Api`]s and gives a list of changes, sorted by what they are about. Each has
//! a stable [code](ChangeCode), the thing it is about, what it was and is, where that stands on both
//! sides, and two verdicts: what it does to Rust code that compiles against the client, and what it
//! does to the contract on the wire.
//!
//! One cause is one change: what merely follows from another change is kept among its
//! [consequences](Change::consequences). The order of rows and pages, line breaks, line endings, and
//! the way a type is spelled are no changes.
//!
//! - [`code`]: the codes; [`symbol`]: what changes are about; [`change`]: a change and its values;
//!   `state_text`: these in a few words.
//! - [`verdict`]: the classification, in one table; [`circumstance`]: what verdicts depend on beside
//!   the code.
//! - `compare`: the comparisons, one per kind of thing.
//! - `renames`: what the new side declares to be called otherwise.
//! - `fold` and `causes`: which changes are one; `hints`: what may be a new name.
//! - [`apply`](apply()): a model, changed as a list of changes says; [`canonical`](canonical()): one
//!   without what is no change.
//! - [`accept`]: changes that somebody agreed to; [`metadata`]: corrections told from changes.
//! - [`render`]: changes as people and machines read them, one file per format.

pub mod accept;
mod apply;
mod canonical;
mod causes;
pub mod change;
pub mod circumstance;
pub mod code;
mod compare;
mod fold;
mod hints;
pub mod metadata;
mod renames;
pub mod render;
mod state_text;
pub mod symbol;
pub mod verdict;

pub use apply::apply;
pub use canonical::canonical;
pub use change::{Change, Origin, Side, Span, State};
pub use code::{ChangeCode, Event};
pub use symbol::{Part, Symbol};
pub use verdict::{ContractImpact, Impact, Level, RustImpact};

use std::collections::BTreeSet;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use self::compare::requests::Requests;
use self::compare::{enums, features, names, operations, types};
use crate::ir::{Api, Landmark, Primitive, Source, TypeName, Value};

/// The changes that lead from one model to another, sorted by what they are about.
pub fn diff(old: &Api, new: &Api) -> Vec<Change> {
    let declared = renames::carry_out(old, new);
    let (old, mut changes) = match &declared {
        Some((old, renamed)) => (old, renamed.clone()),
        None => (old, Vec::new()),
    };
    let (old_index, new_index) = rayon::join(|| IndexedSide::new(old), || IndexedSide::new(new));
    let sides = Sides { old: &old_index, new: &new_index };
    let (of_operations, (of_features, (of_types, of_enums))) = rayon::join(
        || operations::compare(sides),
        || {
            rayon::join(
                || features::compare(old, new),
                || rayon::join(|| types::compare(sides), || enums::compare(sides)),
            )
        },
    );
    changes.extend(of_types);
    changes.extend(of_enums);
    changes.extend(of_operations);
    changes.extend(of_features);
    // What was asked of the old side is freed meanwhile.
    let fold = || fold::fold(changes, old, new);
    let (mut changes, ()) = rayon::join(fold, || drop(old_index));
    hints::add(&mut changes, (old, new), &new_index.requests);
    changes
}

/// Both sides, to be compared.
#[derive(Clone, Copy)]
struct Sides<'a> {
    old: &'a IndexedSide<'a>,
    new: &'a IndexedSide<'a>,
}

/// So many things are compared at a time: enough to be worth giving to another core, and few enough
/// for each to have its share.
const AT_A_TIME: usize = 64;

impl<'a> Sides<'a> {
    /// Compares one thing after the other, on all cores. The changes are in the order of the things.
    fn compare<T: Sync>(
        self,
        things: &[T],
        compare: impl Fn(&mut Differ<'a>, &T) + Sync,
    ) -> Vec<Change> {
        let changes = things.par_chunks(AT_A_TIME).flat_map_iter(|things| {
            let mut differ = Differ { old: self.old, new: self.new, changes: Vec::new() };
            for thing in things {
                compare(&mut differ, thing);
            }
            differ.changes
        });
        changes.collect()
    }
}

/// The work in progress.
struct Differ<'a> {
    old: &'a IndexedSide<'a>,
    new: &'a IndexedSide<'a>,
    changes: Vec<Change>,
}

/// One side, with what is asked of it again and again.
struct IndexedSide<'a> {
    api: &'a Api,
    requests: Requests<'a>,
    /// Types that stand for themselves and all that inherit from them, wherever a value has one.
    polymorphic: BTreeSet<&'a TypeName>,
    /// The title of each page, or the first thing that it documents: a place to point at for what
    /// has left the page.
    pages: FxHashMap<&'a str, Source>,
}

impl<'a> IndexedSide<'a> {
    fn new(api: &'a Api) -> Self {
        let types = api.types.values().map(|ty| (&*ty.source.page, ty.source.clone()));
        let enums = api.enums.values().map(|it| (&*it.source.page, it.source.clone()));
        let operations = api.operations.values();
        let operations = operations.map(|it| (&*it.source.page, it.place(Landmark::Title)));
        let mut pages: FxHashMap<&str, Source> = FxHashMap::default();
        for (page, source) in types.chain(enums).chain(operations) {
            let first = pages.entry(page).or_insert_with(|| source.clone());
            if (source.line, source.column) < (first.line, first.column) {
                *first = source;
            }
        }
        Self { api, requests: Requests::new(api), polymorphic: api.polymorphic(), pages }
    }

    /// Where to point on this side at what is only on the other: whatever is left of its page.
    fn nearest(&self, page: &str) -> Option<&Source> {
        self.pages.get(page)
    }

    /// What a value is in Rust, as far as its kind goes: a name without documentation is JSON.
    fn rust_value<'v>(&self, value: &'v Value) -> RustValue<'v> {
        let api = self.api;
        match value {
            Value::Type(name) if !api.types.contains_key(name) => RustValue::Json,
            Value::Enum(name) if !api.enums.contains_key(name) => RustValue::Json,
            Value::Undocumented(_) | Value::Json | Value::Primitive(Primitive::Stream) => {
                RustValue::Json
            }
            other => RustValue::Typed(other),
        }
    }
}

/// What a value is in Rust.
#[derive(PartialEq)]
enum RustValue<'a> {
    Json,
    Typed(&'a Value),
}

impl RustValue<'_> {
    /// Whether it is a string in JSON.
    fn is_text(&self) -> bool {
        use Primitive as P;
        matches!(
            self,
            Self::Typed(
                Value::Enum(_)
                    | Value::Primitive(
                        P::String
                            | P::Guid
                            | P::Date
                            | P::DateTimeOffset
                            | P::TimeOfDay
                            | P::Duration
                    )
            )
        )
    }
}

impl Differ<'_> {
    fn push(&mut self, change: Change) {
        self.changes.push(change);
    }

    /// A name that is written in another casing now.
    fn casing_changed(
        &mut self,
        symbol: Symbol,
        (was, old): (&str, &Source),
        (is, new): (&str, &Source),
    ) {
        self.push(
            Change::new(Event::CasingChanged(names::casing(was, is)), symbol)
                .from(State::Name(was.into()))
                .to(State::Name(is.into()))
                .at(old, new),
        );
    }
}

#[cfg(test)]
mod explain_tests;
