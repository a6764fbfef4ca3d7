//! Links between pages become links between the things that the pages document.

use std::collections::BTreeMap;

use crate::config::Output;
use crate::emit::names::Names;
use crate::ir::{Api, Source, TypeOrigin};
use crate::memo::Memo;

/// Where a link in a page leads to, seen from generated documentation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// An item of the generated crate, by its path: `crate::model::ItemPhone`.
    Item(String),
    /// An address on the web.
    Web(String),
}

/// What each page documents.
#[derive(Debug, Default)]
pub(crate) struct Links {
    /// By the page's file name without extension, in lower case.
    pages: BTreeMap<String, Vec<Item>>,
    /// Texts with such links, as rustdoc shows them: what is said of a property is said again of every
    /// type that inherits it.
    pub(super) cleaned: Memo<String>,
}

#[derive(Debug)]
struct Item {
    /// What the page calls it, in lower case and without namespace; empty for operations.
    name: String,
    target: Target,
}

impl Links {
    /// Looks at where everything is documented.
    pub fn new(api: &Api, names: &Names<'_>) -> Self {
        let mut links = Self::default();
        // A page that lists a response is about the operation.
        let of_pages = api.types.iter().filter(|(_, ty)| ty.origin == TypeOrigin::Resource);
        for (name, ty) in of_pages {
            if let Some(idents) = names.types.get(name) {
                let path = format!("crate::model::{}", idents.ident);
                links.add(&ty.source, name.short(), path);
            }
        }
        for (name, definition) in &api.enums {
            if let Some(idents) = names.enums.get(name) {
                let path = format!("crate::enums::{}", idents.ident);
                links.add(&definition.source, name.short(), path);
            }
        }
        for (name, operation) in &api.operations {
            let module = names.modules.get(&*name.module);
            if let (Some(module), Some(idents)) = (module, names.operations.get(name)) {
                // `fn@`: a type may have the same name.
                let path = format!("fn@crate::{module}::{}", idents.function);
                links.add(&operation.source, "", path);
            }
        }
        links
    }

    /// For documentation that has no items to link to: links lead to the pages of operations, where
    /// it is known how those are found on the web.
    pub(crate) fn to_pages(api: &Api, output: &Output) -> Self {
        let mut links = Self::default();
        for operation in api.operations.values() {
            if let Some(address) = page_url(output, &operation.source) {
                // Those of one page have one address.
                let items = links.pages.entry(stem(&operation.source.page)).or_default();
                *items = vec![Item { name: String::new(), target: Target::Web(address) }];
            }
        }
        links
    }

    fn add(&mut self, source: &Source, name: &str, path: String) {
        let items = self.pages.entry(stem(&source.page)).or_default();
        items.push(Item { name: name.to_lowercase(), target: Target::Item(path) });
    }

    /// Where a link leads; `None` if nobody knows, and only its text is left.
    pub fn resolve(&self, destination: &str) -> Option<Target> {
        if destination.starts_with("https://") || destination.starts_with("http://") {
            return Some(Target::Web(web_address(destination)));
        }
        let (path, anchor) = destination.split_once('#').unwrap_or((destination, ""));
        let path = path.split('?').next().unwrap_or(path);
        let stem = stem(path);
        let items = self.pages.get(&stem)?;
        let anchor = anchor.to_lowercase();
        let named_in_anchor = || {
            items
                .iter()
                .filter(|item| !item.name.is_empty() && anchor.starts_with(&item.name))
                .max_by_key(|item| item.name.len())
        };
        let named_like_page = || items.iter().find(|item| item.name == stem);
        let only_one = || items.first().filter(|_| items.len() == 1);
        named_in_anchor().or_else(named_like_page).or_else(only_one).map(|item| item.target.clone())
    }
}

/// The address of an operation's page, where the configuration tells how to find it.
pub(crate) fn page_url(output: &Output, source: &Source) -> Option<String> {
    let template = output.page_url.as_deref()?;
    let file = source.page.rsplit('/').next().unwrap_or(&source.page);
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    Some(web_address(&template.replace("{page}", stem)))
}

/// `itemphone` of `../resources/itemPhone.md`.
fn stem(path: &str) -> String {
    let file = path.rsplit(['/', '\\']).next().unwrap_or(path);
    let file = file.to_lowercase();
    let end = file
        .rfind('.')
        .filter(|_| [".md", ".mdx", ".txt"].iter().any(|extension| file.ends_with(extension)));
    file[..end.unwrap_or(file.len())].to_owned()
}

/// An address as it may stand between `<` and `>` in Markdown.
pub fn web_address(address: &str) -> String {
    let mut clean = String::with_capacity(address.len());
    for c in address.chars() {
        match c {
            '<' => clean.push_str("%3C"),
            '>' => clean.push_str("%3E"),
            '\\' => clean.push_str("%5C"),
            c if c.is_whitespace() => clean.push_str("%20"),
            c if c.is_control() => {}
            c => clean.push(c),
        }
    }
    clean
}
