//! The requests of a model, as they are compared: without the names of values and without casing.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap;

use super::names::Pair;
use crate::diff::Side;
use crate::diff::circumstance::Departure;
use crate::ir::{Api, Method, Operation, OperationName, Path, PathOrigin, PathPiece};

/// A request as the wire knows it.
pub type Request = (Method, Arc<str>);

/// The requests of one side.
pub struct Requests<'a> {
    /// The functions, in the order of their names.
    functions: Vec<Function<'a>>,
    by_name: FxHashMap<&'a OperationName, usize>,
    by_request: FxHashMap<Request, Vec<&'a OperationName>>,
    /// Which functions send the requests as they go over the wire, abbreviations written out: few are
    /// asked for them.
    sent: OnceLock<FxHashMap<Request, Vec<usize>>>,
}

/// The functions that offer requests of another one, and how many of them.
pub type Shared<'a> = BTreeMap<&'a OperationName, usize>;

/// An operation, and the requests that it offers.
struct Function<'a> {
    operation: &'a Operation,
    requests: Vec<(Request, &'a Path)>,
}

impl<'a> Function<'a> {
    fn name(&self) -> &'a OperationName {
        &self.operation.name
    }

    fn page(&self) -> &'a str {
        &self.operation.source.page
    }

    fn verb(&self) -> Option<Method> {
        self.requests.first().map(|((method, _), _)| *method)
    }

    fn offers(&self, request: &Request) -> bool {
        self.requests.iter().any(|(other, _)| other == request)
    }
}

impl<'a> Requests<'a> {
    pub fn new(api: &'a Api) -> Self {
        let mut functions = Vec::with_capacity(api.operations.len());
        let mut by_name = FxHashMap::default();
        let mut by_request: FxHashMap<Request, Vec<&OperationName>> = FxHashMap::default();
        for operation in api.operations.values() {
            let request = |path| (operation.method, normal(path).into());
            let requests: Vec<(Request, &Path)> =
                operation.paths.iter().map(|path| (request(path), path)).collect();
            for (request, _) in &requests {
                by_request.entry(request.clone()).or_default().push(&operation.name);
            }
            by_name.insert(&operation.name, functions.len());
            functions.push(Function { operation, requests });
        }
        Self { functions, by_name, by_request, sent: OnceLock::new() }
    }

    pub fn has(&self, request: &Request) -> bool {
        self.by_request.contains_key(request)
    }

    /// What it means that a function does not send a request of the other side any more: another
    /// one may still do so, however its page writes it.
    pub fn without_function(&self, method: Method, path: &Path) -> Departure {
        if self.sent().contains_key(&(method, sent(path).into())) {
            Departure::Moved
        } else {
            Departure::Gone
        }
    }

    /// The functions that send some of these requests, as they go over the wire.
    pub fn senders(&self, requests: &[Request]) -> Shared<'a> {
        let sending = requests.iter().filter_map(|request| self.sent().get(request)).flatten();
        counted(sending.map(|at| self.functions[*at].name()))
    }

    fn sent(&self) -> &FxHashMap<Request, Vec<usize>> {
        self.sent.get_or_init(|| {
            let mut all: FxHashMap<Request, Vec<usize>> = FxHashMap::default();
            for (at, function) in self.functions.iter().enumerate() {
                for (request, path) in &function.requests {
                    let request = match path.origin {
                        PathOrigin::Line => request.clone(),
                        PathOrigin::Written(_) | PathOrigin::Example => {
                            (request.0, sent(path).into())
                        }
                    };
                    all.entry(request).or_default().push(at);
                }
            }
            all
        })
    }

    pub fn of(&self, name: &OperationName) -> &[(Request, &'a Path)] {
        self.function(name).map_or(&[], |function| &function.requests)
    }

    /// The requests that stand in request lines, not in examples only, each once.
    pub fn lines(&self, name: &OperationName) -> impl Iterator<Item = &(Request, &'a Path)> {
        let all = self.of(name);
        let is_first = |at: usize, request| all[..at].iter().all(|(other, _)| other != request);
        let lines = all.iter().enumerate().filter(move |(at, (request, path))| {
            path.origin != PathOrigin::Example && is_first(*at, request)
        });
        lines.map(|(_, line)| line)
    }

    fn function(&self, name: &OperationName) -> Option<&Function<'a>> {
        self.by_name.get(name).map(|at| &self.functions[*at])
    }

    fn sharing(&self, requests: &[(Request, &Path)]) -> Shared<'a> {
        let offering = requests.iter().filter_map(|(request, _)| self.by_request.get(request));
        counted(offering.flatten().copied())
    }
}

