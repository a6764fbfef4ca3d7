//! The parts of an operation: headers, query, response, errors, clouds. What it sends is in `sent`.

use std::collections::{BTreeMap, BTreeSet};

use super::symbol::Part;
use super::{Change, ChangeCode, Circumstance, Differ, Fact, Side, Symbol, words};
use crate::emit;
use crate::ir::{
    ErrorMeaning, Header, Landmark, Operation, QueryParameter, Requirement, Source, Spot,
};

impl<'a> Differ<'a> {
    pub(super) fn parts(&mut self, old: &'a Operation, new: &'a Operation) {
        self.query(old, new);
        self.headers(old, new);
        self.function_parameters(old, new);
        self.body(old, new);
        self.response(old, new);
        self.errors(old, new);
        self.clouds(old, new);
    }

    fn query(&mut self, old: &Operation, new: &Operation) {
        for option in &old.query_options {
            if !new.query_options.contains(option) {
                let lost = Some(Fact::QueryOption(*option));
                let part = Part::QueryOption(*option);
                self.parameter((old, new), part, (lost, None), None, Circumstance::Plain);
            }
        }
        for option in &new.query_options {
            if !old.query_options.contains(option) {
                let gained = Some(Fact::QueryOption(*option));
                let part = Part::QueryOption(*option);
                self.parameter((old, new), part, (None, gained), None, Circumstance::Plain);
            }
        }
        for parameter in &old.query_parameters {
            let part = Part::QueryParameter(parameter.name.clone());
            match new.query_parameters.iter().find(|other| other.name == parameter.name) {
                None => {
                    let lost = Some(Fact::QueryParameter(Box::new(parameter.clone())));
                    let place = parameter.place.as_ref();
                    let when = setter(emit::has_query_setter(parameter));
                    self.parameter((old, new), part, (lost, None), place, when);
                }
                Some(other) => {
                    let symbol = Symbol::Part(new.name.clone(), part);
                    let words = (query_words(old, parameter), query_words(new, other));
                    self.requirement(
                        ChangeCode::ParameterRequirementChanged,
                        symbol.clone(),
                        (parameter.requirement, &words.0),
                        (other.requirement, &words.1),
                        emit::has_query_setter(parameter),
                    );
                    self.prose(
                        symbol,
                        (&[&parameter.description], &words.0),
                        (&[&other.description], &words.1),
                    );
                }
            }
        }
        for parameter in &new.query_parameters {
            if !old.query_parameters.iter().any(|other| other.name == parameter.name) {
                let gained = Some(Fact::QueryParameter(Box::new(parameter.clone())));
                let part = Part::QueryParameter(parameter.name.clone());
                let place = parameter.place.as_ref();
                let when = match (emit::has_query_setter(parameter), parameter.requirement) {
                    (true, Requirement::Required) => Circumstance::RequiredArgument,
                    (in_rust, _) => setter(in_rust),
                };
                self.parameter((old, new), part, (None, gained), place, when);
            }
        }
    }

    fn headers(&mut self, old: &Operation, new: &Operation) {
        for header in &old.headers {
            let part = Part::Header(header.name.clone());
            let Some(other) = new.headers.iter().find(|other| other.name == header.name) else {
                let lost = Some(Fact::Header(Box::new(header.clone())));
                let place = header.place.as_ref();
                let when = match header.requirement {
                    // An argument that the function takes no longer.
                    Requirement::Required => Circumstance::Plain,
                    Requirement::Optional => setter(emit::has_header_setter(header)),
                };
                self.parameter((old, new), part, (lost, None), place, when);
                continue;
            };
            let symbol = Symbol::Part(new.name.clone(), part);
            let (old_words, new_words) = (header_words(old, header), header_words(new, other));
            self.requirement(
                ChangeCode::ParameterRequirementChanged,
                symbol.clone(),
                (header.requirement, &old_words),
                (other.requirement, &new_words),
                true,
            );
            self.prose(
                symbol,
                (&[&header.description], &old_words),
                (&[&other.description], &new_words),
            );
        }
        for header in &new.headers {
            if !old.headers.iter().any(|other| other.name == header.name) {
                let when = match header.requirement {
                    Requirement::Required => Circumstance::RequiredArgument,
                    Requirement::Optional => setter(emit::has_header_setter(header)),
                };
                let gained = Some(Fact::Header(Box::new(header.clone())));
                let part = Part::Header(header.name.clone());
                self.parameter((old, new), part, (None, gained), header.place.as_ref(), when);
            }
        }
    }

