//! What rustdoc says of an operation: everything its page does.

use std::fmt::Write as _;

use super::paths;
use crate::emit::Context;
use crate::emit::rustdoc::markdown::{clean, clean_line};
use crate::emit::rustdoc::{self, Docs, code};
use crate::ir::{
    Alternative, Body, ErrorMeaning, Example, ExampleKind, MessagePart, Operation, Primitive,
    Requirement, Response, Scopes, Topic, Value,
};

/// The documentation of an operation's function.
pub fn docs(context: &Context<'_>, operation: &Operation) -> Docs {
    let title = || match clean(&operation.title, &context.links) {
        text if text.is_empty() => format!("{}.", code::span(&operation.name.to_string())),
        text => text,
    };
    // What is read of a part, then what else the page says there.
    let part = |facts, about| rustdoc::paragraphs([facts, remarks(context, operation, about)]);
    Docs::new(rustdoc::description(&operation.description, &context.links, title))
        .paragraph(request_lines(operation))
        .paragraph(paths::said_of_all(context, operation))
        .paragraph(paths::said_of_values(context, operation))
        .paragraph(returns(context, &operation.response))
        .paragraph(how_to_wait(operation))
        .section("Permissions", part(permissions(operation), Topic::Permissions))
        .section("Query", part(query(context, operation), Topic::Query))
        .section("Parameters", part(parameters(context, operation), Topic::Parameters))
        .section("Headers", part(headers(context, operation), Topic::Headers))
        .section("Body", part(body(&operation.body), Topic::Body))
        .section("Response", part(String::new(), Topic::Response))
        .section("Errors", errors(context, operation))
        .section(
            "Remarks",
            rustdoc::paragraphs([
                remarks(context, operation, Topic::Operation),
                clouds(context, operation),
            ]),
        )
        .section("Example", examples(context, &operation.examples))
        .paragraph(see_page(context, operation))
}

fn request_lines(operation: &Operation) -> String {
    let lines: Vec<String> =
        operation.paths.iter().map(|path| format!("{} {path}", operation.method)).collect();
    code::block("http", &lines.join("\n"))
}

fn returns(context: &Context<'_>, response: &Response) -> String {
    let Response { status, ty, may_be_empty } = response;
    let status = status.map_or_else(String::new, |status| format!("; the status is {status}"));
    let what = match ty {
        None => "nothing".to_owned(),
        Some(ty) => {
            let value = match ty.value {
                Value::Primitive(Primitive::Stream) => "bytes".to_owned(),
                _ => context.value_link(&ty.value),
            };
            match (ty.collection, may_be_empty) {
                (true, false) => format!("a list of {value}"),
                (true, true) => format!("a list of {value}, without items where there is no body"),
                (false, true) => format!("{value}, or nothing"),
                (false, false) => value,
            }
        }
    };
    format!("Gives {what}{status}.")
}

/// How to wait for what is only accepted, where an example shows a header that says where to ask.
fn how_to_wait(operation: &Operation) -> &'static str {
    let says_where = |example: &Example| {
        let mut names = example.headers.iter().map(|(name, _)| name);
        example.is_response()
            && names.any(|name| {
                ["location", "operation-location"].contains(&&*name.to_ascii_lowercase())
            })
    };
    let goes_on = operation.response.status == Some(202);
    if goes_on && operation.examples.iter().any(says_where) {
        "The operation goes on after the answer: [`Monitor`](docmill_runtime::Monitor) waits for its result."
    } else {
        ""
    }
}

fn permissions(operation: &Operation) -> String {
    let permissions = &operation.permissions;
    if permissions.is_empty() {
        // Running text may name some.
        let is_said = operation.remarks.iter().any(|remark| remark.about == Topic::Permissions);
        return if is_said { String::new() } else { "The page names none.".to_owned() };
    }
    let row = |caller: &str, scopes: &Scopes| {
        let cell = if scopes.is_empty() {
            "none".to_owned()
        } else {
            let alternative = |it: &Alternative| {
                it.permissions().map(cell_code).collect::<Vec<_>>().join(Alternative::TOGETHER)
            };
            scopes.all().map(alternative).collect::<Vec<_>>().join(", ")
        };
        format!("| {caller} | {cell} |\n")
    };
    let header = "\n\n| Caller | Permissions |\n|---|---|\n";
    if !permissions.any_caller.is_empty() {
        let words = "One of them is enough; the page does not say for whom.";
        let row = row("any", &permissions.any_caller);
        return [words, header, row.trim_end()].concat();
    }
    let words = "One of them is enough; the least privileged stands first.";
    let mut table = [words, header].concat();
    table += &row("user, work or school account", &permissions.delegated_work);
    table += &row("user, personal account", &permissions.delegated_personal);
    table += &row("application", &permissions.application);
    table.trim_end().to_owned()
}

