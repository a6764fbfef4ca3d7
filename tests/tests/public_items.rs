//! Every public item of the runtime is shown: in an example of the documentation, in a program of
//! `examples/`, or in the README.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{Attribute, ImplItem, Item, TraitItem, Visibility};

/// Items that no example shows, with those inside them.
///
/// All are machinery: what reads and writes values, through which generated code and the macros go.
/// Applications meet it as `Serialize` and `Deserialize` only;
/// [`impl_model!`](docmill_runtime::impl_model) and its like, which do have examples, show what generated
/// code writes.
const EXCEPTIONS: &[&str] = &[
    "equal",
    "AnyList",
    "AnyModel",
    "Entries",
    "Event",
    "Inherited",
    "Items",
    "Model",
    "OpenEnum",
    "Place",
    "Polymorphic",
    "Slot",
    "View",
    "Wire",
    "impl_by_routines",
    "impl_serde",
    "read_model",
    "read_polymorphic",
    "read_value",
];

#[test]
fn every_public_item_is_in_an_example() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut files = BTreeMap::new();
    for path in sources(&root.join("runtime/src")) {
        let text = fs::read_to_string(&path).expect("a source");
        let file = syn::parse_file(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        files.insert(path, file);
    }
    let exported = exported(&files, &root.join("runtime/src/lib.rs"));
    let mut shown = Shown::default();
    for (path, file) in &files {
        shown.add_docs(path, file);
    }
    for path in sources(&root.join("examples/src")) {
        shown.everywhere.extend(words(&fs::read_to_string(&path).expect("a program")));
    }
    for block in blocks(&fs::read_to_string(root.join("README.md")).expect("the README")) {
        shown.everywhere.extend(words(&block));
    }
    let items: Vec<(PathBuf, String)> = files
        .iter()
        .flat_map(|(path, file)| {
            public(&file.items, &exported).into_iter().map(|item| (path.clone(), item))
        })
        .collect();
    assert!(items.len() > 250, "the check has lost sight of the runtime: {}", items.len());
    let missing: BTreeSet<&str> = items
        .iter()
        .filter(|(path, item)| !shown.has(path, item))
        .map(|(_, item)| item.as_str())
        .collect();
    let is_of = |item: &str, of: &str| item.split("::").next() == Some(of);
    let excepted = |item: &&&str| EXCEPTIONS.iter().any(|of| is_of(item, of));
    let unshown: Vec<&&str> = missing.iter().filter(|item| !excepted(item)).collect();
    assert!(unshown.is_empty(), "in no example, of {}: {unshown:#?}", items.len());
    let is_missing = |of: &&&str| missing.iter().any(|item| is_of(item, of));
    let stale: Vec<&&str> = EXCEPTIONS.iter().filter(|of| !is_missing(of)).collect();
    assert!(stale.is_empty(), "excepted, and in an example: {stale:#?}");
}

/// All files of Rust below a folder, sorted.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut entries: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.expect("an entry").path())
        .collect();
    entries.sort();
    for entry in entries {
        if entry.is_dir() {
            found.extend(sources(&entry));
        } else if entry.extension().is_some_and(|extension| extension == "rs") {
            found.push(entry);
        }
    }
    found
}

/// The names that users of the crate can write: what `lib.rs` exports, and what is in its public
/// modules.
fn exported(files: &BTreeMap<PathBuf, syn::File>, lib: &Path) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for item in &files[lib].items {
        match item {
            Item::Use(item) if is_public(&item.vis) => leaves(&item.tree, &mut names),
            Item::Mod(module) if is_public(&module.vis) && !is_hidden(&module.attrs) => {
                let folder = lib.parent().expect("a folder");
                let at = [format!("{}.rs", module.ident), format!("{}/mod.rs", module.ident)];
                let file = at.iter().find_map(|at| files.get(&folder.join(at)));
                for item in file.map_or(&[][..], |file| &file.items) {
                    match item {
                        Item::Use(item) if is_public(&item.vis) => leaves(&item.tree, &mut names),
                        item => names.extend(name(item)),
                    }
                }
            }
            _ => {}
        }
    }
    names
}

