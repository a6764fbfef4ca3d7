//! Values: how they are read and shown, for the types of Rust's own and for JSON.

use std::str::FromStr;

use serde_json::Value as Json;

use super::{AnyModel, Event, Fault, Model, read_model};

/// A value that models hold: read from an [`Event`], shown as a [`View`].
///
/// Implemented here for text, numbers, lists, JSON, OData's scalars and whatever is a [`Model`], and by
/// the macros [`impl_open_enum!`](crate::impl_open_enum) and
/// [`impl_polymorphic!`](crate::impl_polymorphic) for generated enums.
pub trait Wire: Clone + PartialEq + 'static {
    /// Whether numbers should arrive as they were written.
    const WANTS_DIGITS: bool = false;

    /// Reads a value. `Event::Null` does not come here.
    ///
    /// # Errors
    ///
    /// What comes is no such value.
    fn read(event: Event<'_>) -> Result<Self, Fault>;

    /// The same into a place: models are large, and moving them costs more than it seems.
    ///
    /// # Errors
    ///
    /// As [`read`](Self::read). What the place then holds means nothing.
    fn read_into(place: &mut Option<Self>, event: Event<'_>) -> Result<(), Fault> {
        *place = Some(Self::read(event)?);
        Ok(())
    }

    /// Shows the value to whoever writes or prints it.
    fn view(&self) -> View<'_>;

    /// What JSON `null` is, if the type has a value for it.
    fn null() -> Option<Self> {
        None
    }
}

/// A value on its way out.
#[non_exhaustive]
pub enum View<'a> {
    /// Nothing: the property is left out.
    Absent,
    /// JSON `null`.
    Null,
    /// A truth value.
    Bool(bool),
    /// A whole number.
    I64(i64),
    /// A whole number that may be too large for `i64`.
    U64(u64),
    /// A number; not-a-number and the infinities are written as OData's `"NaN"`, `"INF"`, `"-INF"`,
    /// whole numbers without a fraction.
    F64(f64),
    /// A number, as it is to be written.
    Digits(&'a str),
    /// Text.
    Str(&'a str),
    /// Text made for the occasion.
    Text(String),
    /// An object.
    Model(&'a dyn AnyModel),
    /// An object that says which derived type it is; the text is its full name.
    Derived(&'static str, &'a dyn AnyModel),
    /// A list.
    List(&'a dyn AnyList),
    /// Any JSON.
    Json(&'a Json),
}

/// A list on its way out.
pub trait AnyList {
    /// How many items.
    fn count(&self) -> usize;
    /// The item at a position below [`count`](Self::count).
    fn item(&self, index: usize) -> View<'_>;
}

impl<T: Wire> AnyList for Vec<T> {
    fn count(&self) -> usize {
        self.len()
    }

    fn item(&self, index: usize) -> View<'_> {
        self.get(index).map_or(View::Absent, Wire::view)
    }
}

impl<T: Wire> Wire for Vec<T> {
    fn read(event: Event<'_>) -> Result<Self, Fault> {
        let Event::List(items) = event else {
            return Err(event.unexpected("a list"));
        };
        let mut list = Self::new();
        let mut place: Option<T> = None;
        loop {
            let index = list.len();
            if !items.next(&mut place).map_err(|fault| fault.at_index(index))? {
                return Ok(list);
            }
            match place.take() {
                Some(value) => list.push(value),
                None => return Err(Fault::new("found null in a list of values").at_index(index)),
            }
        }
    }

    fn view(&self) -> View<'_> {
        View::List(self)
    }
}

/// One implementation for all models, which costs a compiler less than one for each.
impl<M: Model + Clone + PartialEq + 'static> Wire for M {
    fn read(event: Event<'_>) -> Result<Self, Fault> {
        let mut model = Self::default();
        read_object(&mut model, event)?;
        Ok(model)
    }

    fn read_into(place: &mut Option<Self>, event: Event<'_>) -> Result<(), Fault> {
        read_object(place.insert(Self::default()), event)
    }

    fn view(&self) -> View<'_> {
        View::Model(self)
    }
}

fn read_object(model: &mut dyn AnyModel, event: Event<'_>) -> Result<(), Fault> {
    match event {
        Event::Map(entries) => read_model(model, entries),
        event => Err(event.unexpected("an object")),
    }
}

