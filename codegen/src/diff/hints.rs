//! What may be a new name of something that is gone, which values another enum has, and who does now
//! what a function did. Help makes no change milder.

use std::collections::{BTreeMap, BTreeSet};

use super::compare::requests::{Request, Requests, normal, sent};
use super::symbol::Part;
use super::{Change, ChangeCode, ContractImpact, Impact, RustImpact, State, Symbol};
use crate::ir::{Api, MemberName, PropertyName, TypeRef, Value};

/// Adds help to what is gone where something alike came at the same time.
pub(super) fn add(changes: &mut [Change], (old, new): (&Api, &Api), requests: &Requests<'_>) {
    let mut help: Vec<(usize, String)> = Vec::new();
    help.extend(properties(changes));
    help.extend(types(changes));
    help.extend(enums(changes, old, new));
    help.extend(functions(changes, old, requests));
    for (index, text) in help {
        let help = &mut changes[index].help;
        *help = Some(match help.take() {
            Some(known) => format!("{text}; {known}"),
            None => text,
        });
    }
}

/// A property that is gone, of a type or of what a request carries, and one of the same type that came to
/// the same owner; each the only one.
fn properties(changes: &[Change]) -> Vec<(usize, String)> {
    #[derive(Default)]
    struct Alike<'a> {
        gone: Vec<usize>,
        came: Vec<&'a PropertyName>,
    }
    let mut alike: BTreeMap<(String, &TypeRef), Alike<'_>> = BTreeMap::new();
    for (index, change) in changes.iter().enumerate() {
        let (owner, name, ty) = match (&change.symbol, change.either_state()) {
            (Symbol::Property(owner, name), Some(State::Property(property))) => {
                (owner.to_string(), name, &property.ty)
            }
            (
                Symbol::Part(owner, Part::BodyProperty(name)),
                Some(State::BodyProperty(property)),
            ) => (owner.to_string(), name, &property.ty),
            _ => continue,
        };
        let entry = alike.entry((owner, ty)).or_default();
        match change.code {
            ChangeCode::PropertyRemoved | ChangeCode::BodyPropertyRemoved => {
                entry.gone.push(index);
            }
            ChangeCode::PropertyAdded | ChangeCode::BodyPropertyAdded => entry.came.push(name),
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

/// Which values come and go with an enum that takes the place of another one.
fn enums(changes: &[Change], old: &Api, new: &Api) -> Vec<(usize, String)> {
    fn members<'a>(api: &'a Api, state: Option<&State>) -> Option<BTreeSet<&'a MemberName>> {
        let Some(State::TypeRef(TypeRef { value: Value::Enum(name), .. })) = state else {
            return None;
        };
        Some(api.enums.get(name)?.members.iter().map(|member| &member.name).collect())
    }
    let list = |values: Vec<&&MemberName>| {
        let named: Vec<String> =
            values.iter().take(VALUES).map(|name| format!("`{name}`")).collect();
        match values.len().saturating_sub(VALUES) {
            0 => named.join(", "),
            more => format!("{} and {more} more", named.join(", ")),
        }
    };
    let said = changes.iter().enumerate().filter_map(|(index, change)| {
        let (was, is) = (members(old, change.old.as_ref())?, members(new, change.new.as_ref())?);
        let gone: Vec<_> = was.difference(&is).collect();
        let came: Vec<_> = is.difference(&was).collect();
        let text = match (gone.is_empty(), came.is_empty()) {
            (true, true) => "the same values, under another name".to_owned(),
            (true, false) => format!("new values: {}", list(came)),
            (false, true) => format!("values that are gone: {}", list(gone)),
            (false, false) => {
                format!("new values: {}; values that are gone: {}", list(came), list(gone))
            }
        };
        Some((index, text))
    });
    said.collect()
}

/// So many values are named.
const VALUES: usize = 8;

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

/// A function that is gone, or offers a request no longer, and the one that offers most of the same.
fn functions(changes: &[Change], old: &Api, new: &Requests<'_>) -> Vec<(usize, String)> {
    let moved = |code: ChangeCode| {
        matches!(
            code,
            ChangeCode::FunctionRemoved | ChangeCode::OperationRemoved | ChangeCode::PathRemoved
        )
    };
    let moved = changes.iter().enumerate().filter(|(_, change)| {
        let Impact { rust, contract } = change.impact;
        moved(change.code) && (rust, contract) == (RustImpact::Major, ContractImpact::Ok)
    });
    let mut help = Vec::new();
    for (index, change) in moved {
        let (function, requests): (_, Vec<Request>) = match (&change.symbol, &change.old) {
            (Symbol::Request(method, _), Some(State::Path(path))) => {
                (change.function.as_ref(), vec![(*method, sent(path).into())])
            }
            (Symbol::Request(method, path), Some(State::Operation(operation))) => {
                // The symbol has the path as the page writes it.
                let written = operation.paths.iter().find(|own| normal(own) == sent(path));
                (Some(&operation.name), vec![(*method, sent(written.unwrap_or(path)).into())])
            }
            (Symbol::Function(name), _) => {
                let Some(operation) = old.operations.get(name) else { continue };
                let paths = operation.paths.iter();
                (Some(name), paths.map(|path| (operation.method, sent(path).into())).collect())
            }
            _ => continue,
        };
        let mut senders = new.senders(&requests);
        senders.retain(|sender, _| Some(*sender) != function);
        let most = senders.iter().rev().max_by_key(|(_, count)| **count);
        if let Some((sender, count)) = most {
            help.push((
                index,
                match requests.len() {
                    all if all == *count => format!("`{sender}` sends it now"),
                    all => format!("`{sender}` sends {count} of its {all} requests now"),
                },
            ));
        }
    }
    help
}
