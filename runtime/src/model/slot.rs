//! Fields, and places that take a value.

use std::any::Any;

use super::{Event, Fault, View, Wire};

/// Something that takes one value.
pub trait Place {
    /// Takes the value, in place of whatever was there.
    ///
    /// # Errors
    ///
    /// What comes is no such value.
    fn put(&mut self, event: Event<'_>) -> Result<(), Fault>;

    /// Whether numbers should arrive as they were written, where the source can do that.
    fn wants_digits(&self) -> bool {
        false
    }
}

/// A field of a model: a [`Place`] that can be absent.
///
/// [`Option`] is absent when `None`; [`Patch`](crate::Patch) also tells null from absent.
pub trait Slot: Place + Any {
    /// What the field holds now; [`View::Absent`] if it is not to be written.
    fn view(&self) -> View<'_>;

    /// Takes a copy of what the other field holds, if that is of the same type.
    fn copy_from(&mut self, other: &dyn Slot);

    /// Whether the other field is of the same type and holds the same.
    fn equals(&self, other: &dyn Slot) -> bool;
}

impl dyn Slot {
    /// The field itself, if it is of this type.
    pub(crate) fn downcast_ref<T: 'static>(&self) -> Option<&T> {
        (self as &dyn Any).downcast_ref()
    }
}

/// The two methods of [`Slot`] by `Clone` and `PartialEq`.
macro_rules! copy_and_equals {
    () => {
        fn copy_from(&mut self, other: &dyn $crate::model::Slot) {
            if let Some(other) = other.downcast_ref::<Self>() {
                self.clone_from(other);
            }
        }

        fn equals(&self, other: &dyn $crate::model::Slot) -> bool {
            other.downcast_ref::<Self>() == Some(self)
        }
    };
}

pub(crate) use copy_and_equals;

impl<T: Wire> Place for Option<T> {
    fn put(&mut self, event: Event<'_>) -> Result<(), Fault> {
        if let Event::Null = event {
            *self = T::null();
            return Ok(());
        }
        T::read_into(self, event)
    }

    fn wants_digits(&self) -> bool {
        T::WANTS_DIGITS
    }
}

impl<T: Wire> Slot for Option<T> {
    fn view(&self) -> View<'_> {
        match self {
            Some(value) => value.view(),
            None => View::Absent,
        }
    }

    copy_and_equals!();
}
