//! Bodies of actions that no table lists in full: parameters in running text and in JSON, and the
//! object that examples put around what a table lists.

use serde_json_borrow::{ObjectAsVec as Members, Value as Json};

use super::shown_bodies::{ShownBody, requests};
use crate::diagnostics::{Code, Diagnostic};
use crate::ir::{
    BodyProperty, Cells, Example, Primitive, PropertyName, Requirement, Source, TypeName, TypeRef,
    Value,
};
use crate::read::facts::{OperationFacts, PageFacts};
use crate::resolve::Resolver;

impl Resolver<'_> {
    /// Parameters of a body without a table: those in the JSON that its section shows, and those
    /// that running text names. `owner` is the type that the operation is about.
    pub fn named_parameters(
        &mut self,
        facts: &OperationFacts,
        owner: Option<&TypeName>,
        page: &PageFacts,
    ) -> Vec<BodyProperty> {
        let mut parameters: Vec<BodyProperty> = Vec::new();
        for shown in facts.body.shown.iter().filter(|shown| !shown.name.starts_with('@')) {
            // Several pieces of JSON may show it.
            if is_known(&parameters, &shown.name) {
                continue;
            }
            let anything = TypeRef { value: Value::Json, collection: shown.collection };
            let ty = self.represented_type(shown, page).unwrap_or(anything);
            parameters.push(parameter(&shown.name, ty, &shown.place.source));
        }
        for mention in &facts.body.mentioned {
            if is_known(&parameters, &mention.name) {
                continue;
            }
            // A parameter is mostly a property of what comes back, or all of it.
            let property = owner.and_then(|owner| self.api.property(owner, &mention.name));
            let ty = match property {
                Some(property) => property.ty.clone(),
                None => TypeRef::single(self.type_of_name(&mention.name, page)),
            };
            parameters.push(parameter(&mention.name, ty, &mention.place.source));
        }
        parameters
    }

    /// Parameters of a body of which the text gives no more than the names, where examples send all that
    /// they send under these: what they send tells the types. `@odata.type` and the like are none.
    pub fn told_and_sent(
        &self,
        facts: &OperationFacts,
        owner: Option<&TypeName>,
        page: &PageFacts,
    ) -> Option<Vec<BodyProperty>> {
        let bodies: Vec<Members<'_>> =
            requests(&facts.examples).map(Example::members).collect::<Option<_>>()?;
        let sent =
            || bodies.iter().flat_map(|body| body.iter().filter(|(key, _)| !key.contains('@')));
        let is_named = |key: &str| facts.body.named.iter().any(|named| named.name == key);
        if sent().next().is_none() || !sent().all(|(key, _)| is_named(key)) {
            return None;
        }
        let named = facts.body.named.iter().filter_map(|named| {
            let values = sent().filter(|(key, _)| *key == named.name).map(|(_, value)| value);
            let shown = self.sent_by_all(&named.name, values, page)?;
            let own = owner.and_then(|owner| self.api.property(owner, &named.name));
            let ty = own.map_or(shown, |property| property.ty.clone());
            Some(parameter(&named.name, ty, &named.place.source))
        });
        Some(named.collect())
    }

    /// What a page lists without types, with those of which all examples send the values.
    pub fn as_examples_type_them(
        &self,
        mut properties: Vec<BodyProperty>,
        facts: &OperationFacts,
        bodies: &[ShownBody<'_>],
        page: &PageFacts,
    ) -> Vec<BodyProperty> {
        let is_untold = |property: &BodyProperty| {
            let mut rows = facts.body.properties.iter();
            let row = rows.find(|row| row.name == property.name.as_str());
            property.ty == TypeRef::single(Value::Json)
                && row.is_some_and(|row| row.ty.written.is_empty())
        };
        for property in properties.iter_mut().filter(|it| is_untold(it)) {
            let name = property.name.as_str();
            let sent = bodies.iter().filter_map(|it| it.members.get(name));
            if let Some(ty) = self.sent_by_all(name, sent, page) {
                property.ty = ty;
            }
        }
        properties
    }

    /// The type of values that examples send; JSON of any shape where they differ, `None` without any.
    fn sent_by_all<'v>(
        &self,
        name: &str,
        values: impl IntoIterator<Item = &'v Json<'v>>,
        page: &PageFacts,
    ) -> Option<TypeRef> {
        let mut types = values.into_iter().map(|value| self.sent_type(name, value, page));
        let first = types.next()?;
        Some(if types.all(|ty| ty == first) { first } else { TypeRef::single(Value::Json) })
    }

    /// The type of which examples send a value. A whole number may be a large one elsewhere.
    fn sent_type(&self, name: &str, value: &Json<'_>, page: &PageFacts) -> TypeRef {
        let (item, collection) = match value {
            Json::Array(items) => (items.first().unwrap_or(&Json::Null), true),
            value => (value, false),
        };
        let value = match item {
            Json::Str(_) => Value::Primitive(Primitive::String),
            Json::Bool(_) => Value::Primitive(Primitive::Boolean),
            Json::Number(number) if number.is_i64() => Value::Primitive(Primitive::Int64),
            Json::Number(_) => Value::Primitive(Primitive::Double),
            Json::Object(_) => self.type_of_name(name, page),
            Json::Array(_) | Json::Null => Value::Json,
        };
        TypeRef { value, collection }
    }

    /// The type that has the name of what is sent; else JSON of any shape.
    fn type_of_name(&self, name: &str, page: &PageFacts) -> Value {
        self.names.find_type(name, page, None).map_or(Value::Json, Value::Type)
    }

    /// The properties of a table, or the one property in which every example puts them.
    pub fn as_examples_put_them(
        &mut self,
        properties: Vec<BodyProperty>,
        facts: &OperationFacts,
        page: &PageFacts,
    ) -> Vec<BodyProperty> {
        let Some(Wrapper { example, name, collection }) = wrapper(&facts.examples, &properties)
        else {
            return properties;
        };
        let Some(first) = properties.first() else { return properties };
        self.report.push(
            Diagnostic::of(
                Code::TextExampleMismatch,
                facts.body.properties.first().map(|row| row.place.clone()).unwrap_or_default(),
            )
            .found(format!(
                "`{}` is no property of the body in the example, but of `{name}`",
                first.name
            ))
            .expected(format!("a row for `{name}`"))
            .instead("the example was followed")
            .related(example.source.clone(), "the example"),
        );
        let value = self.type_of_name(&name, page);
        let required = properties.iter().any(|one| one.requirement == Requirement::Required);
        let requirement = if required { Requirement::Required } else { Requirement::Optional };
        let ty = TypeRef { value, collection };
        vec![BodyProperty { requirement, ..parameter(&name, ty, &first.source) }]
    }
}

