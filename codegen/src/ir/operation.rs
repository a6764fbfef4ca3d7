//! Operations: what a page documents as callable, and what comes back.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::body::{Body, BodyProperty};
use super::example::Example;
use super::model::{Deprecation, Source, as_text, is_false};
use super::parameter::{Header, Parameter, QueryOption, QueryParameter};
use super::path::Path;
use super::path_remark::PathRemark;
use super::permissions::Permissions;
use super::place::{Landmark, Places, Spot};
use super::remark::{Remark, Topic};
use super::value::TypeRef;

/// One documented operation; a page whose request lines differ in verb gives several.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Operation {
    /// Where it is found in Rust.
    pub name: OperationName,
    /// The page's title: "Update itemPhone".
    pub title: Box<str>,
    /// What the page's own prose says, as Markdown.
    #[serde(default, skip_serializing_if = "str::is_empty")]
    pub description: Box<str>,
    /// HTTP verb.
    pub method: Method,
    /// Every documented path, in the page's order; never empty.
    pub paths: Vec<Path>,
    /// What the page says of single ones of them, in its order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub path_remarks: Vec<PathRemark>,
    /// OData query options that the page says are supported, sorted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub query_options: Vec<QueryOption>,
    /// Further query parameters, in the page's order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub query_parameters: Vec<QueryParameter>,
    /// Parameters written inside the path's parentheses (OData functions), in the page's order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub function_parameters: Vec<BodyProperty>,
    /// Request headers besides `Authorization` and `Content-Type`, in the page's order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub headers: Vec<Header>,
    /// What to send.
    #[serde(default, skip_serializing_if = "Body::is_none")]
    pub body: Body,
    /// What comes back on success.
    pub response: Response,
    /// What errors mean, by status and code, in the page's order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<ErrorMeaning>,
    /// Who may call it.
    #[serde(default, skip_serializing_if = "Permissions::is_empty")]
    pub permissions: Permissions,
    /// What else the page says: roles, limits, what to do next. In the page's order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remarks: Vec<Remark>,
    /// National clouds in which the page says it is available, in the page's order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub clouds: Vec<Box<str>>,
    /// Worked examples, in the page's order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub examples: Vec<Example>,
    /// Set where the page calls the operation deprecated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<Deprecation>,
    /// The documentation's area it belongs to, where the page says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<Box<str>>,
    /// Where it is documented: its first request line.
    pub source: Source,
    /// Where its parts are.
    #[serde(default, skip_serializing_if = "Places::is_empty")]
    pub places: Places,
}

impl Operation {
    /// What its tables list as taken: function parameters, then the properties of its body.
    pub fn parameters(&self) -> impl Iterator<Item = &BodyProperty> {
        self.function_parameters.iter().chain(self.body.properties())
    }

    /// The types of its parameters, and of what comes back.
    pub fn types(&self) -> impl Iterator<Item = &TypeRef> {
        self.parameters().map(|parameter| &parameter.ty).chain(&self.response.ty)
    }

    /// As [`Operation::types`], to change them.
    pub fn types_mut(&mut self) -> impl Iterator<Item = &mut TypeRef> {
        let parameters = self.function_parameters.iter_mut().chain(self.body.properties_mut());
        parameters.map(|parameter| &mut parameter.ty).chain(&mut self.response.ty)
    }

    /// What else the page says of a part of it, or of all of it, in its order.
    pub fn remarks_about(&self, topic: Topic) -> impl Iterator<Item = &str> {
        let remarks = self.remarks.iter().filter(move |remark| remark.about == topic);
        remarks.map(|remark| &*remark.text)
    }

    /// What the page says of one of its paths.
    pub fn said_of(&self, path: &Path) -> impl Iterator<Item = &PathRemark> {
        self.path_remarks.iter().filter(move |remark| remark.paths.contains(path))
    }

    /// Where a part of it stands; else what stands around it.
    pub fn place(&self, landmark: Landmark) -> Source {
        let nearest = self.places.nearest(landmark);
        nearest.map_or_else(|| self.source.clone(), |spot| spot.beside(&self.source))
    }

