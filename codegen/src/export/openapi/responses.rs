//! What comes back.

use std::collections::{BTreeMap, BTreeSet};

use super::bodies::{BYTES, JSON, bytes};
use super::context::Context;
use super::objects::{MediaType, OrReference, Ordered, Reference, Response, Schema};
use super::prose::paragraphs;
use super::{examples, odata, operations, values};
use crate::emit::rustdoc::code;
use crate::ir::{ErrorMeaning, ListForm, Operation, Primitive, Topic, TypeRef, Value};

/// The key of an error of which pages say nothing.
const ERROR: &str = "error";
/// Whatever says that it went well.
const ANY_SUCCESS: &str = "2XX";
/// Every status that is not listed.
const DEFAULT: &str = "default";

/// All that an operation's page tells of, by status.
pub(super) fn of(
    context: &Context<'_>,
    operation: &Operation,
) -> BTreeMap<String, OrReference<Response>> {
    let mut responses = success(context, operation);
    let mut unlisted: Vec<&ErrorMeaning> = Vec::new();
    let mut listed: BTreeMap<u16, Vec<&ErrorMeaning>> = BTreeMap::new();
    for error in &operation.errors {
        let is_free = |status: &u16| !responses.contains_key(&status.to_string());
        match error.status.filter(|it| is_status(*it)).filter(is_free) {
            Some(status) => listed.entry(status).or_default().push(error),
            None => unlisted.push(error),
        }
    }
    for status in examples::error_statuses(context, operation) {
        listed.entry(status).or_default();
    }
    for (status, meanings) in listed {
        let examples = examples::of_error(context, operation, status);
        let response = error(context, &meanings, examples);
        responses.insert(status.to_string(), OrReference::Here(response));
    }
    let default = match unlisted.as_slice() {
        [] => OrReference::Reference(Reference::response(ERROR)),
        meanings => OrReference::Here(error(context, meanings, Ordered::default())),
    };
    responses.insert(DEFAULT.to_owned(), default);
    responses
}

fn is_status(status: u16) -> bool {
    (100..600).contains(&status)
}

fn success(
    context: &Context<'_>,
    operation: &Operation,
) -> BTreeMap<String, OrReference<Response>> {
    let status = operation.response.status.filter(|status| is_status(*status));
    let key = status.map_or_else(|| ANY_SUCCESS.to_owned(), |status| status.to_string());
    let empty = |description| Response { description, content: Ordered::default() };
    let remarks = || operations::remarks(context, operation, Topic::Response);
    if operation.response.ty.is_none() {
        let description = paragraphs(["Nothing.".to_owned(), remarks()]);
        return BTreeMap::from([(key, OrReference::Here(empty(description)))]);
    }
    let name = context.names.operation(&operation.name);
    let given = OrReference::Reference(Reference::response(name));
    match status {
        // The page promises an object as well, and this status has none.
        Some(204) => BTreeMap::from([
            (key, OrReference::Here(empty("Nothing.".to_owned()))),
            (ANY_SUCCESS.to_owned(), given),
        ]),
        _ => BTreeMap::from([(key, given)]),
    }
}

/// What operations give, by their keys; and what they share.
pub(super) fn components(context: &Context<'_>) -> BTreeMap<String, Response> {
    let operations = context.api.operations.values();
    let with_content = operations.filter_map(|operation| {
        let ty = operation.response.ty.as_ref()?;
        let key = context.names.operation(&operation.name).to_owned();
        Some((key, with_content(context, operation, ty)))
    });
    let mut components: BTreeMap<String, Response> = with_content.collect();
    if !context.api.operations.is_empty() {
        // No operation has that name: all of them have a point in it.
        components.insert(ERROR.to_owned(), error(context, &[], Ordered::default()));
    }
    components
}

