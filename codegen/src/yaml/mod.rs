//! The one place that knows which YAML library is in use. `serde_yaml` is deprecated upstream, and
//! changing it is an edit of this file.
//!
//! The library reads. docmill writes YAML itself, in `write`, because it is several times as fast: the
//! `api.yaml` of Microsoft Graph v1.0 has some ten megabytes.

mod layers;
mod layout;
mod scalar;
#[cfg(test)]
mod tests;
mod write;

use std::fmt;

use serde::Serialize;
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess,
    Visitor,
};

use crate::alike::alike;

pub use layers::{read_layers, text_under};

/// What is wrong with a YAML text, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct YamlError {
    /// What was found and expected, without the place.
    pub message: String,
    /// Line, from 1; 0 if the library does not tell.
    pub line: u32,
    /// Column, from 1; 0 if the library does not tell.
    pub column: u32,
}

impl fmt::Display for YamlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for YamlError {}

impl serde::ser::Error for YamlError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self { message: message.to_string(), line: 0, column: 0 }
    }
}

/// Reads a value.
///
/// # Errors
///
/// Text that is no YAML, or no such value, with its place.
pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, YamlError> {
    serde_yaml::from_str(text).map_err(|error| readable(&error))
}

/// The library's error, with its place apart from the message.
fn readable(error: &serde_yaml::Error) -> YamlError {
    let place = error.location();
    let message = error.to_string();
    // The library appends the place to the message; docmill prints it in front.
    let message = match message.rfind(" at line ") {
        Some(end) if place.is_some() => message[..end].to_owned(),
        _ => message,
    };
    let message = with_likely_names(message);
    let (line, column) = place.map_or((0, 0), |place| (place.line(), place.column()));
    YamlError {
        message,
        line: u32::try_from(line).unwrap_or(u32::MAX),
        column: u32::try_from(column).unwrap_or(u32::MAX),
    }
}

/// The library's message about an unknown name with those of all known ones that may be meant, where some
/// are like it.
fn with_likely_names(message: String) -> String {
    let likely = || {
        let (found, known) = message.split_once(", expected one of ")?;
        let name = found.strip_suffix('`')?.rsplit('`').next()?;
        let names = alike(name, known.split(", ").map(|name| name.trim_matches('`')));
        match names[..] {
            [] => None,
            [name] => Some(format!("{found}, expected `{name}`")),
            _ => Some(format!("{found}, expected one of `{}`", names.join("`, `"))),
        }
    };
    likely().unwrap_or(message)
}

/// A step from a value into one of its parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step<'a> {
    /// The value of a mapping's key.
    Key(&'a str),
    /// An item of a sequence, from 0.
    Item(usize),
}

/// Line and column, from 1, of the value at the end of a path; of the last value on the way that is
/// there, if the path does not lead to its end.
///
/// The library tells places only with errors. So the text is read again by a reader that walks the
/// path and refuses whatever it finds at its end.
pub fn locate(text: &str, path: &[Step<'_>]) -> Option<(u32, u32)> {
    let document = serde_yaml::Deserializer::from_str(text);
    let place = Walk(path).deserialize(document).err()?.location()?;
    let line = u32::try_from(place.line()).ok()?;
    Some((line, u32::try_from(place.column()).ok()?))
}

struct Walk<'a>(&'a [Step<'a>]);

impl<'de> DeserializeSeed<'de> for Walk<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

/// Scalars are refused by what serde provides.
impl<'de> Visitor<'de> for Walk<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("nothing: this is the place")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        if let Some((Step::Key(wanted), rest)) = self.0.split_first() {
            while let Some(key) = map.next_key::<String>()? {
                if key == *wanted {
                    return map.next_value_seed(Walk(rest));
                }
                map.next_value::<IgnoredAny>()?;
            }
        }
        Err(A::Error::custom("this is the place"))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        if let Some((Step::Item(wanted), rest)) = self.0.split_first() {
            for _ in 0..*wanted {
                items.next_element::<IgnoredAny>()?;
            }
            // Past the end nothing is refused, and the place is the sequence's own.
            items.next_element_seed(Walk(rest))?;
        }
        Err(A::Error::custom("this is the place"))
    }
}

/// Writes a value, in block style and with a newline at its end.
///
/// # Errors
///
/// A value that YAML has no form for here: a key that is no scalar, an enum variant directly inside
/// another one (YAML allows one tag), bytes.
pub fn write<T: Serialize>(value: &T) -> Result<String, YamlError> {
    write::write(value)
}

#[cfg(test)]
mod place_tests {
    use super::{Step, locate, read};

    const TEXT: &str = "\
a:
  b: [1, \"zwei\", 3]
größe:
  - x: 1
  - x: 2
    y: ~
";

    #[test]
    fn places_are_those_of_values() {
        use Step::{Item, Key};
        let cases: [(&[Step<'_>], (u32, u32)); 8] = [
            (&[], (1, 1)),
            (&[Key("a")], (2, 3)),
            (&[Key("a"), Key("b"), Item(1)], (2, 10)),
            (&[Key("größe"), Item(1)], (5, 5)),
            (&[Key("größe"), Item(1), Key("y")], (6, 8)),
            // What is not there: the nearest that is.
            (&[Key("größe"), Item(1), Key("z")], (5, 5)),
            (&[Key("größe"), Item(7)], (4, 3)),
            (&[Key("z")], (1, 1)),
        ];
        for (path, place) in cases {
            assert_eq!(locate(TEXT, path), Some(place), "{path:?}");
        }
    }

    #[test]
    fn a_text_without_values_has_no_place_but_its_start() {
        assert_eq!(locate("", &[Step::Key("a")]), Some((1, 1)));
    }

    #[test]
    fn the_place_stands_apart_from_the_message() {
        let error = read::<Vec<u8>>("- 1\n- x\n").expect_err("x is no number");
        assert_eq!((error.line, error.column), (2, 3));
        assert!(!error.message.contains("line"), "{}", error.message);
    }
}
