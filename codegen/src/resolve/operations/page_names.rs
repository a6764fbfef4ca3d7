//! The names of pages, taken apart: what a page is about, and what is done with it.
//!
//! Pages are named `{resource}-{what}.md`, in lower case: `itemphone-update`, `user-list-messages`.
//!
//! - An area before the resource, `intune-devices-user-list`, is part of a name only where another page
//!   is about the same of the same resource: `user-list` then is `list`, and the other
//!   `list_intune_devices`, whichever is read first.
//! - Nor is the resource itself, once more after a verb: `user-post-users` is `user::create`.
//! - Other documentation has the verb before the resource: `get-users`, or `isolate-machine` under the
//!   title "Isolate a machine".
//! - Where several namespaces have a type of one name, its namespace is a part of the module's name, as
//!   it is of the model's: `security-alert-get` is `security_alert::get`, beside `alert::get`.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::ir::TypeName;
use crate::read::facts::PageFacts;
use crate::read::prose::target_page;
use crate::resolve::Resolver;

/// What the operations of a page are named by.
pub enum Naming {
    /// The page's name.
    Page(PageName),
    /// The title of their part, in a module of that name.
    Part(String),
    /// The title of the page: its name is a number or a single word.
    Title,
}

/// A page's name, taken apart.
pub struct PageName {
    /// `intune-devices`; empty where no other page is about the same.
    pub area: String,
    /// What the page is about: `user`.
    pub resource: String,
    /// What is done with it, in words: `list`, `messages`.
    pub function: Vec<String>,
    /// Whether these are a verb and the resource once more: `create`, `users`.
    repeats: bool,
}

/// What no two functions have in common: the resource, and what is done with it.
type Subject<'n> = (&'n str, &'n [String]);

/// Which pages tell of one subject.
#[derive(Default)]
struct Told {
    /// How many, with their whole names.
    pages: usize,
    /// How many of these name no area.
    without_area: usize,
    /// How many that are about it if they leave the resource out.
    shorter: usize,
}

impl Told {
    /// Whether one page may leave the resource out: the others, if any, are told apart by their areas.
    fn is_free(&self) -> bool {
        self.shorter == 1 && self.without_area == 0 && self.pages != 1
    }
}

impl PageName {
    fn subject(&self) -> Subject<'_> {
        (&self.resource, &self.function)
    }

    /// The same without the resource once more.
    fn shorter(&self) -> Option<Subject<'_>> {
        self.repeats.then_some((&self.resource, &self.function[..1]))
    }
}

