//! What every emitter needs to know: the API, its names, its types, and where links lead.

use std::ops::Deref;

use super::file::aside::Aside;
use super::names::Names;
use super::operation::parameters::Parameters;
use super::package::areas::Areas;
use super::rustdoc::code;
use super::rustdoc::links::{self, Links};
use super::types::members::Templates;
use super::types::{Shape, Types};
use crate::config::Output;
use crate::ir::{Api, EnumName, Source, TypeName, Value};

/// What the emitters of one file need.
#[derive(Debug)]
pub struct Context<'a> {
    decided: &'a Decided<'a>,
    /// Text of this file that is not quoted.
    pub aside: Aside,
    /// Whether templates are filled in.
    pub fills: bool,
}

impl<'a> Context<'a> {
    /// For a file that has nothing in it yet.
    pub fn new(decided: &'a Decided<'a>) -> Self {
        Self { decided, aside: Aside::default(), fills: true }
    }

    /// For a file that is quoted from begin to end.
    pub fn without_templates(decided: &'a Decided<'a>) -> Self {
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
pub struct Decided<'a> {
    pub api: &'a Api,
    pub output: &'a Output,
    pub names: &'a Names<'a>,
    pub types: Types<'a>,
    pub links: Links,
    pub areas: Areas<'a>,
    pub templates: Templates,
    pub parameters: Parameters<'a>,
}

impl<'a> Decided<'a> {
    /// Works out what hangs together.
    pub fn new(api: &'a Api, output: &'a Output, names: &'a Names<'a>) -> Self {
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
    pub fn is_deprecated(&self, name: &TypeName) -> bool {
        let ty = self.api.types.get(name);
        ty.is_some_and(|ty| ty.deprecated.is_some())
    }

    /// Whether naming a value's type in Rust names a deprecated one.
    pub fn has_deprecated(&self, value: &Value) -> bool {
        match value {
            Value::Type(name) => self.is_deprecated(name),
            Value::Enum(name) => self.api.enums.get(name).is_some_and(|it| it.deprecated.is_some()),
            _ => false,
        }
    }

    /// A link to what a value is, or its name where nothing is generated for it.
    pub fn value_link(&self, value: &'a Value) -> String {
        match self.types.shape(self.api, value) {
            Shape::Struct(name) => self.type_link(name),
            Shape::Any(name) => match self.names.types.get(name) {
                Some(idents) => item_link("model", idents.any.as_str()),
                None => code::span(name.as_str()),
            },
            Shape::Enum(name) | Shape::Flags(name) => self.enum_link(name),
            Shape::Primitive(primitive) => code::span(self.api.type_words.of_primitive(primitive)),
            Shape::Json => match value {
                Value::Json => "JSON".to_owned(),
                Value::Undocumented(name) => code::span(name.as_str()),
                value => code::span(&value.to_string()),
            },
        }
    }

    /// A link to a type's struct, or its name if it is not documented.
    pub fn type_link(&self, name: &TypeName) -> String {
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
    pub fn page_url(&self, source: &Source) -> Option<String> {
        links::page_url(self.output, source)
    }
}

fn item_link(module: &str, ident: &str) -> String {
    format!("[`{ident}`](crate::{module}::{ident})")
}
