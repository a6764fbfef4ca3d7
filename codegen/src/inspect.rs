//! What docmill reads from one page, for people: every fact with its place.

use std::fmt;

use serde_json::Value as Json;

use crate::diagnostics::{Place, Report};
use crate::ir::{
    Alternative, ErrorMeaning, ExampleKind, MessagePart, Permissions, Remark, Requirement, Scopes,
};
use crate::read::facts::{
    BodyFacts, EnumFacts, Need, OperationFacts, PageFacts, PropertyFacts, ResourceFacts,
};

/// The facts of one page.
#[derive(Debug)]
pub struct Inspection {
    /// What the page says about each of its subjects; never empty.
    pub facts: Vec<PageFacts>,
    /// The page's part of the model: what [`crate::export::facts::export_page`] gives for it.
    pub json: Json,
    /// What was found on the page.
    pub report: Report,
}

impl fmt::Display for Inspection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(first) = self.facts.first() {
            writeln!(f, "{}", first.page)?;
        }
        self.facts.iter().enumerate().try_for_each(|(at, facts)| {
            if at > 0 {
                writeln!(f)?;
            }
            subject(f, facts)
        })
    }
}

fn subject(f: &mut fmt::Formatter<'_>, facts: &PageFacts) -> fmt::Result {
    writeln!(f, "  title      {}", facts.title.as_deref().unwrap_or("(none)"))?;
    writeln!(f, "  kind       {}", kind(facts))?;
    writeln!(f, "  namespace  {}", facts.namespace.as_deref().unwrap_or("(none)"))?;
    if let Some(area) = &facts.area {
        writeln!(f, "  area       {area}")?;
    }
    if facts.deprecated.is_some() {
        writeln!(f, "  deprecated")?;
    }
    if let Some(resource) = &facts.resource {
        self::resource(f, resource)?;
    }
    facts.enums.iter().try_for_each(|facts| enumeration(f, facts))?;
    facts.operations.iter().try_for_each(|facts| operation(f, facts))
}

fn kind(facts: &PageFacts) -> &'static str {
    if !facts.operations.is_empty() {
        "operation"
    } else if facts.resource.is_some() {
        "resource"
    } else if !facts.enums.is_empty() {
        "enum"
    } else {
        "(unknown)"
    }
}

fn resource(f: &mut fmt::Formatter<'_>, facts: &ResourceFacts) -> fmt::Result {
    let full = facts.annotated.as_deref().unwrap_or(&facts.name);
    writeln!(f, "\n{} type {full}", at(&facts.place))?;
    let base = facts.annotated_base.as_ref().or(facts.stated_base.as_ref());
    if let Some(base) = base {
        writeln!(f, "{} inherits from {}", at(&base.place), base.name)?;
    }
    if facts.open {
        writeln!(f, "{:>9} open type", "")?;
    }
    properties(f, &facts.properties)?;
    facts.remarks.iter().try_for_each(|text| remark(f, text))
}

/// A remark, its further lines below the first.
fn remark(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    let mut lines = text.lines().filter(|line| !line.is_empty());
    writeln!(f, "  remark     {}", lines.next().unwrap_or_default())?;
    lines.try_for_each(|line| words(f, line))
}

/// A line of what is said of something, below it.
fn words(f: &mut fmt::Formatter<'_>, line: &str) -> fmt::Result {
    if line.is_empty() { Ok(()) } else { writeln!(f, "{:>12} {line}", "") }
}

fn enumeration(f: &mut fmt::Formatter<'_>, facts: &EnumFacts) -> fmt::Result {
    writeln!(f, "\n{} enum {}", at(&facts.place), facts.name)?;
    facts.members.iter().try_for_each(|m| writeln!(f, "{}   {}", at(&m.place), m.name))
}

fn operation(f: &mut fmt::Formatter<'_>, facts: &OperationFacts) -> fmt::Result {
    writeln!(f)?;
    for (path, place) in &facts.paths {
        writeln!(f, "{} {} {path}", at(place), facts.method)?;
        let of_path = facts.path_remarks.iter().filter(|remark| remark.paths.contains(path));
        of_path.flat_map(|remark| remark.text.lines()).try_for_each(|line| words(f, line))?;
    }
    permissions(f, &facts.permissions)?;
    if !facts.clouds.is_empty() {
        writeln!(f, "  clouds     {}", facts.clouds.join(", "))?;
    }
    for option in &facts.query_options {
        writeln!(f, "  query      {}", option.as_str())?;
    }
    for parameter in &facts.query_parameters {
        writeln!(f, "  query      {}{}", parameter.name, must_be_sent(parameter.requirement))?;
    }
    for header in &facts.headers {
        writeln!(f, "  header     {}{}", header.name, must_be_sent(header.requirement))?;
    }
    if !facts.function_parameters.is_empty() {
        writeln!(f, "  function parameters")?;
        properties(f, &facts.function_parameters)?;
    }
    body(f, &facts.body)?;
    response(f, facts)?;
    for ErrorMeaning { status, code, meaning } in &facts.errors {
        let status = status.map(|status| status.to_string());
        let name: Vec<&str> = status.as_deref().into_iter().chain(code.as_deref()).collect();
        writeln!(f, "  error      {}: {meaning}", name.join(" "))?;
    }
    for Remark { about, text } in &facts.remarks {
        remark(f, &format!("{}: {text}", about.as_str()))?;
    }
    for example in &facts.examples {
        let kind = match example.kind {
            ExampleKind::Request => "request",
            ExampleKind::Response => "response",
        };
        let source = &example.source;
        let place = format!("{}:{}", source.line, source.column);
        let start_line = match &*example.start_line {
            "" => "(only its body)",
            start_line => start_line,
        };
        writeln!(f, "{place:>9} example {kind}: {start_line}")?;
        words(f, &example.title)?;
        example.description.lines().try_for_each(|line| words(f, line))?;
    }
    Ok(())
}

