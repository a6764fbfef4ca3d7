//! The Rust that a change is about, on both sides.

use std::collections::BTreeMap;

use super::Models;
use crate::diff::{Change, Part, State, Symbol};
use crate::emit::{Declared, declarations};
use crate::ir::{Api, Method, OperationName, Path};

/// The declarations of all changes before, and of all after.
pub(super) fn of(changes: &[&Change], models: Models<'_>) -> [Vec<Option<String>>; 2] {
    let of = |api, state: fn(&Change) -> Option<&State>| {
        let requests = requests(api);
        let wanted: Vec<Option<Declared<'_>>> =
            changes.iter().map(|change| declared(change, state(change), &requests)).collect();
        declarations(api, &wanted)
    };
    let (old, new) = rayon::join(
        || of(models.old, |change| change.old.as_ref()),
        || of(models.new, |change| change.new.as_ref()),
    );
    [old, new]
}

/// The function that offers a request.
type Requests<'a> = BTreeMap<(Method, &'a Path), &'a OperationName>;

fn requests(api: &Api) -> Requests<'_> {
    let operations = api.operations.iter();
    operations
        .flat_map(|(name, operation)| {
            operation.paths.iter().map(move |path| ((operation.method, path), name))
        })
        .collect()
}

fn declared<'a>(
    change: &'a Change,
    state: Option<&'a State>,
    requests: &Requests<'a>,
) -> Option<Declared<'a>> {
    // A name that changed is in the state; the symbol has the new one.
    match (&change.symbol, state) {
        (Symbol::Type(_), Some(State::Type(ty))) => Some(Declared::Type(&ty.name)),
        (Symbol::Type(name), _) => Some(Declared::Type(name)),
        (Symbol::Property(owner, _), Some(State::Property(property))) => {
            Some(Declared::Property(owner, &property.name))
        }
        (Symbol::Property(owner, name), _) => Some(Declared::Property(owner, name)),
        (Symbol::Enum(name), _) => Some(Declared::Enum(name)),
        (Symbol::Member(of, _), Some(State::Member(member))) => {
            Some(Declared::Member(of, &member.name))
        }
        (Symbol::Member(of, name), _) => Some(Declared::Member(of, name)),
        (Symbol::Request(method, path), state) => {
            let path = match state {
                Some(State::Path(path)) => path,
                _ => path,
            };
            let name = requests.get(&(*method, path))?;
            Some(Declared::Path(name, path))
        }
        (Symbol::Function(_), Some(State::Function(name))) | (Symbol::Function(name), _) => {
            Some(Declared::Function(name))
        }
        (Symbol::Part(name, part), _) => Some(match part {
            Part::BodyProperty(property) => Declared::BodyProperty(name, property),
            Part::Response => Declared::Reply(name),
            Part::Permissions(_) | Part::AllPermissions => Declared::Permissions(name),
            Part::Cloud(_) => return None,
            Part::Paths
            | Part::Examples
            | Part::Body
            | Part::FunctionParameter(_)
            | Part::QueryOption(_)
            | Part::QueryParameter(_)
            | Part::Header(_)
            | Part::Error { .. } => Declared::Function(name),
        }),
        (Symbol::Page(_) | Symbol::Module(_), _) => None,
    }
}
