//! What only examples tell of bodies: which resource it is, where they send its properties and nothing
//! else, and what they send by a link to it.

use serde_json_borrow::{ObjectAsVec as Members, Value as Json};

use crate::diagnostics::{Code, Diagnostic};
use crate::ir::{
    BodyProperty, Example, OperationName, Primitive, PropertyName, TypeName, TypeRef, Value,
};
use crate::read::facts::{OperationFacts, PageFacts};
use crate::resolve::Resolver;
use crate::resolve::names::Named;

/// What follows the name of a relationship of which a link is sent, in place of what it leads to.
const BIND: &str = "@odata.bind";

impl Resolver<'_> {
    /// The type of which every request in the examples sends properties, and nothing else: `owner`,
    /// else the one that the operation's module is named after.
    pub fn shown_resource(
        &self,
        examples: &[Example],
        owner: Option<&TypeName>,
        name: &OperationName,
    ) -> Option<TypeName> {
        let sent = sent_properties(examples)?;
        let subject = self.names.by_words(&name.module.replace('_', " "));
        let subject = subject.and_then(Named::into_type);
        owner.cloned().into_iter().chain(subject).find(|ty| {
            self.api.types.contains_key(ty)
                && sent.iter().all(|name| self.api.property(ty, name).is_some())
        })
    }

    /// The resource to which the text about a body links, unless examples send what it has not.
    pub fn linked_resource(&self, facts: &OperationFacts, page: &PageFacts) -> Option<TypeName> {
        let mention = facts.body.linked.as_ref()?;
        let found = self.names.find_in_text(&mention.name, page, mention.link.as_deref());
        let ty = found?.into_type()?;
        let sent = sent_properties(&facts.examples).unwrap_or_default();
        sent.iter().all(|name| self.api.property(&ty, name).is_some()).then_some(ty)
    }

    /// The properties of a table; those that examples send by links, and never as they are, under the
    /// names that they have then.
    pub fn as_examples_link_them(
        &mut self,
        mut properties: Vec<BodyProperty>,
        facts: &OperationFacts,
        bodies: &[ShownBody<'_>],
    ) -> Vec<BodyProperty> {
        let links = |example: &&Example| example.body.contains(BIND);
        let Some(first) = requests(&facts.examples).find(links) else { return properties };
        for property in &mut properties {
            let name = property.name.as_str();
            let by_link = format!("{name}{BIND}");
            let Some(link) = bodies.iter().find_map(|it| it.members.get(&by_link)) else {
                continue;
            };
            if bodies.iter().any(|it| it.members.contains_key(name)) {
                continue;
            }
            if let Some(row) = facts.body.properties.iter().find(|row| row.name == name) {
                self.report.push(
                    Diagnostic::of(Code::TextExampleMismatch, row.place.clone())
                        .found(format!("`{name}` in the text and `{by_link}` in the example"))
                        .expected("the same name in both")
                        .instead("the example was followed: a link is sent")
                        .related(first.source.clone(), "the example"),
                );
            }
            let value = Value::Primitive(Primitive::String);
            property.ty = TypeRef { value, collection: link.is_array() };
            property.name = PropertyName::new(by_link);
        }
        properties
    }

    /// The parameters of an action; those that every example sends in a list, where the table says one, as
    /// lists.
    pub fn as_examples_list_them(
        &mut self,
        mut parameters: Vec<BodyProperty>,
        facts: &OperationFacts,
        bodies: &[ShownBody<'_>],
    ) -> Vec<BodyProperty> {
        let is_one = |ty: &TypeRef| !ty.collection && matches!(ty.value, Value::Primitive(_));
        for parameter in parameters.iter_mut().filter(|it| is_one(&it.ty)) {
            let name = parameter.name.as_str();
            let mut sent = bodies.iter().filter_map(|it| Some((it.example, it.members.get(name)?)));
            let Some((first, value)) = sent.next() else { continue };
            if !is_list(value) || !sent.all(|(_, value)| is_list(value)) {
                continue;
            }
            if let Some(row) = facts.body.properties.iter().find(|row| row.name == name) {
                self.report.push(
                    Diagnostic::of(Code::TextExampleMismatch, row.place.clone())
                        .found(format!(
                            "`{name}` is `{}` in the text, a list in the example",
                            self.dialect.type_words.of(&parameter.ty)
                        ))
                        .expected("one of them, or a list of them, in both")
                        .instead("the example was followed: a list is sent")
                        .related(first.source.clone(), "the example"),
                );
            }
            parameter.ty.collection = true;
        }
        parameters
    }

    /// The properties of a table, in the casing that examples have where they have another one: that is
    /// what is sent.
    pub fn as_examples_write_them(
        &mut self,
        mut properties: Vec<BodyProperty>,
        facts: &OperationFacts,
        bodies: &[ShownBody<'_>],
    ) -> Vec<BodyProperty> {
        let has = |name: &str| bodies.iter().any(|it| it.members.contains_key(name));
        for property in properties.iter_mut().filter(|it| !has(it.name.as_str())) {
            let name = property.name.as_str();
            let shown = bodies.iter().find_map(|ShownBody { example, members }| {
                let key = members.keys().find(|key| key.eq_ignore_ascii_case(name))?;
                Some((example.source.clone(), key.to_owned()))
            });
            let Some((source, key)) = shown else { continue };
            if let Some(row) = facts.body.properties.iter().find(|row| row.name == name) {
                self.report.push(
                    Diagnostic::of(Code::CasingDiffers, row.place.clone())
                        .found(format!("`{name}` in the table, `{key}` in the example"))
                        .expected("the same casing in both")
                        .instead("the example was followed: it shows what is sent")
                        .related(source, "the example"),
                );
            }
            property.name = PropertyName::new(key);
        }
        properties
    }
}

/// The JSON object that a request in the examples sends.
pub struct ShownBody<'e> {
    pub example: &'e Example,
    pub members: Members<'e>,
}

/// The objects that requests in the examples send.
pub fn shown_bodies(examples: &[Example]) -> Vec<ShownBody<'_>> {
    requests(examples)
        .filter_map(|example| Some(ShownBody { example, members: example.members()? }))
        .collect()
}

/// Whether a request in the examples has a body, other than an empty object.
pub fn sends_anything(examples: &[Example]) -> bool {
    requests(examples).any(|example| !example.members().is_some_and(|body| body.is_empty()))
}

/// Whether a value is a list of some that have no parts.
fn is_list(value: &Json<'_>) -> bool {
    let is_plain = |item: &Json<'_>| !item.is_array() && !item.is_object() && !item.is_null();
    value.as_array().is_some_and(|items| !items.is_empty() && items.iter().all(is_plain))
}

/// The requests in the examples that have a body.
pub fn requests(examples: &[Example]) -> impl Iterator<Item = &Example> {
    let requests = examples.iter().filter(|example| example.is_request());
    requests.filter(|example| !example.body.is_empty())
}

/// The names of the properties that requests send; `None` if one sends anything but an object, or
/// none has a property. `author@odata.bind` is said of `author`.
fn sent_properties(examples: &[Example]) -> Option<Vec<String>> {
    let mut names = Vec::new();
    for example in requests(examples) {
        let members = example.members()?;
        let own = members.keys().map(|name| name.split('@').next().unwrap_or_default());
        names.extend(own.filter(|name| !name.is_empty()).map(str::to_owned));
    }
    (!names.is_empty()).then_some(names)
}
