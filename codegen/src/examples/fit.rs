//! Whether a JSON body is what the model says.

use rustc_hash::FxHashMap;
use serde_json_borrow::{ObjectAsVec as Members, Value as Json};

use super::scalar;
use crate::dialect::Dialect;
use crate::ir::{Api, Body, BodyProperty, Operation, Property, Source, TypeName, TypeRef, Value};

/// A place at which a body and the model part.
#[derive(Debug, PartialEq)]
pub(super) struct Fault<'a> {
    /// The names of the members that lead to it, outermost first.
    pub(super) path: Vec<String>,
    /// What is wrong there.
    pub(super) problem: Problem<'a>,
}

#[derive(Debug, PartialEq)]
pub(super) enum Problem<'a> {
    /// Text of a template, `datetime-value`, that is no value of the documented type.
    Template,
    /// A member that this type or request does not have.
    Undocumented {
        /// The type, or the request, in words.
        owner: String,
        /// Where that is documented.
        source: &'a Source,
    },
    /// A value of another kind.
    Kind {
        /// What the example has.
        found: String,
        /// What the model has.
        expected: String,
        /// Where that is documented.
        source: &'a Source,
    },
}

impl Fault<'_> {
    pub(super) fn is_undocumented_member(&self) -> bool {
        matches!(self.problem, Problem::Undocumented { .. })
    }
}

/// A model, prepared for comparing.
pub(super) struct Fit<'a> {
    api: &'a Api,
    dialect: &'a Dialect,
    types: FxHashMap<&'a TypeName, Known<'a>>,
    /// Documented names by their lower case: `@odata.type` is not particular about casing.
    names: FxHashMap<String, &'a TypeName>,
}

struct Known<'a> {
    properties: FxHashMap<&'a str, &'a Property>,
    open: bool,
    source: &'a Source,
}

impl<'a> Fit<'a> {
    pub(super) fn new(api: &'a Api, dialect: &'a Dialect) -> Self {
        let known = |name: &'a TypeName, source: &'a Source, open: bool| {
            let all = api.all_properties(name).into_iter();
            let properties = all.map(|property| (property.name.as_str(), property)).collect();
            Known { properties, open: open || api.bases(name).any(|base| base.open), source }
        };
        let types = api.types.iter();
        Self {
            api,
            dialect,
            types: types.map(|(name, ty)| (name, known(name, &ty.source, ty.open))).collect(),
            names: api.types.keys().map(|name| (name.as_str().to_lowercase(), name)).collect(),
        }
    }

    /// Where the body of a request parts from the operation's.
    pub(super) fn request(&self, operation: &'a Operation, body: &Json<'_>) -> Vec<Fault<'a>> {
        let mut walk = Walk { fit: self, path: Vec::new(), faults: Vec::new() };
        let source = &operation.source;
        match (&operation.body, body) {
            (Body::Bytes(_) | Body::Multipart { .. } | Body::Json, _) => {}
            (Body::Resource(name), _) => walk.structured(name, body, source),
            (Body::None, Json::Object(members)) => {
                if !members.is_empty() {
                    walk.kind(body, "no body".to_owned(), source);
                }
            }
            (Body::Reference, Json::Object(members)) => {
                if !members.keys().any(|name| name.contains('@')) {
                    walk.kind(body, "a link: `@odata.id`".to_owned(), source);
                }
            }
            (Body::Properties { of, properties }, Json::Object(members)) => {
                walk.listed(of.as_ref(), properties, members, source);
            }
            (Body::None | Body::Reference | Body::Properties { .. }, _) => {
                walk.kind(body, "an object".to_owned(), source);
            }
        }
        walk.faults
    }

    /// Where the body of a response parts from what the operation gives.
    pub(super) fn response(&self, operation: &'a Operation, body: &Json<'_>) -> Vec<Fault<'a>> {
        let mut walk = Walk { fit: self, path: Vec::new(), faults: Vec::new() };
        let source = &operation.source;
        let inner = body.as_object().and_then(|members| members.get("value"));
        let words = self.dialect.type_words;
        match (&operation.response.ty, inner) {
            (None, _) => {
                let says_nothing =
                    |members: &Members<'_>| members.keys().all(|name| name.contains('@'));
                if !body.as_object().is_some_and(says_nothing) {
                    walk.kind(body, "no body".to_owned(), source);
                }
            }
            (Some(ty), Some(list @ Json::Array(_))) if ty.collection => {
                walk.path.push("value");
                walk.value(ty, list, source);
            }
            (Some(ty), _) if ty.collection && body.is_array() => walk.value(ty, body, source),
            (Some(ty), _) if ty.collection => {
                if !matches!(ty.value, Value::Json | Value::Undocumented(_)) {
                    walk.kind(
                        body,
                        format!(
                            "a list of `{}`, as it is or under `value`",
                            words.of_value(&ty.value)
                        ),
                        source,
                    );
                }
            }
            (Some(TypeRef { value: Value::Type(name), .. }), inner) => {
                let has_value =
                    self.types.get(name).is_some_and(|ty| ty.properties.contains_key("value"));
                match inner {
                    // Some pages write the object as a value, and models keep it like that.
                    Some(wrapped @ Json::Object(_)) if !has_value => {
                        walk.path.push("value");
                        walk.structured(name, wrapped, source);
                    }
                    _ => walk.structured(name, body, source),
                }
            }
            (Some(ty), Some(value)) => {
                walk.path.push("value");
                walk.value(ty, value, source);
            }
            (Some(ty), None) => {
                if !scalar::is_anything(&ty.value) {
                    walk.kind(body, format!("`{}` under `value`", words.of(ty)), source);
                }
            }
        }
        walk.faults
    }
}

