//! Operations by resource, as the client's modules have them, and resources by area, as its features.

use std::collections::BTreeMap;

use super::context::Context;
use super::objects::{Tag, TagGroup};
use crate::emit;
use crate::ir::Api;

/// The resources that operations are about, with what the pages say of them.
pub(super) fn of(context: &Context<'_>) -> Vec<Tag> {
    let mut tags: Vec<Tag> = Vec::new();
    for name in context.api.operations.keys() {
        if tags.last().is_none_or(|tag| tag.name != *name.module) {
            let ty = context.about(name);
            let description = ty.map(|ty| context.prose.text(&ty.description));
            let description = description.unwrap_or_default();
            tags.push(Tag { name: name.module.to_string(), description });
        }
    }
    tags
}

/// The areas; none where there are fewer than two.
pub(super) fn groups(api: &Api) -> Vec<TagGroup> {
    let mut groups: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (module, area) in emit::module_features(api) {
        groups.entry(area).or_default().push(module.to_owned());
    }
    groups.into_iter().map(|(name, tags)| TagGroup { name, tags }).collect()
}
