//! A change, and what it changes from and to.

use std::fmt;

use sha2::{Digest, Sha256};

use super::compare::permissions;
use super::symbol::Caller;
use super::verdict::{self, Impact, Level};
use super::{ChangeCode, Event, Symbol};
use crate::bytes;
use crate::ir::{
    Access, Alternative, Body, BodyProperty, Deprecation, Enum, Example, Header, Member,
    Nullability, Operation, OperationName, Path, PathRemark, Permissions, Property, QueryOption,
    QueryParameter, Requirement, Response, Scopes, Source, Type, TypeKind, TypeName, TypeRef,
};

/// Something that is not what it was.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// What kind of change it is.
    pub code: ChangeCode,
    /// What changed. Where a name changed, it is the new one.
    pub symbol: Symbol,
    /// What it was; `None` if it was not there.
    pub old: Option<State>,
    /// What it is; `None` if it is not there any more.
    pub new: Option<State>,
    /// Whom it breaks, its consequences included.
    pub impact: Impact,
    /// The operation in Rust that a request belongs to.
    pub function: Option<OperationName>,
    /// Where it stands: on the new side first, if it is there.
    pub spans: Vec<Span>,
    /// What may be the matter, where there is a guess.
    pub help: Option<String>,
    /// What follows from it and is no change of its own.
    pub consequences: Vec<Change>,
    /// Whether the API changed or only its pages.
    pub origin: Origin,
}

/// Whether the API changed or only its pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Origin {
    /// The service's metadata changed in the same way.
    Api,
    /// The service's metadata has not changed: a page was corrected, or became wrong.
    DocsFix,
    /// There is no metadata, or it does not tell.
    #[default]
    Unknown,
}

impl Origin {
    /// As it is printed.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Api => "api",
            Self::DocsFix => "docs-fix",
            Self::Unknown => "unknown",
        }
    }
}

/// Which of the two sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// What was.
    Old,
    /// What is.
    New,
}

impl Side {
    /// As it is printed.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Old => "old",
            Self::New => "new",
        }
    }
}

/// A place on one of the sides.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// The side.
    pub side: Side,
    /// Page, line and column, relative to the root of that side's pages.
    pub source: Source,
    /// Whether the thing itself stands there; else it is the nearest that is on this side.
    pub exact: bool,
}

/// What a thing was, or is: a value of the model.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the model's own words")]
pub enum State {
    Type(Box<Type>),
    Enum(Box<Enum>),
    Property(Box<Property>),
    Member(Box<Member>),
    Operation(Box<Operation>),
    Path(Path),
    Name(Box<str>),
    Function(OperationName),
    TypeRef(TypeRef),
    Base(TypeName),
    Kind(TypeKind),
    Access(Access),
    Nullability(Nullability),
    Flag {
        value: bool,
        word: &'static str,
    },
    Body(Box<Body>),
    BodyProperty(Box<BodyProperty>),
    Header(Box<Header>),
    QueryParameter(Box<QueryParameter>),
    QueryOption(QueryOption),
    Requirement(Requirement),
    Response(Response),
    Status(Option<u16>),
    Scopes(Scopes),
    Permissions(Box<Permissions>),
    Deprecation(Deprecation),
    Texts(Vec<Box<str>>),
    Examples(Vec<Example>),
    /// What is said of examples, with the examples.
    SaidOfExamples(Vec<Example>),
    /// What is said of paths.
    SaidOfPaths(Vec<PathRemark>),
    Names(Vec<Box<str>>),
}

impl Change {
    /// A change with the verdicts that its event gives it.
    pub(super) fn new(event: Event, symbol: Symbol) -> Self {
        Self {
            code: event.code(),
            symbol,
            old: None,
            new: None,
            impact: verdict::impact(event),
            function: None,
            spans: Vec::new(),
            help: None,
            consequences: Vec::new(),
            origin: Origin::Unknown,
        }
    }

    pub(super) fn from(self, old: impl Into<Option<State>>) -> Self {
        Self { old: old.into(), ..self }
    }

    pub(super) fn to(self, new: impl Into<Option<State>>) -> Self {
        Self { new: new.into(), ..self }
    }

