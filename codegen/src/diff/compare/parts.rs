//! The parts of an operation: headers, query, response, errors, clouds. What it sends is in `sent`.

use std::collections::{BTreeMap, BTreeSet};

use super::words;
use crate::diff::circumstance::{InRust, NewParameter, NewRequirement, Retyped};
use crate::diff::symbol::Part;
use crate::diff::{Change, Differ, Event, State, Symbol};
use crate::emit;
use crate::ir::{ErrorMeaning, Landmark, Operation, Parameter, Requirement, Source, Spot};

impl<'a> Differ<'a> {
    pub fn parts(&mut self, old: &'a Operation, new: &'a Operation) {
        self.query_options(old, new);
        self.query_parameters(old, new);
        self.headers(old, new);
        self.function_parameters(old, new);
        self.body(old, new);
        self.response(old, new);
        self.errors(old, new);
        self.clouds(old, new);
    }

    fn query_options(&mut self, old: &Operation, new: &Operation) {
        for option in &old.query_options {
            if !new.query_options.contains(option) {
                let lost = Some(State::QueryOption(*option));
                let part = Part::QueryOption(*option);
                let event = Event::ParameterRemoved(InRust::Other);
                self.parameter((old, new), part, (lost, None), None, event);
            }
        }
        for option in &new.query_options {
            if !old.query_options.contains(option) {
                let gained = Some(State::QueryOption(*option));
                let part = Part::QueryOption(*option);
                let event = Event::ParameterAdded(NewParameter::Setter);
                self.parameter((old, new), part, (None, gained), None, event);
            }
        }
    }

    fn query_parameters(&mut self, old: &Operation, new: &Operation) {
        let rows = Rows {
            part: Part::QueryParameter,
            state: State::QueryParameter,
            heading: Landmark::Query,
            is_argument: emit::has_query_setter,
            has_setter: emit::has_query_setter,
        };
        self.rows((old, &old.query_parameters), (new, &new.query_parameters), &rows);
    }

    fn headers(&mut self, old: &Operation, new: &Operation) {
        let rows = Rows {
            part: Part::Header,
            state: State::Header,
            heading: Landmark::Headers,
            is_argument: |_| true,
            has_setter: emit::has_header_setter,
        };
        self.rows((old, &old.headers), (new, &new.headers), &rows);
    }

    /// The rows of a table of parameters.
    fn rows<N: Clone + PartialEq>(
        &mut self,
        (old, was): (&Operation, &[Parameter<N>]),
        (new, is): (&Operation, &[Parameter<N>]),
        rows: &Rows<N>,
    ) {
        for before in was {
            let part = (rows.part)(before.name.clone());
            let Some(after) = is.iter().find(|after| after.name == before.name) else {
                let lost = Some((rows.state)(Box::new(before.clone())));
                let event = Event::ParameterRemoved(old_setter(rows.in_rust(before)));
                self.parameter((old, new), part, (lost, None), before.place.as_ref(), event);
                continue;
            };
            let symbol = Symbol::Part(new.name.clone(), part);
            let old_words = old.described(before, rows.heading);
            let new_words = new.described(after, rows.heading);
            self.requirement(
                Event::ParameterRequirementChanged,
                symbol.clone(),
                (before.requirement, &old_words),
                (after.requirement, &new_words),
                (rows.is_argument)(before),
            );
            self.prose(
                symbol,
                (&[&before.description], &old_words),
                (&[&after.description], &new_words),
            );
        }
        for after in is {
            if was.iter().any(|before| before.name == after.name) {
                continue;
            }
            let event = Event::ParameterAdded(match (after.requirement, rows.in_rust(after)) {
                (Requirement::Required, true) => NewParameter::RequiredArgument,
                (_, in_rust) => new_setter(in_rust),
            });
            let gained = Some((rows.state)(Box::new(after.clone())));
            let part = (rows.part)(after.name.clone());
            self.parameter((old, new), part, (None, gained), after.place.as_ref(), event);
        }
    }

    fn parameter(
        &mut self,
        (old, new): (&Operation, &Operation),
        part: Part,
        (was, is): (Option<State>, Option<State>),
        row: Option<&Spot>,
        event: Event,
    ) {
        let added = was.is_none();
        let place = |operation: &Operation, has_it: bool| match &part {
            Part::QueryOption(option) => operation.option(*option),
            Part::Header(_) => operation.row(row.filter(|_| has_it), Landmark::Headers),
            _ => operation.row(row.filter(|_| has_it), Landmark::Query),
        };
        let (new_place, old_place) = (place(new, added), place(old, !added));
        self.push(
            Change::new(event, Symbol::Part(new.name.clone(), part))
                .from(was)
                .to(is)
                .where_it_is(Some(&old_place), Some(&new_place)),
        );
    }