fn leaves(tree: &syn::UseTree, names: &mut BTreeSet<String>) {
    match tree {
        syn::UseTree::Path(path) => leaves(&path.tree, names),
        syn::UseTree::Name(name) => drop(names.insert(name.ident.to_string())),
        syn::UseTree::Rename(name) => drop(names.insert(name.rename.to_string())),
        syn::UseTree::Group(group) => group.items.iter().for_each(|tree| leaves(tree, names)),
        syn::UseTree::Glob(_) => {}
    }
}

/// The name of a public item of a module.
fn name(item: &Item) -> Option<String> {
    let (vis, attrs, name) = match item {
        Item::Struct(item) => (&item.vis, &item.attrs, &item.ident),
        Item::Enum(item) => (&item.vis, &item.attrs, &item.ident),
        Item::Trait(item) => (&item.vis, &item.attrs, &item.ident),
        Item::Const(item) => (&item.vis, &item.attrs, &item.ident),
        Item::Type(item) => (&item.vis, &item.attrs, &item.ident),
        Item::Fn(item) => (&item.vis, &item.attrs, &item.sig.ident),
        _ => return None,
    };
    (is_public(vis) && !is_hidden(attrs)).then(|| name.to_string())
}

/// The public items among these, as `Client` and `Client::new`.
fn public(items: &[Item], exported: &BTreeSet<String>) -> Vec<String> {
    let mut found = Vec::new();
    for item in items {
        found.extend(name(item).filter(|name| exported.contains(name)));
        match item {
            Item::Trait(item) if exported.contains(&item.ident.to_string()) => {
                let methods = item.items.iter().filter_map(|member| match member {
                    TraitItem::Fn(method) if !is_hidden(&method.attrs) => Some(&method.sig.ident),
                    _ => None,
                });
                found.extend(methods.map(|method| format!("{}::{method}", item.ident)));
            }
            Item::Impl(item) if item.trait_.is_none() => {
                let syn::Type::Path(path) = &*item.self_ty else { continue };
                let Some(of) = path.path.segments.last().map(|it| it.ident.to_string()) else {
                    continue;
                };
                let methods = item.items.iter().filter_map(|member| match member {
                    ImplItem::Fn(method) if is_public(&method.vis) && !is_hidden(&method.attrs) => {
                        Some(&method.sig.ident)
                    }
                    _ => None,
                });
                if exported.contains(&of) {
                    found.extend(methods.map(|method| format!("{of}::{method}")));
                }
            }
            Item::Macro(item) if item.attrs.iter().any(|it| it.path().is_ident("macro_export")) => {
                found.extend(item.ident.as_ref().map(ToString::to_string));
            }
            // The traits that mark what an operation's page documents.
            Item::Macro(item) if item.mac.path.is_ident("markers") => {
                let mut first = true;
                for token in item.mac.tokens.clone() {
                    if let (TokenTree::Ident(ident), true) = (&token, first) {
                        found.push(ident.to_string());
                    }
                    first = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == ';');
                }
            }
            _ => {}
        }
    }
    found
}

fn is_public(vis: &Visibility) -> bool {
    matches!(vis, Visibility::Public(_))
}

fn is_hidden(attrs: &[Attribute]) -> bool {
    let is = |attribute: &Attribute, name: &str, word: &str| {
        attribute.path().is_ident(name) && arguments(attribute).contains(word)
    };
    attrs.iter().any(|it| is(it, "doc", "hidden") || is(it, "cfg", "test"))
}

fn arguments(attribute: &Attribute) -> String {
    match &attribute.meta {
        syn::Meta::List(list) => list.tokens.to_string(),
        _ => String::new(),
    }
}

