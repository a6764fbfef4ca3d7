//! What of a model is generated at all: `select` in `docmill.yaml`.

use std::collections::BTreeSet;
use std::fmt;

use crate::config::{Filter, Globs, PathPattern, Select, Unreached, glob};
use crate::diagnostics::Report;
use crate::ir::{
    Api, Body, Enum, EnumName, Method, Operation, Path, PathRemark, Source, Type, TypeName,
    TypeOrigin, TypeRef, Value,
};

/// What was left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// Operations without any path that is selected.
    pub operations: usize,
    /// Paths of operations that are still there.
    pub paths: usize,
    /// Types and enums that are excluded.
    pub excluded: usize,
    /// Types and enums that no operation takes or gives.
    pub unreached: usize,
    /// Every path that is gone.
    pub gone_paths: BTreeSet<(Method, Path)>,
    /// Where everything else that is gone was documented.
    pub gone: BTreeSet<Source>,
}

impl LeftOut {
    /// Whether everything is there.
    pub fn is_nothing(&self) -> bool {
        [self.operations, self.paths, self.excluded, self.unreached] == [0; 4]
    }

    /// Notes an operation that is gone.
    pub(crate) fn operation(&mut self, operation: &Operation) {
        self.gone_paths.extend(operation.paths.iter().map(|path| (operation.method, path.clone())));
        self.gone.extend(operation.parameters().map(|parameter| parameter.source.clone()));
    }

    /// Notes an enum that is gone.
    pub(crate) fn enumeration(&mut self, enumeration: &Enum) {
        self.gone.insert(enumeration.source.clone());
        self.gone.extend(enumeration.members.iter().map(|member| member.source.clone()));
    }

    /// Notes a type or a property that is gone.
    pub(crate) fn source(&mut self, source: &Source) {
        self.gone.insert(source.clone());
    }
}

impl fmt::Display for LeftOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "left out as docmill.yaml says: operations {}, further paths {}, types and enums {}; \
             types and enums that no operation needs {}",
            self.operations, self.paths, self.excluded, self.unreached
        )
    }
}

/// Leaves out what is not selected. A property whose type is left out keeps the type's name and is
/// JSON of any shape. A pattern that matches nothing is a finding.
pub fn apply(api: &mut Api, select: &Select, left_out: &mut LeftOut, report: &mut Report) {
    find_unused(api, select, report);
    paths(api, select, left_out);
    if !left_out.gone_paths.is_empty() {
        left_out.unreached += responses(api, left_out);
    }
    if let Some(filter) = filter(&select.types) {
        let selected = |name: &str| filter.takes(name);
        left_out.excluded =
            keep(api, left_out, |name| selected(name.as_str()), |name| selected(name.as_str()));
    }
    if select.unreached == Unreached::LeaveOut {
        let (types, enums) = reached(api);
        left_out.unreached +=
            keep(api, left_out, |name| types.contains(name), |name| enums.contains(name));
    }
}

/// Leaves out what pages list of the responses of operations that are gone, and returns how many types
/// went.
fn responses(api: &mut Api, left_out: &mut LeftOut) -> usize {
    let of_response = |ty: &&Type| ty.origin == TypeOrigin::Response;
    let listed = api.types.values().filter(of_response);
    let mut gone: BTreeSet<TypeName> = listed.map(|ty| ty.name.clone()).collect();
    if gone.is_empty() {
        return 0;
    }
    let (reached, _) = reached(api);
    gone.retain(|name| !reached.contains(name));
    keep(api, left_out, |name| !gone.contains(name), |_| true)
}

/// Tells of patterns that match nothing that the pages document.
fn find_unused(api: &Api, select: &Select, report: &mut Report) {
    let Globs { include, exclude, places } = &select.paths;
    let is_used = |pattern: &str| {
        let Ok(pattern) = PathPattern::new(pattern) else { return false };
        api.operations.values().any(|operation| {
            let verb = operation.method.as_str();
            operation.paths.iter().any(|path| pattern.matches(&path.to_string(), verb))
        })
    };
    places.report_unused(include, exclude, "a documented path", is_used, report);
    let Globs { include, exclude, places } = &select.types;
    let is_used = |pattern: &str| {
        let Ok(pattern) = glob(pattern) else { return false };
        let pattern = pattern.compile_matcher();
        api.types.keys().any(|name| pattern.is_match(name.as_str()))
            || api.enums.keys().any(|name| pattern.is_match(name.as_str()))
    };
    let among = "the full name of a type or enum";
    places.report_unused(include, exclude, among, is_used, report);
}