impl Resolver<'_> {
    /// What the operations of pages are named by, in the order of the pages.
    pub fn page_names(&self, pages: &[PageFacts]) -> Vec<Naming> {
        let parts = pages.iter().filter(|page| page.part.is_some() && !page.operations.is_empty());
        let in_parts: FxHashSet<&str> = parts.map(|page| &*page.page).collect();
        // The page's own subject comes before its parts.
        let mut own: FxHashMap<&str, String> = FxHashMap::default();
        let mut names: Vec<Naming> = Vec::with_capacity(pages.len());
        for page in pages {
            let name =
                (!page.operations.is_empty() && page.part.is_none()).then(|| self.page_name(page));
            names.push(match name.flatten() {
                Some(name) => {
                    own.insert(&page.page, name.resource.clone());
                    Naming::Page(name)
                }
                None if in_parts.contains(&*page.page) => {
                    let of_page = || self.module_of_parts(page);
                    Naming::Part(own.get(&*page.page).cloned().unwrap_or_else(of_page))
                }
                None => Naming::Title,
            });
        }
        let mut told: FxHashMap<Subject<'_>, Told> = FxHashMap::default();
        for name in names.iter().filter_map(Naming::page) {
            let told_so = told.entry(name.subject()).or_default();
            told_so.pages += 1;
            told_so.without_area += usize::from(name.area.is_empty());
            if let Some(shorter) = name.shorter() {
                told.entry(shorter).or_default().shorter += 1;
            }
        }
        let may_be = |name: &PageName| {
            let without_area = told[&name.subject()].pages == 1;
            (without_area, name.shorter().is_some_and(|shorter| told[&shorter].is_free()))
        };
        let may_be = names.iter().map(|naming| naming.page().map_or((false, false), may_be));
        let may_be: Vec<(bool, bool)> = may_be.collect();
        for (naming, (without_area, shorter)) in names.iter_mut().zip(may_be) {
            if let Naming::Page(name) = naming {
                if without_area {
                    name.area.clear();
                }
                if shorter {
                    name.function.truncate(1);
                }
            }
        }
        names
    }

    fn page_name(&self, page: &PageFacts) -> Option<PageName> {
        let stem = target_page(&page.page);
        let stem = stem.strip_suffix(".txt").unwrap_or(&stem);
        // Some have underscores between words, which say so only behind the name of a type. That is the
        // first word, or, where no other mark stands between words, any but the last.
        let root = self.dialect.root_entity.as_deref();
        let is_root = |ty: &TypeName| Some(ty.as_str()) == root;
        let is_type = |word: &str| self.names.type_by_short(word).is_some_and(|ty| !is_root(&ty));
        let mut before_last = stem.rsplit('_').skip(1);
        let of_type = match stem.split_once('_') {
            Some((first, _)) if stem.contains('-') => !first.contains('-') && is_type(first),
            Some(_) => before_last.any(is_type),
            None => false,
        };
        let separator = if of_type { '_' } else { '-' };
        let words: Vec<&str> = stem.split(separator).filter(|word| !word.is_empty()).collect();
        let readable = words.iter().all(|w| w.starts_with(|c: char| c.is_ascii_alphabetic()));
        if words.len() < 2 || !readable {
            return None;
        }
        if let Some(name) = self.name_with_verb_first(&words, page) {
            return Some(name);
        }
        // The resource is the last word but one that is a type's name; words before it are an area.
        let of_several = |word: &str| self.names.type_of_several(word, page);
        let is_type =
            |word: &str| self.names.type_by_short(word).is_some() || of_several(word).is_some();
        let resource =
            (0..words.len() - 1).rev().find(|&at| !is_verb(words[at]) && is_type(words[at]));
        let first_verb = words.iter().position(|word| is_verb(word));
        let resource = match (resource, first_verb) {
            // What follows a verb is its object, not the resource.
            (Some(at), Some(verb)) if at > verb && verb > 0 => verb - 1,
            (Some(at), _) => at,
            (None, Some(verb)) if verb > 0 => verb - 1,
            (None, _) => 0,
        };
        let rest = &words[resource + 1..];
        let several = of_several(words[resource]);
        let (area, named) = match &several {
            Some(ty) => self.one_of_several(ty, &words[..resource]),
            None => (&words[..resource], words[resource].to_owned()),
        };
        Some(PageName {
            area: area.join("-"),
            resource: named,
            repeats: matches!(rest, [verb, object] if is_verb(verb)
                && is_one_or_many(object, words[resource])
                && !is_below_its_like(page, object)),
            function: rest
                .iter()
                .enumerate()
                .map(|(at, word)| match *word {
                    "post" if at == 0 => verb_of_title(page),
                    word => word.to_owned(),
                })
                .collect(),
        })
    }

    /// What a resource is called whose name several namespaces have: the namespace tells it from others,
    /// as it does their models, and is no area then.
    fn one_of_several<'w>(
        &self,
        ty: &TypeName,
        mut area: &'w [&'w str],
    ) -> (&'w [&'w str], String) {
        let namespace = self.names.namespace_behind_default(ty);
        let whole = [&*namespace, &[ty.short()]].concat();
        // Another type may be called that: `library.card` beside `libraryCard`.
        if namespace.is_empty() || self.names.is_short(&whole.concat()) {
            return (area, ty.short().to_owned());
        }
        for segment in namespace.iter().rev() {
            match area.split_last() {
                Some((last, before)) if last.eq_ignore_ascii_case(segment) => area = before,
                _ => break,
            }
        }
        (area, whole.join("_"))
    }

    /// The name of a page that begins with what is done, and goes on with a resource: `get-users`,
    /// `isolate-machine` under the title "Isolate a machine".
    fn name_with_verb_first(&self, words: &[&str], page: &PageFacts) -> Option<PageName> {
        let (first, rest) = words.split_first()?;
        let title = page.title.as_deref().unwrap_or_default();
        let said = title.split_whitespace().next().unwrap_or_default().to_lowercase();
        // A `post` is a message, too.
        if !is_verb(first) && said != *first || self.names.type_by_short(first).is_some() {
            return None;
        }
        let subject = |word: &&str| self.names.type_by_word(word).filter(|_| !is_verb(word));
        let (at, resource) =
            rest.iter().enumerate().find_map(|(at, word)| Some((at, subject(word)?)))?;
        let verb = match *first {
            "get" if said == "list" => said,
            // "Get a list of books"
            "get" if rest[..at].contains(&"list") => "list".to_owned(),
            "post" => verb_of_title(page),
            verb => verb.to_owned(),
        };
        let after = rest[at + 1..].iter().map(|word| (*word).to_owned());
        Some(PageName {
            area: rest[..at].join("-"),
            resource: resource.short().to_lowercase(),
            function: std::iter::once(verb).chain(after).collect(),
            repeats: false,
        })
    }

    /// The module of a page's parts: the page's name; that of its folder, where the page's is a verb.
    fn module_of_parts(&self, page: &PageFacts) -> String {
        let name = target_page(&page.page);
        let folder = page.page.rsplit('/').nth(1).filter(|_| is_verb(&name));
        let of_folder = |folder: &str| match self.names.type_by_word(&folder.to_lowercase()) {
            Some(ty) => ty.short().to_owned(),
            None => folder.to_owned(),
        };
        folder.map_or(name, of_folder)
    }
}

