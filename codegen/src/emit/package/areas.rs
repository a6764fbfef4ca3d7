//! Areas of the documentation as Cargo features: what is compiled with which.
//!
//! A module of operations belongs to one area, and so to one feature. A type or enum belongs to
//! every feature whose operations reach it. So a feature compiles what its operations need and
//! enables no other. What no operation reaches, such as what a service sends on its own accord, is
//! compiled wherever all that it names is: nobody can tell who needs it, and there is little of it.
//!
//! Where a value can be of a derived type, all of them are reached: which variant a value is must
//! not depend on what else is compiled.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::config::kebab_case;
use crate::emit::types::{Shape, Types};
use crate::ir::{Api, Body, EnumName, Operation, TypeName, TypeRef};

/// The feature that enables all others.
pub const ALL: &str = "all";
/// The feature of operations that belong to no area.
const OTHER: &str = "other";
/// The feature that turns on the runtime's of the same name.
pub const AZURE: &str = "azure";
/// The feature of the pages' examples.
pub const EXAMPLES: &str = "examples";
/// Names that features of areas must leave to others: Cargo's, docmill's, the dependency's.
const TAKEN: [&str; 5] = ["default", ALL, AZURE, EXAMPLES, "docmill-runtime"];

/// Which features there are, and what is compiled with each. Empty where an API has fewer than two
/// areas: everything is compiled.
#[derive(Debug, Default)]
pub struct Areas<'a> {
    /// Sorted; in all that follows a feature is its index.
    features: Vec<String>,
    modules: BTreeMap<&'a str, usize>,
    types: FxHashMap<&'a TypeName, BTreeSet<usize>>,
    enums: FxHashMap<&'a EnumName, BTreeSet<usize>>,
}

impl<'a> Areas<'a> {
    /// Finds the areas, and what their operations reach.
    pub fn new(api: &'a Api, types: &Types<'a>) -> Self {
        let of_modules = modules(api);
        let features: BTreeSet<&String> = of_modules.values().collect();
        if features.len() < 2 {
            return Self::default();
        }
        let mut areas =
            Self { features: features.into_iter().cloned().collect(), ..Self::default() };
        for (module, feature) in &of_modules {
            if let Ok(index) = areas.features.binary_search(feature) {
                areas.modules.insert(module, index);
            }
        }
        let mut operations: Vec<Vec<&Operation>> = vec![Vec::new(); areas.features.len()];
        for (name, operation) in &api.operations {
            if let Some(index) = areas.modules.get(&*name.module) {
                operations[*index].push(operation);
            }
        }
        let files = Files { api, types };
        let of_types = api.types.keys().map(|name| (name, files.of_type(name))).collect();
        for (index, operations) in operations.into_iter().enumerate() {
            let named = operations.into_iter().flat_map(|operation| files.of_operation(operation));
            for node in reached(named, &of_types) {
                match node {
                    Node::Type(name) => areas.types.entry(name).or_default().insert(index),
                    Node::Enum(name) => areas.enums.entry(name).or_default().insert(index),
                };
            }
        }
        areas.add_unreached(api, &of_types);
        areas
    }

    /// Gives what no operation reaches to the features that compile all that it names, and what that
    /// names.
    fn add_unreached(&mut self, api: &'a Api, of_types: &FxHashMap<&'a TypeName, Vec<Node<'a>>>) {
        let is_unreached = |node: &Node<'_>| self.of(*node).is_none();
        let types = api.types.keys().map(Node::Type);
        let unreached: Vec<Node<'_>> =
            types.chain(api.enums.keys().map(Node::Enum)).filter(is_unreached).collect();
        let given: Vec<BTreeSet<usize>> = unreached
            .iter()
            .map(|node| {
                let mut features: BTreeSet<usize> = (0..self.features.len()).collect();
                for needed in reached(std::iter::once(*node), of_types) {
                    if let Some(with) = self.of(needed) {
                        features.retain(|feature| with.contains(feature));
                    }
                }
                features
            })
            .collect();
        for (node, features) in unreached.into_iter().zip(given) {
            match node {
                Node::Type(name) => self.types.insert(name, features),
                Node::Enum(name) => self.enums.insert(name, features),
            };
        }
    }

