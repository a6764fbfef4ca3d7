//! What holds for any two models: nothing changed gives no change, changes applied to the old side
//! give the new one, the way back mirrors the way there, and order changes nothing.

use std::collections::BTreeMap;

use docmill_codegen::diff::{Change, ChangeCode, apply, canonical, diff};
use docmill_codegen::ir::{
    Access, Api, Body, BodyProperty, Cells, Deprecation, Enum, EnumName, ErrorMeaning, Example,
    ExampleKind, Header, HeaderName, Member, MemberName, Method, Nullability, Operation,
    OperationName, ParameterName, Path, PathRemark, Permissions, Places, Property, PropertyName,
    QueryOption, QueryParameter, Remark, Requirement, Response, Scopes, Source, Topic, Type,
    TypeKind, TypeName, TypeOrigin, TypeRef, Value,
};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

fn source(page: &str) -> Source {
    Source { page: page.into(), line: 1, column: 1 }
}

const TYPES: [&str; 4] = ["a.root", "a.book", "a.atlas", "a.reader"];
const ENUMS: [&str; 2] = ["a.kind", "a.mood"];
const PATHS: [&str; 6] =
    ["/books", "/books/{id}", "/me/books/{id}", "/readers/{id}/books", "/Books/{book-id}", "/me"];

fn prose() -> impl Strategy<Value = Box<str>> {
    select(vec!["", "One.", "Another\nline.", "Another  line."]).prop_map(Into::into)
}

fn type_ref() -> impl Strategy<Value = TypeRef> {
    let names = TYPES.iter().chain(&ENUMS).chain(&["a.nowhere", "Edm.String", "Edm.Int32"]);
    (select(names.copied().collect::<Vec<_>>()), any::<bool>()).prop_map(|(name, collection)| {
        let value = match name.strip_prefix("Edm.") {
            Some(_) => name.parse::<TypeRef>().expect("a primitive").value,
            None => Value::Undocumented(TypeName::new(name)),
        };
        TypeRef { value, collection }
    })
}

fn deprecated() -> impl Strategy<Value = Option<Deprecation>> {
    prop::option::weighted(0.2, prose().prop_map(|note| Deprecation { note }))
}

fn property() -> impl Strategy<Value = Property> {
    let name = select(vec!["id", "title", "mailName", "mailname", "pages"]);
    let nullability =
        select(vec![Nullability::Unsaid, Nullability::Nullable, Nullability::NotNullable]);
    let flags = (any::<bool>(), any::<bool>(), nullability);
    (name, type_ref(), flags, prose(), deprecated()).prop_map(
        |(name, ty, (navigation, read_only, nullability), description, deprecated)| Property {
            name: PropertyName::new(name),
            ty,
            navigation,
            access: if read_only { Access::ReadOnly } else { Access::ReadWrite },
            nullability,
            description,
            deprecated,
            source: source("t.md"),
            cells: Cells::default(),
        },
    )
}

fn unique<T>(items: Vec<T>, name: impl Fn(&T) -> String) -> Vec<T> {
    let mut seen = std::collections::BTreeSet::new();
    items.into_iter().filter(|item| seen.insert(name(item))).collect()
}

fn ty(index: usize) -> impl Strategy<Value = Type> {
    let base = prop::option::of(0..index.max(1));
    let properties = prop::collection::vec(property(), 0..4);
    let remarks = prop::collection::vec(prose(), 0..3);
    (base, properties, any::<bool>(), any::<bool>(), prose(), remarks, deprecated()).prop_map(
        move |(base, properties, open, entity, description, remarks, deprecated)| Type {
            name: TypeName::new(TYPES[index]),
            base: base.filter(|_| index > 0).map(|base| TypeName::new(TYPES[base])),
            origin: TypeOrigin::Resource,
            description,
            remarks,
            kind: if entity { TypeKind::Entity } else { TypeKind::Complex },
            open,
            deprecated,
            properties: unique(properties, |property| property.name.as_str().to_lowercase()),
            repeated: BTreeMap::new(),
            area: None,
            source: source("t.md"),
            places: Places::default(),
        },
    )
}

