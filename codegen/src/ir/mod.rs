//! The intermediate representation: what an API *is*, once all its pages are read and agree.
//!
//! An [`Api`] is saved as `generated/api.yaml` and reviewed in pull requests, so it says each thing
//! once and in the documentation's own words. Everything in it is sorted by name; nothing depends on
//! the order in which pages were read.
//!
//! - [`names`]: the kinds of name there are, each a type of its own.
//! - [`model`]: types, properties, enums; [`value`]: types in use; [`type_words`]: how people are told them.
//! - [`renames`]: what they were called before.
//! - [`place`]: where their parts stand.
//! - [`operation`]: operations, and what they answer.
//! - [`path`], [`parameter`] and [`body`]: where their requests go, and what they carry; [`path_remark`]:
//!   what is said of single paths.
//! - [`permissions`], [`remark`] and [`example`]: who may call them, what else is said of them, and what a
//!   call looks like.

pub mod body;
pub mod example;
pub mod model;
pub mod names;
pub mod operation;
pub mod parameter;
pub mod path;
pub mod path_remark;
pub mod permissions;
pub mod place;
pub mod remark;
pub mod renames;
pub mod type_words;
pub mod value;

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

pub use body::{Body, BodyProperty, MessagePart};
pub use example::{Example, ExampleKind};
pub use model::{
    Access, Deprecation, Enum, EnumOrigin, List, Member, Nullability, Property, Requirement,
    Source, Type, TypeKind, TypeOrigin,
};
pub use names::{EnumName, HeaderName, MemberName, ParameterName, PropertyName, TypeName};
pub use operation::{ErrorMeaning, Method, Operation, OperationName, Response};
pub use parameter::{Header, Parameter, QueryOption, QueryParameter};
pub use path::{Path, PathOrigin, PathPiece};
pub use path_remark::PathRemark;
pub use permissions::{Alternative, Permissions, Scopes};
pub use place::{Cells, Landmark, Places, Spot};
pub use remark::{Remark, Topic};
pub use renames::Renames;
pub use type_words::TypeWords;
pub use value::{Primitive, TypeRef, Value};

/// Everything the pages of one documentation set say about an API.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Api {
    /// Structured types by full name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub types: BTreeMap<TypeName, Type>,
    /// Enums by full name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub enums: BTreeMap<EnumName, Enum>,
    /// Operations by module and function name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub operations: BTreeMap<OperationName, Operation>,
    /// What things in it were called before.
    #[serde(default, skip_serializing_if = "Renames::is_empty")]
    pub renames: Renames,
    /// How lists come, where no example shows it.
    #[serde(default, skip_serializing_if = "ListForm::is_pages")]
    pub lists: ListForm,
    /// In whose words people are told of its types.
    #[serde(default, skip_serializing_if = "TypeWords::is_odata")]
    pub type_words: TypeWords,
}

/// How a list comes. Clients take both forms.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ListForm {
    /// In an object, with the items under `value`, as OData has it.
    #[default]
    Pages,
    /// As an array.
    Arrays,
}

impl ListForm {
    fn is_pages(&self) -> bool {
        *self == Self::Pages
    }
}

impl Api {
    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.types.is_empty() && self.enums.is_empty() && self.operations.is_empty()
    }

    /// The bases of a type, nearest first. Stops at a base that no page documents. resolve has
    /// already cut every cycle; in an API from elsewhere one ends as well, with repetitions.
    pub fn bases<'a>(&'a self, name: &TypeName) -> impl Iterator<Item = &'a Type> {
        let first = self.types.get(name).and_then(|ty| ty.base.as_ref());
        std::iter::successors(first.and_then(|base| self.types.get(base)), |ty| {
            ty.base.as_ref().and_then(|base| self.types.get(base))
        })
        .take(self.types.len())
    }

    /// All properties of a type: those of its most distant base first, its own last. A property
    /// that a type documents again stands where the base has it, as the derived type describes it.
    pub fn all_properties<'a>(&'a self, name: &TypeName) -> Vec<&'a Property> {
        let mut chain: Vec<&Type> = self.types.get(name).into_iter().collect();
        chain.extend(self.bases(name));
        let count = chain.iter().map(|ty| ty.properties.len()).sum();
        let mut slots: FxHashMap<&PropertyName, usize> = FxHashMap::default();
        slots.reserve(count);
        let mut properties: Vec<&Property> = Vec::with_capacity(count);
        for property in chain.iter().rev().flat_map(|ty| &ty.properties) {
            match slots.get(&property.name) {
                Some(&slot) => properties[slot] = property,
                None => {
                    slots.insert(&property.name, properties.len());
                    properties.push(property);
                }
            }
        }
        properties
    }

    /// A property of a type, as [`Api::all_properties`] has it.
    pub fn property<'a>(&'a self, ty: &TypeName, name: &str) -> Option<&'a Property> {
        let mut chain = self.types.get(ty).into_iter().chain(self.bases(ty));
        chain.find_map(|ty| ty.properties.iter().rfind(|property| property.name.as_str() == name))
    }

    /// Whether a type has another among its bases.
    pub fn inherits(&self, name: &TypeName, base: &TypeName) -> bool {
        self.bases(name).any(|ty| ty.name == *base)
    }

    /// Whether two types are the same, or one of them inherits from the other.
    pub fn are_related(&self, a: &TypeName, b: &TypeName) -> bool {
        a == b || self.inherits(a, b) || self.inherits(b, a)
    }

    /// Every documented type that has `name` among its bases, sorted by name.
    pub fn derived<'a>(&'a self, name: &TypeName) -> BTreeSet<&'a TypeName> {
        self.types.keys().filter(|candidate| self.inherits(candidate, name)).collect()
    }

    /// The documented types that others inherit from and that a property, a body or a response has:
    /// in Rust, an enum over the type and those others stands there.
    pub fn polymorphic(&self) -> BTreeSet<&TypeName> {
        let mut inherited = BTreeSet::new();
        for ty in self.types.values() {
            // Where a base has been seen, so have its own bases.
            let bases = self.bases(&ty.name).take_while(|base| base.name != ty.name);
            for base in bases {
                if !inherited.insert(&base.name) {
                    break;
                }
            }
        }
        let mut polymorphic: BTreeSet<&TypeName> = BTreeSet::new();
        let mut uses = |value: &TypeRef| {
            if let Value::Type(name) = &value.value {
                polymorphic.extend(inherited.get(name));
            }
        };
        for property in self.types.values().flat_map(|ty| &ty.properties) {
            uses(&property.ty);
        }
        for operation in self.operations.values() {
            let sent = match &operation.body {
                Body::Properties { properties, .. } => properties.as_slice(),
                _ => &[],
            };
            let returned = operation.response.ty.iter();
            returned.chain(sent.iter().map(|property| &property.ty)).for_each(&mut uses);
        }
        let resources = self.operations.values().filter_map(|operation| match &operation.body {
            Body::Resource(name) => inherited.get(name),
            _ => None,
        });
        polymorphic.extend(resources);
        polymorphic
    }
}
