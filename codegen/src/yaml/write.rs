//! Values as YAML in block style, the way `serde_yaml` writes it, in a fraction of its time:
//! `api.yaml` has some ten megabytes.

use serde::Serialize;
use serde::ser::{
    Error as _, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant,
    SerializeTuple, SerializeTupleStruct, SerializeTupleVariant,
};

use super::YamlError;
use super::scalar::{self, Text};

/// How much further right the parts of something stand.
const STEP: usize = 2;

/// Indentation, a stretch at a time.
const BLANKS: &str = "                                ";

/// Writes one document.
pub(super) fn write<T: Serialize + ?Sized>(value: &T) -> Result<String, YamlError> {
    let mut writer = Writer { out: String::new(), column: 0, place: Place::Root, tagged: false };
    value.serialize(&mut writer)?;
    writer.out.push('\n');
    Ok(writer.out)
}

/// Where the next value stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// It is the document.
    Root,
    /// It is the key of a mapping.
    Key,
    /// After `key:`.
    Value,
    /// After `- `.
    Item,
}

struct Writer {
    out: String,
    /// Where the lines of the collection around start.
    column: usize,
    place: Place,
    /// Whether the value's `!tag` is written already.
    tagged: bool,
}

impl Writer {
    /// A value on one line.
    fn scalar(&mut self, text: &str) {
        if self.place == Place::Key {
            self.key(|out| out.push_str(text));
        } else {
            self.space();
            self.out.push_str(text);
        }
    }

    fn key(&mut self, write: impl FnOnce(&mut String)) {
        let start = self.out.len();
        write(&mut self.out);
        // YAML looks no further for the colon that makes it a key.
        if self.out.len() - start > 1000 {
            self.out.insert_str(start, "? ");
            self.line(self.column);
        }
        self.out.push(':');
    }

    /// What separates the next value from what is on its line.
    fn space(&mut self) {
        if self.tagged || self.place == Place::Value {
            self.out.push(' ');
        }
        self.tagged = false;
    }

    fn line(&mut self, column: usize) {
        self.out.push('\n');
        let mut left = column;
        while left > 0 {
            let blanks = &BLANKS[..left.min(BLANKS.len())];
            self.out.push_str(blanks);
            left -= blanks.len();
        }
    }

    fn text(&mut self, text: &str) {
        if self.place == Place::Key {
            self.key(|out| scalar::write_line(text, out));
            return;
        }
        self.space();
        match scalar::style(text) {
            Text::Line => scalar::write_line(text, &mut self.out),
            Text::Block { indicator } => {
                self.out.push_str(indicator);
                for line in text.strip_suffix('\n').unwrap_or(text).split('\n') {
                    if line.is_empty() {
                        self.out.push('\n');
                    } else {
                        self.line(self.column + STEP);
                        self.out.push_str(line);
                    }
                }
            }
        }
    }

    fn tag(&mut self, tag: &str) -> Result<(), YamlError> {
        if self.tagged || self.place == Place::Key {
            return Err(YamlError::custom("a tagged value where YAML has no place for it"));
        }
        self.space();
        self.out.push('!');
        self.out.push_str(tag);
        self.tagged = true;
        Ok(())
    }

    fn begin(&mut self, kind: Kind) -> Result<Block<'_>, YamlError> {
        if self.place == Place::Key {
            return Err(YamlError::custom("a key that is no scalar"));
        }
        let outer = self.column;
        let inline = !self.tagged && self.place != Place::Value;
        self.column = match (self.place, kind) {
            (Place::Root, _) => 0,
            // The dash itself shows that they belong to the key above.
            (Place::Value, Kind::Sequence) => outer,
            _ => outer + STEP,
        };
        let column = self.column;
        Ok(Block { writer: self, kind, outer, column, inline, is_empty: true })
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Sequence,
    Mapping,
}

/// A collection in the making.
struct Block<'w> {
    writer: &'w mut Writer,
    kind: Kind,
    /// Where the lines around it start.
    outer: usize,
    /// Where its own do.
    column: usize,
    /// Whether the first one continues the line that is there.
    inline: bool,
    is_empty: bool,
}

impl Block<'_> {
    fn next(&mut self) {
        if !(self.is_empty && self.inline) {
            self.writer.line(self.column);
        }
        self.is_empty = false;
        self.writer.tagged = false;
        self.writer.column = self.column;
    }

    fn item<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), YamlError> {
        self.next();
        self.writer.out.push_str("- ");
        self.writer.place = Place::Item;
        value.serialize(&mut *self.writer)
    }

    fn key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), YamlError> {
        self.next();
        self.writer.place = Place::Key;
        key.serialize(&mut *self.writer)
    }

    fn value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), YamlError> {
        self.writer.place = Place::Value;
        value.serialize(&mut *self.writer)
    }

    fn finish(self) {
        if self.is_empty {
            self.writer.space();
            self.writer.out.push_str(match self.kind {
                Kind::Sequence => "[]",
                Kind::Mapping => "{}",
            });
        }
        self.writer.column = self.outer;
    }
}

