//! What a request carries: its body, and the parameters of an OData function.

use super::names::{same_name, same_type};
use super::parts::{new_setter, old_setter};
use super::words::joined;
use crate::diff::circumstance::{InRust, NewBody, NewField, NewParameter, NewRequirement, Retyped};
use crate::diff::symbol::Part;
use crate::diff::{Change, Differ, Event, State, Symbol};
use crate::emit::{self, Given};
use crate::ir::{
    Body, BodyProperty, Cells, Landmark, Method, Operation, PropertyName, Requirement, Source,
};

impl<'a> Differ<'a> {
    pub fn function_parameters(&mut self, old: &'a Operation, new: &'a Operation) {
        // Nearly all have none, and nothing to ask.
        if old.function_parameters.is_empty() && new.function_parameters.is_empty() {
            return;
        }
        let parameters = List::Parameters {
            old: emit::given(self.old.api, old),
            new: emit::given(self.new.api, new),
        };
        self.properties_sent(
            (old, &old.function_parameters),
            (new, &new.function_parameters),
            &parameters,
        );
    }

    pub fn body(&mut self, old: &'a Operation, new: &'a Operation) {
        if let (
            Body::Properties { of: was_of, properties: was },
            Body::Properties { of: is_of, properties: is },
        ) = (&old.body, &new.body)
            && was_of == is_of
        {
            // The body of a PATCH or PUT has a constructor without arguments.
            let constructor_asks = !matches!(new.method, Method::Patch | Method::Put);
            self.properties_sent((old, was), (new, is), &List::Fields { constructor_asks });
            return;
        }
        if canonical_body(&old.body) == canonical_body(&new.body) {
            return;
        }
        let symbol = Symbol::Part(new.name.clone(), Part::Body);
        self.push(
            Change::new(Event::BodyChanged(new_body(old, new)), symbol)
                .from(State::Body(Box::new(old.body.clone())))
                .to(State::Body(Box::new(new.body.clone())))
                .at(&old.place(Landmark::Sent), &new.place(Landmark::Sent)),
        );
    }

    fn properties_sent(
        &mut self,
        (old, was): (&'a Operation, &'a [BodyProperty]),
        (new, is): (&'a Operation, &'a [BodyProperty]),
        list: &List<'_>,
    ) {
        let symbol = |property: &BodyProperty| {
            Symbol::Part(new.name.clone(), list.part(property.name.clone()))
        };
        for before in was {
            let Some(after) = list.twin((before, was), is) else {
                self.push(
                    Change::new(list.removed(before), symbol(before))
                        .from(State::BodyProperty(Box::new(before.clone())))
                        .where_it_is(Some(&before.source), Some(&new.place(list.heading()))),
                );
                continue;
            };
            if before.name != after.name {
                let (from, to) = (before.name.as_str(), after.name.as_str());
                self.casing_changed(symbol(after), (from, &before.source), (to, &after.source));
            }
            if let Some(retyped) = self.retyped(&before.ty, &after.ty) {
                self.push(
                    Change::new(list.retyped(after, retyped), symbol(after))
                        .from(State::TypeRef(before.ty.clone()))
                        .to(State::TypeRef(after.ty.clone()))
                        .at(&before.type_place(), &after.type_place()),
                );
            }
            self.requirement(
                list.requirement_changed(),
                symbol(after),
                (before.requirement, &before.requirement_place()),
                (after.requirement, &after.requirement_place()),
                list.asks(after),
            );
            self.prose(
                symbol(after),
                (&[&before.description], &before.description_place()),
                (&[&after.description], &after.description_place()),
            );
        }
        for after in is {
            if list.twin((after, is), was).is_some() {
                continue;
            }
            self.push(
                Change::new(list.added(after), symbol(after))
                    .to(State::BodyProperty(Box::new(after.clone())))
                    .where_it_is(Some(&old.place(list.heading())), Some(&after.source)),
            );
        }
    }
}

/// What becomes of requests as they were sent.
fn new_body(old: &Operation, new: &Operation) -> NewBody {
    match (&old.body, &new.body) {
        (Body::Bytes(_), Body::Bytes(_)) => NewBody::Same,
        (Body::Multipart { alone: was, .. }, Body::Multipart { alone: is, .. })
            if was.is_empty() == is.is_empty() =>
        {
            NewBody::Same
        }
        (Body::None, Body::Json) | (Body::Json | Body::Properties { .. }, Body::None) => {
            NewBody::Doubtful
        }
        // It was not known what the JSON has to be, or is not known any more.
        (Body::Json, Body::Resource(_) | Body::Properties { .. })
        | (Body::Resource(_) | Body::Properties { .. }, Body::Json) => NewBody::Doubtful,
        // Of one resource, a page lists what is sent, or no longer does.
        (Body::Resource(was), Body::Properties { of: Some(is), properties }) if was == is => {
            new_list(&[], properties)
        }
        (Body::Properties { of: Some(was), .. }, Body::Resource(is)) if was == is => {
            NewBody::Doubtful
        }
        (Body::None | Body::Properties { .. }, Body::Properties { properties: is, .. }) => {
            match new_list(old.body.properties(), is) {
                NewBody::Listed if subject(old) != subject(new) => NewBody::Renamed,
                other => other,
            }
        }
        _ => NewBody::Refused,
    }
}

