//! Names that were taken from files, which are in lower case, as other pages write them.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::dialect::Spelling;
use crate::ir::names::{is_camel_case, short};
use crate::read::facts::{PageFacts, PropertyFacts, Represented, RepresentedProperty};
use crate::read::layout::untitled_subject::of_file;

/// Gives types that are called what their files are called the casing in which other pages name them:
/// in camel case, else in lower case, else as most often.
pub fn settle(pages: &mut [PageFacts]) {
    let of_files = pages.iter_mut().flat_map(|page| names_of_file(page).map(|name| name.clone()));
    // Most documentation sets have none.
    let mut casings: FxHashMap<String, BTreeMap<String, usize>> =
        of_files.map(|name| (name, BTreeMap::new())).collect();
    if casings.is_empty() {
        return;
    }
    for name in pages.iter().flat_map(names_on) {
        if let Some(found) = casings.get_mut(&name.to_ascii_lowercase()) {
            *found.entry(name.to_owned()).or_default() += 1;
        }
    }
    for name in pages.iter_mut().flat_map(names_of_file) {
        let found = casings.get(name).into_iter().flatten();
        let is_file = |found: &String| *found == *name;
        let best =
            found.max_by_key(|(found, count)| (is_camel_case(found), is_file(found), **count));
        if let Some((best, _)) = best {
            name.clone_from(best);
        }
    }
}

/// The names on a page without a title that are its file's, and in lower case as that is.
fn names_of_file(page: &mut PageFacts) -> impl Iterator<Item = &mut String> {
    let file = page.title.is_none().then(|| of_file(&page.page));
    let resource = page.resource.as_mut().map(|facts| &mut facts.name);
    let enums = page.enums.iter_mut().map(|facts| &mut facts.name);
    resource.into_iter().chain(enums).filter(move |name| file.as_ref() == Some(*name))
}

/// The names of types on a page, without namespaces.
fn names_on(page: &PageFacts) -> Vec<&str> {
    let mut names = Vec::new();
    if let Some(resource) = &page.resource {
        of_properties(&resource.properties, &mut names);
        of_json(&resource.representation, &mut names);
        names.extend(resource.stated_base.as_ref().map(|base| base.name.as_str()));
    }
    for operation in &page.operations {
        of_properties(&operation.body.properties, &mut names);
        of_properties(&operation.function_parameters, &mut names);
        of_json(&operation.body.shown, &mut names);
        names.extend(operation.body.resource.as_ref().map(|resource| resource.name.as_str()));
        let response = operation.response.ty.as_ref().map(|ty| &ty.spelling);
        names.extend(response.and_then(name_of));
    }
    names.into_iter().map(short).collect()
}

fn of_properties<'p>(properties: &'p [PropertyFacts], names: &mut Vec<&'p str>) {
    for property in properties {
        names.extend(name_of(&property.ty.spelling));
        names.extend(property.inherited_from.as_deref());
    }
}

fn of_json<'p>(properties: &'p [RepresentedProperty], names: &mut Vec<&'p str>) {
    names.extend(properties.iter().filter_map(|property| match &property.value {
        Represented::Object(name) => Some(name.as_str()),
        _ => None,
    }));
}

fn name_of(spelling: &Spelling) -> Option<&str> {
    match spelling {
        Spelling::Named(name) => Some(name),
        _ => None,
    }
}
