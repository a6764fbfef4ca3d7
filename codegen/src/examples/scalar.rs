//! Which JSON the primitive types read: what the scalars of `docmill-runtime` take, no more and no
//! less. The libraries are the same; a test holds the two against each other.

use std::str::FromStr;

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use jiff::{Span, Timestamp, civil};
use serde_json_borrow::Value as Json;
use uuid::Uuid;

use crate::ir::{Primitive, Value};

/// Whether a value of that type is any JSON.
pub(super) fn is_anything(ty: &Value) -> bool {
    matches!(ty, Value::Json | Value::Undocumented(_) | Value::Primitive(Primitive::Stream))
}

/// Whether a primitive type reads a value.
pub(super) fn reads(ty: Primitive, value: &Json<'_>) -> bool {
    match (ty, value) {
        (Primitive::Stream, _)
        | (Primitive::Boolean, Json::Bool(_))
        | (Primitive::String, Json::Str(_))
        | (Primitive::Decimal | Primitive::Double | Primitive::Single, Json::Number(_)) => true,
        (Primitive::Decimal, Json::Str(text)) => is_decimal(text),
        (Primitive::Double | Primitive::Single, Json::Str(text)) => is_double(text),
        (Primitive::Binary, Json::Str(text)) => is_base64(text),
        (Primitive::Date, Json::Str(text)) => text.parse::<civil::Date>().is_ok(),
        (Primitive::DateTimeOffset, Json::Str(text)) => is_date_time(text),
        (Primitive::TimeOfDay, Json::Str(text)) => text.parse::<civil::Time>().is_ok(),
        (Primitive::Duration, Json::Str(text)) => text.parse::<Span>().is_ok(),
        (Primitive::Guid, Json::Str(text)) => Uuid::try_parse(text).is_ok(),
        (Primitive::Byte, _) => is_whole::<u8>(value),
        (Primitive::SByte, _) => is_whole::<i8>(value),
        (Primitive::Int16, _) => is_whole::<i16>(value),
        (Primitive::Int32, _) => is_whole::<i32>(value),
        (Primitive::Int64, _) => is_whole::<i64>(value),
        _ => false,
    }
}

/// The kind of a value, in words.
pub(super) fn kind_of(value: &Json<'_>) -> String {
    match value {
        Json::Null => "null".to_owned(),
        Json::Bool(value) => format!("`{value}`"),
        Json::Number(value) => format!("the number {value}"),
        Json::Str(text) if text.chars().count() <= 40 => format!("the text `{text}`"),
        Json::Str(_) => "text".to_owned(),
        Json::Array(_) => "a list".to_owned(),
        Json::Object(_) => "an object".to_owned(),
    }
}

fn is_whole<T: FromStr + TryFrom<i64>>(value: &Json<'_>) -> bool {
    match value {
        Json::Number(number) => {
            let double = number.as_f64().filter(|_| number.is_f64());
            let number = number.as_i64().or_else(|| double.and_then(whole));
            number.is_some_and(|number| T::try_from(number).is_ok())
        }
        Json::Str(text) => text.parse::<T>().is_ok(),
        _ => false,
    }
}

/// The whole number that a double stands for, as long as it can be told from its neighbours.
#[allow(clippy::cast_possible_truncation, reason = "whole and below 2^53: nothing is cut off")]
fn whole(number: f64) -> Option<i64> {
    const LIMIT: f64 = 9_007_199_254_740_992.0;
    let is_negative_zero = number == 0.0 && number.is_sign_negative();
    (number.fract() == 0.0 && number.abs() < LIMIT && !is_negative_zero).then_some(number as i64)
}

/// JSON's own grammar of numbers: a decimal is kept digit by digit.
fn is_decimal(text: &str) -> bool {
    // The library takes white space around a number.
    text.trim() == text && serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok() && {
        text.starts_with(|c: char| c == '-' || c.is_ascii_digit())
    }
}

fn is_double(text: &str) -> bool {
    matches!(text, "INF" | "-INF" | "NaN") || text.parse().is_ok_and(f64::is_finite)
}

/// Either alphabet, however it is padded, and whatever bits are left over.
fn is_base64(text: &str) -> bool {
    const LENIENT: GeneralPurposeConfig = GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::RequireNone)
        .with_decode_allow_trailing_bits(true);
    let is_url_safe = text.contains(['-', '_']);
    let alphabet = if is_url_safe { &alphabet::URL_SAFE } else { &alphabet::STANDARD };
    GeneralPurpose::new(alphabet, LENIENT).decode(text.trim_end_matches('=')).is_ok()
}

/// A time without an offset is taken as UTC, whatever its year.
fn is_date_time(text: &str) -> bool {
    let local = text.strip_suffix(['Z', 'z']).unwrap_or(text);
    text.parse::<Timestamp>().is_ok()
        || local.parse::<civil::DateTime>().is_ok() && !text.contains('[')
}

#[cfg(test)]
mod tests {
    use docmill_runtime::model::{Wire, read};
    use docmill_runtime::{Binary, Date, DateTimeOffset, Decimal, Duration, Guid, TimeOfDay};
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;

    fn check(ty: Primitive, value: &Value) -> bool {
        reads(ty, &value.into())
    }

