//! Names of resources: what the annotations of their pages say, or else their titles and the type columns
//! that link to them.

use std::borrow::Cow;
use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::{Named, Names};
use crate::casing::lower_first;
use crate::diagnostics::{Code, Diagnostic};
use crate::dialect::{Dialect, Spelling};
use crate::ir::names::short;
use crate::ir::{EnumName, TypeName};
use crate::read::facts::{PageFacts, ResourceFacts};
use crate::read::prose::target_page;
use crate::resolve::Resolver;

impl Resolver<'_> {
    /// Learns every documented name.
    pub fn collect_names(&mut self, pages: &[PageFacts]) {
        self.names.know_shared(pages);
        self.names.know_namespaces(pages);
        for page in pages {
            for facts in &page.enums {
                let full = self.names.qualify(&facts.name, page.namespace.as_deref());
                let named = Named::Enum(EnumName::new(full.as_str()));
                // A page that only lists enums leads to none of them in particular.
                let of_page = page.enums.len() == 1 && page.resource.is_none();
                self.names.add(&full, named, of_page.then_some(&*page.page));
            }
            if let Some(full) = page.resource.as_ref().and_then(annotated_by_title) {
                let named = Named::Type(TypeName::new(full.as_str()));
                self.names.add(&full, named, Some(&page.page));
            }
        }
        // A title can be short for the name in the annotation, or in columns: "Chart" for
        // `workbookChart`. But an annotation that another page's title claims was copied from there, and
        // so was one with which neither the title nor the file's name has anything in common.
        let called = Called::new(pages, &self.names);
        for page in pages {
            let unlike = |facts: &&ResourceFacts| annotated_by_title(facts).is_none();
            let Some(facts) = page.resource.as_ref().filter(unlike) else { continue };
            let in_title = self.names.qualify(&facts.name, page.namespace.as_deref());
            let annotated = facts.annotated.as_ref().filter(|full| full.contains('.'));
            let is_own = |full: &&String| {
                !self.names.is_known(full) && !is_of_another(full, &facts.name, &page.page)
            };
            let full = match annotated.filter(is_own) {
                Some(annotated) => annotated.clone(),
                None => {
                    let name = called.name(&facts.name, &page.page);
                    let name = in_own_casing(name, self.dialect);
                    self.names.qualify(&name, page.namespace.as_deref())
                }
            };
            let named = Named::Type(TypeName::new(full.as_str()));
            self.names.add(&full, named.clone(), Some(&page.page));
            self.names.add_alias(&in_title, named);
        }
    }

    /// The full name that a page's resource was given.
    pub fn full_name(&self, facts: &ResourceFacts, page: &PageFacts) -> String {
        match (annotated_by_title(facts), self.names.of_page(&page.page)) {
            (Some(full), _) => full,
            (None, Some(Named::Type(name))) => name.as_str().to_owned(),
            _ => {
                let name = in_own_casing(&facts.name, self.dialect);
                self.names.qualify(&name, page.namespace.as_deref())
            }
        }
    }

    /// Reports where sources of a name disagree.
    pub fn report_names(&mut self, facts: &ResourceFacts, full: &str, name: &TypeName) {
        if name.as_str() != full {
            self.report.push(
                Diagnostic::of(Code::CasingDiffers, facts.place.clone())
                    .found(format!("`{full}`, written `{name}` elsewhere"))
                    .expected(format!("`{name}`"))
                    .instead("both were read as the same type"),
            );
        }
        let (in_columns, titled) = (short(full), short(&facts.name));
        if facts.annotated.is_none() && !in_columns.eq_ignore_ascii_case(titled) {
            self.report.push(
                Diagnostic::of(Code::Disagreement, facts.place.clone())
                    .found(format!(
                        "`{titled}` in the title, `{in_columns}` in columns that link here"
                    ))
                    .expected("the same name in both")
                    .instead("the columns were followed"),
            );
        }
        if let Some(annotated) = facts.annotated.as_ref()
            && !annotated.eq_ignore_ascii_case(full)
            && is_of_another(annotated, &facts.name, &facts.place.source.page)
        {
            self.report.push(
                Diagnostic::of(Code::Disagreement, facts.place.clone())
                    .found(format!("`{titled}` in the title, `{annotated}` in the annotation"))
                    .expected("the same name in both")
                    .instead("the title was followed: the page's file is called so, too"),
            );
        }
        if let Some(annotated) = facts.annotated.as_ref().filter(|annotated| {
            short(annotated) != short(full) && annotated.eq_ignore_ascii_case(full)
        }) {
            self.report.push(
                Diagnostic::of(Code::CasingDiffers, facts.place.clone())
                    .found(format!(
                        "`{}` in the title, `{annotated}` in the annotation",
                        short(full)
                    ))
                    .expected("the same casing in both")
                    .instead("the title was followed: it is in camel case"),
            );
        }
    }
}