fn paths(api: &mut Api, select: &Select, left_out: &mut LeftOut) {
    if select.paths.take_all() {
        return;
    }
    // Patterns that do not compile were refused with the configuration.
    let compiled = |patterns: &[String]| -> Vec<PathPattern> {
        patterns.iter().filter_map(|pattern| PathPattern::new(pattern).ok()).collect()
    };
    let (include, exclude) = (compiled(&select.paths.include), compiled(&select.paths.exclude));
    let selected = |path: &Path, method: Method| {
        let path = path.to_string();
        let matches =
            |patterns: &[PathPattern]| patterns.iter().any(|it| it.matches(&path, method.as_str()));
        matches(&include) && !matches(&exclude)
    };
    api.operations.retain(|_, operation| {
        let before = operation.paths.len();
        let method = operation.method;
        let kept = operation.paths.iter().any(|path| selected(path, method));
        if !kept {
            left_out.operations += 1;
            left_out.operation(operation);
            return false;
        }
        operation.paths.retain(|path| {
            let kept = selected(path, method);
            if !kept {
                left_out.gone_paths.insert((method, path.clone()));
            }
            kept
        });
        PathRemark::retain(&mut operation.path_remarks, |path| selected(path, method));
        left_out.paths += before - operation.paths.len();
        true
    });
}

/// Keeps the types and enums for which the questions hold, and returns how many went.
fn keep(
    api: &mut Api,
    left_out: &mut LeftOut,
    types: impl Fn(&TypeName) -> bool,
    enums: impl Fn(&EnumName) -> bool,
) -> usize {
    let before = api.types.len() + api.enums.len();
    for (_, ty) in api.types.extract_if(.., |name, _| !types(name)) {
        left_out.source(&ty.source);
    }
    for (_, enumeration) in api.enums.extract_if(.., |name, _| !enums(name)) {
        left_out.enumeration(&enumeration);
    }
    before - api.types.len() - api.enums.len()
}

/// Types and enums that operations take or give, with their bases, what is derived from them, and
/// what the properties of all of these hold.
fn reached(api: &Api) -> (BTreeSet<TypeName>, BTreeSet<EnumName>) {
    let mut walk = Walk::new(api);
    for operation in api.operations.values() {
        walk.operation(operation);
    }
    while let Some(name) = walk.waiting.pop() {
        walk.family(name);
    }
    (walk.types.into_iter().cloned().collect(), walk.enums.into_iter().cloned().collect())
}

/// A walk from operations to what they need.
struct Walk<'a> {
    api: &'a Api,
    types: BTreeSet<&'a TypeName>,
    enums: BTreeSet<&'a EnumName>,
    /// Types in use, whose descendants can stand in their place.
    families: BTreeSet<&'a TypeName>,
    waiting: Vec<&'a TypeName>,
}

impl<'a> Walk<'a> {
    fn new(api: &'a Api) -> Self {
        Self {
            api,
            types: BTreeSet::new(),
            enums: BTreeSet::new(),
            families: BTreeSet::new(),
            waiting: Vec::new(),
        }
    }

    fn operation(&mut self, operation: &'a Operation) {
        self.uses(operation.types());
        if let Body::Resource(name) = &operation.body {
            self.waiting.push(name);
        }
    }

    fn uses(&mut self, types: impl Iterator<Item = &'a TypeRef>) {
        for ty in types {
            match &ty.value {
                Value::Type(name) => self.waiting.push(name),
                Value::Enum(name) => {
                    self.enums.insert(name);
                }
                Value::Primitive(_) | Value::Undocumented(_) | Value::Json => {}
            }
        }
    }

    /// A type in use: itself, its descendants, and the bases of all of them, which are there for
    /// their properties only.
    fn family(&mut self, name: &'a TypeName) {
        if !self.families.insert(name) {
            return;
        }
        if let Some(ty) = self.api.types.get(name) {
            self.needs(ty);
            for base in self.api.bases(name) {
                self.needs(base);
            }
            for derived in self.api.derived(name) {
                self.family(derived);
            }
        }
    }

    fn needs(&mut self, ty: &'a Type) {
        if self.types.insert(&ty.name) {
            self.uses(ty.properties.iter().map(|property| &property.ty));
        }
    }
}

/// The patterns, compiled; `None` where they take everything. Those that do not compile were refused
/// with the configuration.
fn filter(globs: &Globs) -> Option<Filter> {
    if globs.take_all() {
        return None;
    }
    Filter::new(&globs.include, &globs.exclude).ok()
}

