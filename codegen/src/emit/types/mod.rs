//! What a documented type is in Rust, wherever it is used.
//!
//! - `model` writes structs, `polymorphic` enums over what inherits from them, `enums` open enums,
//!   `relationships` what requests can expand.
//! - `structs` has what models and bodies have in common, `members` what they have per field, `table` what
//!   they and enums tell the runtime.
//! - `recursion` finds which fields need boxes.

pub mod enums;
pub mod members;
pub mod model;
mod polymorphic;
mod recursion;
pub mod relationships;
pub mod structs;
mod table;

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::names::Names;
use crate::ir::{Api, Primitive, TypeName, TypeRef, Value};
use recursion::Edges;

/// How the types of an [`Api`] hang together, as far as Rust has to know.
#[derive(Debug)]
pub struct Types<'a> {
    names: &'a Names<'a>,
    /// The documented types that inherit from a type, each list sorted.
    derived: BTreeMap<&'a TypeName, Vec<&'a TypeName>>,
    /// As [`Api::polymorphic`] has it.
    polymorphic: BTreeSet<&'a TypeName>,
    /// Types with the same number contain each other.
    components: BTreeMap<&'a TypeName, usize>,
}

/// What one value is in Rust. Everything that depends on the kind of value asks this.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape<'a> {
    /// Text, a date, bytes: a type of Rust's or the runtime's.
    Primitive(Primitive),
    /// A struct of the generated crate.
    Struct(&'a TypeName),
    /// The enum over a type and those that inherit from it.
    Any(&'a TypeName),
    /// An open enum.
    Enum(&'a crate::ir::EnumName),
    /// A set of an open enum's members.
    Flags(&'a crate::ir::EnumName),
    /// Any JSON.
    Json,
}

impl Shape<'_> {
    /// Whether it is a type of Rust's own that callers write as a literal: numbers and truth values.
    /// Others are taken as whatever converts to them.
    pub fn is_literal(self) -> bool {
        matches!(
            self,
            Self::Primitive(
                Primitive::Boolean
                    | Primitive::Byte
                    | Primitive::Double
                    | Primitive::Int16
                    | Primitive::Int32
                    | Primitive::Int64
                    | Primitive::SByte
                    | Primitive::Single
            )
        )
    }
}

impl<'a> Types<'a> {
    /// Works it out for all types.
    pub fn new(api: &'a Api, names: &'a Names<'a>) -> Self {
        let derived = derived(api);
        let polymorphic = api.polymorphic();
        let components = recursion::components(&containment(api, &polymorphic));
        Self { names, derived, polymorphic, components }
    }

    /// The types that inherit from a type, sorted.
    pub fn derived(&self, name: &TypeName) -> &[&'a TypeName] {
        self.derived.get(name).map_or(&[], Vec::as_slice)
    }

    /// Whether values of this type may be of one that inherits from it.
    pub fn is_polymorphic(&self, name: &TypeName) -> bool {
        self.polymorphic.contains(name)
    }

    /// What a value is in Rust. A name that no page documents is JSON of any shape.
    pub fn shape(&self, api: &'a Api, value: &'a Value) -> Shape<'a> {
        match value {
            // A stream has no JSON of its own; what stands in its place is not documented.
            Value::Undocumented(_) | Value::Json | Value::Primitive(Primitive::Stream) => {
                Shape::Json
            }
            Value::Primitive(primitive) => Shape::Primitive(*primitive),
            Value::Type(name) if !api.types.contains_key(name) => Shape::Json,
            Value::Type(name) if self.is_polymorphic(name) => Shape::Any(name),
            Value::Type(name) => Shape::Struct(name),
            Value::Enum(name) => match api.enums.get(name) {
                None => Shape::Json,
                Some(definition) if definition.flags => Shape::Flags(name),
                Some(_) => Shape::Enum(name),
            },
        }
    }

    /// One value, by value.
    pub fn value(&self, shape: Shape<'_>) -> TokenStream {
        match shape {
            Shape::Primitive(primitive) => primitive_type(primitive),
            Shape::Struct(name) => match self.names.types.get(name) {
                Some(idents) => {
                    let ident = &idents.ident;
                    quote!(model::#ident)
                }
                None => json(),
            },
            Shape::Any(name) => match self.names.types.get(name) {
                Some(idents) => {
                    let ident = &idents.any;
                    quote!(model::#ident)
                }
                None => json(),
            },
            Shape::Enum(name) => match self.names.enums.get(name) {
                Some(idents) => {
                    let ident = &idents.ident;
                    quote!(enums::#ident)
                }
                None => json(),
            },
            Shape::Flags(name) => {
                let member = self.value(Shape::Enum(name));
                quote!(docmill_runtime::Flags<#member>)
            }
            Shape::Json => json(),
        }
    }

    /// What a property is inside its `Option` or `Patch`; boxed where `owner` would contain itself.
    pub fn field(&self, api: &'a Api, ty: &'a TypeRef, owner: Option<&TypeName>) -> TokenStream {
        let shape = self.shape(api, &ty.value);
        let value = self.value(shape);
        if ty.collection {
            quote!(Vec<#value>)
        } else if self.is_boxed(shape, owner) {
            quote!(Box<#value>)
        } else {
            value
        }
    }

    /// Whether a field of this shape in `owner` needs a box.
    pub fn is_boxed(&self, shape: Shape<'_>, owner: Option<&TypeName>) -> bool {
        match (shape, owner) {
            (Shape::Struct(name), Some(owner)) => {
                self.components.get(name) == self.components.get(owner)
            }
            _ => false,
        }
    }
}

/// The documented types below each type, at any distance.
fn derived(api: &Api) -> BTreeMap<&TypeName, Vec<&TypeName>> {
    let mut derived: BTreeMap<&TypeName, Vec<&TypeName>> = BTreeMap::new();
    for name in api.types.keys() {
        let bases: BTreeSet<&TypeName> = api.bases(name).map(|base| &base.name).collect();
        for base in bases.into_iter().filter(|base| *base != name) {
            derived.entry(base).or_default().push(name);
        }
    }
    derived
}

/// What each type holds by value: neither behind a `Vec` nor behind an enum over derived types,
/// whose variants are boxed.
fn containment<'a>(api: &'a Api, polymorphic: &BTreeSet<&TypeName>) -> Edges<'a> {
    api.types
        .keys()
        .map(|name| {
            let targets = api
                .all_properties(name)
                .into_iter()
                .filter(|property| !property.ty.collection)
                .filter_map(|property| match &property.ty.value {
                    Value::Type(target) => Some(target),
                    _ => None,
                })
                .filter(|target| api.types.contains_key(*target) && !polymorphic.contains(target))
                .collect();
            (name, targets)
        })
        .collect()
}

fn primitive_type(primitive: Primitive) -> TokenStream {
    match primitive {
        Primitive::Binary => quote!(docmill_runtime::Binary),
        Primitive::Boolean => quote!(bool),
        Primitive::Byte => quote!(u8),
        Primitive::Date => quote!(docmill_runtime::Date),
        Primitive::DateTimeOffset => quote!(docmill_runtime::DateTimeOffset),
        Primitive::Decimal => quote!(docmill_runtime::Decimal),
        Primitive::Double => quote!(f64),
        Primitive::Duration => quote!(docmill_runtime::Duration),
        Primitive::Guid => quote!(docmill_runtime::Guid),
        Primitive::Int16 => quote!(i16),
        Primitive::Int32 => quote!(i32),
        Primitive::Int64 => quote!(i64),
        Primitive::SByte => quote!(i8),
        Primitive::Single => quote!(f32),
        Primitive::Stream => json(),
        Primitive::String => quote!(String),
        Primitive::TimeOfDay => quote!(docmill_runtime::TimeOfDay),
    }
}

fn json() -> TokenStream {
    quote!(docmill_runtime::serde_json::Value)
}
