//! The implementations that generated types get from one line each.
//!
//! `inline(never)` where it stands keeps the tables in the generated crate: inlined into a crate that
//! uses it, each function would bring the tables of all types it can reach along, and an optimised
//! build of that crate would end at the recursion limit.
//!
//! A macro cannot count, so the lines of tables bring their numbers along, and they are trusted: a
//! const assertion per table that they are 0, 1, 2 and so on was 2.5 % of the instructions of
//! `cargo check` of a client; in the constant `PROPERTIES`, 1.4 %, and only `cargo build` saw it.

/// Implements [`Model`](crate::Model), `Serialize`, `Deserialize`, `Clone`, `PartialEq` and `Debug` for a
/// struct. What differs between structs is a table; what is done with it is done by routines that
/// all models share.
///
/// Before the braces stand the struct and the type's full name; in them each field with its number,
/// from 0, and its property's name on the wire. All fields but `rest` have a line. Nothing checks the
/// numbers: in a table that skips one, or has one twice, properties are read into other fields than
/// their own, or are lost.
///
/// ```
/// use docmill_runtime::{Model as _, Rest, impl_model};
///
/// #[derive(Default)]
/// #[non_exhaustive]
/// pub struct Phone {
///     pub id: Option<String>,
///     pub display_name: Option<String>,
///     pub rest: Rest,
/// }
///
/// impl_model! {
///     Phone = "microsoft.graph.phone" {
///         0 => id = "id",
///         1 => display_name = "displayName",
///     }
/// }
///
/// assert_eq!(Phone::PROPERTIES, ["id", "displayName"]);
/// let text = r#"{"displayName":"Office","id":null,"new":[1]}"#;
/// let phone: Phone = serde_json::from_str(text)?;
/// assert_eq!(phone.display_name.as_deref(), Some("Office"));
/// assert_eq!(serde_json::to_string(&phone)?, r#"{"id":null,"displayName":"Office","new":[1]}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[macro_export]
macro_rules! impl_model {
    ($name:ident = $full_name:literal {
        $($index:literal => $field:ident = $property:literal),* $(,)?
    }) => {
        impl $crate::Model for $name {
            const NAME: &'static str = $full_name;
            const PROPERTIES: &'static [&'static str] = &[$($property),*];

            #[inline(never)]
            fn slot(&self, index: usize) -> &dyn $crate::Slot {
                match index {
                    $($index => &self.$field,)*
                    _ => &self.rest,
                }
            }

            #[inline(never)]
            fn slot_mut(&mut self, index: usize) -> &mut dyn $crate::Slot {
                match index {
                    $($index => &mut self.$field,)*
                    _ => &mut self.rest,
                }
            }

            fn rest(&self) -> &$crate::Rest {
                &self.rest
            }

            fn rest_mut(&mut self) -> &mut $crate::Rest {
                &mut self.rest
            }
        }

        $crate::impl_by_routines!(copied, equal, $name);
    };
}

/// Implements `Serialize`, `Deserialize`, `Clone`, `PartialEq` and `Debug`, by routines that all
/// models share, or all enums over a base type: only how they are copied and compared differs.
#[doc(hidden)]
#[macro_export]
macro_rules! impl_by_routines {
    ($copied:ident, $equal:ident, $name:ident) => {
        impl ::std::clone::Clone for $name {
            #[inline(never)]
            fn clone(&self) -> Self {
                $crate::__private::$copied(self)
            }
        }

        impl ::std::cmp::PartialEq for $name {
            #[inline(never)]
            fn eq(&self, other: &Self) -> bool {
                $crate::__private::$equal(self, other)
            }
        }

        impl ::std::fmt::Debug for $name {
            #[inline(never)]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                $crate::__private::debug(self, f)
            }
        }

        $crate::impl_serde!($name);
    };
}

