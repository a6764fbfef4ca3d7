//! What a source of values hands to a place that wants one.

use super::{Fault, Place};

/// One value on its way in: a scalar, or access to the parts of an object or a list.
///
/// It is what serde's `Visitor` methods become here: one enum means one function per value type
/// instead of a dozen.
#[non_exhaustive]
pub enum Event<'a> {
    /// JSON `null`.
    Null,
    /// A truth value.
    Bool(bool),
    /// A whole number.
    I64(i64),
    /// A whole number that may be too large for `i64`.
    U64(u64),
    /// Any other number.
    F64(f64),
    /// A number as it was written, for places that ask for it ([`Place::wants_digits`]).
    Digits(&'a str),
    /// Text.
    Str(&'a str),
    /// An object.
    Map(&'a mut dyn Entries),
    /// A list.
    List(&'a mut dyn Items),
}

/// An object being read. Every key must be followed by its value.
pub trait Entries {
    /// Hands the next key to `key`; `false` at the end of the object.
    ///
    /// # Errors
    ///
    /// The source cannot be read, or goes on where it should not.
    fn next_key(&mut self, key: &mut dyn FnMut(&str)) -> Result<bool, Fault>;
    /// Puts the value of that key into `place`.
    ///
    /// # Errors
    ///
    /// The place does not take the value, or the source cannot be read.
    fn next_value(&mut self, place: &mut dyn Place) -> Result<(), Fault>;
}

/// A list being read.
pub trait Items {
    /// Puts the next item into `place`; `false` at the end of the list.
    ///
    /// # Errors
    ///
    /// The place does not take the item, or the source cannot be read.
    fn next(&mut self, place: &mut dyn Place) -> Result<bool, Fault>;
}

/// The key under which `serde_json` hands out numbers when some crate in the build turned its
/// feature `arbitrary_precision` on. Features unify, so it has to be expected.
const PRECISE_NUMBER: &str = "$serde_json::private::Number";

impl Event<'_> {
    /// What arrived, for messages: a kind, never the value.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "a boolean",
            Self::I64(_) | Self::U64(_) | Self::F64(_) | Self::Digits(_) => "a number",
            Self::Str(_) => "text",
            Self::Map(_) => "an object",
            Self::List(_) => "a list",
        }
    }

    /// The fault of a place that wanted something else.
    pub fn unexpected(&self, wanted: &str) -> Fault {
        Fault::new(format!("expected {wanted}, found {}", self.kind()))
    }

    /// The number this object stands for, as it was written, if it is one of `serde_json`'s
    /// stand-ins for a number.
    pub(crate) fn precise_number(entries: &mut dyn Entries) -> Result<Option<String>, Fault> {
        let mut precise = false;
        entries.next_key(&mut |key| precise = key == PRECISE_NUMBER)?;
        if !precise {
            return Ok(None);
        }
        let mut digits: Option<String> = None;
        entries.next_value(&mut digits)?;
        Ok(digits)
    }

    pub(crate) fn is_precise_number(key: &str) -> bool {
        key == PRECISE_NUMBER
    }
}
