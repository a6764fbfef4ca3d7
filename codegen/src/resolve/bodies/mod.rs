//! What requests carry: a whole resource, listed properties, parts, bytes.
//!
//! - `named_parameters` finds parameters that no table lists.
//! - `shown_bodies` takes from examples what nothing else tells.

mod named_parameters;
mod shown_bodies;

use crate::casing::camel_case;
use crate::diagnostics::{Code, Diagnostic, Place};
use crate::dialect::Spelling;
use crate::ir::{
    Access, Body, BodyProperty, Example, Method, OperationName, PathPiece, Primitive, PropertyName,
    Requirement, TypeName, TypeRef, Value,
};
use crate::read::facts::{BodyFacts, Need, OperationFacts, PageFacts, PropertyFacts};
use crate::read::operation::multipart::is_of_parts;
use crate::resolve::Resolver;
use crate::resolve::enums::PropertyOf;
use crate::resolve::enums::prose_enums::noun_of_action;
use shown_bodies::{sends_anything, shown_bodies};

impl Resolver<'_> {
    /// What an operation's request carries. `resource` is what its body section names, `owner` what
    /// the operation is about.
    pub fn body(
        &mut self,
        facts: &OperationFacts,
        name: &OperationName,
        resource: Option<&TypeName>,
        owner: Option<&TypeName>,
        page: &PageFacts,
    ) -> Body {
        let body = &facts.body;
        if !body.properties.is_empty() && !lists_arguments(facts) {
            let properties = self.body_properties(facts, owner, name, page);
            let properties = self.as_examples_put_them(properties, facts, page);
            let shown = shown_bodies(&facts.examples);
            let properties = self.as_examples_type_them(properties, facts, &shown, page);
            let of = owner.filter(|name| self.are_properties_of(name, &properties, facts.method));
            let of = of.cloned();
            let properties = match of {
                Some(_) => properties,
                None => self.as_examples_list_them(properties, facts, &shown),
            };
            let properties = self.as_examples_link_them(properties, facts, &shown);
            let properties = self.as_examples_write_them(properties, facts, &shown);
            let properties = match &of {
                Some(of) if body.open => self.with_the_others(properties, of),
                _ => properties,
            };
            return Body::Properties { of, properties };
        }
        let to_reference = facts.paths.iter().any(|(path, _)| {
            matches!(path.pieces.last(), Some(PathPiece::Literal(text)) if self.dialect.body.reference.is_match(text))
        });
        match facts.method {
            Method::Get | Method::Delete => Body::None,
            _ if to_reference => Body::Reference,
            _ if body.need == Need::None => Body::None,
            _ => match resource {
                Some(name) if self.api.types.contains_key(name) => self.whole(name, facts.method),
                _ if let Some(parts) = in_parts(body) => parts,
                _ if body.bytes => Body::Bytes(media_type(facts)),
                _ => match self.named_parameters(facts, owner, page) {
                    properties if !properties.is_empty() => {
                        Body::Properties { of: None, properties }
                    }
                    _ if let Some(shown) = self
                        .linked_resource(facts, page)
                        .or_else(|| self.shown_resource(&facts.examples, owner, name)) =>
                    {
                        self.whole(&shown, facts.method)
                    }
                    _ if body.need == Need::Unneeded && !sends_anything(&facts.examples) => {
                        Body::None
                    }
                    _ if let Some(properties) = self.told_and_sent(facts, owner, page) => {
                        Body::Properties { of: None, properties }
                    }
                    _ if body.described || has_request_body(&facts.examples) => Body::Json,
                    _ => Body::None,
                },
            },
        }
    }

    /// Reports an example that sends parts, where the text has a JSON body.
    pub fn report_parts(&mut self, facts: &OperationFacts, body: &Body) {
        if !matches!(body, Body::Properties { .. } | Body::Resource(_)) {
            return;
        }
        let requests = facts.examples.iter().filter(|it| it.is_request());
        let in_parts = requests.filter_map(|example| {
            let media = example.content_type()?.split(';').next()?.trim();
            is_of_parts(media).then_some((example, media))
        });
        self.report.push_for_all(in_parts, |(example, media)| {
            Diagnostic::of(Code::TextExampleMismatch, example.source.clone())
                .found(format!("an example that sends `{media}`, where the text has a JSON body"))
                .expected("an example with that body, or parts in the text as well")
                .instead("the text was followed: the generated function sends JSON")
        });
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

    /// A whole resource. An update whose page lists no properties allows those that are not read-only.
    fn whole(&self, name: &TypeName, method: Method) -> Body {
        let properties = if method == Method::Patch { self.writable(name) } else { Vec::new() };
        if properties.is_empty() {
            Body::Resource(name.clone())
        } else {
            Body::Properties { of: Some(name.clone()), properties }
        }
    }

    /// What callers may set of a type, relationships aside, none of it required.
    fn writable(&self, name: &TypeName) -> Vec<BodyProperty> {
        let writable = self.api.all_properties(name).into_iter();
        let writable = writable.filter(|p| p.access == Access::ReadWrite && !p.navigation);
        writable
            .map(|property| BodyProperty {
                name: property.name.clone(),
                ty: property.ty.clone(),
                requirement: Requirement::Optional,
                inherited_from: None,
                description: property.description.clone(),
                source: property.source.clone(),
                cells: property.cells,
            })
            .collect()
    }

    /// What a page lists, and after it what else callers may set of the type.
    fn with_the_others(&self, mut listed: Vec<BodyProperty>, of: &TypeName) -> Vec<BodyProperty> {
        let owner = self.api.types.get(of);
        let is_key = |name: &PropertyName| owner.is_some_and(|owner| owner.is_key(name.as_str()));
        let mut others = self.writable(of);
        others.retain(|other| {
            // Services make keys, unless a page says otherwise.
            !is_key(&other.name) && listed.iter().all(|known| known.name != other.name)
        });
        listed.append(&mut others);
        listed
    }

    fn body_properties(
        &mut self,
        operation: &OperationFacts,
        owner: Option<&TypeName>,
        name: &OperationName,
        page: &PageFacts,
    ) -> Vec<BodyProperty> {
        let mut properties: Vec<BodyProperty> = Vec::new();
        let listed = &operation.body.properties;
        // A table of nothing else is about something else.
        let read_only = &self.dialect.body.read_only;
        let is_read_only = |facts: &PropertyFacts| read_only.is_match(&facts.description);
        let leaves_out_read_only =
            operation.method == Method::Patch && !listed.iter().all(is_read_only);
        let required = self.required_together(&operation.body, owner);
        for (row, facts) in listed.iter().enumerate() {
            if leaves_out_read_only && is_read_only(facts) {
                self.report.push(
                    Diagnostic::of(Code::ReadOnlyInUpdate, facts.place.clone())
                        .found(format!(
                            "`{}` is read-only, and listed among what the update sends",
                            facts.name
                        ))
                        .expected("properties that callers may change")
                        .instead("it was left out of the request's body"),
                );
                continue;
            }
            let mut property = self.body_property(facts, owner, operation, name, page);
            if facts.requirement.is_none() && required.contains(&row) {
                property.requirement = Requirement::Required;
            }
            self.add_row(&mut properties, property, &facts.place);
        }
        properties
    }

    /// Adds a row to those of a body, or to the parameters of a function, unless there is one of its name:
    /// as in types, casing does not tell names apart.
    pub fn add_row(&mut self, rows: &mut Vec<BodyProperty>, row: BodyProperty, place: &Place) {
        let is_it =
            |known: &&BodyProperty| known.name.as_str().eq_ignore_ascii_case(row.name.as_str());
        match rows.iter().find(is_it) {
            None => rows.push(row),
            Some(first) => self.report.push(
                Diagnostic::of(Code::DuplicateProperty, place.clone())
                    .found(format!("`{}` a second time", row.name))
                    .expected("each name once")
                    .instead("the first row was followed")
                    .related(first.source.clone(), "the first row"),
            ),
        }
    }

    /// The rows that are required because a sentence says so of all of them. It is not believed of a
    /// table with what services set, the key and what is read-only: that is the resource's own, copied.
    fn required_together(&mut self, body: &BodyFacts, owner: Option<&TypeName>) -> Vec<usize> {
        let owner = owner.and_then(|owner| self.api.types.get(owner));
        let is_key = |row: &PropertyFacts| owner.is_some_and(|owner| owner.is_key(&row.name));
        let mut required = Vec::new();
        for said in &body.all_required {
            let rows = &body.properties[said.rows.clone()];
            let is_set_by_service =
                |row: &&PropertyFacts| row.requirement.is_none() && (is_key(row) || row.read_only);
            match rows.iter().find(is_set_by_service) {
                None => required.extend(said.rows.clone()),
                Some(set) => self.report.push(
                    Diagnostic::of(Code::EverythingRequired, said.place.clone())
                        .found(format!(
                            "the sentence that all of a table is required, which has `{}`",
                            set.name
                        ))
                        .expected("a table of what callers must send, without what services set")
                        .instead("what its rows say themselves was followed")
                        .related(set.place.source.clone(), "what services set"),
                ),
            }
        }
        required
    }

    /// A property of a body. Where its page is vague (a string, an enumeration without a name), the
    /// page of the resource that has the property tells its type.
    pub fn body_property(
        &mut self,
        facts: &PropertyFacts,
        owner: Option<&TypeName>,
        operation: &OperationFacts,
        name: &OperationName,
        page: &PageFacts,
    ) -> BodyProperty {
        let of_resource = owner.and_then(|owner| {
            let found = self.api.property(owner, &facts.name);
            found
                .map(|property| (property.ty.clone(), property.source.clone(), property.navigation))
        });
        let is_vague = matches!(
            facts.ty.spelling,
            Spelling::UnnamedEnum | Spelling::Primitive(Primitive::String)
        ) && facts.values.is_some();
        let ty = match &of_resource {
            Some((ty, ..)) if is_vague && matches!(ty.value, Value::Enum(_)) => TypeRef {
                value: ty.value.clone(),
                collection: facts.ty.collection || ty.collection,
            },
            _ => {
                let namespace = self.names.qualify("", page.namespace.as_deref());
                let noun = action(operation).filter(|_| of_resource.is_none());
                let noun = noun.and_then(|action| noun_of_action(action, &facts.name));
                let owner = match (noun, owner) {
                    (Some(noun), _) => format!("{namespace}{noun}"),
                    (None, Some(owner)) => owner.as_str().to_owned(),
                    (None, None) => format!("{namespace}{}", camel_case(&name.module)),
                };
                let property = PropertyOf { owner: &owner, name: &facts.name, page };
                self.type_ref(&facts.ty, facts.values.as_ref(), property)
            }
        };
        let mut ty = ty;
        // A type beside it is the value that is sent.
        if facts.name == "@odata.type" && matches!(ty.value, Value::Type(_)) {
            ty = TypeRef { value: Value::Primitive(Primitive::String), collection: false };
        }
        if let Some((expected, source, navigation)) = of_resource
            && expected != ty
            && !matches!(ty.value, Value::Undocumented(_))
        {
            // A relationship can be sent in other ways than it is read.
            let is_followed = !navigation && says_more(&expected, &ty);
            let words = self.dialect.type_words;
            let (here, there) = (words.of(&ty).to_string(), words.of(&expected).to_string());
            self.report.push(
                Diagnostic::of(Code::Disagreement, facts.ty.place.clone())
                    .found(format!(
                        "`{}` is `{here}` here and `{there}` on its resource's page",
                        facts.name
                    ))
                    .expected(format!("`{there}`"))
                    .instead(if is_followed {
                        "the resource's page was followed, which says more"
                    } else {
                        "this page was followed for this request"
                    })
                    .related(source, "the resource's page"),
            );
            if is_followed {
                ty = expected;
            }
        }
        BodyProperty {
            name: PropertyName::new(facts.name.as_str()),
            ty,
            requirement: facts.requirement.unwrap_or_default(),
            inherited_from: facts.inherited_from.as_deref().map(Into::into),
            description: description(facts),
            source: facts.place.source.clone(),
            cells: facts.cells,
        }
    }
}

