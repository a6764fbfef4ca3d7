//! Names that things had before, as `docmill.yaml` declares them: deprecated aliases, as far as Rust
//! has any. A name that something else has by now is left to it.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use super::file::{Job, RustFile};
use super::names::naming::{Role, RustIdent, identifier};
use super::names::{EnumIdents, Names, OperationIdents, TypeIdents, type_ident};
use super::operation::body::{self, BodyArgument};
use super::operation::parameters::{self, RequiredParameter};
use super::operation::paths::{self, PathArguments};
use super::rustdoc::Docs;
use super::types::structs::{Field, Holder, Struct};
use super::{Context, Decided};
use crate::ir::{Api, Body, EnumName, Operation, OperationName, TypeName};

/// The old names of a type's struct, and of the enum over it and what inherits from it.
pub fn of_type(context: &Context<'_>, name: &TypeName, idents: &TypeIdents) -> Vec<Alias> {
    let renames = context.api.renames.types.iter().filter(|(_, is)| *is == name);
    let is_taken = |ident: &RustIdent| {
        context.names.types.values().any(|known| known.ident == *ident || known.any == *ident)
    };
    let mut aliases = Vec::new();
    for (was, _) in renames {
        let ident = type_ident(context.api, was.namespace(), was.short());
        if context.types.is_polymorphic(name) {
            let any = identifier(&format!("Any{ident}"), Role::Type).ident;
            aliases.push(Alias { ident: any, present: idents.any.clone() });
        }
        aliases.push(Alias { ident, present: idents.ident.clone() });
    }
    aliases.retain(|alias| !is_taken(&alias.ident));
    aliases
}

/// The old names of an enum.
pub fn of_enum(context: &Context<'_>, name: &EnumName, idents: &EnumIdents) -> Vec<Alias> {
    let renames = context.api.renames.enums.iter().filter(|(_, is)| *is == name);
    let aliases = renames.map(|(was, _)| Alias {
        ident: type_ident(context.api, was.namespace(), was.short()),
        present: idents.ident.clone(),
    });
    let is_taken =
        |alias: &Alias| context.names.enums.values().any(|known| known.ident == alias.ident);
    aliases.filter(|alias| !is_taken(alias)).collect()
}

/// An old name of a type in the same file.
pub struct Alias {
    pub ident: RustIdent,
    present: RustIdent,
}

impl Alias {
    /// `#[deprecated] pub type Old = New;`
    pub fn item(&self, context: &Context<'_>) -> TokenStream {
        alias(context, &self.ident, &self.present, &self.present.to_string())
    }
}

