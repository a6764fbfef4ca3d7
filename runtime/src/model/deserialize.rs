//! Reading: from any serde deserialiser into any place, and from an object into any model.

use serde::de::{
    DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use serde_json::Value as Json;

use super::properties::find;
use super::{AnyModel, Entries, Event, Fault, Items, Place, View};

/// The name that makes `serde_json` hand out a value's own text. It is the one its `RawValue` uses;
/// other formats, and a `serde_json` that would change it, take it for an ordinary newtype and hand
/// out the value, so the worst that can happen is that a decimal loses trailing zeros.
pub(super) const RAW_TEXT: &str = "$serde_json::private::RawValue";

/// Reads one value from any self-describing serde deserialiser into a place.
///
/// # Errors
///
/// What the source holds is no such value, or the source cannot be read.
pub fn read<'de, D: Deserializer<'de>>(source: D, place: &mut dyn Place) -> Result<(), Fault> {
    let mut fault = None;
    let seed = Seed { place, fault: &mut fault };
    seed.deserialize(source).map_err(|error| fault.take().unwrap_or_else(|| foreign(&error)))
}

/// Reads a JSON document into a place, to its end.
pub(crate) fn read_json(document: &[u8], place: &mut dyn Place) -> Result<(), Fault> {
    // Checking all of the text at once costs a fraction of what `serde_json` takes for checking each
    // string. Where it is not UTF-8, `serde_json` says where.
    match std::str::from_utf8(document) {
        Ok(text) => read_document(serde_json::Deserializer::from_str(text), place),
        Err(_) => read_document(serde_json::Deserializer::from_slice(document), place),
    }
}

fn read_document<'de, R: serde_json::de::Read<'de>>(
    mut source: serde_json::Deserializer<R>,
    place: &mut dyn Place,
) -> Result<(), Fault> {
    read(&mut source, place)?;
    source.end().map_err(|error| foreign(&error))
}

/// Reads an object into a model: documented properties into their slots, all others into its rest.
///
/// # Errors
///
/// A property that holds no value of its type.
pub fn read_model(model: &mut dyn AnyModel, entries: &mut dyn Entries) -> Result<(), Fault> {
    let names = model.properties();
    let mut next = 0;
    // One bit for each property that may be null in the rest; beyond 64 they share.
    let mut nulls: u64 = if model.rest().is_empty() { 0 } else { u64::MAX };
    loop {
        let mut found = None;
        let mut unknown: Option<Box<str>> = None;
        let more = entries.next_key(&mut |key| {
            found = find(names, next, key);
            if found.is_none() {
                unknown = Some(key.into());
            }
        })?;
        if !more {
            return Ok(());
        }
        if let Some(index) = found {
            next = index + 1;
            let slot = model.slot_mut(index);
            entries.next_value(slot).map_err(|fault| fault.in_property(names[index]))?;
            if matches!(slot.view(), View::Absent) {
                nulls |= 1 << (index % 64);
                model.rest_mut().set(names[index], Json::Null);
            } else if nulls & 1 << (index % 64) != 0 {
                // The same property twice: the last one counts.
                model.rest_mut().remove(names[index]);
            }
        } else if let Some(name) = unknown {
            let mut value = Json::Null;
            entries.next_value(&mut value).map_err(|fault| fault.in_property(&name))?;
            model.rest_mut().set_owned(name, value);
        }
    }
}

fn foreign(error: &dyn std::fmt::Display) -> Fault {
    Fault::new(error.to_string())
}

struct Seed<'a> {
    place: &'a mut dyn Place,
    /// Where a fault waits while serde's own error type travels through the deserialiser.
    fault: &'a mut Option<Fault>,
}

impl Seed<'_> {
    fn put<E: serde::de::Error>(self, event: Event<'_>) -> Result<(), E> {
        self.place.put(event).map_err(|fault| {
            let error = E::custom(&fault);
            *self.fault = Some(fault);
            error
        })
    }
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<(), D::Error> {
        if self.place.wants_digits() {
            source.deserialize_newtype_struct(RAW_TEXT, self)
        } else {
            source.deserialize_any(self)
        }
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E: serde::de::Error>(self, value: bool) -> Result<(), E> {
        self.put(Event::Bool(value))
    }

    fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<(), E> {
        self.put(Event::I64(value))
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<(), E> {
        self.put(Event::U64(value))
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<(), E> {
        self.put(Event::F64(value))
    }

    fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<(), E> {
        self.put(Event::Str(value))
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<(), E> {
        self.put(Event::Null)
    }

    fn visit_none<E: serde::de::Error>(self) -> Result<(), E> {
        self.put(Event::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, source: D) -> Result<(), D::Error> {
        source.deserialize_any(self)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, source: D) -> Result<(), D::Error> {
        source.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, access: A) -> Result<(), A::Error> {
        let mut items = SeqItems(access);
        self.put(Event::List(&mut items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<(), A::Error> {
        if !self.place.wants_digits() {
            let mut entries = MapEntries(access);
            return self.put(Event::Map(&mut entries));
        }
        let mut raw = false;
        access.next_key_seed(KeySeed(&mut |key| raw = key == RAW_TEXT))?;
        if !raw {
            access.next_value::<IgnoredAny>()?;
            while access.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
            return Err(A::Error::custom("expected a number, found an object"));
        }
        let text: String = access.next_value()?;
        if text.starts_with(|first: char| first == '-' || first.is_ascii_digit()) {
            return self.put(Event::Digits(&text));
        }
        let mut value: Json = serde_json::from_str(&text).map_err(A::Error::custom)?;
        super::json::with_event(&mut value, &mut |event| self.place.put(event)).map_err(|fault| {
            let error = A::Error::custom(&fault);
            *self.fault = Some(fault);
            error
        })
    }
}

struct MapEntries<A>(A);

impl<'de, A: MapAccess<'de>> Entries for MapEntries<A> {
    fn next_key(&mut self, key: &mut dyn FnMut(&str)) -> Result<bool, Fault> {
        match self.0.next_key_seed(KeySeed(key)) {
            Ok(key) => Ok(key.is_some()),
            Err(error) => Err(foreign(&error)),
        }
    }

    fn next_value(&mut self, place: &mut dyn Place) -> Result<(), Fault> {
        let mut fault = None;
        let seed = Seed { place, fault: &mut fault };
        self.0
            .next_value_seed(seed)
            .map_err(|error| fault.take().unwrap_or_else(|| foreign(&error)))
    }
}

struct SeqItems<A>(A);

impl<'de, A: SeqAccess<'de>> Items for SeqItems<A> {
    fn next(&mut self, place: &mut dyn Place) -> Result<bool, Fault> {
        let mut fault = None;
        let seed = Seed { place, fault: &mut fault };
        match self.0.next_element_seed(seed) {
            Ok(item) => Ok(item.is_some()),
            Err(error) => Err(fault.take().unwrap_or_else(|| foreign(&error))),
        }
    }
}

struct KeySeed<'a>(&'a mut dyn FnMut(&str));

impl<'de> DeserializeSeed<'de> for KeySeed<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<(), D::Error> {
        source.deserialize_str(self)
    }
}

impl Visitor<'_> for KeySeed<'_> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a property's name")
    }

    fn visit_str<E: serde::de::Error>(self, key: &str) -> Result<(), E> {
        (self.0)(key);
        Ok(())
    }
}
