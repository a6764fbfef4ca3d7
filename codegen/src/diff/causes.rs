//! What a change follows from: one rule for each way in which one thing entails another.

mod lookup;

use std::collections::BTreeSet;

pub(super) use self::lookup::Causes;
use self::lookup::{effect, path_of, prose_enum, request, types_in};
use super::requests::sent;
use super::symbol::Part;
use super::{Change, ChangeCode, Fact, Side, Span, Symbol};
use crate::ir::{
    Api, Body, EnumName, Landmark, OperationName, PathOrigin, PropertyName, Source, Type, TypeName,
    Value,
};

impl<'a> Causes<'a> {
    /// The change that this one follows from.
    pub(super) fn of(&self, index: usize) -> Option<usize> {
        let change = &self.changes[index];
        let parent = match (change.code, &change.symbol) {
            (ChangeCode::EnumAdded, Symbol::Enum(name)) if prose_enum(change) => {
                self.enum_uses.get(&(Side::New, name)).copied()
            }
            (ChangeCode::EnumRemoved, Symbol::Enum(name)) if prose_enum(change) => {
                self.enum_uses.get(&(Side::Old, name)).copied()
            }
            (ChangeCode::TypePolymorphismChanged, Symbol::Type(name)) => {
                self.family(change, name).or_else(|| {
                    let gained = matches!(change.new, Some(Fact::Flag { value: true, .. }));
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
            (ChangeCode::BodyChanged, _) => self.resource(change),
            (ChangeCode::ExampleChanged, Symbol::Function(function)) => {
                self.line_shown(change, function).or_else(|| self.first_of_page(change))
            }
            (ChangeCode::BaseTypeChanged, Symbol::Type(name)) => self.inferred_base(change, name),
            (ChangeCode::ParameterRequirementChanged, Symbol::Part(function, part)) => {
                self.choice_of_paths(change, function, part).or_else(|| self.first_of_page(change))
            }
            (ChangeCode::FeatureChanged, Symbol::Module(module)) => self.operation_of(module),
            (ChangeCode::ResponseTypeChanged, _) => {
                self.listed(change).or_else(|| self.first_of_page(change))
            }
            _ => self.first_of_page(change),
        };
        parent.filter(|parent| *parent != index)
    }

    /// A change in the facts that an edit of words made: of the same thing, or of the member of an
    /// enum that the same line names.
    fn reworded(&self, change: &Change) -> Option<usize> {
        let is_fact = |index: &usize| self.changes[*index].code != ChangeCode::ProseChanged;
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

    /// The change of a header whose row is also where an error is told of.
    fn header_of(&self, change: &Change, function: &OperationName) -> Option<usize> {
        let rows = lines(change);
        let of_header = self
            .headers
            .iter()
            .copied()
            .filter(|index| self.changes[*index].symbol.function() == Some(function));
        let mut of_header = of_header
            .filter(|index| lines(&self.changes[*index]).iter().any(|row| rows.contains(row)));
        of_header.next()
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
        let gained = matches!(change.new, Some(Fact::Flag { value: true, .. }));
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
        let has = |fact: &Option<Fact>| {
            let mut types = fact.iter().flat_map(types_in);
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
        let (Some(Fact::TypeRef(was)), Some(Fact::TypeRef(is))) = (&change.old, &change.new) else {
            return None;
        };
        let (Value::Enum(was), Value::Enum(is)) = (&was.value, &is.value) else { return None };
        self.members.iter().copied().find(|index| {
            let member = &self.changes[*index];
            matches!(member.code, ChangeCode::EnumMemberAdded | ChangeCode::EnumMemberRemoved)
                && matches!(&member.symbol, Symbol::Member(of, _) if of == was || of == is)
        })
    }

    /// The request line that is an example as well.
    fn line_shown(&self, change: &Change, function: &OperationName) -> Option<usize> {
        let shown = lines(change);
        let requests = self.requests.iter().filter(|((of, ..), _)| *of == function);
        requests
            .flat_map(|(_, all)| all)
            .copied()
            .find(|index| lines(&self.changes[*index]).iter().any(|line| shown.contains(line)))
    }

    /// A request that lists what a property holds: that it holds several is said by it alone.
    fn list_of(&self, change: &Change, name: &PropertyName) -> Option<usize> {
        let (Some(Fact::TypeRef(was)), Some(Fact::TypeRef(is))) = (&change.old, &change.new) else {
            return None;
        };
        if was.value != is.value {
            return None;
        }
        let end = format!("/{}", name.as_str().to_lowercase());
        let of_property = self.requests.iter().filter(|((.., sent), _)| sent.ends_with(&end));
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
        let bases = [&change.old, &change.new].into_iter().filter_map(|fact| match fact {
            Some(Fact::Base(base)) => Some(base),
            _ => None,
        });
        let bases: BTreeSet<&TypeName> = bases.collect();
        self.properties.iter().copied().find(|index| match &self.changes[*index].symbol {
            Symbol::Property(of, _) => bases.contains(of),
            _ => false,
        })
    }

    /// A path that came or went, by which a parameter is, or is not, in all that are left; unless the
    /// page says other words about the parameter.
    fn choice_of_paths(
        &self,
        change: &Change,
        function: &OperationName,
        part: &Part,
    ) -> Option<usize> {
        let says_so = |index: &usize| self.changes[*index].code == ChangeCode::ProseChanged;
        if !matches!(part, Part::FunctionParameter(_))
            || self.by_symbol.get(&change.symbol)?.iter().any(says_so)
        {
            return None;
        }
        let requests = self.requests.iter().filter(|((of, ..), _)| *of == function);
        requests.flat_map(|(_, all)| all).copied().next()
    }

    /// The operation, or the path of one, whose coming or going gives its module another area.
    fn operation_of(&self, module: &str) -> Option<usize> {
        let whole = self.operations.iter().copied().find(|index| {
            let change = &self.changes[*index];
            let function = change.function.as_ref().or(change.symbol.function());
            function.is_some_and(|function| &*function.module == module)
        });
        let requests = self.requests.iter().filter(|((of, ..), _)| &*of.module == module);
        let mut paths = requests.flat_map(|(_, all)| all).copied();
        whole.or_else(|| paths.next())
    }

    /// The property that a path leads to, where a page leaves it to the property what comes back.
    fn listed(&self, change: &Change) -> Option<usize> {
        let function = change.symbol.function()?;
        let ends: Vec<String> = [self.old, self.new]
            .into_iter()
            .filter_map(|api| api.operations.get(function))
            .flat_map(|operation| &operation.paths)
            .filter_map(|path| sent(path).rsplit('/').next().map(str::to_owned))
            .collect();
        let value = |fact: &Option<Fact>| match fact {
            Some(Fact::TypeRef(ty)) => Some(ty.value.clone()),
            Some(Fact::Response(response)) => response.ty.as_ref().map(|ty| ty.value.clone()),
            _ => None,
        };
        self.retyped.iter().copied().find(|index| {
            let cause = &self.changes[*index];
            matches!(&cause.symbol, Symbol::Property(_, name)
                if ends.iter().any(|end| end.eq_ignore_ascii_case(name.as_str())))
                && value(&cause.old) == value(&change.old)
                && value(&cause.new) == value(&change.new)
        })
    }

    /// The request line that comes or goes on one side where the other has an example alone, or
    /// with the line that the example was another address of.
    fn line_of(&self, change: &Change) -> Option<usize> {
        if path_of(change)?.origin != PathOrigin::Example {
            return None;
        }
        let is_line = |index: &usize| {
            let path = path_of(&self.changes[*index]);
            path.is_some_and(|path| path.origin != PathOrigin::Example)
        };
        let is_opposite =
            |index: &usize| self.changes[*index].old.is_some() != change.old.is_some();
        let (function, method, sent) = request(change)?;
        let of_function =
            self.requests.iter().filter(|((of, verb, _), _)| (*of, *verb) == (function, method));
        let same = of_function.clone().filter(|((_, _, other), _)| *other == sent);
        let mut same = same.flat_map(|(_, all)| all).copied().filter(is_line);
        let mut beside = of_function.flat_map(|(_, all)| all).copied().filter(is_line);
        // An example of a line that is gone is a path of its own.
        same.find(is_opposite)
            .or_else(|| beside.clone().find(|index| !is_opposite(index)))
            .or_else(|| beside.find(is_opposite))
    }

    /// A body without a list of its own is what the resource's page lists.
    fn property_of_resource(&self, change: &Change) -> Option<usize> {
        let Symbol::Part(function, Part::BodyProperty(name)) = &change.symbol else { return None };
        let page_of = |api: &'a Api| api.operations.get(function).map(|op| &op.source.page);
        let own = change.spans.iter().any(|span| {
            let api = if span.side == Side::Old { self.old } else { self.new };
            span.exact && page_of(api) == Some(&span.source.page)
        });
        // A row that gives no name has the enum of the resource's property.
        let borrowed = |cause: &Change| {
            let ty = |change: &Change| match &change.old {
                Some(Fact::TypeRef(ty)) => Some(ty.value.clone()),
                Some(Fact::Property(property)) => Some(property.ty.value.clone()),
                _ => None,
            };
            change.code == ChangeCode::BodyPropertyTypeChanged
                && matches!(ty(change), Some(Value::Enum(_)))
                && ty(change) == ty(cause)
                && change.new != cause.new
        };
        let operation = self.new.operations.get(function)?;
        let Body::Properties { of: Some(of), .. } = &operation.body else { return None };
        let owner = self.new.types.get(of)?;
        let owners = std::iter::once(owner).chain(self.new.bases(of));
        let owners: Vec<&Type> = owners.collect();
        owners.into_iter().find_map(|ty| {
            let symbol = Symbol::Property(ty.name.clone(), name.clone());
            let causes = self.by_symbol.get(&symbol)?;
            let prose = change.code == ChangeCode::ProseChanged;
            causes
                .iter()
                .copied()
                .filter(|cause| !own || borrowed(&self.changes[*cause]))
                .find(|cause| (self.changes[*cause].code == ChangeCode::ProseChanged) == prose)
        })
    }

    /// What running text names has the type of a property that is called so, as long as there is one.
    fn namesake(&self, change: &Change) -> Option<usize> {
        let Symbol::Part(_, Part::BodyProperty(name)) = &change.symbol else { return None };
        let (Some(Fact::TypeRef(was)), Some(Fact::TypeRef(is))) = (&change.old, &change.new) else {
            return None;
        };
        self.properties.iter().copied().find(|index| {
            let cause = &self.changes[*index];
            let ty = match (&cause.symbol, &cause.old, &cause.new) {
                (Symbol::Property(_, own), Some(Fact::Property(property)), None) if own == name => {
                    Some((&property.ty, was))
                }
                (Symbol::Property(_, own), None, Some(Fact::Property(property))) if own == name => {
                    Some((&property.ty, is))
                }
                _ => None,
            };
            ty.is_some_and(|(property, own)| property == own)
        })
    }

    /// A body that is a resource as long as a page describes the resource.
    fn resource(&self, change: &Change) -> Option<usize> {
        [(&change.old, ChangeCode::TypeRemoved), (&change.new, ChangeCode::TypeAdded)]
            .into_iter()
            .find_map(|(fact, code)| {
                let Some(Fact::Body(body)) = fact else { return None };
                let (Body::Resource(name) | Body::Properties { of: Some(name), .. }) = &**body
                else {
                    return None;
                };
                let of_type = self.by_symbol.get(&Symbol::Type(name.clone()));
                let mut of_type = of_type.into_iter().flatten().copied();
                // What a page lists is of the resource as long as the resource has it.
                let listed = self.properties.iter().copied().find(|index| {
                    match (&self.changes[*index].symbol, &**body) {
                        (Symbol::Property(of, property), Body::Properties { properties, .. }) => {
                            of == name && properties.iter().any(|own| own.name == *property)
                        }
                        _ => false,
                    }
                });
                of_type.find(|cause| self.changes[*cause].code == code).or(listed)
            })
    }

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

/// The lines where a change stands.
fn lines(change: &Change) -> Vec<(Side, Source)> {
    let exact = change.spans.iter().filter(|span| span.exact);
    exact.map(|span| (span.side, Source { column: 0, ..span.source.clone() })).collect()
}
