//! Inheritance: cycles are cut, and a derived type does not repeat what its base says.

use std::collections::BTreeSet;

use super::Resolver;
use crate::diagnostics::{Code, Diagnostic};
use crate::ir::{Type, TypeName};

impl Resolver<'_> {
    /// Cuts cycles, then drops repeated properties.
    pub(super) fn inherit(&mut self) {
        self.take_hints();
        self.cut_cycles();
        self.drop_repeated();
    }

    /// Where neither annotation nor introduction names a base type, rows that say where they are
    /// inherited from do: the nearest of those types is the one that is no base of another.
    fn take_hints(&mut self) {
        for (name, hints) in std::mem::take(&mut self.base_hints) {
            let is_base_of_another = |hint: &TypeName| {
                hints.iter().any(|other| self.api.bases(other).any(|base| base.name == *hint))
            };
            let nearest = hints.iter().find(|hint| !is_base_of_another(hint)).cloned();
            if let Some(ty) = self.api.types.get_mut(&name)
                && ty.base.is_none()
            {
                ty.base = nearest;
            }
        }
        let Some(root) = self.dialect.root_entity.as_deref().map(TypeName::new) else { return };
        if !self.api.types.contains_key(&root) {
            return;
        }
        for name in std::mem::take(&mut self.rooted) {
            if let Some(ty) = self.api.types.get_mut(&name)
                && name != root
            {
                ty.base.get_or_insert_with(|| root.clone());
            }
        }
    }

    fn cut_cycles(&mut self) {
        let names: Vec<TypeName> = self.api.types.keys().cloned().collect();
        for name in names {
            let mut seen = BTreeSet::from([name.clone()]);
            let mut at = name.clone();
            while let Some(base) = self.api.types.get(&at).and_then(|ty| ty.base.clone()) {
                if !seen.insert(base.clone()) {
                    self.cut(&at, &base);
                    break;
                }
                at = base;
            }
        }
    }

    fn cut(&mut self, name: &TypeName, base: &TypeName) {
        let Some(ty) = self.api.types.get_mut(name) else {
            return;
        };
        ty.base = None;
        self.report.push(Diagnostic::new(
            Code::CircularInheritance,
            ty.source.clone(),
            format!("`{name}` inherits from `{base}`, which inherits from `{name}` in the end"),
            "expected a base type that is no descendant",
            format!("`{name}` was read as having no base type"),
        ));
    }

    fn drop_repeated(&mut self) {
        let names: Vec<TypeName> = self.api.types.keys().cloned().collect();
        for name in names {
            let repeated: BTreeSet<usize> = {
                let Some(ty) = self.api.types.get(&name) else {
                    continue;
                };
                let bases: Vec<&Type> = self.api.bases(&name).collect();
                let repeats = |property: &crate::ir::Property| {
                    bases.iter().flat_map(|base| &base.properties).any(|inherited| {
                        inherited.name == property.name && inherited.ty == property.ty
                    })
                };
                let own = ty.properties.iter().enumerate();
                own.filter(|(_, property)| repeats(property)).map(|(at, _)| at).collect()
            };
            if let Some(ty) = self.api.types.get_mut(&name) {
                let mut at = 0;
                ty.properties.retain(|_| {
                    at += 1;
                    !repeated.contains(&(at - 1))
                });
            }
        }
    }
}