/// Whether a request that sends nothing has in its path what the page lists under its body.
fn lists_arguments(facts: &OperationFacts) -> bool {
    let is_argument =
        |row: &PropertyFacts| facts.function_parameters.iter().any(|it| it.name == row.name);
    facts.method == Method::Get && facts.body.properties.iter().all(is_argument)
}

/// What a row says of what is sent; the mark of a name, "(deprecated)", too.
fn description(facts: &PropertyFacts) -> Box<str> {
    let is_marked = facts.deprecated.as_deref() == Some("");
    if is_marked {
        format!("Deprecated. {}", facts.description).trim_end().into()
    } else {
        facts.description.as_str().into()
    }
}

/// Whether a resource's page says more of a property's type than a page that sends it: that there are
/// many of it, or what a value of any type holds, or a string that cannot be one.
fn says_more(of_resource: &TypeRef, sent: &TypeRef) -> bool {
    let same_many = of_resource.collection == sent.collection;
    match &sent.value {
        value if *value == of_resource.value => of_resource.collection,
        Value::Json => true,
        Value::Primitive(Primitive::String) => same_many && is_no_text(&of_resource.value),
        _ => false,
    }
}

/// Whether JSON has no text for values of this type.
fn is_no_text(value: &Value) -> bool {
    use Primitive::{Boolean, Byte, Double, Int16, Int32, Int64, SByte, Single};
    match value {
        Value::Type(_) => true,
        Value::Primitive(primitive) => {
            matches!(primitive, Boolean | Byte | Double | Int16 | Int32 | Int64 | SByte | Single)
        }
        _ => false,
    }
}

/// The name of the action or function that an operation's path ends with.
fn action(facts: &OperationFacts) -> Option<&str> {
    let (path, _) = facts.paths.first()?;
    let PathPiece::Literal(text) = path.pieces.last()? else { return None };
    text.rsplit(['/', '.']).next()
}

fn has_request_body(examples: &[Example]) -> bool {
    examples.iter().any(|e| e.is_request() && e.body.starts_with('{'))
}

/// A body in parts, if the page names a media type of parts for it.
fn in_parts(body: &BodyFacts) -> Option<Body> {
    let media = body.media_types.iter().find(|media| is_of_parts(media))?.clone();
    let alone = body.media_types.iter().filter(|media| !is_of_parts(media)).cloned().collect();
    Some(Body::Multipart { media, parts: body.parts.clone(), alone })
}

fn media_type(facts: &OperationFacts) -> Box<str> {
    let request = facts.examples.iter().find(|example| example.is_request());
    let stated = request.and_then(Example::content_type).map(Into::into);
    let named = || facts.body.media_types.iter().find(|media| !media.ends_with("json")).cloned();
    stated.or_else(named).unwrap_or_else(|| "application/octet-stream".into())
}
