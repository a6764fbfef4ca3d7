//! A model, changed as a list of changes says: the proof that changes tell everything. What changes
//! do to types and enums is here, what they do to operations in a file of its own.

mod operations;

use std::collections::BTreeMap;

use self::operations::{function_changed, part_changed, rename_functions, request_changed};
use super::renames;
use super::{Change, ChangeCode, State, Symbol};
use crate::ir::{Api, Deprecation, Enum, EnumName, MemberName, PropertyName, TypeName};

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
        _ if change.new.is_none() && matches!(change.old, Some(State::Operation(_))) => {
            Step::GoWhole
        }
        _ if change.new.is_none() => Step::Go,
        _ => Step::Come,
    }
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
    let whole = |state: &State| match state {
        State::Type(ty) => Some((**ty).clone()),
        _ => None,
    };
    let called = |text| TypeName::new(text);
    let Some(ty) = kept(&mut api.types, name, change, whole, called) else { return };
    match (change.code, &change.new) {
        (ChangeCode::CasingChanged, _) => ty.name = name.clone(),
        (ChangeCode::BaseTypeChanged, Some(State::Base(base))) => ty.base = Some(base.clone()),
        (ChangeCode::BaseTypeChanged, None) => ty.base = None,
        (ChangeCode::TypeKindChanged, Some(State::Kind(kind))) => ty.kind = *kind,
        (ChangeCode::TypeOpennessChanged, Some(State::Flag { value, .. })) => ty.open = *value,
        (ChangeCode::ProseChanged, Some(State::Texts(texts))) => {
            ty.description = first(texts);
            ty.remarks = texts.iter().skip(1).cloned().collect();
        }
        _ => deprecation_changed(&mut ty.deprecated, change),
    }
}

fn enum_changed(api: &mut Api, name: &EnumName, change: &Change) {
    let whole = |state: &State| match state {
        State::Enum(definition) => Some((**definition).clone()),
        _ => None,
    };
    let called = |text| EnumName::new(text);
    let Some(definition) = kept(&mut api.enums, name, change, whole, called) else { return };
    match (change.code, &change.new) {
        (ChangeCode::CasingChanged, _) => definition.name = name.clone(),
        (ChangeCode::EnumFlagsChanged, Some(State::Flag { value, .. })) => {
            definition.flags = *value;
        }
        (ChangeCode::ProseChanged, Some(State::Texts(texts))) => {
            definition.description = first(texts);
        }
        _ => deprecation_changed(&mut definition.deprecated, change),
    }
}

/// Lets one of these come or go, or puts it where its name belongs; gives it back if it was there
/// and stays. `whole` is what a state holds that is one, `called` makes a name of its text.
fn kept<'a, N: Clone + Ord, T>(
    all: &'a mut BTreeMap<N, T>,
    name: &N,
    change: &Change,
    whole: impl Fn(&State) -> Option<T>,
    called: impl Fn(Box<str>) -> N,
) -> Option<&'a mut T> {
    let (was, is) = (change.old.as_ref(), change.new.as_ref());
    if let Some(new) = is.and_then(&whole) {
        all.insert(name.clone(), new);
        return None;
    }
    if was.and_then(whole).is_some() {
        all.remove(name);
        return None;
    }
    if let (ChangeCode::CasingChanged, Some(State::Name(old))) = (change.code, was) {
        let renamed = all.remove(&called(old.clone()))?;
        all.insert(name.clone(), renamed);
    }
    all.get_mut(name)
}

fn deprecation_changed(deprecated: &mut Option<Deprecation>, change: &Change) {
    match (change.code, &change.new) {
        (_, Some(State::Deprecation(note))) => *deprecated = Some(note.clone()),
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
        (ChangeCode::PropertyAdded, _, Some(State::Property(property))) => {
            ty.properties.push((**property).clone());
            return;
        }
        (ChangeCode::PropertyMoved, _, Some(State::Property(property))) => {
            ty.properties.retain(|own| own.name != property.name);
            ty.properties.push((**property).clone());
            return;
        }
        // What moved to a base goes, too: the base has it from now on.
        (ChangeCode::PropertyRemoved | ChangeCode::PropertyMoved, ..) => {
            ty.properties.retain(|property| property.name.as_str() != name);
            return;
        }
        (ChangeCode::CasingChanged, Some(State::Name(old)), _) => {
            for property in ty.properties.iter_mut().filter(|p| p.name.as_str() == &**old) {
                property.name = PropertyName::new(name);
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
        (ChangeCode::PropertyTypeChanged, Some(State::TypeRef(ty))) => property.ty = ty.clone(),
        (ChangeCode::PropertyAccessChanged, Some(State::Access(access))) => {
            property.access = *access;
        }
        (ChangeCode::PropertyNullabilityChanged, Some(State::Nullability(nullability))) => {
            property.nullability = *nullability;
        }
        (ChangeCode::PropertyNavigationChanged, Some(State::Flag { value, .. })) => {
            property.navigation = *value;
        }
        (ChangeCode::ProseChanged, Some(State::Texts(texts))) => {
            property.description = first(texts);
        }
        _ => deprecation_changed(&mut property.deprecated, change),
    }
}

fn member_changed(definition: &mut Enum, name: &str, change: &Change) {
    let members = &mut definition.members;
    match (change.code, &change.old, &change.new) {
        (ChangeCode::EnumMemberAdded, _, Some(State::Member(member))) => {
            members.push((**member).clone());
        }
        (ChangeCode::EnumMemberRemoved, ..) => members.retain(|m| m.name.as_str() != name),
        (ChangeCode::CasingChanged, Some(State::Name(old)), _) => {
            for member in members.iter_mut().filter(|m| m.name.as_str() == &**old) {
                member.name = MemberName::new(name);
            }
        }
        (code, _, new) => {
            let Some(member) = members.iter_mut().find(|m| m.name.as_str() == name) else { return };
            match (code, new) {
                (ChangeCode::EnumMemberOptInChanged, Some(State::Flag { value, .. })) => {
                    member.opt_in = *value;
                }
                (ChangeCode::ProseChanged, Some(State::Texts(texts))) => {
                    member.description = first(texts);
                }
                _ => deprecation_changed(&mut member.deprecated, change),
            }
        }
    }
}
