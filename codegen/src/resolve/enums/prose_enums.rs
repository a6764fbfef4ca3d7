//! Names for enums that have none: those that only the description of a property lists.

use std::collections::BTreeMap;

use crate::dialect::{Dialect, Spelling};
use crate::ir::names::{namespace, short};
use crate::ir::{EnumName, Operation, Primitive, TypeName, Value};
use crate::read::facts::{PageFacts, PropertyFacts};
use crate::resolve::Resolver;
use crate::resolve::names::{Named, Names};

/// The names given so far.
#[derive(Debug, Default)]
pub struct ProseEnums {
    /// By type and property, in lower case.
    given: BTreeMap<(String, String), EnumName>,
    /// Values of properties that can name their enum, by namespace and property; `None` where types
    /// disagree about them.
    shared: BTreeMap<(String, String), Option<Vec<String>>>,
}

impl Resolver<'_> {
    /// Learns which properties have the same values wherever they stand.
    pub fn collect_shared_enums(&mut self, pages: &[PageFacts]) {
        for page in pages {
            let Some(facts) = &page.resource else { continue };
            let owner = self.full_name(facts, page);
            let namespace = namespace(&owner);
            for property in facts.properties.iter().filter(|property| is_unnamed(property)) {
                let Some(values) = &property.values else { continue };
                let key = (namespace.to_owned(), property.name.clone());
                let mut members = values.members.clone();
                members.sort_unstable();
                let known = self.prose_enums.shared.entry(key);
                let known = known.or_insert_with(|| Some(members.clone()));
                if known.as_ref() != Some(&members) {
                    *known = None;
                }
            }
        }
    }

    /// A page that lists the values of an inherited property again means the enum of the base type.
    pub fn take_prose_enums_of_bases(&mut self) {
        for RepeatedEnum { owner, at, own, inherited } in self.repeated_prose_enums() {
            let Some(ty) = self.api.types.get_mut(&owner) else { continue };
            let property = &mut ty.properties[at];
            property.ty.value = Value::Enum(inherited.clone());
            self.prose_enums.give(owner.as_str(), property.name.as_str(), inherited.clone());
            let properties = self.api.types.values().flat_map(|ty| &ty.properties);
            let of_operations = self.api.operations.values().flat_map(Operation::types);
            let mut used = properties.map(|property| &property.ty).chain(of_operations);
            if !used.any(|ty| ty.value == Value::Enum(own.clone())) {
                self.api.enums.remove(&own);
                self.names.replace(own.as_str(), Named::Enum(inherited));
            }
        }
    }

    fn repeated_prose_enums(&self) -> Vec<RepeatedEnum> {
        let members = |name: &EnumName| self.api.enums.get(name).map(|it| &it.members);
        let has_all = |base: &EnumName, own: &EnumName| {
            let (Some(base), Some(own)) = (members(base), members(own)) else { return false };
            own.iter().all(|own| base.iter().any(|base| base.name == own.name))
        };
        let mut found = Vec::new();
        for ty in self.api.types.values() {
            for (at, property) in ty.properties.iter().enumerate() {
                let Value::Enum(own) = &property.ty.value else { continue };
                if !self.prose_enums.named(ty.name.as_str(), property.name.as_str(), own) {
                    continue;
                }
                let inherited = self.api.bases(&ty.name).flat_map(|base| &base.properties);
                let same = inherited.filter(|it| {
                    it.name == property.name && it.ty.collection == property.ty.collection
                });
                let first = same.filter_map(|it| match &it.ty.value {
                    Value::Enum(base) if has_all(base, own) => Some(base),
                    _ => None,
                });
                if let Some(base) = first.last().filter(|base| *base != own) {
                    found.push(RepeatedEnum {
                        owner: ty.name.clone(),
                        at,
                        own: own.clone(),
                        inherited: base.clone(),
                    });
                }
            }
        }
        found
    }
}

/// A property whose enum docmill named, although a base type has an enum for the same property, with
/// all of its members.
struct RepeatedEnum {
    /// The type that has the property, and the property's number there.
    owner: TypeName,
    at: usize,
    /// The enum that docmill named.
    own: EnumName,
    /// The one that the base type has.
    inherited: EnumName,
}

/// Whether the type column leaves the enum without a name.
fn is_unnamed(property: &PropertyFacts) -> bool {
    matches!(property.ty.spelling, Spelling::UnnamedEnum | Spelling::Primitive(Primitive::String))
}

