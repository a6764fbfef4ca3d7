//! One cause is one change: what merely follows from another change is kept as its consequence.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::causes::Causes;
use super::{Change, ChangeCode, RustImpact, Symbol};
use crate::ir::{Api, Operation, Value};

/// Puts each change that follows from another one under it. What is left is sorted.
pub(super) fn fold(changes: Vec<Change>, old: &Api, new: &Api) -> Vec<Change> {
    let mut changes = sorted(changes);
    // Whatever moved with its page.
    changes.dedup_by(|a, b| {
        a.code == ChangeCode::PageMoved
            && a.code == b.code
            && a.symbol == b.symbol
            && a.old == b.old
    });
    let parents = || -> Vec<Option<usize>> {
        let causes = Causes::new(&changes, old, new);
        (0..changes.len()).into_par_iter().map(|index| causes.of(index)).collect()
    };
    let (undocumented, parents) = rayon::join(|| undocumented(old), parents);
    let mut folded = adopt(changes, &parents);
    for change in &mut folded {
        documented(change, &undocumented);
    }
    folded
}

/// Changes in their order. Equal ones stay as they are. It is their numbers that are sorted: a change
/// is large, and is moved once.
fn sorted(changes: Vec<Change>) -> Vec<Change> {
    let mut order: Vec<usize> = (0..changes.len()).collect();
    order.par_sort_by(|a, b| changes[*a].key().cmp(&changes[*b].key()));
    let mut changes: Vec<Option<Change>> = changes.into_iter().map(Some).collect();
    order.into_iter().filter_map(|index| changes[index].take()).collect()
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
    let mut tops: Vec<Option<Change>> = Vec::with_capacity(changes.len());
    let mut children = Vec::new();
    for (index, change) in changes.into_iter().enumerate() {
        let parent = root(index);
        if parent != index && parents.get(parent) == Some(&None) {
            children.push((parent, change));
            tops.push(None);
        } else {
            tops.push(Some(change));
        }
    }
    for (parent, change) in children {
        if let Some(Some(parent)) = tops.get_mut(parent) {
            parent.impact = parent.impact.or(change.impact);
            parent.consequences.push(change);
        }
    }
    tops.into_iter().flatten().collect()
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
