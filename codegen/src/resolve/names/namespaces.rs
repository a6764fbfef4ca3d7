//! In which namespace a name is where the sources of its page disagree, or its page says nothing of it.

use std::collections::BTreeMap;

use crate::diagnostics::{Code, Diagnostic, Report};
use crate::dialect::Spelling;
use crate::ir::names::{namespace, short};
use crate::read::facts::PageFacts;

/// Settles the namespaces of resources and enums. `default` is that of names that have none.
pub fn settle(pages: &mut [PageFacts], default: &str, report: &mut Report) {
    for page in pages.iter_mut() {
        settle_resource(page, default, report);
    }
    settle_enums(pages, default);
}

/// A page can name one namespace at its top and another in its annotation.
fn settle_resource(page: &mut PageFacts, default: &str, report: &mut Report) {
    let (Some(stated), Some(facts)) = (&page.namespace, &mut page.resource) else { return };
    let Some(full) = facts.annotated.as_mut().filter(|full| full.contains('.')) else { return };
    let annotated = namespace(full);
    if annotated.eq_ignore_ascii_case(stated) {
        return;
    }
    let follows_page = is_better(stated, annotated, default);
    report.push(
        Diagnostic::of(Code::Disagreement, facts.place.clone())
            .found(format!("the namespace `{stated}` on the page, `{annotated}` in its annotation"))
            .expected("the same namespace in both")
            .instead(if follows_page {
                "what the page says was followed"
            } else {
                "the annotation was followed"
            }),
    );
    if follows_page {
        *full = format!("{stated}.{}", short(full));
    }
}

/// Whether a page's namespace says more than the one in its annotation: the longer one does of two of
/// which one is in the other. What is in no namespace of the documentation's is one of the service's own.
fn is_better(stated: &str, annotated: &str, default: &str) -> bool {
    let is_documented = |name: &str| name.eq_ignore_ascii_case(default) || is_within(name, default);
    is_within(stated, annotated) || is_documented(stated) && !is_documented(annotated)
}

fn is_within(inner: &str, outer: &str) -> bool {
    let (Some(begin), Some(rest)) = (inner.get(..outer.len()), inner.get(outer.len()..)) else {
        return false;
    };
    begin.eq_ignore_ascii_case(outer) && rest.starts_with('.')
}

/// Enums of pages that name no namespace are in the one in which all columns that name them have them.
fn settle_enums(pages: &mut [PageFacts], default: &str) {
    let lacking = pages.iter().filter(|page| page.namespace.is_none());
    // Most pages say it.
    let mut found: BTreeMap<String, Found> = lacking
        .flat_map(|page| &page.enums)
        .filter(|facts| !facts.name.contains('.'))
        .map(|facts| (facts.name.to_ascii_lowercase(), Found::None))
        .collect();
    if found.is_empty() {
        return;
    }
    for page in pages.iter() {
        let properties = page.resource.iter().flat_map(|facts| &facts.properties);
        for name in properties.filter_map(|property| match &property.ty.spelling {
            Spelling::Named(name) => Some(name),
            _ => None,
        }) {
            let Some(found) = found.get_mut(&short(name).to_ascii_lowercase()) else { continue };
            let of_page = || page.namespace.as_deref().unwrap_or(default);
            let named = if name.contains('.') { namespace(name) } else { of_page() };
            *found = match found {
                Found::None => Found::One(named.to_owned()),
                Found::One(known) if known.eq_ignore_ascii_case(named) => continue,
                _ => Found::Several,
            };
        }
    }
    let lacking = pages.iter_mut().filter(|page| page.namespace.is_none());
    for facts in lacking.flat_map(|page| &mut page.enums) {
        if let Some(Found::One(namespace)) = found.get(&facts.name.to_ascii_lowercase())
            && !namespace.eq_ignore_ascii_case(default)
        {
            facts.name = format!("{namespace}.{}", facts.name);
        }
    }
}

/// The namespace that columns give a name.
enum Found {
    None,
    One(String),
    Several,
}

#[cfg(test)]
mod tests {
    use super::is_better;

    #[test]
    fn the_namespace_that_says_more_is_better() {
        let better = |stated, annotated| is_better(stated, annotated, "books");
        assert!(better("books.loans", "books"));
        assert!(better("books", "Internal.Shelves"));
        assert!(!better("books", "books.loans"));
        assert!(!better("books.loans", "books.readers"));
        assert!(!better("Internal", "Internal.Shelves"));
        assert!(!better("books2", "books"));
    }
}