    /// Both places of something that is on both sides.
    pub(super) fn at(self, old: &Source, new: &Source) -> Self {
        self.spot(Side::New, Some(new), true).spot(Side::Old, Some(old), true)
    }

    /// The places of something that came or went, once it is said what it was or is: on the side that
    /// has it its own, on the other one what is nearest there.
    pub(super) fn where_it_is(self, old: Option<&Source>, new: Option<&Source>) -> Self {
        let (was_there, is_there) = (self.old.is_some(), self.new.is_some());
        self.spot(Side::New, new, is_there).spot(Side::Old, old, was_there)
    }

    /// The nearest places of something that has none of its own.
    pub(super) fn near(self, old: Option<&Source>, new: Option<&Source>) -> Self {
        self.spot(Side::New, new, false).spot(Side::Old, old, false)
    }

    /// Adds a place, if there is one.
    fn spot(mut self, side: Side, source: Option<&Source>, exact: bool) -> Self {
        if let Some(source) = source {
            self.spans.push(Span { side, source: source.clone(), exact });
        }
        self
    }

    /// How bad it is.
    pub fn level(&self) -> Level {
        self.impact.level()
    }

    /// What it was, or else what it is.
    pub(super) fn either_state(&self) -> Option<&State> {
        self.old.as_ref().or(self.new.as_ref())
    }

    /// What it was, in a few words; `None` if it was not there.
    pub fn old_text(&self) -> Option<String> {
        self.old.as_ref().map(State::to_string)
    }

    /// What it is, in a few words; `None` if it is not there.
    pub fn new_text(&self) -> Option<String> {
        self.new.as_ref().map(State::to_string)
    }

    /// A short name for exactly this change, that depends on nothing but the facts: the same change
    /// on another page or line, or with another verdict, has the same. Twelve hexadecimal digits.
    pub fn fingerprint(&self) -> String {
        let mut hash = Sha256::new();
        let function = self.function.as_ref().map(ToString::to_string);
        for part in [
            Some(self.code.as_str().to_owned()),
            Some(self.symbol.to_string()),
            function,
            self.old_text(),
            self.new_text(),
        ] {
            // An absent value is not an empty one.
            hash.update([u8::from(part.is_some())]);
            hash.update(part.unwrap_or_default());
            hash.update([0]);
        }
        bytes::hexadecimal(&hash.finalize()[..6])
    }

    /// What orders changes.
    pub(super) fn key(&self) -> (&Symbol, ChangeCode, Option<&OperationName>) {
        (&self.symbol, self.code, self.function.as_ref())
    }

    /// It and everything that follows from it.
    pub fn with_consequences(&self) -> Vec<&Change> {
        let mut all = vec![self];
        all.extend(self.consequences.iter().flat_map(Change::with_consequences));
        all
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Type(ty) => ty.name.fmt(f),
            Self::Enum(definition) => definition.name.fmt(f),
            Self::Property(property) => property.ty.fmt(f),
            Self::Member(member) => member.name.fmt(f),
            Self::Operation(operation) => operation.name.fmt(f),
            Self::Path(path) => path.fmt(f),
            Self::Name(name) => f.write_str(name),
            Self::Function(name) => name.fmt(f),
            Self::TypeRef(ty) => ty.fmt(f),
            Self::Base(name) => name.fmt(f),
            Self::Kind(TypeKind::Complex) => f.write_str("complex"),
            Self::Kind(TypeKind::Entity) => f.write_str("entity"),
            Self::Access(Access::ReadWrite) => f.write_str("read-write"),
            Self::Access(Access::ReadOnly) => f.write_str("read-only"),
            Self::Nullability(Nullability::Unsaid) => f.write_str("nothing said of null"),
            Self::Nullability(Nullability::Nullable) => f.write_str("nullable"),
            Self::Nullability(Nullability::NotNullable) => f.write_str("not nullable"),
            Self::Flag { value: true, word } => f.write_str(word),
            Self::Flag { value: false, word } => write!(f, "not {word}"),
            Self::Body(body) => write_body(f, body),
            Self::BodyProperty(property) => {
                write!(f, "{}{}", property.ty, required(property.requirement))
            }
            Self::Header(header) => write!(f, "header{}", required(header.requirement)),
            Self::QueryParameter(_) => f.write_str("query parameter"),
            Self::QueryOption(option) => f.write_str(option.as_str()),
            Self::Requirement(Requirement::Optional) => f.write_str("optional"),
            Self::Requirement(Requirement::Required) => f.write_str("required"),
            Self::Response(response) => match &response.ty {
                None => f.write_str("no body"),
                Some(ty) if response.may_be_empty => write!(f, "{ty}, or no body"),
                Some(ty) => ty.fmt(f),
            },
            Self::Status(Some(status)) => status.fmt(f),
            Self::Status(None) => f.write_str("no status"),
            Self::Scopes(scopes) => write_scopes(f, scopes),
            Self::Permissions(permissions) => write_permissions(f, permissions),
            Self::Deprecation(deprecation) => f.write_str(&deprecation.note),
            Self::Texts(texts) => f.write_str(&texts.join("\n\n")),
            Self::Examples(examples) => match examples.len() {
                1 => f.write_str("1 example"),
                count => write!(f, "{count} examples"),
            },
            Self::SaidOfExamples(examples) => {
                let texts = examples.iter().flat_map(|it| [&*it.title, &*it.description]);
                write_paragraphs(f, texts)
            }
            Self::SaidOfPaths(remarks) => {
                write_paragraphs(f, remarks.iter().map(|remark| &*remark.text))
            }
            Self::Names(names) => f.write_str(&names.join(", ")),
        }
    }
}

