//! Operations: their names, their parameters and what they send.

use super::names::Named;
use super::path_types::PathTypes;
use super::prose_enums::noun_of_action;
use super::routes::Route;
use super::{Resolver, places};
use crate::diagnostics::{Code, Diagnostic, Place};
use crate::dialect::Spelling;
use crate::ir::{
    Access, Body, BodyProperty, Deprecation, Example, ExampleKind, Header, Method, Operation,
    OperationName, PathPiece, Primitive, PropertyName, Requirement, TypeName, TypeRef, Value,
};
use crate::read::arguments;
use crate::read::facts::{BodyFacts, Mention, OperationFacts, PageFacts, PropertyFacts};

impl Resolver<'_> {
    /// Adds every operation.
    pub(super) fn add_operations(&mut self, mut pages: Vec<PageFacts>) {
        let types = PathTypes::new(self, &pages);
        for page in &mut pages {
            let operations = std::mem::take(&mut page.operations);
            for route in self.routes(operations, page, &types) {
                self.add_operation(route, page);
            }
        }
    }

    fn add_operation(&mut self, route: Route, page: &PageFacts) {
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
        let mut name = self.operation_name(page, facts, about.as_ref());
        if let Some(suffix) = &route.suffix {
            name.function = format!("{}_{suffix}", name.function).into();
        }
        let name = self.free_name(name, facts, first_place);
        let owner = about.as_ref().filter(|_| facts.method != Method::Get);
        let body = self.body(facts, &name, resource.as_ref(), owner, page);
        let function_parameters = self.function_parameters(facts, &name, page);
        let title = page.title.clone().unwrap_or_else(|| first_sentence(&facts.description));
        let facts = route.facts;
        let places = places::of_operation(&facts, &page.page);
        let operation = Operation {
            title: title.into(),
            description: facts.description.into(),
            method: facts.method,
            paths: facts.paths.into_iter().map(|(path, _)| path).collect(),
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
            deprecated: page.deprecated.as_deref().map(|note| Deprecation { note: note.into() }),
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
        let paths = facts.paths.iter().map(|(path, _)| path.to_string());
        let in_paths: Vec<String> = paths.flat_map(|path| arguments::names(&path)).collect();
        let parameters = facts.function_parameters.iter().map(|parameter| {
            let in_path = in_paths.contains(&parameter.name.to_ascii_lowercase());
            let unsaid = if in_path { Requirement::Required } else { Requirement::Optional };
            BodyProperty {
                requirement: parameter.requirement.unwrap_or(unsaid),
                ..self.body_property(parameter, None, facts, name, page)
            }
        });
        parameters.collect()
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
        let free = (2..).map(|n: u32| with(&n.to_string()));
        let free = free.into_iter().find(|name| !self.api.operations.contains_key(name));
        let chosen = free.unwrap_or_else(|| name.clone());
        self.report.push(
            Diagnostic::new(
                Code::NameClash,
                place.clone(),
                format!("a second operation that would be `{name}`"),
                "expected file names and titles that tell operations apart",
                format!("it was named `{chosen}`"),
            )
            .related(first.source.clone(), "the first one")
            .help("name it in an override"),
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
        match self.names.find(&mention.name, page, mention.link.as_deref()) {
            Some(Named::Type(name)) => name,
            _ => TypeName::new(self.names.qualify(&mention.name, page.namespace.as_deref())),
        }
    }

    fn body(
        &mut self,
        facts: &OperationFacts,
        name: &OperationName,
        resource: Option<&TypeName>,
        owner: Option<&TypeName>,
        page: &PageFacts,
    ) -> Body {
        let body = &facts.body;
        if !body.properties.is_empty() {
            let properties = self.body_properties(facts, owner, name, page);
            let properties = self.as_examples_put_them(properties, facts, page);
            let of = owner.filter(|name| self.are_properties_of(name, &properties, facts.method));
            let of = of.cloned();
            return Body::Properties { of, properties };
        }
        let to_reference = facts.paths.iter().any(|(path, _)| {
            matches!(path.pieces.last(), Some(PathPiece::Literal(text)) if self.dialect.body.reference.is_match(text))
        });
        match facts.method {
            Method::Get | Method::Delete => Body::None,
            _ if to_reference => Body::Reference,
            _ if body.none => Body::None,
            Method::Patch if resource.is_some_and(|name| self.api.types.contains_key(name)) => {
                self.whole_update(resource)
            }
            _ => match resource {
                Some(name) if self.api.types.contains_key(name) => Body::Resource(name.clone()),
                _ if let Some(parts) = in_parts(body) => parts,
                _ if body.bytes => Body::Bytes(media_type(facts)),
                _ => match self.named_parameters(facts, owner, page) {
                    properties if !properties.is_empty() => {
                        Body::Properties { of: None, properties }
                    }
                    _ if body.described || has_request_body(&facts.examples) => Body::Json,
                    _ => Body::None,
                },
            },
        }
    }

    /// Whether what a body lists are properties of a type rather than parameters of an action that
    /// only gives it. An update may list what the type's page forgot.
    fn are_properties_of(&self, name: &TypeName, listed: &[BodyProperty], method: Method) -> bool {
        if !self.api.types.contains_key(name) {
            return false;
        }
        let own = self.api.all_properties(name);
        matches!(method, Method::Patch | Method::Put)
            || own.is_empty()
            || listed.iter().any(|property| own.iter().any(|other| other.name == property.name))
    }

    /// An update whose page lists no properties allows those that are not read-only.
    fn whole_update(&self, resource: Option<&TypeName>) -> Body {
        let Some(name) = resource else {
            return Body::Json;
        };
        let writable = self.api.all_properties(name).into_iter();
        let writable = writable.filter(|p| p.access == Access::ReadWrite && !p.navigation);
        let properties: Vec<BodyProperty> = writable
            .map(|property| BodyProperty {
                name: property.name.clone(),
                ty: property.ty.clone(),
                requirement: Requirement::Optional,
                inherited_from: None,
                description: property.description.clone(),
                source: property.source.clone(),
                cells: property.cells,
            })
            .collect();
        if properties.is_empty() {
            Body::Resource(name.clone())
        } else {
            Body::Properties { of: Some(name.clone()), properties }
        }
    }

    fn body_properties(
        &mut self,
        operation: &OperationFacts,
        owner: Option<&TypeName>,
        name: &OperationName,
        page: &PageFacts,
    ) -> Vec<BodyProperty> {
        let mut properties: Vec<BodyProperty> = Vec::new();
        for facts in &operation.body.properties {
            let property = self.body_property(facts, owner, operation, name, page);
            match properties.iter().find(|known| known.name == property.name) {
                None => properties.push(property),
                Some(first) => self.report.push(
                    Diagnostic::new(
                        Code::DuplicateProperty,
                        facts.place.clone(),
                        format!("the property `{}` a second time", facts.name),
                        "expected each property once",
                        "the first row was followed",
                    )
                    .related(first.source.clone(), "the first row"),
                ),
            }
        }
        properties
    }

    /// A property of a body. Where its page is vague (a string, an enumeration without a name), the
    /// page of the resource that has the property tells its type.
    fn body_property(
        &mut self,
        facts: &PropertyFacts,
        owner: Option<&TypeName>,
        operation: &OperationFacts,
        name: &OperationName,
        page: &PageFacts,
    ) -> BodyProperty {
        let of_resource = owner.and_then(|owner| {
            let found = self.api.property(owner, &facts.name);
            found.map(|property| (property.ty.clone(), property.source.clone()))
        });
        let is_vague = matches!(
            facts.ty.spelling,
            Spelling::UnnamedEnum | Spelling::Primitive(Primitive::String)
        ) && facts.values.is_some();
        let ty = match &of_resource {
            Some((ty, _)) if is_vague && matches!(ty.value, Value::Enum(_)) => TypeRef {
                value: ty.value.clone(),
                collection: facts.ty.collection || ty.collection,
            },
            _ => {
                let namespace = self.names.qualify("", page.namespace.as_deref());
                let unnamed = format!("{namespace}{}", name.module);
                let noun = action(operation).filter(|_| of_resource.is_none());
                let noun = noun.and_then(|action| noun_of_action(action, &facts.name));
                let owner = match (noun, owner) {
                    (Some(noun), _) => format!("{namespace}{noun}"),
                    (None, Some(owner)) => owner.as_str().to_owned(),
                    (None, None) => unnamed,
                };
                self.type_ref(&facts.ty, facts.values.as_ref(), &owner, &facts.name, page)
            }
        };
        if let Some((expected, source)) = of_resource
            && expected != ty
            && !matches!(ty.value, Value::Undocumented(_))
        {
            self.report.push(
                Diagnostic::new(
                    Code::Disagreement,
                    facts.ty.place.clone(),
                    format!(
                        "`{}` is `{ty}` here and `{expected}` on its resource's page",
                        facts.name
                    ),
                    format!("expected `{expected}`"),
                    "this page was followed for this request",
                )
                .related(source, "the resource's page"),
            );
        }
        BodyProperty {
            name: PropertyName::new(facts.name.as_str()),
            ty,
            requirement: facts.requirement.unwrap_or_default(),
            inherited_from: facts.inherited_from.as_deref().map(Into::into),
            description: facts.description.as_str().into(),
            source: facts.place.source.clone(),
            cells: facts.cells,
        }
    }
}

/// The name of the action or function that an operation's path ends with.
fn action(facts: &OperationFacts) -> Option<&str> {
    let (path, _) = facts.paths.first()?;
    let PathPiece::Literal(text) = path.pieces.last()? else { return None };
    text.rsplit(['/', '.']).next()
}

fn has_request_body(examples: &[Example]) -> bool {
    examples.iter().any(|e| e.kind == ExampleKind::Request && e.body.starts_with('{'))
}

/// A body in parts, if the page names a media type of parts for it.
fn in_parts(body: &BodyFacts) -> Option<Body> {
    let of_parts = |media: &str| media.starts_with("multipart/");
    let media = body.media_types.iter().find(|media| of_parts(media))?.clone();
    let alone = body.media_types.iter().filter(|media| !of_parts(media)).cloned().collect();
    Some(Body::Multipart { media, parts: body.parts.clone(), alone })
}

fn media_type(facts: &OperationFacts) -> Box<str> {
    let request = facts.examples.iter().find(|example| example.kind == ExampleKind::Request);
    let headers = request.map(|example| example.headers.as_slice()).unwrap_or_default();
    let stated = headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("content-type"));
    let named = || facts.body.media_types.iter().find(|media| !media.ends_with("json")).cloned();
    let stated = stated.map(|(_, value)| value.clone()).or_else(named);
    stated.unwrap_or_else(|| "application/octet-stream".into())
}

fn first_sentence(text: &str) -> String {
    text.split(['.', '\n']).next().unwrap_or("").trim().to_owned()
}