/// What the struct of a list is named after, in letters: the resource that has the properties, else the
/// module.
fn subject(operation: &Operation) -> String {
    let name = match &operation.body {
        Body::Properties { of: Some(of), .. } => of.short(),
        _ => &operation.name.module,
    };
    name.chars().filter(|c| *c != '_').map(|c| c.to_ascii_lowercase()).collect()
}

fn new_list(was: &[BodyProperty], is: &[BodyProperty]) -> NewBody {
    let is_required = |property: &BodyProperty| property.requirement == Requirement::Required;
    let asks = |after: &BodyProperty| {
        let before = was.iter().find(|before| before.name == after.name);
        before.is_some_and(|before| !same_type(&before.ty, &after.ty))
            || is_required(after) && !before.is_some_and(is_required)
    };
    let is_listed = |before: &BodyProperty| is.iter().any(|after| after.name == before.name);
    if is.iter().any(asks) {
        NewBody::Refused
    } else if was.is_empty() || !was.iter().all(is_listed) {
        NewBody::Doubtful
    } else {
        NewBody::Listed
    }
}

/// A list of what is sent, and what its properties are in Rust.
enum List<'a> {
    /// Fields of the body; its constructor may ask for those that are required.
    Fields { constructor_asks: bool },
    /// Arguments of the function or setters of its request, on both sides; others are nothing.
    Parameters { old: Given<'a>, new: Given<'a> },
}

impl List<'_> {
    fn has(&self, property: &BodyProperty) -> bool {
        match self {
            Self::Fields { .. } => true,
            Self::Parameters { old, new } => [old, new].into_iter().any(|given| {
                given.arguments.contains(&property.name) || given.setters.contains(&property.name)
            }),
        }
    }

    /// The same property on the other side: by its name, else a field by its name in another casing.
    fn twin<'p>(
        &self,
        (own, beside): (&BodyProperty, &[BodyProperty]),
        others: &'p [BodyProperty],
    ) -> Option<&'p BodyProperty> {
        if let Some(namesake) = others.iter().find(|other| other.name == own.name) {
            return Some(namesake);
        }
        let mut alike = others.iter().filter(|other| {
            same_name(other.name.as_str(), own.name.as_str())
                && beside.iter().all(|beside| beside.name != other.name)
        });
        alike.next().filter(|_| matches!(self, Self::Fields { .. }))
    }

    fn part(&self, name: PropertyName) -> Part {
        match self {
            Self::Fields { .. } => Part::BodyProperty(name),
            Self::Parameters { .. } => Part::FunctionParameter(name),
        }
    }

    /// The heading above the list.
    fn heading(&self) -> Landmark {
        match self {
            Self::Fields { .. } => Landmark::Body,
            Self::Parameters { .. } => Landmark::Arguments,
        }
    }

    fn added(&self, property: &BodyProperty) -> Event {
        let required = property.requirement == Requirement::Required;
        match self {
            Self::Fields { constructor_asks } => {
                Event::BodyPropertyAdded(match (required, constructor_asks) {
                    (true, true) => NewField::Argument,
                    (true, false) => NewField::Required,
                    (false, _) => NewField::Optional,
                })
            }
            Self::Parameters { old, new } => {
                let is_argument = new.arguments.contains(&property.name);
                let is_setter = new.setters.contains(&property.name);
                Event::ParameterAdded(match (is_argument, required) {
                    (true, true) => NewParameter::RequiredArgument,
                    (true, false) => NewParameter::OptionalArgument,
                    // It was a value of unknown type in the path, and is a setter.
                    (false, _) if is_setter && asks_less(old, new) => {
                        NewParameter::OptionalArgument
                    }
                    (false, true) => NewParameter::Required,
                    (false, false) => new_setter(self.has(property)),
                })
            }
        }
    }

    fn removed(&self, property: &BodyProperty) -> Event {
        match self {
            Self::Fields { .. } => Event::BodyPropertyRemoved,
            Self::Parameters { .. } => Event::ParameterRemoved(old_setter(self.has(property))),
        }
    }

    fn retyped(&self, property: &BodyProperty, retyped: Retyped) -> Event {
        match self {
            Self::Fields { .. } => Event::BodyPropertyTypeChanged(retyped),
            Self::Parameters { .. } if retyped != Retyped::Json && self.has(property) => {
                Event::ParameterTypeChanged(InRust::Other)
            }
            Self::Parameters { .. } => Event::ParameterTypeChanged(InRust::Same),
        }
    }

    fn requirement_changed(&self) -> fn(NewRequirement) -> Event {
        match self {
            Self::Fields { .. } => Event::BodyPropertyRequirementChanged,
            Self::Parameters { .. } => Event::ParameterRequirementChanged,
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
pub fn canonical_body(body: &Body) -> Body {
    match body {
        Body::Properties { of, properties } => {
            Body::Properties { of: of.clone(), properties: canonical_properties(properties) }
        }
        other => other.clone(),
    }
}

pub fn canonical_properties(properties: &[BodyProperty]) -> Vec<BodyProperty> {
    let mut properties: Vec<BodyProperty> = properties
        .iter()
        .map(|property| BodyProperty {
            description: joined(&property.description),
            inherited_from: None,
            source: Source::default(),
            cells: Cells::default(),
            ..property.clone()
        })
        .collect();
    properties.sort_by(|a, b| a.name.cmp(&b.name));
    properties
}
