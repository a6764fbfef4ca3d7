//! Types, their properties, and enums.

use std::collections::BTreeMap;
use std::fmt;
use std::num::NonZeroU32;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::names::{EnumName, MemberName, PropertyName, TypeName};
use super::place::{Cells, Landmark, Places};
use super::value::TypeRef;

/// Where something was documented. Sources of one page share its name.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Source {
    /// The page, relative to the documentation's root, with `/`.
    pub page: Arc<str>,
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
}

impl Source {
    /// Another column of the same line, if it is known.
    pub(crate) fn in_column(&self, column: Option<NonZeroU32>) -> Self {
        let column = column.map_or(self.column, NonZeroU32::get);
        Self { page: Arc::clone(&self.page), line: self.line, column }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.page, self.line, self.column)
    }
}

impl FromStr for Source {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parse = || {
            let (rest, column) = text.rsplit_once(':')?;
            let (page, line) = rest.rsplit_once(':')?;
            Some(Self { page: page.into(), line: line.parse().ok()?, column: column.parse().ok()? })
        };
        parse().ok_or_else(|| format!("expected `page:line:column`, found `{text}`"))
    }
}

/// A structured type: an OData entity or complex type.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Type {
    /// Full name, in the documented casing.
    pub name: TypeName,
    /// The type it inherits from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base: Option<TypeName>,
    /// What the page's own prose says of it, as Markdown.
    #[serde(default, skip_serializing_if = "str::is_empty")]
    pub description: Box<str>,
    /// What else the page says: licenses, limits, how to query it. Markdown, in the page's order; what
    /// stands under a title of its own begins with that title, as a heading `##`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remarks: Vec<Box<str>>,
    /// How the pages define it.
    #[serde(default, skip_serializing_if = "TypeOrigin::is_resource")]
    pub origin: TypeOrigin,
    /// Whether it has a key, as far as the pages tell.
    #[serde(default, skip_serializing_if = "TypeKind::is_complex")]
    pub kind: TypeKind,
    /// Whether instances carry properties that no page lists.
    #[serde(default, skip_serializing_if = "is_false")]
    pub open: bool,
    /// Set where the page calls the type deprecated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<Deprecation>,
    /// Own properties, navigation properties included, in the page's order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub properties: Vec<Property>,
    /// Properties that its page lists in the words of a base type, which has them, and where.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub repeated: BTreeMap<PropertyName, Source>,
    /// The documentation's area it belongs to (`ms.subservice`, `ms.prod`), where the page says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<Box<str>>,
    /// Where it is documented.
    pub source: Source,
    /// Where its lists begin.
    #[serde(default, skip_serializing_if = "Places::is_empty")]
    pub places: Places,
}

impl Type {
    /// Whether a property is the key by which entities of this type are addressed.
    pub fn is_key(&self, property: &str) -> bool {
        self.kind == TypeKind::Entity && property == TypeKind::KEY
    }

    /// In which of its lists a row stands.
    pub fn list_of(&self, row: &Source, navigation: bool) -> List {
        let above = self.places.above(&Places::LISTS, row, &self.source.page);
        let of_kind = if navigation { Landmark::Relationships } else { Landmark::Properties };
        let (kind, number) = above.unwrap_or((of_kind, 0));
        List { kind, number }
    }

    /// The heading above one of its lists, or above the first of that kind; else its title.
    pub fn heading(&self, list: List) -> Source {
        match self.places.nth(list.kind, list.number) {
            Some(spot) => spot.beside(&self.source),
            None => self.place(list.kind),
        }
    }

    /// Where a part of it stands; else its title.
    pub fn place(&self, landmark: Landmark) -> Source {
        let nearest = self.places.nearest(landmark);
        nearest.map_or_else(|| self.source.clone(), |spot| spot.beside(&self.source))
    }
}

/// One of the lists of properties, or of relationships, that a page has of a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct List {
    /// What its heading is.
    kind: Landmark,
    /// How many headings of that kind stand before it.
    number: usize,
}

/// How the pages define a type.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TypeOrigin {
    /// A page, or a part of one, is about it.
    #[default]
    Resource,
    /// An operation's page lists it as what comes back, as a rule without a name: docmill's is made
    /// from the operation's.
    Response,
}

impl TypeOrigin {
    fn is_resource(&self) -> bool {
        *self == Self::Resource
    }
}

/// Whether a type has identity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TypeKind {
    /// A value without a key.
    #[default]
    Complex,
    /// It has a key, `id` as a rule.
    Entity,
}

impl TypeKind {
    /// The property that entities are addressed by, unless their pages name another.
    pub const KEY: &'static str = "id";

    fn is_complex(&self) -> bool {
        *self == Self::Complex
    }
}

