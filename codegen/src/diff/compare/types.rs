//! Types and their properties.

use super::names::{Pair, pairs, same_name, same_type};
use crate::diff::circumstance::{Loss, Retyped};
use crate::diff::{Change, Differ, Event, Sides, State, Symbol};
use crate::ir::{Access, Api, Landmark, Nullability, Property, Source, Type, TypeRef};

/// All that changed of types.
pub fn compare(sides: Sides<'_>) -> Vec<Change> {
    let pairs = pairs(&sides.old.api.types, &sides.new.api.types, |name| name.as_str());
    sides.compare(&pairs, |differ, pair| match *pair {
        Pair::Added(new) => differ.type_added(new),
        Pair::Removed(old) => differ.type_removed(old),
        Pair::Both(old, new) => differ.type_changed(old, new),
    })
}

impl<'a> Differ<'a> {
    fn type_added(&mut self, new: &'a Type) {
        let change = Change::new(Event::TypeAdded, Symbol::Type(new.name.clone()));
        let change = change
            .to(State::Type(Box::new(new.clone())))
            .where_it_is(self.old.nearest(&new.source.page), Some(&new.source));
        self.push(change);
    }

    fn type_removed(&mut self, old: &'a Type) {
        let change = Change::new(Event::TypeRemoved, Symbol::Type(old.name.clone()));
        let change = change
            .from(State::Type(Box::new(old.clone())))
            .where_it_is(Some(&old.source), self.new.nearest(&old.source.page));
        self.push(change);
    }

    fn type_changed(&mut self, old: &'a Type, new: &'a Type) {
        let symbol = || Symbol::Type(new.name.clone());
        let change = |event| Change::new(event, symbol()).at(&old.source, &new.source);
        if old.name != new.name {
            let (was, is) = (old.name.as_str(), new.name.as_str());
            self.casing_changed(symbol(), (was, &old.source), (is, &new.source));
        }
        if old.source.page != new.source.page {
            self.page_moved(symbol(), &old.source, &new.source);
        }
        if old.kind != new.kind {
            self.push(
                change(Event::TypeKindChanged)
                    .from(State::Kind(old.kind))
                    .to(State::Kind(new.kind)),
            );
        }
        if old.open != new.open {
            let state = |value| State::Flag { value, word: "open" };
            self.push(change(Event::TypeOpennessChanged).from(state(old.open)).to(state(new.open)));
        }
        let was = self.old.polymorphic.contains(&old.name);
        let is = self.new.polymorphic.contains(&new.name);
        if was != is {
            let state = |value| State::Flag { value, word: "polymorphic" };
            self.push(change(Event::TypePolymorphismChanged).from(state(was)).to(state(is)));
        }
        self.deprecation(symbol(), (&old.deprecated, &old.source), (&new.deprecated, &new.source));
        self.prose(symbol(), (&texts(old), &old.source), (&texts(new), &new.source));
        self.base(old, new);
        self.properties(old, new);
    }

    fn base(&mut self, old: &'a Type, new: &'a Type) {
        let same = match (&old.base, &new.base) {
            (Some(old), Some(new)) => same_name(old.as_str(), new.as_str()),
            (None, None) => true,
            _ => false,
        };
        if same {
            return;
        }
        let loss = if self.loses_by_base(old, new) { Loss::Something } else { Loss::Nothing };
        let symbol = Symbol::Type(new.name.clone());
        let change = Change::new(Event::BaseTypeChanged(loss), symbol)
            .from(old.base.clone().map(State::Base))
            .to(new.base.clone().map(State::Base))
            .at(&old.place(Landmark::Base), &new.place(Landmark::Base));
        self.push(change);
    }

    /// Whether a type with another base has lost an inherited property, or cannot be told from
    /// its former base's other types any more.
    fn loses_by_base(&self, old: &Type, new: &Type) -> bool {
        let variant_lost = self.old.api.bases(&old.name).any(|base| {
            self.old.polymorphic.contains(&base.name)
                && self.new.api.types.contains_key(&base.name)
                && !self.new.api.inherits(&new.name, &base.name)
        });
        let own = |name: &Property| old.properties.iter().any(|own| own.name == name.name);
        let property_lost =
            self.old.api.bases(&old.name).flat_map(|base| &base.properties).any(|property| {
                let is = self.new.api.property(&new.name, property.name.as_str());
                let kept = is.is_some_and(|is| self.retyped(&property.ty, &is.ty).is_none());
                !own(property) && !kept
            });
        variant_lost || property_lost
    }

