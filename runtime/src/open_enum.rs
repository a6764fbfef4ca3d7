//! Enums that outlive their documentation.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::mem::discriminant;

use crate::model::{Event, Fault, View, Wire};

/// An enum whose documented members are variants and whose other values are kept as they came;
/// [`impl_open_enum!`](crate::impl_open_enum) implements it.
pub trait OpenEnum: Clone + PartialEq + 'static {
    /// The enum's full name in the documentation.
    const NAME: &'static str;
    /// The documented members as they are on the wire, in the documentation's order.
    const MEMBERS: &'static [&'static str];

    /// The value as it is on the wire.
    fn as_str(&self) -> &str;
    /// The member of this name, or the variant that keeps it.
    fn from_wire(value: &str) -> Self;
    /// The value, if no member is called so.
    fn as_unknown(&self) -> Option<&UnknownMember>;
    /// The variant that keeps a value as it came.
    fn from_unknown(value: UnknownMember) -> Self;
}

/// The value of an enum that its documentation does not list, kept as it came.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct UnknownMember {
    text: Box<str>,
    /// It was a number and has to go back out as one.
    number: bool,
}

impl UnknownMember {
    /// The value's text, casing and all; a number's digits.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    fn number(value: i64) -> Self {
        Self { text: value.to_string().into(), number: true }
    }
}

impl From<&str> for UnknownMember {
    fn from(text: &str) -> Self {
        Self { text: text.into(), number: false }
    }
}

impl From<String> for UnknownMember {
    fn from(text: String) -> Self {
        Self { text: text.into(), number: false }
    }
}

impl fmt::Debug for UnknownMember {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.text.fmt(f)
    }
}

impl fmt::Display for UnknownMember {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[doc(hidden)]
pub fn read_open_enum<E: OpenEnum>(event: Event<'_>) -> Result<E, Fault> {
    match event {
        Event::Str(text) => Ok(E::from_wire(text)),
        event => i64::read(event)
            .map(|value| E::from_unknown(UnknownMember::number(value)))
            .map_err(|_| Fault::new("expected the name of an enum's member")),
    }
}

/// Compares members; cheaper to compile for hundreds of enums than what could be derived.
#[doc(hidden)]
pub fn equal_members<E: OpenEnum>(one: &E, other: &E) -> bool {
    discriminant(one) == discriminant(other) && one.as_unknown() == other.as_unknown()
}

#[doc(hidden)]
pub fn hash_member<E: OpenEnum, H: Hasher>(member: &E, state: &mut H) {
    discriminant(member).hash(state);
    member.as_unknown().hash(state);
}

impl<E: OpenEnum> From<E> for crate::PathValue {
    fn from(member: E) -> Self {
        member.as_str().into()
    }
}

#[doc(hidden)]
pub fn view_open_enum<E: OpenEnum>(value: &E) -> View<'_> {
    match value.as_unknown() {
        Some(member) if member.number => View::Digits(&member.text),
        _ => View::Str(value.as_str()),
    }
}

/// Members of an enum that can be set together: `"a,b,c"` on the wire, in this order.
///
/// ```
/// # use docmill_runtime::{UnknownMember, impl_open_enum};
/// # #[derive(Clone)]
/// # pub enum Right { Read, Write, Unknown(UnknownMember) }
/// # impl_open_enum! { Right = "right" { Read = "read", Write = "write", _ => Unknown } }
/// use docmill_runtime::Flags;
///
/// assert!(Flags::<Right>::new().is_empty());
/// let mut rights: Flags<Right> = serde_json::from_str(r#""read,share""#)?;
/// assert!(rights.contains(&Right::Read) && !rights.contains(&Right::Write));
/// rights.insert(Right::Write);
/// assert_eq!(serde_json::to_string(&rights)?, r#""read,share,write""#);
///
/// // Setters take one member, or several.
/// let count = |rights: Flags<Right>| rights.len();
/// assert_eq!((count(Right::Read.into()), count([Right::Read, Right::Write].into())), (1, 2));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Flags<E>(Vec<E>);

impl<E> Default for Flags<E> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<E: PartialEq> Flags<E> {
    /// No member set.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Whether this member is set.
    pub fn contains(&self, member: &E) -> bool {
        self.0.contains(member)
    }

    /// Sets a member; `false` if it was set already.
    pub fn insert(&mut self, member: E) -> bool {
        let new = !self.contains(&member);
        if new {
            self.0.push(member);
        }
        new
    }

    /// Clears a member; `false` if it was not set.
    pub fn remove(&mut self, member: &E) -> bool {
        let before = self.0.len();
        self.0.retain(|other| other != member);
        self.0.len() != before
    }
}

impl<E> Flags<E> {
    /// The members that are set, in order.
    pub fn iter(&self) -> std::slice::Iter<'_, E> {
        self.0.iter()
    }

    /// Whether no member is set.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many members are set.
    pub fn len(&self) -> usize {
        self.0.len()
    }
}

impl<'a, E> IntoIterator for &'a Flags<E> {
    type Item = &'a E;
    type IntoIter = std::slice::Iter<'a, E>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<E: PartialEq> FromIterator<E> for Flags<E> {
    fn from_iter<I: IntoIterator<Item = E>>(members: I) -> Self {
        let mut flags = Self::new();
        flags.extend(members);
        flags
    }
}

