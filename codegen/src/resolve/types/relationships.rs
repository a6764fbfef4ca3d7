//! Relationships whose rows name one object, and whose operations list many.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostics::{Code, Diagnostic};
use crate::ir::{Method, Operation, PathPiece, Source, TypeName, Value};
use crate::resolve::Resolver;

/// The operations that list the objects of a type at the end of a path, by both; `None` where
/// another operation gets a single one there.
type Listed = BTreeMap<(String, TypeName), Option<Source>>;

impl Resolver<'_> {
    /// Follows operations where a table gives a relationship one object: `GET` of a path that ends
    /// with its name gives a list of the same type, and another path goes on with a key.
    pub fn follow_lists(&mut self) {
        let listed = listed(self.api.operations.values());
        let keyed = keyed(self.api.operations.values());
        for ty in self.api.types.values_mut() {
            for property in ty.properties.iter_mut().filter(|property| property.navigation) {
                let Value::Type(target) = &property.ty.value else { continue };
                let key = (property.name.as_str().to_ascii_lowercase(), target.clone());
                let Some(Some(operation)) = listed.get(&key) else { continue };
                if property.ty.collection || !keyed.contains(&key.0) {
                    continue;
                }
                self.report.push(
                    Diagnostic::of(Code::Disagreement, property.source.clone())
                        .found(format!(
                            "`{}` of `{}` is one `{}` here, and an operation lists many",
                            property.name,
                            ty.name.short(),
                            target.short()
                        ))
                        .expected("a collection")
                        .instead("the operation was followed")
                        .related(operation.clone(), "the operation"),
                );
                property.ty.collection = true;
            }
        }
    }
}

fn listed<'a>(operations: impl Iterator<Item = &'a Operation>) -> Listed {
    let mut listed = Listed::new();
    for operation in operations.filter(|operation| operation.method == Method::Get) {
        let Some(response) = &operation.response.ty else { continue };
        let Value::Type(ty) = &response.value else { continue };
        for path in &operation.paths {
            let Some(PathPiece::Literal(text)) = path.pieces.last() else { continue };
            let segment = last_segment(text);
            let source = response.collection.then(|| operation.source.clone());
            let known = listed.entry((segment, ty.clone())).or_insert_with(|| source.clone());
            if source.is_none() {
                *known = None;
            }
        }
    }
    listed
}

/// The segments, in lower case, after which some path has a key: `/connectors/{id}`.
fn keyed<'a>(operations: impl Iterator<Item = &'a Operation>) -> BTreeSet<String> {
    let paths = operations.flat_map(|operation| &operation.paths);
    let pairs = paths.flat_map(|path| path.pieces.windows(2));
    let segment = |pair: &[PathPiece]| match pair {
        [PathPiece::Literal(text), PathPiece::Placeholder(_)] => {
            text.strip_suffix('/').map(last_segment)
        }
        _ => None,
    };
    pairs.filter_map(segment).collect()
}

fn last_segment(path: &str) -> String {
    path.rsplit('/').next().unwrap_or("").to_ascii_lowercase()
}
