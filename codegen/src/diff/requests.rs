//! The requests of a model, as they are compared: without the names of values and without casing.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::Circumstance;
use crate::ir::{Api, Method, OperationName, Path, PathOrigin, PathPiece};

/// A request as the wire knows it.
pub(super) type Request = (Method, Arc<str>);

/// The requests of one side.
pub(super) struct Requests<'a> {
    api: &'a Api,
    pub(super) by_function: BTreeMap<&'a OperationName, Vec<(Request, &'a Path)>>,
    pub(super) by_request: FxHashMap<Request, Vec<&'a OperationName>>,
    /// The requests as they go over the wire, abbreviations written out: few are asked for them.
    sent: OnceCell<FxHashSet<Request>>,
}

impl<'a> Requests<'a> {
    pub(super) fn new(api: &'a Api) -> Self {
        let mut by_function = BTreeMap::new();
        let mut by_request: FxHashMap<Request, Vec<&OperationName>> = FxHashMap::default();
        for (name, operation) in &api.operations {
            let request = |path| (operation.method, normal(path).into());
            let requests: Vec<(Request, &Path)> =
                operation.paths.iter().map(|path| (request(path), path)).collect();
            for (request, _) in &requests {
                by_request.entry(request.clone()).or_default().push(name);
            }
            by_function.insert(name, requests);
        }
        Self { api, by_function, by_request, sent: OnceCell::new() }
    }

    /// What it means that a function does not send a request of the other side any more: another
    /// one may still do so, however its page writes it.
    pub(super) fn without_function(&self, method: Method, path: &Path) -> Circumstance {
        let all_sent = self.sent.get_or_init(|| {
            let operations = self.api.operations.values();
            let sent = |path| -> Arc<str> { sent(path).into() };
            operations.flat_map(|it| it.paths.iter().map(|path| (it.method, sent(path)))).collect()
        });
        if all_sent.contains(&(method, sent(path).into())) {
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

    fn page(&self, name: &OperationName) -> Option<&'a str> {
        self.api.operations.get(name).map(|operation| &*operation.source.page)
    }

    /// The functions that offer requests of another one, and how many of them.
    fn sharing(&self, requests: &[(Request, &Path)]) -> BTreeMap<&'a OperationName, usize> {
        let mut shared: BTreeMap<&OperationName, usize> = BTreeMap::new();
        let offering = requests.iter().filter_map(|(request, _)| self.by_request.get(request));
        for name in offering.flatten() {
            *shared.entry(name).or_default() += 1;
        }
        shared
    }
}

/// Which function of the new side is which of the old: among those that share a request, the one on
/// the same page, whose name may have a number that depends on other pages; then the one of the same
/// name; then the one with which it shares most. Else the one of the same name and verb.
pub(super) fn matched<'a>(
    old: &Requests<'a>,
    new: &Requests<'a>,
) -> BTreeMap<&'a OperationName, &'a OperationName> {
    let mut pairs = Pairs::default();
    // Nearly all stay where they are, under their names.
    for (name, requests) in &old.by_function {
        if let Some((is, others)) = new.by_function.get_key_value(name)
            && requests.iter().any(|(request, _)| others.iter().any(|(other, _)| other == request))
            && old.page(name) == new.page(is)
        {
            pairs.add(name, is);
        }
    }
    let rest = old.by_function.iter().filter(|(name, _)| !pairs.new_of.contains_key(*name));
    let sharing: Vec<(&OperationName, BTreeMap<&OperationName, usize>)> =
        rest.map(|(name, requests)| (*name, new.sharing(requests))).collect();
    for (was, shared) in &sharing {
        let page = old.page(was);
        let on_page = shared.iter().rev();
        let on_page = on_page.filter(|(is, _)| new.page(is) == page && pairs.are_free(was, is));
        // The first of the largest.
        if let Some((is, _)) = on_page.max_by_key(|(_, count)| **count) {
            pairs.add(was, is);
        }
    }
    for (was, shared) in &sharing {
        if let Some((is, _)) = shared.get_key_value(was) {
            pairs.add(was, is);
        }
    }
    for (was, shared) in &sharing {
        let free = shared
            .iter()
            .rev()
            .filter(|(is, _)| !old.by_function.contains_key(*is) && pairs.are_free(was, is));
        if let Some((is, _)) = free.max_by_key(|(_, count)| **count) {
            pairs.add(was, is);
        }
    }
    for (name, requests) in &old.by_function {
        let verb = |requests: &[(Request, &Path)]| requests.first().map(|((method, _), _)| *method);
        if let Some((is, others)) = new.by_function.get_key_value(name)
            && verb(requests) == verb(others)
        {
            pairs.add(name, is);
        }
    }
    pairs.new_of
}

/// Functions of the old side with those of the new, each at most once.
#[derive(Default)]
struct Pairs<'a> {
    new_of: BTreeMap<&'a OperationName, &'a OperationName>,
    taken: BTreeSet<&'a OperationName>,
}

impl<'a> Pairs<'a> {
    fn are_free(&self, was: &OperationName, is: &OperationName) -> bool {
        !self.new_of.contains_key(was) && !self.taken.contains(is)
    }

    /// Adds a pair, unless one of them has another partner.
    fn add(&mut self, was: &'a OperationName, is: &'a OperationName) {
        if self.are_free(was, is) {
            self.taken.insert(is);
            self.new_of.insert(was, is);
        }
    }
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
            PathPiece::Literal(literal) if literal.is_ascii() => {
                let start = text.len();
                text.push_str(literal);
                text[start..].make_ascii_lowercase();
            }
            PathPiece::Literal(literal) => text.push_str(&literal.to_lowercase()),
            PathPiece::Placeholder(_) => text.push_str("{}"),
        }
    }
    text.truncate(text.trim_end_matches('/').len());
    text
}
