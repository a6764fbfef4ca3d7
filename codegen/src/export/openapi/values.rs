//! What one value is, and collections of them.

use super::context::Context;
use super::objects::{Format, JsonType, Schema};
use crate::ir::{Primitive, TypeRef, Value};

/// A value, or a collection of values.
pub(super) fn schema(context: &Context<'_>, ty: &TypeRef) -> Schema {
    let value = single(context, &ty.value);
    if ty.collection { Schema::array(value) } else { value }
}

/// One value. What no page describes may be anything.
pub(super) fn single(context: &Context<'_>, value: &Value) -> Schema {
    let key = match value {
        Value::Primitive(primitive) => return of_primitive(*primitive),
        Value::Type(name) => context.names.ty(name),
        Value::Enum(name) => context.names.definition(name),
        Value::Undocumented(_) | Value::Json => None,
    };
    match key {
        Some(key) => Schema::reference(key),
        None => Schema { undocumented: value.name().map(str::to_owned), ..Schema::default() },
    }
}

/// As OData writes primitive values in JSON.
fn of_primitive(primitive: Primitive) -> Schema {
    use JsonType::{Boolean, Integer, Number, String};
    match primitive {
        Primitive::Binary => Schema::formatted(String, Format::Byte),
        Primitive::Boolean => Schema::of(Boolean),
        Primitive::Byte => integer(Format::Uint8, u8::MIN.into(), u8::MAX.into()),
        Primitive::Date => Schema::formatted(String, Format::Date),
        Primitive::DateTimeOffset => Schema::formatted(String, Format::DateTime),
        Primitive::Decimal => Schema::formatted(Number, Format::Decimal),
        Primitive::Double => Schema::formatted(Number, Format::Double),
        Primitive::Duration => Schema::formatted(String, Format::Duration),
        Primitive::Guid => Schema::formatted(String, Format::Uuid),
        Primitive::Int16 => integer(Format::Int16, i16::MIN.into(), i16::MAX.into()),
        Primitive::Int32 => Schema::formatted(Integer, Format::Int32),
        Primitive::Int64 => Schema::formatted(Integer, Format::Int64),
        Primitive::SByte => integer(Format::Int8, i8::MIN.into(), i8::MAX.into()),
        Primitive::Single => Schema::formatted(Number, Format::Float),
        // It has no JSON of its own; what stands in its place is not documented.
        Primitive::Stream => Schema::default(),
        Primitive::String => Schema::of(String),
        Primitive::TimeOfDay => Schema::formatted(String, Format::Time),
    }
}

fn integer(format: Format, minimum: i64, maximum: i64) -> Schema {
    Schema {
        minimum: Some(minimum),
        maximum: Some(maximum),
        ..Schema::formatted(JsonType::Integer, format)
    }
}
