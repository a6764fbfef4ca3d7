//! Short paths: emitters name everything in full, so that nothing can be mistaken; here a file's
//! `docmill_runtime::Client` becomes `Client` with an import, wherever that means the same.

use std::collections::BTreeSet;

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{format_ident, quote};
use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{Attribute, ExprField, ExprMethodCall, Macro, Path, UseTree};

/// The crate whose items are imported.
const RUNTIME: &str = "docmill_runtime";
/// The generated crate's own modules that are imported.
const MODULES: [&str; 2] = ["enums", "model"];

/// Shortens the paths in a file's items; gives the imports for it, and for the code that is filled
/// in. That names everything in short already: nothing comes back where a name means something else.
///
/// What stands in attributes and macro calls is left as it is.
pub fn shorten(items: &mut [syn::File], filled: &Filled) -> Option<TokenStream> {
    let mut found = filled.found.clone();
    for item in items.iter() {
        found.visit_file(item);
    }
    // A name that the file also uses on its own could be an item of its own.
    let mut imported = Imported { names: found.runtime.into_iter().collect() };
    let mut bare = Bare { names: &mut imported.names };
    for item in items.iter() {
        bare.visit_file(item);
    }
    imported.names.retain(|name| !filled.identifiers.contains(name));
    if !filled.found.runtime.iter().all(|name| imported.names.contains(name)) {
        return None;
    }
    for item in items.iter_mut() {
        imported.visit_file_mut(item);
    }
    let modules = found.modules.iter().map(|module| format_ident!("{module}"));
    let names = imported.names.iter().map(|name| format_ident!("{name}"));
    let runtime = match names.len() {
        0 => TokenStream::new(),
        1 => quote!(use docmill_runtime::#(#names)*;),
        _ => quote!(use docmill_runtime::{#(#names),*};),
    };
    Some(quote!(#(use crate::#modules;)* #runtime))
}

/// Shortens the paths of code that has no other names; says which.
pub fn shorten_all(items: &mut syn::File) -> Found {
    let mut found = Found::default();
    found.visit_file(items);
    let mut imported = Imported { names: found.runtime.iter().cloned().collect() };
    imported.visit_file_mut(items);
    found
}

/// A type without spaces, in short, and what it names: `docmill_runtime::Flags<enums::A>`.
pub fn shorten_type(text: &str) -> (String, Found) {
    let mut found = Found::default();
    let mut short = String::with_capacity(text.len());
    for part in text.split_inclusive(['<', '>', ',']) {
        let mut segments = part.split("::");
        let first = segments.next().unwrap_or(part);
        match segments.next() {
            Some(item) if first == RUNTIME => {
                let item = item.trim_end_matches(['<', '>', ',']);
                found.runtime.insert(item.to_owned());
                short.push_str(&part[RUNTIME.len() + 2..]);
            }
            item => {
                if item.is_some() {
                    found.modules.extend(MODULES.into_iter().find(|module| first == *module));
                }
                short.push_str(part);
            }
        }
    }
    (short, found)
}

/// What code that is filled in names in short, and the identifiers that it has besides.
#[derive(Clone, Debug, Default)]
pub struct Filled {
    pub found: Found,
    pub identifiers: BTreeSet<String>,
}

/// What paths start with.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// Items of the runtime: `docmill_runtime::Client`.
    runtime: BTreeSet<String>,
    /// Modules of types: `model::ItemPhone`.
    modules: BTreeSet<&'static str>,
}

impl Found {
    /// Adds what another one has.
    pub fn add(&mut self, other: &Self) {
        for name in &other.runtime {
            if !self.runtime.contains(name) {
                self.runtime.insert(name.clone());
            }
        }
        self.modules.extend(&other.modules);
    }
}

impl Visit<'_> for Found {
    fn visit_path(&mut self, path: &Path) {
        if let Some(name) = runtime_item(path) {
            if !self.runtime.iter().any(|known| name == known) {
                self.runtime.insert(name.to_string());
            }
        } else if path.segments.len() > 1
            && let Some(first) = path.segments.first()
        {
            self.modules.extend(MODULES.into_iter().find(|module| first.ident == module));
        }
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, call: &Macro) {
        if !is_of_crate(call) {
            self.visit_path(&call.path);
        }
    }

    fn visit_attribute(&mut self, _: &Attribute) {}
}

/// Strikes the names that stand alone or start a path.
struct Bare<'a> {
    names: &'a mut Vec<String>,
}

impl Visit<'_> for Bare<'_> {
    fn visit_ident(&mut self, ident: &Ident) {
        // Most identifiers are none of the few, and comparing makes no text of them.
        if let Some(at) = self.names.iter().position(|name| ident == name) {
            self.names.remove(at);
        }
    }

    fn visit_path(&mut self, path: &Path) {
        if let (None, Some(first)) = (runtime_item(path), path.segments.first()) {
            self.visit_ident(&first.ident);
        }
        for segment in &path.segments {
            self.visit_path_arguments(&segment.arguments);
        }
    }

    fn visit_expr_field(&mut self, field: &ExprField) {
        self.visit_expr(&field.base);
    }

    fn visit_expr_method_call(&mut self, call: &ExprMethodCall) {
        self.visit_expr(&call.receiver);
        for argument in &call.args {
            self.visit_expr(argument);
        }
    }

    fn visit_macro(&mut self, call: &Macro) {
        self.visit_tokens(call.tokens.clone());
    }

    fn visit_use_tree(&mut self, _: &UseTree) {}

    fn visit_attribute(&mut self, _: &Attribute) {}
}

impl Bare<'_> {
    fn visit_tokens(&mut self, tokens: TokenStream) {
        for token in tokens {
            match token {
                TokenTree::Group(group) => self.visit_tokens(group.stream()),
                TokenTree::Ident(ident) => self.visit_ident(&ident),
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
        }
    }
}

/// Takes the runtime's name from in front of what is imported.
struct Imported {
    /// Sorted, and few: going through them is cheaper than anything else.
    names: Vec<String>,
}

impl VisitMut for Imported {
    fn visit_path_mut(&mut self, path: &mut Path) {
        if runtime_item(path).is_some_and(|name| self.names.iter().any(|known| name == known)) {
            path.segments = std::mem::take(&mut path.segments).into_iter().skip(1).collect();
        }
        visit_mut::visit_path_mut(self, path);
    }

    fn visit_macro_mut(&mut self, call: &mut Macro) {
        if !is_of_crate(call) {
            self.visit_path_mut(&mut call.path);
        }
    }

    fn visit_attribute_mut(&mut self, _: &mut Attribute) {}
}

/// Whether it is `docmill_runtime::name!`: a macro that is named once in its file stays as it is.
fn is_of_crate(call: &Macro) -> bool {
    call.path.segments.len() <= 2
}

/// The item in `docmill_runtime::item`.
fn runtime_item(path: &Path) -> Option<&Ident> {
    let mut segments = path.segments.iter();
    let first = segments.next()?;
    let item = segments.next()?;
    (first.ident == RUNTIME).then_some(&item.ident)
}

#[cfg(test)]
mod tests {
    use quote::ToTokens as _;

    use super::*;

    fn code(text: &str) -> String {
        syn::parse_str::<syn::File>(text).unwrap().to_token_stream().to_string()
    }

    #[test]
    fn only_names_that_mean_nothing_else_are_imported() {
        let mut items = [
            "type Get = (docmill_runtime::Client, docmill_runtime::reply::Json<model::A>);",
            "struct Date(docmill_runtime::Date);",
            "docmill_runtime::impl_model!(Date);",
        ]
        .map(|text| syn::parse_str(text).unwrap());
        let imports = shorten(&mut items, &Filled::default()).unwrap().to_string();
        let expected = "use crate::model; use docmill_runtime::{Client, reply};";
        assert_eq!(imports, code(expected));

        let expected = "type Get = (Client, reply::Json<model::A>);";
        assert_eq!(items[0].to_token_stream().to_string(), code(expected));

        let expected = "struct Date(docmill_runtime::Date);";
        assert_eq!(items[1].to_token_stream().to_string(), code(expected));
    }
}