    /// The request line of one of its paths.
    pub fn line(&self, path: &Path) -> Source {
        let number = self.paths.iter().position(|other| other == path);
        let line = number.and_then(|number| self.places.nth(Landmark::Line, number));
        line.map_or_else(|| self.source.clone(), |spot| spot.beside(&self.source))
    }

    /// The heading above the request lines among which another version of the page has one at `line`.
    pub fn request_heading(&self, other: &Self, line: &Source) -> Source {
        let list = other.places.above(&[Landmark::Request], line, &other.source.page);
        let spot = list.and_then(|(kind, number)| self.places.nth(kind, number));
        spot.map_or_else(|| self.place(Landmark::Request), |spot| spot.beside(&self.source))
    }

    /// The mark of a cloud; else the table that marks others.
    pub fn cloud(&self, name: &str) -> Source {
        let number = self.clouds.iter().position(|cloud| &**cloud == name);
        self.nth(Landmark::Cloud, number)
    }

    /// Where a query option is named; else what says which others there are.
    pub fn option(&self, option: QueryOption) -> Source {
        let number = self.query_options.iter().position(|other| *other == option);
        self.nth(Landmark::Option, number)
    }

    /// Where it says what an error means; else the heading above the response.
    pub fn error(&self, status: Option<u16>, code: Option<&str>) -> Source {
        let mut errors = self.errors.iter();
        let number = errors.position(|it| it.status == status && it.code.as_deref() == code);
        self.nth(Landmark::Error, number)
    }

    /// One of several places of a kind; else what stands around them.
    fn nth(&self, landmark: Landmark, number: Option<usize>) -> Source {
        match number.and_then(|number| self.places.nth(landmark, number)) {
            Some(spot) => spot.beside(&self.source),
            None => landmark.above().map_or_else(|| self.source.clone(), |above| self.place(above)),
        }
    }

    /// Where a header or query parameter is described; else where it stands.
    pub fn described<N>(&self, parameter: &Parameter<N>, heading: Landmark) -> Source {
        match &parameter.place {
            Some(row) => row.beside(&self.source).in_column(parameter.cells.description),
            None => self.place(heading),
        }
    }

    /// Where a header or query parameter stands; else the heading above them.
    pub fn row(&self, row: Option<&Spot>, heading: Landmark) -> Source {
        row.map_or_else(|| self.place(heading), |row| row.beside(&self.source))
    }
}

/// Module and function name of an operation in the generated crate: `item_phone::update`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OperationName {
    /// The module: the resource it is about, in snake case.
    pub module: Box<str>,
    /// The function, in snake case.
    pub function: Box<str>,
}

impl fmt::Display for OperationName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}::{}", self.module, self.function)
    }
}

impl FromStr for OperationName {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (module, function) = text
            .split_once("::")
            .ok_or_else(|| format!("expected `module::function`, found `{text}`"))?;
        Ok(Self { module: module.into(), function: function.into() })
    }
}

/// HTTP verbs that pages use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[allow(missing_docs, reason = "defined in RFC 9110 and RFC 5789")]
pub enum Method {
    Get,
    Post,
    Put,
    Patch,
    Delete,
}

impl Method {
    /// Every verb, in the order in which people list them.
    pub const ALL: [Self; 5] = [Self::Get, Self::Post, Self::Put, Self::Patch, Self::Delete];

    /// As it stands in a request line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }

    /// Whether its requests send what a page lists for them in a body, unless the page tells otherwise.
    pub fn sends_body(self) -> bool {
        !matches!(self, Self::Get | Self::Delete)
    }

    /// The verb of that spelling, upper case.
    pub fn from_verb(verb: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.as_str() == verb)
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What comes back on success.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Response {
    /// Status code; `None` where no page tells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// What the body holds; `None` for no body. A collection is a list: an array, or items under `value`.
    #[serde(default, rename = "type", skip_serializing_if = "Option::is_none")]
    pub ty: Option<TypeRef>,
    /// Whether the body may be missing all the same: the page promises an object *and* a status
    /// that has none.
    #[serde(default, skip_serializing_if = "is_false")]
    pub may_be_empty: bool,
}

/// What a page says that an error means.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ErrorMeaning {
    /// Its HTTP status, if the page names one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// The service's code for it, if the page gives one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<Box<str>>,
    /// When it comes, or what to do then, as plain text.
    pub meaning: Box<str>,
}

as_text!(OperationName);