/// Implements [`Polymorphic`](crate::Polymorphic), [`Wire`](crate::Wire), `Serialize`,
/// `Deserialize`, `Clone`, `PartialEq`, `Debug`, `Default` (the base type) and `From` of each type for an
/// enum over a base type and what is derived from it; and `into_base`, which turns a value of any of these
/// types into one of the base type, as the base type's `From` does.
///
/// Each line is a variant and the full name of its type: first those of derived types, numbered from
/// 0, then the one of the base type. A variant is called as its type is, and holds a `Box` of it.
/// Nothing checks the numbers: with others, objects are read as values of another type. The tables of
/// derived types begin with the lines of the base's.
///
/// ```
/// # use docmill_runtime::{Rest, impl_model, inherited};
/// # #[derive(Default)] pub struct Method { pub id: Option<String>, pub rest: Rest }
/// # #[derive(Default)]
/// # pub struct PhoneMethod { pub id: Option<String>, pub number: Option<String>, pub rest: Rest }
/// # impl_model! { Method = "microsoft.graph.method" { 0 => id = "id" } }
/// # impl_model! {
/// #     PhoneMethod = "microsoft.graph.phoneMethod" { 0 => id = "id", 1 => number = "number" }
/// # }
/// #[non_exhaustive]
/// pub enum AnyMethod {
///     PhoneMethod(Box<PhoneMethod>),
///     Method(Box<Method>),
/// }
///
/// /// What both have.
/// impl AnyMethod {
///     pub fn id(&self) -> Option<&str> {
///         inherited(self, 0)
///     }
/// }
///
/// docmill_runtime::impl_polymorphic! {
///     AnyMethod {
///         0 => PhoneMethod = "microsoft.graph.phoneMethod",
///         _ => Method = "microsoft.graph.method",
///     }
/// }
///
/// let text = r##"{"@odata.type":"#microsoft.graph.phoneMethod","id":"1","number":"+1"}"##;
/// let method: AnyMethod = serde_json::from_str(text)?;
/// assert!(matches!(method, AnyMethod::PhoneMethod(_)));
/// assert_eq!(method.id(), Some("1"));
/// assert_eq!(serde_json::to_string(&method)?, text);
///
/// let base: Method = method.into_base();
/// assert_eq!(base.id.as_deref(), Some("1"));
/// assert_eq!(serde_json::to_string(&base)?, text);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[macro_export]
macro_rules! impl_polymorphic {
    ($name:ident {
        $($index:literal => $derived:ident = $derived_name:literal,)*
        _ => $base:ident = $base_name:literal $(,)?
    }) => {
        impl $crate::Polymorphic for $name {
            const NAME: &'static str = $base_name;
            const DERIVED: &'static [&'static str] = &[$($derived_name),*];

            fn create(derived: ::std::option::Option<usize>) -> Self {
                match derived {
                    $(::std::option::Option::Some($index) => {
                        Self::$derived(::std::boxed::Box::default())
                    })*
                    _ => Self::$base(::std::boxed::Box::default()),
                }
            }

            fn derived(&self) -> ::std::option::Option<usize> {
                match self {
                    $(Self::$derived(_) => ::std::option::Option::Some($index),)*
                    Self::$base(_) => ::std::option::Option::None,
                }
            }

            fn model(&self) -> &dyn $crate::AnyModel {
                match self {
                    $(Self::$derived(model) => &**model,)*
                    Self::$base(model) => &**model,
                }
            }

            fn model_mut(&mut self) -> &mut dyn $crate::AnyModel {
                match self {
                    $(Self::$derived(model) => &mut **model,)*
                    Self::$base(model) => &mut **model,
                }
            }
        }

        impl $crate::Wire for $name {
            #[inline(never)]
            fn read(event: $crate::Event<'_>) -> ::std::result::Result<Self, $crate::Fault> {
                $crate::__private::read_polymorphic(event)
            }

            #[inline(never)]
            fn view(&self) -> $crate::View<'_> {
                $crate::Polymorphic::polymorphic_view(self)
            }
        }

        impl $name {
            /// Turns this into a value of the base type. `rest` keeps what only a derived type has, so
            /// that it is written as this is.
            pub fn into_base(self) -> $base {
                ::std::convert::From::from(self)
            }
        }

        impl ::std::convert::From<$name> for $base {
            fn from(value: $name) -> Self {
                match value {
                    $name::$base(model) => *model,
                    value => $crate::__private::into_base(value),
                }
            }
        }

        impl ::std::default::Default for $name {
            fn default() -> Self {
                Self::$base(::std::boxed::Box::default())
            }
        }

        impl ::std::convert::From<$base> for $name {
            fn from(model: $base) -> Self {
                Self::$base(::std::boxed::Box::new(model))
            }
        }

        $(impl ::std::convert::From<$derived> for $name {
            fn from(model: $derived) -> Self {
                Self::$derived(::std::boxed::Box::new(model))
            }
        })*

        $crate::impl_by_routines!(copied_polymorphic, equal_polymorphic, $name);
    };
}

/// Implements `Serialize` and `Deserialize` by way of [`Wire`](crate::Wire).
#[doc(hidden)]
#[macro_export]
macro_rules! impl_serde {
    ([$($generics:tt)*] $name:ty) => {
        impl<$($generics)*> $crate::__private::Serialize for $name {
            fn serialize<__S: $crate::__private::Serializer>(
                &self,
                out: __S,
            ) -> ::std::result::Result<__S::Ok, __S::Error> {
                $crate::__private::serialize(self, out)
            }
        }

        impl<'de, $($generics)*> $crate::__private::Deserialize<'de> for $name {
            fn deserialize<__D: $crate::__private::Deserializer<'de>>(
                source: __D,
            ) -> ::std::result::Result<Self, __D::Error> {
                $crate::__private::deserialize(source)
            }
        }
    };
    ($name:ty) => { $crate::impl_serde!([] $name); };
}
