//! What may be a new name of something that is gone. A guess only ever adds help: it makes no change
//! milder.

use std::collections::{BTreeMap, BTreeSet};

use super::{Change, ChangeCode, State, Symbol};
use crate::ir::{PropertyName, TypeRef};

/// Adds help to what is gone where something alike came at the same time.
pub(super) fn add(changes: &mut [Change]) {
    let mut help: Vec<(usize, String)> = Vec::new();
    help.extend(properties(changes));
    help.extend(types(changes));
    for (index, text) in help {
        changes[index].help.get_or_insert(text);
    }
}

/// A property that is gone, and one of the same type that came to the same owner; each the only one.
fn properties(changes: &[Change]) -> Vec<(usize, String)> {
    #[derive(Default)]
    struct Alike<'a> {
        gone: Vec<usize>,
        came: Vec<&'a PropertyName>,
    }
    let mut alike: BTreeMap<(String, &TypeRef), Alike<'_>> = BTreeMap::new();
    for (index, change) in changes.iter().enumerate() {
        let (Symbol::Property(owner, name), Some(State::Property(property))) =
            (&change.symbol, change.either_state())
        else {
            continue;
        };
        let entry = alike.entry((owner.to_string(), &property.ty)).or_default();
        match change.code {
            ChangeCode::PropertyRemoved => entry.gone.push(index),
            ChangeCode::PropertyAdded => entry.came.push(name),
            _ => {}
        }
    }
    let only =
        alike.into_iter().filter_map(|((_, ty), alike)| match (&*alike.gone, &*alike.came) {
            ([gone], [came]) => Some((
                *gone,
                format!("`{came}`, also `{ty}`, came at the same time: it may be the new name"),
            )),
            _ => None,
        });
    only.collect()
}

/// A type that is gone, and one that came with most of the same properties.
fn types(changes: &[Change]) -> Vec<(usize, String)> {
    let named = |code: ChangeCode| {
        changes.iter().enumerate().filter_map(move |(index, change)| {
            let state = change.either_state()?;
            match state {
                State::Type(ty) if change.code == code => {
                    let names: BTreeSet<&PropertyName> =
                        ty.properties.iter().map(|property| &property.name).collect();
                    Some((index, &ty.name, names))
                }
                _ => None,
            }
        })
    };
    let came: Vec<_> = named(ChangeCode::TypeAdded).collect();
    named(ChangeCode::TypeRemoved)
        .filter_map(|(index, _, gone)| {
            let shared = |names: &BTreeSet<&PropertyName>| names.intersection(&gone).count();
            let alike = came.iter().rev().max_by_key(|(_, _, names)| shared(names));
            let (_, name, properties) = alike?;
            let shared = shared(properties);
            (shared >= 2 && shared * 5 >= gone.len().max(properties.len()) * 3).then(|| {
                let of = gone.len();
                (index, format!("`{name}` came at the same time with {shared} of its {of} properties: it may be the new name"))
            })
        })
        .collect()
}