/// The words of examples: those of programs count for any item, those of the documentation for items
/// that they name, or whose own file has them.
#[derive(Default)]
struct Shown {
    everywhere: BTreeSet<String>,
    by_block: Vec<(PathBuf, BTreeSet<String>)>,
}

impl Shown {
    fn add_docs(&mut self, path: &Path, file: &syn::File) {
        let mut docs = Docs::default();
        docs.visit_file(file);
        for text in docs.texts {
            let blocks = blocks(&text).into_iter();
            self.by_block.extend(blocks.map(|block| (path.to_owned(), words(&block))));
        }
    }

    fn has(&self, path: &Path, item: &str) -> bool {
        let (of, name) = item.split_once("::").unwrap_or((item, item));
        self.everywhere.contains(name)
            || self
                .by_block
                .iter()
                .any(|(file, words)| words.contains(name) && (words.contains(of) || file == path))
    }
}

/// The text of each item's documentation.
#[derive(Default)]
struct Docs {
    texts: Vec<String>,
}

impl<'ast> Visit<'ast> for Docs {
    fn visit_file(&mut self, file: &'ast syn::File) {
        self.add(&file.attrs);
        visit::visit_file(self, file);
    }

    fn visit_item(&mut self, item: &'ast Item) {
        match item {
            Item::Struct(item) => self.add(&item.attrs),
            Item::Enum(item) => self.add(&item.attrs),
            Item::Trait(item) => self.add(&item.attrs),
            Item::Const(item) => self.add(&item.attrs),
            Item::Macro(item) => self.add(&item.attrs),
            Item::Fn(item) => self.add(&item.attrs),
            _ => {}
        }
        visit::visit_item(self, item);
    }

    fn visit_impl_item_fn(&mut self, method: &'ast syn::ImplItemFn) {
        self.add(&method.attrs);
    }

    fn visit_trait_item_fn(&mut self, method: &'ast syn::TraitItemFn) {
        self.add(&method.attrs);
    }
}

impl Docs {
    fn add(&mut self, attrs: &[Attribute]) {
        let lines = attrs.iter().filter_map(|attribute| {
            let syn::Meta::NameValue(pair) = &attribute.meta else { return None };
            match &pair.value {
                syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. })
                    if pair.path.is_ident("doc") =>
                {
                    Some(text.value())
                }
                _ => None,
            }
        });
        self.texts.push(lines.collect::<Vec<_>>().join("\n"));
    }
}

/// The blocks of Rust in Markdown; hidden lines are lines.
fn blocks(markdown: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut inside: Option<bool> = None;
    for line in markdown.lines() {
        let text = line.trim();
        match (text.strip_prefix("```"), inside) {
            (Some(info), None) => {
                let rust =
                    info.is_empty() || info.starts_with("rust") || info.starts_with("no_run");
                inside = Some(rust);
                if rust {
                    found.push(String::new());
                }
            }
            (Some(_), Some(_)) => inside = None,
            (None, Some(true)) => {
                if let Some(block) = found.last_mut() {
                    block.push_str(text.strip_prefix("# ").unwrap_or(text));
                    block.push('\n');
                }
            }
            (None, _) => {}
        }
    }
    found
}

/// The identifiers in code.
fn words(code: &str) -> BTreeSet<String> {
    fn add(tokens: TokenStream, words: &mut BTreeSet<String>) {
        for token in tokens {
            match token {
                TokenTree::Ident(ident) => drop(words.insert(ident.to_string())),
                TokenTree::Group(group) => add(group.stream(), words),
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
        }
    }
    let mut words = BTreeSet::new();
    let tokens = code.lines().filter(|line| *line != "#").collect::<Vec<_>>().join("\n");
    match tokens.parse() {
        Ok(tokens) => add(tokens, &mut words),
        Err(error) => panic!("{error} in:\n{code}"),
    }
    words
}
