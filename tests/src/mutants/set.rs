//! A documentation set that is read once; a mutant reads the pages again that it changes.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use docmill_codegen::diagnostics::Report;
use docmill_codegen::diff::{Change, diff};
use docmill_codegen::documents::Documents;
use docmill_codegen::ir::{Api, Source};
use docmill_codegen::read::facts::PageFacts;
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
}

impl Set {
    /// Reads all pages below a folder.
    pub fn load(root: &Path) -> Self {
        let documents = pages::load(root);
        let texts =
            documents.files().map(|(path, text)| (path.to_owned(), text.to_owned())).collect();
        let facts = pipeline::read_pages(&documents, pages::dialect());
        Self { texts, api: model(facts.clone()), facts }
    }

    /// What is told when some pages, each one once, are changed.
    pub(super) fn changed(&self, mutants: &[&Mutant]) -> Vec<Change> {
        let mut files: BTreeMap<&str, String> = self
            .texts
            .iter()
            .filter(|(path, _)| is_part(path))
            .map(|(path, text)| (path.as_str(), text.clone()))
            .collect();
        let mut gone: BTreeSet<&str> = BTreeSet::new();
        for Mutant { page, edit, .. } in mutants {
            gone.insert(page);
            let path = match edit {
                Edit::Delete => continue,
                Edit::Move(to) => to,
                _ => page,
            };
            files.insert(path, edit.apply(&self.texts[page.as_str()]));
        }
        let mut facts = pipeline::read_pages(&Documents::new(files), pages::dialect());
        facts.retain(|facts| !is_part(&facts.page));
        facts.extend(self.facts.iter().filter(|facts| !gone.contains(&*facts.page)).cloned());
        diff(&self.api, &model(facts))
    }

    /// A line of a page, by its place, with its index.
    pub(super) fn line(&self, source: &Source) -> Option<(usize, &str)> {
        let at = usize::try_from(source.line).ok()?.checked_sub(1)?;
        Some((at, self.texts.get(&*source.page)?.split('\n').nth(at)?))
    }

    /// Pages, without what they include.
    pub(super) fn pages(&self) -> impl Iterator<Item = (&String, &String)> {
        self.texts.iter().filter(|(path, _)| !is_part(path))
    }
}

/// Whether other pages include it.
fn is_part(path: &str) -> bool {
    path.contains("includes/")
}

fn model(facts: Vec<PageFacts>) -> Api {
    resolve::resolve(facts, pages::dialect(), &mut Report::default())
}
