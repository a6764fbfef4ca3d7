//! Open enums, each in a file of its own.

use proc_macro2::TokenStream;
use quote::quote;

use super::table::{self, Comparisons};
use crate::emit::file::{Job, RustFile};
use crate::emit::names::EnumIdents;
use crate::emit::package::list::{self, Entry};
use crate::emit::rustdoc::{self, Docs, code};
use crate::emit::{Context, Decided, renamed, unique};
use crate::ir::{Enum, EnumName, Member, Value};

/// The files of `src/enums/`: one per enum, and the list of them.
pub fn files<'a>(decided: &'a Decided<'a>) -> impl Iterator<Item = Job<'a>> {
    let files = decided.names.enums.iter().filter_map(|(name, idents)| {
        let definition = decided.api.enums.get(*name)?;
        Some(Job::new(decided, |context| file(context, definition, idents)))
    });
    [Job::new(decided, module_list)].into_iter().chain(files)
}

/// `src/enums/mod.rs`.
fn module_list(context: &Context<'_>) -> RustFile {
    let entries = context.names.enums.iter().map(|(name, idents)| Entry {
        features: context.areas.definition(name),
        items: export(context, name, idents),
    });
    RustFile {
        path: "src/enums/mod.rs".to_owned(),
        docs: Docs::new("The documented enums.").paragraph(
            "All of them are open: a value that no page documents is kept and goes back out as it \
             came. Its variant is `Unknown`, or `Unrecognized` where a page documents an `unknown`.",
        ),
        items: list::items(context, entries),
        ..RustFile::default()
    }
}

/// `mod phone_type; pub use phone_type::PhoneType;`
fn export(context: &Context<'_>, name: &EnumName, idents: &EnumIdents) -> TokenStream {
    let EnumIdents { ident, file, .. } = idents;
    let aliases = renamed::of_enum(context, name, idents);
    let allow = (!aliases.is_empty() || context.has_deprecated(&Value::Enum(name.clone())))
        .then(|| quote!(#[allow(deprecated, reason = "it is offered all the same")]));
    if aliases.is_empty() {
        return quote!(mod #file; #allow pub use self::#file::#ident;);
    }
    let mut exported = vec![ident];
    exported.extend(aliases.iter().map(|alias| &alias.ident));
    exported.sort();
    quote!(mod #file; #allow pub use self::#file::{#(#exported),*};)
}

fn file(context: &Context<'_>, definition: &Enum, idents: &EnumIdents) -> RustFile {
    let EnumIdents { ident, fallback, .. } = idents;
    let members = unique::members(definition);
    let wire: Vec<&str> = members.iter().map(|member| member.name.as_str()).collect();
    let comparisons = comparisons(context, definition);
    let rows = idents.variants.iter().zip(wire.iter().copied());
    let name = definition.name.as_str();
    let mut items = vec![
        variants(context, definition, idents, &members),
        table::open_enum(&context.aside, comparisons, ident, name, rows, fallback),
    ];
    items.extend(renamed::members(context, &definition.name, idents, &wire));
    let aliases = renamed::of_enum(context, &definition.name, idents);
    items.extend(aliases.iter().map(|alias| alias.item(context)));
    let deprecated =
        definition.deprecated.is_some() || members.iter().any(|member| member.deprecated.is_some());
    RustFile {
        path: format!("src/enums/{}.rs", idents.file),
        items,
        deprecated,
        ..RustFile::default()
    }
}

/// Only an enum that derives its comparisons can have constants in patterns: those for old names of
/// members have to stand where the variants of old could.
fn comparisons(context: &Context<'_>, definition: &Enum) -> Comparisons {
    if context.api.renames.members.contains_key(&definition.name) {
        Comparisons::Derived
    } else {
        Comparisons::Implemented
    }
}

/// The enum itself.
pub fn variants(
    context: &Context<'_>,
    definition: &Enum,
    idents: &EnumIdents,
    members: &[&Member],
) -> TokenStream {
    let EnumIdents { ident, fallback, .. } = idents;
    let docs = docs(context, definition).outer(context);
    let variants = members.iter().zip(&idents.variants).map(|(member, ident)| {
        let docs = member_docs(context, member).outer(context);
        let deprecated = rustdoc::deprecated(member.deprecated.as_ref(), &context.links);
        quote!(#docs #deprecated #ident,)
    });
    let compared = match comparisons(context, definition) {
        Comparisons::Derived => quote!(, PartialEq, Eq),
        Comparisons::Implemented => quote!(),
    };
    let deprecated = rustdoc::deprecated(definition.deprecated.as_ref(), &context.links);
    quote! {
        #docs
        #deprecated
        #[derive(Clone #compared)]
        #[non_exhaustive]
        pub enum #ident {
            #(#variants)*
            /// A value that no page documents, as it came.
            #fallback(docmill_runtime::UnknownMember),
        }
    }
}

fn docs(context: &Context<'_>, definition: &Enum) -> Docs {
    let about = format!(
        "{}, documented in {}.",
        code::span(definition.name.as_str()),
        code::span(&definition.source.page)
    );
    let flags = if definition.flags {
        "Several members can be set at once: see [`Flags`](docmill_runtime::Flags)."
    } else {
        ""
    };
    match rustdoc::description(&definition.description, &context.links, String::new) {
        text if text.is_empty() => Docs::new(about),
        text => Docs::new(text).paragraph(about),
    }
    .paragraph(flags)
}

fn member_docs(context: &Context<'_>, member: &Member) -> Docs {
    let wire = code::span(member.name.as_str());
    let opt_in = if member.opt_in {
        "Sent only to callers that ask with `Prefer: include-unknown-enum-members`."
    } else {
        ""
    };
    let text = rustdoc::description(&member.description, &context.links, String::new);
    if text.is_empty() {
        Docs::new(format!("{wire}."))
    } else {
        Docs::new(text).paragraph(format!("{wire} on the wire."))
    }
    .paragraph(opt_in)
}