fn enumeration(index: usize) -> impl Strategy<Value = Enum> {
    let member =
        (select(vec!["day", "year", "Year", "other"]), prose(), any::<bool>(), deprecated());
    let members = prop::collection::vec(member, 0..4);
    let all = (members, any::<bool>(), prose(), deprecated());
    all.prop_map(move |(members, flags, description, deprecated)| Enum {
        name: EnumName::new(ENUMS[index]),
        description,
        flags,
        deprecated,
        origin: docmill_codegen::ir::EnumOrigin::Prose,
        members: unique(members, |member| member.0.to_lowercase())
            .into_iter()
            .map(|(name, description, opt_in, deprecated)| Member {
                name: MemberName::new(name),
                description,
                opt_in,
                deprecated,
                source: source("e.md"),
            })
            .collect(),
        area: None,
        source: source("e.md"),
        places: Places::default(),
    })
}

fn sent() -> impl Strategy<Value = Vec<BodyProperty>> {
    let one = (select(vec!["id", "title", "pages"]), type_ref(), any::<bool>(), prose());
    prop::collection::vec(one, 1..4).prop_map(|properties| {
        unique(properties, |property| property.0.to_owned())
            .into_iter()
            .map(|(name, ty, required, description)| BodyProperty {
                name: PropertyName::new(name),
                ty,
                requirement: requirement(required),
                inherited_from: None,
                description,
                source: source("o.md"),
                cells: Cells::default(),
            })
            .collect()
    })
}

fn requirement(required: bool) -> Requirement {
    if required { Requirement::Required } else { Requirement::Optional }
}

fn body() -> impl Strategy<Value = Body> {
    prop_oneof![
        Just(Body::None),
        Just(Body::Json),
        Just(Body::Bytes("image/png".into())),
        select(TYPES.to_vec()).prop_map(|name| Body::Resource(TypeName::new(name))),
        (any::<bool>(), sent()).prop_map(|(of, properties)| Body::Properties {
            of: of.then(|| TypeName::new(TYPES[1])),
            properties
        }),
    ]
}

fn scopes() -> impl Strategy<Value = Scopes> {
    subsequence(vec!["A", "B", "C"], 0..=3).prop_flat_map(|all| {
        (0..=all.len().min(2)).prop_map(move |least| Scopes {
            least: all[..least].iter().map(|scope| (*scope).into()).collect(),
            higher: all[least..].iter().map(|scope| (*scope).into()).collect(),
        })
    })
}

