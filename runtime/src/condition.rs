//! Conditions on the properties of a documented type: `$filter`.

use std::fmt;

use crate::model::{Model, Slot};
use crate::open_enum::OpenEnum;
use crate::query;
use crate::scalar::{Date, DateTimeOffset, Decimal, Duration, Guid, TimeOfDay};

/// A condition on the properties of a model, for [`Request::filter_by`](crate::Request::filter_by).
///
/// Properties come from the model, and are compared with values of their own type. Texts are quoted,
/// so that none can become a part of the condition. `Debug` shows no values.
///
/// ```
/// # use docmill_runtime::*;
/// # #[derive(Default)]
/// # pub struct User { pub name: Option<String>, pub enabled: Option<bool>, pub manager: Option<String>, pub rest: Rest }
/// # impl_model! {
/// #     User = "user" { 0 => name = "displayName", 1 => enabled = "accountEnabled", 2 => manager = "manager" }
/// # }
/// let user = Relationship::<User>::new("members").filter_by(|user| {
///     let named = Condition::starts_with(&user.name, "O'");
///     let alone = Condition::is_null(&user.manager);
///     named.or(alone).and(Condition::equals(&user.enabled, true))
/// });
/// assert_eq!(
///     user.to_string(),
///     "members($filter=(startswith(displayName,'O''') or manager eq null) \
///      and accountEnabled eq true)",
/// );
/// ```
///
/// What no page documents is said as [`text`](Self::text), in OData's language.
#[derive(Clone)]
#[must_use = "it does nothing until a request filters by it"]
pub struct Condition<'m> {
    pieces: Vec<Piece<'m>>,
    /// Whether it has to stand in parentheses beside an `and`.
    loose: bool,
}

#[derive(Clone)]
enum Piece<'m> {
    Property(&'m dyn Slot),
    Text(String),
}

/// A value that a condition can compare a property with, and how it stands there.
///
/// ```
/// use docmill_runtime::Literal;
///
/// assert_eq!("O'Brian".to_owned().literal(), "'O''Brian'");
/// assert_eq!(7_i64.literal(), "7");
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not compared with one value",
    note = "`Condition::text` takes any condition in OData's language"
)]
pub trait Literal {
    /// The value in OData's language, not yet encoded for a URL.
    fn literal(&self) -> String;
}

impl Literal for String {
    fn literal(&self) -> String {
        quoted(self)
    }
}

impl<E: OpenEnum> Literal for E {
    fn literal(&self) -> String {
        quoted(self.as_str())
    }
}

impl Literal for Duration {
    fn literal(&self) -> String {
        format!("duration'{self}'")
    }
}

macro_rules! bare {
    ($($ty:ty),*) => {$(
        impl Literal for $ty {
            fn literal(&self) -> String {
                self.to_string()
            }
        }
    )*};
}

bare!(bool, u8, i8, i16, i32, i64, Guid, Decimal, Date, DateTimeOffset, TimeOfDay);

macro_rules! floats {
    ($($ty:ty),*) => {$(
        impl Literal for $ty {
            fn literal(&self) -> String {
                match *self {
                    <$ty>::INFINITY => "INF".to_owned(),
                    <$ty>::NEG_INFINITY => "-INF".to_owned(),
                    number => number.to_string(),
                }
            }
        }
    )*};
}

floats!(f32, f64);

/// OData's text, in which a quote is written twice.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

