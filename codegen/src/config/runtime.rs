//! Where the generated crate finds its runtime: `runtime` in `docmill.yaml`.

use std::fmt;
use std::path::{Path, PathBuf};

use serde::de::value::MapAccessDeserializer;
use serde::de::{EnumAccess, Error as _, MapAccess, VariantAccess as _, Visitor};
use serde::{Deserialize, Deserializer};

/// How the generated crate finds `docmill-runtime`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RuntimeDependency {
    /// A folder, relative to the generated crate.
    Path(String),
    /// A published version.
    Version(String),
}

impl RuntimeDependency {
    /// The manifest that a crate in `out` is going to ask Cargo for, if that is a file.
    pub fn manifest(&self, out: &Path) -> Option<PathBuf> {
        match self {
            Self::Path(path) => Some(out.join(path).join("Cargo.toml")),
            Self::Version(_) => None,
        }
    }
}

/// Reads `path: …` or `version: …`; also with a YAML tag, `!path …`, which is how serde writes an
/// enum, and which hardly anybody knows.
impl<'de> Deserialize<'de> for RuntimeDependency {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RuntimeVisitor)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuntimeKeys {
    path: Option<String>,
    version: Option<String>,
}

/// The keys are judged inside the visitor, so that an error gets the mapping's own place.
struct RuntimeVisitor;

impl<'de> Visitor<'de> for RuntimeVisitor {
    type Value = RuntimeDependency;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("`path: ../runtime` or `version: \"0.1\"`")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<RuntimeDependency, A::Error> {
        let keys = RuntimeKeys::deserialize(MapAccessDeserializer::new(map))?;
        match (keys.path, keys.version) {
            (Some(path), None) => Ok(RuntimeDependency::Path(path)),
            (None, Some(version)) => Ok(RuntimeDependency::Version(version)),
            (None, None) => Err(A::Error::custom(
                "nothing says where the runtime is, expected `path` or `version`",
            )),
            (Some(_), Some(_)) => Err(A::Error::custom(
                "two places for the runtime, expected either `path` or `version`",
            )),
        }
    }

    fn visit_enum<A: EnumAccess<'de>>(self, data: A) -> Result<RuntimeDependency, A::Error> {
        let (tag, value): (String, _) = data.variant()?;
        match tag.as_str() {
            "path" => value.newtype_variant().map(RuntimeDependency::Path),
            "version" => value.newtype_variant().map(RuntimeDependency::Version),
            _ => Err(A::Error::unknown_variant(&tag, &["path", "version"])),
        }
    }
}
