//! A change, and what it changes from and to.

use sha2::{Digest, Sha256};

use super::verdict::{self, Impact, Level};
use super::{ChangeCode, Event, Symbol};
use crate::bytes;
use crate::ir::{
    Access, Body, BodyProperty, Deprecation, Enum, Example, Header, Member, Nullability, Operation,
    OperationName, Path, PathRemark, Permissions, Property, QueryOption, QueryParameter,
    Requirement, Response, Scopes, Source, Type, TypeKind, TypeName, TypeRef,
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

    /// What it was, in a few words for programs; `None` if it was not there.
    pub fn old_text(&self) -> Option<String> {
        self.old.as_ref().map(State::to_string)
    }

    /// What it is, in a few words for programs; `None` if it is not there.
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
