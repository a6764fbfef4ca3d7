//! Every name of the generated crate, decided once and before anything is written, so that a model
//! and the operation that returns it agree on what it is called.
//!
//! Names depend only on the names around them, in sorted order, never on the order of pages.
//!
//! - `naming` makes identifiers.
//! - `clashes` says of which names something had to be changed.

mod clashes;
pub mod naming;

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::diagnostics::Report;
use crate::emit::unique;
use crate::ir::{
    Api, Body, Enum, EnumName, Operation, OperationName, PropertyName, Source, TypeName,
};
use clashes::ChangedNames;
use naming::{Case, Namespace, Role, RustIdent, identifier};

/// The names of everything in an [`Api`].
#[derive(Debug)]
pub struct Names<'a> {
    /// Structs.
    pub types: BTreeMap<&'a TypeName, TypeIdents>,
    /// Open enums.
    pub enums: BTreeMap<&'a EnumName, EnumIdents>,
    /// Operations.
    pub operations: BTreeMap<&'a OperationName, OperationIdents>,
    /// The crate's modules by the name that operations have for them.
    pub modules: BTreeMap<&'a str, RustIdent>,
}

/// The names that one type takes up.
#[derive(Debug)]
pub struct TypeIdents {
    /// The struct.
    pub ident: RustIdent,
    /// The enum over the type and those that inherit from it.
    pub any: RustIdent,
    /// Its file in `model/`.
    pub file: RustIdent,
    /// Its fields, in the order of [`Api::all_properties`].
    pub fields: Vec<FieldIdents>,
}

/// The names that one enum takes up.
#[derive(Debug)]
pub struct EnumIdents {
    /// The enum.
    pub ident: RustIdent,
    /// Its file in `enums/`.
    pub file: RustIdent,
    /// Its variants, in the order of [`unique::members`].
    pub variants: Vec<RustIdent>,
    /// The variant that keeps what no page documents.
    pub fallback: RustIdent,
}

/// The names that one operation takes up.
#[derive(Debug)]
pub struct OperationIdents {
    /// The function.
    pub function: RustIdent,
    /// The type that stands for the operation in the runtime.
    pub marker: RustIdent,
    /// The choice of path, used where there are several.
    pub path: RustIdent,
    /// The struct that is sent, used where the page lists what to send.
    pub body: RustIdent,
    /// The fields of that struct, in the order of [`unique::body_properties`].
    pub fields: Vec<FieldIdents>,
}

/// The names that one property takes up.
#[derive(Clone, Debug)]
pub struct FieldIdents {
    /// The field and its setter.
    pub field: RustIdent,
    /// The setter for null, where there is one.
    pub null: RustIdent,
}

impl<'a> Names<'a> {
    /// Decides all names.
    pub fn new(api: &'a Api, report: &mut Report) -> Self {
        let mut changed = ChangedNames::default();
        let root = root_namespace(api);
        let types = type_names(api, root, &mut changed);
        let enums = enum_names(api, root, &mut changed);
        let modules = module_names(api, &mut changed);
        let operations = operation_names(api, &types, &modules, &mut changed);
        changed.report(report);
        Self { types, enums, operations, modules }
    }
}

/// A documented thing that wants a name.
pub struct Wish<'a> {
    /// What the name is made from.
    pub text: Cow<'a, str>,
    /// What the documentation calls it.
    pub documented: &'a str,
    /// Where.
    pub source: &'a Source,
}

/// The namespace most names are in: theirs are used without it.
fn root_namespace(api: &Api) -> &str {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let types = api.types.keys().map(TypeName::namespace);
    for namespace in types.chain(api.enums.keys().map(EnumName::namespace)) {
        *counts.entry(namespace).or_default() += 1;
    }
    // The first of the largest, whatever the number of types in others.
    counts.into_iter().rev().max_by_key(|(_, count)| *count).map_or("", |(namespace, _)| namespace)
}

/// `group` of `microsoft.graph`, `termStore group` of `microsoft.graph.termStore`.
fn qualified<'a>(root: &str, namespace: &str, short: &'a str) -> Cow<'a, str> {
    let prefix = match namespace.strip_prefix(root) {
        Some("") => return short.into(),
        Some(inner) if inner.starts_with('.') || root.is_empty() => inner,
        _ => namespace,
    };
    format!("{prefix} {short}").into()
}

