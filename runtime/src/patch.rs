//! Fields of an update: leave alone, clear, or set.

use crate::model::{Event, Fault, Place, Slot, View, Wire, copy_and_equals};

/// A property of an update: left alone, cleared, or set.
///
/// PATCH tells a property that is not there, which stays as it is, from one that is `null`, which is
/// cleared. `Option` cannot.
///
/// ```
/// use docmill_runtime::Patch;
///
/// let mut number = Patch::default();
/// assert!(number.is_absent());
/// number = Patch::from("+1 425 555 0100".to_owned());
/// assert_eq!(number.as_option().map(String::as_str), Some("+1 425 555 0100"));
/// number = Patch::Null;
/// assert!(!number.is_absent() && number.is_null());
/// assert_eq!(number.into_option(), None);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Patch<T> {
    /// The property is not sent and stays as it is.
    #[default]
    Absent,
    /// `null` is sent: the property is cleared.
    Null,
    /// This value is sent.
    Value(T),
}

impl<T> Patch<T> {
    /// Whether the property is left alone.
    pub const fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// Whether the property is cleared.
    pub const fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// The value, if one is sent.
    pub const fn as_option(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// The value, if one is sent.
    pub fn into_option(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }
}

impl<T> From<T> for Patch<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

/// `None` clears the property: whoever has an `Option` at hand has decided about it.
impl<T> From<Option<T>> for Patch<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Self::Value)
    }
}

impl<T: Wire> Place for Patch<T> {
    fn put(&mut self, event: Event<'_>) -> Result<(), Fault> {
        *self = match event {
            Event::Null => Self::Null,
            event => Self::Value(T::read(event)?),
        };
        Ok(())
    }

    fn wants_digits(&self) -> bool {
        T::WANTS_DIGITS
    }
}

impl<T: Wire> Slot for Patch<T> {
    fn view(&self) -> View<'_> {
        match self {
            Self::Absent => View::Absent,
            Self::Null => View::Null,
            Self::Value(value) => value.view(),
        }
    }

    copy_and_equals!();
}
