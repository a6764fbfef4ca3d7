//! Values that remember how they were written.

use std::cmp::Ordering;
use std::fmt;
use std::ops::Deref;
use std::str::FromStr;

use crate::model::{Event, Fault, View, Wire};

/// A type that has a text form, of which several mean the same. The type's own is its [`fmt::Display`].
///
/// ```
/// use docmill_runtime::scalar::{Lexical, LexicalValue};
/// use std::fmt;
///
/// /// A percentage: `5 %`, `5%`.
/// #[derive(Clone)]
/// struct Percent(u8);
///
/// impl fmt::Display for Percent {
///     fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
///         write!(f, "{} %", self.0)
///     }
/// }
///
/// impl LexicalValue for Percent {
///     const WANTED: &'static str = "a percentage";
///     fn parse(text: &str) -> Option<Self> {
///         Some(Self(text.strip_suffix('%')?.trim().parse().ok()?))
///     }
///     fn same(&self, other: &Self) -> bool {
///         self.0 == other.0
///     }
/// }
/// let five: Lexical<Percent> = serde_json::from_str(r#""5%""#)?;
/// assert!(five.same(&Percent(5)) && !five.is_own_form("5%"));
/// assert_eq!(serde_json::to_string(&five)?, r#""5%""#);
/// assert_eq!(five.into_value().to_string(), "5 %");
/// # Ok::<(), serde_json::Error>(())
/// ```
pub trait LexicalValue: Clone + fmt::Display + 'static {
    /// What the text should be, for error messages: "a date".
    const WANTED: &'static str;

    /// Reads the text form.
    fn parse(text: &str) -> Option<Self>;
    /// Whether the type itself would write this value, which was read from the text, just so.
    fn is_own_form(&self, text: &str) -> bool {
        self.to_string() == text
    }
    /// Whether two values mean the same.
    fn same(&self, other: &Self) -> bool;
}

/// A value and, only where the type itself would write it differently, the text it came as.
///
/// Reads like the value (`Deref`) and compares like it; goes back out as it came. A value made in
/// Rust (`From`) is written in the type's own form.
///
/// ```
/// use docmill_runtime::DateTimeOffset;
///
/// let text = r#""2020-07-06T09:34:12.2300000+03:00""#;
/// let at: DateTimeOffset = serde_json::from_str(text)?;
/// assert_eq!(at.as_second(), 1_594_017_252);
/// assert_eq!(serde_json::to_string(&at)?, text);
/// assert_eq!(at, "2020-07-06T06:34:12.23Z".parse()?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Lexical<T> {
    value: T,
    text: Option<Box<str>>,
}

impl<T: LexicalValue> Lexical<T> {
    /// The value, without the text it came as.
    pub fn into_value(self) -> T {
        self.value
    }

    fn from_text(text: &str) -> Option<Self> {
        let value = T::parse(text)?;
        let text = (!value.is_own_form(text)).then(|| text.into());
        Some(Self { value, text })
    }
}

impl<T> Deref for Lexical<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T> AsRef<T> for Lexical<T> {
    fn as_ref(&self) -> &T {
        &self.value
    }
}

impl<T> From<T> for Lexical<T> {
    fn from(value: T) -> Self {
        Self { value, text: None }
    }
}

impl<T: LexicalValue> PartialEq for Lexical<T> {
    fn eq(&self, other: &Self) -> bool {
        self.value.same(&other.value)
    }
}

impl<T: LexicalValue> Eq for Lexical<T> {}

impl<T: LexicalValue + PartialOrd> PartialOrd for Lexical<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        self.value.partial_cmp(&other.value)
    }
}

impl<T: LexicalValue + Ord> Ord for Lexical<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.value.cmp(&other.value)
    }
}

impl<T: LexicalValue> fmt::Display for Lexical<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.text {
            Some(text) => f.pad(text),
            None => f.pad(&self.value.to_string()),
        }
    }
}

impl<T: LexicalValue> fmt::Debug for Lexical<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The text is not one of this type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotLexical(&'static str);

impl fmt::Display for NotLexical {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected {}", self.0)
    }
}

impl std::error::Error for NotLexical {}

impl<T: LexicalValue> FromStr for Lexical<T> {
    type Err = NotLexical;

    fn from_str(text: &str) -> Result<Self, NotLexical> {
        Self::from_text(text).ok_or(NotLexical(T::WANTED))
    }
}

impl<T: LexicalValue> Wire for Lexical<T> {
    fn read(event: Event<'_>) -> Result<Self, Fault> {
        match event {
            Event::Str(text) => {
                Self::from_text(text).ok_or_else(|| Fault::new(format!("expected {}", T::WANTED)))
            }
            event => Err(event.unexpected(T::WANTED)),
        }
    }

    fn view(&self) -> View<'_> {
        match &self.text {
            Some(text) => View::Str(text),
            None => View::Text(self.value.to_string()),
        }
    }
}

crate::impl_serde!([T: LexicalValue] Lexical<T>);

#[cfg(test)]
mod tests {
    use crate::DateTimeOffset;

    #[test]
    fn text_is_kept_only_where_it_differs() {
        let at: DateTimeOffset = "2020-07-06T06:34:12Z".parse().expect("a timestamp");
        assert!(at.text.is_none());
        let at: DateTimeOffset = "2020-07-06T06:34:12.0Z".parse().expect("a timestamp");
        assert_eq!(at.text.as_deref(), Some("2020-07-06T06:34:12.0Z"));
    }
}
