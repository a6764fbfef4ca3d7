//! Types whose name stands for JSON of any shape.

use crate::ir::{Body, TypeRef, Value};
use crate::resolve::Resolver;

impl Resolver<'_> {
    /// Reads uses of the dialect's names for any JSON as that, whatever their pages document.
    pub fn open_any_json(&mut self) {
        let any = &self.dialect.types.any_json;
        let open = |ty: &mut TypeRef| {
            if let Value::Type(name) = &ty.value
                && any.iter().any(|any| any.eq_ignore_ascii_case(name.as_str()))
            {
                ty.value = Value::Undocumented(name.clone());
            }
        };
        let types = self.api.types.values_mut().flat_map(|ty| &mut ty.properties);
        types.for_each(|property| open(&mut property.ty));
        for operation in self.api.operations.values_mut() {
            operation.types_mut().for_each(open);
            if let Body::Resource(name) = &operation.body
                && any.iter().any(|any| any.eq_ignore_ascii_case(name.as_str()))
            {
                operation.body = Body::Json;
            }
        }
    }
}