/// A property of a type; a navigation property if `navigation` is set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Property {
    /// Name on the wire.
    pub name: PropertyName,
    /// Its type.
    #[serde(rename = "type")]
    pub ty: TypeRef,
    /// A relationship to other entities, absent unless expanded.
    #[serde(default, skip_serializing_if = "is_false")]
    pub navigation: bool,
    /// What a caller may do with it.
    #[serde(default, skip_serializing_if = "Access::is_read_write")]
    pub access: Access,
    /// Whether its value may be null.
    #[serde(default, skip_serializing_if = "Nullability::is_unsaid")]
    pub nullability: Nullability,
    /// What the page says, as Markdown.
    #[serde(default, skip_serializing_if = "str::is_empty")]
    pub description: Box<str>,
    /// Set where the page calls the property deprecated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<Deprecation>,
    /// Where it is documented: its name in a table's row, or its line of JSON.
    pub source: Source,
    /// The other cells of that row.
    #[serde(default, skip_serializing_if = "Cells::is_empty")]
    pub cells: Cells,
}

impl Property {
    /// One of which a page shows the name, and says nothing else.
    pub fn shown(name: PropertyName, ty: TypeRef, source: Source) -> Self {
        Self {
            name,
            ty,
            navigation: false,
            access: Access::ReadWrite,
            nullability: Nullability::Unsaid,
            description: "".into(),
            deprecated: None,
            source,
            cells: Cells::default(),
        }
    }

    /// Where its type stands; else its name.
    pub fn type_place(&self) -> Source {
        self.source.in_column(self.cells.ty)
    }

    /// Where it is described; else its name.
    pub fn description_place(&self) -> Source {
        self.source.in_column(self.cells.description)
    }
}

/// What a caller may do with a property.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Access {
    /// Nothing is said against writing it.
    #[default]
    ReadWrite,
    /// "Read-only."
    ReadOnly,
}

impl Access {
    fn is_read_write(&self) -> bool {
        *self == Self::ReadWrite
    }
}

/// Whether a value may be null. Models have `Option` fields in any case: `$select` leaves anything
/// out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Nullability {
    /// The page says nothing. "Required" says that a value must be sent, and nothing of null.
    #[default]
    Unsaid,
    /// "Nullable."
    Nullable,
    /// "Not nullable."
    NotNullable,
}

impl Nullability {
    fn is_unsaid(&self) -> bool {
        *self == Self::Unsaid
    }
}

/// Whether a value must be given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Requirement {
    /// "Optional.", or nothing said.
    #[default]
    Optional,
    /// "Required."
    Required,
}

impl Requirement {
    pub(super) fn is_optional(&self) -> bool {
        *self == Self::Optional
    }
}

/// Something a page calls deprecated.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Deprecation {
    /// The page's words about it; may be empty.
    pub note: Box<str>,
}

impl Deprecation {
    /// What a page says, if it says anything.
    pub fn said(note: Option<&str>) -> Option<Self> {
        note.map(|note| Self { note: note.into() })
    }
}

/// A closed list in the documentation, an open one on the wire.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Enum {
    /// Full name.
    pub name: EnumName,
    /// What a page says of it, as Markdown.
    #[serde(default, skip_serializing_if = "str::is_empty")]
    pub description: Box<str>,
    /// Whether several members can be set at once.
    #[serde(default, skip_serializing_if = "is_false")]
    pub flags: bool,
    /// Set where the pages deprecate it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<Deprecation>,
    /// How the pages define it.
    #[serde(default)]
    pub origin: EnumOrigin,
    /// Members in the page's order.
    pub members: Vec<Member>,
    /// The documentation's area it belongs to, where a page says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<Box<str>>,
    /// Where it is documented.
    pub source: Source,
    /// Where its table of members begins.
    #[serde(default, skip_serializing_if = "Places::is_empty")]
    pub places: Places,
}

impl Enum {
    /// The heading above its members; else where it is documented.
    pub fn heading(&self) -> Source {
        let nearest = self.places.nearest(Landmark::Members);
        nearest.map_or_else(|| self.source.clone(), |spot| spot.beside(&self.source))
    }
}

/// How the pages define an enum.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EnumOrigin {
    /// A table of members, on a page or in a section of its own.
    #[default]
    Table,
    /// Only sentences such as "Possible values are: …".
    Prose,
}

/// A member of an enum.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Member {
    /// The value on the wire.
    pub name: MemberName,
    /// What a page says of it, as Markdown.
    #[serde(default, skip_serializing_if = "str::is_empty")]
    pub description: Box<str>,
    /// Sent only to callers that ask for it with `Prefer: include-unknown-enum-members`.
    #[serde(default, skip_serializing_if = "is_false")]
    pub opt_in: bool,
    /// Set where the pages deprecate it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<Deprecation>,
    /// Where it is documented.
    pub source: Source,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "the signature serde asks for")]
pub(super) fn is_false(value: &bool) -> bool {
    !value
}

macro_rules! as_text {
    ($($name:ident),*) => {$(
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    )*};
}

pub(super) use as_text;
as_text!(Source);
