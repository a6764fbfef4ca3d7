//! The list of all operations, for programs that look at them rather than call them.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::Context;
use crate::emit::operation::operations;

/// `OPERATIONS`, for the crate's root.
pub fn item(context: &Context<'_>) -> TokenStream {
    let entries = context.names.modules.iter().flat_map(|(module, ident)| {
        let cfg = context.areas.module(module);
        operations(context, module).filter_map(move |(name, _)| {
            let marker = &context.names.operations.get(name)?.marker;
            Some(quote!(#cfg <#ident::#marker as runtime::Operation>::INFO))
        })
    });
    quote! {
        /// Every operation, with the permissions that its page names: what
        /// [`Granted`](runtime::Granted) tells the callable ones from.
        #[rustfmt::skip]
        pub const OPERATIONS: &[runtime::OperationInfo] = &[#(#entries),*];
    }
}
