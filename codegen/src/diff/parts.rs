//! The parts of an operation: parameters, body, response, clouds.

use std::collections::BTreeSet;

use super::symbol::Part;
use super::{Change, ChangeCode, Circumstance, Differ, Fact, Side, Symbol};
use crate::emit;
use crate::ir::{Body, BodyProperty, Method, Operation, PropertyName, Requirement, Source};

impl<'a> Differ<'a> {
    pub(super) fn parts(&mut self, old: &'a Operation, new: &'a Operation) {
        self.query(old, new);
        self.headers(old, new);
        self.function_parameters(old, new);
        self.body(old, new);
        self.response(old, new);
        self.clouds(old, new);
    }

    fn query(&mut self, old: &Operation, new: &Operation) {
        for option in &old.query_options {
            if !new.query_options.contains(option) {
                let lost = Some(Fact::QueryOption(*option));
                let part = Part::QueryOption(*option);
                self.parameter((old, new), part, (lost, None), Circumstance::Plain);
            }
        }
        for option in &new.query_options {
            if !old.query_options.contains(option) {
                let gained = Some(Fact::QueryOption(*option));
                let part = Part::QueryOption(*option);
                self.parameter((old, new), part, (None, gained), Circumstance::Plain);
            }
        }
        for parameter in &old.query_parameters {
            let part = Part::QueryParameter(parameter.name.clone());
            match new.query_parameters.iter().find(|other| other.name == parameter.name) {
                None => {
                    let lost = Some(Fact::QueryParameter(Box::new(parameter.clone())));
                    let when = setter(emit::has_query_setter(parameter));
                    self.parameter((old, new), part, (lost, None), when);
                }
                Some(other) => self.prose(
                    Symbol::Part(new.name.clone(), part),
                    (&[&parameter.description], &old.source),
                    (&[&other.description], &new.source),
                ),
            }
        }
        for parameter in &new.query_parameters {
            if !old.query_parameters.iter().any(|other| other.name == parameter.name) {
                let gained = Some(Fact::QueryParameter(Box::new(parameter.clone())));
                let part = Part::QueryParameter(parameter.name.clone());
                let when = setter(emit::has_query_setter(parameter));
                self.parameter((old, new), part, (None, gained), when);
            }
        }
    }

    fn headers(&mut self, old: &Operation, new: &Operation) {
        for header in &old.headers {
            let part = Part::Header(header.name.clone());
            let Some(other) = new.headers.iter().find(|other| other.name == header.name) else {
                let lost = Some(Fact::Header(Box::new(header.clone())));
                let when = match header.requirement {
                    // An argument that the function takes no longer.
                    Requirement::Required => Circumstance::Plain,
                    Requirement::Optional => setter(emit::has_header_setter(header)),
                };
                self.parameter((old, new), part, (lost, None), when);
                continue;
            };
            let symbol = Symbol::Part(new.name.clone(), part);
            self.requirement(
                ChangeCode::ParameterRequirementChanged,
                symbol.clone(),
                (header.requirement, &old.source),
                (other.requirement, &new.source),
                true,
            );
            self.prose(
                symbol,
                (&[&header.description], &old.source),
                (&[&other.description], &new.source),
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
                self.parameter((old, new), part, (None, gained), when);
            }
        }
    }

    fn parameter(
        &mut self,
        (old, new): (&Operation, &Operation),
        part: Part,
        (was, is): (Option<Fact>, Option<Fact>),
        when: Circumstance,
    ) {
        let added = was.is_none();
        let code = if added { ChangeCode::ParameterAdded } else { ChangeCode::ParameterRemoved };
        self.push(
            Change::new(code, when, Symbol::Part(new.name.clone(), part))
                .from(was)
                .to(is)
                .spot(Side::New, Some(&new.source), added)
                .spot(Side::Old, Some(&old.source), !added),
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
        };
        let arguments = [(&self.old, old), (&self.new, new)]
            .into_iter()
            .flat_map(|(side, operation)| emit::typed_arguments(side.api, operation))
            .collect();
        self.properties_sent(
            (old, &old.function_parameters),
            (new, &new.function_parameters),
            (&codes, &InRust::Arguments(arguments)),
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
            _ => Circumstance::Plain,
        };
        let symbol = Symbol::Part(new.name.clone(), Part::Body);
        self.push(
            Change::new(ChangeCode::BodyChanged, when, symbol)
                .from(Fact::Body(Box::new(old.body.clone())))
                .to(Fact::Body(Box::new(new.body.clone())))
                .at(&old.source, &new.source),
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
                        .spot(Side::New, Some(&new.source), false)
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
                        .at(&before.source, &after.source),
                );
            }
            self.requirement(
                codes.requirement,
                symbol(after),
                (before.requirement, &before.source),
                (after.requirement, &after.source),
                matches!(in_rust, InRust::Fields { asked: true }),
            );
            self.prose(
                symbol(after),
                (&[&before.description], &before.source),
                (&[&after.description], &after.source),
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
                    .spot(Side::Old, Some(&old.source), false),
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
                    .at(&old.source, &new.source),
            );
        }
        if was.status != is.status {
            self.push(
                Change::new(ChangeCode::ResponseStatusChanged, Circumstance::Plain, symbol())
                    .from(Fact::Status(was.status))
                    .to(Fact::Status(is.status))
                    .at(&old.source, &new.source),
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
                        .spot(Side::New, Some(&new.source), added)
                        .spot(Side::Old, Some(&old.source), !added),
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
}

/// What the properties of such a list are in Rust.
enum InRust<'a> {
    /// Fields of the body; its constructor may ask for those that are required.
    Fields { asked: bool },
    /// Those of these names are arguments of the function, required or not; others are nothing.
    Arguments(BTreeSet<&'a PropertyName>),
}

impl InRust<'_> {
    fn has(&self, property: &BodyProperty) -> bool {
        match self {
            Self::Fields { .. } => true,
            Self::Arguments(names) => names.contains(&property.name),
        }
    }

    /// What a new one means to callers.
    fn added(&self, property: &BodyProperty) -> Circumstance {
        let required = property.requirement == Requirement::Required;
        match self {
            Self::Fields { asked: true } if required => Circumstance::RequiredArgument,
            Self::Fields { .. } if required => Circumstance::Required,
            Self::Fields { .. } => Circumstance::Plain,
            Self::Arguments(_) if self.has(property) && required => Circumstance::RequiredArgument,
            Self::Arguments(_) if self.has(property) => Circumstance::OptionalArgument,
            Self::Arguments(_) if required => Circumstance::Required,
            Self::Arguments(_) => Circumstance::SameInRust,
        }
    }
}

/// A setter that comes or goes, if there is one.
fn setter(in_rust: bool) -> Circumstance {
    if in_rust { Circumstance::Plain } else { Circumstance::SameInRust }
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
            ..property.clone()
        })
        .collect();
    properties.sort_by(|a, b| a.name.cmp(&b.name));
    properties
}
