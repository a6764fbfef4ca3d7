//! What values of a base type have in common, whichever of the derived types they are of.
//!
//! A derived type's table begins with its base's, in the base's order; so an index of a property of
//! the base means the same in all of them.

use std::any::Any;

use super::json::read_value;
use super::serialize::{TYPE, has_own_type};
use super::{AnyModel, Event, Model, Polymorphic, Slot, View, Wire};
use serde_json::Value as Json;

/// The property of the base type that has this index in its table, of a value of any type of the
/// family; what getters of enums over a base type consist of. Nothing where it is absent, or where the
/// value's type has it as another type.
///
/// Texts come as `&str`, lists as slices, numbers and truth values as they are, all else by
/// reference. [`impl_polymorphic!`](crate::impl_polymorphic) has an example.
pub fn inherited<'a, P: Polymorphic, V: Inherited<'a>>(value: &'a P, index: usize) -> Option<V> {
    V::of(value.model().slot(index))
}

/// How a field's value is handed out: what [`inherited`] gives.
pub trait Inherited<'a>: Sized {
    /// The value of a field, if it holds one of the type.
    fn of(field: &'a dyn Slot) -> Option<Self>;
}

/// A derived type may have as an open enum what is text in its base.
impl<'a> Inherited<'a> for &'a str {
    fn of(field: &'a dyn Slot) -> Option<Self> {
        match field.view() {
            View::Str(text) | View::Digits(text) => Some(text),
            _ => None,
        }
    }
}

impl<'a, T: Wire> Inherited<'a> for &'a [T] {
    fn of(field: &'a dyn Slot) -> Option<Self> {
        field.downcast_ref::<Option<Vec<T>>>()?.as_deref()
    }
}

/// A type that contains itself holds itself boxed, and others that derive from the same base do not.
impl<'a, T: Wire> Inherited<'a> for &'a T {
    fn of(field: &'a dyn Slot) -> Option<Self> {
        match field.downcast_ref::<Option<T>>() {
            Some(value) => value.as_ref(),
            None => field.downcast_ref::<Option<Box<T>>>()?.as_deref(),
        }
    }
}

macro_rules! by_value {
    ($($ty:ty),*) => {$(
        impl Inherited<'_> for $ty {
            fn of(field: &dyn Slot) -> Option<Self> {
                *field.downcast_ref::<Option<Self>>()?
            }
        }
    )*};
}

by_value!(bool, u8, i8, i16, i32, i64, f32, f64);

/// A model of the base type with what a value of a derived type holds.
#[doc(hidden)]
pub fn into_base<P: Polymorphic, M: Model>(mut value: P) -> M {
    let derived = value.derived().and_then(|index| P::DERIVED.get(index));
    let mut base = M::default();
    fill(&mut base, derived.copied(), value.model_mut());
    base
}

/// Not generic: every base type shares it.
fn fill(base: &mut dyn AnyModel, derived: Option<&str>, model: &mut dyn AnyModel) {
    *base.rest_mut() = std::mem::take(model.rest_mut());
    for (index, name) in model.properties().iter().enumerate() {
        let field = model.slot(index);
        let is_inherited = base.properties().get(index) == Some(name);
        if is_inherited && copy(base.slot_mut(index), field) {
            continue;
        }
        let Some(value) = json(field) else { continue };
        if !is_inherited || !reads(base.slot_mut(index), &value) {
            base.rest_mut().set(name, value);
        }
    }
    if let Some(name) = derived
        && !has_own_type(base)
        && base.rest().get(TYPE).is_none()
    {
        base.rest_mut().set(TYPE, format!("#{name}"));
    }
}

/// Copies a field to one of the same type; says whether it is.
fn copy(to: &mut dyn Slot, from: &dyn Slot) -> bool {
    let same = (to as &dyn Any).type_id() == (from as &dyn Any).type_id();
    if same {
        to.copy_from(from);
    }
    same
}

fn json(field: &dyn Slot) -> Option<Json> {
    match field.view() {
        View::Absent => None,
        // Every view has a JSON: its keys are texts, its numbers finite.
        view => Some(serde_json::to_value(view).unwrap_or_default()),
    }
}

/// Reads a value into a field of another type; leaves it absent if it would not give the same back.
fn reads(field: &mut dyn Slot, value: &Json) -> bool {
    let is_same =
        read_value(value.clone(), field).is_ok() && json(field).is_some_and(|read| read == *value);
    // Every field takes null.
    is_same || field.put(Event::Null).is_err()
}
