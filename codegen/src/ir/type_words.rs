//! Types in the words of the pages' readers.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::value::{Primitive, TypeRef, Value};

/// In whose words people are told of types. Programs always get OData's, in which models are saved.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TypeWords {
    /// OData's: `Edm.Int32`, `Collection(Edm.String)`.
    #[default]
    OData,
    /// Those of everybody else: `integer (32 bits)`, `list of string`.
    Plain,
}

impl TypeWords {
    /// A type in these words.
    pub fn of(self, ty: &TypeRef) -> impl fmt::Display {
        Told { words: self, value: &ty.value, collection: ty.collection }
    }

    /// What one value is, in these words.
    pub fn of_value(self, value: &Value) -> impl fmt::Display {
        Told { words: self, value, collection: false }
    }

    /// A primitive type in these words.
    pub fn of_primitive(self, primitive: Primitive) -> &'static str {
        match self {
            Self::OData => primitive.as_str(),
            Self::Plain => plain(primitive),
        }
    }

    pub(super) fn is_odata(&self) -> bool {
        *self == Self::OData
    }
}

struct Told<'a> {
    words: TypeWords,
    value: &'a Value,
    collection: bool,
}

impl fmt::Display for Told<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (before, after) = match (self.collection, self.words) {
            (false, _) => ("", ""),
            (true, TypeWords::OData) => ("Collection(", ")"),
            (true, TypeWords::Plain) => ("list of ", ""),
        };
        f.write_str(before)?;
        match (self.words, self.value) {
            (words, Value::Primitive(primitive)) => f.write_str(words.of_primitive(*primitive)),
            (TypeWords::Plain, Value::Json) => f.write_str("any JSON"),
            (_, value) => value.fmt(f),
        }?;
        f.write_str(after)
    }
}

fn plain(primitive: Primitive) -> &'static str {
    match primitive {
        Primitive::Binary => "bytes as Base64",
        Primitive::Boolean => "boolean",
        Primitive::Byte => "integer (8 bits, unsigned)",
        Primitive::Date => "date",
        Primitive::DateTimeOffset => "date and time",
        Primitive::Decimal => "decimal number",
        Primitive::Double => "number (64 bits)",
        Primitive::Duration => "duration",
        Primitive::Guid => "UUID",
        Primitive::Int16 => "integer (16 bits)",
        Primitive::Int32 => "integer (32 bits)",
        Primitive::Int64 => "integer (64 bits)",
        Primitive::SByte => "integer (8 bits)",
        Primitive::Single => "number (32 bits)",
        Primitive::Stream => "bytes",
        Primitive::String => "string",
        Primitive::TimeOfDay => "time of day",
    }
}

#[cfg(test)]
mod tests {
    use super::{Primitive, TypeRef, TypeWords, Value};

    #[test]
    fn tells_types_in_the_words_of_their_readers() {
        for (ty, odata, plain) in [
            ("Edm.Int32", "Edm.Int32", "integer (32 bits)"),
            ("Collection(Edm.String)", "Collection(Edm.String)", "list of string"),
            ("Collection(Edm.Untyped)", "Collection(Edm.Untyped)", "list of any JSON"),
            ("a.book", "a.book", "a.book"),
            ("enum a.genre", "enum a.genre", "enum a.genre"),
        ] {
            let ty: TypeRef = ty.parse().expect("it is a type");
            assert_eq!(TypeWords::OData.of(&ty).to_string(), odata);
            assert_eq!(TypeWords::Plain.of(&ty).to_string(), plain);
        }
    }

    #[test]
    fn no_two_primitives_are_told_alike() {
        let words = Primitive::ALL.map(|it| TypeWords::Plain.of_primitive(it));
        let told: std::collections::BTreeSet<&str> = words.into_iter().collect();
        assert_eq!(told.len(), Primitive::ALL.len());
        let value = Value::Primitive(Primitive::Guid);
        assert_eq!(TypeWords::Plain.of_value(&value).to_string(), "UUID");
    }
}
