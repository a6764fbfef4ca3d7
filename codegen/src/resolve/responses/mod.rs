//! What operations answer with, and where text and example disagree about it.
//!
//! - `linked_responses` takes a type from a link, `listed_responses` makes types of tables that have the
//!   shape of the example, which `response_shape` tells.

mod linked_responses;
mod listed_responses;
mod response_shape;

use std::sync::Arc;

use memchr::{memchr, memmem};
use serde_json_borrow::{ObjectAsVec as Members, Value as Json};

use crate::diagnostics::{Code, Diagnostic};
use crate::dialect::{Dialect, Spelled, Spelling};
use crate::ir::{Example, ExampleKind, Method, Primitive, Response, TypeRef, Value};
use crate::read::facts::{OperationFacts, PageFacts, TypeFacts};
use crate::resolve::Resolver;
use crate::resolve::enums::PropertyOf;
use crate::resolve::names::Named;
use crate::resolve::operations::routes::Route;

impl Resolver<'_> {
    /// What an operation's request gives.
    pub fn response(&mut self, route: &Route, page: &PageFacts) -> Response {
        let facts = &route.facts;
        let stated = &facts.response;
        let example = facts.examples.iter().find(|e| e.is_response());
        let status = stated.status.or(example.and_then(Example::status));
        // Nothing, or an object to those who ask for it.
        let on_demand = stated.or_nothing || stated.nothing && stated.ty.is_some();
        if !on_demand {
            self.compare_status(facts, example);
        }
        let shown = example.and_then(|example| {
            let annotated = self.shown_type(example, page);
            annotated.or_else(|| self.linked_type(stated, example, page))
        });
        if let Some(ty) = &route.leads_to {
            self.compare_with_example(facts, Some(ty), shown.as_ref(), example);
            return Response { status, ty: Some(ty.clone()), may_be_empty: false };
        }
        if let Some(ty) = self.shown_instead(facts, shown.as_ref(), example, page) {
            return Response { status, ty: Some(ty), may_be_empty: false };
        }
        // A table says more than a name that no page is about.
        let is_known = |ty: &TypeRef| matches!(ty.value, Value::Type(_) | Value::Enum(_));
        let is_listed = stated.listed.is_some()
            && !self.stated_type(facts, page).as_ref().is_some_and(is_known);
        let ty = stated.ty.as_ref().filter(|_| !is_listed).map(|ty| {
            let owner = self.names.qualify("response", page.namespace.as_deref());
            self.response_type(ty, &owner, page)
        });
        self.compare_with_example(facts, ty.as_ref(), shown.as_ref(), example);
        let ty = ty.map(|ty| match &shown {
            Some(shown) if is_other_than_shown(&ty, shown, example) => shown.clone(),
            _ => as_shown(ty, example),
        });
        let without_body = matches!(status, Some(204 | 202 | 302));
        let ty = ty.or_else(|| stream(facts, status));
        let is_shown = !stated.nothing && !without_body && !self.show_several_types(facts, page);
        let ty = ty.or(shown.filter(|_| is_shown));
        let has_body = example.is_some_and(|example| !example.body.is_empty());
        // What is asked for comes back, whether or not the page says what it is.
        let is_given = facts.method == Method::Get && matches!(status, None | Some(200));
        let ty = match ty {
            None if (has_body || is_given) && !stated.nothing && !without_body => {
                let is_other = example.is_some_and(is_in_another_format);
                let bytes = Value::Primitive(Primitive::Stream);
                Some(TypeRef::single(if is_other { bytes } else { Value::Json }))
            }
            ty => ty,
        };
        let contradicts = ty.is_some() && status == Some(204);
        if contradicts
            && !on_demand
            && let Some(place) = &stated.place
        {
            self.report.push(
                Diagnostic::of(Code::BodyWithoutContent, place.clone())
                    .found("a status of 204, which means no body, and an object in the body")
                    .expected("another status, or no object")
                    .instead("the object was taken to be optional"),
            );
        }
        let is_left_out = ty.as_ref().is_some_and(|ty| !is_stream(ty))
            && have_no_body(&facts.examples)
            && !contradicts;
        if is_left_out
            && !on_demand
            && let (Some(place), Some(example)) = (&stated.place, example)
            && status == example.status()
        {
            self.report.push(
                Diagnostic::of(Code::TextExampleMismatch, place.clone())
                    .found("an object in the text, and no body in any example")
                    .expected("a body in the examples, or no object in the text")
                    .instead("the object was taken to be optional")
                    .related(example.source.clone(), "the example"),
            );
        }
        let may_be_empty = contradicts
            || ty.is_some() && (on_demand || is_left_out)
            || ty.as_ref().is_some_and(|ty| !is_stream(ty)) && is_empty_at_times(facts);
        Response { status, ty, may_be_empty }
    }

    /// The type that an example's annotation names, where no page describes the one in the text: "a
    /// `200 OK` and a **books** object". The example tells whether there are many.
    fn shown_instead(
        &mut self,
        facts: &OperationFacts,
        shown: Option<&TypeRef>,
        example: Option<&Example>,
        page: &PageFacts,
    ) -> Option<TypeRef> {
        let stated = facts.response.ty.as_ref().filter(|ty| ty.alternatives.is_empty())?;
        let Spelling::Named(name) = &stated.spelling else { return None };
        let shown = shown.filter(|shown| matches!(shown.value, Value::Type(_)))?;
        let link = stated.link.as_deref();
        let named = self.names.find_in_text(name, page, link);
        let named = named.or_else(|| self.names.find_plural(name, page, link));
        if facts.response.listed.is_some() || named.is_some() {
            return None;
        }
        let place = stated.place.clone();
        let mut finding = Diagnostic::of(Code::TextExampleMismatch, place)
            .found(format!(
                "`{name}` in the text, which no page describes, and `{shown}` in the example"
            ))
            .expected("the same type in both")
            .instead("the example was followed");
        if let Some(example) = example {
            finding = finding.related(example.source.clone(), "the example");
        }
        self.report.push(finding);
        Some(shown.clone())
    }

    /// The type that the text names, which may be in the plural, of many and of one: "a collection of
    /// books", "an updated **books** object".
    fn response_type(&mut self, facts: &TypeFacts, owner: &str, page: &PageFacts) -> TypeRef {
        let link = facts.link.as_deref();
        if let Spelling::Named(name) = &facts.spelling
            && self.names.find(name, page, link).is_none()
            && let Some(named) = self.names.find_plural(name, page, link)
        {
            return TypeRef { value: named.into(), collection: facts.collection };
        }
        if let Spelling::Named(name) = &facts.spelling
            && facts.alternatives.is_empty()
            && let Some(named @ Named::Type(_)) = self.names.find_in_text(name, page, link)
        {
            return TypeRef { value: named.into(), collection: facts.collection };
        }
        self.type_ref(facts, None, PropertyOf { owner, name: "value", page })
    }

    /// The type that an example's annotation gives, for the response as a whole.
    pub fn shown_type(&self, example: &Example, page: &PageFacts) -> Option<TypeRef> {
        let text = example.ty.as_deref()?;
        let Spelled { spelling, collection } = self.dialect.types.read(text);
        let value = match spelling {
            Spelling::Primitive(primitive) => Value::Primitive(primitive),
            Spelling::Named(name) => self.names.find(&name, page, None)?.into(),
            _ => return None,
        };
        // The body of a list says that it is one, whatever the annotation says.
        let collection = collection
            || is_array(example)
            || may_be_list(example) && example.members().is_some_and(|body| is_list(&body));
        Some(TypeRef { value, collection })
    }

    /// Whether the examples of an operation are annotated with different types: then what is called tells,
    /// and none is the type of all answers.
    fn show_several_types(&self, facts: &OperationFacts, page: &PageFacts) -> bool {
        let successes = facts.examples.iter().filter(|it| it.is_success());
        let mut values = successes.filter_map(|it| Some(self.shown_type(it, page)?.value));
        let Some(first) = values.next() else { return false };
        values.any(|other| other != first)
    }

    /// Notes a response of which an example shows JSON, and nothing tells a type.
    pub fn note_untyped(&mut self, response: &Response, facts: &OperationFacts) {
        let is_untyped = response.ty.as_ref().is_some_and(|ty| ty.value == Value::Json);
        // Why a table was not read is told at the table.
        if !is_untyped || facts.response.listed.is_some() {
            return;
        }
        let mut shown = facts.examples.iter().filter(|it| it.is_success());
        let shape = |example: &Example| match serde_json::from_str(&example.body).ok()? {
            Json::Object(_) => Some("object"),
            Json::Array(_) => Some("array"),
            _ => None,
        };
        let Some((example, shape)) = shown.find_map(|it| Some((it, shape(it)?))) else { return };
        let known = self.untyped.entry(Arc::clone(&example.source.page));
        known.and_modify(|first| first.affected += 1).or_insert_with(|| {
            Diagnostic::of(Code::UntypedResponse, example.source.clone())
                .found(format!("an {shape} of which nothing tells the type"))
                .expected(
                    "a link to the page of a resource in the text, or a table of its properties",
                )
                .instead("the response is JSON of any shape")
        });
    }

    fn compare_status(&mut self, facts: &OperationFacts, example: Option<&Example>) {
        if let Some(text) = facts.response.status
            && let Some(place) = &facts.response.place
            && let Some(example) = example
            && let Some(shown) = example.status()
            && text != shown
            && !facts.response.also.contains(&shown)
        {
            self.report.push(
                Diagnostic::of(Code::TextExampleMismatch, place.clone())
                    .found(format!("status {text} in the text and {shown} in the example"))
                    .expected("the same status in both")
                    .instead("the text was followed")
                    .related(example.source.clone(), "the example"),
            );
        }
    }

    fn compare_with_example(
        &mut self,
        facts: &OperationFacts,
        stated: Option<&TypeRef>,
        shown: Option<&TypeRef>,
        example: Option<&Example>,
    ) {
        let (Some(stated), Some(shown), Some(example)) = (stated, shown, example) else {
            return;
        };
        let related = match (&stated.value, &shown.value) {
            (Value::Type(a), Value::Type(b)) => self.api.are_related(a, b),
            (a, b) => a == b || matches!(a, Value::Undocumented(_) | Value::Json),
        };
        if related && stated.collection == shown.collection {
            return;
        }
        let place = facts.response.ty.as_ref().map(|ty| ty.place.clone()).unwrap_or_default();
        let words = self.dialect.type_words;
        let (in_text, in_example) = (words.of(stated), words.of(shown));
        self.report.push(
            Diagnostic::of(Code::TextExampleMismatch, place)
                .found(format!("`{in_text}` in the text and `{in_example}` in the example"))
                .expected("the same type in both")
                .instead(if is_other_than_shown(stated, shown, Some(example)) {
                    "the example was followed: it has objects"
                } else if related
                    && as_shown(stated.clone(), Some(example)).collection == shown.collection
                {
                    "the example was followed: it shows whether there are many"
                } else {
                    "the text was followed"
                })
                .related(example.source.clone(), "the example"),
        );
    }
}

