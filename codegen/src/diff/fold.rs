//! One cause is one change: what merely follows from another change is kept as its consequence.

use std::collections::BTreeMap;

use super::causes::Causes;
use super::{Change, ChangeCode, RustImpact, Symbol};
use crate::ir::{Api, Operation, Value};

/// Puts each change that follows from another one under it.
pub(super) fn fold(changes: Vec<Change>, old: &Api, new: &Api) -> Vec<Change> {
    let mut changes = changes;
    Change::sort(&mut changes);
    // Whatever moved with its page.
    changes.dedup_by(|a, b| {
        a.code == ChangeCode::PageMoved
            && a.code == b.code
            && a.symbol == b.symbol
            && a.old == b.old
    });
    let parents: Vec<Option<usize>> = {
        let causes = Causes::new(&changes, old, new);
        (0..changes.len()).map(|index| causes.of(index)).collect()
    };
    let mut folded = adopt(changes, &parents);
    let undocumented = undocumented(old);
    for change in &mut folded {
        documented(change, &undocumented);
    }
    folded
}

/// Moves every change to its parent. A parent that has a parent itself hands its children on.
fn adopt(changes: Vec<Change>, parents: &[Option<usize>]) -> Vec<Change> {
    let root = |index: usize| {
        let mut at = index;
        for _ in 0..4 {
            match parents.get(at).copied().flatten() {
                Some(parent) if parent != index => at = parent,
                _ => break,
            }
        }
        at
    };
    let mut tops: BTreeMap<usize, Change> = BTreeMap::new();
    let mut children = Vec::new();
    for (index, change) in changes.into_iter().enumerate() {
        match root(index) {
            parent if parent != index && parents.get(parent) == Some(&None) => {
                children.push((parent, change));
            }
            _ => {
                tops.insert(index, change);
            }
        }
    }
    for (parent, change) in children {
        if let Some(parent) = tops.get_mut(&parent) {
            parent.impact = parent.impact.or(change.impact);
            parent.consequences.push(change);
        }
    }
    tops.into_values().collect()
}

/// A name that was JSON wherever it was used is a type from the day a page documents it.
fn documented(change: &mut Change, undocumented: &BTreeMap<&str, usize>) {
    let name = match (&change.code, &change.symbol) {
        (ChangeCode::TypeAdded, Symbol::Type(name)) => name.as_str(),
        (ChangeCode::EnumAdded, Symbol::Enum(name)) => name.as_str(),
        _ => return,
    };
    if let Some(&uses) = undocumented.get(name) {
        change.impact.rust = RustImpact::Major;
        let places = if uses == 1 { "place" } else { "places" };
        change.help = Some(format!(
            "it was named in {uses} {places} already, as JSON of any shape; these have its type now"
        ));
    }
}

/// How often each name is used that no page documents.
fn undocumented(api: &Api) -> BTreeMap<&str, usize> {
    let properties = api.types.values().flat_map(|ty| &ty.properties).map(|property| &property.ty);
    let mut uses = BTreeMap::new();
    for ty in properties.chain(api.operations.values().flat_map(Operation::types)) {
        if let Value::Undocumented(name) = &ty.value {
            *uses.entry(name.as_str()).or_default() += 1;
        }
    }
    uses
}
