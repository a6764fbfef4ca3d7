//! The kinds of name that documentation uses. Each is a type of its own, so that one cannot stand
//! where another belongs; all keep the documented casing. A copy of a name shares its text.

use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

macro_rules! name {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Arc<str>);

        impl $name {
            /// Takes the name as it is written.
            pub fn new(name: impl Into<Arc<str>>) -> Self {
                Self(name.into())
            }

            /// The name as it is written.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }
    };
}

name! {
    /// Full name of a structured type: `microsoft.graph.itemPhone`.
    TypeName
}
name! {
    /// Full name of an enum: `microsoft.graph.phoneType`.
    EnumName
}
name! {
    /// A property, as it is written on the wire: `displayName`.
    PropertyName
}
name! {
    /// An enum member, as it is written on the wire: `homeFax`.
    MemberName
}
name! {
    /// A path, function or query parameter as the page writes it: `phoneMethodId`, `$select`.
    ParameterName
}
name! {
    /// A request header: `If-Match`.
    HeaderName
}

/// The last segment of a full name: `itemPhone` of `microsoft.graph.itemPhone`, `phone` of `phone`.
pub fn short(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

/// Everything before the last segment of a full name: `microsoft.graph` of
/// `microsoft.graph.itemPhone`. Empty where there is none.
pub fn namespace(name: &str) -> &str {
    name.rsplit_once('.').map_or("", |(namespace, _)| namespace)
}

/// Whether a text can be the name of a property: letters, digits and `_`.
pub fn is_identifier(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}

macro_rules! qualified {
    ($name:ident) => {
        impl $name {
            /// The last segment: `itemPhone` of `microsoft.graph.itemPhone`.
            pub fn short(&self) -> &str {
                short(&self.0)
            }

            /// Everything before the last segment: `microsoft.graph`. Empty where there is none.
            pub fn namespace(&self) -> &str {
                namespace(&self.0)
            }
        }
    };
}

qualified!(TypeName);
qualified!(EnumName);

/// Whether a name is in two words or more, the first of which begins in lower case.
pub fn is_camel_case(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase()) && name.contains(char::is_uppercase)
}
