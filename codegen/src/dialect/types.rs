//! Spellings of types in type columns.

use rustc_hash::FxHashMap;
use serde::{Deserialize, Deserializer};

use super::in_order::InOrder;
use super::pattern::{Pattern, Patterns, Words, lower};
use crate::ir::Primitive;
use crate::memo::Memo;

/// How types are spelled.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TypeSpellings {
    collection: Patterns,
    strip: Patterns,
    unnamed_enum: Words,
    untyped: Words,
    /// Those of the untyped that stand for many.
    pub arrays: Words,
    /// What a description says of which of those there are many.
    pub items: Pattern,
    /// Full names of types that stand for JSON of any shape, whatever their pages say.
    #[serde(default)]
    pub any_json: Vec<String>,
    #[serde(deserialize_with = "primitives")]
    primitives: FxHashMap<String, Primitive>,
    /// A few spellings stand in most type columns.
    #[serde(skip)]
    known: Memo<Spelled>,
}

/// What a type column says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spelled {
    /// What one value is.
    pub spelling: Spelling,
    /// Whether there are many.
    pub collection: bool,
}

/// What a type column says of one value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Spelling {
    /// A primitive.
    Primitive(Primitive),
    /// A type by its name, as written.
    Named(String),
    /// An enum whose values stand in the description.
    UnnamedEnum,
    /// JSON of any shape.
    Untyped,
    /// Nothing that a rule knows.
    Unread,
}

impl TypeSpellings {
    /// The primitives that a description says a column's untyped many are: "array" beside "An array of
    /// strings that …".
    pub fn items(&self, written: &str, description: &str) -> Option<Spelling> {
        let name =
            self.arrays.contains(written).then(|| self.items.group("type", description))??;
        let spelled = self.read(name).spelling;
        matches!(spelled, Spelling::Primitive(_)).then_some(spelled)
    }

    /// Reads a type column.
    pub fn read(&self, text: &str) -> Spelled {
        self.known.of(text, || self.work_out(text))
    }

    fn work_out(&self, text: &str) -> Spelled {
        let text = text.trim().trim_matches('`').trim_end_matches('.').trim();
        match self.inner(text) {
            Some(spelling) => Spelled { spelling, collection: false },
            None => match self.collection.group("type", text) {
                Some(inner) => Spelled { collection: true, ..self.work_out(inner) },
                None => Spelled { spelling: self.stripped(text), collection: false },
            },
        }
    }

    fn inner(&self, text: &str) -> Option<Spelling> {
        let lower = lower(text);
        if let Some(primitive) = self.primitives.get(lower.strip_prefix("edm.").unwrap_or(&lower)) {
            Some(Spelling::Primitive(*primitive))
        } else if self.unnamed_enum.contains_lower(&lower) {
            Some(Spelling::UnnamedEnum)
        } else if self.untyped.contains_lower(&lower) {
            Some(Spelling::Untyped)
        } else {
            is_name(text).then(|| Spelling::Named(text.to_owned()))
        }
    }

    /// Reads a type without what may stand around it.
    fn stripped(&self, text: &str) -> Spelling {
        let stripped = self.strip.strip(text);
        self.inner(stripped.trim().trim_matches(['`', '*'])).unwrap_or(Spelling::Unread)
    }
}

/// Whether a text is a type's name, with or without namespace.
fn is_name(text: &str) -> bool {
    text.split('.').all(|segment| {
        segment.starts_with(|c: char| c.is_ascii_alphabetic())
            && segment.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
    })
}

fn primitives<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<FxHashMap<String, Primitive>, D::Error> {
    let InOrder(spellings) = InOrder::<String, Vec<String>>::deserialize(deserializer)?;
    let mut primitives = FxHashMap::default();
    for (name, words) in spellings {
        let primitive = Primitive::from_edm(&name).ok_or_else(|| {
            serde::de::Error::custom(format!("`{name}` is none of OData's primitive types"))
        })?;
        for word in words {
            primitives.entry(word.to_lowercase()).or_insert(primitive);
        }
    }
    Ok(primitives)
}

#[cfg(test)]
mod tests {
    use super::{Spelled, Spelling};
    use crate::dialect::Dialect;
    use crate::ir::Primitive;

    #[test]
    fn reads_spellings_of_types() {
        let dialect = Dialect::built_in("graph").and_then(Result::ok).expect("it compiles");
        let read = |text| dialect.types.read(text);
        let string = Spelling::Primitive(Primitive::String);
        let one = |spelling| Spelled { spelling, collection: false };
        let many = |spelling| Spelled { spelling, collection: true };
        assert_eq!(read("String"), one(string.clone()));
        assert_eq!(read("String collection"), many(string.clone()));
        assert_eq!(read("Collection(Edm.String)"), many(string.clone()));
        assert_eq!(read("string, maximum size 20"), one(string));
        assert_eq!(read("identitySet"), one(Spelling::Named("identitySet".into())));
        assert_eq!(
            read("microsoft.graph.identity collection"),
            many(Spelling::Named("microsoft.graph.identity".into()))
        );
        assert_eq!(read("Enumeration"), one(Spelling::UnnamedEnum));
        assert_eq!(read("one of several things"), one(Spelling::Unread));
    }
}