    fn parameter(
        &mut self,
        (old, new): (&Operation, &Operation),
        part: Part,
        (was, is): (Option<Fact>, Option<Fact>),
        row: Option<&Spot>,
        when: Circumstance,
    ) {
        let added = was.is_none();
        let place = |operation: &Operation, has_it: bool| match &part {
            Part::QueryOption(option) => operation.option(*option),
            Part::Header(_) => operation.row(row.filter(|_| has_it), Landmark::Headers),
            _ => operation.row(row.filter(|_| has_it), Landmark::Query),
        };
        let (new_place, old_place) = (place(new, added), place(old, !added));
        let code = if added { ChangeCode::ParameterAdded } else { ChangeCode::ParameterRemoved };
        self.push(
            Change::new(code, when, Symbol::Part(new.name.clone(), part))
                .from(was)
                .to(is)
                .spot(Side::New, Some(&new_place), added)
                .spot(Side::Old, Some(&old_place), !added),
        );
    }

    pub(super) fn requirement(
        &mut self,
        code: ChangeCode,
        symbol: Symbol,
        (old, old_source): (Requirement, &Source),
        (new, new_source): (Requirement, &Source),
        is_argument: bool,
    ) {
        let when = match (old, new) {
            (Requirement::Optional, Requirement::Required) if is_argument => {
                Circumstance::RequiredArgument
            }
            (Requirement::Optional, Requirement::Required) => Circumstance::Required,
            (Requirement::Required, Requirement::Optional) if is_argument => {
                Circumstance::OptionalArgument
            }
            (Requirement::Required, Requirement::Optional) => Circumstance::Optional,
            _ => return,
        };
        self.push(
            Change::new(code, when, symbol)
                .from(Fact::Requirement(old))
                .to(Fact::Requirement(new))
                .at(old_source, new_source),
        );
    }

    fn response(&mut self, old: &'a Operation, new: &'a Operation) {
        let symbol = || Symbol::Part(new.name.clone(), Part::Response);
        let (was, is) = (&old.response, &new.response);
        let when = match (&was.ty, &is.ty) {
            (None, None) => None,
            (Some(before), Some(after)) => {
                let emptied = was.may_be_empty != is.may_be_empty;
                let emptied = emptied.then_some(Circumstance::Plain);
                self.retyped(before, after).or(emptied)
            }
            _ => Some(Circumstance::Plain),
        };
        if let Some(when) = when {
            self.push(
                Change::new(ChangeCode::ResponseTypeChanged, when, symbol())
                    .from(Fact::Response(was.clone()))
                    .to(Fact::Response(is.clone()))
                    .at(&old.place(Landmark::Returned), &new.place(Landmark::Returned)),
            );
        }
        if was.status != is.status {
            self.push(
                Change::new(ChangeCode::ResponseStatusChanged, Circumstance::Plain, symbol())
                    .from(Fact::Status(was.status))
                    .to(Fact::Status(is.status))
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
            let fact = |text: Option<&Box<str>>| text.map(|text| Fact::Texts(vec![text.clone()]));
            let place = |operation: &Operation| operation.error(status, code.as_deref());
            let (new_place, old_place) = (place(new), place(old));
            let part = Part::Error { status, code };
            let symbol = Symbol::Part(new.name.clone(), part);
            self.push(
                Change::new(ChangeCode::ErrorMeaningChanged, Circumstance::Plain, symbol)
                    .from(fact(before))
                    .to(fact(after))
                    .spot(Side::New, Some(&new_place), after.is_some())
                    .spot(Side::Old, Some(&old_place), before.is_some()),
            );
        }
    }

    fn clouds(&mut self, old: &Operation, new: &Operation) {
        for (code, from, than) in
            [(ChangeCode::CloudRemoved, old, new), (ChangeCode::CloudAdded, new, old)]
        {
            for cloud in from.clouds.iter().filter(|cloud| !than.clouds.contains(cloud)) {
                let part = Part::Cloud(cloud.clone());
                let fact = Some(Fact::Name(cloud.clone()));
                let added = code == ChangeCode::CloudAdded;
                let (was, is) = if added { (None, fact) } else { (fact, None) };
                self.push(
                    Change::new(code, Circumstance::Plain, Symbol::Part(new.name.clone(), part))
                        .from(was)
                        .to(is)
                        .spot(Side::New, Some(&new.cloud(cloud)), added)
                        .spot(Side::Old, Some(&old.cloud(cloud)), !added),
                );
            }
        }
    }
}

/// A setter that comes or goes, if there is one.
pub(super) fn setter(in_rust: bool) -> Circumstance {
    if in_rust { Circumstance::Plain } else { Circumstance::SameInRust }
}

/// Where a page describes a header.
fn header_words(operation: &Operation, header: &Header) -> Source {
    operation.described(header.place.as_ref(), header.cells, Landmark::Headers)
}

/// Where a page describes a query parameter.
fn query_words(operation: &Operation, parameter: &QueryParameter) -> Source {
    operation.described(parameter.place.as_ref(), parameter.cells, Landmark::Query)
}