/// The name of a struct or enum, as it is where no other has it.
pub fn type_ident(api: &Api, namespace: &str, short: &str) -> RustIdent {
    identifier(&qualified(root_namespace(api), namespace, short), Role::Type).ident
}

fn type_names<'a>(
    api: &'a Api,
    root: &str,
    changed: &mut ChangedNames,
) -> BTreeMap<&'a TypeName, TypeIdents> {
    let wishes: Vec<Wish<'_>> = api
        .types
        .iter()
        .map(|(name, ty)| Wish {
            text: qualified(root, name.namespace(), name.short()),
            documented: name.as_str(),
            source: &ty.source,
        })
        .collect();
    let mut structs = Namespace::default();
    let idents = changed.give(Role::Type, &wishes, &mut structs);
    let any: Vec<RustIdent> =
        idents.iter().map(|ident| identifier(&format!("Any{ident}"), Role::Type).ident).collect();
    let any = structs.claim_all(&any, Case::Camel);
    let files = file_names(&idents);
    let mut names = BTreeMap::new();
    for (((name, ident), any), file) in api.types.keys().zip(idents).zip(any).zip(files) {
        let properties: Vec<(&PropertyName, &Source)> = api
            .all_properties(name)
            .into_iter()
            .map(|property| (&property.name, &property.source))
            .collect();
        let idents = TypeIdents { ident, any, file, fields: field_names(&properties, changed) };
        names.insert(name, idents);
    }
    names
}

fn enum_names<'a>(
    api: &'a Api,
    root: &str,
    changed: &mut ChangedNames,
) -> BTreeMap<&'a EnumName, EnumIdents> {
    let wishes: Vec<Wish<'_>> = api
        .enums
        .iter()
        .map(|(name, definition)| Wish {
            text: qualified(root, name.namespace(), name.short()),
            documented: name.as_str(),
            source: &definition.source,
        })
        .collect();
    let idents = changed.give(Role::Type, &wishes, &mut Namespace::default());
    let files = file_names(&idents);
    let mut names = BTreeMap::new();
    for (((name, definition), ident), file) in api.enums.iter().zip(idents).zip(files) {
        let mut namespace = Namespace::default();
        let variants = variant_names(definition, &mut namespace, changed);
        let idents = EnumIdents { ident, file, variants, fallback: fallback_name(&mut namespace) };
        names.insert(name, idents);
    }
    names
}

/// Files follow the names of what is in them; a reader finds one from the other.
fn file_names(idents: &[RustIdent]) -> Vec<RustIdent> {
    let wanted: Vec<RustIdent> =
        idents.iter().map(|ident| identifier(ident.as_str(), Role::File).ident).collect();
    Namespace::default().claim_all(&wanted, Case::Snake)
}

fn variant_names(
    definition: &Enum,
    namespace: &mut Namespace,
    changed: &mut ChangedNames,
) -> Vec<RustIdent> {
    let wishes: Vec<Wish<'_>> = unique::members(definition)
        .into_iter()
        .map(|member| Wish {
            text: member.name.as_str().into(),
            documented: member.name.as_str(),
            source: &member.source,
        })
        .collect();
    changed.give(Role::Variant, &wishes, namespace)
}

/// `Unknown`, or `Unrecognized` where a page documents an `unknown`; many do.
fn fallback_name(namespace: &mut Namespace) -> RustIdent {
    let wanted = identifier("unknown", Role::Variant).ident;
    if namespace.has(&wanted) {
        namespace.claim(&identifier("unrecognized", Role::Variant).ident, Case::Camel)
    } else {
        namespace.claim(&wanted, Case::Camel)
    }
}