/// The full name in the annotation, where title and annotation name the same type. Where they
/// differ in casing, the one of them that is written in camel case is followed.
fn annotated_by_title(facts: &ResourceFacts) -> Option<String> {
    let full = facts.annotated.as_deref().filter(|full| full.contains('.'))?;
    let (annotated, titled) = (short(full), short(&facts.name));
    let camel_case =
        |name: &str| (name.starts_with(|c: char| c.is_ascii_lowercase()), capitals(name));
    annotated.eq_ignore_ascii_case(titled).then(|| {
        let short = if camel_case(titled) > camel_case(annotated) { titled } else { annotated };
        format!("{}{short}", &full[..full.len() - annotated.len()])
    })
}

/// Whether a page's annotation names another type than its title, and its file is called as the title:
/// `bookloan.md`, "bookLoan resource type".
fn is_of_another(annotated: &str, title: &str, page: &str) -> bool {
    let (annotated, title) =
        (short(annotated).to_ascii_lowercase(), short(title).to_ascii_lowercase());
    let file = target_page(page);
    let called = file.rsplit('-').next().unwrap_or(&file);
    !annotated.ends_with(&title) && called == title
}

/// What type columns call the resources whose pages have no annotation, by the page's file name.
struct Called<'f>(FxHashMap<String, Spellings<'f>>);

/// Names in lower case, each with its casings and how many columns have them.
type Spellings<'f> = BTreeMap<String, BTreeMap<&'f str, usize>>;

impl<'f> Called<'f> {
    /// Collects the names. Pages that describe several types are called by none of them.
    fn new(pages: &'f [PageFacts], names: &Names) -> Self {
        let resources = || pages.iter().filter_map(|page| Some((page, page.resource.as_ref()?)));
        let mut called: FxHashMap<String, Spellings<'_>> = resources()
            .filter(|(page, facts)| facts.annotated.is_none() && !names.is_shared(&page.page))
            .map(|(page, _)| (target_page(&page.page), Spellings::default()))
            .collect();
        if called.is_empty() {
            return Self(called);
        }
        for column in resources().flat_map(|(_, facts)| &facts.properties).map(|it| &it.ty) {
            if let (Spelling::Named(name), Some(link)) = (&column.spelling, &column.link)
                && !link.contains('#')
                && let Some(spellings) = called.get_mut(&target_page(link))
            {
                let name = short(name);
                let casings = spellings.entry(name.to_ascii_lowercase()).or_default();
                *casings.entry(name).or_default() += 1;
            }
        }
        Self(called)
    }

    /// The name of a resource whose page has no annotation: its title, as most columns write it, or what
    /// all columns have that the title is short for.
    fn name<'t>(&self, title: &'t str, page: &str) -> &'t str
    where
        'f: 't,
    {
        let Some(spellings) = self.0.get(&target_page(page)) else { return title };
        let lower = title.to_ascii_lowercase();
        let is_short = |name: &str| spellings.len() == 1 && name.ends_with(&lower);
        let mut longer = spellings.iter().filter(|(name, _)| is_short(name));
        let casings = spellings.get(&lower).or_else(|| longer.next().map(|(_, casings)| casings));
        casings.and_then(most_common).unwrap_or(title)
    }
}

/// A name as names of types begin, whatever a title begins with.
fn in_own_casing<'t>(name: &'t str, dialect: &Dialect) -> Cow<'t, str> {
    match name.rsplit_once('.') {
        _ if !dialect.lower_type_names => name.into(),
        Some((namespace, name)) => format!("{namespace}.{}", lower_first(name)).into(),
        None => lower_first(name).into(),
    }
}

fn capitals(name: &str) -> usize {
    name.bytes().filter(u8::is_ascii_uppercase).count()
}

/// The casing that most columns have; of two that as many have, the one with more capitals.
fn most_common<'f>(casings: &BTreeMap<&'f str, usize>) -> Option<&'f str> {
    casings.iter().max_by_key(|(name, count)| (**count, capitals(name))).map(|(name, _)| *name)
}