    fn of(&self, node: Node<'_>) -> Option<&BTreeSet<usize>> {
        match node {
            Node::Type(name) => self.types.get(name),
            Node::Enum(name) => self.enums.get(name),
        }
    }

    /// The areas' features, sorted, each with its modules of operations; [`ALL`] is not among them.
    pub fn features(&self) -> impl Iterator<Item = (&str, Vec<&'a str>)> {
        self.features.iter().enumerate().map(|(index, feature)| {
            let modules = self.modules.iter().filter(|(_, of)| **of == index);
            (feature.as_str(), modules.map(|(module, _)| *module).collect())
        })
    }

    /// The feature of a module of operations.
    pub fn module_feature(&self, module: &str) -> Option<&str> {
        let index = self.modules.get(module)?;
        self.features.get(*index).map(String::as_str)
    }

    /// `#[cfg(feature = "people")]` for a module of operations.
    pub fn module(&self, module: &str) -> TokenStream {
        match self.module_feature(module) {
            Some(feature) => quote!(#[cfg(feature = #feature)]),
            None => TokenStream::new(),
        }
    }

    /// What a type is compiled with.
    pub fn ty(&self, name: &TypeName) -> Features<'_> {
        self.any(self.types.get(name))
    }

    /// The same for an enum.
    pub fn definition(&self, name: &EnumName) -> Features<'_> {
        self.any(self.enums.get(name))
    }

    fn any(&self, features: Option<&BTreeSet<usize>>) -> Features<'_> {
        let reaching = features.into_iter().flatten();
        let reaching: Vec<&str> =
            reaching.filter_map(|index| self.features.get(*index)).map(String::as_str).collect();
        if reaching.len() == self.features.len() {
            Features::Always
        } else if reaching.is_empty() {
            Features::Any(vec![ALL])
        } else {
            Features::Any(reaching)
        }
    }
}

/// What something is compiled with.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Features<'a> {
    /// With whatever there is, and without.
    Always,
    /// With any of these; sorted.
    Any(Vec<&'a str>),
}

