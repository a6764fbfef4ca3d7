//! Enums and their members.

use super::names::{Pair, pairs, same_name};
use crate::diff::circumstance::Loss;
use crate::diff::{Change, Differ, Event, Sides, State, Symbol};
use crate::ir::{Enum, EnumOrigin, Member};

/// All that changed of enums.
pub fn compare(sides: Sides<'_>) -> Vec<Change> {
    let pairs = pairs(&sides.old.api.enums, &sides.new.api.enums, |name| name.as_str());
    sides.compare(&pairs, |differ, pair| match *pair {
        Pair::Added(new) => differ.enum_added(new),
        Pair::Removed(old) => differ.enum_removed(old),
        Pair::Both(old, new) => differ.enum_changed(old, new),
    })
}

impl<'a> Differ<'a> {
    fn enum_added(&mut self, new: &Enum) {
        let symbol = Symbol::Enum(new.name.clone());
        self.push(
            Change::new(Event::EnumAdded, symbol)
                .to(State::Enum(Box::new(new.clone())))
                .where_it_is(self.old.nearest(&new.source.page), Some(&new.source)),
        );
    }

    fn enum_removed(&mut self, old: &Enum) {
        let symbol = Symbol::Enum(old.name.clone());
        self.push(
            Change::new(Event::EnumRemoved, symbol)
                .from(State::Enum(Box::new(old.clone())))
                .where_it_is(Some(&old.source), self.new.nearest(&old.source.page)),
        );
    }

    fn enum_changed(&mut self, old: &'a Enum, new: &'a Enum) {
        let symbol = || Symbol::Enum(new.name.clone());
        let change = |event| Change::new(event, symbol()).at(&old.source, &new.source);
        if old.name != new.name {
            let (was, is) = (old.name.as_str(), new.name.as_str());
            self.casing_changed(symbol(), (was, &old.source), (is, &new.source));
        }
        // Prose is read wherever an enum is used: which page it is, is no fact about the enum.
        let tables = [old, new].iter().all(|e| e.origin == EnumOrigin::Table);
        if tables && old.source.page != new.source.page {
            self.page_moved(symbol(), &old.source, &new.source);
        }
        if old.flags != new.flags {
            let state = |value| State::Flag { value, word: "flags" };
            self.push(change(Event::EnumFlagsChanged).from(state(old.flags)).to(state(new.flags)));
        }
        self.deprecation(symbol(), (&old.deprecated, &old.source), (&new.deprecated, &new.source));
        self.prose(
            symbol(),
            (&[&old.description], &old.source),
            (&[&new.description], &new.source),
        );
        self.members(old, new);
    }

    fn members(&mut self, old: &'a Enum, new: &'a Enum) {
        let find = |members: &'a [Member], name: &Member| {
            members.iter().find(|member| member.name == name.name)
        };
        let mut gone: Vec<&Member> = Vec::new();
        for was in once(&old.members) {
            match find(&new.members, was) {
                Some(is) => self.member_changed(new, was, is),
                None => gone.push(was),
            }
        }
        for is in once(&new.members) {
            if find(&old.members, is).is_some() {
                continue;
            }
            let symbol = Symbol::Member(new.name.clone(), is.name.clone());
            let cased = gone.iter().position(|was| same_name(was.name.as_str(), is.name.as_str()));
            if let Some(at) = cased {
                let was = gone.remove(at);
                let (from, to) = (was.name.as_str(), is.name.as_str());
                self.casing_changed(symbol, (from, &was.source), (to, &is.source));
                self.member_changed(new, was, is);
                continue;
            }
            self.push(
                Change::new(Event::EnumMemberAdded, symbol)
                    .to(State::Member(Box::new(is.clone())))
                    .where_it_is(Some(&old.heading()), Some(&is.source)),
            );
        }
        for was in gone {
            let symbol = Symbol::Member(new.name.clone(), was.name.clone());
            self.push(
                Change::new(Event::EnumMemberRemoved, symbol)
                    .from(State::Member(Box::new(was.clone())))
                    .where_it_is(Some(&was.source), Some(&new.heading())),
            );
        }
    }

    fn member_changed(&mut self, of: &Enum, old: &Member, new: &Member) {
        let symbol = || Symbol::Member(of.name.clone(), new.name.clone());
        if old.opt_in != new.opt_in {
            let loss = if new.opt_in { Loss::Something } else { Loss::Nothing };
            let state = |value| State::Flag { value, word: "sent on request only" };
            self.push(
                Change::new(Event::EnumMemberOptInChanged(loss), symbol())
                    .from(state(old.opt_in))
                    .to(state(new.opt_in))
                    .at(&old.source, &new.source),
            );
        }
        self.deprecation(symbol(), (&old.deprecated, &old.source), (&new.deprecated, &new.source));
        self.prose(
            symbol(),
            (&[&old.description], &old.source),
            (&[&new.description], &new.source),
        );
    }
}

/// A list's members, each name once: the first one counts, as in the generated crate.
fn once(members: &[Member]) -> impl Iterator<Item = &Member> {
    members.iter().enumerate().filter_map(|(at, member)| {
        let before = members[..at].iter().any(|other| other.name == member.name);
        (!before).then_some(member)
    })
}