fn operation() -> impl Strategy<Value = Operation> {
    let name = (select(vec!["book", "reader"]), select(vec!["get", "list", "update"]));
    let method = select(vec![Method::Get, Method::Post]);
    let paths = subsequence(PATHS.to_vec(), 1..=3);
    let query = (
        subsequence(vec![QueryOption::Select, QueryOption::Top], 0..=2),
        subsequence(vec!["a", "b"], 0..=2),
        subsequence(vec!["If-Match", "Prefer"], 0..=2),
        any::<bool>(),
    );
    let errors = subsequence(vec![(Some(404), None), (Some(409), Some("taken"))], 0..=2);
    let statuses = select(vec![None, Some(200), Some(204)]);
    let answer = (prop::option::of(type_ref()), any::<bool>(), statuses, errors);
    let who = (scopes(), scopes(), subsequence(vec!["global", "china"], 0..=2));
    let words = (
        prose(),
        prose(),
        deprecated(),
        prop::collection::vec((topic(), prose()), 0..3),
        prop::collection::vec((any::<bool>(), prose()), 0..3),
        prop::collection::vec((select(vec!["GET /a", "GET /b"]), prose(), prose()), 0..3),
    );
    (name, method, paths, query, body(), prop::option::of(sent()), answer, who, words).prop_map(
        |(name, method, paths, query, body, arguments, answer, who, words)| Operation {
            name: OperationName { module: name.0.into(), function: name.1.into() },
            title: words.0,
            description: words.1.clone(),
            method,
            paths: some_paths(paths.clone()),
            path_remarks: words.4.into_iter().map(|it| path_remark(&paths, it)).collect(),
            query_options: query.0,
            query_parameters: query
                .1
                .into_iter()
                .map(|name| QueryParameter {
                    name: ParameterName::new(name),
                    requirement: requirement(query.3),
                    description: words.1.clone(),
                    place: None,
                    cells: Cells::default(),
                })
                .collect(),
            function_parameters: arguments.unwrap_or_default(),
            headers: query
                .2
                .into_iter()
                .map(|name| Header {
                    name: HeaderName::new(name),
                    requirement: requirement(query.3),
                    description: words.1.clone(),
                    place: None,
                    cells: Cells::default(),
                })
                .collect(),
            body,
            response: Response { status: answer.2, ty: answer.0, may_be_empty: answer.1 },
            errors: answer
                .3
                .into_iter()
                .map(|(status, code)| ErrorMeaning {
                    status,
                    code: code.map(Into::into),
                    meaning: words.1.clone(),
                })
                .collect(),
            permissions: Permissions {
                delegated_work: who.0,
                delegated_personal: Scopes::default(),
                application: who.1,
                any_caller: Scopes::default(),
            },
            remarks: words.3.into_iter().map(|(about, text)| Remark { about, text }).collect(),
            clouds: who.2.into_iter().map(Into::into).collect(),
            examples: words.5.into_iter().map(example).collect(),
            deprecated: words.2,
            area: None,
            source: source("o.md"),
            places: Places::default(),
        },
    )
}

fn some_paths(paths: Vec<&str>) -> Vec<Path> {
    paths.into_iter().map(|path| path.parse().expect("a path")).collect()
}

/// A remark about all paths, or about the first.
fn path_remark(paths: &[&str], (of_all, text): (bool, Box<str>)) -> PathRemark {
    let mut paths = some_paths(paths.to_vec());
    paths.truncate(if of_all { paths.len() } else { 1 });
    PathRemark { paths, text, place: None }
}

fn example((start_line, title, description): (&str, Box<str>, Box<str>)) -> Example {
    Example {
        kind: ExampleKind::Request,
        title,
        description,
        start_line: start_line.into(),
        headers: Vec::new(),
        body: Box::default(),
        body_line: 0,
        ty: None,
        source: source("o.md"),
    }
}

fn topic() -> impl Strategy<Value = Topic> {
    select(vec![Topic::Operation, Topic::Permissions, Topic::Response])
}

fn api() -> impl Strategy<Value = Api> {
    let types = (
        prop::option::weighted(0.8, ty(0)),
        prop::option::weighted(0.8, ty(1)),
        prop::option::weighted(0.6, ty(2)),
        prop::option::weighted(0.6, ty(3)),
    );
    let enums = (prop::option::of(enumeration(0)), prop::option::of(enumeration(1)));
    let operations = prop::collection::vec(operation(), 0..5);
    (types, enums, operations).prop_map(|(types, enums, operations)| {
        let mut api = Api::default();
        for ty in [types.0, types.1, types.2, types.3].into_iter().flatten() {
            api.types.insert(ty.name.clone(), ty);
        }
        for definition in [enums.0, enums.1].into_iter().flatten() {
            api.enums.insert(definition.name.clone(), definition);
        }
        for operation in operations {
            api.operations.insert(operation.name.clone(), operation);
        }
        link(&mut api);
        api
    })
}

