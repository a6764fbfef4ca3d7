//! One cause is one change: what merely follows from another change is kept as its consequence.

use std::collections::BTreeMap;

use super::causes::Causes;
use super::{Change, ChangeCode, RustImpact, Symbol};
use crate::ir::{Api, Body, Operation, TypeRef, Value};

/// Puts each change that follows from another one under it.
pub(super) fn fold(changes: Vec<Change>, old: &Api, new: &Api) -> Vec<Change> {
    let mut changes = changes;
    changes.sort_by_key(Change::key);
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
    for change in &mut folded {
        documented(change, old);
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
fn documented(change: &mut Change, old: &Api) {
    let name = match (&change.code, &change.symbol) {
        (ChangeCode::TypeAdded, Symbol::Type(name)) => name.as_str(),
        (ChangeCode::EnumAdded, Symbol::Enum(name)) => name.as_str(),
        _ => return,
    };
    let is_it =
        |ty: &TypeRef| matches!(&ty.value, Value::Undocumented(other) if other.as_str() == name);
    let uses = old.types.values().flat_map(|ty| &ty.properties).filter(|p| is_it(&p.ty)).count()
        + old
            .operations
            .values()
            .map(|operation| sent_and_received(operation).filter(|ty| is_it(ty)).count())
            .sum::<usize>();
    if uses > 0 {
        change.impact.rust = RustImpact::Major;
        let places = if uses == 1 { "place" } else { "places" };
        change.help = Some(format!(
            "it was named in {uses} {places} already, as JSON of any shape; these have its type now"
        ));
    }
}

/// The types of what an operation takes and gives.
pub(super) fn sent_and_received(operation: &Operation) -> impl Iterator<Item = &TypeRef> {
    let sent = match &operation.body {
        Body::Properties { properties, .. } => properties.as_slice(),
        _ => &[],
    };
    let sent = sent.iter().chain(&operation.function_parameters).map(|property| &property.ty);
    sent.chain(&operation.response.ty)
}
