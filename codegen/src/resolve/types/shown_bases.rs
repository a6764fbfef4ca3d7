//! Base types that no page names and examples show: an object says that it is of one type, in a
//! place for another.

use std::collections::BTreeMap;

use memchr::memmem;
use rustc_hash::FxHashMap;
use serde_json_borrow::Value as Json;

use crate::diagnostics::{Code, Diagnostic};
use crate::ir::{Source, Type, TypeName};
use crate::resolve::Resolver;
use crate::resolve::shown_values::{self, Shown};

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
                shown_values::look_at(&self.api, operation, example.kind, &body, |it| {
                    if let Shown::Object { expected, stated: Some(stated) } = it
                        && let Some(name) = baseless.get(&stated.to_lowercase())
                        && name != expected
                        && !self.api.inherits(expected, name)
                        && self.has_all_properties_of(name, expected)
                        && !shown.contains_key(name)
                    {
                        let told = (expected.clone(), example.source.clone());
                        shown.insert(name.clone(), told);
                    }
                });
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
        parts
            .next()
            .is_some_and(|name| types.contains_key(&name.trim_start_matches('#').to_lowercase()))
    })
}
