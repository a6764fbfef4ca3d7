//! Inheritance: cycles are cut, and a derived type does not repeat what its base says.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use crate::diagnostics::{Code, Diagnostic, Place};
use crate::ir::{
    Primitive, Property, PropertyName, Type, TypeKind, TypeName, TypeRef, TypeWords, Value,
};
use crate::read::prose::sentences;
use crate::resolve::Resolver;

impl Resolver<'_> {
    /// Cuts cycles, takes enums from bases, then drops repeated properties.
    pub fn inherit(&mut self) {
        self.take_hints();
        self.cut_cycles();
        self.take_prose_enums_of_bases();
        self.take_enums();
        self.drop_samples();
        self.drop_repeated();
        self.report_other_types();
    }

    /// Rows that say where they are inherited from, and introductions, name base types, too; and base
    /// types what is derived from them.
    fn take_hints(&mut self) {
        for (name, hints) in std::mem::take(&mut self.base_hints) {
            self.take_nearest(&name, &hints);
        }
        let derived = std::mem::take(&mut self.derived);
        for (name, bases) in &derived {
            // What one of them lists, too, is nearer.
            let lists_another = |base: &&TypeName| {
                let is_listed = |other| derived.get(other).is_some_and(|by| by.contains_key(*base));
                bases.keys().any(is_listed)
            };
            let nearest = bases.keys().filter(|base| !lists_another(base)).cloned().collect();
            self.take_nearest(name, &nearest);
        }
        self.report_others(&derived);
        let Some(root) = self.dialect.root_entity.as_deref().map(TypeName::new) else { return };
        if !self.api.types.contains_key(&root) {
            return;
        }
        let key_of = |ty: &Type| {
            let own = ty.properties.iter().find(|it| it.name.as_str() == TypeKind::KEY);
            own.map(|key| key.ty.clone())
        };
        let root_key = self.api.types.get(&root).and_then(key_of);
        // A key of another primitive type is one of its own.
        let is_inherited = |key: &TypeRef| {
            !matches!(key.value, Value::Primitive(_))
                || root_key.as_ref().is_none_or(|it| it == key)
        };
        for name in &self.rooted {
            if let Some(ty) = self.api.types.get_mut(name)
                && *name != root
                && key_of(ty).is_none_or(|key| is_inherited(&key))
            {
                ty.base.get_or_insert_with(|| root.clone());
            }
        }
    }

    /// Reports types that are listed as derived from one from which they do not inherit.
    fn report_others(&mut self, derived: &BTreeMap<TypeName, BTreeMap<TypeName, Place>>) {
        for (name, bases) in derived {
            for (base, place) in bases {
                if !self.api.inherits(name, base) {
                    self.report.push(
                        Diagnostic::of(Code::Disagreement, place.clone())
                            .found(format!("`{name}` in a list of what inherits from `{base}`"))
                            .expected("the same base type on its own page")
                            .instead("its own page was followed"),
                    );
                }
            }
        }
    }

    /// The nearest of base types is the one that is no base of another; it is followed where the
    /// annotation names none, none that is documented, or one further away.
    fn take_nearest(&mut self, name: &TypeName, hints: &BTreeSet<TypeName>) {
        let is_base_of_another =
            |hint: &TypeName| hints.iter().any(|other| self.api.inherits(other, hint));
        let nearest = hints.iter().find(|hint| !is_base_of_another(hint)).cloned();
        let Some(nearest) = nearest else { return };
        let stated = self.api.types.get(name).and_then(|ty| ty.base.as_ref());
        let is_nearer = stated.is_none_or(|stated| {
            let is_documented = self.api.types.contains_key(stated);
            !is_documented || self.inherits(&nearest, stated)
        });
        let is_descendant = self.api.inherits(&nearest, name);
        if is_nearer
            && !is_descendant
            && let Some(ty) = self.api.types.get_mut(name)
        {
            ty.base = Some(nearest);
        }
    }

    /// Whether a type inherits from another, as one of its pages says, or as all with a key do.
    fn inherits(&self, name: &TypeName, base: &TypeName) -> bool {
        let is_root = self.dialect.root_entity.as_deref() == Some(base.as_str());
        let mut chain = self.api.bases(name).map(|ty| &ty.name);
        chain.any(|found| found == base || is_root && self.rooted.contains(found))
            || is_root && self.rooted.contains(name)
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
        self.report.push(
            Diagnostic::of(Code::CircularInheritance, ty.source.clone())
                .found(format!(
                    "`{name}` inherits from `{base}`, which inherits from `{name}` in the end"
                ))
                .expected("a base type that is no descendant")
                .instead(format!("`{name}` was read as having no base type")),
        );
    }

    /// What inherits from an entity has its key, whatever its own page says of one. Which properties
    /// callers send, pages tell only with a key of their own in mind; so bodies are read before.
    pub fn take_keys(&mut self) {
        let root = self.dialect.root_entity.as_deref();
        let is_entity = |ty: &Type| {
            let base = ty.base.as_ref();
            ty.kind == TypeKind::Entity || base.is_some_and(|base| Some(base.as_str()) == root)
        };
        let inherits = |ty: &&Type| is_entity(ty) || self.api.bases(&ty.name).any(is_entity);
        let complex = self.api.types.values().filter(|ty| ty.kind == TypeKind::Complex);
        let names: Vec<TypeName> = complex.filter(inherits).map(|ty| ty.name.clone()).collect();
        for name in names {
            if let Some(ty) = self.api.types.get_mut(&name) {
                ty.kind = TypeKind::Entity;
            }
        }
    }

    /// A property that is a string in a derived type's table, and an enum in its base's, is the enum:
    /// a row that repeats another says less than it.
    fn take_enums(&mut self) {
        let names: Vec<TypeName> = self.api.types.keys().cloned().collect();
        for name in names {
            let Some(ty) = self.api.types.get(&name) else { continue };
            let strings = ty
                .properties
                .iter()
                .enumerate()
                .filter(|(_, own)| own.ty.value == Value::Primitive(Primitive::String));
            let enum_of_base = |own: &Property| {
                let mut inherited = self.api.bases(&name).flat_map(|base| &base.properties);
                inherited.find(|inherited| {
                    inherited.name == own.name
                        && inherited.ty.collection == own.ty.collection
                        && matches!(inherited.ty.value, Value::Enum(_))
                })
            };
            let found: Vec<(usize, Property)> = strings
                .filter_map(|(at, own)| enum_of_base(own).map(|base| (at, base.clone())))
                .collect();
            let Some(ty) = self.api.types.get_mut(&name) else { continue };
            for (at, inherited) in found {
                let own = &mut ty.properties[at];
                // A JSON representation shows every enum as a string.
                if !self.only_in_json.contains(&(name.clone(), own.name.clone())) {
                    let instead = "the base type's page was followed";
                    let words = self.dialect.type_words;
                    self.report.push(other_type(own, &name, &inherited, words, instead));
                }
                own.ty = inherited.ty;
            }
        }
    }

    /// A JSON representation shows inherited properties, too. What only the JSON of an open type has,
    /// and that of no type derived from it, is a sample of what an open type may carry.
    fn drop_samples(&mut self) {
        for (owner, name) in self.only_in_json.clone() {
            let Some(ty) = self.api.types.get(&owner).filter(|ty| ty.open) else { continue };
            let derived = self.api.derived(&owner);
            let derived: Vec<&Type> =
                derived.into_iter().filter_map(|name| self.api.types.get(name)).collect();
            let has =
                |ty: &Type, name: &PropertyName| ty.properties.iter().any(|p| p.name == *name);
            let repeats_some = |derived: &Type| ty.properties.iter().any(|p| has(derived, &p.name));
            let is_sample = derived.iter().any(|it| repeats_some(it))
                && !derived.iter().any(|it| has(it, &name));
            if !is_sample {
                continue;
            }
            self.only_in_json.remove(&(owner.clone(), name.clone()));
            let Some(ty) = self.api.types.get_mut(&owner) else { continue };
            let Some(at) = ty.properties.iter().position(|it| it.name == name) else { continue };
            let sample = ty.properties.remove(at);
            self.report.push(
                Diagnostic::of(Code::Disagreement, sample.source)
                    .found(format!(
                        "`{name}` in the JSON of the open type `{}`, and neither in its table nor \
                         in types derived from it",
                        owner.short()
                    ))
                    .expected("a row for it")
                    .instead("it was read as a sample of what an open type may carry")
                    .related(ty.source.clone(), "the type"),
            );
        }
    }

    /// What a derived type says of a property in the words of its base is left to the base. A
    /// property with another type, or described in other words, stays.
    pub fn drop_repeated(&mut self) {
        let names: Vec<TypeName> = self.api.types.keys().cloned().collect();
        for name in names {
            let Some(ty) = self.api.types.get(&name) else { continue };
            // The nearest base that has a property is the one whose words count.
            let mut inherited: FxHashMap<&PropertyName, &Property> = FxHashMap::default();
            for property in self.api.bases(&name).flat_map(|base| &base.properties) {
                inherited.entry(&property.name).or_insert(property);
            }
            let is_repeated = |own: &Property| {
                let inherited = inherited.get(&own.name);
                inherited.is_some_and(|inherited| self.repeats(own, inherited, &name))
            };
            let repeated: Vec<bool> = ty.properties.iter().map(is_repeated).collect();
            if let Some(ty) = self.api.types.get_mut(&name) {
                let own = ty.properties.iter().zip(&repeated).filter(|(_, repeated)| **repeated);
                let places = own.map(|(own, _)| (own.name.clone(), own.source.clone()));
                // What was dropped on account of another base stays dropped.
                ty.repeated.extend(places);
                let mut repeated = repeated.into_iter();
                ty.properties.retain(|_| repeated.next() != Some(true));
            }
        }
    }

    /// Reports properties that have another type than in a base type, and one that does not fit it.
    fn report_other_types(&mut self) {
        for ty in self.api.types.values() {
            for own in &ty.properties {
                let mut inherited = self.api.bases(&ty.name).flat_map(|base| &base.properties);
                let Some(inherited) = inherited.find(|it| it.name == own.name) else { continue };
                if !self.is_narrower(&own.ty, &inherited.ty) {
                    let instead = "each type's own page was followed";
                    let words = self.dialect.type_words;
                    self.report.push(other_type(own, &ty.name, inherited, words, instead));
                }
            }
        }
    }

    /// Whether what has one type fits another: the same type, a string of which the values are told, a
    /// derived type, or one of no documented shape.
    fn is_narrower(&self, own: &TypeRef, inherited: &TypeRef) -> bool {
        own.collection == inherited.collection
            && match (&own.value, &inherited.value) {
                (Value::Enum(_), Value::Primitive(Primitive::String))
                | (Value::Json | Value::Undocumented(_), _)
                | (_, Value::Json | Value::Undocumented(_)) => true,
                (Value::Type(own), Value::Type(inherited)) => {
                    own == inherited || self.api.inherits(own, inherited)
                }
                (own, inherited) => own == inherited,
            }
    }

    fn repeats(&self, own: &Property, inherited: &Property, owner: &TypeName) -> bool {
        // A JSON representation shows every property there is; a base's table says which they are.
        self.only_in_json.contains(&(owner.clone(), own.name.clone()))
            || inherited.ty == own.ty && !self.says_more(&own.description, &inherited.description)
    }

    /// Whether the description of a property says more than that of the inherited one.
    fn says_more(&self, own: &str, inherited: &str) -> bool {
        let (before, after) = self.around_remark(own);
        let (inherited_before, _) = self.around_remark(inherited);
        // What follows the remark are facts, as a rule: "Read-only.", "Possible values are: …".
        let is_told = |sentence: &str| {
            sentence.split(' ').count() < FEWEST_WORDS
                || self.dialect.values.begins.is_match(sentence)
                || inherited.contains(sentence)
        };
        !before.is_empty() && before != inherited_before || !sentences(after).all(is_told)
    }

    /// What a description says before and after the sentence about where the property comes from.
    fn around_remark<'t>(&self, description: &'t str) -> (&'t str, &'t str) {
        let Some(remark) = self.dialect.facts.inherited.find(description) else {
            return (description, "");
        };
        let (before, rest) = description.split_at(remark.start());
        let sentence = sentences(rest).next().map_or(0, str::len);
        (before.trim_end_matches([' ', '[', '*']), rest[sentence..].trim_start())
    }
}

/// What there is to say of a property that has another type in a base type.
fn other_type(
    own: &Property,
    owner: &TypeName,
    inherited: &Property,
    words: TypeWords,
    instead: &str,
) -> Diagnostic {
    Diagnostic::of(Code::Disagreement, own.source.clone())
        .found(format!(
            "`{}` of `{}` is `{}` here and `{}` in its base type",
            own.name,
            owner.short(),
            words.of(&own.ty),
            words.of(&inherited.ty)
        ))
        .expected(format!("`{}`", words.of(&inherited.ty)))
        .instead(instead)
        .related(inherited.source.clone(), "the base type's row")
}

/// A sentence with fewer words states a fact: "Key.", "Not nullable.".
const FEWEST_WORDS: usize = 4;
