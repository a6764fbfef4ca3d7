//! What is said of an operation, at whichever of its paths.

use super::context::Context;
use super::objects::{ExternalDocs, Operation, OrReference, Pageable, Parameter, Reference};
use super::prose::{paragraphs, section};
use super::{odata, parameters, responses, security};
use crate::emit::rustdoc::links;
use crate::ir::{self, Topic};

/// An operation without its path.
#[derive(Debug)]
pub(super) struct Everywhere<'a> {
    /// What is documented.
    pub(super) documented: &'a ir::Operation,
    /// With the page's introduction as its description.
    written: Operation,
    /// What its description goes on with, after what is said of the path.
    sections: String,
}

impl<'a> Everywhere<'a> {
    pub(super) fn new(context: &Context<'_>, operation: &'a ir::Operation) -> Self {
        let key = context.names.operation(&operation.name);
        let has_body = !operation.body.is_none();
        let collection = operation.response.ty.as_ref().is_some_and(|ty| ty.collection);
        let written = Operation {
            tags: vec![operation.name.module.to_string()],
            summary: context.prose.line(&operation.title),
            description: context
                .prose
                .with_deprecation(&operation.description, operation.deprecated.as_ref()),
            external_docs: links::page_url(context.output, &operation.source)
                .map(|url| ExternalDocs { url }),
            id: String::new(),
            parameters: parameters::of(context, operation),
            request_body: has_body.then(|| OrReference::Reference(Reference::request_body(key))),
            responses: responses::of(context, operation),
            deprecated: operation.deprecated.is_some(),
            security: security::requirements(&operation.permissions),
            permissions: security::permissions(&operation.permissions),
            pageable: collection.then_some(Pageable { next_link_name: odata::NEXT_LINK }),
            clouds: operation.clouds.iter().map(ToString::to_string).collect(),
            page: operation.source.page.to_string(),
            others: Vec::new(),
        };
        Self { documented: operation, written, sections: sections(context, operation) }
    }

    /// The operation at a path that has these parameters, and of which the page says that.
    pub(super) fn at(
        &self,
        id: String,
        said: String,
        mut parameters: Vec<OrReference<Parameter>>,
    ) -> Operation {
        parameters.extend(self.written.parameters.iter().cloned());
        let description = self.written.description.clone();
        let description = paragraphs([description, said, self.sections.clone()]);
        Operation { description, id, parameters, ..self.written.clone() }
    }
}

/// The page's prose by what it is about. What is about the body or the response stands there.
fn sections(context: &Context<'_>, operation: &ir::Operation) -> String {
    let about = |topic| remarks(context, operation, topic);
    let body = if operation.body.is_none() { about(Topic::Body) } else { String::new() };
    paragraphs([
        section("Permissions", about(Topic::Permissions)),
        section(
            "Query",
            paragraphs([parameters::in_words(context, operation), about(Topic::Query)]),
        ),
        section(
            "Parameters",
            paragraphs([parameters::in_no_path(context, operation), about(Topic::Parameters)]),
        ),
        section("Headers", about(Topic::Headers)),
        section("Body", body),
        section("Remarks", about(Topic::Operation)),
    ])
}

/// What the page says besides of a part of the operation.
pub(super) fn remarks(context: &Context<'_>, operation: &ir::Operation, about: Topic) -> String {
    context.prose.remarks(operation.remarks_about(about))
}
