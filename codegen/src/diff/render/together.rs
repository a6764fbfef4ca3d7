//! Changes that say the same of many things: told together where there is little room.

use std::collections::{BTreeSet, HashMap};

use super::{origin, values};
use crate::diff::{Change, ChangeCode, Impact, Level, Origin, Part, Symbol};
use crate::ir::TypeWords;

/// From so many on, things of one owner are told together.
const FEW: usize = 3;

/// From so many on, other words and other examples are told together, whatever they are about.
const MANY: usize = 10;

/// The changes, those together that say the same. Each group stands where its first one stood.
pub(super) fn together<'c>(changes: &[&'c Change]) -> Vec<Vec<&'c Change>> {
    let mut groups: Vec<Vec<&Change>> = Vec::new();
    let mut known: HashMap<Key<'_>, usize> = HashMap::new();
    let texts = changes.iter().filter(|change| is_text(change)).count();
    for change in changes.iter().copied() {
        let group = Key::of(change, texts).map(|key| *known.entry(key).or_insert(groups.len()));
        match group.and_then(|group| groups.get_mut(group)) {
            Some(group) => group.push(change),
            None => groups.push(vec![change]),
        }
    }
    groups.into_iter().flat_map(apart).collect()
}

/// Two of a kind are as quickly read one by one.
fn apart(group: Vec<&Change>) -> Vec<Vec<&Change>> {
    if group.len() < FEW { group.into_iter().map(|one| vec![one]).collect() } else { vec![group] }
}

/// What is the same of changes that are told together.
#[derive(PartialEq, Eq, Hash)]
struct Key<'c> {
    code: ChangeCode,
    impact: Impact,
    /// The type, enum or function whose parts they are.
    owner: Option<String>,
    /// Who calls.
    caller: Option<&'c Part>,
    /// What they were and are.
    said: String,
    origin: Origin,
}

impl<'c> Key<'c> {
    /// What a change has in common with those that it is told with; `None` if it has something of its
    /// own to say. `texts` is how many changes there are of words and examples.
    fn of(change: &'c Change, texts: usize) -> Option<Self> {
        let Change { code, impact, origin, ref old, ref new, .. } = *change;
        let key = |owner, caller, said| Some(Self { code, impact, owner, caller, said, origin });
        if is_text(change) {
            return if texts < MANY { None } else { key(None, None, String::new()) };
        }
        let is_harmless = |one: &Change| one.level() == Level::Ok;
        if change.help.is_some() || !change.consequences.iter().all(is_harmless) {
            return None;
        }
        // What comes or goes is named; what changes must have changed in the same way.
        let changed = || match (old, new) {
            (Some(_), Some(_)) => values(change, TypeWords::OData),
            _ => String::new(),
        };
        match &change.symbol {
            Symbol::Part(_, caller @ (Part::Permissions(_) | Part::AllPermissions)) => {
                key(None, Some(caller), values(change, TypeWords::OData))
            }
            Symbol::Module(_) => key(None, None, values(change, TypeWords::OData)),
            _ => key(Some(owner(change)?), None, changed()),
        }
    }
}

/// Other words, or other examples.
fn is_text(change: &Change) -> bool {
    matches!(change.code, ChangeCode::ProseChanged | ChangeCode::ExampleChanged)
}

/// The type, enum or function that what changed is a part of.
fn owner(change: &Change) -> Option<String> {
    Some(match &change.symbol {
        Symbol::Property(of, _) => of.to_string(),
        Symbol::Member(of, _) => of.to_string(),
        Symbol::Part(of, _) => of.to_string(),
        Symbol::Request(..) => change.function.as_ref()?.to_string(),
        _ => return None,
    })
}

/// So many things of a group are named.
const NAMED: usize = 6;

/// What a group is about: the owner once, if all have the same one, and the first things.
pub(super) fn names(group: &[&Change]) -> String {
    let owners: BTreeSet<Option<String>> = group.iter().map(|change| owner(change)).collect();
    let owner = if owners.len() == 1 { owners.into_iter().next().flatten() } else { None };
    let name = |change: &&Change| match owner {
        Some(_) => format!("`{}`", name_in_owner(&change.symbol)),
        None => format!("`{}`", change.symbol),
    };
    let mut names = group.iter().take(NAMED).map(name).collect::<Vec<_>>().join(", ");
    if group.len() > NAMED {
        names = format!("{names} and {} more", group.len() - NAMED);
    }
    owner.map_or_else(|| names.clone(), |owner| format!("`{owner}`: {names}"))
}

fn name_in_owner(symbol: &Symbol) -> String {
    match symbol {
        Symbol::Property(_, name) => name.to_string(),
        Symbol::Member(_, name) => name.to_string(),
        Symbol::Part(_, part) => part.to_string(),
        symbol => symbol.to_string(),
    }
}

/// What is said of all of a group: how many there are, what they were and are, if that is the same, and
/// whether the API changed or only its pages.
pub(super) fn said(group: &[&Change], words: TypeWords) -> String {
    let mut said = format!("{} of them", group.len());
    let Some(first) = group.first() else {
        return said;
    };
    let common = values(first, words);
    if !common.is_empty() && group.iter().all(|change| values(change, words) == common) {
        said = format!("{said}: {common}");
    }
    match origin(first) {
        "" => said,
        origin => format!("{said}; {origin}"),
    }
}
