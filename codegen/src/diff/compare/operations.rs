//! Operations: which requests there are, and which function offers them.
//!
//! A request, verb and path, is what exists on the wire; a function, with one or several requests, is
//! what exists in Rust. A page is usually one function. Values in paths may be called anything, and
//! services take paths in any casing, so requests are compared without either. What a page abbreviates
//! is compared as the page writes it; written out later, it is another line and the same call.

use std::cell::LazyCell;
use std::collections::BTreeMap;

use super::calls;
use super::names::Pair;
use super::requests::{Matched, Request, line, normal, paired, sent};
use super::words;
use crate::diff::circumstance::{Arrival, Casing, Departure, InRust, OldName};
use crate::diff::symbol::Part;
use crate::diff::{Change, Differ, Event, Side, Sides, State, Symbol};
use crate::ir::{Example, Landmark, Operation, Path, PathOrigin, PathPiece, PathRemark, Source};

/// All that changed of operations.
pub fn compare(sides: Sides<'_>) -> Vec<Change> {
    let matched = Matched::new(&sides.old.requests, &sides.new.requests);
    sides.compare(&matched.pairs(), |differ, pair| match *pair {
        Pair::Added(new) => differ.operation_added(new, &matched),
        Pair::Removed(old) => differ.operation_removed(old, &matched),
        Pair::Both(old, new) => differ.operation_changed(old, new, &matched),
    })
}

impl<'a> Differ<'a> {
    fn operation_added(&mut self, operation: &'a Operation, matched: &Matched<'a>) {
        let mut whole = Some(State::Operation(Box::new(operation.clone())));
        let nearest = self.old.nearest(&operation.source.page).cloned();
        for (request, path) in matched.new.lines(&operation.name) {
            if matched.old.has(request) || !matched.tells(Side::New, request, &operation.name) {
                continue;
            }
            let symbol = Symbol::Request(operation.method, line(path));
            let state = whole.take().unwrap_or_else(|| State::Path((**path).clone()));
            let change = Change::new(Event::OperationAdded(Arrival::New), symbol)
                .to(state)
                .where_it_is(nearest.as_ref(), Some(&operation.line(path)));
            self.push(Change { function: Some(operation.name.clone()), ..change });
        }
        if let Some(whole) = whole {
            let symbol = Symbol::Function(operation.name.clone());
            self.push(
                Change::new(Event::FunctionAdded, symbol)
                    .to(whole)
                    .where_it_is(nearest.as_ref(), Some(&operation.source)),
            );
        }
    }

    fn operation_removed(&mut self, operation: &'a Operation, matched: &Matched<'a>) {
        let mut whole = Some(State::Operation(Box::new(operation.clone())));
        let nearest = self.new.nearest(&operation.source.page).cloned();
        for (request, path) in matched.old.lines(&operation.name) {
            if matched.new.has(request) || !matched.tells(Side::Old, request, &operation.name) {
                continue;
            }
            let symbol = Symbol::Request(operation.method, line(path));
            let state = whole.take().unwrap_or_else(|| State::Path((**path).clone()));
            let departure = matched.new.without_function(request.0, path);
            let change = Change::new(Event::OperationRemoved(departure), symbol)
                .from(state)
                .where_it_is(Some(&operation.line(path)), nearest.as_ref());
            self.push(Change { function: Some(operation.name.clone()), ..change });
        }
        if let Some(whole) = whole {
            let symbol = Symbol::Function(operation.name.clone());
            self.push(
                Change::new(Event::FunctionRemoved, symbol)
                    .from(whole)
                    .where_it_is(Some(&operation.source), nearest.as_ref()),
            );
        }
    }

    fn operation_changed(&mut self, old: &'a Operation, new: &'a Operation, matched: &Matched<'a>) {
        let symbol = || Symbol::Function(new.name.clone());
        if old.name != new.name {
            self.push(
                Change::new(Event::FunctionRenamed(OldName::Gone), symbol())
                    .from(State::Function(old.name.clone()))
                    .to(State::Function(new.name.clone()))
                    .at(&old.source, &new.source),
            );
        }
        if old.source.page != new.source.page {
            let titles = (old.place(Landmark::Title), new.place(Landmark::Title));
            self.page_moved(symbol(), &titles.0, &titles.1);
        }
        self.paths(old, new, matched);
        self.said_of_paths(old, new);
        let titles = (old.place(Landmark::Title), new.place(Landmark::Title));
        self.deprecation(symbol(), (&old.deprecated, &titles.0), (&new.deprecated, &titles.1));
        self.prose(symbol(), (&texts(old), &titles.0), (&texts(new), &titles.1));
        self.examples(old, new);
        self.parts(old, new);
        self.permissions(old, new);
    }

