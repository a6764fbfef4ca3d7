//! Copying a model, field by field.

use super::{AnyModel, Model};

/// A copy of a model: what `Clone` gives.
pub fn copied<M: Model>(model: &M) -> M {
    let mut copy = M::default();
    copy_fields(&mut copy, model);
    copy
}

/// Not generic: every model shares it.
fn copy_fields(copy: &mut dyn AnyModel, model: &dyn AnyModel) {
    for index in 0..model.properties().len() {
        copy.slot_mut(index).copy_from(model.slot(index));
    }
    copy.rest_mut().clone_from(model.rest());
}