    /// Properties are compared as callers see them, inherited ones included; each is reported where
    /// a page lists it. So one that moves to a base type is no change.
    fn properties(&mut self, old: &'a Type, new: &'a Type) {
        self.repeated(old, new);
        let mut gone: Vec<&Property> = Vec::new();
        for was in unique(&old.properties) {
            match new.properties.iter().find(|is| is.name == was.name) {
                Some(is) => self.property_changed(new, was, is),
                None => match self.new.api.property(&new.name, was.name.as_str()) {
                    // The base's words for it are the base's; the type counts.
                    Some(is) => {
                        self.property_type(new, was, is);
                        if !repeats(self.old.api, old, was) {
                            self.property_moved((old, Some(was)), (new, None));
                        }
                    }
                    None => gone.push(was),
                },
            }
        }
        for is in unique(&new.properties) {
            if old.properties.iter().any(|was| was.name == is.name) {
                continue;
            }
            if let Some(was) = self.old.api.property(&old.name, is.name.as_str()) {
                self.property_type(new, was, is);
                if !repeats(self.new.api, new, is) {
                    self.property_moved((old, None), (new, Some(is)));
                }
                continue;
            }
            let cased = gone.iter().position(|was| same_name(was.name.as_str(), is.name.as_str()));
            if let Some(at) = cased {
                let was = gone.remove(at);
                let (from, to) = (was.name.as_str(), is.name.as_str());
                let symbol = Symbol::Property(new.name.clone(), is.name.clone());
                self.casing_changed(symbol, (from, &was.source), (to, &is.source));
                self.property_changed(new, was, is);
                continue;
            }
            self.property_added(old, new, is, &is.source);
        }
        for was in gone {
            self.property_removed(old, new, was, &was.source);
        }
    }

    /// `row` is where the page lists it.
    fn property_added(&mut self, old: &Type, new: &Type, is: &Property, row: &Source) {
        let symbol = Symbol::Property(new.name.clone(), is.name.clone());
        let heading = old.heading(new.list_of(row, is.navigation));
        self.push(
            Change::new(Event::PropertyAdded, symbol)
                .to(State::Property(Box::new(is.clone())))
                .where_it_is(Some(&heading), Some(row)),
        );
    }

    /// `row` is where the page listed it.
    fn property_removed(&mut self, old: &Type, new: &Type, was: &Property, row: &Source) {
        let symbol = Symbol::Property(new.name.clone(), was.name.clone());
        let heading = new.heading(old.list_of(row, was.navigation));
        self.push(
            Change::new(Event::PropertyRemoved, symbol)
                .from(State::Property(Box::new(was.clone())))
                .where_it_is(Some(row), Some(&heading)),
        );
    }

    /// A property that the type itself has on one side, and a base on the other.
    fn property_moved(
        &mut self,
        (old, was): (&Type, Option<&Property>),
        (new, is): (&Type, Option<&Property>),
    ) {
        let Some(either) = was.or(is) else { return };
        let symbol = Symbol::Property(new.name.clone(), either.name.clone());
        let state =
            |property: Option<&Property>| property.cloned().map(Box::new).map(State::Property);
        let owner = if was.is_some() { old } else { new };
        let list = owner.list_of(&either.source, either.navigation);
        let place = |property: Option<&Property>, ty: &Type| {
            property.map_or_else(|| ty.heading(list), |property| property.source.clone())
        };
        let change = Change::new(Event::PropertyMoved, symbol)
            .from(state(was))
            .to(state(is))
            .where_it_is(Some(&place(was, old)), Some(&place(is, new)));
        self.push(change);
    }

    /// What a page lists in the words of a base type, and the type has no longer, or not yet.
    fn repeated(&mut self, old: &'a Type, new: &'a Type) {
        // What both sides list, both have.
        let fresh = new.repeated.iter().filter(|(name, _)| !old.repeated.contains_key(*name));
        for (name, source) in fresh {
            let is = self.new.api.property(&new.name, name.as_str());
            if let Some(is) = is
                && self.old.api.property(&old.name, name.as_str()).is_none()
            {
                self.property_added(old, new, is, source);
            }
        }
        let gone = old.repeated.iter().filter(|(name, _)| !new.repeated.contains_key(*name));
        for (name, source) in gone {
            let was = self.old.api.property(&old.name, name.as_str());
            if let Some(was) = was
                && self.new.api.property(&new.name, name.as_str()).is_none()
            {
                self.property_removed(old, new, was, source);
            }
        }
    }