fn query(context: &Context<'_>, operation: &Operation) -> String {
    let mut lines: Vec<String> = Vec::new();
    if !operation.query_options.is_empty() {
        let options: Vec<String> =
            operation.query_options.iter().map(|option| format!("`{}`", option.as_str())).collect();
        lines.push(format!("- OData's {}", options.join(", ")));
    }
    for parameter in &operation.query_parameters {
        let text = described(context, &parameter.description, parameter.requirement);
        lines.push(entry(parameter.name.as_str(), &text));
    }
    lines.join("\n")
}

/// A description that says whether its parameter is required.
fn described(context: &Context<'_>, description: &str, requirement: Requirement) -> String {
    let text = clean_line(description, &context.links);
    if requirement == Requirement::Required && !says_required(&text) {
        return format!("Required. {text}");
    }
    text
}

/// Whether a description says in a word that its parameter is required: "(**required**) The shelf."
fn says_required(text: &str) -> bool {
    let mut words = text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    let is_it = |word: Option<&str>| word.is_some_and(|it| it.eq_ignore_ascii_case("required"));
    text.contains("Required") || is_it(words.next()) || is_it(words.next_back())
}

/// The parameters of the function in the path.
fn parameters(context: &Context<'_>, operation: &Operation) -> String {
    let lines = operation.function_parameters.iter().map(|parameter| {
        let text = clean_line(&parameter.description, &context.links);
        entry(parameter.name.as_str(), &text)
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn headers(context: &Context<'_>, operation: &Operation) -> String {
    let lines: Vec<String> = operation
        .headers
        .iter()
        .map(|header| {
            let text = described(context, &header.description, header.requirement);
            entry(header.name.as_str(), &text)
        })
        .collect();
    lines.join("\n")
}

/// What an argument's type does not say of a body: the parts that the page shows, and the media types
/// in which it may come.
fn body(body: &Body) -> String {
    let Body::Multipart { media, parts, alone } = body else { return String::new() };
    let mut lines = vec![format!("Parts, as {}:", code::span(media)), String::new()];
    for MessagePart { name, media } in parts {
        lines.push(entry(name, &media.as_deref().map(code::span).unwrap_or_default()));
    }
    if parts.is_empty() {
        lines = vec![format!("Parts, as {}.", code::span(media))];
    }
    if let Some((first, others)) = alone.split_first() {
        let others: Vec<String> = others.iter().map(|media| code::span(media)).collect();
        lines.push(String::new());
        lines.push(if others.is_empty() {
            format!("Or content on its own, as {}.", code::span(first))
        } else {
            format!(
                "Or content on its own, as {}; as {} with [`content`](docmill_runtime::Request::content).",
                code::span(first),
                others.join(" or ")
            )
        });
    }
    lines.join("\n")
}

/// What the page says that errors mean.
fn errors(context: &Context<'_>, operation: &Operation) -> String {
    let lines = operation.errors.iter().map(|ErrorMeaning { status, code: own, meaning }| {
        let status = status.map(|status| status.to_string());
        let name: Vec<String> =
            status.into_iter().chain(own.iter().map(|own| code::span(own))).collect();
        format!("- {}: {}", name.join(", "), clean_line(meaning, &context.links))
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// What the page says besides.
fn remarks(context: &Context<'_>, operation: &Operation, about: Topic) -> String {
    rustdoc::remarks(operation.remarks_about(about), &context.links)
}

fn clouds(context: &Context<'_>, operation: &Operation) -> String {
    let clouds: Vec<String> =
        operation.clouds.iter().map(|cloud| clean_line(cloud, &context.links)).collect();
    if clouds.is_empty() { String::new() } else { format!("Available in: {}.", clouds.join(", ")) }
}

fn examples(context: &Context<'_>, examples: &[Example]) -> String {
    let blocks: Vec<String> = examples
        .iter()
        .map(|example| {
            let what = match example.kind {
                ExampleKind::Request => "Request:",
                ExampleKind::Response => "Response:",
            };
            let mut text = example.start_line.to_string();
            for (name, value) in &example.headers {
                let _ = write!(text, "\n{name}: {value}");
            }
            if !example.body.trim().is_empty() {
                text += if text.is_empty() { "" } else { "\n\n" };
                text += example.body.trim();
            }
            let language = if example.start_line.is_empty() { "json" } else { "http" };
            let title = clean_line(&example.title, &context.links);
            let title = if title.is_empty() { title } else { format!("## {title}") };
            let shown = format!("{what}\n\n{}", code::block(language, &text));
            rustdoc::paragraphs([title, clean(&example.description, &context.links), shown])
        })
        .collect();
    blocks.join("\n\n")
}

fn see_page(context: &Context<'_>, operation: &Operation) -> String {
    let page = code::span(&operation.source.page);
    match context.page_url(&operation.source) {
        Some(address) => format!("Documented in [{page}](<{address}>)."),
        None => format!("Documented in {page}."),
    }
}

/// A line of a list: a name, and what there is to say of it.
fn entry(name: &str, text: &str) -> String {
    if text.is_empty() {
        format!("- {}", code::span(name))
    } else {
        format!("- {}: {text}", code::span(name))
    }
}

/// Code inside a table.
fn cell_code(text: &str) -> String {
    code::span(text).replace('|', "\\|")
}
