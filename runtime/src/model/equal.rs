//! Comparing models, field by field.

use super::{AnyModel, Model, Polymorphic};

/// Whether two models have the same in every field: what `PartialEq` says.
pub fn equal<M: Model>(one: &M, other: &M) -> bool {
    equal_fields(one, other)
}

/// Whether two values of a base type are of the same type and have the same in every field.
#[doc(hidden)]
pub fn equal_polymorphic<P: Polymorphic>(one: &P, other: &P) -> bool {
    one.derived() == other.derived() && equal_fields(one.model(), other.model())
}

/// Not generic: every model shares it.
fn equal_fields(one: &dyn AnyModel, other: &dyn AnyModel) -> bool {
    (0..one.properties().len()).all(|index| one.slot(index).equals(other.slot(index)))
        && one.rest() == other.rest()
}