/// How often each function is named.
fn counted<'a>(names: impl Iterator<Item = &'a OperationName>) -> Shared<'a> {
    let mut shared = Shared::new();
    for name in names {
        *shared.entry(name).or_default() += 1;
    }
    shared
}

/// The requests of both sides, and which function of one is which of the other.
pub struct Matched<'a> {
    pub old: &'a Requests<'a>,
    pub new: &'a Requests<'a>,
    new_of: FxHashMap<&'a OperationName, &'a OperationName>,
    old_of: FxHashMap<&'a OperationName, &'a OperationName>,
}

impl<'a> Matched<'a> {
    /// Among functions that share a request, the one on the same page, whose name may have a number
    /// that depends on other pages; then the one of the same name; then the one with which it shares
    /// most. Else the one of the same name and verb.
    pub fn new(old: &'a Requests<'a>, new: &'a Requests<'a>) -> Self {
        let mut pairs =
            Self { old, new, new_of: FxHashMap::default(), old_of: FxHashMap::default() };
        // Nearly all stay where they are, under their names.
        for was in &old.functions {
            if let Some(is) = new.function(was.name())
                && was.requests.iter().any(|(request, _)| is.offers(request))
                && was.page() == is.page()
            {
                pairs.add(was.name(), is.name());
            }
        }
        let rest = old.functions.iter().filter(|was| !pairs.new_of.contains_key(was.name()));
        let sharing: Vec<(&Function<'a>, Shared<'a>)> =
            rest.map(|was| (was, new.sharing(&was.requests))).collect();
        pairs.add_sharing_most(&sharing, |was, is| {
            new.function(is).is_some_and(|is| is.page() == was.page())
        });
        for (was, shared) in &sharing {
            if let Some((is, _)) = shared.get_key_value(was.name()) {
                pairs.add(was.name(), is);
            }
        }
        pairs.add_sharing_most(&sharing, |_, is| !old.by_name.contains_key(is));
        for was in &old.functions {
            if let Some(is) = new.function(was.name())
                && was.verb() == is.verb()
            {
                pairs.add(was.name(), is.name());
            }
        }
        pairs
    }

    /// Adds, for each of these functions, the free one with which it shares most requests, among
    /// those of which `fits` holds; of several, the one whose name comes first.
    fn add_sharing_most(
        &mut self,
        sharing: &[(&Function<'a>, Shared<'a>)],
        fits: impl Fn(&Function<'a>, &OperationName) -> bool,
    ) {
        for (was, shared) in sharing {
            let free = shared.iter().rev();
            let free = free.filter(|(is, _)| fits(was, is) && self.are_free(was.name(), is));
            // `max_by_key` gives the last of several.
            if let Some((is, _)) = free.max_by_key(|(_, count)| **count) {
                self.add(was.name(), is);
            }
        }
    }

    fn are_free(&self, was: &OperationName, is: &OperationName) -> bool {
        !self.new_of.contains_key(was) && !self.old_of.contains_key(is)
    }

    /// Adds a pair, unless one of them has another partner.
    fn add(&mut self, was: &'a OperationName, is: &'a OperationName) {
        if self.are_free(was, is) {
            self.new_of.insert(was, is);
            self.old_of.insert(is, was);
        }
    }

    /// Those that are on both sides, then those that are gone, then those that came; each in the
    /// order of their names, the old one where there are two.
    pub fn pairs(&self) -> Vec<Pair<&'a Operation>> {
        let mut both = Vec::with_capacity(self.old.functions.len());
        let mut gone = Vec::new();
        for was in &self.old.functions {
            match self.new_of.get(was.name()).and_then(|is| self.new.function(is)) {
                Some(is) => both.push(Pair::Both(was.operation, is.operation)),
                None => gone.push(Pair::Removed(was.operation)),
            }
        }
        let came = self.new.functions.iter().filter(|is| !self.old_of.contains_key(is.name()));
        both.append(&mut gone);
        both.extend(came.map(|is| Pair::Added(is.operation)));
        both
    }

