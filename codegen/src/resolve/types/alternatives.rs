//! "[a](a.md) or [b](b.md)": the nearest type that both are.

use crate::ir::{TypeName, Value};
use crate::read::facts::PageFacts;
use crate::resolve::Resolver;

impl Resolver<'_> {
    /// Gives properties whose table names several types the type that all of those are. Base types
    /// must be known by now.
    pub fn widen_alternatives(&mut self, pages: &[PageFacts]) {
        for page in pages {
            let Some(resource) = &page.resource else { continue };
            for facts in resource.properties.iter().filter(|it| !it.ty.alternatives.is_empty()) {
                let widened = |resolver: &Self, value: &Value| match value {
                    Value::Type(name) => {
                        Some(resolver.common_type(name, &facts.ty.alternatives, page))
                    }
                    _ => None,
                };
                let types = self.api.types.values();
                let mut properties = types.flat_map(|ty| &ty.properties);
                let property = properties.find(|it| it.source == facts.place.source);
                let Some(name) = property.and_then(|it| widened(self, &it.ty.value)) else {
                    continue;
                };
                let properties = self.api.types.values_mut().flat_map(|ty| &mut ty.properties);
                for property in properties.filter(|it| it.source == facts.place.source) {
                    property.ty.value = Value::Type(name.clone());
                }
            }
        }
    }

    /// The nearest type that `first` and all the types to which `others` link are; `first` if there
    /// is none.
    pub fn common_type(&self, first: &TypeName, others: &[String], page: &PageFacts) -> TypeName {
        let others: Option<Vec<TypeName>> =
            others.iter().map(|link| self.names.find_type("", page, Some(link))).collect();
        let Some(others) = others else { return first.clone() };
        let is = |name: &TypeName, base: &TypeName| name == base || self.api.inherits(name, base);
        let bases = self.api.bases(first).map(|ty| &ty.name);
        let mut candidates = std::iter::once(first).chain(bases);
        let common = candidates.find(|base| others.iter().all(|other| is(other, base)));
        common.unwrap_or(first).clone()
    }
}