/// A name is a type's, an enum's or nobody's, as the model has it.
fn link(api: &mut Api) {
    let types: Vec<TypeName> = api.types.keys().cloned().collect();
    let enums: Vec<EnumName> = api.enums.keys().cloned().collect();
    let fix = |ty: &mut TypeRef| {
        if let Value::Undocumented(name) = &ty.value {
            if types.contains(name) {
                ty.value = Value::Type(name.clone());
            } else if let Some(name) = enums.iter().find(|e| e.as_str() == name.as_str()) {
                ty.value = Value::Enum(name.clone());
            }
        }
    };
    for property in api.types.values_mut().flat_map(|ty| &mut ty.properties) {
        fix(&mut property.ty);
    }
    for operation in api.operations.values_mut() {
        operation.response.ty.iter_mut().for_each(fix);
        for parameter in &mut operation.function_parameters {
            fix(&mut parameter.ty);
        }
        if let Body::Properties { properties, .. } = &mut operation.body {
            for property in properties {
                fix(&mut property.ty);
            }
        }
    }
}

fn counts<'a>(codes: impl Iterator<Item = ChangeCode> + 'a) -> BTreeMap<ChangeCode, usize> {
    let mut counts = BTreeMap::new();
    for code in codes {
        *counts.entry(code).or_default() += 1;
    }
    counts
}

/// Another least permission is a raised one whichever way it is told, so the two count as one.
fn of_either_way(code: ChangeCode) -> ChangeCode {
    match code {
        ChangeCode::LeastPrivilegeLowered => ChangeCode::LeastPrivilegeRaised,
        code => code,
    }
}

fn codes(changes: &[Change]) -> impl Iterator<Item = ChangeCode> + '_ {
    changes.iter().flat_map(|change| change.with_consequences()).map(|change| change.code)
}

fn reversed(api: &Api) -> Api {
    let mut api = api.clone();
    for ty in api.types.values_mut() {
        ty.properties.reverse();
    }
    for definition in api.enums.values_mut() {
        definition.members.reverse();
    }
    for operation in api.operations.values_mut() {
        operation.paths.reverse();
        operation.headers.reverse();
        operation.query_parameters.reverse();
        operation.function_parameters.reverse();
        operation.clouds.reverse();
        operation.permissions.application.higher.reverse();
        operation.permissions.application.least.reverse();
        if let Body::Properties { properties, .. } = &mut operation.body {
            properties.reverse();
        }
    }
    api
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn nothing_changed_is_no_change(api in api()) {
        prop_assert_eq!(diff(&api, &api), vec![]);
        prop_assert_eq!(diff(&api, &reversed(&api)), vec![]);
    }

    #[test]
    fn changes_tell_everything((old, new) in (api(), api())) {
        let changes = diff(&old, &new);
        prop_assert_eq!(canonical(&apply(&changes, &old)), canonical(&new));
    }

    #[test]
    fn the_way_back_mirrors_the_way_there((old, new) in (api(), api())) {
        let there = diff(&old, &new);
        let back = diff(&new, &old);
        // Which function took over a request is a guess in either direction; what is said of the
        // two functions depends on it.
        prop_assume!(codes(&there).all(|code| code != ChangeCode::FunctionRenamed));
        prop_assume!(codes(&back).all(|code| code != ChangeCode::FunctionRenamed));
        let mirrored = counts(codes(&there).map(ChangeCode::mirrored).map(of_either_way));
        prop_assert_eq!(mirrored, counts(codes(&back).map(of_either_way)));
    }

    #[test]
    fn no_two_changes_are_the_same((old, new) in (api(), api())) {
        let changes = diff(&old, &new);
        let mut fingerprints: Vec<String> = changes.iter().map(Change::fingerprint).collect();
        let all = fingerprints.len();
        fingerprints.sort();
        fingerprints.dedup();
        prop_assert_eq!(fingerprints.len(), all);
    }
}

#[test]
fn every_mirror_is_mutual() {
    for code in ChangeCode::ALL {
        assert_eq!(code.mirrored().mirrored(), *code);
    }
}