macro_rules! comparisons {
    ($($function:ident $operator:literal $what:literal;)*) => {$(
        #[doc = concat!("The property ", $what, " this value: `", $operator, "`.")]
        pub fn $function<T: Literal>(property: &'m Option<T>, value: impl Into<T>) -> Self
        where
            Option<T>: Slot,
        {
            Self::compared(property, $operator, &value.into().literal())
        }
    )*};
}

macro_rules! functions {
    ($($function:ident $name:literal $what:literal;)*) => {$(
        #[doc = concat!("The property ", $what, " this text: `", $name, "`.")]
        pub fn $function(property: &'m Option<String>, text: &str) -> Self {
            let call = Piece::Text(concat!($name, "(").to_owned());
            let argument = Piece::Text(format!(",{})", quoted(text)));
            Self::tight(vec![call, Piece::Property(property), argument])
        }
    )*};
}

impl<'m> Condition<'m> {
    comparisons! {
        equals "eq" "is";
        differs "ne" "is not";
        greater "gt" "is greater than";
        at_least "ge" "is at least";
        less "lt" "is less than";
        at_most "le" "is at most";
    }

    functions! {
        starts_with "startswith" "starts with";
        ends_with "endswith" "ends with";
        contains "contains" "contains";
    }

    /// The property is one of these values: `in`.
    pub fn one_of<T: Literal, V: Into<T>>(
        property: &'m Option<T>,
        values: impl IntoIterator<Item = V>,
    ) -> Self
    where
        Option<T>: Slot,
    {
        let values: Vec<_> = values.into_iter().map(|value| value.into().literal()).collect();
        Self::compared(property, "in", &format!("({})", values.join(",")))
    }

    /// The property has no value.
    pub fn is_null(property: &'m dyn Slot) -> Self {
        Self::compared(property, "eq", "null")
    }

    /// A condition in OData's language, such as `from/emailAddress/address eq 'a@b.example'`. Values
    /// in it are the caller's to quote, as [`Literal`] does.
    pub fn text(condition: impl Into<String>) -> Self {
        Self { pieces: vec![Piece::Text(condition.into())], loose: true }
    }

    /// Both hold.
    pub fn and(self, other: Condition<'m>) -> Self {
        let mut pieces = self.in_parentheses().pieces;
        pieces.push(Piece::Text(" and ".to_owned()));
        pieces.extend(other.in_parentheses().pieces);
        Self::tight(pieces)
    }

    /// One of them holds, or both.
    pub fn or(mut self, other: Condition<'m>) -> Self {
        self.pieces.push(Piece::Text(" or ".to_owned()));
        self.pieces.extend(other.pieces);
        Self { loose: true, ..self }
    }

    /// It does not hold.
    ///
    /// ```
    /// # use docmill_runtime::Condition;
    /// fn elsewhere<'m>(city: &'m Option<String>) -> Condition<'m> {
    ///     Condition::one_of(city, ["Graz", "Linz"]).negated()
    /// }
    /// # drop(elsewhere);
    /// ```
    pub fn negated(self) -> Self {
        let mut pieces = vec![Piece::Text("not ".to_owned())];
        pieces.extend(Self { loose: true, ..self }.in_parentheses().pieces);
        Self::tight(pieces)
    }

    fn compared(property: &'m dyn Slot, operator: &str, value: &str) -> Self {
        let comparison = Piece::Text(format!(" {operator} {value}"));
        Self::tight(vec![Piece::Property(property), comparison])
    }

    fn tight(pieces: Vec<Piece<'m>>) -> Self {
        Self { pieces, loose: false }
    }

    fn in_parentheses(self) -> Self {
        if !self.loose {
            return self;
        }
        let mut pieces = vec![Piece::Text("(".to_owned())];
        pieces.extend(self.pieces);
        pieces.push(Piece::Text(")".to_owned()));
        Self::tight(pieces)
    }
}

/// The condition that is chosen for a model, as `$filter` has it; `None` if it speaks of what is no
/// field of the model that `choose` was given.
pub(crate) fn chosen<M: Model>(
    choose: impl for<'m> FnOnce(&'m M) -> Condition<'m>,
) -> Option<String> {
    let model = M::default();
    let mut text = String::new();
    for piece in choose(&model).pieces {
        match piece {
            Piece::Property(field) => text.push_str(query::name(&model, field)?),
            Piece::Text(piece) => text.push_str(&piece),
        }
    }
    Some(text)
}

impl fmt::Debug for Condition<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Condition").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_stand_as_odata_has_them() {
        let date: DateTimeOffset = "2021-07-01T12:00:00+02:00".parse().expect("a time");
        let duration: Duration = "PT1H".parse().expect("a duration");
        for (literal, expected) in [
            ("a' or 'b' eq 'b".to_owned().literal(), "'a'' or ''b'' eq ''b'"),
            (true.literal(), "true"),
            ((-1.5_f64).literal(), "-1.5"),
            (f64::NAN.literal(), "NaN"),
            (f32::NEG_INFINITY.literal(), "-INF"),
            (date.literal(), "2021-07-01T12:00:00+02:00"),
            (duration.literal(), "duration'PT1H'"),
            (crate::RemovedReason::Deleted.literal(), "'deleted'"),
        ] {
            assert_eq!(literal, expected);
        }
    }
}
