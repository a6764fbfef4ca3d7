//! Every documented name, and what a name on some page means.
//!
//! - `type_names` says what a page's type is called, `names_of_files` and `written_names` how names in
//!   lower case are written, `namespaces` where names belong.
//! - `unknown` reports names that no page describes.

pub mod names_of_files;
pub mod namespaces;
mod type_names;
pub mod unknown;
pub mod written_names;

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::ir::names::{namespace, short};
use crate::ir::{EnumName, TypeName, Value};
use crate::read::facts::PageFacts;
use crate::read::prose::target_page;

/// What a full name stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named {
    /// A structured type.
    Type(TypeName),
    /// An enum.
    Enum(EnumName),
}

impl Named {
    /// The structured type, if it is one.
    pub fn into_type(self) -> Option<TypeName> {
        match self {
            Self::Type(name) => Some(name),
            Self::Enum(_) => None,
        }
    }

    /// The full name.
    fn as_str(&self) -> &str {
        match self {
            Self::Type(name) => name.as_str(),
            Self::Enum(name) => name.as_str(),
        }
    }
}

impl From<Named> for Value {
    fn from(named: Named) -> Self {
        match named {
            Named::Type(name) => Self::Type(name),
            Named::Enum(name) => Self::Enum(name),
        }
    }
}

/// Every documented name.
#[derive(Debug, Default)]
pub struct Names {
    default_namespace: String,
    /// Full names in lower case.
    full: FxHashMap<String, Named>,
    /// Last segments in lower case; `None` where several full names share one.
    short: FxHashMap<String, Option<Named>>,
    /// Pages by file name in lower case without extension.
    pages: FxHashMap<String, Named>,
    /// Pages that describe several types, and lead to none of them in particular.
    shared: FxHashSet<Arc<str>>,
    /// The namespaces that pages name, in lower case.
    namespaces: FxHashSet<String>,
}

impl Names {
    /// Starts with nothing but the namespace of names that have none.
    pub fn new(default_namespace: &str) -> Self {
        Self { default_namespace: default_namespace.to_owned(), ..Self::default() }
    }

    /// Learns which pages describe several types.
    pub fn know_shared(&mut self, pages: &[PageFacts]) {
        let with_type = pages.iter().filter(|page| page.resource.is_some());
        let paths: Vec<&Arc<str>> = with_type.map(|page| &page.page).collect();
        let shared = paths.windows(2).filter(|two| two[0] == two[1]);
        self.shared = shared.map(|two| Arc::clone(two[0])).collect();
    }

    /// Learns which namespaces pages name.
    pub fn know_namespaces(&mut self, pages: &[PageFacts]) {
        for stated in pages.iter().filter_map(|page| page.namespace.as_deref()) {
            if !self.namespaces.contains(stated) {
                self.namespaces.insert(stated.to_ascii_lowercase());
            }
        }
    }

    /// Whether a page describes several types.
    pub fn is_shared(&self, page: &str) -> bool {
        self.shared.contains(page)
    }

    /// Adds a name; the first of two that differ only in casing stays.
    pub fn add(&mut self, full: &str, named: Named, page: Option<&str>) {
        let lower = full.to_ascii_lowercase();
        let short = short(&lower).to_owned();
        if !self.full.contains_key(&lower) {
            let known = self.short.entry(short).or_insert_with(|| Some(named.clone()));
            if known.as_ref() != Some(&named) {
                *known = None;
            }
            self.full.insert(lower, named.clone());
        }
        if let Some(page) = page.filter(|page| !self.is_shared(page)) {
            self.pages.entry(target_page(page)).or_insert(named);
        }
    }

    /// Adds another full name for something known.
    pub fn add_alias(&mut self, full: &str, named: Named) {
        let lower = full.to_ascii_lowercase();
        let short = short(&lower).to_owned();
        self.short.entry(short).or_insert_with(|| Some(named.clone()));
        self.full.entry(lower).or_insert(named);
    }

    /// Makes a full name stand for something else.
    pub fn replace(&mut self, full: &str, named: Named) {
        let lower = full.to_ascii_lowercase();
        let former = self.full.insert(lower.clone(), named.clone());
        if let Some(by_short) = self.short.get_mut(short(&lower))
            && *by_short == former
        {
            *by_short = Some(named);
        }
    }

    /// Whether something has that full name, in any casing.
    pub fn is_known(&self, full: &str) -> bool {
        self.full.contains_key(&full.to_ascii_lowercase())
    }

    /// What a page documents.
    pub fn of_page(&self, page: &str) -> Option<&Named> {
        if self.is_shared(page) {
            return None;
        }
        self.pages.get(&target_page(page))
    }

    /// The full name of a name on a page: its own namespace, the page's, or the default one.
    pub fn qualify(&self, name: &str, page_namespace: Option<&str>) -> String {
        if name.contains('.') {
            return name.trim_start_matches('#').to_owned();
        }
        let namespace = page_namespace.unwrap_or(&self.default_namespace);
        format!("{namespace}.{name}")
    }

    /// What a name on a page means: by full name, by a page of that name that it links to, in the page's
    /// namespace, in the default one, by whatever it links to, or as the only one of that name anywhere,
    /// if no other namespace is named.
    pub fn find(&self, name: &str, page: &PageFacts, link: Option<&str>) -> Option<Named> {
        let of_that_name = |named: &Named| short(named.as_str()).eq_ignore_ascii_case(name);
        // Several namespaces may have the name.
        if let Some(None) = link.and_then(|_| self.short.get(&name.to_ascii_lowercase()))
            && let Some(named) = link.and_then(|link| self.linked(name, link)).filter(of_that_name)
        {
            return Some(named);
        }
        let full = |mut name: String| {
            name.make_ascii_lowercase();
            self.full.get(&name).cloned()
        };
        let linked = || self.linked(name, link?);
        full(self.qualify(name, page.namespace.as_deref()))
            .or_else(|| full(format!("{}.{name}", self.default_namespace)))
            .or_else(linked)
            .or_else(|| {
                let only = self.short.get(&short(name).to_ascii_lowercase())?.as_ref()?;
                (!self.is_elsewhere(only, name, page, link)).then(|| only.clone())
            })
    }

