//! Types of responses whose pages list what they hold: a type for the operation, and one for each
//! property whose own properties are listed as `reader.name` or `loans[].id`.

use std::collections::BTreeMap;

use super::response_shape::{OF_ITEM, Shape, fit};
use super::shown_type_name;
use crate::casing::{camel_case, upper_first};
use crate::diagnostics::{Code, Diagnostic, Place};
use crate::dialect::Spelling;
use crate::ir::names::{is_identifier, namespace};
use crate::ir::{
    Example, OperationName, Places, Property, PropertyName, Response, Source, Type, TypeKind,
    TypeName, TypeOrigin, TypeRef, Value,
};
use crate::read::facts::{ListedFacts, OperationFacts, PageFacts, PropertyFacts};
use crate::resolve::Resolver;

/// What the rows of a table describe: a property, or what only its parts' names say.
struct Node<'f> {
    name: String,
    /// Whether a name has brackets behind it.
    many: bool,
    row: Option<&'f PropertyFacts>,
    parts: Vec<Node<'f>>,
}

impl Resolver<'_> {
    /// The response of an operation, of the type that its page's table gives it, if nothing else
    /// does.
    pub fn with_listed_type(
        &mut self,
        response: Response,
        facts: &OperationFacts,
        name: &OperationName,
        page: &PageFacts,
    ) -> Response {
        let Some(listed) = &facts.response.listed else { return response };
        let known = response.ty.as_ref().filter(|ty| ty.value != Value::Json);
        if known.is_some() || response.status == Some(204) {
            let words = self.dialect.type_words;
            let of = known.map_or_else(|| "empty".to_owned(), |ty| format!("`{}`", words.of(ty)));
            self.report.push(
                Diagnostic::of(Code::UnknownTable, listed.place.clone())
                    .found("a table of what the response holds")
                    .expected("it where nothing else tells what comes back")
                    .instead(format!("nothing was read from it: the response is {of}")),
            );
            return response;
        }
        let example = facts.examples.iter().find(|it| it.is_response());
        let mut properties = listed.properties.clone();
        let shape = match fit(&mut properties, listed, example) {
            Ok(shape) => shape,
            Err(instead) => {
                let mut finding = Diagnostic::of(Code::UntypedResponse, listed.place.clone())
                    .found(format!("a table of what the response holds, and {instead}"))
                    .expected("an object with these properties, or a list of such")
                    .instead("the response is JSON of any shape");
                if let Some(example) = example {
                    finding = finding.related(example.source.clone(), "the example");
                }
                self.report.push(finding);
                return Response { ty: Some(TypeRef::single(Value::Json)), ..response };
            }
        };
        self.report_casing_of_rows(listed, &properties);
        let owner = self.name_of_response(facts, example, name, page);
        let nodes = self.tree(&properties);
        self.add_listed_type(&owner, &nodes, &listed.place.source, page);
        let collection = shape == Shape::List;
        Response { ty: Some(TypeRef { value: Value::Type(owner), collection }), ..response }
    }

    /// The name that the page gives what comes back, if no other page is about it; else the
    /// operation's.
    fn name_of_response(
        &self,
        facts: &OperationFacts,
        example: Option<&Example>,
        name: &OperationName,
        page: &PageFacts,
    ) -> TypeName {
        let stated = facts.response.ty.as_ref().and_then(|ty| match &ty.spelling {
            Spelling::Named(name) => Some(name.clone()),
            _ => None,
        });
        let shown = || shown_type_name(example?, self.dialect);
        let given = stated.or_else(shown);
        let given = given.map(|name| self.names.qualify(&name, page.namespace.as_deref()));
        let own = || {
            let function = name.function.strip_suffix("_response").unwrap_or(&name.function);
            let words = camel_case(&format!("{}_{function}_response", name.module));
            self.names.qualify(&words, page.namespace.as_deref())
        };
        let given = given.map(TypeName::new).filter(|name| self.is_free(name));
        given.unwrap_or_else(|| self.free_type_name(&own()))
    }

    /// Reports rows whose names have another casing in the example, which is what is sent.
    fn report_casing_of_rows(&mut self, listed: &ListedFacts, properties: &[PropertyFacts]) {
        let rows = listed.properties.iter().zip(properties);
        let own = |name: &str| name.strip_prefix(OF_ITEM).unwrap_or(name).to_owned();
        let differing = rows.filter(|(row, property)| own(&row.name) != property.name);
        self.report.push_for_all(differing, |(row, property)| {
            Diagnostic::of(Code::CasingDiffers, row.place.clone())
                .found(format!("`{}` in the table, `{}` in the example", row.name, property.name))
                .expected("the same casing in both")
                .instead("the example was followed: it shows what is sent")
        });
    }

    fn is_free(&self, name: &TypeName) -> bool {
        !self.names.is_known(name.as_str()) && !self.api.types.contains_key(name)
    }

    /// A name that no other type has, nor an enum.
    fn free_type_name(&self, wanted: &str) -> TypeName {
        let numbered = (2..).map(|n: u32| TypeName::new(format!("{wanted}{n}")));
        let mut names = std::iter::once(TypeName::new(wanted)).chain(numbered);
        names.find(|name| self.is_free(name)).unwrap_or_else(|| TypeName::new(wanted))
    }

    /// The rows as a tree; reports those of a second mention.
    fn tree<'f>(&mut self, rows: &'f [PropertyFacts]) -> Vec<Node<'f>> {
        let mut roots: Vec<Node<'f>> = Vec::new();
        for row in rows {
            let mut level = &mut roots;
            let path = segments(&row.name);
            let depth = path.len();
            for (at, (name, many)) in path.into_iter().enumerate() {
                let known = level.iter().position(|node| node.name == name);
                let slot = known.unwrap_or_else(|| {
                    level.push(Node { name, many: false, row: None, parts: Vec::new() });
                    level.len() - 1
                });
                let node = &mut level[slot];
                node.many |= many;
                if at + 1 < depth {
                    level = &mut level[slot].parts;
                    continue;
                }
                match node.row {
                    None => node.row = Some(row),
                    Some(first) => self.report.push(
                        Diagnostic::of(Code::DuplicateProperty, row.place.clone())
                            .found(format!("the property `{}` a second time", row.name))
                            .expected("each property once")
                            .instead("the first row was followed")
                            .related(first.place.source.clone(), "the first row"),
                    ),
                }
                break;
            }
        }
        roots
    }

    fn add_listed_type(
        &mut self,
        owner: &TypeName,
        nodes: &[Node<'_>],
        source: &Source,
        page: &PageFacts,
    ) {
        let properties: Vec<Property> =
            nodes.iter().map(|node| self.listed_property(owner, node, page)).collect();
        let ty = Type {
            name: owner.clone(),
            base: None,
            description: "".into(),
            remarks: Vec::new(),
            origin: TypeOrigin::Response,
            kind: TypeKind::Complex,
            open: false,
            deprecated: None,
            properties,
            repeated: BTreeMap::new(),
            area: page.area.clone(),
            source: source.clone(),
            places: Places::default(),
        };
        self.api.types.insert(owner.clone(), ty);
    }

    fn listed_property(&mut self, owner: &TypeName, node: &Node<'_>, page: &PageFacts) -> Property {
        let own = node.row.map(|row| {
            let facts = PropertyFacts { name: node.name.clone(), ..row.clone() };
            self.property(&facts, owner.as_str(), None, page)
        });
        let mut property = own.unwrap_or_else(|| {
            let name = PropertyName::new(node.name.as_str());
            Property::shown(name, TypeRef::single(Value::Json), first_row(node).source)
        });
        property.ty.collection |= node.many;
        if node.parts.is_empty() {
            return property;
        }
        if property.ty.value != Value::Json {
            let ty = self.dialect.type_words.of(&property.ty).to_string();
            for part in &node.parts {
                self.report.push(
                    Diagnostic::of(Code::Disagreement, first_row(part))
                        .found(format!("a property of `{}`, which is `{ty}`", node.name))
                        .expected("properties of what is called an object, or an array of objects")
                        .instead(format!("it was left out: `{}` stays `{ty}`", node.name)),
                );
            }
            return property;
        }
        let is_array = |row: &PropertyFacts| self.dialect.types.arrays.contains(&row.ty.written);
        property.ty.collection |= node.row.is_some_and(is_array);
        let part = format!(
            "{}.{}{}",
            namespace(owner.as_str()),
            owner.short(),
            upper_first(&camel_case(&node.name))
        );
        let part = self.free_type_name(&part);
        self.add_listed_type(&part, &node.parts, &property.source, page);
        property.ty.value = Value::Type(part);
        property
    }
}

/// Where what a node says begins.
fn first_row(node: &Node<'_>) -> Place {
    match node.row {
        Some(row) => row.place.clone(),
        None => node.parts.first().map(first_row).unwrap_or_default(),
    }
}

/// How many names may lead to a property; longer ones are no names that anyone uses.
const DEEPEST: usize = 16;

/// The names that lead to a property, each with whether it has brackets. A name with anything else
/// in it, `@odata.count`, is one as it stands.
fn segments(name: &str) -> Vec<(String, bool)> {
    let parts = name.split('.').map(|part| match part.strip_suffix("[]") {
        Some(part) => (part, true),
        None => (part, false),
    });
    let parts: Vec<(&str, bool)> = parts.collect();
    if parts.len() <= DEEPEST
        && parts.iter().all(|(part, _)| !part.is_empty() && is_identifier(part))
    {
        return parts.into_iter().map(|(part, many)| (part.to_owned(), many)).collect();
    }
    vec![(name.to_owned(), false)]
}
