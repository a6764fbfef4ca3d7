//! The one place that knows which YAML library is in use; `serde_yaml` is deprecated upstream, and
//! changing it is an edit of this file.

use serde::Serialize;
use serde::de::DeserializeOwned;

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

/// Reads a value.
pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, YamlError> {
    serde_yaml::from_str(text).map_err(|error| {
        let place = error.location();
        let message = error.to_string();
        // The library appends the place to the message; docmill prints it in front.
        let message = match message.rfind(" at line ") {
            Some(end) if place.is_some() => message[..end].to_owned(),
            _ => message,
        };
        let (line, column) = place.map_or((0, 0), |place| (place.line(), place.column()));
        YamlError {
            message,
            line: u32::try_from(line).unwrap_or(u32::MAX),
            column: u32::try_from(column).unwrap_or(u32::MAX),
        }
    })
}

/// Writes a value.
pub fn write<T: Serialize>(value: &T) -> Result<String, YamlError> {
    serde_yaml::to_string(value).map_err(|error| YamlError {
        message: error.to_string(),
        line: 0,
        column: 0,
    })
}
