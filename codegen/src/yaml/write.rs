//! Values as YAML in block style, the way `serde_yaml` writes it, in a fraction of its time:
//! `api.yaml` has some ten megabytes.

use serde::Serialize;
use serde::ser::{
    Error as _, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant,
    SerializeTuple, SerializeTupleStruct, SerializeTupleVariant,
};

use super::YamlError;
use super::layout::{Block, Kind, Writer};

/// Writes one document.
pub(super) fn write<T: Serialize + ?Sized>(value: &T) -> Result<String, YamlError> {
    let mut writer = Writer::new();
    value.serialize(&mut writer)?;
    writer.out.push('\n');
    Ok(writer.out)
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
