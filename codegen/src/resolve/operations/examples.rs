//! Examples, and the operations of their page.

use crate::ir::{Example, Operation, Requirement};
use crate::read::examples::address::{request_of, without_optional};
use crate::read::facts::OperationFacts;
use crate::read::paths::fit::fits_shown;

/// Leaves each of a page's operations the examples that are its own: requests of its paths, or else
/// of its verb, each with the responses that follow it.
pub fn distribute(mut operations: Vec<&mut OperationFacts>) {
    let Some(first) = operations.first_mut() else { return };
    let examples = std::mem::take(&mut first.examples);
    for operation in &mut operations {
        operation.examples = Vec::new();
    }
    let mut owner = Some(0);
    for example in examples {
        if example.is_request() {
            owner = owner_of(&example, &operations);
        }
        if let Some(owner) = owner {
            operations[owner].examples.push(example);
        }
    }
}

fn owner_of(example: &Example, operations: &[&mut OperationFacts]) -> Option<usize> {
    let (method, target) = request_of(example)?;
    let of_verb = |at: &usize| operations[*at].method == method;
    let mut own = (0..operations.len()).filter(of_verb);
    let has_path =
        |at: &usize| operations[*at].paths.iter().any(|(path, _)| fits_shown(path, &target));
    let by_path = own.clone().find(has_path);
    by_path.or_else(|| own.next())
}

/// Whether a request example is one of an operation's, with or without the parameters that may be left out;
/// a start line that cannot be read is.
pub(crate) fn is_request_of(example: &Example, operation: &Operation) -> bool {
    request_of(example).is_none_or(|(method, target)| {
        let may_be_left_out = |name: &str| {
            let mut parameters = operation.function_parameters.iter();
            parameters.any(|it| {
                it.requirement == Requirement::Optional
                    && it.name.as_str().eq_ignore_ascii_case(name)
            })
        };
        let is_path = |target: &str| operation.paths.iter().any(|path| fits_shown(path, target));
        let plain = || without_optional(method, &target, may_be_left_out);
        operation.method == method
            && (is_path(&target) || plain().is_some_and(|target| is_path(&target)))
    })
}