fn field_names(
    properties: &[(&PropertyName, &Source)],
    changed: &mut ChangedNames,
) -> Vec<FieldIdents> {
    let wishes: Vec<Wish<'_>> = properties
        .iter()
        .map(|(name, source)| Wish {
            text: name.as_str().into(),
            documented: name.as_str(),
            source,
        })
        .collect();
    let mut setters = Namespace::default();
    let fields = changed.give(Role::Field, &wishes, &mut setters);
    let nulls: Vec<RustIdent> = fields.iter().map(|field| field.with_suffix("null")).collect();
    let nulls = setters.claim_all(&nulls, Case::Snake);
    fields.into_iter().zip(nulls).map(|(field, null)| FieldIdents { field, null }).collect()
}

fn module_names<'a>(api: &'a Api, changed: &mut ChangedNames) -> BTreeMap<&'a str, RustIdent> {
    let mut modules: BTreeMap<&str, &Source> = BTreeMap::new();
    for (name, operation) in &api.operations {
        modules.entry(&name.module).or_insert(&operation.source);
    }
    let wishes: Vec<Wish<'_>> = modules
        .iter()
        .map(|(name, source)| Wish { text: (*name).into(), documented: name, source })
        .collect();
    let idents = changed.give(Role::Module, &wishes, &mut Namespace::default());
    modules.into_keys().zip(idents).collect()
}

fn operation_names<'a>(
    api: &'a Api,
    types: &BTreeMap<&'a TypeName, TypeIdents>,
    modules: &BTreeMap<&'a str, RustIdent>,
    changed: &mut ChangedNames,
) -> BTreeMap<&'a OperationName, OperationIdents> {
    let mut of_modules: BTreeMap<&str, Vec<(&OperationName, &Operation)>> = BTreeMap::new();
    for (name, operation) in &api.operations {
        of_modules.entry(&name.module).or_default().push((name, operation));
    }
    let mut names = BTreeMap::new();
    for (module, operations) in of_modules {
        let Some(module_ident) = modules.get(module) else { continue };
        let wishes: Vec<Wish<'_>> = operations
            .iter()
            .map(|(name, operation)| Wish {
                text: (&*name.function).into(),
                documented: &name.function,
                source: &operation.source,
            })
            .collect();
        let functions = changed.give(Role::Function, &wishes, &mut Namespace::default());

        // Types share one namespace: the operations, their choices of path, their bodies.
        let mut namespace = Namespace::default();
        let wanted = |suffix: &dyn Fn(&RustIdent, &Operation) -> String| -> Vec<RustIdent> {
            functions
                .iter()
                .zip(&operations)
                .map(|(function, (_, operation))| {
                    identifier(&suffix(function, operation), Role::Type).ident
                })
                .collect()
        };
        let markers =
            namespace.claim_all(&wanted(&|function, _| function.to_string()), Case::Camel);
        let paths = wanted(&|function, _| format!("{function}_path"));
        let paths = namespace.claim_all(&paths, Case::Camel);
        let bodies = wanted(&|function, operation| {
            format!("{}_{function}", subject(operation, module_ident, types))
        });
        let bodies = namespace.claim_all(&bodies, Case::Camel);

        let idents = functions.into_iter().zip(markers).zip(paths).zip(bodies);
        for ((name, operation), (((function, marker), path), body)) in
            operations.into_iter().zip(idents)
        {
            let idents = OperationIdents {
                function,
                marker,
                path,
                body,
                fields: body_fields(operation, changed),
            };
            names.insert(name, idents);
        }
    }
    names
}

/// What an operation's body is named after: the resource whose properties it lists, else the
/// module.
fn subject(
    operation: &Operation,
    module: &RustIdent,
    types: &BTreeMap<&TypeName, TypeIdents>,
) -> String {
    match &operation.body {
        Body::Properties { of: Some(of), .. } => match types.get(of) {
            Some(idents) => idents.ident.to_string(),
            None => of.short().to_owned(),
        },
        _ => module.to_string(),
    }
}

fn body_fields(operation: &Operation, changed: &mut ChangedNames) -> Vec<FieldIdents> {
    let Body::Properties { properties, .. } = &operation.body else {
        return Vec::new();
    };
    let properties: Vec<(&PropertyName, &Source)> = unique::body_properties(properties)
        .into_iter()
        .map(|property| (&property.name, &property.source))
        .collect();
    field_names(&properties, changed)
}
