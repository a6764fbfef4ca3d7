//! What changes are about.

use std::fmt;

use crate::ir::{
    EnumName, HeaderName, MemberName, Method, OperationName, ParameterName, Path, PropertyName,
    QueryOption, TypeName,
};

/// The thing that changed, with its full name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Symbol {
    /// A structured type: `microsoft.graph.itemPhone`.
    Type(TypeName),
    /// A property of a type: `microsoft.graph.itemPhone.number`.
    Property(TypeName, PropertyName),
    /// An enum: `microsoft.graph.phoneType`.
    Enum(EnumName),
    /// A member of an enum: `microsoft.graph.phoneType.home`.
    Member(EnumName, MemberName),
    /// A request that can be sent: `PATCH /me/profile/phones/{id}`.
    Request(Method, Path),
    /// A documented operation, by its name in Rust: `item_phone::update`.
    Function(OperationName),
    /// A part of an operation: `item_phone::update(body number)`.
    Part(OperationName, Part),
    /// A page, by its path.
    Page(Box<str>),
    /// A module of operations in Rust: `item_phone`.
    Module(Box<str>),
}

/// A part of an operation.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// What is said of its paths.
    Paths,
    /// What is sent, as a whole.
    Body,
    /// A property of what is sent.
    BodyProperty(PropertyName),
    /// A parameter in the path's parentheses.
    FunctionParameter(PropertyName),
    /// One of OData's query options.
    QueryOption(QueryOption),
    /// Another query parameter.
    QueryParameter(ParameterName),
    /// A request header.
    Header(HeaderName),
    /// What comes back.
    Response,
    /// What an error means.
    Error {
        /// Its status, if the page names one.
        status: Option<u16>,
        /// The service's code for it, if the page gives one.
        code: Option<Box<str>>,
    },
    /// Who may call it.
    Permissions(Caller),
    /// What is said of who may call it, as a whole.
    AllPermissions,
    /// A national cloud.
    Cloud(Box<str>),
    /// What is said of its examples.
    Examples,
}

/// A kind of caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Caller {
    /// On behalf of a user with a work or school account.
    DelegatedWork,
    /// On behalf of a user with a personal account.
    DelegatedPersonal,
    /// As an application, without a user.
    Application,
    /// Whoever calls, where the page names no kind of caller.
    Any,
}

impl Caller {
    /// Every kind.
    pub const ALL: [Self; 4] =
        [Self::DelegatedWork, Self::DelegatedPersonal, Self::Application, Self::Any];
}

impl Symbol {
    /// What kind of thing it is, in a word of its own for machines.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Type(_) => "type",
            Self::Property(..) => "property",
            Self::Enum(_) => "enum",
            Self::Member(..) => "enum-member",
            Self::Request(..) => "operation",
            Self::Function(_) => "function",
            Self::Part(_, part) => part.kind(),
            Self::Page(_) => "page",
            Self::Module(_) => "module",
        }
    }

    /// The operation that it is or belongs to, by its name in Rust.
    pub fn function(&self) -> Option<&OperationName> {
        match self {
            Self::Function(name) | Self::Part(name, _) => Some(name),
            _ => None,
        }
    }
}

impl Part {
    fn kind(&self) -> &'static str {
        match self {
            Self::Paths => "paths",
            Self::Body => "body",
            Self::BodyProperty(_) => "body-property",
            Self::FunctionParameter(_) => "function-parameter",
            Self::QueryOption(_) => "query-option",
            Self::QueryParameter(_) => "query-parameter",
            Self::Header(_) => "header",
            Self::Response => "response",
            Self::Error { .. } => "error",
            Self::Permissions(_) | Self::AllPermissions => "permissions",
            Self::Cloud(_) => "cloud",
            Self::Examples => "examples",
        }
    }
}

impl fmt::Display for Symbol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Type(name) => name.fmt(f),
            Self::Property(ty, name) => write!(f, "{ty}.{name}"),
            Self::Enum(name) => name.fmt(f),
            Self::Member(of, name) => write!(f, "{of}.{name}"),
            Self::Request(method, path) => write!(f, "{method} {path}"),
            Self::Function(name) => name.fmt(f),
            Self::Part(name, part) => write!(f, "{name}({part})"),
            Self::Page(page) => f.write_str(page),
            Self::Module(module) => f.write_str(module),
        }
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Paths => f.write_str("paths"),
            Self::Body => f.write_str("body"),
            Self::BodyProperty(name) => write!(f, "body {name}"),
            Self::FunctionParameter(name) => write!(f, "argument {name}"),
            Self::QueryOption(option) => write!(f, "query {}", option.as_str()),
            Self::QueryParameter(name) => write!(f, "query {name}"),
            Self::Header(name) => write!(f, "header {name}"),
            Self::Response => f.write_str("response"),
            Self::Error { status, code } => {
                f.write_str("error")?;
                status.map_or(Ok(()), |status| write!(f, " {status}"))?;
                code.as_ref().map_or(Ok(()), |code| write!(f, " {code}"))
            }
            Self::Permissions(caller) => write!(f, "permissions {caller}"),
            Self::AllPermissions => f.write_str("permissions"),
            Self::Cloud(name) => write!(f, "cloud {name}"),
            Self::Examples => f.write_str("examples"),
        }
    }
}

impl fmt::Display for Caller {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::DelegatedWork => "delegated work",
            Self::DelegatedPersonal => "delegated personal",
            Self::Application => "application",
            Self::Any => "any caller",
        })
    }
}
