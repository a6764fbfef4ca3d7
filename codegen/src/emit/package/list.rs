//! `mod.rs` of types and enums: what is compiled with the same features stands together, so that
//! each list of features is written once.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::areas::Features;
use crate::emit::Context;
use crate::emit::file;

/// A module of the list: what it is compiled with, and its declaration and exports.
pub struct Entry<'a> {
    /// With any of these.
    pub features: Features<'a>,
    /// `mod item_phone; pub use self::item_phone::ItemPhone;`
    pub items: TokenStream,
}

/// The list as items of its file: what is always compiled, and a macro per other list of features
/// with a call of it.
pub fn items<'a>(
    context: &Context<'_>,
    entries: impl Iterator<Item = Entry<'a>>,
) -> Vec<TokenStream> {
    let mut groups: BTreeMap<Features<'_>, Vec<TokenStream>> = BTreeMap::new();
    for Entry { features, items } in entries {
        groups.entry(features).or_default().push(items);
    }
    let mut items = Vec::new();
    if let Some(always) = groups.remove(&Features::Always) {
        items.extend(always);
    }
    for (number, (features, group)) in (1..).zip(groups) {
        let name = format_ident!("areas_{number}");
        let cfg = features.cfg();
        items.push(quote! {
            macro_rules! #name {
                ($($item:item)*) => { $(#cfg $item)* };
            }
        });
        // In a macro's call the formatter leaves everything on one line.
        let place = context.aside.put_code(file::format(quote!(#(#group)*)));
        items.push(quote!(#name! { #place }));
    }
    items
}