fn alias(
    context: &Context<'_>,
    ident: &RustIdent,
    present: &impl ToTokens,
    shown: &str,
) -> TokenStream {
    let head = head(context, shown);
    quote!(#head pub type #ident = #present;)
}

/// What stands before an old name.
fn head(context: &Context<'_>, present: &str) -> TokenStream {
    let docs = Docs::new(format!("The old name of [`{present}`].")).outer(context);
    let note = format!("renamed to `{present}`");
    quote!(#docs #[deprecated(note = #note)])
}

/// Constants under the old names of an enum's members.
pub fn members(
    context: &Context<'_>,
    name: &EnumName,
    idents: &EnumIdents,
    wire: &[&str],
) -> Option<TokenStream> {
    let renames = context.api.renames.members.get(name)?;
    let EnumIdents { ident, variants, fallback, .. } = idents;
    let constants = renames.iter().filter_map(|(was, is)| {
        let at = wire.iter().position(|member| *member == is.as_str())?;
        let present = variants.get(at)?;
        let old = identifier(was.as_str(), Role::Variant).ident;
        if variants.contains(&old) || old == *fallback {
            return None;
        }
        let head = head(context, &format!("Self::{present}"));
        Some(quote! {
            #head
            #[allow(non_upper_case_globals, reason = "it is called as the variant was")]
            pub const #old: Self = Self::#present;
        })
    });
    Some(quote!(impl #ident { #(#constants)* }))
}

/// Setters under the old names of properties that a type or its bases have.
pub fn setters(
    context: &Context<'_>,
    structure: &Struct<'_>,
    of: &TypeName,
) -> Option<TokenStream> {
    let api = context.api;
    let owners = std::iter::once(of).chain(api.bases(of).map(|base| &base.name));
    let renames = owners.filter_map(|owner| api.renames.properties.get(owner)).flatten();
    let is_taken = |ident: &RustIdent| {
        structure
            .fields
            .iter()
            .any(|field| field.idents.field == *ident || field.idents.null == *ident)
    };
    let setters: Vec<TokenStream> = renames
        .filter_map(|(was, is)| {
            let field = structure.fields.iter().find(|field| field.wire == is.as_str())?;
            let old = identifier(was.as_str(), Role::Field).ident;
            (!field.required && !is_taken(&old)).then(|| setter(context, structure, field, &old))
        })
        .collect();
    let ident = structure.ident;
    (!setters.is_empty()).then(|| quote!(impl #ident { #(#setters)* }))
}

fn setter(
    context: &Context<'_>,
    structure: &Struct<'_>,
    field: &Field<'_>,
    old: &RustIdent,
) -> TokenStream {
    let present = &field.idents.field;
    let (input, ty) = structure.input(field, context);
    let (argument, _) = input.quote(&quote!(value), &ty);
    let opening = head(context, &format!("Self::{present}"));
    let null = (structure.holder == Holder::Patch).then(|| {
        let (old, present) = (old.with_suffix("null"), &field.idents.null);
        let opening = head(context, &format!("Self::{present}"));
        quote! {
            #opening
            #[must_use]
            pub fn #old(self) -> Self {
                self.#present()
            }
        }
    });
    quote! {
        #opening
        #[must_use]
        pub fn #old(self, #argument) -> Self {
            self.#present(value)
        }
        #null
    }
}

/// The modules that have old names only, each with its name in Rust.
pub fn modules<'a>(names: &Names<'a>, api: &'a Api) -> BTreeMap<&'a str, RustIdent> {
    let old = api.renames.operations.keys().map(|was| &*was.module);
    let gone = old.filter(|module| !names.modules.contains_key(module));
    let with_ident = gone.map(|module| (module, identifier(module, Role::Module).ident));
    let is_free = |ident: &RustIdent| !names.modules.values().any(|known| known == ident);
    with_ident.filter(|(_, ident)| is_free(ident)).collect()
}

/// The files of those modules.
pub fn files<'a>(decided: &'a Decided<'a>) -> impl Iterator<Item = Job<'a>> {
    modules(decided.names, decided.api).into_iter().map(|(module, ident)| {
        Job::new(decided, move |context| RustFile {
            path: format!("src/{ident}.rs"),
            docs: Docs::new("Old names of operations that are elsewhere now."),
            attributes: quote! {
                #![allow(unused_imports, reason = "what uses them may be left out")]
            },
            items: operations(context, module),
            deprecated: true,
            ..RustFile::default()
        })
    })
}

/// What a module has under old names: operations, and what is named after types.
pub fn operations(context: &Context<'_>, module: &str) -> Vec<TokenStream> {
    let mut items = Vec::new();
    let renames = &context.api.renames.operations;
    for (was, is) in renames.iter().filter(|(was, _)| *was.module == *module) {
        let found = context.api.operations.get(is).zip(context.names.operations.get(is));
        let Some((operation, present)) = found else { continue };
        items.extend(Moved { context, was, operation, present }.items());
    }
    let own = super::operation::operations(context, module);
    items.extend(own.filter_map(|(name, operation)| body_of_renamed(context, name, operation)));
    items
}

/// The body of an operation that keeps its name, under the name that it had from its type.
fn body_of_renamed(
    context: &Context<'_>,
    name: &OperationName,
    operation: &Operation,
) -> Option<TokenStream> {
    let present = context.names.operations.get(name)?;
    let old = old_body(context, operation, None, &present.function)?;
    (old != present.body).then(|| alias(context, &old, &present.body, present.body.as_str()))
}

/// What an operation's body was called; `None` if it had no struct, or its name is made from nothing
/// that was renamed.
fn old_body(
    context: &Context<'_>,
    operation: &Operation,
    module: Option<&RustIdent>,
    function: &RustIdent,
) -> Option<RustIdent> {
    let Body::Properties { of, .. } = &operation.body else { return None };
    let of = of.as_ref().filter(|of| context.names.types.contains_key(*of));
    let subject = match of {
        Some(of) => {
            let was = context.api.renames.types.iter().find(|(_, is)| *is == of);
            match was {
                Some((was, _)) => type_ident(context.api, was.namespace(), was.short()),
                None if module.is_some() => context.names.types.get(of)?.ident.clone(),
                None => return None,
            }
        }
        None => module?.clone(),
    };
    Some(identifier(&format!("{subject}_{function}"), Role::Type).ident)
}

/// An operation, and the name it had.
struct Moved<'c, 'a> {
    context: &'c Context<'a>,
    was: &'c OperationName,
    operation: &'a Operation,
    present: &'c OperationIdents,
}

impl Moved<'_, '_> {
    fn items(&self) -> Vec<TokenStream> {
        let Self { context, was, operation, present } = self;
        let Some(module) = context.names.modules.get(&*operation.name.module) else {
            return Vec::new();
        };
        let old_module = identifier(&was.module, Role::Module).ident;
        let function = identifier(&was.function, Role::Function).ident;
        let named = |text: &str| identifier(text, Role::Type).ident;
        let mut types = vec![(named(function.as_str()), &present.marker)];
        if operation.paths.len() > 1 {
            types.push((named(&format!("{function}_path")), &present.path));
        }
        let body = old_body(context, operation, Some(&old_module), &function);
        types.extend(body.map(|old| (old, &present.body)));
        // What is called as before, and stands where it stood, is there already.
        let same_module = was.module == operation.name.module;
        types.retain(|(old, present)| !(same_module && old == *present));
        let cfg = self.cfg();
        let mut seen = BTreeSet::new();
        let types = types.into_iter().filter(|(old, _)| seen.insert(old.clone()));
        let aliases = types.map(|(old, present)| {
            let path = format!("crate::{module}::{present}");
            let item = alias(context, &old, &quote!(crate::#module::#present), &path);
            quote!(#cfg #item)
        });
        let call = self.function(&function, module);
        std::iter::once(quote!(#cfg #call)).chain(aliases).collect()
    }

    /// Where the module is compiled, the operation may not be.
    fn cfg(&self) -> TokenStream {
        let areas = &self.context.areas;
        let (old, present) = (&self.was.module, &self.operation.name.module);
        if areas.module_feature(old) == areas.module_feature(present) {
            TokenStream::new()
        } else {
            areas.module(present)
        }
    }

    /// A function that hands on what it is given.
    fn function(&self, old: &RustIdent, module: &RustIdent) -> TokenStream {
        let Self { context, operation, present, .. } = self;
        let OperationIdents { function, marker, .. } = present;
        let head = head(context, &format!("crate::{module}::{function}"));
        let PathArguments { names, arguments, .. } = paths::arguments(context, operation, present);
        // Types of the module that the operation is in now.
        let (path, sent) = (&present.path, &present.body);
        let (arguments, at) = match operation.paths.len() {
            1 => (arguments, None),
            _ => (vec![quote!(at: crate::#module::#path)], Some(quote!(, at))),
        };
        let required = parameters::required(operation, &names);
        let required_arguments = required.iter().map(RequiredParameter::argument);
        let required = required.iter().map(|parameter| &parameter.ident);
        let BodyArgument { argument, .. } = body::argument(context, operation, present);
        let (argument, body) = match &operation.body {
            _ if argument.is_empty() => (None, None),
            Body::Properties { .. } => {
                (Some(quote!(, body: crate::#module::#sent)), Some(quote!(, body)))
            }
            Body::Reference => (Some(quote!(, #argument)), Some(quote!(, odata_id))),
            _ => (Some(quote!(, #argument)), Some(quote!(, body))),
        };
        quote! {
            #head
            pub fn #old(
                client: &docmill_runtime::Client
                #(, #arguments)*
                #(, #required_arguments)*
                #argument
            ) -> docmill_runtime::Request<'_, crate::#module::#marker> {
                crate::#module::#function(client #(, #names)* #at #(, #required)* #body)
            }
        }
    }
}
