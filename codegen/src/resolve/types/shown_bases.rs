//! Base types that no page names and examples show: an object says that it is of one type, in a
//! place for another.

use std::collections::BTreeMap;

use memchr::memmem;
use rustc_hash::FxHashMap;
use serde_json_borrow::Value as Json;

use crate::diagnostics::{Code, Diagnostic};
use crate::ir::{Api, Body, ExampleKind, Operation, Source, Type, TypeName, TypeRef, Value};
use crate::resolve::Resolver;

impl Resolver<'_> {
    /// Takes from examples the base types of types whose pages name none. A type derives from the one
    /// in whose place it stands if it has every property that the other's page lists; otherwise the
    /// example may as well be wrong.
    pub fn take_shown_bases(&mut self) {
        let mut shown: BTreeMap<TypeName, (TypeName, Source)> = BTreeMap::new();
        let baseless = self.baseless();
        for operation in self.api.operations.values() {
            for example in &operation.examples {
                if !states_any(&example.body, &baseless) {
                    continue;
                }
                let Ok(body) = serde_json::from_str::<Json<'_>>(&example.body) else { continue };
                let mut walk = Walk { api: &self.api, baseless: &baseless, found: Vec::new() };
                for (ty, json) in typed_values(operation, example.kind, &body) {
                    walk.value(&ty, json);
                }
                for (name, expected) in walk.found {
                    if self.has_all_properties_of(&name, &expected) {
                        shown.entry(name).or_insert_with(|| (expected, example.source.clone()));
                    }
                }
            }
        }
        let is_any = !shown.is_empty();
        for (name, (base, source)) in shown {
            self.derive(&name, base, source);
        }
        if is_any {
            self.take_prose_enums_of_bases();
            self.drop_repeated();
        }
    }

    /// Types whose pages name no base type, by their names in lower case.
    fn baseless(&self) -> FxHashMap<String, TypeName> {
        let root = self.dialect.root_entity.as_deref();
        let is_rooted = |ty: &Type| {
            self.rooted.contains(&ty.name) && ty.base.as_ref().map(TypeName::as_str) == root
        };
        let types = self.api.types.values();
        let without = types.filter(|ty| ty.base.is_none() || is_rooted(ty));
        without.map(|ty| (ty.name.as_str().to_lowercase(), ty.name.clone())).collect()
    }

    fn has_all_properties_of(&self, name: &TypeName, base: &TypeName) -> bool {
        let mut listed =
            self.api.all_properties(base).into_iter().filter(|property| {
                !self.only_in_json.contains(&(base.clone(), property.name.clone()))
            });
        listed.all(|property| self.api.property(name, property.name.as_str()).is_some())
    }

    fn derive(&mut self, name: &TypeName, base: TypeName, example: Source) {
        let inherits_from_it = base == *name || self.api.inherits(&base, name);
        let Some(ty) = self.api.types.get_mut(name).filter(|_| !inherits_from_it) else { return };
        self.report.push(
            Diagnostic::of(Code::TextExampleMismatch, ty.source.clone())
                .found(format!("no base type, and `{name}` in an example in the place of `{base}`"))
                .expected(format!("`Inherits from {}`", base.short()))
                .instead("it was read as derived from that")
                .related(example, "the example"),
        );
        ty.base = Some(base);
    }
}

/// Whether a body states one of those types.
fn states_any(body: &str, types: &FxHashMap<String, TypeName>) -> bool {
    const KEY: &str = "\"@odata.type\"";
    memmem::find_iter(body.as_bytes(), KEY).any(|at| {
        let mut parts = body[at + KEY.len()..].splitn(3, '"').skip(1);
        parts.next().is_some_and(|name| types.contains_key(&full_name(name)))
    })
}

/// The name in `@odata.type`, in lower case.
fn full_name(stated: &str) -> String {
    stated.trim_start_matches('#').to_lowercase()
}

/// The values of which an operation's body or response tells the types, in the JSON of an example.
pub fn typed_values<'j>(
    operation: &Operation,
    kind: ExampleKind,
    json: &'j Json<'j>,
) -> Vec<(TypeRef, &'j Json<'j>)> {
    let member = |name: &str| json.as_object().and_then(|members| members.get(name));
    match (kind, &operation.body, &operation.response.ty) {
        (ExampleKind::Request, Body::Resource(name), _) => {
            vec![(TypeRef::single(Value::Type(name.clone())), json)]
        }
        (ExampleKind::Request, Body::Properties { properties, .. }, _) => {
            let sent = properties.iter();
            sent.filter_map(|it| Some((it.ty.clone(), member(it.name.as_str())?))).collect()
        }
        (ExampleKind::Response, _, Some(ty)) => {
            let inner = member("value").filter(|_| ty.collection);
            vec![(ty.clone(), inner.unwrap_or(json))]
        }
        _ => Vec::new(),
    }
}

struct Walk<'a> {
    api: &'a Api,
    baseless: &'a FxHashMap<String, TypeName>,
    /// Types, and those in whose place they stand.
    found: Vec<(TypeName, TypeName)>,
}

impl Walk<'_> {
    fn value(&mut self, ty: &TypeRef, json: &Json<'_>) {
        match (&ty.value, json) {
            (Value::Type(name), Json::Array(items)) if ty.collection => {
                for item in items {
                    self.object(name, item);
                }
            }
            (Value::Type(name), json) if !ty.collection => self.object(name, json),
            _ => {}
        }
    }

    fn object(&mut self, expected: &TypeName, json: &Json<'_>) {
        let Json::Object(members) = json else { return };
        let stated = members.get("@odata.type").and_then(Json::as_str);
        let stated = stated.and_then(|stated| self.baseless.get(&full_name(stated)));
        if let Some(stated) = stated
            && stated != expected
            && !self.api.inherits(expected, stated)
        {
            self.found.push((stated.clone(), expected.clone()));
        }
        // Only what has members of its own can state a type.
        let nested = |(_, member): &(&str, &Json<'_>)| member.is_object() || member.is_array();
        for (name, member) in members.iter().filter(nested) {
            if let Some(property) = self.api.property(stated.unwrap_or(expected), name) {
                self.value(&property.ty, member);
            }
        }
    }
}