    fn paths(&mut self, old: &'a Operation, new: &'a Operation, matched: &Matched<'a>) {
        let (was, is) = (matched.old.of(&old.name), matched.new.of(&new.name));
        // Most pages give the same lines in the same order.
        if was == is {
            return;
        }
        let pairs = paired(&old.paths, &new.paths, normal);
        // Only of a few paths it matters.
        let rewritten =
            LazyCell::new(|| calls::rewritten((self.old.api, old), (self.new.api, new)));
        let first = self.changes.len();
        let request = |key: &str| (new.method, key.into());
        let came = pairs.iter().filter_map(|(key, pair)| match pair {
            Pair::Added(at) => Some((request(key), &new.paths[*at])),
            _ => None,
        });
        for (at, (request, path)) in came.enumerate() {
            // The first one is to blame.
            let arrival = if at == 0 && rewritten.is_some() {
                Arrival::Renames
            } else if times_sent(old, path) >= times_sent(new, path) {
                Arrival::Sent
            } else {
                Arrival::New
            };
            self.path_added(old, new, (&request, path), arrival, matched);
        }
        for (key, pair) in &pairs {
            if let Pair::Removed(at) = pair {
                self.path_removed(old, new, (&request(key), &old.paths[*at]), matched);
            }
        }
        for (_, pair) in &pairs {
            if let Pair::Both(before, after) = pair
                && let (was, is) = (&old.paths[*before], &new.paths[*after])
                && was != is
            {
                self.path_respelled((old, was), (new, is), rewritten.is_some());
            }
        }
        if let Some(change) = self.changes.get_mut(first) {
            change.help.clone_from(&rewritten);
        }
    }

    fn path_added(
        &mut self,
        old: &'a Operation,
        new: &'a Operation,
        (request, path): (&Request, &Path),
        arrival: Arrival,
        matched: &Matched<'a>,
    ) {
        // Another function may have had the request, or may tell that it is new; this one may have it
        // under another name.
        let known = path.origin == PathOrigin::Example
            || (1..times_sent(new, path)).contains(&times_sent(old, path))
            || matched.old.has(request)
            || !matched.tells(Side::New, request, &new.name);
        let event = if known { Event::PathAdded } else { Event::OperationAdded };
        let symbol = Symbol::Request(new.method, line(path));
        let place = new.line(path);
        let change = Change::new(event(arrival), symbol)
            .to(State::Path(path.clone()))
            .where_it_is(Some(&old.request_heading(new, &place)), Some(&place));
        self.push(Change { function: Some(new.name.clone()), ..change });
    }

    fn path_removed(
        &mut self,
        old: &'a Operation,
        new: &'a Operation,
        (request, path): (&Request, &Path),
        matched: &Matched<'a>,
    ) {
        let known = path.origin == PathOrigin::Example
            || (1..times_sent(old, path)).contains(&times_sent(new, path))
            || matched.new.has(request)
            || !matched.tells(Side::Old, request, &old.name);
        let event = if known { Event::PathRemoved } else { Event::OperationRemoved };
        let symbol = Symbol::Request(old.method, line(path));
        let departure = if times_sent(new, path) >= times_sent(old, path) {
            Departure::Sent
        } else {
            matched.new.without_function(request.0, path)
        };
        let place = old.line(path);
        let change = Change::new(event(departure), symbol)
            .from(State::Path(path.clone()))
            .where_it_is(Some(&place), Some(&new.request_heading(old, &place)));
        self.push(Change { function: Some(new.name.clone()), ..change });
    }

