//! Writing: any view to any serde serialiser.

use serde::Serialize;
use serde::ser::{SerializeMap, SerializeSeq, Serializer};
use serde_json::value::RawValue;

use super::wire::whole;
use super::{AnyModel, View};

/// The annotation that names an object's type.
pub(super) const TYPE: &str = "@odata.type";

impl Serialize for View<'_> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        match *self {
            View::Absent | View::Null => out.serialize_unit(),
            View::Bool(value) => out.serialize_bool(value),
            View::I64(value) => out.serialize_i64(value),
            View::U64(value) => out.serialize_u64(value),
            View::F64(value) => double(value, out),
            View::Digits(text) => digits(text, out),
            View::Str(text) => out.serialize_str(text),
            View::Text(ref text) => out.serialize_str(text),
            View::Model(model) => object(None, model, out),
            View::Derived(name, model) => object(Some(name), model, out),
            View::Json(value) => value.serialize(out),
            View::List(list) => {
                let mut seq = out.serialize_seq(Some(list.count()))?;
                for index in 0..list.count() {
                    seq.serialize_element(&list.item(index))?;
                }
                seq.end()
            }
        }
    }
}

/// Documented properties in their order, then the rest in its order of arrival. A derived type
/// names itself first, as OData asks of senders, unless its rest does.
fn object<S: Serializer>(
    derived: Option<&str>,
    model: &dyn AnyModel,
    out: S,
) -> Result<S::Ok, S::Error> {
    let names = model.properties();
    let rest = model.rest();
    let mut map = out.serialize_map(None)?;
    if !has_own_type(model) {
        if let Some(name) = rest.get(TYPE) {
            map.serialize_entry(TYPE, name)?;
        } else if let Some(name) = derived {
            map.serialize_entry(TYPE, &format_args!("#{name}"))?;
        }
    }
    for (index, name) in names.iter().enumerate() {
        match model.slot(index).view() {
            // Remembered as null, or put there by hand.
            View::Absent => match rest.get(name) {
                Some(value) if *name != TYPE => map.serialize_entry(name, value)?,
                _ => {}
            },
            view => map.serialize_entry(name, &view)?,
        }
    }
    for (name, value) in rest.iter() {
        if name != TYPE && !names.contains(&name) {
            map.serialize_entry(name, value)?;
        }
    }
    map.end()
}

/// Whether the type is a documented property, as a few pages have it, and set.
pub(super) fn has_own_type(model: &dyn AnyModel) -> bool {
    let index = model.properties().iter().position(|name| *name == TYPE);
    index.is_some_and(|index| !matches!(model.slot(index).view(), View::Absent))
}

fn double<S: Serializer>(value: f64, out: S) -> Result<S::Ok, S::Error> {
    if let Some(value) = whole(value) {
        out.serialize_i64(value)
    } else if value.is_nan() {
        out.serialize_str("NaN")
    } else if value.is_infinite() {
        out.serialize_str(if value > 0.0 { "INF" } else { "-INF" })
    } else {
        out.serialize_f64(value)
    }
}

/// A number as it was written. Only when no plain number prints the same is it handed over as raw
/// text, which `serde_json` alone understands.
fn digits<S: Serializer>(text: &str, out: S) -> Result<S::Ok, S::Error> {
    if let Ok(value) = text.parse::<i64>()
        && value.to_string() == text
    {
        return out.serialize_i64(value);
    }
    match RawValue::from_string(text.to_owned()) {
        Ok(raw) => raw.serialize(out),
        Err(_) => out.serialize_str(text),
    }
}
