//! What callers give for the parameters of an OData function: a change of its page is judged by it.

use std::collections::{BTreeMap, BTreeSet};

use super::path_pieces::{self, Parameters, Piece};
use crate::ir::{Api, Operation, Path, PropertyName};

/// The documented parameters of an OData function that callers give, by how they do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Given<'a> {
    /// Those that are arguments, each after its type.
    pub arguments: BTreeSet<&'a PropertyName>,
    /// Those that are setters of the request.
    pub setters: BTreeSet<&'a PropertyName>,
    /// How many values each path asks for, whatever they are.
    pub values: BTreeMap<&'a Path, usize>,
}

impl<'a> Given<'a> {
    /// Those of an operation, in any of its paths.
    pub fn of(api: &Api, operation: &'a Operation) -> Self {
        let mut given = Self::default();
        for path in &operation.paths {
            let pieces = path_pieces::of_path(path, &Parameters::of(api, operation, path));
            given.values.insert(path, pieces.iter().filter(|piece| piece.is_value()).count());
            for piece in pieces {
                match piece {
                    Piece::Parameter(argument) => {
                        given.arguments.insert(&argument.parameter.name);
                    }
                    Piece::Optional(optional) => {
                        given.setters.extend(optional.iter().map(|it| &it.parameter.name));
                    }
                    Piece::Literal(_) | Piece::Placeholder(_) => {}
                }
            }
        }
        given
    }
}