    /// The type that a name on a page means, as [`Names::find`] has it.
    pub fn find_type(&self, name: &str, page: &PageFacts, link: Option<&str>) -> Option<TypeName> {
        self.find(name, page, link).and_then(Named::into_type)
    }

    /// Whether a name says, or the page where it stands alone, that it is in another namespace than
    /// `named`, which merely is called the same. But the default namespace is where names are put whose
    /// own one was forgotten.
    fn is_elsewhere(
        &self,
        named: &Named,
        name: &str,
        page: &PageFacts,
        link: Option<&str>,
    ) -> bool {
        let own = if name.contains('.') {
            Some(namespace(name.trim_start_matches('#')))
        } else {
            page.namespace.as_deref().filter(|_| link.is_none())
        };
        let Some(own) = own.filter(|own| !own.eq_ignore_ascii_case(&self.default_namespace)) else {
            return false;
        };
        !own.eq_ignore_ascii_case(namespace(named.as_str()))
            && self.namespaces.contains(&own.to_ascii_lowercase())
    }

    /// What a sentence names: the type whose page the name leads to, else what the name means.
    pub fn find_in_text(&self, name: &str, page: &PageFacts, link: Option<&str>) -> Option<Named> {
        let subject =
            link.filter(|link| !link.contains('#')).and_then(|link| self.linked("", link));
        match subject {
            Some(Named::Type(_)) => subject,
            _ => self.find(name, page, link),
        }
    }

    /// What a link's target documents: the enum that its anchor names, or the page's own subject.
    fn linked(&self, name: &str, target: &str) -> Option<Named> {
        if let Some((_, anchor)) = target.split_once('#') {
            let short = anchor.strip_suffix("-values").unwrap_or(anchor).to_ascii_lowercase();
            if let Some(Some(named)) = self.short.get(&short) {
                return Some(named.clone());
            }
            // An anchor leads to a part of a page; the page's subject is something else.
            if !name.is_empty() && target.starts_with('#') {
                return None;
            }
        }
        self.pages.get(&target_page(target)).cloned()
    }

    /// What words name that stand for the parts of a name: "phone number".
    pub fn by_words(&self, words: &str) -> Option<Named> {
        let name = words.replace([' ', '-'], "").to_ascii_lowercase();
        self.short.get(&name).cloned().flatten()
    }

    /// What a name in the plural means: one of those that are called so together.
    pub fn find_plural(&self, name: &str, page: &PageFacts, link: Option<&str>) -> Option<Named> {
        let one = name.strip_suffix('s').and_then(|one| self.find(one, page, link));
        one.or_else(|| self.type_by_plural(name).map(Named::Type))
    }

    /// The type that a word names, in the singular or the plural.
    pub fn type_by_word(&self, word: &str) -> Option<TypeName> {
        self.type_by_short(word).or_else(|| self.type_by_plural(word))
    }

    /// The type of which a word is the plural: `books`, `categories`, `boxes`.
    pub fn type_by_plural(&self, word: &str) -> Option<TypeName> {
        match word.strip_suffix("ies") {
            Some(start) => self.type_by_short(&format!("{start}y")),
            None => {
                let one = |ending| self.type_by_short(word.strip_suffix(ending)?);
                one("s").or_else(|| one("es"))
            }
        }
    }

    /// The type that a word in lower case names on a page, where several namespaces have one of that
    /// name: that of the page's own namespace, else of the default one.
    pub fn type_of_several(&self, word: &str, page: &PageFacts) -> Option<TypeName> {
        let Some(None) = self.short.get(word) else {
            return None;
        };
        let in_namespace = |namespace: &str| {
            let full = format!("{namespace}.{word}").to_ascii_lowercase();
            self.full.get(&full).cloned().and_then(Named::into_type)
        };
        let own = page.namespace.as_deref().and_then(in_namespace);
        own.or_else(|| in_namespace(&self.default_namespace))
    }

    /// The segments of a type's namespace behind those of the default one.
    pub fn namespace_behind_default<'n>(&self, name: &'n TypeName) -> Vec<&'n str> {
        let namespace = name.namespace();
        let behind = match namespace.get(..self.default_namespace.len()) {
            Some(start) if start.eq_ignore_ascii_case(&self.default_namespace) => {
                &namespace[start.len()..]
            }
            _ => namespace,
        };
        behind.split('.').filter(|segment| !segment.is_empty()).collect()
    }

    /// Whether any full name ends so.
    pub fn is_short(&self, short: &str) -> bool {
        self.short.contains_key(&short.to_ascii_lowercase())
    }

    /// The documented type whose last segment is `short`, whatever its casing.
    pub fn type_by_short(&self, short: &str) -> Option<TypeName> {
        // Most that are asked for are words of file names.
        let is_lower = !short.bytes().any(|byte| byte.is_ascii_uppercase());
        let found = if is_lower {
            self.short.get(short)
        } else {
            self.short.get(&short.to_ascii_lowercase())
        };
        found.cloned().flatten().and_then(Named::into_type)
    }
}