fn is_known(parameters: &[BodyProperty], name: &str) -> bool {
    parameters.iter().any(|known| known.name.as_str() == name)
}

fn parameter(name: &str, ty: TypeRef, source: &Source) -> BodyProperty {
    BodyProperty {
        name: PropertyName::new(name),
        ty,
        requirement: Requirement::Optional,
        inherited_from: None,
        description: "".into(),
        source: source.clone(),
        cells: Cells::default(),
    }
}

/// The one property in which examples put those that a table lists.
struct Wrapper<'e> {
    /// The first example that does so.
    example: &'e Example,
    name: String,
    /// Whether it holds an array of objects.
    collection: bool,
}

/// The one key of every request's body, if its object, or each object of its array, has none but
/// the listed properties and is none of them.
fn wrapper<'e>(examples: &'e [Example], listed: &[BodyProperty]) -> Option<Wrapper<'e>> {
    let is_listed = |name: &str| listed.iter().any(|p| p.name.as_str().eq_ignore_ascii_case(name));
    let is_inside = |object: &Members<'_>| !object.is_empty() && object.keys().all(is_listed);
    let mut found: Option<Wrapper<'_>> = None;
    for example in examples.iter().filter(|example| example.is_request()) {
        let Ok(Json::Object(body)) = serde_json::from_str(&example.body) else { continue };
        let mut entries = body.iter();
        let (Some((name, value)), None) = (entries.next(), entries.next()) else { return None };
        let collection = match value {
            Json::Object(object) if is_inside(object) => false,
            Json::Array(items)
                if !items.is_empty()
                    && items.iter().all(|item| item.as_object().is_some_and(is_inside)) =>
            {
                true
            }
            _ => return None,
        };
        let differs = found
            .as_ref()
            .is_some_and(|known| known.name != *name || known.collection != collection);
        if is_listed(name) || differs {
            return None;
        }
        found.get_or_insert_with(|| Wrapper { example, name: name.to_owned(), collection });
    }
    found
}
