//! Operations: their names and their parameters.
//!
//! - `page_names` takes the names of pages apart, `operation_names` makes names of modules and functions of
//!   them, `casings` gives words the casing that they lost.
//! - `routes` tells apart what the paths of one page lead to, `path_types` finds it; `formats` tells apart in
//!   which format it comes.
//! - `examples` gives examples to the operations of their page, `places` says where the parts of an
//!   operation stand.

mod casings;
pub mod examples;
mod formats;
pub mod operation_names;
pub mod page_names;
mod path_types;
mod places;
pub mod routes;

use crate::diagnostics::{Code, Diagnostic, Place};
use crate::ir::{
    BodyProperty, Deprecation, Header, Method, Operation, OperationName, Path, PathRemark,
    Requirement, TypeName, TypeRef, Value,
};
use crate::read::facts::{Mention, OperationFacts, PageFacts};
use crate::read::paths::arguments;
use crate::resolve::Resolver;
use crate::resolve::names::Named;
use page_names::Naming;
use path_types::PathTypes;
use routes::Route;

impl Resolver<'_> {
    /// Adds every operation.
    pub fn add_operations(&mut self, mut pages: Vec<PageFacts>) {
        let types = PathTypes::new(self, &pages);
        let names = self.page_names(&pages);
        self.written = self.written_names(&pages, &names);
        for (page, name) in pages.iter_mut().zip(&names) {
            let operations = std::mem::take(&mut page.operations);
            for route in self.routes(operations, page, &types) {
                self.add_operation(route, page, name);
            }
        }
    }

    fn add_operation(&mut self, route: Route, page: &PageFacts, naming: &Naming) {
        let facts = &route.facts;
        let Some((_, first_place)) = facts.paths.first() else {
            return;
        };
        let source = first_place.source.clone();
        let response = self.response(&route, page);
        let resource = facts.body.resource.as_ref().map(|mention| {
            let name = self.mentioned(mention, page);
            self.common_type(&name, &facts.body.alternatives, page)
        });
        let returned = match &response.ty {
            Some(TypeRef { value: Value::Type(name) | Value::Undocumented(name), .. }) => {
                Some(name.clone())
            }
            _ => None,
        };
        let about = resource.clone().or(returned);
        let mut name = self.operation_name(page, naming, facts, about.as_ref());
        if let Some(suffix) = &route.suffix {
            name.function = format!("{}_{suffix}", name.function).into();
        }
        let name = self.free_name(name, facts, first_place);
        let response = self.with_listed_type(response, facts, &name, page);
        self.note_untyped(&response, facts);
        let owner = about.as_ref().filter(|_| facts.method != Method::Get);
        let body = self.body(facts, &name, resource.as_ref(), owner, page);
        self.report_parts(facts, &body);
        let function_parameters = self.function_parameters(facts, &name, page);
        let title = page.title.clone().unwrap_or_else(|| first_sentence(&facts.description));
        let facts = route.facts;
        let places = places::of_operation(&facts, &page.page);
        let paths: Vec<Path> = facts.paths.into_iter().map(|(path, _)| path).collect();
        let operation = Operation {
            title: title.into(),
            description: facts.description.into(),
            method: facts.method,
            path_remarks: {
                let mut remarks = facts.path_remarks;
                PathRemark::retain(&mut remarks, |path| paths.contains(path));
                remarks
            },
            paths,
            query_options: facts.query_options,
            query_parameters: facts.query_parameters,
            function_parameters,
            headers: self.own_headers(facts.headers),
            body,
            response,
            errors: facts.errors,
            permissions: facts.permissions,
            remarks: facts.remarks,
            clouds: facts.clouds,
            examples: facts.examples,
            deprecated: Deprecation::said(page.deprecated.as_deref()),
            area: page.area.clone(),
            source,
            places,
            name: name.clone(),
        };
        self.api.operations.insert(name, operation);
    }

    /// The parameters of an operation's function. What stands in a path is required, unless its page
    /// says that it is optional; what stands in none cannot be.
    fn function_parameters(
        &mut self,
        facts: &OperationFacts,
        name: &OperationName,
        page: &PageFacts,
    ) -> Vec<BodyProperty> {
        if facts.function_parameters.is_empty() {
            return Vec::new();
        }
        let in_paths = arguments::names(facts.paths.iter().map(|(path, _)| path));
        let mut parameters = Vec::new();
        for row in &facts.function_parameters {
            let in_path = in_paths.contains(&row.name.to_ascii_lowercase());
            let unsaid = if in_path { Requirement::Required } else { Requirement::Optional };
            let parameter = BodyProperty {
                requirement: row.requirement.unwrap_or(unsaid),
                ..self.body_property(row, None, facts, name, page)
            };
            self.add_row(&mut parameters, parameter, &row.place);
        }
        parameters
    }

    /// A name that no other operation has. Verbs, or bytes, tell the operations of one page apart;
    /// anything else is a clash.
    fn free_name(
        &mut self,
        name: OperationName,
        facts: &OperationFacts,
        place: &Place,
    ) -> OperationName {
        let Some(first) = self.api.operations.get(&name) else {
            return name;
        };
        let with = |suffix: &str| OperationName {
            module: name.module.clone(),
            function: format!("{}_{suffix}", name.function).into(),
        };
        let own = if facts.gives_bytes {
            with("content")
        } else {
            with(&facts.method.as_str().to_lowercase())
        };
        if first.source.page == place.source.page && !self.api.operations.contains_key(&own) {
            return own;
        }
        let mut numbered = (2..).map(|n: u32| with(&n.to_string()));
        let free = numbered.find(|name| !self.api.operations.contains_key(name));
        let chosen = free.unwrap_or_else(|| name.clone());
        self.report.push(
            Diagnostic::of(Code::NameClash, place.clone())
                .found(format!("a second operation that would be `{name}`"))
                .expected("file names and titles that tell operations apart")
                .instead(format!("it was named `{chosen}`"))
                .related(first.source.clone(), "the first one")
                .help("name it with an override of `rename` in docmill.yaml"),
        );
        chosen
    }

    /// Headers that a caller can set; those that every request has are none.
    fn own_headers(&self, mut headers: Vec<Header>) -> Vec<Header> {
        let implied = &self.dialect.implied_headers;
        headers.retain(|header| !implied.contains(header.name.as_str()));
        headers
    }

    /// The type that a page names; documented or not, it says what the page is about.
    fn mentioned(&self, mention: &Mention, page: &PageFacts) -> TypeName {
        match self.names.find_in_text(&mention.name, page, mention.link.as_deref()) {
            Some(Named::Type(name)) => name,
            named => {
                let plural = named.is_none().then(|| self.names.type_by_plural(&mention.name));
                let full = || self.names.qualify(&mention.name, page.namespace.as_deref());
                plural.flatten().unwrap_or_else(|| TypeName::new(full()))
            }
        }
    }
}

fn first_sentence(text: &str) -> String {
    text.split(['.', '\n']).next().unwrap_or("").trim().to_owned()
}
