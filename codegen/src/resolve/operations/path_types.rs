//! What a path leads to: a walk along the properties of documented types.
//!
//! `/me/events/{id}` starts at what the pages say of `/me`, goes on to the property `events` of that
//! type and takes one of its items. Where no property tells, what pages say of exactly that path
//! does: the type that most of them name.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::ir::{Api, Method, Path, PathPiece, Source, TypeRef, Value};
use crate::read::facts::{OperationFacts, PageFacts};
use crate::resolve::Resolver;

/// Where a path ends.
#[derive(Clone, Debug, PartialEq)]
pub struct Destination {
    /// What is there.
    pub ty: TypeRef,
    /// The last property on the way, if one tells the type.
    pub source: Option<Source>,
}

/// What pages say of their own paths.
#[derive(Debug, Default)]
pub struct PathTypes {
    /// By path, in lower case and without the names of placeholders: each type that pages name, and
    /// how many of them do.
    stated: FxHashMap<String, Vec<(TypeRef, usize)>>,
    /// The paths to which a documented one adds a key: lists, whatever the text says.
    lists: FxHashSet<String>,
}

impl PathTypes {
    /// Gathers what `pages` say of the paths from which they read.
    pub fn new(resolver: &Resolver<'_>, pages: &[PageFacts]) -> Self {
        let mut types = Self::default();
        for page in pages {
            let reads = |facts: &&OperationFacts| facts.method == Method::Get && !facts.gives_bytes;
            for facts in page.operations.iter().filter(reads) {
                let Some(ty) = resolver.stated_type(facts, page) else { continue };
                for (path, _) in &facts.paths {
                    let path = normal(path);
                    types.add(&path, &ty);
                    if let Some(list) = path.strip_suffix("/{}") {
                        types.lists.insert(list.to_owned());
                    }
                }
            }
        }
        types
    }

    fn add(&mut self, path: &str, ty: &TypeRef) {
        let stated = self.stated.entry(path.to_owned()).or_default();
        match stated.iter_mut().find(|(known, _)| known == ty) {
            Some((_, count)) => *count += 1,
            None => stated.push((ty.clone(), 1)),
        }
    }

    /// What most pages say of a path, and of those the first.
    fn stated(&self, path: &str) -> Option<TypeRef> {
        let stated = self.stated.get(path)?;
        let (most, _) = stated.iter().rev().max_by_key(|(_, count)| *count)?;
        let collection = most.collection || self.lists.contains(path);
        Some(TypeRef { value: most.value.clone(), collection })
    }

    /// Where a path ends; `None` where neither properties nor pages tell.
    pub fn of(&self, api: &Api, path: &Path) -> Option<Destination> {
        let path = normal(path);
        let mut at: Option<Destination> = None;
        let mut end = 0;
        for segment in path.strip_prefix('/')?.split('/') {
            end += 1 + segment.len();
            let next = at.as_ref().and_then(|at| step(api, at, segment));
            at = next.or_else(|| {
                let ty = self.stated(&path[..end])?;
                Some(Destination { ty, source: None })
            });
        }
        at
    }
}

/// One segment further along the properties.
fn step(api: &Api, at: &Destination, segment: &str) -> Option<Destination> {
    match &at.ty.value {
        value if at.ty.collection => {
            let ty = TypeRef::single(value.clone());
            (segment == KEY).then(|| Destination { ty, source: at.source.clone() })
        }
        Value::Type(name) => {
            let mut chain = api.types.get(name).into_iter().chain(api.bases(name));
            let property = chain.find_map(|ty| {
                ty.properties.iter().find(|p| p.name.as_str().eq_ignore_ascii_case(segment))
            })?;
            // A property of unknown shape leads to nothing that is known.
            let known = !matches!(property.ty.value, Value::Json | Value::Undocumented(_));
            known.then(|| Destination {
                ty: property.ty.clone(),
                source: Some(property.source.clone()),
            })
        }
        _ => None,
    }
}

/// Whether a type that a page names may stand for what a path leads to. Tables forget that there
/// are many; a key leads to one, whatever the text says.
pub fn agree(api: &Api, stated: &TypeRef, found: &TypeRef, path: &Path) -> bool {
    let related = match (&stated.value, &found.value) {
        (Value::Type(a), Value::Type(b)) => api.are_related(a, b),
        (a, b) => a == b,
    };
    related && (stated.collection == found.collection || stated.collection && !ends_in_key(path))
}

/// Whether a path's last segment is a placeholder.
pub fn ends_in_key(path: &Path) -> bool {
    matches!(path.pieces.as_slice(), [.., PathPiece::Literal(before), PathPiece::Placeholder(_)]
        if before.ends_with('/'))
}

/// A segment that is a placeholder and nothing else.
const KEY: &str = "{}";

/// A path in lower case, without the names of placeholders.
fn normal(path: &Path) -> String {
    let mut normal = String::new();
    for piece in &path.pieces {
        normal.push_str(match piece {
            PathPiece::Literal(text) => text,
            PathPiece::Placeholder(_) => KEY,
        });
    }
    normal.make_ascii_lowercase();
    normal
}
