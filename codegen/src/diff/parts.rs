//! The parts of an operation: parameters, body, response, clouds.

use std::collections::{BTreeMap, BTreeSet};

use super::symbol::Part;
use super::{Change, ChangeCode, Circumstance, Differ, Fact, Side, Symbol, words};
use crate::emit::{self, Given};
use crate::ir::{
    Body, BodyProperty, Cells, ErrorMeaning, Header, Landmark, Method, Operation, PropertyName,
    QueryParameter, Requirement, Source, Spot,
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
                Some(other) => self.prose(
                    Symbol::Part(new.name.clone(), part),
                    (&[&parameter.description], &query_words(old, parameter)),
                    (&[&other.description], &query_words(new, other)),
                ),
            }
        }
        for parameter in &new.query_parameters {
            if !old.query_parameters.iter().any(|other| other.name == parameter.name) {
                let gained = Some(Fact::QueryParameter(Box::new(parameter.clone())));
                let part = Part::QueryParameter(parameter.name.clone());
                let place = parameter.place.as_ref();
                let when = setter(emit::has_query_setter(parameter));
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

    fn requirement(
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

    fn function_parameters(&mut self, old: &'a Operation, new: &'a Operation) {
        let codes = Codes {
            added: ChangeCode::ParameterAdded,
            removed: ChangeCode::ParameterRemoved,
            retyped: ChangeCode::ParameterTypeChanged,
            requirement: ChangeCode::ParameterRequirementChanged,
            part: Part::FunctionParameter,
            heading: Landmark::Arguments,
        };
        // Nearly all have none, and nothing to ask.
        if old.function_parameters.is_empty() && new.function_parameters.is_empty() {
            return;
        }
        let given =
            InRust::Parameters(emit::given(self.old.api, old), emit::given(self.new.api, new));
        self.properties_sent(
            (old, &old.function_parameters),
            (new, &new.function_parameters),
            (&codes, &given),
        );
    }

    fn body(&mut self, old: &'a Operation, new: &'a Operation) {
        if let (
            Body::Properties { of: was_of, properties: was },
            Body::Properties { of: is_of, properties: is },
        ) = (&old.body, &new.body)
            && was_of == is_of
        {
            let codes = Codes {
                added: ChangeCode::BodyPropertyAdded,
                removed: ChangeCode::BodyPropertyRemoved,
                retyped: ChangeCode::BodyPropertyTypeChanged,
                requirement: ChangeCode::BodyPropertyRequirementChanged,
                part: Part::BodyProperty,
                heading: Landmark::Body,
            };
            // A PATCH or PUT has a constructor without arguments.
            let asked = !matches!(new.method, Method::Patch | Method::Put);
            self.properties_sent((old, was), (new, is), (&codes, &InRust::Fields { asked }));
            return;
        }
        if canonical_body(&old.body) == canonical_body(&new.body) {
            return;
        }
        let when = match (&old.body, &new.body) {
            (Body::Bytes(_), Body::Bytes(_)) => Circumstance::SameInRust,
            (Body::Multipart { alone: was, .. }, Body::Multipart { alone: is, .. })
                if was.is_empty() == is.is_empty() =>
            {
                Circumstance::SameInRust
            }
            _ => Circumstance::Plain,
        };
        let symbol = Symbol::Part(new.name.clone(), Part::Body);
        self.push(
            Change::new(ChangeCode::BodyChanged, when, symbol)
                .from(Fact::Body(Box::new(old.body.clone())))
                .to(Fact::Body(Box::new(new.body.clone())))
                .at(&old.place(Landmark::Sent), &new.place(Landmark::Sent)),
        );
    }

    fn properties_sent(
        &mut self,
        (old, was): (&'a Operation, &'a [BodyProperty]),
        (new, is): (&'a Operation, &'a [BodyProperty]),
        (codes, in_rust): (&Codes, &InRust<'_>),
    ) {
        let symbol = |property: &BodyProperty| {
            Symbol::Part(new.name.clone(), (codes.part)(property.name.clone()))
        };
        for before in was {
            let Some(after) = is.iter().find(|after| after.name == before.name) else {
                let when = setter(in_rust.has(before));
                self.push(
                    Change::new(codes.removed, when, symbol(before))
                        .from(Fact::BodyProperty(Box::new(before.clone())))
                        .spot(Side::New, Some(&new.place(codes.heading)), false)
                        .spot(Side::Old, Some(&before.source), true),
                );
                continue;
            };
            if let Some(when) = self.retyped(&before.ty, &after.ty) {
                let when = if in_rust.has(after) { when } else { Circumstance::SameInRust };
                self.push(
                    Change::new(codes.retyped, when, symbol(after))
                        .from(Fact::TypeRef(before.ty.clone()))
                        .to(Fact::TypeRef(after.ty.clone()))
                        .at(&before.type_place(), &after.type_place()),
                );
            }
            self.requirement(
                codes.requirement,
                symbol(after),
                (before.requirement, &before.requirement_place()),
                (after.requirement, &after.requirement_place()),
                in_rust.asks(after),
            );
            self.prose(
                symbol(after),
                (&[&before.description], &before.description_place()),
                (&[&after.description], &after.description_place()),
            );
        }
        for after in is {
            if was.iter().any(|before| before.name == after.name) {
                continue;
            }
            let when = in_rust.added(after);
            self.push(
                Change::new(codes.added, when, symbol(after))
                    .to(Fact::BodyProperty(Box::new(after.clone())))
                    .spot(Side::New, Some(&after.source), true)
                    .spot(Side::Old, Some(&old.place(codes.heading)), false),
            );
        }
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

/// What the changes of a list of sent properties are called.
struct Codes {
    added: ChangeCode,
    removed: ChangeCode,
    retyped: ChangeCode,
    requirement: ChangeCode,
    part: fn(PropertyName) -> Part,
    /// The heading above the list.
    heading: Landmark,
}

/// What the properties of such a list are in Rust.
enum InRust<'a> {
    /// Fields of the body; its constructor may ask for those that are required.
    Fields { asked: bool },
    /// Arguments of the function or setters of its request, on both sides; others are nothing.
    Parameters(Given<'a>, Given<'a>),
}

impl InRust<'_> {
    fn has(&self, property: &BodyProperty) -> bool {
        match self {
            Self::Fields { .. } => true,
            Self::Parameters(old, new) => [old, new].into_iter().any(|given| {
                given.arguments.contains(&property.name) || given.setters.contains(&property.name)
            }),
        }
    }

    /// What a new one means to callers.
    fn added(&self, property: &BodyProperty) -> Circumstance {
        let required = property.requirement == Requirement::Required;
        match self {
            Self::Fields { asked: true } if required => Circumstance::RequiredArgument,
            Self::Fields { .. } if required => Circumstance::Required,
            Self::Fields { .. } => Circumstance::Plain,
            Self::Parameters(_, new) if new.arguments.contains(&property.name) => {
                if required {
                    Circumstance::RequiredArgument
                } else {
                    Circumstance::OptionalArgument
                }
            }
            // It was a value of unknown type in the path, and is a setter.
            Self::Parameters(old, new)
                if new.setters.contains(&property.name) && asks_less(old, new) =>
            {
                Circumstance::OptionalArgument
            }
            Self::Parameters(..) if required => Circumstance::Required,
            Self::Parameters(..) => setter(self.has(property)),
        }
    }

    /// Whether another requirement of it is another call.
    fn asks(&self, property: &BodyProperty) -> bool {
        match self {
            Self::Fields { asked } => *asked,
            Self::Parameters(old, new) => {
                let name = &property.name;
                old.arguments.contains(name) != new.arguments.contains(name)
            }
        }
    }
}

/// Whether a path asks for fewer values than it did.
fn asks_less(old: &Given<'_>, new: &Given<'_>) -> bool {
    old.values.iter().any(|(path, was)| new.values.get(path).is_some_and(|is| is < was))
}

/// A setter that comes or goes, if there is one.
fn setter(in_rust: bool) -> Circumstance {
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

/// A body without what is no part of it: places, order, wrapping.
pub(super) fn canonical_body(body: &Body) -> Body {
    match body {
        Body::Properties { of, properties } => {
            Body::Properties { of: of.clone(), properties: canonical_properties(properties) }
        }
        other => other.clone(),
    }
}

pub(super) fn canonical_properties(properties: &[BodyProperty]) -> Vec<BodyProperty> {
    let mut properties: Vec<BodyProperty> = properties
        .iter()
        .map(|property| BodyProperty {
            description: super::words::joined(&property.description),
            inherited_from: None,
            source: Source::default(),
            cells: Cells::default(),
            ..property.clone()
        })
        .collect();
    properties.sort_by(|a, b| a.name.cmp(&b.name));
    properties
}
