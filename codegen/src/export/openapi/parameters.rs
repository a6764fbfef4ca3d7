//! Query options, further query parameters, headers.

use std::collections::{BTreeMap, BTreeSet};

use super::addresses::Address;
use super::context::Context;
use super::objects::{Format, JsonType, OrReference, Parameter, Place, Reference, Schema, Style};
use crate::emit;
use crate::ir::{self, Operation, QueryOption, QueryParameter, Requirement};

/// Those of an operation that are not in its path.
pub(super) fn of(context: &Context<'_>, operation: &Operation) -> Vec<OrReference<Parameter>> {
    let options = operation.query_options.iter();
    let mut found: Vec<OrReference<Parameter>> = options
        .map(|option| OrReference::Reference(Reference::parameter(&option.as_str()[1..])))
        .collect();
    // The standard allows a name once; case is no part of a header's.
    let mut names: BTreeSet<(bool, String)> =
        operation.query_options.iter().map(|it| (false, it.as_str().to_owned())).collect();
    for parameter in operation.query_parameters.iter().filter(|it| is_name(it)) {
        if names.insert((false, parameter.name.to_string())) {
            let name = parameter.name.as_str();
            found.push(OrReference::Here(text(context, Place::Query, name, parameter)));
        }
    }
    for header in &operation.headers {
        if names.insert((true, header.name.as_str().to_lowercase())) {
            let name = header.name.as_str();
            found.push(OrReference::Here(text(context, Place::Header, name, header)));
        }
    }
    found
}

/// Tables of query parameters also list what can be filtered by.
fn is_name(parameter: &QueryParameter) -> bool {
    emit::has_query_setter(parameter)
}

fn text<N>(
    context: &Context<'_>,
    place: Place,
    name: &str,
    parameter: &ir::Parameter<N>,
) -> Parameter {
    Parameter {
        name: name.to_owned(),
        place,
        description: context.prose.text(&parameter.description),
        required: parameter.requirement == Requirement::Required,
        style: None,
        explode: None,
        schema: Schema::of(JsonType::String),
    }
}

/// What a table of query parameters lists besides names, in words.
pub(super) fn in_words(context: &Context<'_>, operation: &Operation) -> String {
    let others = operation.query_parameters.iter().filter(|parameter| !is_name(parameter));
    let lines = others.map(|it| context.prose.entry(it.name.as_str(), &it.description));
    lines.collect::<Vec<_>>().join("\n")
}

/// The parameters of a function that no path has a place for, in words.
pub(super) fn in_no_path(context: &Context<'_>, operation: &Operation) -> String {
    if operation.function_parameters.is_empty() {
        return String::new();
    }
    let addresses = operation.paths.iter().flat_map(|it| Address::of(context.api, operation, it));
    let in_path: BTreeSet<String> = addresses
        .flat_map(|address| address.values().map(|it| it.documented.to_owned()).collect::<Vec<_>>())
        .collect();
    let others =
        operation.function_parameters.iter().filter(|it| !in_path.contains(it.name.as_str()));
    let lines = others.map(|it| context.prose.entry(it.name.as_str(), &it.description));
    lines.collect::<Vec<_>>().join("\n")
}

/// The query options that any operation has, by the keys under which they are referred to.
pub(super) fn options(context: &Context<'_>) -> BTreeMap<String, Parameter> {
    let operations = context.api.operations.values();
    let used: BTreeSet<QueryOption> =
        operations.flat_map(|operation| operation.query_options.iter().copied()).collect();
    used.into_iter().map(|option| (option.as_str()[1..].to_owned(), of_option(option))).collect()
}

/// As OData's URL conventions describe them.
fn of_option(option: QueryOption) -> Parameter {
    let number =
        || Schema { minimum: Some(0), ..Schema::formatted(JsonType::Integer, Format::Int32) };
    let (schema, description) = match option {
        QueryOption::Count => (Schema::of(JsonType::Boolean), "Whether to count all items."),
        QueryOption::Expand => (list(), "Relationships whose targets to include."),
        QueryOption::Filter => (Schema::of(JsonType::String), "A condition that items must meet."),
        QueryOption::OrderBy => {
            (list(), "Properties to sort by, each with ` desc` behind it if that is the order.")
        }
        QueryOption::Search => (Schema::of(JsonType::String), "Words to look for."),
        QueryOption::Select => (list(), "Properties to return, and no others."),
        QueryOption::Skip => (number(), "How many items to leave out at the start."),
        QueryOption::Top => (number(), "How many items to return at most, on one page."),
    };
    let is_list = schema.items.is_some();
    Parameter {
        name: option.as_str().to_owned(),
        place: Place::Query,
        description: description.to_owned(),
        required: false,
        style: is_list.then_some(Style::Form),
        explode: is_list.then_some(false),
        schema,
    }
}

fn list() -> Schema {
    Schema::array(Schema::of(JsonType::String))
}