struct Walk<'f, 'a, 'j> {
    fit: &'f Fit<'a>,
    path: Vec<&'j str>,
    faults: Vec<Fault<'a>>,
}

impl<'a, 'j> Walk<'_, 'a, 'j> {
    fn fault(&mut self, problem: Problem<'a>) {
        self.faults
            .push(Fault { path: self.path.iter().map(|&name| name.to_owned()).collect(), problem });
    }

    fn kind(&mut self, found: &Json<'_>, expected: String, source: &'a Source) {
        if found.as_str().is_some_and(|text| self.fit.dialect.example_placeholders.is_match(text)) {
            return self.fault(Problem::Template);
        }
        let found = scalar::kind_of(found);
        self.fault(Problem::Kind { found, expected, source });
    }

    /// A request that lists what may be sent. A property of its resource may be, too.
    fn listed(
        &mut self,
        of: Option<&'a TypeName>,
        properties: &'a [BodyProperty],
        members: &'j Members<'_>,
        source: &'a Source,
    ) {
        let actual = of.and_then(|of| self.actual_type(of, members, source));
        let known = actual.and_then(|name| self.fit.types.get(name));
        let open = of.is_some() && known.is_none_or(|known| known.open);
        for (name, value) in members.iter().filter(|(name, _)| !name.contains('@')) {
            self.path.push(name);
            let listed = properties.iter().find(|property| property.name.as_str() == name);
            let of_type = known.and_then(|known| known.properties.get(name));
            match (listed, of_type) {
                (Some(property), _) => self.value(&property.ty, value, &property.source),
                (None, Some(property)) => self.value(&property.ty, value, &property.source),
                (None, None) if open => {}
                (None, None) => {
                    let owner = of.map_or_else(
                        || "the request body".to_owned(),
                        |of| format!("the request body and of `{of}`"),
                    );
                    self.fault(Problem::Undocumented { owner, source });
                }
            }
            self.path.pop();
        }
    }

    fn value(&mut self, ty: &'a TypeRef, value: &'j Json<'_>, source: &'a Source) {
        match value {
            Json::Null => {}
            Json::Array(items) if ty.collection => {
                for item in items {
                    self.single(&ty.value, item, source);
                }
            }
            _ if scalar::is_anything(&ty.value) => {}
            _ if ty.collection => {
                let expected = format!("`{}`", self.fit.dialect.type_words.of(ty));
                self.kind(value, expected, source);
            }
            _ => self.single(&ty.value, value, source),
        }
    }

    fn single(&mut self, ty: &'a Value, value: &'j Json<'_>, source: &'a Source) {
        match (ty, value) {
            // Enums are open: any text is a member.
            (_, Json::Null)
            | (Value::Json | Value::Undocumented(_), _)
            | (Value::Enum(_), Json::Str(_)) => {}
            (Value::Type(name), _) => self.structured(name, value, source),
            (Value::Enum(name), _) => self.kind(value, format!("a member of `{name}`"), source),
            (Value::Primitive(primitive), _) if scalar::reads(*primitive, value) => {}
            (Value::Primitive(_), _) => {
                let expected = format!("`{}`", self.fit.dialect.type_words.of_value(ty));
                self.kind(value, expected, source);
            }
        }
    }

    fn structured(&mut self, name: &'a TypeName, value: &'j Json<'_>, source: &'a Source) {
        let members = match value {
            Json::Null => return,
            Json::Object(members) => members,
            _ => return self.kind(value, format!("a `{name}`"), source),
        };
        let Some(actual) = self.actual_type(name, members, source) else { return };
        let Some(known) = self.fit.types.get(actual) else { return };
        for (name, value) in members.iter().filter(|(name, _)| !name.contains('@')) {
            match known.properties.get(name) {
                None if known.open => {}
                property => {
                    self.path.push(name);
                    match property {
                        Some(property) => self.value(&property.ty, value, &property.source),
                        None => {
                            let owner = format!("`{actual}`");
                            self.fault(Problem::Undocumented { owner, source: known.source });
                        }
                    }
                    self.path.pop();
                }
            }
        }
    }

    /// The type that an object says it has, if it can stand where `name` is expected; `name` if it
    /// says nothing. `None` if no page documents it, so that nothing can be said of its members.
    fn actual_type(
        &mut self,
        name: &'a TypeName,
        members: &'j Members<'_>,
        source: &'a Source,
    ) -> Option<&'a TypeName> {
        let Some(stated) = members.get("@odata.type").and_then(Json::as_str) else {
            return Some(name);
        };
        let stated = stated.trim_start_matches('#');
        let actual = *self.fit.names.get(&stated.to_lowercase())?;
        let is_base = |base: &TypeName, of: &TypeName| self.fit.api.inherits(of, base);
        if actual == name || is_base(name, actual) {
            return Some(actual);
        }
        if is_base(actual, name) {
            return Some(name);
        }
        let found = format!("a `{actual}`");
        self.path.push("@odata.type");
        self.fault(Problem::Kind { found, expected: format!("a `{name}`"), source });
        self.path.pop();
        None
    }
}
