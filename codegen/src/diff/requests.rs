//! The requests of a model, as they are compared: without the names of values and without casing.

use std::collections::{BTreeMap, BTreeSet};

use super::Circumstance;
use crate::ir::{Api, Method, OperationName, Path, PathOrigin, PathPiece};

/// A request as the wire knows it.
pub(super) type Request = (Method, String);

/// The requests of one side.
pub(super) struct Requests<'a> {
    pub(super) by_function: BTreeMap<&'a OperationName, Vec<(Request, &'a Path)>>,
    pub(super) by_request: BTreeMap<Request, Vec<&'a OperationName>>,
    /// The requests as they go over the wire, abbreviations written out.
    sent: BTreeSet<Request>,
}

impl<'a> Requests<'a> {
    pub(super) fn new(api: &'a Api) -> Self {
        let mut by_function = BTreeMap::new();
        let mut all_sent = BTreeSet::new();
        let mut by_request: BTreeMap<Request, Vec<&OperationName>> = BTreeMap::new();
        for (name, operation) in &api.operations {
            let requests: Vec<(Request, &Path)> = operation
                .paths
                .iter()
                .map(|path| ((operation.method, normal(path)), path))
                .collect();
            for (request, path) in &requests {
                all_sent.insert(match path.origin {
                    PathOrigin::Line => request.clone(),
                    _ => (operation.method, sent(path)),
                });
                by_request.entry(request.clone()).or_default().push(name);
            }
            by_function.insert(name, requests);
        }
        Self { by_function, by_request, sent: all_sent }
    }

    /// What it means that a function does not send a request of the other side any more: another
    /// one may still do so, however its page writes it.
    pub(super) fn without_function(&self, method: Method, path: &Path) -> Circumstance {
        if self.sent.contains(&(method, sent(path))) {
            Circumstance::Loss
        } else {
            Circumstance::Plain
        }
    }

    pub(super) fn of(&self, name: &OperationName) -> &[(Request, &'a Path)] {
        self.by_function.get(name).map_or(&[], Vec::as_slice)
    }

    /// The requests that stand in request lines, not in examples only.
    pub(super) fn lines(&self, name: &OperationName) -> impl Iterator<Item = &(Request, &'a Path)> {
        self.of(name).iter().filter(|(_, path)| path.origin != PathOrigin::Example)
    }
}

/// Which function of the new side is which of the old: the one of the same name, if they share a
/// request; else the one with which it shares most; else the one of the same name and verb.
pub(super) fn matched<'a>(
    old: &Requests<'a>,
    new: &Requests<'a>,
) -> BTreeMap<&'a OperationName, &'a OperationName> {
    let mut pairs: BTreeMap<&OperationName, &OperationName> = BTreeMap::new();
    let mut taken: BTreeSet<&OperationName> = BTreeSet::new();
    let mut pair = |pairs: &mut BTreeMap<_, _>, was: &'a OperationName, is: &'a OperationName| {
        if taken.insert(is) {
            pairs.insert(was, is);
        }
    };
    for (name, requests) in &old.by_function {
        let shares = |other: &[(Request, &Path)]| {
            requests.iter().any(|(request, _)| other.iter().any(|(known, _)| known == request))
        };
        if let Some((is, others)) = new.by_function.get_key_value(name)
            && shares(others)
        {
            pair(&mut pairs, name, is);
        }
    }
    for (name, requests) in &old.by_function {
        if pairs.contains_key(name) {
            continue;
        }
        let mut shared: BTreeMap<&OperationName, usize> = BTreeMap::new();
        for is in requests.iter().filter_map(|(request, _)| new.by_request.get(request)).flatten() {
            *shared.entry(is).or_default() += 1;
        }
        // The first of the largest.
        let free = shared.into_iter().rev().filter(|(is, _)| !old.by_function.contains_key(*is));
        if let Some((is, _)) = free.max_by_key(|(_, count)| *count) {
            pair(&mut pairs, name, is);
        }
    }
    for (name, requests) in &old.by_function {
        let verb = |requests: &[(Request, &Path)]| requests.first().map(|((method, _), _)| *method);
        if let Some((is, others)) = new.by_function.get_key_value(name)
            && !pairs.contains_key(name)
            && verb(requests) == verb(others)
        {
            pair(&mut pairs, name, is);
        }
    }
    pairs
}

/// A path as its page writes it; one that only an example shows, as it is sent.
pub(super) fn line(path: &Path) -> Path {
    path.written().and_then(|written| written.parse().ok()).unwrap_or_else(|| path.clone())
}

/// A path as its page writes it, in lower case, without the names of its values.
pub(super) fn normal(path: &Path) -> String {
    match path.origin {
        PathOrigin::Line => sent(path),
        PathOrigin::Written(_) => sent(&line(path)),
        // No line of the page, and not to be taken for one that is.
        PathOrigin::Example => format!("example {}", sent(path)),
    }
}

/// A path as it is sent, in lower case, without the names of its values.
pub(super) fn sent(path: &Path) -> String {
    let mut text = String::new();
    for piece in &path.pieces {
        match piece {
            PathPiece::Literal(literal) => text.push_str(&literal.to_lowercase()),
            PathPiece::Placeholder(_) => text.push_str("{}"),
        }
    }
    text.trim_end_matches('/').to_owned()
}
