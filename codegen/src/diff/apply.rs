//! A model, changed as a list of changes says: the proof that changes tell everything.

use super::renames;
use super::requests::normal;
use super::symbol::{Caller, Part};
use super::{Change, ChangeCode, Fact, Symbol};
use crate::ir::{
    Api, Body, BodyProperty, Deprecation, EnumName, ErrorMeaning, Operation, OperationName,
    TypeName,
};

/// The model after all changes. For the changes from `a` to `b`,
/// `canonical(apply(changes, a)) == canonical(b)`.
pub fn apply(changes: &[Change], api: &Api) -> Api {
    let mut api = api.clone();
    let all: Vec<&Change> = changes.iter().flat_map(Change::with_consequences).collect();
    // Functions that go are called by their old names, which others may take; everything else is
    // called by the new ones. What goes makes room for what comes.
    for step in [Step::GoWhole, Step::Name, Step::Go, Step::Come] {
        if step == Step::Name {
            rename_functions(&mut api, &all);
        }
        for change in all.iter().filter(|change| step_of(change) == step) {
            change_one(&mut api, change);
        }
    }
    api
}

#[derive(PartialEq)]
enum Step {
    GoWhole,
    Name,
    Go,
    Come,
}

fn step_of(change: &Change) -> Step {
    match change.code {
        ChangeCode::CasingChanged
        | ChangeCode::PlaceholderRenamed
        | ChangeCode::TypeRenamed
        | ChangeCode::EnumRenamed
        | ChangeCode::PropertyRenamed
        | ChangeCode::EnumMemberRenamed => Step::Name,
        _ if change.new.is_none() && matches!(change.old, Some(Fact::Operation(_))) => {
            Step::GoWhole
        }
        _ if change.new.is_none() => Step::Go,
        _ => Step::Come,
    }
}

/// All at once: one may have the name that another one had.
fn rename_functions(api: &mut Api, changes: &[&Change]) {
    let mut renamed = Vec::new();
    for change in changes {
        if let (ChangeCode::FunctionRenamed, Some(Fact::Function(old)), Some(Fact::Function(new))) =
            (change.code, &change.old, &change.new)
            && let Some(mut operation) = api.operations.remove(old)
        {
            operation.name = new.clone();
            renamed.push((new.clone(), operation));
        }
    }
    api.operations.extend(renamed);
}

fn change_one(api: &mut Api, change: &Change) {
    renames::apply(api, change);
    match &change.symbol {
        Symbol::Type(name) => type_changed(api, name, change),
        Symbol::Property(of, name) => property_changed(api, of, name.as_str(), change),
        Symbol::Enum(name) => enum_changed(api, name, change),
        Symbol::Member(of, name) => {
            if let Some(definition) = api.enums.get_mut(of) {
                member_changed(definition, name.as_str(), change);
            }
        }
        Symbol::Request(..) => request_changed(api, change),
        Symbol::Function(name) => function_changed(api, name, change),
        Symbol::Part(name, part) => {
            if let Some(operation) = api.operations.get_mut(name) {
                part_changed(operation, part, change);
            }
        }
        // Where something stands, and what it is compiled with, is not what it is.
        Symbol::Page(_) | Symbol::Module(_) => {}
    }
}

fn type_changed(api: &mut Api, name: &TypeName, change: &Change) {
    match (change.code, &change.old, &change.new) {
        (ChangeCode::TypeAdded, _, Some(Fact::Type(ty))) => {
            api.types.insert(name.clone(), (**ty).clone());
        }
        (ChangeCode::TypeRemoved, ..) => {
            api.types.remove(name);
        }
        (ChangeCode::CasingChanged, Some(Fact::Name(old)), _) => {
            if let Some(mut ty) = api.types.remove(&TypeName::new(old.clone())) {
                ty.name = name.clone();
                api.types.insert(name.clone(), ty);
            }
        }
        _ => {
            let Some(ty) = api.types.get_mut(name) else { return };
            match (change.code, &change.new) {
                (ChangeCode::BaseTypeChanged, Some(Fact::Base(base))) => {
                    ty.base = Some(base.clone());
                }
                (ChangeCode::BaseTypeChanged, None) => ty.base = None,
                (ChangeCode::TypeKindChanged, Some(Fact::Kind(kind))) => ty.kind = *kind,
                (ChangeCode::TypeOpennessChanged, Some(Fact::Flag { value, .. })) => {
                    ty.open = *value;
                }
                (_, new) => words_changed(
                    &mut ty.description,
                    &mut ty.deprecated,
                    change.code,
                    new.as_ref(),
                ),
            }
        }
    }
}

