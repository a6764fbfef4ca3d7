//! A documentation set that is read once; a mutant reads the pages again that it changes.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use docmill_codegen::diagnostics::Report;
use docmill_codegen::diff::{Change, diff};
use docmill_codegen::documents::{Documents, is_page};
use docmill_codegen::ir::{Api, EnumOrigin, Property, Source, Value};
use docmill_codegen::read::facts::PageFacts;
use docmill_codegen::toc::is_toc;
use docmill_codegen::{pipeline, resolve};

use super::{Edit, Mutant};
use crate::pages;

/// A documentation set.
pub struct Set {
    /// Its pages, and what they include, by path.
    pub texts: BTreeMap<String, String>,
    /// What it says.
    pub api: Api,
    facts: Vec<PageFacts>,
    /// The last segments of paths, in lower case.
    ends: BTreeSet<String>,
    /// The pages whose place among the others counts: of functions that would have the same name but
    /// for a number, and of what several pages describe, where the first is followed.
    ordered: BTreeSet<String>,
    /// The pages that list each property and member, by the names of its owner and its own, in lower
    /// case.
    listed: BTreeMap<(String, String), BTreeSet<String>>,
}

impl Set {
    /// Reads all pages below a folder.
    pub fn load(root: &Path) -> Self {
        let documents = pages::load(root);
        let texts =
            documents.files().map(|(path, text)| (path.to_owned(), text.to_owned())).collect();
        let facts = pipeline::read_pages(&documents, pages::dialect()).facts;
        let api = model(facts.clone());
        let mut ordered = numbered(&api);
        ordered.extend(described_twice(&facts));
        ordered.extend(requested_twice(&api));
        Self { texts, ends: ends(&api), ordered, listed: listed(&facts), api, facts }
    }

    /// What is told when some pages, each one once, are changed.
    pub(super) fn changed(&self, mutants: &[&Mutant]) -> Vec<Change> {
        let mut files: BTreeMap<&str, String> = self
            .texts
            .iter()
            .filter(|(path, _)| is_part(path) && !is_toc(path))
            .map(|(path, text)| (path.as_str(), text.clone()))
            .collect();
        let mut gone: BTreeMap<&str, &str> = BTreeMap::new();
        for Mutant { page, edit, .. } in mutants {
            let path = match edit {
                Edit::Delete => "",
                Edit::Move(to) => to,
                _ => page,
            };
            gone.insert(page, path);
            if !path.is_empty() {
                files.insert(path, edit.apply(&self.texts[page.as_str()]));
            }
        }
        let mut facts = pipeline::read_pages(&Documents::new(files), pages::dialect()).facts;
        facts.retain(|facts| !is_part(&facts.page));
        // No mutant changes the table of contents, which is not read again.
        for facts in &mut facts {
            let was = |old: &&PageFacts| gone.get(&*old.page) == Some(&&*facts.page);
            facts.area = self.facts.iter().find(was).and_then(|old| old.area.clone());
        }
        facts.extend(self.facts.iter().filter(|facts| !gone.contains_key(&*facts.page)).cloned());
        diff(&self.api, &model(facts))
    }

    /// A line of a page, by its place, with its index.
    pub(super) fn line(&self, source: &Source) -> Option<(usize, &str)> {
        let at = usize::try_from(source.line).ok()?.checked_sub(1)?;
        Some((at, self.texts.get(&*source.page)?.split('\n').nth(at)?))
    }

    /// Whether a function has a path to a property: its type says what comes back, and with which of
    /// the page's other paths it is one function.
    pub(super) fn is_led_to(&self, property: &Property) -> bool {
        self.ends.contains(&property.name.as_str().to_lowercase())
    }

    /// Whether a request's body has the enum of a property that only sentences define: the body's page
    /// lists values, too, and they are the enum's where the property's row does not give it.
    pub(super) fn is_enum_of_a_body(&self, property: &Property) -> bool {
        let Value::Enum(name) = &property.ty.value else { return false };
        let is_of_prose = self.api.enums.get(name).is_some_and(|it| it.origin == EnumOrigin::Prose);
        let mut bodies = self.api.operations.values().flat_map(|it| it.body.properties());
        is_of_prose && bodies.any(|other| other.ty.value == property.ty.value)
    }

    /// Whether the place of a page among the others counts.
    pub(super) fn is_ordered(&self, page: &str) -> bool {
        self.ordered.contains(page)
    }

    /// Whether another page describes the same type or enum, and lists the same property or member.
    pub(super) fn is_listed_elsewhere(&self, owner: &str, name: &str, page: &str) -> bool {
        let pages = self.listed.get(&(short(owner), name.to_lowercase()));
        pages.into_iter().flatten().any(|other| other != page)
    }

    /// Pages, without what they include.
    pub(super) fn pages(&self) -> impl Iterator<Item = (&String, &String)> {
        self.texts.iter().filter(|(path, _)| !is_part(path))
    }
}

fn ends(api: &Api) -> BTreeSet<String> {
    let paths = api.operations.values().flat_map(|operation| &operation.paths);
    let paths = paths.map(|path| path.to_string().to_lowercase());
    paths.filter_map(|path| path.rsplit('/').next().map(str::to_owned)).collect()
}

fn numbered(api: &Api) -> BTreeSet<String> {
    let mut pages: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, operation) in &api.operations {
        let name = name.to_string();
        let stem = name.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end_matches('_');
        pages.entry(stem.to_owned()).or_default().push(operation.source.page.to_string());
    }
    pages.into_values().filter(|pages| pages.len() > 1).flatten().collect()
}

fn described_twice(facts: &[PageFacts]) -> BTreeSet<String> {
    let mut pages: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for facts in facts {
        let resource = facts.resource.iter().map(|resource| resource.name.to_lowercase());
        let enums = facts.enums.iter().map(|definition| definition.name.to_lowercase());
        for name in resource.chain(enums) {
            let name = name.rsplit('.').next().unwrap_or_default().to_owned();
            pages.entry(name).or_default().push(facts.page.to_string());
        }
    }
    pages.into_values().filter(|pages| pages.len() > 1).flatten().collect()
}

/// Pages of which another one has the same request as well: the first one gives it.
fn requested_twice(api: &Api) -> BTreeSet<String> {
    let mut pages: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for operation in api.operations.values() {
        for path in &operation.paths {
            let request = format!("{} {path}", operation.method).to_lowercase();
            pages.entry(request).or_default().insert(operation.source.page.to_string());
        }
    }
    pages.into_values().filter(|pages| pages.len() > 1).flatten().collect()
}

fn listed(facts: &[PageFacts]) -> BTreeMap<(String, String), BTreeSet<String>> {
    let mut listed: BTreeMap<(String, String), BTreeSet<String>> = BTreeMap::new();
    for facts in facts {
        let properties = facts.resource.iter().flat_map(|resource| {
            resource.properties.iter().map(|property| (&resource.name, &property.name))
        });
        let members = facts.enums.iter().flat_map(|definition| {
            definition.members.iter().map(|member| (&definition.name, &member.name))
        });
        for (owner, name) in properties.chain(members) {
            let pages = listed.entry((short(owner), name.to_lowercase())).or_default();
            pages.insert(facts.page.to_string());
        }
    }
    listed
}

/// The name of a type or enum without its namespace, in lower case.
fn short(name: &str) -> String {
    name.rsplit('.').next().unwrap_or_default().to_lowercase()
}

/// Whether other pages include it.
fn is_part(path: &str) -> bool {
    !is_page(path)
}

fn model(facts: Vec<PageFacts>) -> Api {
    resolve::resolve(facts, pages::dialect(), &mut Report::default())
}