    fn path_respelled(
        &mut self,
        (old, was): (&'a Operation, &Path),
        (new, is): (&'a Operation, &Path),
        renamed: bool,
    ) {
        let literal = |path: &Path| -> Vec<Box<str>> {
            let literals = path.pieces.iter().filter_map(|piece| match piece {
                PathPiece::Literal(text) => Some(text.clone()),
                PathPiece::Placeholder(_) => None,
            });
            literals.collect()
        };
        let event = match (literal(was) == literal(is), renamed) {
            (true, false) => Event::PlaceholderRenamed(InRust::Same),
            (true, true) => Event::PlaceholderRenamed(InRust::Other),
            (false, false) => Event::CasingChanged(Casing::Path),
            (false, true) => Event::CasingChanged(Casing::PathInRust),
        };
        let change = Change::new(event, Symbol::Request(new.method, line(is)))
            .from(State::Path(was.clone()))
            .to(State::Path(is.clone()))
            .at(&old.line(was), &new.line(is));
        self.push(Change { function: Some(new.name.clone()), ..change });
    }

    /// What is said of single paths. What comes or goes with a path is told under that.
    fn said_of_paths(&mut self, old: &Operation, new: &Operation) {
        let (was, is) = (&old.path_remarks, &new.path_remarks);
        if was.is_empty() && is.is_empty() || said_of(was) == said_of(is) {
            return;
        }
        let (old_place, new_place) = (said_at(old, new), said_at(new, old));
        self.push(
            Change::new(Event::ProseChanged, Symbol::Part(new.name.clone(), Part::Paths))
                .from(State::SaidOfPaths(was.clone()))
                .to(State::SaidOfPaths(is.clone()))
                .at(&old_place, &new_place),
        );
    }

    fn examples(&mut self, old: &Operation, new: &Operation) {
        let (old_examples, new_examples) = (&old.examples, &new.examples);
        if same_examples(old_examples, new_examples, same_example) {
            return;
        }
        let at = |all: &[Example], others: &[Example], operation: &Operation| {
            let is_there = |example: &&Example| others.iter().any(|it| same_example(example, it));
            let first = all.iter().find(|example| !is_there(example)).or(all.first());
            first.map_or_else(|| operation.place(Landmark::Examples), |it| it.source.clone())
        };
        let old_place = at(old_examples, new_examples, old);
        let new_place = at(new_examples, old_examples, new);
        let change = if same_examples(old_examples, new_examples, shows_the_same) {
            Change::new(Event::ProseChanged, Symbol::Part(new.name.clone(), Part::Examples))
                .from(State::SaidOfExamples(old_examples.clone()))
                .to(State::SaidOfExamples(new_examples.clone()))
        } else {
            Change::new(Event::ExampleChanged, Symbol::Function(new.name.clone()))
                .from(State::Examples(old_examples.clone()))
                .to(State::Examples(new_examples.clone()))
        };
        self.push(change.at(&old_place, &new_place));
    }
}

/// What is said of each path, as paths are compared.
pub fn said_of(remarks: &[PathRemark]) -> BTreeMap<String, Vec<Box<str>>> {
    let mut said: BTreeMap<String, Vec<Box<str>>> = BTreeMap::new();
    for remark in remarks {
        for path in &remark.paths {
            said.entry(normal(path)).or_default().push(words::joined(&remark.text));
        }
    }
    said
}

/// Where the first remark about paths stands that the other side has not; else the heading above all.
fn said_at(operation: &Operation, other: &Operation) -> Source {
    let is_there = |remark: &&PathRemark| {
        other.path_remarks.iter().any(|it| words::same(&it.text, &remark.text))
    };
    let mut remarks = operation.path_remarks.iter();
    let own = remarks.find(|remark| !is_there(remark)).or(operation.path_remarks.first());
    let place = own.and_then(|remark| remark.place.as_ref());
    place
        .map_or_else(|| operation.place(Landmark::Request), |place| place.beside(&operation.source))
}

/// What an operation's own prose says, its title first.
pub fn texts(operation: &Operation) -> Vec<&str> {
    let mut texts: Vec<&str> = vec![&operation.title, &operation.description];
    texts.extend(operation.remarks.iter().map(|remark| &*remark.text));
    texts
}

/// Whether two lists have the same examples, in any order.
fn same_examples(
    old: &[Example],
    new: &[Example],
    same: impl Fn(&Example, &Example) -> bool,
) -> bool {
    let mut rest: Vec<&Example> = new.iter().collect();
    let is_there = |example: &Example| {
        let at = rest.iter().position(|other| same(example, other));
        at.map(|at| rest.remove(at)).is_some()
    };
    old.len() == new.len() && old.iter().all(is_there)
}

/// Whether two examples are the same without what is no part of them.
fn same_example(old: &Example, new: &Example) -> bool {
    shows_the_same(old, new)
        && words::same(&old.title, &new.title)
        && words::same(&old.description, &new.description)
}

/// Whether two examples are the same, whatever is said of them.
fn shows_the_same(old: &Example, new: &Example) -> bool {
    old.kind == new.kind
        && old.start_line == new.start_line
        && old.headers == new.headers
        && old.ty == new.ty
        && words::same(&old.body, &new.body)
}

/// Examples without what is no part of them: their places, their order, how a body is wrapped.
pub fn examples(examples: &[Example]) -> Vec<Example> {
    let mut examples: Vec<Example> = examples
        .iter()
        .map(|example| Example {
            title: words::joined(&example.title),
            description: words::joined(&example.description),
            body: words::joined(&example.body),
            body_line: 0,
            source: Source::default(),
            ..example.clone()
        })
        .collect();
    let key = |e: &Example| {
        let said = (e.title.clone(), e.description.clone());
        (e.is_response(), e.start_line.clone(), e.body.clone(), said)
    };
    examples.sort_by_cached_key(key);
    examples
}

/// How many paths of an operation are a request, however its page writes it and its values.
fn times_sent(operation: &Operation, path: &Path) -> usize {
    let wanted = sent(path);
    operation.paths.iter().filter(|other| sent(other) == wanted).count()
}
