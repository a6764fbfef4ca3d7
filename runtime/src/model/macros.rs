//! The implementations that generated types get from one line each.
//!
//! `inline(never)` where it stands keeps the tables in the generated crate: inlined into a crate that
//! uses it, each function would bring the tables of all types it can reach along, and an optimised
//! build of that crate would end at the recursion limit. Generated code has it on the slots of models
//! for the same reason.

/// Implements `Serialize`, `Deserialize`, `Clone`, `PartialEq` and `Debug` for types that implement
/// [`Model`](crate::Model). Each is a call of one routine that all models share.
#[macro_export]
macro_rules! impl_model {
    // Of enums over a base type, too: only how they are copied and compared is their own.
    (@by $copied:ident, $equal:ident, $name:ty) => {
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
    ($($name:ty),+ $(,)?) => {$(
        $crate::impl_model!(@by copied, equal, $name);
    )+};
}

/// Implements [`Polymorphic`](crate::Polymorphic), [`Wire`](crate::Wire), `Serialize`,
/// `Deserialize`, `Clone`, `PartialEq`, `Debug`, `Default` (the base type) and `From` of each type for an
/// enum over a base type and what is derived from it.
///
/// Each line is `"full name" => Variant(Type)`; the base comes first, after `base`. Every variant
/// holds a `Box` of its type.
///
/// ```
/// # use docmill_runtime::{Model, Rest, Slot, impl_model};
/// # macro_rules! models { ($($name:ident $full:literal;)*) => {$(
/// #   #[derive(Default)] pub struct $name { pub id: Option<String>, pub rest: Rest }
/// #   impl Model for $name {
/// #     const NAME: &'static str = $full;
/// #     const PROPERTIES: &'static [&'static str] = &["id"];
/// #     fn slot(&self, _: usize) -> &dyn Slot { &self.id }
/// #     fn slot_mut(&mut self, _: usize) -> &mut dyn Slot { &mut self.id }
/// #     fn rest(&self) -> &Rest { &self.rest }
/// #     fn rest_mut(&mut self) -> &mut Rest { &mut self.rest }
/// #   }
/// #   impl_model!($name);
/// # )*} }
/// # models! { Method "microsoft.graph.method"; PhoneMethod "microsoft.graph.phoneMethod"; }
/// #[non_exhaustive]
/// pub enum AnyMethod {
///     PhoneMethod(Box<PhoneMethod>),
///     Method(Box<Method>),
/// }
///
/// docmill_runtime::impl_polymorphic!(AnyMethod {
///     base "microsoft.graph.method" => Method(Method),
///     "microsoft.graph.phoneMethod" => PhoneMethod(PhoneMethod),
/// });
///
/// let text = r##"{"@odata.type":"#microsoft.graph.phoneMethod","id":"1"}"##;
/// let method: AnyMethod = serde_json::from_str(text)?;
/// assert!(matches!(method, AnyMethod::PhoneMethod(_)));
/// assert_eq!(serde_json::to_string(&method)?, text);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[macro_export]
macro_rules! impl_polymorphic {
    ($name:ident {
        base $base_name:literal => $base:ident($base_type:ty)
        $(, $derived_name:literal => $derived:ident($derived_type:ty))* $(,)?
    }) => {
        impl $crate::Polymorphic for $name {
            const NAME: &'static str = $base_name;
            const DERIVED: &'static [&'static str] = &[$($derived_name),*];

            fn create(derived: ::std::option::Option<usize>) -> Self {
                match derived.and_then(|index| Self::DERIVED.get(index).copied()) {
                    $(::std::option::Option::Some($derived_name) => {
                        Self::$derived(::std::boxed::Box::default())
                    })*
                    _ => Self::$base(::std::boxed::Box::default()),
                }
            }

            fn derived(&self) -> ::std::option::Option<usize> {
                let name: &str = match self {
                    $(Self::$derived(_) => $derived_name,)*
                    Self::$base(_) => return ::std::option::Option::None,
                };
                Self::DERIVED.iter().position(|derived| *derived == name)
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

        impl ::std::default::Default for $name {
            fn default() -> Self {
                Self::$base(::std::boxed::Box::default())
            }
        }

        impl ::std::convert::From<$base_type> for $name {
            fn from(model: $base_type) -> Self {
                Self::$base(::std::boxed::Box::new(model))
            }
        }

        $(impl ::std::convert::From<$derived_type> for $name {
            fn from(model: $derived_type) -> Self {
                Self::$derived(::std::boxed::Box::new(model))
            }
        })*

        $crate::impl_model!(@by copied_polymorphic, equal_polymorphic, $name);
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
