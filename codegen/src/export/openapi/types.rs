//! Structured types.

use super::context::Context;
use super::objects::{Discriminator, JsonType, Ordered, Schema};
use super::prose::paragraphs;
use super::values;
use crate::ir::{Access, Nullability, Property, Type, TypeName};

/// The property that tells the type of an object.
const TYPE: &str = "@odata.type";

/// A documented type: its base, and what it has besides.
pub(super) fn schema(context: &Context<'_>, ty: &Type) -> Schema {
    let discriminator = discriminator(context, &ty.name);
    let mut properties: Ordered<Schema> = Ordered::default();
    for property in &ty.properties {
        properties.add(property.name.as_str(), of_property(context, ty, property));
    }
    if discriminator.is_some() {
        properties.add(TYPE, Schema::of(JsonType::String));
    }
    let own =
        Schema { additional_properties: ty.open.then_some(true), ..Schema::object(properties) };
    let base = ty.base.as_ref().map(|base| match context.names.ty(base) {
        Some(key) => Schema::reference(key),
        None => Schema { undocumented: Some(base.to_string()), ..Schema::default() },
    });
    let whole = match base {
        Some(base) => Schema { all_of: vec![base, own], ..Schema::default() },
        None => own,
    };
    Schema {
        description: paragraphs([
            context.prose.with_deprecation(&ty.description, ty.deprecated.as_ref()),
            context.prose.remarks(ty.remarks.iter().map(AsRef::as_ref)),
        ]),
        deprecated: ty.deprecated.is_some(),
        discriminator,
        page: Some(ty.source.page.to_string()),
        ..whole
    }
}

/// How to tell the types apart that may stand in the place of a type.
fn discriminator(context: &Context<'_>, name: &TypeName) -> Option<Discriminator> {
    if !context.polymorphic.contains(name) {
        return None;
    }
    let derived = context.api.derived(name).into_iter();
    let target = |name: &TypeName| {
        let key = context.names.ty(name)?;
        Some((format!("#{name}"), Schema::target(key)))
    };
    let mapping = derived.chain([name]).filter_map(target).collect();
    Some(Discriminator { property_name: TYPE, mapping })
}

fn of_property(context: &Context<'_>, ty: &Type, property: &Property) -> Schema {
    let schema = values::schema(context, &property.ty);
    let schema = if may_be_null(context, ty, property) { schema.or_null() } else { schema };
    Schema {
        description: context
            .prose
            .with_deprecation(&property.description, property.deprecated.as_ref()),
        read_only: property.access == Access::ReadOnly,
        deprecated: property.deprecated.is_some(),
        navigation: property.navigation,
        ..schema
    }
}

/// Whether a property of a type is null where it has no value. A type has to fit its bases, too, so
/// where one of them has no null for the property, there is none.
fn may_be_null(context: &Context<'_>, ty: &Type, property: &Property) -> bool {
    let mut family = std::iter::once(ty).chain(context.api.bases(&ty.name));
    admits_null(ty, property)
        && family.all(|ty| {
            let own = ty.properties.iter().find(|own| own.name == property.name);
            own.is_none_or(|own| admits_null(ty, own))
        })
}

/// Services send null for what has no value. A collection is empty instead, and no key is null, by
/// OData's rules.
fn admits_null(ty: &Type, property: &Property) -> bool {
    match property.nullability {
        Nullability::Nullable => true,
        Nullability::NotNullable => false,
        Nullability::Unsaid => !property.ty.collection && !ty.is_key(property.name.as_str()),
    }
}