fn with_content(context: &Context<'_>, operation: &Operation, ty: &TypeRef) -> Response {
    let value = ty.value.name().map(code::span);
    let value = value.unwrap_or_else(|| match &ty.value {
        Value::Json => "JSON".to_owned(),
        value => code::span(&value.to_string()),
    });
    let is_bytes = !ty.collection && ty.value == Value::Primitive(Primitive::Stream);
    let what = match (ty.collection, operation.response.may_be_empty) {
        _ if is_bytes => "Bytes.".to_owned(),
        (true, _) => format!("A list of {value}."),
        (false, true) => format!("{value}, or nothing."),
        (false, false) => format!("{value}."),
    };
    let remarks = operations::remarks(context, operation, Topic::Response);
    let given = if is_bytes {
        (BYTES.to_owned(), bytes())
    } else {
        let examples = examples::of_success(context, operation);
        (
            JSON.to_owned(),
            MediaType { schema: schema(context, operation, ty), examples, ..MediaType::default() },
        )
    };
    Response { description: paragraphs([what, remarks]), content: Ordered::from_iter([given]) }
}

fn schema(context: &Context<'_>, operation: &Operation, ty: &TypeRef) -> Schema {
    match ty.value {
        _ if ty.collection && list_form(context, operation) == ListForm::Arrays => {
            Schema::array(values::single(context, &ty.value))
        }
        _ if ty.collection => Schema::reference(&odata::collection_key(context, &ty.value)),
        // OData has a value inside an object.
        Value::Primitive(_) | Value::Enum(_) => odata::wrapped(context, ty),
        _ => values::single(context, &ty.value),
    }
}

/// How the list comes that an operation gives: as an example of success shows, else as all do.
fn list_form(context: &Context<'_>, operation: &Operation) -> ListForm {
    let responses = operation.examples.iter().filter(|it| it.is_response());
    let mut shown = responses.filter_map(|example| match serde_json::from_str(&example.body) {
        Ok(serde_json::Value::Array(_)) => Some(ListForm::Arrays),
        Ok(serde_json::Value::Object(body)) if body.contains_key("value") => Some(ListForm::Pages),
        _ => None,
    });
    shown.next().unwrap_or(context.api.lists)
}

/// The schemas of the lists that operations give in an object, by their keys.
pub(super) fn collections(context: &Context<'_>) -> BTreeMap<String, Schema> {
    let gives_list = |it: &&Operation| it.response.ty.as_ref().is_some_and(|ty| ty.collection);
    let operations = context.api.operations.values().filter(gives_list);
    let in_pages = operations.filter(|it| list_form(context, it) == ListForm::Pages);
    let types = in_pages.filter_map(|it| it.response.ty.as_ref());
    let lists: BTreeSet<&Value> = types.map(|ty| &ty.value).collect();
    let schema =
        |value| (odata::collection_key(context, value), odata::collection_of(context, value));
    lists.into_iter().map(schema).collect()
}

fn error(
    context: &Context<'_>,
    meanings: &[&ErrorMeaning],
    examples: Ordered<super::objects::Example>,
) -> Response {
    let lines = meanings.iter().map(|ErrorMeaning { status, code: own, meaning }| {
        // What stands under its own status need not say it.
        let status = status.filter(|status| !is_status(*status)).map(|it| it.to_string());
        let name: Vec<String> =
            status.into_iter().chain(own.iter().map(|own| code::span(own))).collect();
        let meaning = context.prose.line(meaning);
        match name.as_slice() {
            [] => meaning,
            name => format!("{}: {meaning}", name.join(", ")),
        }
    });
    let description = match lines.collect::<Vec<_>>().as_slice() {
        [] => "An error.".to_owned(),
        [only] => only.clone(),
        several => several.iter().map(|it| format!("- {it}")).collect::<Vec<_>>().join("\n"),
    };
    let schema = Schema::reference(odata::ERROR);
    let media = MediaType { schema, examples, ..MediaType::default() };
    Response { description, content: Ordered::from_iter([(JSON.to_owned(), media)]) }
}