fn words_changed(
    description: &mut Box<str>,
    deprecated: &mut Option<Deprecation>,
    code: ChangeCode,
    new: Option<&Fact>,
) {
    match (code, new) {
        (ChangeCode::ProseChanged, Some(Fact::Texts(texts))) => *description = first(texts),
        (_, Some(Fact::Deprecation(note))) => *deprecated = Some(note.clone()),
        (ChangeCode::Undeprecated, _) => *deprecated = None,
        _ => {}
    }
}

fn first(texts: &[Box<str>]) -> Box<str> {
    texts.first().cloned().unwrap_or_default()
}

fn property_changed(api: &mut Api, of: &TypeName, name: &str, change: &Change) {
    // What is said of an inherited property is from now on said by the type itself.
    let inherited = api.property(of, name).cloned();
    let Some(ty) = api.types.get_mut(of) else { return };
    match (change.code, &change.old, &change.new) {
        (ChangeCode::PropertyAdded, _, Some(Fact::Property(property))) => {
            ty.properties.push((**property).clone());
            return;
        }
        (ChangeCode::PropertyMoved, _, Some(Fact::Property(property))) => {
            ty.properties.retain(|own| own.name != property.name);
            ty.properties.push((**property).clone());
            return;
        }
        // What moved to a base goes, too: the base has it from now on.
        (ChangeCode::PropertyRemoved | ChangeCode::PropertyMoved, ..) => {
            ty.properties.retain(|property| property.name.as_str() != name);
            return;
        }
        (ChangeCode::CasingChanged, Some(Fact::Name(old)), _) => {
            for property in ty.properties.iter_mut().filter(|p| p.name.as_str() == &**old) {
                property.name = crate::ir::PropertyName::new(name);
            }
            return;
        }
        _ => {}
    }
    if !ty.properties.iter().any(|property| property.name.as_str() == name) {
        ty.properties.extend(inherited);
    }
    let Some(property) = ty.properties.iter_mut().rfind(|p| p.name.as_str() == name) else {
        return;
    };
    match (change.code, &change.new) {
        (ChangeCode::PropertyTypeChanged, Some(Fact::TypeRef(ty))) => property.ty = ty.clone(),
        (ChangeCode::PropertyAccessChanged, Some(Fact::Access(access))) => {
            property.access = *access;
        }
        (ChangeCode::PropertyNullabilityChanged, Some(Fact::Nullability(nullability))) => {
            property.nullability = *nullability;
        }
        (ChangeCode::PropertyNavigationChanged, Some(Fact::Flag { value, .. })) => {
            property.navigation = *value;
        }
        (code, new) => {
            words_changed(&mut property.description, &mut property.deprecated, code, new.as_ref());
        }
    }
}

fn enum_changed(api: &mut Api, name: &EnumName, change: &Change) {
    match (change.code, &change.old, &change.new) {
        (ChangeCode::EnumAdded, _, Some(Fact::Enum(definition))) => {
            api.enums.insert(name.clone(), (**definition).clone());
        }
        (ChangeCode::EnumRemoved, ..) => {
            api.enums.remove(name);
        }
        (ChangeCode::CasingChanged, Some(Fact::Name(old)), _) => {
            if let Some(mut definition) = api.enums.remove(&EnumName::new(old.clone())) {
                definition.name = name.clone();
                api.enums.insert(name.clone(), definition);
            }
        }
        (code, _, new) => {
            let Some(definition) = api.enums.get_mut(name) else { return };
            match (code, new) {
                (ChangeCode::EnumFlagsChanged, Some(Fact::Flag { value, .. })) => {
                    definition.flags = *value;
                }
                (ChangeCode::ProseChanged, Some(Fact::Texts(texts))) => {
                    definition.description = first(texts);
                }
                _ => {}
            }
        }
    }
}

fn member_changed(definition: &mut crate::ir::Enum, name: &str, change: &Change) {
    let members = &mut definition.members;
    match (change.code, &change.old, &change.new) {
        (ChangeCode::EnumMemberAdded, _, Some(Fact::Member(member))) => {
            members.push((**member).clone());
        }
        (ChangeCode::EnumMemberRemoved, ..) => members.retain(|m| m.name.as_str() != name),
        (ChangeCode::CasingChanged, Some(Fact::Name(old)), _) => {
            for member in members.iter_mut().filter(|m| m.name.as_str() == &**old) {
                member.name = crate::ir::MemberName::new(name);
            }
        }
        (code, _, new) => {
            let Some(member) = members.iter_mut().find(|m| m.name.as_str() == name) else { return };
            match (code, new) {
                (ChangeCode::EnumMemberOptInChanged, Some(Fact::Flag { value, .. })) => {
                    member.opt_in = *value;
                }
                (ChangeCode::ProseChanged, Some(Fact::Texts(texts))) => {
                    member.description = first(texts);
                }
                _ => {}
            }
        }
    }
}

