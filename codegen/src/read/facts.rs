//! What one page says, before anything is known of the others.

use std::num::NonZeroU32;
use std::ops::Range;
use std::sync::Arc;

use crate::diagnostics::Place;
use crate::dialect::{Spelled, Spelling};
use crate::ir::{
    Cells, ErrorMeaning, Example, Header, MessagePart, Method, Nullability, Path, PathRemark,
    Permissions, Places, QueryOption, QueryParameter, Remark, Requirement,
};

/// Everything that one page says, or a part of it that is about something of its own.
#[derive(Clone, Debug, Default)]
pub struct PageFacts {
    /// The page, relative to the documentation's root.
    pub page: Arc<str>,
    /// Which part of the page it is about, if that has a heading of its own.
    pub part: Option<usize>,
    /// Its title, without marks such as "(deprecated)".
    pub title: Option<String>,
    /// The namespace it gives for all names on it.
    pub namespace: Option<String>,
    /// The documentation's area it belongs to.
    pub area: Option<Box<str>>,
    /// What it says about its subject being deprecated.
    pub deprecated: Option<String>,
    /// A resource it describes.
    pub resource: Option<ResourceFacts>,
    /// Enums it describes.
    pub enums: Vec<EnumFacts>,
    /// Operations it describes: one for each verb.
    pub operations: Vec<OperationFacts>,
}

/// A resource as its page describes it.
#[derive(Clone, Debug)]
pub struct ResourceFacts {
    /// Name in the title; may have a namespace.
    pub name: String,
    /// Full name in the annotation of its JSON representation, or else in the JSON.
    pub annotated: Option<String>,
    /// The base type in that annotation.
    pub annotated_base: Option<Mention>,
    /// The base type in running text.
    pub stated_base: Option<Mention>,
    /// The types that it lists as derived from it.
    pub derived: Vec<Mention>,
    /// What the page's introduction says, as Markdown.
    pub description: String,
    /// What else the page says, as Markdown.
    pub remarks: Vec<Box<str>>,
    /// The property that its annotation calls the key.
    pub key: Option<String>,
    /// Whether it is an open type.
    pub open: bool,
    /// Properties in its tables, in order.
    pub properties: Vec<PropertyFacts>,
    /// Properties of its JSON representation, in order.
    pub representation: Vec<RepresentedProperty>,
    /// Where its title stands.
    pub place: Place,
    /// Where its lists begin.
    pub places: Places,
}

/// A property, or a parameter, in a table.
#[derive(Clone, Debug)]
pub struct PropertyFacts {
    /// Name on the wire.
    pub name: String,
    /// What the type column says.
    pub ty: TypeFacts,
    /// Whether it stands among the relationships.
    pub navigation: bool,
    /// The description, as Markdown.
    pub description: String,
    /// Values listed in the description.
    pub values: Option<Values>,
    /// What is said about it being required.
    pub requirement: Option<Requirement>,
    /// Whether it is called read-only.
    pub read_only: bool,
    /// What is said about null.
    pub nullability: Nullability,
    /// The type it is said to be inherited from.
    pub inherited_from: Option<String>,
    /// What is said about it being deprecated.
    pub deprecated: Option<String>,
    /// Where its name stands.
    pub place: Place,
    /// Where the other cells of its row begin.
    pub cells: Cells,
}

impl PropertyFacts {
    /// One of which no more than the name and the type is said.
    pub fn named(name: String, ty: TypeFacts, place: Place) -> Self {
        Self {
            name,
            ty,
            navigation: false,
            description: String::new(),
            values: None,
            requirement: None,
            read_only: false,
            nullability: Nullability::Unsaid,
            inherited_from: None,
            deprecated: None,
            place,
            cells: Cells::default(),
        }
    }
}