/// The name of a type that an example's annotation gives.
pub fn shown_type_name(example: &Example, dialect: &Dialect) -> Option<String> {
    match dialect.types.read(example.ty.as_deref()?).spelling {
        Spelling::Named(name) => Some(name),
        _ => None,
    }
}

/// Whether a text says that a primitive comes back, and the example has objects, whose type it names.
fn is_other_than_shown(stated: &TypeRef, shown: &TypeRef, example: Option<&Example>) -> bool {
    let is_primitive = matches!(&stated.value, Value::Primitive(it) if *it != Primitive::Stream);
    is_primitive && matches!(shown.value, Value::Type(_)) && example.is_some_and(has_objects)
}

/// Whether an example's body is an object with properties of its own, or a list of objects.
fn has_objects(example: &Example) -> bool {
    example.members().is_some_and(|body| match body.get("value") {
        Some(Json::Array(items)) => items.first().is_some_and(Json::is_object),
        Some(value) => value.is_object(),
        None => body.iter().any(|(name, _)| !name.starts_with('@')),
    })
}

/// A type that comes alone or in a list, as the example shows it: a list is an array, or has its items
/// under `value`, and a body that has none is none, whatever the text says.
fn as_shown(ty: TypeRef, example: Option<&Example>) -> TypeRef {
    if example.is_some_and(is_array) {
        return TypeRef { collection: true, ..ty };
    }
    let Some(example) = example.filter(|example| ty.collection || may_be_list(example)) else {
        return ty;
    };
    let Some(body) = example.members() else { return ty };
    let is_entity = matches!(ty.value, Value::Type(_)) && body.contains_key("id");
    let collection = is_list(&body) || ty.collection && !is_entity;
    TypeRef { collection, ..ty }
}

