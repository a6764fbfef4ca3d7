//! What a change follows from: one rule for each way in which one thing entails another. Those about
//! types are here, those about operations in a file of their own.

mod lookup;
mod operations;

use std::collections::BTreeSet;

pub(super) use self::lookup::Causes;
use self::lookup::{effect, is_of_prose_enum, is_of_response, types_in};
use super::symbol::Part;
use super::{Change, ChangeCode, Side, Span, State, Symbol};
use crate::ir::{Api, EnumName, Landmark, PropertyName, TypeKind, TypeName, Value};

impl Causes<'_> {
    /// The change that this one follows from.
    pub(super) fn of(&self, index: usize) -> Option<usize> {
        let change = &self.changes[index];
        let parent = match (change.code, &change.symbol) {
            (ChangeCode::EnumAdded, Symbol::Enum(name)) if is_of_prose_enum(change) => {
                self.enum_uses.get(&(Side::New, name)).copied()
            }
            (ChangeCode::EnumRemoved, Symbol::Enum(name)) if is_of_prose_enum(change) => {
                self.enum_uses.get(&(Side::Old, name)).copied()
            }
            (ChangeCode::TypeAdded, Symbol::Type(name)) if is_of_response(change) => {
                self.type_uses.get(&(Side::New, name)).copied()
            }
            (ChangeCode::TypeRemoved, Symbol::Type(name)) if is_of_response(change) => {
                self.type_uses.get(&(Side::Old, name)).copied()
            }
            (ChangeCode::TypePolymorphismChanged, Symbol::Type(name)) => {
                self.family(change, name).or_else(|| {
                    let gained = matches!(change.new, Some(State::Flag { value: true, .. }));
                    let side = if gained { Side::New } else { Side::Old };
                    self.type_uses.get(&(side, name)).copied()
                })
            }
            (ChangeCode::PathAdded | ChangeCode::PathRemoved, Symbol::Request(..)) => {
                self.line_of(change).or_else(|| self.first_of_page(change))
            }
            (ChangeCode::ProseChanged, _) => self
                .reworded(change)
                .or_else(|| match &change.symbol {
                    Symbol::Part(_, Part::BodyProperty(_)) => self.property_of_resource(change),
                    Symbol::Part(function, Part::Paths) => self.path_spoken_of(change, function),
                    Symbol::Function(function) => self.path_left_alone(change, function),
                    _ => None,
                })
                .or_else(|| self.first_of_page(change)),
            (_, Symbol::Part(_, Part::BodyProperty(_))) => self
                .property_of_resource(change)
                .or_else(|| self.namesake(change))
                .or_else(|| self.first_of_page(change)),
            (ChangeCode::PageMoved, _) => self.page_of_renamed(change),
            (ChangeCode::ErrorMeaningChanged, Symbol::Part(function, _)) => {
                self.header_of(change, function).or_else(|| self.first_of_page(change))
            }
            (ChangeCode::PropertyMoved, Symbol::Property(ty, name)) => self.moved(ty, name),
            (ChangeCode::PropertyTypeChanged, Symbol::Property(ty, name)) => self
                .inherited(change, ty, name)
                .or_else(|| self.list_of(change, name))
                .or_else(|| self.values_of(change)),
            (
                ChangeCode::EnumMemberAdded | ChangeCode::EnumMemberRemoved,
                Symbol::Member(of, _),
            ) => self.row_of_enum(of),
            (ChangeCode::BodyChanged, Symbol::Part(function, _)) => {
                self.resource(change).or_else(|| self.resource_returned(change, function))
            }
            (ChangeCode::ResponseStatusChanged, Symbol::Part(function, _)) => {
                self.returned(function).or_else(|| self.first_of_page(change))
            }
            (ChangeCode::ExampleChanged, Symbol::Function(function)) => {
                self.line_shown(change, function).or_else(|| self.first_of_page(change))
            }
            (ChangeCode::BaseTypeChanged, Symbol::Type(name)) => self.inferred_base(change, name),
            (ChangeCode::TypeKindChanged, Symbol::Type(name)) => self.key_of(name),
            (ChangeCode::EnumFlagsChanged, Symbol::Enum(name)) => self.member_of(name),
            (ChangeCode::FunctionAdded | ChangeCode::FunctionRemoved, Symbol::Function(name)) => {
                self.told_of_another(change, name)
            }
            (ChangeCode::ParameterRequirementChanged, Symbol::Part(function, part)) => {
                self.choice_of_paths(change, function, part).or_else(|| self.first_of_page(change))
            }
            (ChangeCode::FeatureChanged, Symbol::Module(module)) => {
                self.operation_of(module).or_else(|| self.end_of_features(change))
            }
            (ChangeCode::ResponseTypeChanged, _) => {
                self.listed(change).or_else(|| self.first_of_page(change))
            }
            (
                ChangeCode::ParameterAdded | ChangeCode::ParameterRemoved,
                Symbol::Part(function, Part::QueryOption(_)),
            ) => {
                let first = self.first_of_page(change).filter(|first| *first != index);
                first.or_else(|| self.first_of_sentence(change, function))
            }
            _ => self.first_of_page(change),
        };
        parent.filter(|parent| *parent != index)
    }

    /// A change in the facts that an edit of words made: of the same thing, or of the member of an
    /// enum that the same line names.
    fn reworded(&self, change: &Change) -> Option<usize> {
        let is_fact = |index: &usize| {
            !matches!(
                self.changes[*index].code,
                ChangeCode::ProseChanged | ChangeCode::ExampleChanged | ChangeCode::PageMoved
            )
        };
        let same = self.by_symbol.get(&change.symbol)?.iter().copied().find(is_fact);
        same.or_else(|| {
            let place = change.spans.first().filter(|span| span.side == Side::New)?;
            let is_there = |index: &usize| {
                let other = &self.changes[*index];
                matches!(other.symbol, Symbol::Member(..))
                    && other.spans.iter().any(|span| {
                        span.side == place.side
                            && span.source.page == place.source.page
                            && span.source.line == place.source.line
                    })
            };
            self.members.iter().copied().filter(is_fact).find(is_there)
        })
    }

    /// A page with another name gives a function, or documents a type, with another name.
    fn page_of_renamed(&self, change: &Change) -> Option<usize> {
        self.renamed.iter().copied().find(|index| {
            let pages = |change: &Change| -> Vec<String> {
                change.spans.iter().map(|span| span.source.page.to_string()).collect()
            };
            pages(&self.changes[*index]) == pages(change)
        })
    }

    /// The type whose coming or going makes a base type stand for several.
    fn family(&self, change: &Change, base: &TypeName) -> Option<usize> {
        let gained = matches!(change.new, Some(State::Flag { value: true, .. }));
        self.families.iter().copied().find(|index| {
            let family = &self.changes[*index];
            let Symbol::Type(derived) = &family.symbol else { return false };
            let inherits = |api: &Api| api.inherits(derived, base);
            match family.code {
                ChangeCode::TypeAdded => gained && inherits(self.new),
                ChangeCode::TypeRemoved => !gained && inherits(self.old),
                _ => inherits(self.new) != inherits(self.old),
            }
        })
    }

    /// What happened to a base so that its property is the type's own, or the other way round.
    fn moved(&self, ty: &TypeName, name: &PropertyName) -> Option<usize> {
        let bases = [self.old, self.new].into_iter().flat_map(|api| api.bases(ty));
        let owners = std::iter::once(ty).chain(bases.map(|base| &base.name));
        owners
            .flat_map(|owner| {
                [Symbol::Type(owner.clone()), Symbol::Property(owner.clone(), name.clone())]
            })
            .filter_map(|symbol| self.by_symbol.get(&symbol))
            .flatten()
            .copied()
            .find(|index| {
                matches!(
                    self.changes[*index].code,
                    ChangeCode::BaseTypeChanged
                        | ChangeCode::TypeAdded
                        | ChangeCode::TypeRemoved
                        | ChangeCode::PropertyAdded
                        | ChangeCode::PropertyRemoved
                        | ChangeCode::PropertyTypeChanged
                )
            })
    }

    /// A property that a base type has no longer, or has now, or with another type: what the type
    /// itself says of it counts only where it inherits none, or another one.
    fn inherited(&self, change: &Change, ty: &TypeName, name: &PropertyName) -> Option<usize> {
        let bases = [self.old, self.new].into_iter().flat_map(|api| api.bases(ty));
        let properties = bases.map(|base| Symbol::Property(base.name.clone(), name.clone()));
        let changes = properties.filter_map(|symbol| self.by_symbol.get(&symbol)).flatten();
        changes.copied().find(|index| {
            let cause = &self.changes[*index];
            match cause.code {
                ChangeCode::PropertyAdded | ChangeCode::PropertyRemoved => true,
                ChangeCode::PropertyTypeChanged => {
                    cause.symbol != change.symbol
                        && (cause.old == change.old || cause.new == change.new)
                }
                _ => false,
            }
        })
    }

    /// A property that has not the enum's values any more, or has them now, where its row was, or is,
    /// what lists them: on the other side another page does.
    fn row_of_enum(&self, of: &EnumName) -> Option<usize> {
        let has = |state: &Option<State>| {
            let mut types = state.iter().flat_map(types_in);
            types.any(|ty| matches!(&ty.value, Value::Enum(name) if name == of))
        };
        self.retyped.iter().chain(&self.properties).copied().find(|index| {
            let change = &self.changes[*index];
            let (side, api) = match (has(&change.old), has(&change.new)) {
                (true, false) => (Side::Old, self.old),
                (false, true) => (Side::New, self.new),
                _ => return false,
            };
            let Some(listed) = api.enums.get(of).map(|listed| &listed.source) else { return false };
            change.spans.iter().any(|Span { side: at, source, .. }| {
                *at == side && source.page == listed.page && source.line == listed.line
            })
        })
    }

    /// A member of an enum of which a row lists the values: with it the row is about that enum, and
    /// without it about one of its own.
    fn values_of(&self, change: &Change) -> Option<usize> {
        let (Some(State::TypeRef(was)), Some(State::TypeRef(is))) = (&change.old, &change.new)
        else {
            return None;
        };
        let (Value::Enum(was), Value::Enum(is)) = (&was.value, &is.value) else { return None };
        self.members.iter().copied().find(|index| {
            let member = &self.changes[*index];
            matches!(member.code, ChangeCode::EnumMemberAdded | ChangeCode::EnumMemberRemoved)
                && matches!(&member.symbol, Symbol::Member(of, _) if of == was || of == is)
        })
    }

    /// A request that lists what a property holds: that it holds several is said by it alone.
    fn list_of(&self, change: &Change, name: &PropertyName) -> Option<usize> {
        let (Some(State::TypeRef(was)), Some(State::TypeRef(is))) = (&change.old, &change.new)
        else {
            return None;
        };
        if was.value != is.value {
            return None;
        }
        let end = format!("/{}", name.as_str().to_lowercase());
        let requests = self.requests.values().flatten();
        let of_property = requests.filter(|((_, sent), _)| sent.ends_with(&end));
        of_property.flat_map(|(_, all)| all).copied().find(|index| {
            matches!(
                self.changes[*index].code,
                ChangeCode::OperationAdded | ChangeCode::OperationRemoved
            )
        })
    }

    /// A property that came or went where no page says what a type inherits from: its base is the
    /// type whose properties it has.
    fn inferred_base(&self, change: &Change, ty: &TypeName) -> Option<usize> {
        let is_stated = |api: &Api| {
            let ty = api.types.get(ty);
            ty.is_some_and(|ty| ty.places.nth(Landmark::Base, 0).is_some())
        };
        if is_stated(self.old) || is_stated(self.new) {
            return None;
        }
        let bases = [&change.old, &change.new].into_iter().filter_map(|state| match state {
            Some(State::Base(base)) => Some(base),
            _ => None,
        });
        let bases: BTreeSet<&TypeName> = bases.collect();
        self.properties.iter().copied().find(|index| match &self.changes[*index].symbol {
            Symbol::Property(of, _) => bases.contains(of),
            _ => false,
        })
    }

    /// The member by whose number the others are bits, or are not.
    fn member_of(&self, definition: &EnumName) -> Option<usize> {
        self.members.iter().copied().find(|index| {
            matches!(&self.changes[*index].symbol, Symbol::Member(of, _) if of == definition)
        })
    }

    /// What a type inherits from, and what its base is, decide whether it has a key; so do the property
    /// itself, and relationships where pages have no annotations.
    fn key_of(&self, ty: &TypeName) -> Option<usize> {
        let bases = [self.old, self.new].into_iter().flat_map(|api| api.bases(ty));
        let owners = bases.map(|base| &base.name);
        let of_bases = owners.map(|base| (Symbol::Type(base.clone()), true));
        let own = [
            (Symbol::Type(ty.clone()), false),
            (Symbol::Property(ty.clone(), PropertyName::new(TypeKind::KEY)), false),
        ];
        let relationships = [self.old, self.new]
            .into_iter()
            .filter_map(|api| api.types.get(ty))
            .flat_map(|it| &it.properties)
            .filter(|property| property.navigation)
            .map(|property| (Symbol::Property(ty.clone(), property.name.clone()), false));
        own.into_iter().chain(of_bases).chain(relationships).find_map(|(symbol, is_base)| {
            let changes = self.by_symbol.get(&symbol)?.iter().copied();
            let decides = |index: &usize| match self.changes[*index].code {
                ChangeCode::BaseTypeChanged
                | ChangeCode::PropertyAdded
                | ChangeCode::PropertyRemoved
                | ChangeCode::PropertyNavigationChanged => true,
                ChangeCode::TypeAdded | ChangeCode::TypeRemoved | ChangeCode::TypeKindChanged => {
                    is_base
                }
                _ => false,
            };
            changes.into_iter().find(decides)
        })
    }

    /// One edit of a page for all of its functions.
    fn first_of_page(&self, change: &Change) -> Option<usize> {
        let alike = self.by_effect.get(&effect(change)?)?;
        let values = |change: &Change| (change.old_text(), change.new_text());
        if alike.len() < 2 {
            return None;
        }
        let own = values(change);
        alike.iter().copied().find(|index| values(&self.changes[*index]) == own)
    }
}
