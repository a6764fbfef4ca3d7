//! What changes are looked up by.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::Hash;

use rustc_hash::FxHashMap;

use crate::diff::compare::requests::{normal, sent};
use crate::diff::symbol::Part;
use crate::diff::{Change, ChangeCode, Side, State, Symbol};
use crate::ir::{
    Api, Body, EnumName, EnumOrigin, Method, OperationName, Path, TypeName, TypeOrigin, TypeRef,
    Value,
};

/// The changes, by what the rules ask for.
pub(in crate::diff) struct Causes<'a> {
    pub(super) changes: &'a [Change],
    pub(super) old: &'a Api,
    pub(super) new: &'a Api,
    pub(super) by_symbol: FxHashMap<&'a Symbol, Vec<usize>>,
    /// The first change that brings, or takes, a use of an enum.
    pub(super) enum_uses: BTreeMap<(Side, &'a EnumName), usize>,
    /// The first change that brings, or takes, a use of a type.
    pub(super) type_uses: BTreeMap<(Side, &'a TypeName), usize>,
    /// The changes of each function's requests, as they are sent.
    pub(super) requests: BTreeMap<&'a OperationName, BTreeMap<(Method, String), Vec<usize>>>,
    /// The changes of each page of the same part of several functions.
    pub(super) by_effect: FxHashMap<Effect<'a>, Vec<usize>>,
    /// Types that came, went, or have another base.
    pub(super) families: Vec<usize>,
    /// Properties of another type.
    pub(super) retyped: Vec<usize>,
    /// Changes of members of enums.
    pub(super) members: Vec<usize>,
    /// Functions, types and enums with another name.
    pub(super) renamed: Vec<usize>,
    /// Changes of request headers.
    pub(super) headers: Vec<usize>,
    /// Properties that came or went.
    pub(super) properties: Vec<usize>,
    /// Operations that came or went as a whole.
    pub(super) operations: Vec<usize>,
    /// Modules of operations with another feature.
    pub(super) features: Vec<usize>,
    /// Requests that came or went, as pages write them; each is told of one function.
    pub(super) told: FxHashMap<(Side, (Method, String)), usize>,
    /// Changes of OData's query options, by function.
    pub(super) options: BTreeMap<&'a OperationName, Vec<usize>>,
}

/// A change to a function, without which function it is, and without values.
type Effect<'a> = (ChangeCode, Option<&'a Part>, [Option<&'a str>; 2]);

impl<'a> Causes<'a> {
    pub(in crate::diff) fn new(changes: &'a [Change], old: &'a Api, new: &'a Api) -> Self {
        let (by_symbol, by_effect) = rayon::join(
            || grouped(changes, |change| Some(&change.symbol)),
            || grouped(changes, effect),
        );
        let mut enum_uses = BTreeMap::new();
        let mut type_uses = BTreeMap::new();
        let mut requests: BTreeMap<_, BTreeMap<_, Vec<usize>>> = BTreeMap::new();
        let mut told = FxHashMap::default();
        let mut options: BTreeMap<_, Vec<usize>> = BTreeMap::new();
        let wanted: BTreeSet<&EnumName> = changes
            .iter()
            .filter_map(|change| match (&change.symbol, is_of_prose_enum(change)) {
                (Symbol::Enum(name), true) => Some(name),
                _ => None,
            })
            .collect();
        let followed: BTreeSet<&TypeName> = changes
            .iter()
            .filter(|change| {
                change.code == ChangeCode::TypePolymorphismChanged || is_of_response(change)
            })
            .filter_map(|change| match &change.symbol {
                Symbol::Type(name) => Some(name),
                _ => None,
            })
            .collect();
        for (index, change) in changes.iter().enumerate() {
            for (side, state) in [(Side::Old, &change.old), (Side::New, &change.new)] {
                for ty in state.iter().flat_map(types_in) {
                    match &ty.value {
                        Value::Enum(name) if wanted.contains(name) => {
                            enum_uses.entry((side, name)).or_insert(index);
                        }
                        Value::Type(name) if followed.contains(name) => {
                            type_uses.entry((side, name)).or_insert(index);
                        }
                        _ => {}
                    }
                }
            }
            if let Some((function, request)) = request(change) {
                requests.entry(function).or_default().entry(request).or_default().push(index);
            }
            let side = match change.code {
                ChangeCode::OperationAdded => Some(Side::New),
                ChangeCode::OperationRemoved => Some(Side::Old),
                _ => None,
            };
            let line = side.and_then(|side| Some((side, request_line(change)?)));
            told.extend(line.map(|line| (line, index)));
            if let Symbol::Part(function, Part::QueryOption(_)) = &change.symbol {
                options.entry(function).or_default().push(index);
            }
        }
        let numbers = |is: fn(&Change) -> bool| -> Vec<usize> {
            let all = changes.iter().enumerate().filter(|(_, change)| is(change));
            all.map(|(index, _)| index).collect()
        };
        Self {
            changes,
            old,
            new,
            by_symbol,
            enum_uses,
            type_uses,
            requests,
            by_effect,
            families: numbers(|change| {
                matches!(
                    change.code,
                    ChangeCode::TypeAdded | ChangeCode::TypeRemoved | ChangeCode::BaseTypeChanged
                )
            }),
            retyped: numbers(|change| change.code == ChangeCode::PropertyTypeChanged),
            members: numbers(|change| matches!(change.symbol, Symbol::Member(..))),
            renamed: numbers(|change| {
                matches!(
                    change.code,
                    ChangeCode::FunctionRenamed | ChangeCode::TypeRenamed | ChangeCode::EnumRenamed
                )
            }),
            headers: numbers(|change| matches!(change.symbol, Symbol::Part(_, Part::Header(_)))),
            properties: numbers(|change| {
                matches!(change.code, ChangeCode::PropertyAdded | ChangeCode::PropertyRemoved)
            }),
            operations: numbers(|change| {
                matches!(change.either_state(), Some(State::Operation(_)))
            }),
            features: numbers(|change| change.code == ChangeCode::FeatureChanged),
            told,
            options,
        }
    }
}

/// Changes by something that several may have in common.
fn grouped<'a, K: Hash + Eq>(
    changes: &'a [Change],
    key: impl Fn(&'a Change) -> Option<K>,
) -> FxHashMap<K, Vec<usize>> {
    let mut groups: FxHashMap<K, Vec<usize>> = FxHashMap::default();
    for (index, change) in changes.iter().enumerate() {
        if let Some(key) = key(change) {
            groups.entry(key).or_default().push(index);
        }
    }
    groups
}

/// Whether a change is about an enum that only prose defines.
pub(super) fn is_of_prose_enum(change: &Change) -> bool {
    matches!(
        change.either_state(),
        Some(State::Enum(definition)) if definition.origin == EnumOrigin::Prose
    )
}

/// Whether a change is about a type that only the response of an operation has.
pub(super) fn is_of_response(change: &Change) -> bool {
    matches!(
        change.either_state(),
        Some(State::Type(ty)) if ty.origin == TypeOrigin::Response
    )
}

/// What one edit of a page does to all functions of the page.
pub(super) fn effect(change: &Change) -> Option<Effect<'_>> {
    let part = match &change.symbol {
        Symbol::Function(_) => None,
        Symbol::Part(_, part) => Some(part),
        _ => return None,
    };
    if matches!(
        change.code,
        ChangeCode::FunctionAdded | ChangeCode::FunctionRemoved | ChangeCode::FunctionRenamed
    ) {
        return None;
    }
    let page = |side| {
        let span = change.spans.iter().find(|span| span.side == side);
        span.map(|span| &*span.source.page)
    };
    let pages = [page(Side::Old), page(Side::New)];
    Some((change.code, part, pages))
}

/// A path that comes or goes.
pub(super) fn path_of(change: &Change) -> Option<&Path> {
    match change.either_state() {
        Some(State::Path(path)) => Some(path),
        _ => None,
    }
}

/// The request that a change of a function's paths is about, as it is sent.
pub(super) fn request(change: &Change) -> Option<(&OperationName, (Method, String))> {
    match (&change.function, &change.symbol) {
        (Some(function), Symbol::Request(method, path)) => {
            Some((function, (*method, sent(path_of(change).unwrap_or(path)))))
        }
        _ => None,
    }
}

/// The request that a change is about, as the page writes it.
fn request_line(change: &Change) -> Option<(Method, String)> {
    match &change.symbol {
        Symbol::Request(method, path) => {
            Some((*method, path_of(change).map_or_else(|| sent(path), normal)))
        }
        _ => None,
    }
}

/// The types that a state names.
pub(super) fn types_in(state: &State) -> Vec<&TypeRef> {
    match state {
        State::TypeRef(ty) => vec![ty],
        State::Property(property) => vec![&property.ty],
        State::BodyProperty(property) => vec![&property.ty],
        State::Type(ty) => ty.properties.iter().map(|property| &property.ty).collect(),
        State::Operation(operation) => operation.types().collect(),
        State::Response(response) => response.ty.iter().collect(),
        State::Body(body) => match &**body {
            Body::Properties { properties, .. } => {
                properties.iter().map(|property| &property.ty).collect()
            }
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}
