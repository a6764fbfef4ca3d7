//! What changes of operations follow from: of their paths, parameters, bodies, responses, modules.

use std::collections::BTreeMap;

use super::lookup::{Causes, path_of, request};
use crate::diff::circumstance::NewBody;
use crate::diff::compare::operations::said_of;
use crate::diff::compare::requests::{normal, sent};
use crate::diff::compare::words::joined;
use crate::diff::symbol::Part;
use crate::diff::verdict::impact;
use crate::diff::{Change, ChangeCode, Event, Side, State, Symbol};
use crate::ir::{Api, Body, Example, OperationName, PathOrigin, Source, Type, TypeRef, Value};
use crate::read::examples::address::request_of;
use crate::read::paths::fit::fits;

impl<'a> Causes<'a> {
    /// The change of a header whose row is also where an error is told of.
    pub(super) fn header_of(&self, change: &Change, function: &OperationName) -> Option<usize> {
        let rows = lines(change);
        let of_header = self
            .headers
            .iter()
            .copied()
            .filter(|index| self.changes[*index].symbol.function() == Some(function));
        let mut of_header = of_header
            .filter(|index| lines(&self.changes[*index]).iter().any(|row| rows.contains(row)));
        of_header.next()
    }

    /// A path that came or went, by which a parameter is, or is not, in all that are left; unless the
    /// page says other words about the parameter.
    pub(super) fn choice_of_paths(
        &self,
        change: &Change,
        function: &OperationName,
        part: &Part,
    ) -> Option<usize> {
        let says_so = |index: &usize| self.changes[*index].code == ChangeCode::ProseChanged;
        if !matches!(part, Part::FunctionParameter(_))
            || self.by_symbol.get(&change.symbol)?.iter().any(says_so)
        {
            return None;
        }
        self.requests_of(function).next()
    }

    /// The operation, or the path of one, whose coming or going gives its module another area.
    pub(super) fn operation_of(&self, module: &str) -> Option<usize> {
        let whole = self.operations.iter().copied().find(|index| {
            let change = &self.changes[*index];
            let function = change.function.as_ref().or(change.symbol.function());
            function.is_some_and(|function| &*function.module == module)
        });
        let functions = self.requests.keys().filter(|function| &*function.module == module);
        let mut paths = functions.flat_map(|function| self.requests_of(function));
        whole.or_else(|| paths.next())
    }

    /// What gave the client its features, or took them: the operation that came or went with its area; else
    /// the same change of the first module.
    pub(super) fn end_of_features(&self, change: &Change) -> Option<usize> {
        if change.old.is_some() && change.new.is_some() {
            return None;
        }
        self.operations.first().or(self.features.first()).copied()
    }

    /// The path that came or went with what is said of it, where nothing else is said of the others.
    pub(super) fn path_spoken_of(
        &self,
        change: &Change,
        function: &OperationName,
    ) -> Option<usize> {
        let (Some(State::SaidOfPaths(was)), Some(State::SaidOfPaths(is))) =
            (&change.old, &change.new)
        else {
            return None;
        };
        let (mut was, mut is) = (said_of(was), said_of(is));
        let paths = self.requests_of(function).filter_map(|index| path_of(&self.changes[index]));
        for path in paths.map(normal) {
            was.remove(&path);
            is.remove(&path);
        }
        self.requests_of(function).next().filter(|_| was == is)
    }