    pub fn requirement(
        &mut self,
        event: fn(NewRequirement) -> Event,
        symbol: Symbol,
        (old, old_source): (Requirement, &Source),
        (new, new_source): (Requirement, &Source),
        is_argument: bool,
    ) {
        let requirement = match (old, new) {
            (Requirement::Optional, Requirement::Required) if is_argument => {
                NewRequirement::RequiredArgument
            }
            (Requirement::Optional, Requirement::Required) => NewRequirement::Required,
            (Requirement::Required, Requirement::Optional) if is_argument => {
                NewRequirement::OptionalArgument
            }
            (Requirement::Required, Requirement::Optional) => NewRequirement::Optional,
            (Requirement::Optional, Requirement::Optional)
            | (Requirement::Required, Requirement::Required) => return,
        };
        self.push(
            Change::new(event(requirement), symbol)
                .from(State::Requirement(old))
                .to(State::Requirement(new))
                .at(old_source, new_source),
        );
    }

    fn response(&mut self, old: &'a Operation, new: &'a Operation) {
        let symbol = || Symbol::Part(new.name.clone(), Part::Response);
        let (was, is) = (&old.response, &new.response);
        let in_rust = match (&was.ty, &is.ty) {
            (None, None) => None,
            (Some(before), Some(after)) => {
                let emptied = was.may_be_empty != is.may_be_empty;
                let emptied = emptied.then_some(InRust::Other);
                let retyped = self.retyped(before, after).map(|retyped| match retyped {
                    Retyped::Json => InRust::Same,
                    Retyped::Text | Retyped::Other => InRust::Other,
                });
                retyped.or(emptied)
            }
            (Some(_), None) | (None, Some(_)) => Some(InRust::Other),
        };
        if let Some(in_rust) = in_rust {
            self.push(
                Change::new(Event::ResponseTypeChanged(in_rust), symbol())
                    .from(State::Response(was.clone()))
                    .to(State::Response(is.clone()))
                    .at(&old.place(Landmark::Returned), &new.place(Landmark::Returned)),
            );
        }
        if was.status != is.status {
            self.push(
                Change::new(Event::ResponseStatusChanged, symbol())
                    .from(State::Status(was.status))
                    .to(State::Status(is.status))
                    .at(&old.place(Landmark::Answer), &new.place(Landmark::Answer)),
            );
        }
    }

    /// What errors mean, one by one: pages may tell them in any order.
    fn errors(&mut self, old: &Operation, new: &Operation) {
        if old.errors == new.errors {
            return;
        }
        let key = |error: &ErrorMeaning| (error.status, error.code.clone());
        let of = |all: &[ErrorMeaning]| -> BTreeMap<_, Box<str>> {
            all.iter().map(|error| (key(error), words::joined(&error.meaning))).collect()
        };
        let (was, is) = (of(&old.errors), of(&new.errors));
        let keys: BTreeSet<_> = was.keys().chain(is.keys()).collect();
        for error in keys {
            let (before, after) = (was.get(error), is.get(error));
            if before == after {
                continue;
            }
            let (status, code) = error.clone();
            let state = |text: Option<&Box<str>>| text.map(|text| State::Texts(vec![text.clone()]));
            let place = |operation: &Operation| operation.error(status, code.as_deref());
            let (new_place, old_place) = (place(new), place(old));
            let part = Part::Error { status, code };
            let symbol = Symbol::Part(new.name.clone(), part);
            self.push(
                Change::new(Event::ErrorMeaningChanged, symbol)
                    .from(state(before))
                    .to(state(after))
                    .where_it_is(Some(&old_place), Some(&new_place)),
            );
        }
    }

    fn clouds(&mut self, old: &Operation, new: &Operation) {
        for (event, from, than) in [(Event::CloudRemoved, old, new), (Event::CloudAdded, new, old)]
        {
            for cloud in from.clouds.iter().filter(|cloud| !than.clouds.contains(cloud)) {
                let part = Part::Cloud(cloud.clone());
                let state = Some(State::Name(cloud.clone()));
                let added = event == Event::CloudAdded;
                let (was, is) = if added { (None, state) } else { (state, None) };
                self.push(
                    Change::new(event, Symbol::Part(new.name.clone(), part))
                        .from(was)
                        .to(is)
                        .where_it_is(Some(&old.cloud(cloud)), Some(&new.cloud(cloud))),
                );
            }
        }
    }
}

/// What the rows of one table of parameters are called, and what they are in Rust.
struct Rows<N> {
    part: fn(N) -> Part,
    state: fn(Box<Parameter<N>>) -> State,
    /// The heading above the table.
    heading: Landmark,
    /// Whether one is an argument if it is required.
    is_argument: fn(&Parameter<N>) -> bool,
    /// Whether one has a setter if it is optional.
    has_setter: fn(&Parameter<N>) -> bool,
}

impl<N> Rows<N> {
    fn in_rust(&self, parameter: &Parameter<N>) -> bool {
        match parameter.requirement {
            Requirement::Required => (self.is_argument)(parameter),
            Requirement::Optional => (self.has_setter)(parameter),
        }
    }
}

/// A setter that comes, if there is one.
pub fn new_setter(in_rust: bool) -> NewParameter {
    if in_rust { NewParameter::Setter } else { NewParameter::Nothing }
}

/// A setter that goes, if there was one.
pub fn old_setter(in_rust: bool) -> InRust {
    if in_rust { InRust::Other } else { InRust::Same }
}