fn request_changed(api: &mut Api, change: &Change) {
    let Some(function) = &change.function else { return };
    match (&change.old, &change.new) {
        (None, Some(Fact::Operation(operation))) => {
            api.operations.insert(function.clone(), (**operation).clone());
        }
        (Some(Fact::Operation(_)), None) => {
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
                (None, Some(Fact::Path(path))) => {
                    paths.retain(|other| normal(other) != normal(path));
                    paths.push(path.clone());
                }
                (Some(Fact::Path(path)), None) => paths.retain(|o| normal(o) != normal(path)),
                (Some(Fact::Path(_)), Some(Fact::Path(path))) => {
                    for other in paths.iter_mut().filter(|other| normal(other) == normal(path)) {
                        *other = path.clone();
                    }
                }
                _ => {}
            }
        }
    }
}

fn function_changed(api: &mut Api, name: &OperationName, change: &Change) {
    match (change.code, &change.new) {
        (ChangeCode::FunctionAdded, Some(Fact::Operation(operation))) => {
            api.operations.insert(name.clone(), (**operation).clone());
        }
        (ChangeCode::FunctionRemoved, _) => {
            api.operations.remove(name);
        }
        (code, new) => {
            let Some(operation) = api.operations.get_mut(name) else { return };
            match (code, new) {
                (ChangeCode::ProseChanged, Some(Fact::Texts(texts))) => {
                    let mut texts = texts.iter().cloned();
                    operation.title = texts.next().unwrap_or_default();
                    operation.description = texts.next().unwrap_or_default();
                    operation.remarks = texts.collect();
                }
                (ChangeCode::ExampleChanged, Some(Fact::Examples(examples))) => {
                    operation.examples.clone_from(examples);
                }
                (code, new) => {
                    let mut unused = "".into();
                    words_changed(&mut unused, &mut operation.deprecated, code, new.as_ref());
                }
            }
        }
    }
}

fn part_changed(operation: &mut Operation, part: &Part, change: &Change) {
    match part {
        Part::Body => {
            if let Some(Fact::Body(body)) = &change.new {
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
            let all = &mut operation.query_parameters;
            match &change.new {
                Some(Fact::QueryParameter(parameter)) => all.push((**parameter).clone()),
                None => all.retain(|parameter| parameter.name != *name),
                Some(fact) => {
                    for parameter in all.iter_mut().filter(|parameter| parameter.name == *name) {
                        match fact {
                            Fact::Texts(texts) => parameter.description = first(texts),
                            Fact::Requirement(requirement) => parameter.requirement = *requirement,
                            _ => {}
                        }
                    }
                }
            }
        }
        Part::Header(name) => {
            let all = &mut operation.headers;
            match &change.new {
                Some(Fact::Header(header)) => all.push((**header).clone()),
                None => all.retain(|header| header.name != *name),
                Some(fact) => {
                    for header in all.iter_mut().filter(|header| header.name == *name) {
                        match fact {
                            Fact::Texts(texts) => header.description = first(texts),
                            Fact::Requirement(requirement) => header.requirement = *requirement,
                            _ => {}
                        }
                    }
                }
            }
        }
        Part::Response => match &change.new {
            Some(Fact::Response(response)) => {
                operation.response.ty.clone_from(&response.ty);
                operation.response.may_be_empty = response.may_be_empty;
            }
            Some(Fact::Status(status)) => operation.response.status = *status,
            _ => {}
        },
        Part::Error { status, code } => {
            let same = |it: &ErrorMeaning| it.status == *status && it.code == *code;
            operation.errors.retain(|error| !same(error));
            if let Some(Fact::Texts(texts)) = &change.new {
                let (code, meaning) = (code.clone(), first(texts));
                operation.errors.push(ErrorMeaning { status: *status, code, meaning });
            }
        }
        Part::Permissions(caller) => {
            if let Some(Fact::Scopes(scopes)) = &change.new {
                let permissions = &mut operation.permissions;
                *match caller {
                    Caller::DelegatedWork => &mut permissions.delegated_work,
                    Caller::DelegatedPersonal => &mut permissions.delegated_personal,
                    Caller::Application => &mut permissions.application,
                } = scopes.clone();
            }
        }
        Part::Cloud(name) => {
            operation.clouds.retain(|cloud| cloud != name);
            operation.clouds.extend(change.new.is_some().then(|| name.clone()));
        }
    }
}

fn sent_changed(properties: &mut Vec<BodyProperty>, name: &str, change: &Change) {
    match &change.new {
        Some(Fact::BodyProperty(property)) => properties.push((**property).clone()),
        None => properties.retain(|property| property.name.as_str() != name),
        Some(fact) => {
            for property in properties.iter_mut().filter(|p| p.name.as_str() == name) {
                match fact {
                    Fact::TypeRef(ty) => property.ty = ty.clone(),
                    Fact::Requirement(requirement) => property.requirement = *requirement,
                    Fact::Texts(texts) => property.description = first(texts),
                    _ => {}
                }
            }
        }
    }
}