    /// The path that went and left behind what was said of it, or came to stand below what was said of
    /// none.
    pub(super) fn path_left_alone(
        &self,
        change: &Change,
        function: &OperationName,
    ) -> Option<usize> {
        let (Some(State::Texts(was)), Some(State::Texts(is))) = (&change.old, &change.new) else {
            return None;
        };
        let cause = self.requests_of(function).next()?;
        let remarks = |api: &Api| -> Vec<Box<str>> {
            let operation = api.operations.get(function);
            let remarks = operation.into_iter().flat_map(|operation| &operation.path_remarks);
            remarks.map(|remark| joined(&remark.text)).collect()
        };
        let said = [remarks(self.old), remarks(self.new)].concat();
        let is_said = |text: &str| {
            // Alone it is bold, or an item of a list.
            let text = text.trim_matches(['*', '-', ':', ' ']);
            said.iter().any(|said| said.contains(text))
        };
        let only_in = |these: &[Box<str>], others: &[Box<str>]| {
            these.iter().filter(|text| !others.contains(text)).all(|text| is_said(text))
        };
        (only_in(was, is) && only_in(is, was)).then_some(cause)
    }

    /// The first request of a function, where all of them came, or went, and are told of another
    /// function that had them as well.
    pub(super) fn told_of_another(
        &self,
        change: &Change,
        function: &OperationName,
    ) -> Option<usize> {
        let (side, api) = match change.old {
            Some(_) => (Side::Old, self.old),
            None => (Side::New, self.new),
        };
        let operation = api.operations.get(function)?;
        let request = |path| (side, (operation.method, normal(path)));
        let told: Option<Vec<usize>> =
            operation.paths.iter().map(|path| self.told.get(&request(path)).copied()).collect();
        told?.first().copied()
    }

    /// The first of the query options that one sentence names, on the side that has them. Those that it
    /// no longer names come before those that another sentence names in its place.
    pub(super) fn first_of_sentence(
        &self,
        change: &Change,
        function: &OperationName,
    ) -> Option<usize> {
        let all = self.options.get(function)?;
        let of = |code| all.iter().copied().filter(move |at| self.changes[*at].code == code);
        let beside = |change: &Change| -> Vec<usize> {
            let own = lines(change);
            of(change.code).filter(|at| lines(&self.changes[*at]) == own).collect()
        };
        let own = beside(change);
        let lost = of(ChangeCode::ParameterRemoved).next();
        let lost = lost.map(|first| beside(&self.changes[first])).unwrap_or_default();
        let gained = change.code == ChangeCode::ParameterAdded;
        // A row has one option, a sentence several.
        if gained && own.len().max(lost.len()) > 1 && !lost.is_empty() {
            return lost.first().copied();
        }
        own.first().copied()
    }

    /// The changes of a function's requests.
    fn requests_of(&self, function: &OperationName) -> impl Iterator<Item = usize> {
        self.requests.get(function).into_iter().flat_map(BTreeMap::values).flatten().copied()
    }

    /// The request line that is an example as well, or that an example calls which is on one side alone:
    /// such as one that is read because the page has the line.
    pub(super) fn line_shown(&self, change: &Change, function: &OperationName) -> Option<usize> {
        let shown = lines(change);
        let is_shown =
            |index: &usize| lines(&self.changes[*index]).iter().any(|line| shown.contains(line));
        let calls = calls_on_one_side(change);
        let is_called = |index: &usize| {
            let cause = &self.changes[*index];
            let path = path_of(cause);
            calls.iter().any(|(side, target)| {
                (*side == Side::Old) == cause.old.is_some()
                    && path.is_some_and(|path| fits(path, target))
            })
        };
        let mut lines = self.requests_of(function);
        self.requests_of(function).find(is_shown).or_else(|| lines.find(is_called))
    }

    /// The property that a path leads to, where a page leaves it to the property what comes back.
    pub(super) fn listed(&self, change: &Change) -> Option<usize> {
        let function = change.symbol.function()?;
        let ends: Vec<String> = [self.old, self.new]
            .into_iter()
            .filter_map(|api| api.operations.get(function))
            .flat_map(|operation| &operation.paths)
            .filter_map(|path| sent(path).rsplit('/').next().map(str::to_owned))
            .collect();
        let value = |state: &Option<State>| match state {
            Some(State::TypeRef(ty)) => Some(ty.value.clone()),
            Some(State::Response(response)) => response.ty.as_ref().map(|ty| ty.value.clone()),
            _ => None,
        };
        self.retyped.iter().copied().find(|index| {
            let cause = &self.changes[*index];
            matches!(&cause.symbol, Symbol::Property(_, name)
                if ends.iter().any(|end| end.eq_ignore_ascii_case(name.as_str())))
                && value(&cause.old) == value(&change.old)
                && value(&cause.new) == value(&change.new)
        })
    }