impl ProseEnums {
    /// The name for the enum of a property of `owner`, the full name of a type: the same for each
    /// call with the same two, and no name that a page uses for something else.
    pub fn name(
        &mut self,
        owner: &str,
        property: &str,
        dialect: &Dialect,
        names: &Names,
    ) -> EnumName {
        let key = (owner.to_ascii_lowercase(), property.to_ascii_lowercase());
        if let Some(given) = self.given.get(&key) {
            return given.clone();
        }
        let namespace = namespace(owner);
        let full = |short: &str| format!("{namespace}.{short}");
        let owner = short(owner);
        let shared = self.shared_name(namespace, property, dialect).map(full);
        let is_shared = |name: &str| shared.as_deref() == Some(name);
        let is_given = |name: &str| self.given.values().any(|given| given.as_str() == name);
        let holder = dialect.values.holder.group("holder", owner).unwrap_or("");
        let subject = &owner[..owner.len() - holder.len()];
        let (of_subject, says_more) = joined(subject, property);
        let (of_owner, _) = joined(owner, property);
        let shared_first = shared.clone().filter(|_| says_more);
        let candidates = shared_first.into_iter().chain([full(&of_subject), full(&of_owner)]);
        let mut free =
            candidates.filter(|name| !names.is_known(name) || (is_shared(name) && is_given(name)));
        let plain = || full(&format!("{}{}", lower_first(owner), upper_first(property)));
        let name = EnumName::new(free.next().unwrap_or_else(plain));
        self.given.insert(key, name.clone());
        name
    }

    /// Whether the enum of that property of `owner` got that name here.
    fn named(&self, owner: &str, property: &str, name: &EnumName) -> bool {
        let key = (owner.to_ascii_lowercase(), property.to_ascii_lowercase());
        self.given.get(&key) == Some(name)
    }

    /// Gives the enum of that property of `owner` another name.
    fn give(&mut self, owner: &str, property: &str, name: EnumName) {
        self.given.insert((owner.to_ascii_lowercase(), property.to_ascii_lowercase()), name);
    }

    fn shared_name<'n>(
        &self,
        namespace: &str,
        property: &'n str,
        dialect: &Dialect,
    ) -> Option<&'n str> {
        let key = (namespace.to_owned(), property.to_owned());
        let agrees = self.shared.get(&key).is_some_and(Option::is_some);
        (agrees && dialect.values.names_itself.is_match(property)).then_some(property)
    }
}

/// Type and property as one name, without saying a word twice, and whether each says something of
/// its own: `chatMessage` and `messageType` are `chatMessageType`, and share a word.
fn joined(owner: &str, property: &str) -> (String, bool) {
    let property = upper_first(property);
    let owner = upper_first(owner);
    let ends = property.match_indices(|c: char| c.is_ascii_uppercase()).map(|(at, _)| at);
    let ends: Vec<usize> = ends.skip(1).chain([property.len()]).collect();
    let repeated = ends.iter().rev().find(|end| owner.ends_with(&property[..**end]));
    let rest = repeated.map_or(&*property, |end| &property[*end..]);
    (lower_first(&format!("{owner}{rest}")), repeated.is_none())
}

/// What of an action's name and a parameter's tells what the parameter is of, as a type's name:
/// `changeScreenSharingRole` and `role` give `screenSharing`.
pub fn noun_of_action(action: &str, parameter: &str) -> Option<String> {
    let rest = action.strip_suffix(&*upper_first(parameter))?;
    let verb = rest.find(|c: char| c.is_ascii_uppercase())?;
    Some(lower_first(&rest[verb..]))
}

/// A module's name as a type's: `drive_item` gives `driveItem`.
pub fn camel_case(module: &str) -> String {
    let words: String = module.split('_').map(upper_first).collect();
    lower_first(&words)
}

pub fn upper_first(name: &str) -> String {
    let mut name = name.to_owned();
    if let Some(first) = name.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    name
}

pub fn lower_first(name: &str) -> String {
    let mut name = name.to_owned();
    if let Some(first) = name.get_mut(..1) {
        first.make_ascii_lowercase();
    }
    name
}

#[cfg(test)]
mod tests {
    use super::{joined, noun_of_action};

    #[test]
    fn says_no_word_twice() {
        let joined = |owner, property| joined(owner, property).0;
        assert_eq!(joined("chatMessage", "messageType"), "chatMessageType");
        assert_eq!(joined("tone", "tone"), "tone");
        assert_eq!(joined("signIn", "status"), "signInStatus");
        assert_eq!(joined("teamsApp", "publishingState"), "teamsAppPublishingState");
    }

    #[test]
    fn an_action_says_what_its_parameter_is_of() {
        let noun = noun_of_action("changeScreenSharingRole", "role");
        assert_eq!(noun.as_deref(), Some("screenSharing"));
        assert_eq!(noun_of_action("reject", "reason"), None);
        assert_eq!(noun_of_action("changeRole", "role"), None);
    }
}