fn write_paragraphs<'t>(
    f: &mut fmt::Formatter<'_>,
    texts: impl Iterator<Item = &'t str>,
) -> fmt::Result {
    let texts: Vec<&str> = texts.filter(|text| !text.is_empty()).collect();
    f.write_str(&texts.join("\n\n"))
}

fn required(requirement: Requirement) -> &'static str {
    match requirement {
        Requirement::Required => ", required",
        Requirement::Optional => "",
    }
}

fn write_body(f: &mut fmt::Formatter<'_>, body: &Body) -> fmt::Result {
    match body {
        Body::None => f.write_str("no body"),
        Body::Resource(name) => f.write_str(name.as_str()),
        Body::Properties { of: Some(of), .. } => write!(f, "properties of {of}"),
        Body::Properties { of: None, properties } => {
            let names: Vec<&str> =
                properties.iter().map(|property| property.name.as_str()).collect();
            write!(f, "{{{}}}", names.join(", "))
        }
        Body::Reference => f.write_str("a link to an entity"),
        Body::Bytes(media) => f.write_str(media),
        Body::Multipart { media, alone, .. } if alone.is_empty() => f.write_str(media),
        Body::Multipart { media, alone, .. } => write!(f, "{media} or {}", alone.join(" or ")),
        Body::Json => f.write_str("JSON"),
    }
}

fn write_scopes(f: &mut fmt::Formatter<'_>, scopes: &Scopes) -> fmt::Result {
    if scopes.is_empty() {
        return f.write_str("not supported");
    }
    // Alternatives have no order; printing them in one keeps fingerprints still.
    let sorted = |scopes: &[Alternative]| {
        let mut scopes: Vec<&str> = scopes.iter().map(Alternative::as_str).collect();
        scopes.sort_unstable();
        scopes.dedup();
        scopes.join(" or ")
    };
    f.write_str(&sorted(&scopes.least))?;
    if !scopes.higher.is_empty() {
        let also = if scopes.least.is_empty() { "" } else { "; also " };
        write!(f, "{also}{}", sorted(&scopes.higher))?;
    }
    Ok(())
}

/// Of each kind of caller that has any.
fn write_permissions(f: &mut fmt::Formatter<'_>, permissions: &Permissions) -> fmt::Result {
    if permissions.is_empty() {
        return f.write_str("not said");
    }
    let mut separator = "";
    for caller in Caller::ALL {
        let scopes = permissions::scopes(permissions, caller);
        if !scopes.is_empty() {
            write!(f, "{separator}{caller}: ")?;
            write_scopes(f, scopes)?;
            separator = ", ";
        }
    }
    Ok(())
}
