//! Which of the documentation's areas a change belongs to.

use std::collections::BTreeMap;

use super::Models;
use crate::diff::Change;
use crate::ir::Api;

/// What is said of pages that name no area.
const NONE: &str = "(no area)";

/// The area of each page, the new side's before the old one's.
pub(super) struct Areas<'a>(BTreeMap<&'a str, &'a str>);

impl<'a> Areas<'a> {
    pub(super) fn new(models: Models<'a>) -> Self {
        Self(pages(models.old).chain(pages(models.new)).collect())
    }

    /// The area of the first place that a change has.
    pub(super) fn of(&self, change: &Change) -> &'a str {
        let mut places = change.spans.iter().map(|span| &*span.source.page);
        places.find_map(|page| self.0.get(page).copied()).unwrap_or(NONE)
    }
}

fn pages(api: &Api) -> impl Iterator<Item = (&str, &str)> {
    let types = api.types.values().map(|ty| (&ty.source, &ty.area));
    let enums = api.enums.values().map(|definition| (&definition.source, &definition.area));
    let operations = api.operations.values().map(|operation| (&operation.source, &operation.area));
    let all = types.chain(enums).chain(operations);
    all.filter_map(|(source, area)| Some((&*source.page, area.as_deref()?)))
}