impl Features<'_> {
    /// `#[cfg(any(feature = "people", feature = "users"))]`
    pub fn cfg(&self) -> TokenStream {
        match self {
            Self::Always => TokenStream::new(),
            Self::Any(features) => match features[..] {
                [feature] => quote!(#[cfg(feature = #feature)]),
                _ => quote!(#[cfg(any(#(feature = #features),*))]),
            },
        }
    }
}

/// The feature of each module of operations: the one that most of its operations belong to, the
/// first by name of several. Those that belong to none have no say where others have.
pub fn modules(api: &Api) -> BTreeMap<&str, String> {
    let mut modules: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
    for (name, operation) in &api.operations {
        let areas = modules.entry(&*name.module).or_default();
        if let Some(area) = operation.area.as_deref() {
            *areas.entry(area).or_default() += 1;
        }
    }
    let most = |areas: BTreeMap<&str, usize>| {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for (area, count) in areas {
            if let Some(feature) = feature(area) {
                *counts.entry(feature).or_default() += count;
            }
        }
        let most = counts.into_iter().rev().max_by_key(|(_, count)| *count);
        most.map_or_else(|| OTHER.to_owned(), |(feature, _)| feature)
    };
    modules.into_iter().map(|(module, areas)| (module, most(areas))).collect()
}

/// An area's name as a feature's: `SharePoint` becomes `sharepoint`, `Sites & lists` `sites-lists`.
fn feature(area: &str) -> Option<String> {
    let name = kebab_case(area);
    match name.as_str() {
        "" => None,
        name if TAKEN.contains(&name) => Some(format!("{name}-area")),
        _ => Some(name),
    }
}

/// What has a file of its own and is compiled with the features that reach it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Node<'a> {
    Type(&'a TypeName),
    Enum(&'a EnumName),
}

/// Which files an operation or a type names. Bases are not among them: a struct has their properties
/// itself.
struct Files<'w, 'a> {
    api: &'a Api,
    types: &'w Types<'a>,
}

impl<'a> Files<'_, 'a> {
    fn of_operation(&self, operation: &'a Operation) -> Vec<Node<'a>> {
        let resource = match &operation.body {
            Body::Resource(name) => self.if_documented(name),
            _ => None,
        };
        let named = operation.types().filter_map(|ty| self.of_value(ty));
        named.chain(resource).collect()
    }

    fn of_type(&self, name: &TypeName) -> Vec<Node<'a>> {
        let properties = self.api.all_properties(name).into_iter();
        let mut named: Vec<Node<'_>> =
            properties.filter_map(|property| self.of_value(&property.ty)).collect();
        if self.types.is_polymorphic(name) {
            named.extend(self.types.derived(name).iter().map(|derived| Node::Type(derived)));
        }
        named
    }

    fn of_value(&self, ty: &'a TypeRef) -> Option<Node<'a>> {
        match self.types.shape(self.api, &ty.value) {
            Shape::Struct(name) | Shape::Any(name) => self.if_documented(name),
            Shape::Enum(name) | Shape::Flags(name) => Some(Node::Enum(name)),
            Shape::Primitive(_) | Shape::Json => None,
        }
    }

    fn if_documented(&self, name: &'a TypeName) -> Option<Node<'a>> {
        self.api.types.contains_key(name).then_some(Node::Type(name))
    }
}

/// The files that are named, those that they name in turn, and so on.
fn reached<'a>(
    named: impl Iterator<Item = Node<'a>>,
    of_types: &FxHashMap<&'a TypeName, Vec<Node<'a>>>,
) -> FxHashSet<Node<'a>> {
    let mut found = FxHashSet::default();
    let mut waiting: Vec<Node<'_>> = named.collect();
    while let Some(node) = waiting.pop() {
        if found.insert(node)
            && let Node::Type(name) = node
        {
            waiting.extend(of_types.get(name).into_iter().flatten());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{Areas, Features, feature};
    use crate::diagnostics::Report;
    use crate::emit::names::Names;
    use crate::emit::types::Types;
    use crate::ir::{Api, EnumName, TypeName};
    use crate::yaml;

    const API: &str = "
types:
  a.root: {name: a.root, source: 'r.md:1:1', properties: [{name: tag, type: a.tag, source: 'r.md:2:1'}]}
  a.tag: {name: a.tag, source: 't.md:1:1'}
  a.book: {name: a.book, base: a.root, source: 'b.md:1:1', properties: [{name: kind, type: enum a.kind, source: 'b.md:2:1'}]}
  a.atlas: {name: a.atlas, base: a.book, source: 'c.md:1:1', properties: [{name: map, type: a.map, source: 'c.md:2:1'}]}
  a.map: {name: a.map, source: 'm.md:1:1'}
  a.reader: {name: a.reader, base: a.root, source: 'd.md:1:1'}
  a.alone: {name: a.alone, source: 'e.md:1:1', properties: [{name: mood, type: enum a.mood, source: 'e.md:2:1'}]}
  a.note: {name: a.note, source: 'n.md:1:1', properties: [{name: of, type: a.alone, source: 'n.md:2:1'}, {name: mood, type: enum a.mood, source: 'n.md:3:1'}]}
  a.chart: {name: a.chart, source: 'h.md:1:1', properties: [{name: tag, type: a.tag, source: 'h.md:2:1'}, {name: map, type: a.map, source: 'h.md:3:1'}]}
  a.mixed: {name: a.mixed, source: 'x.md:1:1', properties: [{name: reader, type: a.reader, source: 'x.md:2:1'}, {name: map, type: a.map, source: 'x.md:3:1'}]}
enums:
  a.kind: {name: a.kind, source: 'k.md:1:1', members: []}
  a.mood: {name: a.mood, source: 'o.md:1:1', members: []}
operations:
  book::get: {name: 'book::get', title: G, area: Books, method: GET, paths: [/books], response: {type: a.book}, source: 'g.md:1:1'}
  book::list: {name: 'book::list', title: L, area: people, method: GET, paths: [/b], response: {}, source: 'l.md:1:1'}
  book::ping: {name: 'book::ping', title: P, method: GET, paths: [/p], response: {}, source: 'p.md:1:1'}
  reader::get: {name: 'reader::get', title: R, area: people, method: GET, paths: [/r], response: {type: a.reader}, source: 's.md:1:1'}
  status::get: {name: 'status::get', title: S, method: GET, paths: [/s], response: {}, source: 'u.md:1:1'}
";

    fn with_areas<T>(text: &str, look: impl FnOnce(&Areas<'_>) -> T) -> T {
        let api: Api = yaml::read(text).expect("an API");
        let names = Names::new(&api, &mut Report::default());
        look(&Areas::new(&api, &Types::new(&api, &names)))
    }

    #[test]
    fn a_module_goes_with_most_of_its_operations() {
        with_areas(API, |areas| {
            let features: BTreeMap<&str, Vec<&str>> = areas.features().collect();
            let expected = [("books", "book"), ("other", "status"), ("people", "reader")];
            assert_eq!(features, expected.map(|(feature, module)| (feature, vec![module])).into());
        });
    }

    #[test]
    fn a_type_goes_with_every_area_that_reaches_it() {
        with_areas(API, |areas| {
            let ty = |name: &str| areas.ty(&TypeName::new(name)).cfg().to_string().replace(' ', "");
            // A derived type, and what only that one has.
            for name in ["a.book", "a.atlas", "a.map"] {
                assert_eq!(ty(name), "#[cfg(feature=\"books\")]", "{name}");
            }
            // By way of a base, which itself is not needed.
            assert_eq!(ty("a.tag"), "#[cfg(any(feature=\"books\",feature=\"people\"))]");
            let definition = |name| areas.definition(&EnumName::new(name)).cfg().to_string();
            assert!(definition("a.kind").contains("books"));
        });
    }

    #[test]
    fn what_no_operation_reaches_is_there_with_all_that_it_names() {
        with_areas(API, |areas| {
            let ty = |name: &str| areas.ty(&TypeName::new(name)).cfg().to_string().replace(' ', "");
            for name in ["a.alone", "a.note"] {
                assert_eq!(ty(name), "", "{name}");
            }
            assert_eq!(areas.definition(&EnumName::new("a.mood")), Features::Always);
            // Its tag is there with both, its map with one.
            assert_eq!(ty("a.root"), "#[cfg(any(feature=\"books\",feature=\"people\"))]");
            assert_eq!(ty("a.chart"), "#[cfg(feature=\"books\")]");
            // No feature has both.
            assert_eq!(ty("a.mixed"), "#[cfg(feature=\"all\")]");
        });
    }

    #[test]
    fn one_area_needs_no_feature() {
        let text = API.replace("area: Books, ", "area: people, ").replace("status::get", "book::s");
        with_areas(&text, |areas| {
            assert_eq!(areas.features().count(), 0);
            assert!(areas.module("book").is_empty());
            assert_eq!(areas.ty(&TypeName::new("a.alone")), Features::Always);
        });
    }

    #[test]
    fn names_are_made_valid() {
        let names = ["SharePoint", "Sites & lists", "4g", "é", "", "all", "Default"].map(feature);
        let expected = ["sharepoint", "sites-lists", "4g", "", "", "all-area", "default-area"];
        assert_eq!(names, expected.map(|name| (!name.is_empty()).then(|| name.to_owned())));
    }
}