impl<E: PartialEq> Extend<E> for Flags<E> {
    fn extend<I: IntoIterator<Item = E>>(&mut self, members: I) {
        for member in members {
            self.insert(member);
        }
    }
}

impl<E: PartialEq> From<E> for Flags<E> {
    fn from(member: E) -> Self {
        Self(vec![member])
    }
}

/// Several members at once, as setters take them.
impl<E: PartialEq, const N: usize> From<[E; N]> for Flags<E> {
    fn from(members: [E; N]) -> Self {
        members.into_iter().collect()
    }
}

impl<E: PartialEq> From<Vec<E>> for Flags<E> {
    fn from(members: Vec<E>) -> Self {
        members.into_iter().collect()
    }
}

impl<E: OpenEnum> Wire for Flags<E> {
    fn read(event: Event<'_>) -> Result<Self, Fault> {
        match event {
            Event::Str(text) => Ok(text
                .split(',')
                .map(str::trim)
                .filter(|name| !name.is_empty())
                .map(E::from_wire)
                .collect()),
            event => read_open_enum(event).map(|member| Self(vec![member])),
        }
    }

    fn view(&self) -> View<'_> {
        match self.0.as_slice() {
            [member] => view_open_enum(member),
            members => View::Text(members.iter().map(E::as_str).collect::<Vec<_>>().join(",")),
        }
    }
}

crate::impl_serde!([E: OpenEnum] Flags<E>);

/// Implements [`OpenEnum`](crate::OpenEnum), `as_str`, [`Wire`](crate::Wire), `Serialize`, `Deserialize`,
/// `PartialEq`, `Eq`, `Hash`, `Debug`, `Display`, `FromStr` (which cannot fail), `From<&str>`,
/// `From<String>` and conversion to a [`PathValue`](crate::PathValue) for an enum.
///
/// Before the braces stand the enum and its full name; in them each variant with its member's name on
/// the wire, and at the end the variant that keeps what is no documented member. With `derived`
/// before all, the enum derives its comparisons, so that its constants can stand in patterns.
///
/// ```
/// use docmill_runtime::{UnknownMember, impl_open_enum};
///
/// #[derive(Clone)]
/// #[non_exhaustive]
/// pub enum PhoneType { Home, Business, Unknown(UnknownMember) }
///
/// impl_open_enum! {
///     PhoneType = "microsoft.graph.phoneType" {
///         Home = "home",
///         Business = "business",
///         _ => Unknown,
///     }
/// }
///
/// let kinds: Vec<PhoneType> = serde_json::from_str(r#"["home","Satellite",7]"#)?;
/// assert_eq!(kinds[0], PhoneType::Home);
/// assert_eq!(kinds[1].as_str(), "Satellite");
/// assert_eq!(serde_json::to_string(&kinds)?, r#"["home","Satellite",7]"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[macro_export]
macro_rules! impl_open_enum {
    ($name:ident = $($table:tt)*) => {
        $crate::impl_open_enum!(derived $name = $($table)*);

        impl ::std::cmp::PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                $crate::__private::equal_members(self, other)
            }
        }

        impl ::std::cmp::Eq for $name {}
    };
    (derived $name:ident = $full_name:literal {
        $($variant:ident = $member:literal,)* _ => $unknown:ident $(,)?
    }) => {
        impl $name {
            /// The value as it is on the wire.
            pub fn as_str(&self) -> &str {
                $crate::OpenEnum::as_str(self)
            }
        }

        impl $crate::OpenEnum for $name {
            const NAME: &'static str = $full_name;
            const MEMBERS: &'static [&'static str] = &[$($member),*];

            fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $member,)*
                    Self::$unknown(value) => value.as_str(),
                }
            }

            fn from_wire(value: &str) -> Self {
                match value {
                    $($member => Self::$variant,)*
                    _ => Self::$unknown(value.into()),
                }
            }

            fn as_unknown(&self) -> ::std::option::Option<&$crate::UnknownMember> {
                match self {
                    Self::$unknown(value) => ::std::option::Option::Some(value),
                    _ => ::std::option::Option::None,
                }
            }

            fn from_unknown(value: $crate::UnknownMember) -> Self {
                Self::$unknown(value)
            }
        }

        impl $crate::Wire for $name {
            fn read(event: $crate::Event<'_>) -> ::std::result::Result<Self, $crate::Fault> {
                $crate::__private::read_open_enum(event)
            }

            fn view(&self) -> $crate::View<'_> {
                $crate::__private::view_open_enum(self)
            }
        }

        $crate::impl_serde!($name);

        impl ::std::hash::Hash for $name {
            fn hash<__H: ::std::hash::Hasher>(&self, state: &mut __H) {
                $crate::__private::hash_member(self, state);
            }
        }

        impl ::std::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str($crate::OpenEnum::as_str(self))
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad($crate::OpenEnum::as_str(self))
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = ::std::convert::Infallible;

            fn from_str(value: &str) -> ::std::result::Result<Self, Self::Err> {
                ::std::result::Result::Ok($crate::OpenEnum::from_wire(value))
            }
        }

        impl ::std::convert::From<&str> for $name {
            fn from(value: &str) -> Self {
                $crate::OpenEnum::from_wire(value)
            }
        }

        impl ::std::convert::From<::std::string::String> for $name {
            fn from(value: ::std::string::String) -> Self {
                $crate::OpenEnum::from_wire(&value)
            }
        }
    };
}
