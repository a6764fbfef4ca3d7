//! What changes do to operations: to their names, requests and parts.

use super::{deprecation_changed, first};
use crate::diff::symbol::{Caller, Part};
use crate::diff::{Change, ChangeCode, State, Symbol};
use crate::ir::{
    Api, Body, BodyProperty, ErrorMeaning, Operation, OperationName, Parameter, PropertyName,
    Remark, Topic,
};

/// Gives functions their new names, all at once: one may have the name that another one had.
pub(super) fn rename_functions(api: &mut Api, changes: &[&Change]) {
    let mut renamed = Vec::new();
    for change in changes {
        if let (ChangeCode::FunctionRenamed, Some(State::Function(old)), Some(State::Function(new))) =
            (change.code, &change.old, &change.new)
            && let Some(mut operation) = api.operations.remove(old)
        {
            operation.name = new.clone();
            renamed.push((new.clone(), operation));
        }
    }
    api.operations.extend(renamed);
}

pub(super) fn request_changed(api: &mut Api, change: &Change) {
    let Some(function) = &change.function else { return };
    match (&change.old, &change.new) {
        (None, Some(State::Operation(operation))) => {
            api.operations.insert(function.clone(), (**operation).clone());
        }
        (Some(State::Operation(_)), None) => {
            api.operations.remove(function);
        }
        (old, new) => {
            let Some(operation) = api.operations.get_mut(function) else { return };
            // One that is gone may have had the name, and its further requests go with it.
            if matches!(change.symbol, Symbol::Request(method, _) if method != operation.method) {
                return;
            }
            let paths = &mut operation.paths;
            match (old, new) {
                // A function that came as a whole has it.
                (None, Some(State::Path(path))) if !paths.contains(path) => {
                    paths.push(path.clone());
                }
                (Some(State::Path(path)), None) => {
                    if let Some(at) = paths.iter().position(|other| other == path) {
                        paths.remove(at);
                    }
                }
                (Some(State::Path(was)), Some(State::Path(path))) => {
                    if let Some(other) = paths.iter_mut().find(|other| *other == was) {
                        *other = path.clone();
                    }
                }
                _ => {}
            }
        }
    }
}

pub(super) fn function_changed(api: &mut Api, name: &OperationName, change: &Change) {
    match (change.code, &change.new) {
        (ChangeCode::FunctionAdded, Some(State::Operation(operation))) => {
            api.operations.insert(name.clone(), (**operation).clone());
        }
        (ChangeCode::FunctionRemoved, _) => {
            api.operations.remove(name);
        }
        (code, new) => {
            let Some(operation) = api.operations.get_mut(name) else { return };
            match (code, new) {
                (ChangeCode::ProseChanged, Some(State::Texts(texts))) => {
                    let mut texts = texts.iter().cloned();
                    operation.title = texts.next().unwrap_or_default();
                    operation.description = texts.next().unwrap_or_default();
                    let remark = |text| Remark { about: Topic::default(), text };
                    operation.remarks = texts.map(remark).collect();
                }
                (ChangeCode::ExampleChanged, Some(State::Examples(examples))) => {
                    operation.examples.clone_from(examples);
                }
                _ => deprecation_changed(&mut operation.deprecated, change),
            }
        }
    }
}

pub(super) fn part_changed(operation: &mut Operation, part: &Part, change: &Change) {
    match part {
        Part::Paths => {
            if let Some(State::SaidOfPaths(remarks)) = &change.new {
                operation.path_remarks.clone_from(remarks);
            }
        }
        Part::Examples => {
            if let Some(State::SaidOfExamples(examples)) = &change.new {
                operation.examples.clone_from(examples);
            }
        }
        Part::Body => {
            if let Some(State::Body(body)) = &change.new {
                operation.body = (**body).clone();
            }
        }
        Part::BodyProperty(name) => {
            if let Body::Properties { properties, .. } = &mut operation.body {
                sent_changed(properties, name.as_str(), change);
            }
        }
        Part::FunctionParameter(name) => {
            sent_changed(&mut operation.function_parameters, name.as_str(), change);
        }
        Part::QueryOption(option) => {
            operation.query_options.retain(|other| other != option);
            operation.query_options.extend(change.new.is_some().then_some(*option));
        }
        Part::QueryParameter(name) => {
            parameter_changed(&mut operation.query_parameters, name, change, |state| match state {
                State::QueryParameter(parameter) => Some(parameter),
                _ => None,
            });
        }
        Part::Header(name) => {
            parameter_changed(&mut operation.headers, name, change, |state| match state {
                State::Header(header) => Some(header),
                _ => None,
            });
        }
        Part::Response => match &change.new {
            Some(State::Response(response)) => {
                operation.response.ty.clone_from(&response.ty);
                operation.response.may_be_empty = response.may_be_empty;
            }
            Some(State::Status(status)) => operation.response.status = *status,
            _ => {}
        },
        Part::Error { status, code } => {
            let same = |it: &ErrorMeaning| it.status == *status && it.code == *code;
            operation.errors.retain(|error| !same(error));
            if let Some(State::Texts(texts)) = &change.new {
                let (code, meaning) = (code.clone(), first(texts));
                operation.errors.push(ErrorMeaning { status: *status, code, meaning });
            }
        }
        Part::Permissions(caller) => {
            if let Some(State::Scopes(scopes)) = &change.new {
                let permissions = &mut operation.permissions;
                *match caller {
                    Caller::DelegatedWork => &mut permissions.delegated_work,
                    Caller::DelegatedPersonal => &mut permissions.delegated_personal,
                    Caller::Application => &mut permissions.application,
                    Caller::Any => &mut permissions.any_caller,
                } = scopes.clone();
            }
        }
        Part::AllPermissions => {
            if let Some(State::Permissions(permissions)) = &change.new {
                operation.permissions = (**permissions).clone();
            }
        }
        Part::Cloud(name) => {
            operation.clouds.retain(|cloud| cloud != name);
            operation.clouds.extend(change.new.is_some().then(|| name.clone()));
        }
    }
}

fn sent_changed(properties: &mut Vec<BodyProperty>, name: &str, change: &Change) {
    if let (ChangeCode::CasingChanged, Some(State::Name(old))) = (change.code, &change.old) {
        for property in properties.iter_mut().filter(|p| *p.name.as_str() == **old) {
            property.name = PropertyName::new(name);
        }
        return;
    }
    match &change.new {
        Some(State::BodyProperty(property)) => properties.push((**property).clone()),
        None => properties.retain(|property| property.name.as_str() != name),
        Some(state) => {
            for property in properties.iter_mut().filter(|p| p.name.as_str() == name) {
                match state {
                    State::TypeRef(ty) => property.ty = ty.clone(),
                    State::Requirement(requirement) => property.requirement = *requirement,
                    State::Texts(texts) => property.description = first(texts),
                    _ => {}
                }
            }
        }
    }
}

/// `whole` is the parameter of a state that is one.
fn parameter_changed<N: Clone + PartialEq>(
    all: &mut Vec<Parameter<N>>,
    name: &N,
    change: &Change,
    whole: impl Fn(&State) -> Option<&Parameter<N>>,
) {
    let Some(state) = &change.new else { return all.retain(|parameter| parameter.name != *name) };
    if let Some(parameter) = whole(state) {
        return all.push(parameter.clone());
    }
    for parameter in all.iter_mut().filter(|parameter| parameter.name == *name) {
        match state {
            State::Texts(texts) => parameter.description = first(texts),
            State::Requirement(requirement) => parameter.requirement = *requirement,
            _ => {}
        }
    }
}
