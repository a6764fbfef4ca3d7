//! `Edm.Decimal`.

use std::fmt;
use std::str::FromStr;

use crate::model::{Event, Fault, View, Wire};

/// A decimal number, kept digit by digit: no rounding, `1.10` stays `1.10`.
///
/// Reads a JSON number or, as OData allows with `IEEE754Compatible=true`, text; it is written as it
/// came. Through deserialisers other than `serde_json`'s, a number's digits are those of its value.
/// Two decimals are equal if they are written alike. For arithmetic, parse [`as_str`](Self::as_str)
/// with a decimal library, or take [`to_f64`](Self::to_f64).
///
/// ```
/// use docmill_runtime::Decimal;
///
/// let price: Decimal = serde_json::from_str("1.10")?;
/// assert_eq!(price.as_str(), "1.10");
/// assert_eq!(serde_json::to_string(&price)?, "1.10");
/// assert!("1,10".parse::<Decimal>().is_err());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Decimal {
    digits: Box<str>,
    text: bool,
}

impl Decimal {
    /// The number as it is written in JSON.
    pub fn as_str(&self) -> &str {
        &self.digits
    }

    /// The nearest double; infinite if it is too large for one.
    pub fn to_f64(&self) -> f64 {
        // Only text that is a JSON number is kept, and Rust reads all of those.
        self.digits.parse().unwrap_or(f64::NAN)
    }
}

/// The text is not a decimal number in JSON's notation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotADecimal;

impl fmt::Display for NotADecimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected a decimal number")
    }
}

impl std::error::Error for NotADecimal {}

impl FromStr for Decimal {
    type Err = NotADecimal;

    fn from_str(text: &str) -> Result<Self, NotADecimal> {
        if !is_json_number(text) {
            return Err(NotADecimal);
        }
        Ok(Self { digits: text.into(), text: false })
    }
}

/// JSON's grammar of numbers (RFC 8259, section 6).
fn is_json_number(text: &str) -> bool {
    fn digits(text: &str) -> (usize, &str) {
        let count = text.bytes().take_while(u8::is_ascii_digit).count();
        (count, &text[count..])
    }
    let text = text.strip_prefix('-').unwrap_or(text);
    let (whole, mut rest) = digits(text);
    if whole == 0 || (whole > 1 && text.starts_with('0')) {
        return false;
    }
    if let Some(fraction) = rest.strip_prefix('.') {
        let (count, after) = digits(fraction);
        if count == 0 {
            return false;
        }
        rest = after;
    }
    if let Some(exponent) = rest.strip_prefix(['e', 'E']) {
        let (count, after) = digits(exponent.strip_prefix(['+', '-']).unwrap_or(exponent));
        return count > 0 && after.is_empty();
    }
    rest.is_empty()
}

impl From<i64> for Decimal {
    fn from(value: i64) -> Self {
        Self { digits: value.to_string().into(), text: false }
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.digits)
    }
}

impl Wire for Decimal {
    const WANTS_DIGITS: bool = true;

    fn read(event: Event<'_>) -> Result<Self, Fault> {
        let text = matches!(event, Event::Str(_));
        let digits = match event {
            Event::Digits(digits) | Event::Str(digits) => digits.to_owned(),
            Event::I64(value) => value.to_string(),
            Event::U64(value) => value.to_string(),
            Event::F64(value) => value.to_string(),
            Event::Map(entries) => Event::precise_number(entries)?.unwrap_or_default(),
            event => return Err(event.unexpected("a decimal number")),
        };
        let decimal: Self =
            digits.parse().map_err(|NotADecimal| Fault::new("expected a decimal number"))?;
        Ok(Self { text, ..decimal })
    }

    fn view(&self) -> View<'_> {
        if self.text { View::Str(&self.digits) } else { View::Digits(&self.digits) }
    }
}

crate::impl_serde!(Decimal);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_every_digit() {
        for text in ["0", "-0", "1.10", "12345678901234567890123.4500", "1E+5", "-2e-7", "\"3.50\""]
        {
            let decimal: Decimal = serde_json::from_str(text).expect(text);
            assert_eq!(serde_json::to_string(&decimal).expect(text), text);
        }
    }

    #[test]
    fn refuses_what_is_no_number() {
        for text in ["", "-", ".5", "1.", "01", "1e", "0x1", "NaN", "+1", " 1", "1 "] {
            assert_eq!(text.parse::<Decimal>(), Err(NotADecimal), "{text:?}");
        }
        for text in ["null", "{}", "[1]", "true", "\"one\"", "{\"a\":1}"] {
            assert!(serde_json::from_str::<Decimal>(text).is_err(), "{text}");
        }
    }

    #[test]
    fn comes_from_a_value_too() {
        let decimal: Decimal = serde_json::from_value(serde_json::json!(2.5)).expect("a number");
        assert_eq!(decimal.as_str(), "2.5");
        assert!((decimal.to_f64() - 2.5).abs() < f64::EPSILON);
    }
}