/// What a type column says.
#[derive(Clone, Debug)]
pub struct TypeFacts {
    /// As written, without marks.
    pub written: String,
    /// As the dialect reads it.
    pub spelling: Spelling,
    /// Whether there are many.
    pub collection: bool,
    /// The target of its link.
    pub link: Option<String>,
    /// The targets of further links, where it is one type or another: "[a](a.md) or [b](b.md)".
    pub alternatives: Vec<String>,
    /// Whether several members of an enum are said to be sent together, as one value.
    pub flags: bool,
    /// Where it stands.
    pub place: Place,
}

impl TypeFacts {
    /// A type that words name, and no link.
    pub fn in_words(written: String, spelled: Spelled, place: Place) -> Self {
        let Spelled { spelling, collection } = spelled;
        Self {
            written,
            spelling,
            collection,
            link: None,
            alternatives: Vec::new(),
            flags: false,
            place,
        }
    }
}

/// Enum values listed in running text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Values {
    /// Values, in order.
    pub members: Vec<String>,
    /// Further values, sent only to callers that ask for them.
    pub opt_in: Vec<String>,
    /// Whether `null` is listed among them.
    pub or_null: bool,
    /// The column at which the cell begins that lists them, if it is one of a table.
    pub column: Option<NonZeroU32>,
}

/// A type named in running text.
#[derive(Clone, Debug)]
pub struct Mention {
    /// As written.
    pub name: String,
    /// The target of its link.
    pub link: Option<String>,
    /// Where it stands.
    pub place: Place,
}

/// A property of a JSON representation.
#[derive(Clone, Debug)]
pub struct RepresentedProperty {
    /// Name on the wire.
    pub name: String,
    /// What stands for its value.
    pub value: Represented,
    /// Whether it stands in an array.
    pub collection: bool,
    /// Where its name stands.
    pub place: Place,
}

/// What stands for a value in a JSON representation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Represented {
    /// Text that spells a type: `"String (timestamp)"`.
    Text(String),
    /// An object that names its type.
    Object(String),
    /// `true` or `false`.
    Boolean,
    /// A number without fraction.
    Integer,
    /// A number with one.
    Number,
    /// Nothing that tells a type.
    Nothing,
}

/// An enum with a table of members.
#[derive(Clone, Debug)]
pub struct EnumFacts {
    /// Name in the title or heading; may have a namespace.
    pub name: String,
    /// What is said of it, as Markdown.
    pub description: String,
    /// Whether several members can be set at once.
    pub flags: bool,
    /// What is said about it being deprecated.
    pub deprecated: Option<String>,
    /// Its members, in order.
    pub members: Vec<MemberFacts>,
    /// Where its title or heading stands.
    pub place: Place,
    /// Where its table begins.
    pub places: Places,
}

/// A member in a table.
#[derive(Clone, Debug)]
pub struct MemberFacts {
    /// The value on the wire.
    pub name: String,
    /// The description, as Markdown.
    pub description: String,
    /// Whether it is sent only to callers that ask for it.
    pub opt_in: bool,
    /// What is said about it being deprecated.
    pub deprecated: Option<String>,
    /// Where it stands.
    pub place: Place,
}

/// A part of the query that only request lines show.
#[derive(Clone, Debug)]
pub struct OnlyInLine {
    /// As it stands in the query: `$expand`.
    pub name: Box<str>,
    /// What stands before it.
    pub request: (Method, Path),
}

