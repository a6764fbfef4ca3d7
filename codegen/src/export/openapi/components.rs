//! Everything that paths refer to.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::context::Context;
use super::objects::{Components, Schema};
use super::{bodies, enums, odata, parameters, responses, security, types};
use crate::ir::Body;

/// All of it.
pub(super) fn of(context: &Context<'_>) -> Components {
    Components {
        schemas: schemas(context),
        parameters: parameters::options(context),
        request_bodies: bodies::of(context),
        responses: responses::components(context),
        security_schemes: security::schemes(context.api),
    }
}

fn schemas(context: &Context<'_>) -> BTreeMap<String, Schema> {
    let types: Vec<(String, Schema)> = context
        .api
        .types
        .par_iter()
        .filter_map(|(name, ty)| {
            Some((context.names.ty(name)?.to_owned(), types::schema(context, ty)))
        })
        .collect();
    let enums = context.api.enums.iter().filter_map(|(name, definition)| {
        Some((context.names.definition(name)?.to_owned(), enums::schema(context, definition)))
    });
    let mut schemas: BTreeMap<String, Schema> =
        types.into_iter().chain(enums).chain(bodies::schemas(context)).collect();
    let collections = responses::collections(context);
    if !collections.is_empty() {
        schemas.insert(odata::COLLECTION.to_owned(), odata::collection());
    }
    schemas.extend(collections);
    if !context.api.operations.is_empty() {
        schemas.insert(odata::ERROR.to_owned(), odata::error());
    }
    let mut operations = context.api.operations.values();
    if operations.any(|operation| operation.body == Body::Reference) {
        schemas.insert(odata::REFERENCE.to_owned(), odata::reference());
    }
    schemas
}