    /// The request line that comes or goes on one side where the other has an example alone, or
    /// with the line that the example was another address of.
    pub(super) fn line_of(&self, change: &Change) -> Option<usize> {
        if path_of(change)?.origin != PathOrigin::Example {
            return None;
        }
        let is_line = |index: &usize| {
            let path = path_of(&self.changes[*index]);
            path.is_some_and(|path| path.origin != PathOrigin::Example)
        };
        let is_opposite =
            |index: &usize| self.changes[*index].old.is_some() != change.old.is_some();
        let (function, request) = request(change)?;
        let of_function = self.requests.get(function)?;
        let mut same = of_function.get(&request).into_iter().flatten().copied().filter(is_line);
        let of_method = of_function.iter().filter(|((method, _), _)| *method == request.0);
        let mut beside = of_method.flat_map(|(_, all)| all).copied().filter(is_line);
        // An example of a line that is gone is a path of its own.
        same.find(is_opposite)
            .or_else(|| beside.clone().find(|index| !is_opposite(index)))
            .or_else(|| beside.find(is_opposite))
    }

    /// A body without a list of its own is what the resource's page lists.
    pub(super) fn property_of_resource(&self, change: &Change) -> Option<usize> {
        let Symbol::Part(function, Part::BodyProperty(name)) = &change.symbol else { return None };
        let page_of = |api: &'a Api| api.operations.get(function).map(|op| &op.source.page);
        let own = change.spans.iter().any(|span| {
            let api = if span.side == Side::Old { self.old } else { self.new };
            span.exact && page_of(api) == Some(&span.source.page)
        });
        // A row that gives no name, or another type than its examples, has the type of the resource's
        // property. Enums may be alone or in a list.
        let borrowed = |cause: &Change| {
            let ty = |change: &Change| match &change.old {
                Some(State::TypeRef(ty)) => Some(ty.clone()),
                Some(State::Property(property)) => Some(property.ty.clone()),
                _ => None,
            };
            let same = |was: TypeRef, of: TypeRef| {
                was == of || was.value == of.value && matches!(was.value, Value::Enum(_))
            };
            change.code == ChangeCode::BodyPropertyTypeChanged
                && ty(change).zip(ty(cause)).is_some_and(|(was, of)| same(was, of))
                && change.new != cause.new
        };
        let operation = self.new.operations.get(function)?;
        let Body::Properties { of: Some(of), .. } = &operation.body else { return None };
        let owner = self.new.types.get(of)?;
        let owners = std::iter::once(owner).chain(self.new.bases(of));
        let owners: Vec<&Type> = owners.collect();
        owners.into_iter().find_map(|ty| {
            let symbol = Symbol::Property(ty.name.clone(), name.clone());
            let causes = self.by_symbol.get(&symbol)?;
            let prose = change.code == ChangeCode::ProseChanged;
            causes
                .iter()
                .copied()
                .filter(|cause| !own || borrowed(&self.changes[*cause]))
                .find(|cause| (self.changes[*cause].code == ChangeCode::ProseChanged) == prose)
        })
    }

    /// What running text names has the type of a property that is called so, as long as there is one.
    pub(super) fn namesake(&self, change: &Change) -> Option<usize> {
        let Symbol::Part(_, Part::BodyProperty(name)) = &change.symbol else { return None };
        let (Some(State::TypeRef(was)), Some(State::TypeRef(is))) = (&change.old, &change.new)
        else {
            return None;
        };
        self.properties.iter().copied().find(|index| {
            let cause = &self.changes[*index];
            let ty = match (&cause.symbol, &cause.old, &cause.new) {
                (Symbol::Property(_, own), Some(State::Property(property)), None)
                    if own == name =>
                {
                    Some((&property.ty, was))
                }
                (Symbol::Property(_, own), None, Some(State::Property(property)))
                    if own == name =>
                {
                    Some((&property.ty, is))
                }
                _ => None,
            };
            ty.is_some_and(|(property, own)| property == own)
        })
    }