impl Wire for String {
    fn read(event: Event<'_>) -> Result<Self, Fault> {
        match event {
            Event::Str(text) => Ok(text.to_owned()),
            event => Err(event.unexpected("text")),
        }
    }

    fn view(&self) -> View<'_> {
        View::Str(self)
    }
}

impl Wire for bool {
    fn read(event: Event<'_>) -> Result<Self, Fault> {
        match event {
            Event::Bool(value) => Ok(value),
            event => Err(event.unexpected("a boolean")),
        }
    }

    fn view(&self) -> View<'_> {
        View::Bool(*self)
    }
}

/// Whole numbers: as JSON numbers, also with an empty fraction, or as text, which OData asks for
/// with `IEEE754Compatible=true`.
macro_rules! whole_numbers {
    ($($name:ty, $view:ident, $wanted:literal;)*) => {$(
        impl Wire for $name {
            fn read(event: Event<'_>) -> Result<Self, Fault> {
                let value = match event {
                    Event::I64(value) => Self::try_from(value).ok(),
                    Event::U64(value) => Self::try_from(value).ok(),
                    Event::F64(value) => whole(value).and_then(|value| Self::try_from(value).ok()),
                    Event::Str(text) => text.parse().ok(),
                    Event::Digits(digits) => whole_digits(digits),
                    Event::Map(entries) => {
                        Event::precise_number(entries)?.and_then(|digits| whole_digits(&digits))
                    }
                    event => return Err(event.unexpected($wanted)),
                };
                value.ok_or_else(|| Fault::new(concat!("expected ", $wanted)))
            }

            fn view(&self) -> View<'_> {
                View::$view((*self).into())
            }
        }
    )*};
}

whole_numbers! {
    u8, U64, "a whole number from 0 to 255";
    i8, I64, "a whole number from -128 to 127";
    i16, I64, "a whole number of 16 bits";
    i32, I64, "a whole number of 32 bits";
    i64, I64, "a whole number of 64 bits";
}

/// The whole number that JSON's digits stand for; `1.0` is one.
fn whole_digits<T: FromStr + TryFrom<i64>>(digits: &str) -> Option<T> {
    let whole_double = || T::try_from(whole(digits.parse().ok()?)?).ok();
    digits.parse().ok().or_else(whole_double)
}

/// The whole number a double stands for, as long as it can be told apart from its neighbours.
#[allow(clippy::cast_possible_truncation, reason = "whole and below 2^53: nothing is cut off")]
pub(super) fn whole(value: f64) -> Option<i64> {
    const LIMIT: f64 = 9_007_199_254_740_992.0;
    let negative_zero = value == 0.0 && value.is_sign_negative();
    (value.fract() == 0.0 && value.abs() < LIMIT && !negative_zero).then_some(value as i64)
}

impl Wire for f64 {
    #[allow(clippy::cast_precision_loss, reason = "the property is documented as a double")]
    fn read(event: Event<'_>) -> Result<Self, Fault> {
        let value = match event {
            Event::F64(value) => Some(value),
            Event::I64(value) => Some(value as Self),
            Event::U64(value) => Some(value as Self),
            Event::Str("NaN") => Some(Self::NAN),
            Event::Str("INF") => Some(Self::INFINITY),
            Event::Str("-INF") => Some(Self::NEG_INFINITY),
            Event::Str(text) | Event::Digits(text) => {
                text.parse().ok().filter(|value: &Self| value.is_finite())
            }
            Event::Map(entries) => {
                Event::precise_number(entries)?.and_then(|digits| digits.parse().ok())
            }
            event => return Err(event.unexpected("a number")),
        };
        value.ok_or_else(|| Fault::new("expected a number"))
    }

    fn view(&self) -> View<'_> {
        View::F64(*self)
    }
}

impl Wire for f32 {
    #[allow(clippy::cast_possible_truncation, reason = "the property is documented as a single")]
    fn read(event: Event<'_>) -> Result<Self, Fault> {
        f64::read(event).map(|value| value as Self)
    }

    fn view(&self) -> View<'_> {
        // Through its shortest decimal form: 0.1 must not go out as 0.10000000149011612.
        View::F64(self.to_string().parse().unwrap_or_else(|_| f64::from(*self)))
    }
}
