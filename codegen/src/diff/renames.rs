//! Renames that the new side declares: the old side is compared under the new names, and each rename
//! is one change. A guess renames nothing.

use super::circumstance::{Loss, OldName};
use super::{Change, ChangeCode, Event, Part, State, Symbol};
use crate::ir::{
    Api, Body, EnumName, MemberName, Operation, OperationName, PropertyName, Source, TypeName,
    TypeRef, Value,
};

/// The old side under the names that the new one declares, and the changes that this was. `None`
/// where nothing was called otherwise.
pub(super) fn carry_out(old: &Api, new: &Api) -> Option<(Api, Vec<Change>)> {
    if new.renames.is_empty() {
        return None;
    }
    let mut renaming = Renaming { old: old.clone(), new, changes: Vec::new() };
    renaming.types();
    renaming.enums();
    renaming.properties();
    renaming.members();
    renaming.operations();
    (!renaming.changes.is_empty()).then_some((renaming.old, renaming.changes))
}

/// Carries out a change of a name.
pub(super) fn apply(api: &mut Api, change: &Change) {
    match (change.code, &change.symbol, &change.old) {
        (ChangeCode::TypeRenamed, Symbol::Type(is), Some(State::Base(was))) => {
            rename_type(api, was, is);
        }
        (ChangeCode::EnumRenamed, Symbol::Enum(is), Some(State::Name(was))) => {
            rename_enum(api, &EnumName::new(was.clone()), is);
        }
        (ChangeCode::PropertyRenamed, Symbol::Property(of, is), Some(State::Name(was))) => {
            rename_property(api, of, was, is);
        }
        (
            ChangeCode::PropertyRenamed,
            Symbol::Part(function, Part::BodyProperty(is)),
            Some(State::Name(was)),
        ) => {
            rename_in_body(api, function, was, is);
        }
        (ChangeCode::EnumMemberRenamed, Symbol::Member(of, is), Some(State::Name(was))) => {
            rename_member(api, of, was, is);
        }
        _ => {}
    }
}

struct Renaming<'a> {
    old: Api,
    new: &'a Api,
    changes: Vec<Change>,
}

impl Renaming<'_> {
    /// Notes a rename, and what of the old name is kept.
    fn push(&mut self, kept: &str, change: Change) {
        self.changes.push(Change { help: Some(kept.to_owned()), ..change });
    }

    fn types(&mut self) {
        let families = self.new.polymorphic();
        for (was, is) in &self.new.renames.types {
            let (Some(before), Some(after)) = (self.old.types.get(was), self.new.types.get(is))
            else {
                continue;
            };
            if self.old.types.contains_key(is) || self.new.types.contains_key(was) {
                continue;
            }
            // A variant of the enum over a base type has its type's name, and variants have no
            // aliases.
            let is_variant = families.contains(is)
                || self.new.bases(is).any(|base| families.contains(&base.name));
            let loss = if is_variant { Loss::Something } else { Loss::Nothing };
            let kept = if is_variant {
                "the old name is a deprecated alias; variants of that name have none"
            } else {
                "the old name is a deprecated alias"
            };
            self.push(
                kept,
                Change::new(Event::TypeRenamed(loss), Symbol::Type(is.clone()))
                    .from(State::Base(was.clone()))
                    .to(State::Base(is.clone()))
                    .at(&before.source, &after.source),
            );
            rename_type(&mut self.old, was, is);
        }
    }

    fn enums(&mut self) {
        for (was, is) in &self.new.renames.enums {
            let (Some(before), Some(after)) = (self.old.enums.get(was), self.new.enums.get(is))
            else {
                continue;
            };
            if self.old.enums.contains_key(is) || self.new.enums.contains_key(was) {
                continue;
            }
            let symbol = Symbol::Enum(is.clone());
            self.push(
                "the old name is a deprecated alias, by which no variant can be imported",
                Change::new(Event::EnumRenamed, symbol)
                    .from(State::Name(was.as_str().into()))
                    .to(State::Name(is.as_str().into()))
                    .at(&before.source, &after.source),
            );
            rename_enum(&mut self.old, was, is);
        }
    }

    fn properties(&mut self) {
        for (of, renamed) in &self.new.renames.properties {
            for (was, is) in renamed {
                let own = |api: &Api, name: &PropertyName| {
                    let properties = &api.types.get(of)?.properties;
                    properties.iter().find(|own| own.name == *name).map(|own| own.source.clone())
                };
                let (Some(before), Some(after)) = (own(&self.old, was), own(self.new, is)) else {
                    continue;
                };
                if own(&self.old, is).is_some() || own(self.new, was).is_some() {
                    continue;
                }
                let renamed = |symbol, before: &Source, after: &Source| {
                    Change::new(Event::PropertyRenamed, symbol)
                        .from(State::Name(was.as_str().into()))
                        .to(State::Name(is.as_str().into()))
                        .at(before, after)
                };
                let symbol = Symbol::Property(of.clone(), is.clone());
                let mut change = renamed(symbol, &before, &after);
                rename_property(&mut self.old, of, was.as_str(), is);
                // Bodies list it by its new name as soon as their own pages do.
                for (function, before, after) in self.bodies_with(of, was, is) {
                    let symbol = Symbol::Part(function.clone(), Part::BodyProperty(is.clone()));
                    rename_in_body(&mut self.old, &function, was.as_str(), is);
                    change.consequences.push(renamed(symbol, &before, &after));
                }
                self.push(
                    "of the old name a deprecated setter is kept; a field has no alias",
                    change,
                );
            }
        }
    }

    /// The operations that send a resource's property by its old name, and now by its new one; where it
    /// stands on both sides.
    fn bodies_with(
        &self,
        owner: &TypeName,
        was: &PropertyName,
        is: &PropertyName,
    ) -> Vec<(OperationName, Source, Source)> {
        let listed = |operation: &Operation, name: &PropertyName| {
            let mut listed = operation.body.properties().iter();
            listed.find(|own| own.name == *name).map(|own| own.source.clone())
        };
        let has_it = |operation: &Operation| {
            let Body::Properties { of: Some(of), .. } = &operation.body else { return false };
            of == owner || self.new.bases(of).any(|base| base.name == *owner)
        };
        let bodies = self.old.operations.iter().filter_map(|(name, old)| {
            let new = self.new.operations.get(name).filter(|new| has_it(new))?;
            let (before, after) = (listed(old, was)?, listed(new, is)?);
            let is_both = listed(old, is).is_some() || listed(new, was).is_some();
            (!is_both && has_it(old)).then(|| (name.clone(), before, after))
        });
        bodies.collect()
    }

    fn members(&mut self) {
        for (of, renamed) in &self.new.renames.members {
            for (was, is) in renamed {
                let own = |api: &Api, name: &MemberName| {
                    let members = &api.enums.get(of)?.members;
                    members.iter().find(|own| own.name == *name).map(|own| own.source.clone())
                };
                let (Some(before), Some(after)) = (own(&self.old, was), own(self.new, is)) else {
                    continue;
                };
                if own(&self.old, is).is_some() || own(self.new, was).is_some() {
                    continue;
                }
                let symbol = Symbol::Member(of.clone(), is.clone());
                self.push(
                    "the old name is a deprecated constant, which cannot be imported as a variant",
                    Change::new(Event::EnumMemberRenamed, symbol)
                        .from(State::Name(was.as_str().into()))
                        .to(State::Name(is.as_str().into()))
                        .at(&before, &after),
                );
                rename_member(&mut self.old, of, was.as_str(), is);
            }
        }
    }

    fn operations(&mut self) {
        for (was, is) in &self.new.renames.operations {
            let (Some(before), Some(after)) =
                (self.old.operations.get(was), self.new.operations.get(is))
            else {
                continue;
            };
            if self.old.operations.contains_key(is) || self.new.operations.contains_key(was) {
                continue;
            }
            let symbol = Symbol::Function(is.clone());
            self.push(
                "the old name is a deprecated function",
                Change::new(Event::FunctionRenamed(OldName::Kept), symbol)
                    .from(State::Function(was.clone()))
                    .to(State::Function(is.clone()))
                    .at(&before.source, &after.source),
            );
            rename_operation(&mut self.old, was, is);
        }
    }
}