/// Whether a body can have its items under `value`: the key stands in it, or is written with escapes.
fn may_be_list(example: &Example) -> bool {
    let body = example.body.as_bytes();
    memmem::find(body, b"\"value\"").is_some() || memchr(b'\\', body).is_some()
}

/// Whether an example's body is an array.
fn is_array(example: &Example) -> bool {
    example.body.trim_start().starts_with('[')
        && matches!(serde_json::from_str(&example.body), Ok(Json::Array(_)))
}

pub fn is_list(body: &Members<'_>) -> bool {
    body.get("value").is_some_and(Json::is_array)
}

fn is_stream(ty: &TypeRef) -> bool {
    ty.value == Value::Primitive(Primitive::Stream)
}

/// Whether an example's body is in a format that is not JSON, as its header and the body itself tell.
fn is_in_another_format(example: &Example) -> bool {
    let is_other = |media: &str| !media.to_ascii_lowercase().contains("json");
    !example.body.is_empty()
        && example.content_type().is_some_and(is_other)
        && serde_json::from_str::<serde::de::IgnoredAny>(&example.body).is_err()
}

/// Whether no success in the examples has a body, and each tells why: there is none, there is none
/// yet, or it is elsewhere.
fn have_no_body(examples: &[Example]) -> bool {
    let tells_why = |example: &Example| {
        let mut headers = example.headers.iter();
        matches!(example.status(), Some(202 | 204))
            || headers.any(|(name, _)| name.eq_ignore_ascii_case("location"))
    };
    let mut successes = examples.iter().filter(|example| {
        example.is_response() && example.status().is_some_and(|status| status < 300)
    });
    let Some(first) = successes.next() else { return false };
    let mut all = std::iter::once(first).chain(successes);
    all.all(|example| example.body.is_empty() && tells_why(example))
}

/// Whether some successes in the examples have a body, and others say that they have none.
fn is_empty_at_times(facts: &OperationFacts) -> bool {
    let (mut has_body, mut has_none, mut is_own) = (false, false, true);
    for example in &facts.examples {
        match (example.kind, example.status()) {
            // A page may show requests of others.
            (ExampleKind::Request, _) => {
                is_own = example.start_line.starts_with(facts.method.as_str());
            }
            (ExampleKind::Response, Some(202 | 204)) if is_own => {
                has_none |= example.body.is_empty();
            }
            (ExampleKind::Response, Some(200..300)) if is_own => {
                has_body |= !example.body.is_empty();
            }
            (ExampleKind::Response, _) => {}
        }
    }
    has_body && has_none
}

/// Paths that give bytes: contents and media, or a redirect to a file.
fn stream(facts: &OperationFacts, status: Option<u16>) -> Option<TypeRef> {
    let is_stream = facts.gives_bytes || facts.method == Method::Get && status == Some(302);
    is_stream.then(|| TypeRef::single(Value::Primitive(Primitive::Stream)))
}