    /// Whether a field of a generated model takes a value.
    fn runtime_reads(ty: Primitive, value: &Value) -> bool {
        fn field<T: Wire>(value: &Value) -> bool {
            let mut field: Option<T> = None;
            read(value.clone(), &mut field).is_ok()
        }
        match ty {
            Primitive::Binary => field::<Binary>(value),
            Primitive::Boolean => field::<bool>(value),
            Primitive::Byte => field::<u8>(value),
            Primitive::Date => field::<Date>(value),
            Primitive::DateTimeOffset => field::<DateTimeOffset>(value),
            Primitive::Decimal => field::<Decimal>(value),
            Primitive::Double => field::<f64>(value),
            Primitive::Duration => field::<Duration>(value),
            Primitive::Guid => field::<Guid>(value),
            Primitive::Int16 => field::<i16>(value),
            Primitive::Int32 => field::<i32>(value),
            Primitive::Int64 => field::<i64>(value),
            Primitive::SByte => field::<i8>(value),
            Primitive::Single => field::<f32>(value),
            Primitive::Stream => field::<Value>(value),
            Primitive::String => field::<String>(value),
            Primitive::TimeOfDay => field::<TimeOfDay>(value),
        }
    }

    /// Values that are nearly of some primitive type.
    fn values() -> impl Strategy<Value = Value> {
        let texts = [
            r"[0-9]{4}-[0-3][0-9]-[0-4][0-9]",
            r"[0-9]{4}-[01][0-9]-[0-3][0-9][Tt ][0-2][0-9]:[0-6][0-9](:[0-6][0-9](\.[0-9]{0,10})?)?([Zz]|[+-][0-2][0-9](:?[0-6][0-9])?)?",
            r"[0-2][0-9]:[0-6][0-9](:[0-6][0-9](\.[0-9]{0,10})?)?",
            r"-?P([0-9]{1,3}[YMWD]){0,3}(T([0-9]{1,3}(\.[0-9]{1,3})?[HMS]){0,3})?",
            r"[{]?[0-9a-fA-F]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}[}]?",
            r"[A-Za-z0-9+/_-]{0,9}={0,2}",
            r"[+-]?[0-9]{0,20}(\.[0-9]{0,3})?([eE][+-]?[0-9]{0,3})?",
            r"-?(INF|inf|infinity|NaN|nan)| ?[0-9] ?|true|String|1 hour",
        ];
        let texts = texts.map(|pattern| {
            let text = proptest::string::string_regex(pattern).expect("a pattern");
            text.prop_map(Value::from).boxed()
        });
        prop_oneof![
            8 => proptest::strategy::Union::new(texts),
            1 => any::<i64>().prop_map(Value::from),
            1 => any::<u64>().prop_map(Value::from),
            1 => any::<i16>().prop_map(Value::from),
            1 => any::<i32>().prop_map(|whole| f64::from(whole).into()),
            1 => any::<f64>().prop_map(Value::from),
            1 => prop_oneof![
                Just(json!(-0.0)), Just(json!(true)), Just(json!([1])), Just(json!({"a": 1}))
            ],
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]

        #[test]
        fn reads_what_the_runtime_reads(value in values()) {
            prop_assume!(!value.is_null());
            for ty in Primitive::ALL {
                prop_assert_eq!(check(ty, &value), runtime_reads(ty, &value), "{:?}: {}", ty, value);
            }
        }
    }

    #[test]
    fn reads_the_forms_that_services_send() {
        for (ty, value) in [
            (Primitive::DateTimeOffset, json!("2020-07-06T09:34:12.2300000+03:00")),
            (Primitive::DateTimeOffset, json!("9999-12-31T23:59:59.9999999Z")),
            (Primitive::DateTimeOffset, json!("2020-07-06T06:34:12")),
            (Primitive::Date, json!("2020-02-29")),
            (Primitive::TimeOfDay, json!("08:00:00.0000000")),
            (Primitive::Duration, json!("-P1Y2MT3H4.5S")),
            (Primitive::Guid, json!("6D3D9D51-1111-2222-3333-444444444444")),
            (Primitive::Binary, json!("-_8")),
            (Primitive::Int64, json!("12")),
            (Primitive::Int32, json!(3.0)),
            (Primitive::Double, json!("INF")),
            (Primitive::Decimal, json!("1.10")),
        ] {
            assert!(check(ty, &value), "{ty:?}: {value}");
        }
    }

    #[test]
    fn refuses_what_stands_for_a_value_or_is_of_another_type() {
        for (ty, value) in [
            (Primitive::DateTimeOffset, json!("String (timestamp)")),
            (Primitive::DateTimeOffset, json!("2020-13-01T00:00:00Z")),
            (Primitive::DateTimeOffset, json!("2020-01-01T00:00:00.Z")),
            (Primitive::Date, json!("2021-02-29")),
            (Primitive::TimeOfDay, json!("25:00")),
            (Primitive::Duration, json!("PT")),
            (Primitive::Duration, json!("P1H")),
            (Primitive::Guid, json!("6D3D9D51")),
            (Primitive::Binary, json!("a b")),
            (Primitive::Int16, json!(70_000)),
            (Primitive::Int32, json!(1.5)),
            (Primitive::String, json!(1)),
            (Primitive::Boolean, json!("true")),
            (Primitive::DateTimeOffset, json!("2020-01-0é")),
            (Primitive::Decimal, json!("INF")),
            (Primitive::Double, json!("infinity")),
        ] {
            assert!(!check(ty, &value), "{ty:?}: {value}");
        }
    }
}
