//! What every emitter needs to know: the API, its names, its types, and where links lead.

use std::ops::Deref;

use super::areas::Areas;
use super::aside::Aside;
use super::code;
use super::links::{self, Links};
use super::members::Templates;
use super::names::Names;
use super::parameters::Parameters;
use super::types::{Shape, Types};
use crate::config::Output;
use crate::ir::{Api, EnumName, Source, TypeName, Value};

/// What the emitters of one file need.
#[derive(Debug)]
pub(super) struct Context<'a> {
    decided: &'a Decided<'a>,
    /// Text of this file that is not quoted.
    pub(super) aside: Aside,
    /// Whether templates are filled in.
    pub(super) fills: bool,
}

impl<'a> Context<'a> {
    /// For a file that has nothing in it yet.
    pub(super) fn new(decided: &'a Decided<'a>) -> Self {
        Self { decided, aside: Aside::default(), fills: true }
    }

    /// For a file that is quoted from begin to end.
    pub(super) fn without_templates(decided: &'a Decided<'a>) -> Self {
        Self { decided, aside: Aside::default(), fills: false }
    }
}

impl<'a> Deref for Context<'a> {
    type Target = Decided<'a>;

    fn deref(&self) -> &Decided<'a> {
        self.decided
    }
}

/// Everything that is decided before the first line is written.
#[derive(Debug)]
pub(super) struct Decided<'a> {
    pub(super) api: &'a Api,
    pub(super) output: &'a Output,
    pub(super) names: &'a Names<'a>,
    pub(super) types: Types<'a>,
    pub(super) links: Links,
    pub(super) areas: Areas<'a>,
    pub(super) templates: Templates,
    pub(super) parameters: Parameters<'a>,
}

impl<'a> Decided<'a> {
    /// Works out what hangs together.
    pub(super) fn new(api: &'a Api, output: &'a Output, names: &'a Names<'a>) -> Self {
        let types = Types::new(api, names);
        let areas = Areas::new(api, &types);
        Self {
            api,
            output,
            names,
            types,
            links: Links::new(api, names),
            areas,
            templates: Templates::new(),
            parameters: Parameters::new(api),
        }
    }

    /// Whether the pages deprecate a type.
    pub(super) fn is_deprecated(&self, name: &TypeName) -> bool {
        let ty = self.api.types.get(name);
        ty.is_some_and(|ty| ty.deprecated.is_some())
    }

    /// Whether naming a value's type in Rust names a deprecated one.
    pub(super) fn has_deprecated(&self, value: &Value) -> bool {
        match value {
            Value::Type(name) => self.is_deprecated(name),
            Value::Enum(name) => self.api.enums.get(name).is_some_and(|it| it.deprecated.is_some()),
            _ => false,
        }
    }

    /// A link to what a value is, or its name where nothing is generated for it.
    pub(super) fn value_link(&self, value: &'a Value) -> String {
        match self.types.shape(self.api, value) {
            Shape::Struct(name) => self.type_link(name),
            Shape::Any(name) => match self.names.types.get(name) {
                Some(idents) => item_link("model", idents.any.as_str()),
                None => code::span(name.as_str()),
            },
            Shape::Enum(name) | Shape::Flags(name) => self.enum_link(name),
            Shape::Primitive(primitive) => code::span(primitive.as_str()),
            Shape::Json => match value {
                Value::Json => "JSON".to_owned(),
                Value::Undocumented(name) => code::span(name.as_str()),
                value => code::span(&value.to_string()),
            },
        }
    }

    /// A link to a type's struct, or its name if it is not documented.
    pub(super) fn type_link(&self, name: &TypeName) -> String {
        match self.names.types.get(name) {
            Some(idents) => item_link("model", idents.ident.as_str()),
            None => code::span(name.as_str()),
        }
    }

    fn enum_link(&self, name: &EnumName) -> String {
        match self.names.enums.get(name) {
            Some(idents) => item_link("enums", idents.ident.as_str()),
            None => code::span(name.as_str()),
        }
    }

    /// The address of an operation's page.
    pub(super) fn page_url(&self, source: &Source) -> Option<String> {
        links::page_url(self.output, source)
    }
}

fn item_link(module: &str, ident: &str) -> String {
    format!("[`{ident}`](crate::{module}::{ident})")
}