    /// What comes back, where that decides whose properties a body has.
    pub(super) fn resource_returned(
        &self,
        change: &Change,
        function: &OperationName,
    ) -> Option<usize> {
        let same_list =
            [NewBody::Listed, NewBody::Renamed].map(|new| impact(Event::BodyChanged(new)));
        self.returned(function).filter(|_| same_list.contains(&change.impact))
    }

    /// What comes back now that did not, or no longer: the status says it, too.
    pub(super) fn returned(&self, function: &OperationName) -> Option<usize> {
        let response = Symbol::Part(function.clone(), Part::Response);
        let of_response = self.by_symbol.get(&response)?;
        let retyped =
            |index: &&usize| self.changes[**index].code == ChangeCode::ResponseTypeChanged;
        of_response.iter().find(retyped).copied()
    }

    /// A body that is a resource as long as a page describes the resource.
    pub(super) fn resource(&self, change: &Change) -> Option<usize> {
        let (old, new) = (&change.old, &change.new);
        [(old, ChangeCode::TypeRemoved, new), (new, ChangeCode::TypeAdded, old)]
            .into_iter()
            .find_map(|(state, code, other)| {
                let Some(State::Body(body)) = state else { return None };
                let or_json = matches!(other, Some(State::Body(other)) if **other == Body::Json);
                let (Body::Resource(name) | Body::Properties { of: Some(name), .. }) = &**body
                else {
                    return None;
                };
                // Whose it is has not changed where a page only begins to list it.
                if matches!(other, Some(State::Body(other)) if **other == Body::Resource(name.clone()))
                {
                    return None;
                }
                let of_type = self.by_symbol.get(&Symbol::Type(name.clone()));
                let mut of_type = of_type.into_iter().flatten().copied();
                let (gone, here) = (ChangeCode::PropertyRemoved, ChangeCode::PropertyAdded);
                let cause = if code == ChangeCode::TypeRemoved { gone } else { here };
                // What a page lists is of the resource as long as the resource has it; so is what
                // only examples show.
                let listed = self.properties.iter().copied().find(|index| {
                    match (&self.changes[*index].symbol, &**body) {
                        (Symbol::Property(of, property), Body::Properties { properties, .. }) => {
                            of == name && properties.iter().any(|own| own.name == *property)
                        }
                        (Symbol::Property(of, _), Body::Resource(_)) => {
                            of == name && or_json && self.changes[*index].code == cause
                        }
                        _ => false,
                    }
                });
                of_type.find(|cause| self.changes[*cause].code == code).or(listed)
            })
    }
}

/// The lines where a change stands.
fn lines(change: &Change) -> Vec<(Side, Source)> {
    let exact = change.spans.iter().filter(|span| span.exact);
    exact.map(|span| (span.side, Source { column: 0, ..span.source.clone() })).collect()
}

/// Where those examples send their requests that only one side has.
fn calls_on_one_side(change: &Change) -> Vec<(Side, String)> {
    let (Some(State::Examples(old)), Some(State::Examples(new))) = (&change.old, &change.new)
    else {
        return Vec::new();
    };
    let without = |own: &[Example], other: &[Example], side| -> Vec<(Side, String)> {
        let is_there = |line: &str| other.iter().any(|example| &*example.start_line == line);
        let calls = own.iter().filter(|example| !is_there(&example.start_line));
        calls.filter_map(|example| Some((side, request_of(example)?.1))).collect()
    };
    [without(old, new, Side::Old), without(new, old, Side::New)].concat()
}
