//! `facts.json`: what was read, flat, for the scorer and for other tools.

use serde_json::{Value as Json, json};

use crate::examples::Outcomes;
use crate::ir::{
    Api, Body, BodyProperty, Enum, ExampleKind, Nullability, Operation, Path, Property,
    Requirement, Scopes, Source, Type, TypeRef, Value,
};

/// All facts of a model.
pub fn export(api: &Api, outcomes: &Outcomes) -> Json {
    export_where(api, outcomes, |_| true)
}

/// The facts that are documented on one page.
pub fn export_page(api: &Api, outcomes: &Outcomes, page: &str) -> Json {
    export_where(api, outcomes, |source| &*source.page == page)
}

fn export_where(api: &Api, outcomes: &Outcomes, keep: impl Fn(&Source) -> bool) -> Json {
    let types = api.types.values().filter(|ty| keep(&ty.source));
    let enums = api.enums.values().filter(|facts| keep(&facts.source));
    let operations = api.operations.values().filter(|operation| keep(&operation.source));
    json!({
        "types": types.map(|ty| type_facts(api, ty)).collect::<Vec<_>>(),
        "enums": enums.map(enum_facts).collect::<Vec<_>>(),
        "operations": operations.map(|it| operation_facts(it, outcomes)).collect::<Vec<_>>(),
    })
}

fn type_facts(api: &Api, ty: &Type) -> Json {
    let properties = api.all_properties(&ty.name);
    json!({
        "name": ty.name,
        "base": ty.base,
        "source": ty.source,
        "properties": properties.into_iter().map(property_facts).collect::<Vec<_>>(),
    })
}

fn property_facts(property: &Property) -> Json {
    let mut facts = typed(property.name.as_str(), &property.ty);
    if property.nullability != Nullability::Unsaid {
        facts["nullability"] = json!(property.nullability);
    }
    facts
}

fn enum_facts(facts: &Enum) -> Json {
    json!({
        "name": facts.name,
        "source": facts.source,
        "members": facts.members.iter().map(|member| &member.name).collect::<Vec<_>>(),
    })
}

fn operation_facts(operation: &Operation, outcomes: &Outcomes) -> Json {
    let page = operation.source.page.rsplit('/').next().unwrap_or_default();
    let scopes = |scopes: &Scopes| scopes.all().map(ToString::to_string).collect::<Vec<_>>();
    let mut facts = json!({
        "name": operation.name,
        "page": page,
        "title": operation.title,
        "source": operation.source,
        "method": operation.method,
        "paths": operation.paths.iter().filter_map(Path::written).collect::<Vec<_>>(),
        "headers": operation.headers.iter().map(|header| &header.name).collect::<Vec<_>>(),
        "request": { "properties": body_properties(&operation.body) },
        "response": response(operation),
        "permissions": {
            "delegatedWork": scopes(&operation.permissions.delegated_work),
            "delegatedPersonal": scopes(&operation.permissions.delegated_personal),
            "application": scopes(&operation.permissions.application),
        },
        "leastPrivileged": {
            "delegatedWork": operation.permissions.delegated_work.least,
            "delegatedPersonal": operation.permissions.delegated_personal.least,
            "application": operation.permissions.application.least,
        },
        "examples": operation.examples.iter().enumerate().map(|(at, example)| json!({
            "line": example.source.line,
            "kind": match example.kind {
                ExampleKind::Request => "request",
                ExampleKind::Response => "response",
            },
            "outcome": outcomes.of(&operation.name).get(at).map(|outcome| outcome.as_str()),
        })).collect::<Vec<_>>(),
    });
    let any_caller = &operation.permissions.any_caller;
    if !any_caller.is_empty() {
        facts["permissions"]["anyCaller"] = json!(scopes(any_caller));
    }
    facts
}

fn body_properties(body: &Body) -> Vec<Json> {
    let property = |property: &BodyProperty| {
        let mut facts = typed(property.name.as_str(), &property.ty);
        if let Some(base) = &property.inherited_from {
            facts["inheritedFrom"] = Json::from(&**base);
        }
        facts["required"] = Json::Bool(property.requirement == Requirement::Required);
        facts
    };
    body.properties().iter().map(property).collect()
}

fn response(operation: &Operation) -> Json {
    let ty = operation.response.ty.as_ref();
    json!({
        "status": operation.response.status,
        "type": ty.map(|ty| value_name(&ty.value)),
        "collection": ty.is_some_and(|ty| ty.collection),
    })
}

fn typed(name: &str, ty: &TypeRef) -> Json {
    json!({ "name": name, "type": value_name(&ty.value), "collection": ty.collection })
}

fn value_name(value: &Value) -> String {
    value.name().map_or_else(|| value.to_string(), str::to_owned)
}
