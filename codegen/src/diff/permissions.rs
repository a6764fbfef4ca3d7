//! Permissions: for each kind of caller any *one* of the listed scopes is enough.

use std::collections::BTreeSet;

use super::symbol::{Caller, Part};
use super::{Change, Differ, Event, State, Symbol};
use crate::ir::{Alternative, Landmark, Operation, Permissions, Scopes, Source};

impl Differ<'_> {
    pub(super) fn permissions(&mut self, old: &Operation, new: &Operation) {
        for caller in Caller::ALL {
            let (was, is) = (scopes(&old.permissions, caller), scopes(&new.permissions, caller));
            for event in changes(was, is) {
                let symbol = Symbol::Part(new.name.clone(), Part::Permissions(caller));
                self.push(
                    Change::new(event, symbol)
                        .from(State::Scopes(was.clone()))
                        .to(State::Scopes(is.clone()))
                        .at(&place(old, caller, event, is), &place(new, caller, event, was)),
                );
            }
        }
    }
}

/// The cell that a change of an operation's permissions is about: the one with scopes that the other
/// side has not.
fn place(operation: &Operation, caller: Caller, event: Event, other: &Scopes) -> Source {
    let (least, higher) = match caller {
        Caller::DelegatedWork => (Landmark::DelegatedWork, Landmark::DelegatedWorkHigher),
        Caller::DelegatedPersonal => {
            (Landmark::DelegatedPersonal, Landmark::DelegatedPersonalHigher)
        }
        Caller::Application => (Landmark::Application, Landmark::ApplicationHigher),
    };
    let own = scopes(&operation.permissions, caller);
    let is_missing = |scope: &Alternative| !other.all().any(|known| known == scope);
    let about_others = matches!(event, Event::PermissionAdded | Event::PermissionRemoved)
        && !own.least.iter().any(is_missing)
        && own.higher.iter().any(is_missing);
    operation.place(if about_others { higher } else { least })
}

pub(super) fn scopes(permissions: &Permissions, caller: Caller) -> &Scopes {
    match caller {
        Caller::DelegatedWork => &permissions.delegated_work,
        Caller::DelegatedPersonal => &permissions.delegated_personal,
        Caller::Application => &permissions.application,
    }
}

/// What happened to a list of alternatives. The order of those that are not the least privileged
/// ones says nothing.
fn changes(old: &Scopes, new: &Scopes) -> Vec<Event> {
    if old == new {
        return Vec::new();
    }
    let (was, is): (BTreeSet<&Alternative>, BTreeSet<_>) =
        (old.all().collect(), new.all().collect());
    let lost: BTreeSet<&Alternative> = was.difference(&is).copied().collect();
    let gained: BTreeSet<&Alternative> = is.difference(&was).copied().collect();
    let mut events = Vec::new();
    if !lost.is_empty() {
        let raised = old.least.iter().any(|scope| lost.contains(scope)) && !is.is_empty();
        events.push(if raised { Event::LeastPrivilegeRaised } else { Event::PermissionRemoved });
    }
    if !gained.is_empty() {
        let lowered = new.least.iter().any(|scope| gained.contains(scope)) && !was.is_empty();
        events.push(if lowered { Event::LeastPrivilegeLowered } else { Event::PermissionAdded });
    }
    if events.is_empty() && least(old) != least(new) {
        events.push(Event::LeastPrivilegeRestated);
    }
    events
}

/// The least privileged alternatives, in no order.
fn least(scopes: &Scopes) -> BTreeSet<&Alternative> {
    scopes.least.iter().collect()
}
