//! Permissions: for each kind of caller any *one* of the listed scopes is enough.

use std::collections::BTreeSet;

use crate::diff::circumstance::Loss;
use crate::diff::symbol::{Caller, Part};
use crate::diff::{Change, Differ, Event, State, Symbol};
use crate::ir::{Alternative, Landmark, Operation, Permissions, Scopes, Source};

impl Differ<'_> {
    pub fn permissions(&mut self, old: &Operation, new: &Operation) {
        let (was, is) = (Detail::of(old), Detail::of(new));
        if was != is {
            self.permission_detail((old, was), (new, is));
            return;
        }
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

    /// A page that says more of who needs what than it did, or less. What of it changed for whom is not
    /// known.
    fn permission_detail(
        &mut self,
        (old, was): (&Operation, Detail),
        (new, is): (&Operation, Detail),
    ) {
        if old.permissions == new.permissions {
            return;
        }
        let kept: BTreeSet<&Alternative> = all(&new.permissions).collect();
        let is_lost = |scope: &Alternative| !kept.contains(scope);
        let loss = if is < was || all(&old.permissions).any(is_lost) {
            Loss::Something
        } else {
            Loss::Nothing
        };
        let state = |it: &Operation| State::Permissions(Box::new(it.permissions.clone()));
        let symbol = Symbol::Part(new.name.clone(), Part::AllPermissions);
        let mut change = Change::new(Event::PermissionDetailChanged(loss), symbol)
            .from(state(old))
            .to(state(new))
            .at(&old.place(was.landmark()), &new.place(is.landmark()));
        if is == Detail::Nothing {
            change.help = Some(
                "what is needed is not known any more: a table may be lost, or a page that is included"
                    .to_owned(),
            );
        }
        self.push(change);
    }
}

/// How much a page says of who needs which permissions, the least first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Detail {
    Nothing,
    /// What is needed, and of no kind of caller that it is.
    AnyCaller,
    ByCaller,
}

impl Detail {
    fn of(operation: &Operation) -> Self {
        let permissions = &operation.permissions;
        let has_cells = || {
            let cells =
                [Landmark::DelegatedWork, Landmark::DelegatedPersonal, Landmark::Application];
            cells.iter().any(|cell| operation.places.nth(*cell, 0).is_some())
        };
        // None of the kinds may be able to call.
        if permissions.of_kinds().iter().any(|scopes| !scopes.is_empty()) || has_cells() {
            Self::ByCaller
        } else if permissions.any_caller.is_empty() {
            Self::Nothing
        } else {
            Self::AnyCaller
        }
    }

    /// Where it is said.
    fn landmark(self) -> Landmark {
        match self {
            Self::Nothing => Landmark::Permissions,
            Self::AnyCaller => Landmark::AnyCaller,
            Self::ByCaller => Landmark::DelegatedWork,
        }
    }
}

/// What is needed, by whomever.
fn all(permissions: &Permissions) -> impl Iterator<Item = &Alternative> {
    Caller::ALL.into_iter().flat_map(|caller| scopes(permissions, caller).all())
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
        Caller::Any => (Landmark::AnyCaller, Landmark::AnyCaller),
    };
    let own = scopes(&operation.permissions, caller);
    let is_missing = |scope: &Alternative| !other.all().any(|known| known == scope);
    let about_others = matches!(event, Event::PermissionAdded | Event::PermissionRemoved)
        && !own.least.iter().any(is_missing)
        && own.higher.iter().any(is_missing);
    operation.place(if about_others { higher } else { least })
}

pub fn scopes(permissions: &Permissions, caller: Caller) -> &Scopes {
    match caller {
        Caller::DelegatedWork => &permissions.delegated_work,
        Caller::DelegatedPersonal => &permissions.delegated_personal,
        Caller::Application => &permissions.application,
        Caller::Any => &permissions.any_caller,
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
    let raised = old.least.iter().any(|scope| lost.contains(scope)) && !is.is_empty();
    let lowered = new.least.iter().any(|scope| gained.contains(scope)) && !was.is_empty();
    if !lost.is_empty() {
        events.push(if raised { Event::LeastPrivilegeRaised } else { Event::PermissionRemoved });
    }
    // Where another permission is the least one now, whoever had that one needs the other: no less.
    let replaced = raised && lowered;
    if !gained.is_empty() && !replaced {
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
