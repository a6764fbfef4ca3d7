//! Copying a model, field by field.

use super::{AnyModel, Model, Polymorphic};

/// A copy of a model: what `Clone` gives.
pub fn copied<M: Model>(model: &M) -> M {
    let mut copy = M::default();
    copy_fields(&mut copy, model);
    copy
}

/// A copy of a value of a base type or one derived from it, of the same type.
#[doc(hidden)]
pub fn copied_polymorphic<P: Polymorphic>(value: &P) -> P {
    let mut copy = P::create(value.derived());
    copy_fields(copy.model_mut(), value.model());
    copy
}

/// Not generic: every model shares it.
fn copy_fields(copy: &mut dyn AnyModel, model: &dyn AnyModel) {
    for index in 0..model.properties().len() {
        copy.slot_mut(index).copy_from(model.slot(index));
    }
    copy.rest_mut().clone_from(model.rest());
}
