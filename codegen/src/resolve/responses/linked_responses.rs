//! Types of responses that no sentence tells: the page links to a type, and its example shows nothing but
//! that type's properties.

use serde_json_borrow::{ObjectAsVec as Members, Value as Json};

use crate::ir::{Example, TypeName, TypeRef, Value};
use crate::read::facts::{PageFacts, ResponseFacts};
use crate::resolve::Resolver;

/// How many properties an example has to show at least: an `id` alone is of any type.
const FEWEST: usize = 2;

impl Resolver<'_> {
    /// The first type that the page links to and of which the example shows properties only.
    pub fn linked_type(
        &self,
        response: &ResponseFacts,
        example: &Example,
        page: &PageFacts,
    ) -> Option<TypeRef> {
        if response.linked.is_empty() {
            return None;
        }
        let body: Json<'_> = serde_json::from_str(&example.body).ok()?;
        let (object, collection) = match &body {
            Json::Array(items) => (items.first()?.as_object()?, true),
            Json::Object(body) => match body.get("value") {
                Some(Json::Array(items)) => (items.first()?.as_object()?, true),
                _ => (body, false),
            },
            _ => return None,
        };
        let find = |link: &String| self.names.find_in_text("", page, Some(link))?.into_type();
        let mut types = response.linked.iter().filter_map(find);
        let name = types.find(|name| self.has_all(name, object))?;
        Some(TypeRef { value: Value::Type(name), collection })
    }

    fn has_all(&self, name: &TypeName, object: &Members<'_>) -> bool {
        let keys = object.iter().map(|(key, _)| key).filter(|key| !key.contains('@'));
        let keys: Vec<&str> = keys.collect();
        keys.len() >= FEWEST && keys.iter().all(|key| self.api.property(name, key).is_some())
    }
}
