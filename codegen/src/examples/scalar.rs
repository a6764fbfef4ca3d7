//! Which JSON the primitive types read: what `runtime` takes, and no less.

use serde_json_borrow::Value as Json;

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
        (Primitive::Decimal | Primitive::Double | Primitive::Single, Json::Str(text)) => {
            matches!(&**text, "INF" | "-INF" | "NaN") || text.parse::<f64>().is_ok()
        }
        (Primitive::Binary, Json::Str(text)) => is_base64(text),
        (Primitive::Date, Json::Str(text)) => after_date(text) == Some(""),
        (Primitive::DateTimeOffset, Json::Str(text)) => is_date_time(text),
        (Primitive::TimeOfDay, Json::Str(text)) => after_time(text) == Some(""),
        (Primitive::Duration, Json::Str(text)) => is_duration(text),
        (Primitive::Guid, Json::Str(text)) => is_guid(text),
        (
            Primitive::Byte
            | Primitive::Int16
            | Primitive::Int32
            | Primitive::Int64
            | Primitive::SByte,
            _,
        ) => is_whole(ty, value),
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

fn is_whole(ty: Primitive, value: &Json<'_>) -> bool {
    let number = match value {
        Json::Number(number) => {
            number.as_i64().or_else(|| number.as_f64().and_then(|it| format!("{it}").parse().ok()))
        }
        Json::Str(text) => text.parse().ok(),
        _ => None,
    };
    number.is_some_and(|number: i64| match ty {
        Primitive::Byte => u8::try_from(number).is_ok(),
        Primitive::SByte => i8::try_from(number).is_ok(),
        Primitive::Int16 => i16::try_from(number).is_ok(),
        Primitive::Int32 => i32::try_from(number).is_ok(),
        _ => true,
    })
}

/// Either alphabet, padded or not.
fn is_base64(text: &str) -> bool {
    let data = text.trim_end_matches('=');
    let known = |byte: u8| byte.is_ascii_alphanumeric() || b"+/-_".contains(&byte);
    data.len() % 4 != 1 && text.len() - data.len() <= 2 && data.bytes().all(known)
}

fn is_guid(text: &str) -> bool {
    let text = text.strip_prefix('{').and_then(|it| it.strip_suffix('}')).unwrap_or(text);
    let digits = text.bytes().filter(u8::is_ascii_hexdigit).count();
    let dashes: Vec<usize> = text.match_indices('-').map(|(at, _)| at).collect();
    let as_written = dashes.is_empty() || dashes == [8, 13, 18, 23];
    digits == 32 && digits + dashes.len() == text.len() && as_written
}

/// What follows as many digits as the mask has `0`, and every other character of it as it is.
fn after<'t>(text: &'t str, mask: &str) -> Option<&'t str> {
    let head = text.as_bytes().get(..mask.len())?;
    let fits = head.iter().zip(mask.bytes()).all(|(found, wanted)| match wanted {
        b'0' => found.is_ascii_digit(),
        wanted => found.eq_ignore_ascii_case(&wanted),
    });
    if fits { text.get(mask.len()..) } else { None }
}

fn within(text: &str, at: usize, range: std::ops::RangeInclusive<u8>) -> bool {
    text.get(at..at + 2).and_then(|it| it.parse().ok()).is_some_and(|it: u8| range.contains(&it))
}

/// What follows a date that the calendar has.
fn after_date(text: &str) -> Option<&str> {
    let rest = after(text, "0000-00-00")?;
    let year: u16 = text.get(..4)?.parse().ok()?;
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match text.get(5..7)? {
        "02" if leap => 29,
        "02" => 28,
        "04" | "06" | "09" | "11" => 30,
        _ => 31,
    };
    (within(text, 5, 1..=12) && within(text, 8, 1..=days)).then_some(rest)
}

/// What follows a time of day: hours and minutes, and seconds with a fraction of them if it has any.
fn after_time(text: &str) -> Option<&str> {
    let rest = after(text, "00:00")?;
    if !within(text, 0, 0..=23) || !within(text, 3, 0..=59) {
        return None;
    }
    let Some(seconds) = rest.strip_prefix(':') else { return Some(rest) };
    let rest = after(seconds, "00").filter(|_| within(seconds, 0, 0..=60))?;
    let Some(fraction) = rest.strip_prefix('.') else { return Some(rest) };
    let after = fraction.trim_start_matches(|c: char| c.is_ascii_digit());
    matches!(fraction.len() - after.len(), 1..=9).then_some(after)
}

fn is_date_time(text: &str) -> bool {
    let Some(time) = after_date(text) else { return false };
    let Some(time) = time.strip_prefix(['T', 't', ' ']) else { return time.is_empty() };
    match after_time(time) {
        Some("" | "Z" | "z") => true,
        Some(offset) => {
            let hours = offset.strip_prefix(['+', '-']);
            hours.is_some_and(|hours| {
                ["00:00", "0000", "00"].iter().any(|mask| after(hours, mask) == Some(""))
            })
        }
        None => false,
    }
}

/// ISO 8601: units in falling order, each at most once; a fraction only of the last one.
fn is_duration(text: &str) -> bool {
    let text = text.trim_start_matches(['-', '+']);
    let Some(rest) = text.strip_prefix(['P', 'p']) else { return false };
    let (days, time) = match rest.split_once(['T', 't']) {
        Some((days, time)) if !time.is_empty() => (days, time),
        Some(_) => return false,
        None => (rest, ""),
    };
    !rest.is_empty() && has_units(days, b"YMWD") && has_units(time, b"HMS")
}

fn has_units(text: &str, units: &[u8]) -> bool {
    let mut units = units.iter();
    let mut digits = 0;
    for byte in text.bytes() {
        match byte.to_ascii_uppercase() {
            b'0'..=b'9' => digits += 1,
            b'.' if digits > 0 => {}
            unit if digits > 0 && units.any(|known| *known == unit) => digits = 0,
            _ => return false,
        }
    }
    digits == 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn check(ty: Primitive, value: &serde_json::Value) -> bool {
        reads(ty, &value.into())
    }

    #[test]
    fn reads_what_the_runtime_reads() {
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
        ] {
            assert!(check(ty, &value), "{ty:?}: {value}");
        }
    }

    #[test]
    fn refuses_what_the_runtime_refuses() {
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
        ] {
            assert!(!check(ty, &value), "{ty:?}: {value}");
        }
    }
}