    /// Whether a function is the one that tells of a request that is on its side alone: of several
    /// that have it, the first in the order of [pairs](Self::pairs).
    pub fn tells(&self, side: Side, request: &Request, function: &OperationName) -> bool {
        let by_request = match side {
            Side::Old => &self.old.by_request,
            Side::New => &self.new.by_request,
        };
        let turn = |name: &&'a OperationName| match side {
            Side::Old => (!self.new_of.contains_key(*name), *name),
            Side::New => self.old_of.get(*name).map_or((true, *name), |was| (false, *was)),
        };
        let first = by_request.get(request).into_iter().flatten().copied().min_by_key(turn);
        first == Some(function)
    }
}

/// Which path of a function is which one later, by their numbers: those that are written alike, then
/// those that are the same request by `of` them, in which names of values do not count. In the order of
/// the requests.
pub fn paired(old: &[Path], new: &[Path], of: fn(&Path) -> String) -> Vec<(String, Pair<usize>)> {
    let requests = |paths: &[Path]| paths.iter().map(of).collect::<Vec<String>>();
    let (was, is) = (requests(old), requests(new));
    let mut free: Vec<usize> = (0..new.len()).collect();
    let mut take = |is_it: &dyn Fn(usize) -> bool| {
        let at = free.iter().position(|at| is_it(*at))?;
        Some(free.remove(at))
    };
    let alike: Vec<Option<usize>> = old.iter().map(|path| take(&|at| new[at] == *path)).collect();
    let mut pairs = Vec::with_capacity(old.len());
    for (before, (request, alike)) in was.into_iter().zip(alike).enumerate() {
        let after = alike.or_else(|| take(&|at| is[at] == request));
        pairs.push((request, after.map_or(Pair::Removed(before), |it| Pair::Both(before, it))));
    }
    pairs.extend(free.into_iter().map(|at| (is[at].clone(), Pair::Added(at))));
    pairs.sort_by(|(a, _), (b, _)| a.cmp(b));
    pairs
}

/// A path as its page writes it; one that only an example shows, as it is sent.
pub fn line(path: &Path) -> Path {
    path.written().and_then(|written| written.parse().ok()).unwrap_or_else(|| path.clone())
}

/// A path as its page writes it, in lower case, without the names of its values.
pub fn normal(path: &Path) -> String {
    match path.origin {
        PathOrigin::Line => sent(path),
        PathOrigin::Written(ref written) if is_spelled_otherwise(written, path) => sent(path),
        PathOrigin::Written(_) => sent(&line(path)),
        // No line of the page, and not to be taken for one that is.
        PathOrigin::Example => format!("example {}", sent(path)),
    }
}

/// Whether a request line has the segments of the path that is sent, and only writes its values in
/// another way: `/books/<id>`.
fn is_spelled_otherwise(written: &str, path: &Path) -> bool {
    let sent = path.to_string();
    let (written, sent) = (written.split('/'), sent.split('/'));
    written.clone().count() == sent.clone().count()
        && written.zip(sent).all(|(written, sent)| {
            let is_value = sent.starts_with('{') && sent.ends_with('}');
            is_value || written.eq_ignore_ascii_case(sent)
        })
}

/// A path as it is sent, in lower case, without the names of its values.
pub fn sent(path: &Path) -> String {
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