impl Naming {
    /// The words of which names are made, in lower case.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        let of_page = self.page().into_iter().flat_map(|name| {
            let function = name.function.iter().map(String::as_str);
            std::iter::once(name.resource.as_str()).chain(function)
        });
        let module = match self {
            Self::Part(module) => Some(module.as_str()),
            _ => None,
        };
        of_page.chain(module)
    }

    fn page(&self) -> Option<&PageName> {
        match self {
            Self::Page(name) => Some(name),
            Self::Part(_) | Self::Title => None,
        }
    }
}

const VERBS: [&str; 12] = [
    "list", "get", "post", "create", "update", "delete", "add", "remove", "put", "patch",
    "replace", "upsert",
];

pub fn is_verb(word: &str) -> bool {
    VERBS.contains(&word)
}

/// Whether a word is the name of a resource, or means several of them.
fn is_one_or_many(word: &str, resource: &str) -> bool {
    word.strip_prefix(resource).is_some_and(|ending| ["", "s", "es"].contains(&ending))
        || word.strip_suffix("ies").is_some_and(|start| resource.strip_suffix('y') == Some(start))
}

/// Whether a page is about what is below its like: `/groups/{id}/groups`.
fn is_below_its_like(page: &PageFacts, name: &str) -> bool {
    let paths = page.operations.iter().flat_map(|operation| &operation.paths);
    paths.map(|(path, _)| path.to_string()).any(|path| {
        path.split('/').filter(|segment| segment.eq_ignore_ascii_case(name)).nth(1).is_some()
    })
}

/// What a `post` page does: the title says it.
fn verb_of_title(page: &PageFacts) -> String {
    let first = page.title.as_deref().and_then(|title| title.split_whitespace().next());
    let first = first.map(str::to_lowercase).unwrap_or_default();
    let is_word = !first.is_empty() && first.bytes().all(|byte| byte.is_ascii_lowercase());
    if is_word { first } else { "create".to_owned() }
}
