//! Operations by path.
//!
//! To the standard, `/users/{id}` and `/users/{userId}` are one path, and a path has one operation
//! per verb. So paths are put together by their shape, under the names that most of them use; where
//! two operations have the same shape and verb, the second stands beside the first, in full, in an
//! extension. `precedence` says which is the first.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::addresses::{Address, Value};
use super::context::Context;
use super::names::Taken;
use super::objects::{Operation, OrReference, Parameter, PathItem, Place};
use super::operations::Everywhere;
use super::{precedence, values};
use crate::emit;
use crate::emit::rustdoc::code;
use crate::ir::{self, Method, PathRemark};

/// All of them.
pub(super) fn of(context: &Context<'_>) -> BTreeMap<String, PathItem> {
    let operations = context.api.operations.par_iter();
    let everywhere: Vec<Everywhere<'_>> =
        operations.map(|(_, operation)| Everywhere::new(context, operation)).collect();
    let mut shapes: BTreeMap<String, Vec<Entry<'_>>> = BTreeMap::new();
    for everywhere in &everywhere {
        for (shape, entry) in entries(context, everywhere) {
            shapes.entry(shape).or_default().push(entry);
        }
    }
    shapes.into_values().map(|entries| item(context, entries)).collect()
}

/// What there is at one path.
fn item(context: &Context<'_>, mut entries: Vec<Entry<'_>>) -> (String, PathItem) {
    entries.sort_by_cached_key(|entry| {
        precedence::of(context, entry.everywhere.documented, &entry.address)
    });
    let (path, names) = usual_names(&entries);
    let mut item = PathItem::default();
    for method in Method::ALL {
        let of_method = entries.iter().filter(|it| it.everywhere.documented.method == method);
        let mut written = of_method.map(|entry| {
            let parameters = parameters(context, entry, &names);
            entry.everywhere.at(entry.id.clone(), said(context, entry), parameters)
        });
        let first = written.next();
        *slot(&mut item, method) =
            first.map(|first| Operation { others: written.collect(), ..first });
    }
    (path, item)
}

/// An operation at one of its addresses.
struct Entry<'a> {
    everywhere: &'a Everywhere<'a>,
    id: String,
    address: Address<'a>,
    /// What the page says of the path, and of the same path with other names.
    remarks: Vec<&'a PathRemark>,
    /// For each value of the address, what else the page calls it.
    other_names: Vec<BTreeSet<&'a str>>,
}

/// An operation at each of its addresses, by their shapes.
fn entries<'a>(context: &Context<'a>, everywhere: &'a Everywhere<'a>) -> Vec<(String, Entry<'a>)> {
    let operation = everywhere.documented;
    let constructors = emit::path_constructors(&operation.paths);
    let mut found: Vec<(String, Entry<'a>)> = Vec::new();
    let mut ids = Taken::default();
    for (path, constructor) in operation.paths.iter().zip(constructors) {
        for address in Address::of(context.api, operation, path) {
            let shape = address.shape();
            // The same path once more, with other names.
            if let Some((_, entry)) = found.iter_mut().find(|(other, _)| *other == shape) {
                entry.add_names(&address);
                entry.add_remarks(operation.said_of(path));
                continue;
            }
            let id = id(context, operation, &address, (!found.is_empty()).then_some(&constructor));
            let other_names = vec![BTreeSet::new(); address.values().count()];
            let remarks = operation.said_of(path).collect();
            let entry = Entry { everywhere, id: ids.claim(&id), address, remarks, other_names };
            found.push((shape, entry));
        }
    }
    found
}

impl<'a> Entry<'a> {
    fn add_names(&mut self, twin: &Address<'a>) {
        for (names, value) in self.other_names.iter_mut().zip(twin.values()) {
            names.insert(value.documented);
        }
    }

    fn add_remarks(&mut self, remarks: impl Iterator<Item = &'a PathRemark>) {
        for remark in remarks {
            if !self.remarks.contains(&remark) {
                self.remarks.push(remark);
            }
        }
    }
}

/// `item_phone.update`; where that is taken, with what the path's constructor is called in Rust.
fn id(
    context: &Context<'_>,
    operation: &ir::Operation,
    address: &Address<'_>,
    constructor: Option<&String>,
) -> String {
    let mut id = context.names.operation(&operation.name).to_owned();
    // Where there is one path, it has no constructor to be told by.
    if let Some(constructor) = constructor.filter(|_| operation.paths.len() > 1) {
        id = format!("{id}.{constructor}");
    }
    if !address.optional.is_empty() {
        let names: Vec<&str> = address.optional.iter().map(|it| it.name.as_str()).collect();
        id = format!("{id}.with_{}", names.join("_"));
    }
    id
}

/// The names that most operations use for the values of a path, and the path with them.
fn usual_names(entries: &[Entry<'_>]) -> (String, Vec<String>) {
    let mut counts: BTreeMap<Vec<&str>, usize> = BTreeMap::new();
    for entry in entries {
        *counts.entry(entry.address.names()).or_default() += 1;
    }
    // The first of those that are used most.
    let usual = counts.into_iter().rev().max_by_key(|(_, count)| *count);
    let names = usual.map_or_else(Vec::new, |(names, _)| names);
    let path = entries.first().map(|entry| entry.address.written(names.iter().copied()));
    (path.unwrap_or_default(), names.into_iter().map(str::to_owned).collect())
}

/// What the page says of a path.
fn said(context: &Context<'_>, entry: &Entry<'_>) -> String {
    context.prose.remarks(entry.remarks.iter().map(|remark| &*remark.text))
}

fn parameters(
    context: &Context<'_>,
    entry: &Entry<'_>,
    names: &[String],
) -> Vec<OrReference<Parameter>> {
    let values = entry.address.values().zip(&entry.other_names).zip(names);
    let parameters = values.map(|((value, others), name)| Parameter {
        name: name.clone(),
        place: Place::Path,
        description: description(context, value, others, name),
        required: true,
        style: None,
        explode: None,
        schema: match value.parameter {
            Some(parameter) => values::schema(context, &parameter.ty),
            None => values::single(context, &TEXT),
        },
    });
    parameters.map(OrReference::Here).collect()
}

/// What pages do not describe is text.
const TEXT: ir::Value = ir::Value::Primitive(ir::Primitive::String);

/// What the page says of a value, and what it calls it if that is something else.
fn description(
    context: &Context<'_>,
    value: &Value<'_>,
    others: &BTreeSet<&str>,
    name: &str,
) -> String {
    let said = value.parameter.map(|parameter| context.prose.text(&parameter.description));
    let names: BTreeSet<&str> = others.iter().copied().chain([value.documented]).collect();
    let is_known = names.iter().all(|other| *other == name);
    let names: Vec<String> = names.iter().map(|name| code::span(name)).collect();
    let called =
        if is_known { String::new() } else { format!("The page calls it {}.", names.join(" or ")) };
    super::prose::paragraphs([said.unwrap_or_default(), called])
}

fn slot(item: &mut PathItem, method: Method) -> &mut Option<Operation> {
    match method {
        Method::Get => &mut item.get,
        Method::Post => &mut item.post,
        Method::Put => &mut item.put,
        Method::Patch => &mut item.patch,
        Method::Delete => &mut item.delete,
    }
}
