//! What a request carries: its body, and the parameters of an OData function.

use super::parts::setter;
use super::symbol::Part;
use super::{Change, ChangeCode, Circumstance, Differ, State, Symbol};
use crate::emit::{self, Given};
use crate::ir::{
    Body, BodyProperty, Cells, Landmark, Method, Operation, PropertyName, Requirement, Source,
};

impl<'a> Differ<'a> {
    pub(super) fn function_parameters(&mut self, old: &'a Operation, new: &'a Operation) {
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
        let given = InRust::Parameters {
            old: emit::given(self.old.api, old),
            new: emit::given(self.new.api, new),
        };
        self.properties_sent(
            (old, &old.function_parameters),
            (new, &new.function_parameters),
            (&codes, &given),
        );
    }

    pub(super) fn body(&mut self, old: &'a Operation, new: &'a Operation) {
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
            // The body of a PATCH or PUT has a constructor without arguments.
            let constructor_asks = !matches!(new.method, Method::Patch | Method::Put);
            let fields = InRust::Fields { constructor_asks };
            self.properties_sent((old, was), (new, is), (&codes, &fields));
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
                .from(State::Body(Box::new(old.body.clone())))
                .to(State::Body(Box::new(new.body.clone())))
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
                        .from(State::BodyProperty(Box::new(before.clone())))
                        .where_it_is(Some(&before.source), Some(&new.place(codes.heading))),
                );
                continue;
            };
            if let Some(when) = self.retyped(&before.ty, &after.ty) {
                let when = if in_rust.has(after) { when } else { Circumstance::SameInRust };
                self.push(
                    Change::new(codes.retyped, when, symbol(after))
                        .from(State::TypeRef(before.ty.clone()))
                        .to(State::TypeRef(after.ty.clone()))
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
                    .to(State::BodyProperty(Box::new(after.clone())))
                    .where_it_is(Some(&old.place(codes.heading)), Some(&after.source)),
            );
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
    Fields { constructor_asks: bool },
    /// Arguments of the function or setters of its request, on both sides; others are nothing.
    Parameters { old: Given<'a>, new: Given<'a> },
}

impl InRust<'_> {
    fn has(&self, property: &BodyProperty) -> bool {
        match self {
            Self::Fields { .. } => true,
            Self::Parameters { old, new } => [old, new].into_iter().any(|given| {
                given.arguments.contains(&property.name) || given.setters.contains(&property.name)
            }),
        }
    }

    /// What a new one means to callers.
    fn added(&self, property: &BodyProperty) -> Circumstance {
        let required = property.requirement == Requirement::Required;
        match self {
            Self::Fields { constructor_asks: true } if required => Circumstance::RequiredArgument,
            Self::Fields { .. } if required => Circumstance::Required,
            Self::Fields { .. } => Circumstance::Plain,
            Self::Parameters { new, .. } if new.arguments.contains(&property.name) => {
                if required {
                    Circumstance::RequiredArgument
                } else {
                    Circumstance::OptionalArgument
                }
            }
            // It was a value of unknown type in the path, and is a setter.
            Self::Parameters { old, new }
                if new.setters.contains(&property.name) && asks_less(old, new) =>
            {
                Circumstance::OptionalArgument
            }
            Self::Parameters { .. } if required => Circumstance::Required,
            Self::Parameters { .. } => setter(self.has(property)),
        }
    }

    /// Whether another requirement of it is another call.
    fn asks(&self, property: &BodyProperty) -> bool {
        match self {
            Self::Fields { constructor_asks } => *constructor_asks,
            Self::Parameters { old, new } => {
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