macro_rules! plain {
    ($($method:ident($ty:ty);)*) => {$(
        fn $method(self, value: $ty) -> Result<(), YamlError> {
            self.scalar(&value.to_string());
            Ok(())
        }
    )*};
}

impl<'w> serde::Serializer for &'w mut Writer {
    type Ok = ();
    type Error = YamlError;
    type SerializeSeq = Block<'w>;
    type SerializeTuple = Block<'w>;
    type SerializeTupleStruct = Block<'w>;
    type SerializeTupleVariant = Block<'w>;
    type SerializeMap = Block<'w>;
    type SerializeStruct = Block<'w>;
    type SerializeStructVariant = Block<'w>;

    plain! {
        serialize_bool(bool);
        serialize_i8(i8);
        serialize_i16(i16);
        serialize_i32(i32);
        serialize_i64(i64);
        serialize_i128(i128);
        serialize_u8(u8);
        serialize_u16(u16);
        serialize_u32(u32);
        serialize_u64(u64);
        serialize_u128(u128);
    }

    fn serialize_f32(self, value: f32) -> Result<(), YamlError> {
        self.serialize_f64(value.into())
    }

    fn serialize_f64(self, value: f64) -> Result<(), YamlError> {
        let text = match value {
            value if value.is_nan() => ".nan".to_owned(),
            f64::INFINITY => ".inf".to_owned(),
            f64::NEG_INFINITY => "-.inf".to_owned(),
            value => format!("{value:?}"),
        };
        self.scalar(&text);
        Ok(())
    }

    fn serialize_char(self, value: char) -> Result<(), YamlError> {
        self.text(value.encode_utf8(&mut [0; 4]));
        Ok(())
    }

    fn serialize_str(self, value: &str) -> Result<(), YamlError> {
        self.text(value);
        Ok(())
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<(), YamlError> {
        Err(YamlError::custom("bytes, which YAML has no words for"))
    }

    fn serialize_none(self) -> Result<(), YamlError> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), YamlError> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), YamlError> {
        self.scalar("null");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), YamlError> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<(), YamlError> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), YamlError> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), YamlError> {
        self.tag(variant)?;
        value.serialize(self)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Block<'w>, YamlError> {
        self.begin(Kind::Sequence)
    }

    fn serialize_tuple(self, _: usize) -> Result<Block<'w>, YamlError> {
        self.begin(Kind::Sequence)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Block<'w>, YamlError> {
        self.begin(Kind::Sequence)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Block<'w>, YamlError> {
        self.tag(variant)?;
        self.begin(Kind::Sequence)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Block<'w>, YamlError> {
        self.begin(Kind::Mapping)
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Block<'w>, YamlError> {
        self.begin(Kind::Mapping)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Block<'w>, YamlError> {
        self.tag(variant)?;
        self.begin(Kind::Mapping)
    }
}

macro_rules! sequence {
    ($($trait:ident $method:ident;)*) => {$(
        impl $trait for Block<'_> {
            type Ok = ();
            type Error = YamlError;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), YamlError> {
                self.item(value)
            }

            fn end(self) -> Result<(), YamlError> {
                self.finish();
                Ok(())
            }
        }
    )*};
}

sequence! {
    SerializeSeq serialize_element;
    SerializeTuple serialize_element;
    SerializeTupleStruct serialize_field;
    SerializeTupleVariant serialize_field;
}

macro_rules! structure {
    ($($trait:ident)*) => {$(
        impl $trait for Block<'_> {
            type Ok = ();
            type Error = YamlError;

            fn serialize_field<T: Serialize + ?Sized>(
                &mut self,
                key: &'static str,
                value: &T,
            ) -> Result<(), YamlError> {
                self.key(key)?;
                self.value(value)
            }

            fn end(self) -> Result<(), YamlError> {
                self.finish();
                Ok(())
            }
        }
    )*};
}

structure!(SerializeStruct SerializeStructVariant);

impl SerializeMap for Block<'_> {
    type Ok = ();
    type Error = YamlError;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), YamlError> {
        self.key(key)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), YamlError> {
        self.value(value)
    }

    fn end(self) -> Result<(), YamlError> {
        self.finish();
        Ok(())
    }
}
