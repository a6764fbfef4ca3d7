//! Which of several operations with the same path and verb is the path's own.
//!
//! Pages document a path more than once: `POST /items` for each type of item, `GET /users/{id}` for
//! users and for what can be read with them.

use heck::ToSnakeCase as _;

use super::addresses::Address;
use super::context::Context;
use crate::emit::operation::path_values::{segments, singular};
use crate::ir::{Body, Operation, OperationName, Value};

/// What decides; the least is the path's own. Of equals, the first by name is.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Precedence<'a> {
    only_shown: bool,
    deprecated: bool,
    /// `reader::get` is named after `/readers/{id}`, `reader::list_loans` after
    /// `/readers/{id}/loans`.
    named_otherwise: bool,
    /// A base comes before the types that inherit from it.
    bases: usize,
    /// `list` comes before `list_of_branch`.
    words: usize,
    name: &'a OperationName,
}

/// That of an operation at one of its addresses.
pub(super) fn of<'a>(
    context: &Context<'_>,
    operation: &'a Operation,
    address: &Address<'_>,
) -> Precedence<'a> {
    let OperationName { module, function } = &operation.name;
    let shape = address.shape();
    let texts = shape.replace("{}", "");
    let last = segments(&texts).last().unwrap_or_default();
    let is_of_item = singular(last).to_snake_case() == **module;
    let words = last.to_snake_case();
    let is_of_list =
        function.strip_suffix(&words).is_some_and(|it| it.is_empty() || it.ends_with('_'));
    Precedence {
        only_shown: address.only_shown,
        deprecated: operation.deprecated.is_some(),
        named_otherwise: !(is_of_item || is_of_list),
        bases: bases(context, operation),
        words: function.split('_').count(),
        name: &operation.name,
    }
}

/// How many bases the type has that it gives or takes, or is about.
fn bases(context: &Context<'_>, operation: &Operation) -> usize {
    let given = operation.response.ty.as_ref().and_then(|ty| match &ty.value {
        Value::Type(name) => Some(name),
        _ => None,
    });
    let ty = given.or(match &operation.body {
        Body::Resource(name) | Body::Properties { of: Some(name), .. } => Some(name),
        _ => None,
    });
    let ty = ty.or_else(|| context.about(&operation.name).map(|ty| &ty.name));
    ty.map_or(0, |name| context.api.bases(name).count())
}