#[cfg(test)]
mod tests {
    use super::{LeftOut, apply};
    use crate::config::Select;
    use crate::diagnostics::Report;
    use crate::ir::Api;
    use crate::yaml;

    const API: &str = "
types:
  a.root: {name: a.root, source: 'r.md:1:1', properties: [{name: id, type: Edm.String, source: 'r.md:2:1'}]}
  a.book: {name: a.book, base: a.root, source: 'b.md:1:1', properties: [{name: kind, type: enum a.kind, source: 'b.md:2:1'}]}
  a.atlas: {name: a.atlas, base: a.book, source: 'c.md:1:1'}
  a.reader: {name: a.reader, base: a.root, source: 'd.md:1:1'}
  a.wear: {name: a.wear, origin: response, source: 'i.md:1:1', properties: [{name: part, type: a.wearPart, source: 'i.md:2:1'}]}
  a.wearPart: {name: a.wearPart, origin: response, source: 'i.md:2:1'}
enums:
  a.kind: {name: a.kind, source: 'e.md:1:1', members: []}
  a.mood: {name: a.mood, source: 'f.md:1:1', members: []}
operations:
  book::get: {name: 'book::get', title: Get, method: GET, paths: ['/books/{id}', '/me/books/{id}'], response: {type: a.book}, source: 'g.md:1:1'}
  book::wear: {name: 'book::wear', title: Wear, method: GET, paths: ['/books/{id}/wear'], response: {type: a.wear}, source: 'i.md:1:1'}
  book::delete: {name: 'book::delete', title: Delete, method: DELETE, paths: ['/books/{id}'], response: {}, source: 'h.md:1:1'}
";

    fn selected(select: &str) -> (Api, LeftOut) {
        let mut api: Api = yaml::read(API).expect("an API");
        let select: Select = yaml::read(select).expect("a selection");
        let mut left_out = LeftOut::default();
        apply(&mut api, &select, &mut left_out, &mut Report::default());
        (api, left_out)
    }

    fn counts(left_out: &LeftOut) -> [usize; 4] {
        [left_out.operations, left_out.paths, left_out.excluded, left_out.unreached]
    }

    #[test]
    fn everything_is_selected_by_default() {
        let (api, left_out) = selected("{}");
        assert!(left_out.is_nothing());
        assert_eq!((api.types.len(), api.enums.len(), api.operations.len()), (6, 2, 3));
    }

    #[test]
    fn a_base_brings_no_siblings_and_a_type_its_descendants() {
        let (api, left_out) = selected("unreached: leave-out");
        let types: Vec<&str> = api.types.keys().map(|name| name.as_str()).collect();
        assert_eq!(types, ["a.atlas", "a.book", "a.root", "a.wear", "a.wearPart"]);
        assert_eq!(api.enums.len(), 1);
        assert_eq!(counts(&left_out), [0, 0, 0, 2]);
        let gone: Vec<String> = left_out.gone.iter().map(ToString::to_string).collect();
        assert_eq!(gone, ["d.md:1:1", "f.md:1:1"]);
    }

    #[test]
    fn a_pattern_is_a_path_as_pages_write_it_with_or_without_a_verb() {
        for (pattern, kept) in [
            ("/books/{id}", 2),
            ("/books/{id}#DELETE", 1),
            ("/books/**#GET", 2),
            ("/{books,me}/**#get", 2),
            ("**", 3),
            ("/books/id", 0),
            ("books/**", 0),
        ] {
            let (api, _) = selected(&format!("paths: {{include: ['{pattern}']}}"));
            assert_eq!(api.operations.len(), kept, "{pattern}");
        }
    }

    #[test]
    fn paths_are_selected_with_their_verbs() {
        let (api, left_out) = selected("paths: {include: ['/books/*#GET']}");
        assert_eq!(counts(&left_out), [2, 1, 0, 2]);
        assert_eq!(left_out.gone_paths.len(), 3);
        assert!(!api.types.keys().any(|name| name.as_str().starts_with("a.wear")));
        let get = api.operations.values().next().expect("one is left");
        assert_eq!(get.paths.len(), 1);
        let (api, left_out) =
            selected("{paths: {exclude: ['/me/**']}, types: {exclude: ['a.r*']}}");
        assert_eq!(counts(&left_out), [0, 1, 2, 0]);
        assert!(!api.types.keys().any(|name| name.as_str() == "a.root"));
    }
}