fn rename_type(api: &mut Api, was: &TypeName, is: &TypeName) {
    if let Some(mut ty) = api.types.remove(was) {
        ty.name = is.clone();
        api.types.insert(is.clone(), ty);
    }
    let rename = |name: &mut TypeName| {
        if name == was {
            *name = is.clone();
        }
    };
    api.types.values_mut().filter_map(|ty| ty.base.as_mut()).for_each(rename);
    for operation in api.operations.values_mut() {
        match &mut operation.body {
            Body::Resource(of) | Body::Properties { of: Some(of), .. } => rename(of),
            _ => {}
        }
    }
    each_reference(api, |ty| {
        if let Value::Type(name) | Value::Undocumented(name) = &mut ty.value {
            rename(name);
        }
    });
}

fn rename_enum(api: &mut Api, was: &EnumName, is: &EnumName) {
    if let Some(mut definition) = api.enums.remove(was) {
        definition.name = is.clone();
        api.enums.insert(is.clone(), definition);
    }
    each_reference(api, |ty| {
        if ty.value == Value::Enum(was.clone()) {
            ty.value = Value::Enum(is.clone());
        }
    });
}

fn rename_property(api: &mut Api, of: &TypeName, was: &str, is: &PropertyName) {
    let Some(ty) = api.types.get_mut(of) else { return };
    for property in ty.properties.iter_mut().filter(|own| own.name.as_str() == was) {
        property.name = is.clone();
    }
}

fn rename_in_body(api: &mut Api, function: &OperationName, was: &str, is: &PropertyName) {
    let Some(operation) = api.operations.get_mut(function) else { return };
    let listed = operation.body.properties_mut().iter_mut();
    for property in listed.filter(|own| own.name.as_str() == was) {
        property.name = is.clone();
    }
}

fn rename_member(api: &mut Api, of: &EnumName, was: &str, is: &MemberName) {
    let Some(definition) = api.enums.get_mut(of) else { return };
    for member in definition.members.iter_mut().filter(|own| own.name.as_str() == was) {
        member.name = is.clone();
    }
}

fn rename_operation(api: &mut Api, was: &OperationName, is: &OperationName) {
    if let Some(mut operation) = api.operations.remove(was) {
        operation.name = is.clone();
        api.operations.insert(is.clone(), operation);
    }
}

/// Every type in use.
fn each_reference(api: &mut Api, mut change: impl FnMut(&mut TypeRef)) {
    for property in api.types.values_mut().flat_map(|ty| &mut ty.properties) {
        change(&mut property.ty);
    }
    for operation in api.operations.values_mut() {
        operation.types_mut().for_each(&mut change);
    }
}