    fn property_changed(&mut self, ty: &Type, old: &Property, new: &Property) {
        let symbol = || Symbol::Property(ty.name.clone(), new.name.clone());
        let described = (old.description_place(), new.description_place());
        let change = |event| Change::new(event, symbol()).at(&described.0, &described.1);
        self.property_type(ty, old, new);
        if old.access != new.access {
            let loss = match new.access {
                Access::ReadOnly => Loss::Something,
                Access::ReadWrite => Loss::Nothing,
            };
            self.push(
                change(Event::PropertyAccessChanged(loss))
                    .from(State::Access(old.access))
                    .to(State::Access(new.access)),
            );
        }
        if old.nullability != new.nullability {
            // Only where null was ruled out, or is from now on, does anybody rely on it.
            let sides = [old.nullability, new.nullability];
            let loss = if sides.contains(&Nullability::NotNullable) {
                Loss::Something
            } else {
                Loss::Nothing
            };
            self.push(
                change(Event::PropertyNullabilityChanged(loss))
                    .from(State::Nullability(old.nullability))
                    .to(State::Nullability(new.nullability)),
            );
        }
        if old.navigation != new.navigation {
            let loss = if new.navigation { Loss::Something } else { Loss::Nothing };
            let state = |value| State::Flag { value, word: "a relationship" };
            self.push(
                Change::new(Event::PropertyNavigationChanged(loss), symbol())
                    .at(&old.source, &new.source)
                    .from(state(old.navigation))
                    .to(state(new.navigation)),
            );
        }
        self.deprecation(
            symbol(),
            (&old.deprecated, &described.0),
            (&new.deprecated, &described.1),
        );
        self.prose(
            symbol(),
            (&[&old.description], &described.0),
            (&[&new.description], &described.1),
        );
    }

    fn property_type(&mut self, ty: &Type, old: &Property, new: &Property) {
        if let Some(retyped) = self.retyped(&old.ty, &new.ty) {
            let symbol = Symbol::Property(ty.name.clone(), new.name.clone());
            self.push(
                Change::new(Event::PropertyTypeChanged(retyped), symbol)
                    .from(State::TypeRef(old.ty.clone()))
                    .to(State::TypeRef(new.ty.clone()))
                    .at(&old.type_place(), &new.type_place()),
            );
        }
    }

    /// In which way a type in use is another one. A name is the same thing whether or not a page
    /// documents it: that a page came or went is a change of its own.
    pub fn retyped(&self, old: &TypeRef, new: &TypeRef) -> Option<Retyped> {
        if same_type(old, new) {
            return None;
        }
        let (was, is) = (self.old.rust_value(&old.value), self.new.rust_value(&new.value));
        Some(match old.collection == new.collection {
            true if was == is => Retyped::Json,
            true if was.is_text() && is.is_text() => Retyped::Text,
            _ => Retyped::Other,
        })
    }
}

/// What a type's own prose says.
fn texts(ty: &Type) -> Vec<&str> {
    let mut texts: Vec<&str> = vec![&ty.description];
    texts.extend(ty.remarks.iter().map(AsRef::as_ref));
    texts
}

/// A list's items, each name once: the last one counts, as in [`Api::property`].
fn unique(properties: &[Property]) -> impl Iterator<Item = &Property> {
    properties.iter().enumerate().filter_map(|(at, property)| {
        let again = properties[at + 1..].iter().any(|other| other.name == property.name);
        (!again).then_some(property)
    })
}

/// Whether a property is also what the nearest base that has it says, as far as its type goes.
fn repeats(api: &Api, ty: &Type, property: &Property) -> bool {
    let inherited = api.bases(&ty.name).flat_map(|base| &base.properties);
    let mut inherited = inherited.filter(|other| other.name == property.name);
    inherited.next().is_some_and(|inherited| same_type(&inherited.ty, &property.ty))
}

impl Differ<'_> {
    /// Something that another page documents: that page as it was, under another name, or one that has
    /// it from now on.
    pub fn page_moved(&mut self, documented: Symbol, old: &Source, new: &Source) {
        let was_there = self.old.nearest(&new.page).is_some();
        let is_there = self.new.nearest(&old.page).is_some();
        let symbol =
            if was_there || is_there { documented } else { Symbol::Page((*new.page).into()) };
        self.push(
            Change::new(Event::PageMoved, symbol)
                .from(State::Name((*old.page).into()))
                .to(State::Name((*new.page).into()))
                .at(old, new),
        );
    }
}