/// What is said of a parameter that must be sent.
fn must_be_sent(requirement: Requirement) -> &'static str {
    if requirement == Requirement::Required { ", required" } else { "" }
}

fn permissions(f: &mut fmt::Formatter<'_>, permissions: &Permissions) -> fmt::Result {
    if permissions.is_empty() {
        return writeln!(f, "  permission (the page names none)");
    }
    if !permissions.any_caller.is_empty() {
        let all: Vec<Alternative> = permissions.any_caller.all().cloned().collect();
        return writeln!(f, "  permission any caller: {}", Alternative::list(&all));
    }
    let mut one = |name: &str, scopes: &Scopes| {
        if scopes.is_empty() {
            return writeln!(f, "  permission {name}: (none)");
        }
        writeln!(f, "  permission {name}: least {}", Alternative::list(&scopes.least))?;
        if scopes.higher.is_empty() {
            return Ok(());
        }
        writeln!(
            f,
            "             {:1$}  higher {2}",
            "",
            name.len(),
            Alternative::list(&scopes.higher)
        )
    };
    one("delegated, work or school", &permissions.delegated_work)?;
    one("delegated, personal", &permissions.delegated_personal)?;
    one("application", &permissions.application)
}

fn body(f: &mut fmt::Formatter<'_>, facts: &BodyFacts) -> fmt::Result {
    if let Some(resource) = &facts.resource {
        writeln!(f, "{} body: JSON of {}", at(&resource.place), resource.name)?;
    } else if facts.need == Need::None {
        writeln!(f, "  body       none")?;
    }
    if !facts.media_types.is_empty() {
        writeln!(f, "  body as    {}", facts.media_types.join(", "))?;
    }
    for MessagePart { name, media } in &facts.parts {
        writeln!(f, "  part       {name}: {}", media.as_deref().unwrap_or("(no media type)"))?;
    }
    properties(f, &facts.properties)
}

fn response(f: &mut fmt::Formatter<'_>, facts: &OperationFacts) -> fmt::Result {
    let response = &facts.response;
    let status = response.status.map_or("(no status)".to_owned(), |status| status.to_string());
    let place = response.place.as_ref().map_or_else(|| format!("{:>9}", ""), at);
    match &response.ty {
        Some(ty) if ty.collection => {
            writeln!(f, "{place} response: {status}, a collection of {}", ty.written)
        }
        Some(ty) => writeln!(f, "{place} response: {status}, {}", ty.written),
        None if response.listed.is_some() => writeln!(f, "{place} response: {status}, as listed"),
        None => writeln!(f, "{place} response: {status}, no body"),
    }?;
    response.listed.as_ref().map_or(Ok(()), |listed| properties(f, &listed.properties))
}

fn properties(f: &mut fmt::Formatter<'_>, properties: &[PropertyFacts]) -> fmt::Result {
    for property in properties {
        let ty = &property.ty;
        write!(f, "{}   {}: {}", at(&property.place), property.name, ty.written)?;
        if property.navigation {
            f.write_str(", navigation")?;
        }
        f.write_str(required(property.requirement))?;
        if property.read_only {
            f.write_str(", read-only")?;
        }
        if let Some(base) = &property.inherited_from {
            write!(f, ", inherited from {base}")?;
        }
        writeln!(f)?;
        if let Some(values) = &property.values {
            writeln!(f, "{:>9}     values: {}", "", values.members.join(", "))?;
            if !values.opt_in.is_empty() {
                writeln!(f, "{:>9}     on request: {}", "", values.opt_in.join(", "))?;
            }
        }
    }
    Ok(())
}

fn required(requirement: Option<Requirement>) -> &'static str {
    match requirement {
        Some(Requirement::Required) => ", required",
        Some(Requirement::Optional) => ", optional",
        None => "",
    }
}

fn at(place: &Place) -> String {
    format!("{:>9}", format!("{}:{}", place.source.line, place.source.column))
}
