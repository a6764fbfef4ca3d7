//! Fields, and places that take a value.

use super::{Event, Fault, View, Wire};

/// Something that takes one value.
pub trait Place {
    /// Takes the value, in place of whatever was there.
    fn put(&mut self, event: Event<'_>) -> Result<(), Fault>;

    /// Whether numbers should arrive as they were written, where the source can do that.
    fn wants_digits(&self) -> bool {
        false
    }
}

/// A field of a model: a [`Place`] that can be absent.
///
/// [`Option`] is absent when `None`; [`Patch`](crate::Patch) also tells null from absent.
pub trait Slot: Place {
    /// What the field holds now; [`View::Absent`] if it is not to be written.
    fn view(&self) -> View<'_>;
}

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
}
