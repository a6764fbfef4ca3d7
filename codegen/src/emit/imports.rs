//! Short paths: emitters name everything in full, so that nothing can be mistaken; here a file's
//! `docmill_runtime::Client` becomes `Client` with an import, wherever that means the same.

use std::collections::BTreeSet;

use proc_macro2::{Delimiter, Group, Ident, Spacing, TokenStream, TokenTree};
use quote::{format_ident, quote};

/// The crate whose items are imported.
const RUNTIME: &str = "docmill_runtime";
/// The generated crate's own modules that are imported.
const MODULES: [&str; 2] = ["enums", "model"];

/// Shortens the paths in a file's items; gives the imports for it.
pub(super) fn shorten(items: &mut [TokenStream]) -> TokenStream {
    let mut names = Names::default();
    for item in items.iter() {
        names.collect(item.clone());
    }
    // A name that the file also uses on its own could be an item of its own.
    let imported: BTreeSet<String> = names.runtime.difference(&names.bare).cloned().collect();
    for item in items.iter_mut() {
        *item = without_runtime(std::mem::take(item), &imported);
    }
    let modules = MODULES
        .into_iter()
        .filter(|module| names.modules.contains(*module))
        .map(|module| format_ident!("{module}"));
    let imported = imported.iter().map(|name| format_ident!("{name}"));
    let runtime = match imported.len() {
        0 => TokenStream::new(),
        1 => quote!(use docmill_runtime::#(#imported)*;),
        _ => quote!(use docmill_runtime::{#(#imported),*};),
    };
    quote!(#(use crate::#modules;)* #runtime)
}

/// The names in a file that decide what can be imported.
#[derive(Debug, Default)]
struct Names {
    /// Items of the runtime: `docmill_runtime::Client`.
    runtime: BTreeSet<String>,
    /// Modules of types: `model::ItemPhone`.
    modules: BTreeSet<String>,
    /// Names that stand alone or start a path.
    bare: BTreeSet<String>,
}

impl Names {
    fn collect(&mut self, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut index = 0;
        while let Some(token) = tokens.get(index) {
            match token {
                TokenTree::Group(_) if is_attribute(&tokens, index) => {}
                TokenTree::Group(group) => self.collect(group.stream()),
                TokenTree::Ident(ident) if !follows_path(&tokens, index) => {
                    if let Some(name) = runtime_item(&tokens, index) {
                        self.runtime.insert(name.to_string());
                    } else {
                        let name = ident.to_string();
                        if MODULES.contains(&name.as_str()) && starts_path(&tokens, index) {
                            self.modules.insert(name.clone());
                        }
                        self.bare.insert(name);
                    }
                }
                _ => {}
            }
            index += 1;
        }
    }
}

/// The same tokens, with the runtime's name taken from in front of what is imported.
fn without_runtime(tokens: TokenStream, imported: &BTreeSet<String>) -> TokenStream {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut short = Vec::with_capacity(tokens.len());
    let mut index = 0;
    while let Some(token) = tokens.get(index) {
        match token {
            TokenTree::Group(_) if is_attribute(&tokens, index) => short.push(token.clone()),
            TokenTree::Group(group) => short.push(TokenTree::Group(shorten_group(group, imported))),
            TokenTree::Ident(_)
                if !follows_path(&tokens, index)
                    && runtime_item(&tokens, index)
                        .is_some_and(|name| imported.contains(&name.to_string())) =>
            {
                // `docmill_runtime`, `:` and `:` go; the item itself comes next.
                index += 2;
            }
            token => short.push(token.clone()),
        }
        index += 1;
    }
    short.into_iter().collect()
}

fn shorten_group(group: &Group, imported: &BTreeSet<String>) -> Group {
    match group.delimiter() {
        Delimiter::None => group.clone(),
        delimiter => Group::new(delimiter, without_runtime(group.stream(), imported)),
    }
}

/// The item in `docmill_runtime::item` at this index; macros are left alone, they are named once.
fn runtime_item(tokens: &[TokenTree], index: usize) -> Option<&Ident> {
    let TokenTree::Ident(krate) = tokens.get(index)? else {
        return None;
    };
    let TokenTree::Ident(item) = tokens.get(index + 3)? else {
        return None;
    };
    let is_macro = is_punct(tokens.get(index + 4), '!');
    (krate == RUNTIME && starts_path(tokens, index) && !is_macro).then_some(item)
}

/// Whether the group at this index is what an attribute says: documentation as a rule, which names
/// nothing of the runtime's and is most of a file.
fn is_attribute(tokens: &[TokenTree], index: usize) -> bool {
    let before = |distance: usize| index.checked_sub(distance).and_then(|at| tokens.get(at));
    is_punct(before(1), '#') || (is_punct(before(1), '!') && is_punct(before(2), '#'))
}

/// Whether `::` follows.
fn starts_path(tokens: &[TokenTree], index: usize) -> bool {
    is_joint_colon(tokens.get(index + 1)) && is_punct(tokens.get(index + 2), ':')
}

/// Whether `::` stands before, or a `.`: then it is no name of this file's.
fn follows_path(tokens: &[TokenTree], index: usize) -> bool {
    let before = |distance: usize| index.checked_sub(distance).and_then(|at| tokens.get(at));
    (is_punct(before(1), ':') && is_joint_colon(before(2))) || is_punct(before(1), '.')
}

fn is_punct(token: Option<&TokenTree>, c: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == c)
}

fn is_joint_colon(token: Option<&TokenTree>) -> bool {
    matches!(
        token,
        Some(TokenTree::Punct(punct)) if punct.as_char() == ':' && punct.spacing() == Spacing::Joint
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(text: &str) -> TokenStream {
        text.parse().unwrap()
    }

    #[test]
    fn only_names_that_mean_nothing_else_are_imported() {
        let mut items = [
            tokens("type Get = (docmill_runtime::Client, docmill_runtime::reply::Json<model::A>);"),
            tokens("struct Date(docmill_runtime::Date);"),
            tokens("docmill_runtime::impl_model!(Date);"),
        ];
        let imports = shorten(&mut items).to_string();
        let expected = "use crate::model; use docmill_runtime::{Client, reply};";
        assert_eq!(imports, tokens(expected).to_string());

        let expected = "type Get = (Client, reply::Json<model::A>);";
        assert_eq!(items[0].to_string(), tokens(expected).to_string());

        let expected = "struct Date(docmill_runtime::Date);";
        assert_eq!(items[1].to_string(), tokens(expected).to_string());
    }
}
