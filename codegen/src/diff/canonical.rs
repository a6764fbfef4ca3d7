//! A model without what is no change, so that two that say the same are equal.

use std::collections::BTreeMap;

use super::compare::operations::{examples, said_of};
use super::compare::permissions::scopes;
use super::compare::requests::normal;
use super::compare::sent::{canonical_body, canonical_properties};
use super::compare::words::joined;
use super::symbol::Caller;
use crate::ir::{
    Api, Cells, Deprecation, EnumOrigin, Operation, Parameter, Path, PathOrigin, PathPiece,
    PathRemark, Permissions, Places, Property, Remark, Scopes, Source, Topic, Type, TypeName,
    TypeOrigin, TypeRef, Value,
};

/// A model without what is no change: places, areas, the order of lists, how prose is wrapped, how
/// an enum is described, and properties that a base type has as well.
pub fn canonical(api: &Api) -> Api {
    let mut canonical = Api::default();
    for (name, ty) in &api.types {
        let inherited = |property: &Property| {
            let base = api
                .bases(name)
                .find_map(|base| base.properties.iter().rfind(|other| other.name == property.name));
            base.is_some_and(|base| reference(&base.ty) == reference(&property.ty))
        };
        let own: BTreeMap<&str, &Property> =
            ty.properties.iter().map(|property| (property.name.as_str(), property)).collect();
        let properties = own.into_values().filter(|property| !inherited(property));
        let properties = properties.map(|property| Property {
            ty: reference(&property.ty),
            description: joined(&property.description),
            deprecated: deprecation(property.deprecated.as_ref()),
            source: Source::default(),
            cells: Cells::default(),
            ..property.clone()
        });
        let ty = Type {
            base: ty.base.as_ref().map(|base| TypeName::new(base.as_str().to_lowercase())),
            origin: TypeOrigin::default(),
            description: joined(&ty.description),
            remarks: ty.remarks.iter().map(|remark| joined(remark)).collect(),
            deprecated: deprecation(ty.deprecated.as_ref()),
            properties: properties.collect(),
            repeated: BTreeMap::new(),
            area: None,
            source: Source::default(),
            places: Places::default(),
            ..ty.clone()
        };
        canonical.types.insert(name.clone(), ty);
    }
    for (name, definition) in &api.enums {
        let mut definition = definition.clone();
        definition.description = joined(&definition.description);
        definition.deprecated = deprecation(definition.deprecated.as_ref());
        definition.origin = EnumOrigin::default();
        definition.area = None;
        definition.source = Source::default();
        definition.places = Places::default();
        for member in &mut definition.members {
            member.description = joined(&member.description);
            member.deprecated = deprecation(member.deprecated.as_ref());
            member.source = Source::default();
        }
        definition.members.sort_by(|a, b| a.name.cmp(&b.name));
        definition.members.dedup_by(|a, b| a.name == b.name);
        canonical.enums.insert(name.clone(), definition);
    }
    for (name, operation) in &api.operations {
        canonical.operations.insert(name.clone(), canonical_operation(operation));
    }
    canonical
}

fn canonical_operation(operation: &Operation) -> Operation {
    let mut operation = operation.clone();
    operation.title = joined(&operation.title);
    operation.description = joined(&operation.description);
    for remark in &mut operation.remarks {
        // What a text is about is where it stands.
        *remark = Remark { about: Topic::default(), text: joined(&remark.text) };
    }
    operation.deprecated = deprecation(operation.deprecated.as_ref());
    operation.paths.sort_by_cached_key(|path| (normal(path), path.to_string()));
    // What is said of each path, one by one.
    let said = said_of(&operation.path_remarks).into_iter();
    let said =
        said.flat_map(|(path, texts)| texts.into_iter().map(move |text| (path.clone(), text)));
    let said = said.map(|(path, text)| {
        let pieces = vec![PathPiece::Literal(path.into())];
        let paths = vec![Path { pieces, origin: PathOrigin::Line }];
        PathRemark { paths, text, place: None }
    });
    operation.path_remarks = said.collect();
    operation.query_options.sort_unstable();
    sort_parameters(&mut operation.query_parameters);
    sort_parameters(&mut operation.headers);
    operation.function_parameters = canonical_properties(&operation.function_parameters);
    operation.body = canonical_body(&operation.body);
    for ty in operation.types_mut() {
        *ty = reference(ty);
    }
    operation.response.may_be_empty &= operation.response.ty.is_some();
    let sorted = |caller| {
        let mut scopes: Scopes = scopes(&operation.permissions, caller).clone();
        scopes.least.sort();
        scopes.least.dedup();
        scopes.higher.retain(|scope| !scopes.least.contains(scope));
        scopes.higher.sort();
        scopes.higher.dedup();
        scopes
    };
    let [delegated_work, delegated_personal, application, any_caller] = Caller::ALL.map(sorted);
    operation.permissions =
        Permissions { delegated_work, delegated_personal, application, any_caller };
    operation.clouds.sort();
    operation.clouds.dedup();
    operation.examples = examples(&operation.examples);
    for error in &mut operation.errors {
        error.meaning = joined(&error.meaning);
    }
    operation.errors.sort_by(|a, b| (a.status, &a.code).cmp(&(b.status, &b.code)));
    operation.area = None;
    operation.source = Source::default();
    operation.places = Places::default();
    operation
}

fn sort_parameters<N: Ord>(parameters: &mut [Parameter<N>]) {
    for parameter in parameters.iter_mut() {
        parameter.description = joined(&parameter.description);
        parameter.place = None;
        parameter.cells = Cells::default();
    }
    parameters.sort_by(|a, b| a.name.cmp(&b.name));
}

fn deprecation(deprecation: Option<&Deprecation>) -> Option<Deprecation> {
    deprecation.map(|deprecation| Deprecation { note: joined(&deprecation.note) })
}

/// A type in use by its name alone, whatever a page documents of it.
fn reference(ty: &TypeRef) -> TypeRef {
    let Some(name) = ty.value.name() else { return ty.clone() };
    TypeRef { value: Value::Type(TypeName::new(name.to_lowercase())), collection: ty.collection }
}