/// An operation as its page describes it.
#[derive(Clone, Debug)]
pub struct OperationFacts {
    /// HTTP verb.
    pub method: Method,
    /// Whether its paths end as those do that give bytes.
    pub gives_bytes: bool,
    /// Its paths, in order.
    pub paths: Vec<(Path, Place)>,
    /// Where the API is, as the first of its request lines with a host says, and where that stands.
    pub address: Option<(Box<str>, Place)>,
    /// What is said of single ones of them.
    pub path_remarks: Vec<PathRemark>,
    /// What the page's introduction says, as Markdown.
    pub description: String,
    /// System query options.
    pub query_options: Vec<QueryOption>,
    /// Other query parameters.
    pub query_parameters: Vec<QueryParameter>,
    /// Which of these nothing but request lines shows, and these.
    pub only_in_lines: Vec<OnlyInLine>,
    /// Parameters in the path's parentheses.
    pub function_parameters: Vec<PropertyFacts>,
    /// Request headers.
    pub headers: Vec<Header>,
    /// What to send.
    pub body: BodyFacts,
    /// What comes back.
    pub response: ResponseFacts,
    /// What its errors mean.
    pub errors: Vec<ErrorMeaning>,
    /// Who may call it.
    pub permissions: Permissions,
    /// What else the page says.
    pub remarks: Vec<Remark>,
    /// National clouds in which it is available.
    pub clouds: Vec<Box<str>>,
    /// Worked examples.
    pub examples: Vec<Example>,
    /// Where its parts stand; the lines of its paths are told by the paths.
    pub places: Places,
}

/// Whether requests have a body. The later is the stronger.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Need {
    /// As far as the page says.
    #[default]
    Unsaid,
    /// They may have none: none, where nothing tells what it would be.
    Unneeded,
    /// They have none.
    None,
}

/// What a page says about a request body.
#[derive(Clone, Debug, Default)]
pub struct BodyFacts {
    /// Whether there is one.
    pub need: Need,
    /// The resource whose JSON to send.
    pub resource: Option<Mention>,
    /// The targets of further links, where it is one resource or another.
    pub alternatives: Vec<String>,
    /// Where the page names none, and lists nothing, a resource that the text about the body links to.
    pub linked: Option<Mention>,
    /// That bytes are to be sent.
    pub bytes: bool,
    /// The media types that the page names for it, in order.
    pub media_types: Vec<Box<str>>,
    /// The parts that examples show, in order.
    pub parts: Vec<MessagePart>,
    /// The properties of its table.
    pub properties: Vec<PropertyFacts>,
    /// Of which of them one sentence says that they are required, all together.
    pub all_required: Vec<AllRequired>,
    /// That the table is not all: whatever else callers may set of the resource can be sent, too.
    pub open: bool,
    /// Parameters that only running text names.
    pub mentioned: Vec<Mention>,
    /// Where the page lists none, names in the text about the body that may be those of parameters:
    /// what examples send tells.
    pub named: Vec<Mention>,
    /// Properties of the JSON that the section shows.
    pub shown: Vec<RepresentedProperty>,
    /// Whether the page says anything at all about a body.
    pub described: bool,
}

/// "The following table shows the properties that are required when you create …".
#[derive(Clone, Debug)]
pub struct AllRequired {
    /// Where that is said.
    pub place: Place,
    /// Of which of the body's properties.
    pub rows: Range<usize>,
}

/// What a page says about a response.
#[derive(Clone, Debug, Default)]
pub struct ResponseFacts {
    /// The status code.
    pub status: Option<u16>,
    /// Further status codes that are told after it.
    pub also: Vec<u16>,
    /// The type in the body.
    pub ty: Option<TypeFacts>,
    /// That the body is empty.
    pub nothing: bool,
    /// That it is empty at times.
    pub or_nothing: bool,
    /// What it holds, where a table lists it and no link tells the type.
    pub listed: Option<ListedFacts>,
    /// Where neither is told, the resources that the introduction and the examples link to.
    pub linked: Vec<String>,
    /// Where it is a file elsewhere: what comes back to those who ask for another format.
    pub otherwise: Option<Box<ResponseFacts>>,
    /// Where the sentence stands.
    pub place: Option<Place>,
}

/// What a page lists of a response.
#[derive(Clone, Debug)]
pub struct ListedFacts {
    /// The rows of the table, or the members of a template; never empty. Their names may lead to parts:
    /// `reader.name`, `loans[].id`.
    pub properties: Vec<PropertyFacts>,
    /// Whether the words around it speak of a list whose items have the properties.
    pub of_items: bool,
    /// Where that stands.
    pub place: Place,
}
