//! Headers, query parameters and functions' parameters that pages document: arguments where they are
//! required, else setters.
//!
//! The runtime has setters for headers that HTTP or OData define. For others the crate has a trait
//! each, in `src/parameters.rs`, and every operation that documents one implements its trait.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::path_values::{argument_type, path_value};
use super::paths;
use crate::emit::file::{Job, RustFile};
use crate::emit::names::OperationIdents;
use crate::emit::names::naming::{Case, Namespace, Reason, Role, RustIdent, identifier};
use crate::emit::rustdoc::Docs;
use crate::emit::rustdoc::code;
use crate::emit::types::Shape;
use crate::emit::{Context, Decided};
use crate::ir::{
    Api, Header, HeaderName, Operation, Primitive, QueryParameter, Requirement, Value,
};

/// The methods that every request has; a setter of the same name could not be called.
const METHODS: [&str; 43] = [
    "accept_language",
    "all",
    "at_link",
    "attempt_timeout",
    "bytes",
    "cancel_on",
    "changes",
    "consistency_level_eventual",
    "content",
    "content_language",
    "count",
    "detailed",
    "download",
    "expand",
    "expand_named",
    "filter",
    "filter_by",
    "header",
    "if_match",
    "if_none_match",
    "into_http",
    "items",
    "json",
    "multipart",
    "new",
    "order_by",
    "order_by_descending",
    "order_by_named",
    "pages",
    "permissions",
    "prefer",
    "query",
    "raw",
    "repeatable",
    "retry",
    "search",
    "select",
    "select_named",
    "send",
    "skip",
    "timeout",
    "top",
    "whole_or_parts",
];

/// The setters of the generated crate, and their traits.
#[derive(Debug, Default)]
pub struct Parameters<'a> {
    setters: BTreeMap<Key<'a>, Setter<'a>>,
}

/// What tells parameters apart. Case is no part of a header's name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key<'a> {
    /// A parameter of a function, and its type.
    Argument(&'a str, String),
    Header(String),
    Query(&'a str),
}

#[derive(Debug)]
struct Setter<'a> {
    /// The name as the first page by name writes it.
    wire: &'a str,
    /// A function's parameter has a type.
    ty: Option<Primitive>,
    function: RustIdent,
    ident: RustIdent,
}

/// What there is for a header.
enum Known {
    /// Every request has its setter.
    Always,
    /// The runtime has a setter; the operation implements this trait of the runtime's.
    Marker(&'static str),
    /// The generated crate has a setter.
    No,
}

impl<'a> Parameters<'a> {
    /// Decides the setters for everything that an operation documents.
    pub fn new(api: &'a Api) -> Self {
        let mut wires: BTreeMap<Key<'a>, (&'a str, Option<Primitive>)> = BTreeMap::new();
        for operation in api.operations.values() {
            for (key, wire, ty) in own(api, operation) {
                wires.entry(key).or_insert((wire, ty));
            }
        }
        let mut functions = Namespace::default();
        for method in METHODS {
            functions.claim(&identifier(method, Role::Field).ident, Case::Snake);
        }
        let mut idents = Namespace::default();
        let setters = wires
            .into_iter()
            .map(|(key, (wire, ty))| {
                let mut function = identifier(wire, Role::Field).ident;
                if functions.has(&function) {
                    function = function.with_suffix("parameter");
                }
                let function = functions.claim(&function, Case::Snake);
                // The trait is found by its method.
                let ident = identifier(function.as_str(), Role::Type).ident;
                (key, Setter { wire, ty, function, ident: idents.claim(&ident, Case::Camel) })
            })
            .collect();
        Self { setters }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.setters.is_empty()
    }
}

/// The parameters of an operation that need a setter of the crate's own, by name on the wire.
fn own<'a>(
    api: &Api,
    operation: &'a Operation,
) -> impl Iterator<Item = (Key<'a>, &'a str, Option<Primitive>)> {
    let headers = optional_headers(operation)
        .filter(|header| matches!(known(&header.name), Known::No))
        .map(|header| {
            let name = header.name.as_str();
            (Key::Header(name.to_ascii_lowercase()), name, None)
        });
    let query = operation
        .query_parameters
        .iter()
        .filter(|parameter| is_name(parameter))
        .filter(|parameter| parameter.requirement == Requirement::Optional)
        .map(|parameter| (Key::Query(parameter.name.as_str()), parameter.name.as_str(), None));
    let optional = paths::optional_parameters(api, operation).into_iter();
    let arguments = optional.map(|parameter| {
        let name = parameter.name.as_str();
        // Enums may be left out by features, which the traits do not have.
        let ty = match parameter.ty.value {
            Value::Primitive(primitive) => Some(primitive),
            _ => None,
        };
        (Key::Argument(name, parameter.ty.to_string()), name, ty)
    });
    arguments.chain(headers).chain(query)
}

/// Whether requests with this optional header have a setter because its page documents it.
pub fn has_header_setter(header: &Header) -> bool {
    !matches!(known(&header.name), Known::Always)
}

/// Whether requests with this query parameter have a setter.
pub fn has_query_setter(parameter: &QueryParameter) -> bool {
    is_name(parameter)
}

/// Tables of query parameters also list paths to what can be filtered by.
fn is_name(parameter: &QueryParameter) -> bool {
    let name = parameter.name.as_str();
    let nameable = identifier(name, Role::Field).renamed != Some(Reason::Nothing);
    nameable && !name.contains(['/', '{', '}', '=', '&'])
}

fn known(name: &HeaderName) -> Known {
    match name.as_str().to_ascii_lowercase().as_str() {
        "prefer" => Known::Always,
        "accept-language" => Known::Marker("AcceptLanguage"),
        "consistencylevel" => Known::Marker("ConsistencyLevel"),
        "content-language" => Known::Marker("ContentLanguage"),
        "if-match" => Known::Marker("IfMatch"),
        "if-none-match" => Known::Marker("IfNoneMatch"),
        _ => Known::No,
    }
}

fn optional_headers(operation: &Operation) -> impl Iterator<Item = &Header> {
    operation.headers.iter().filter(|header| header.requirement == Requirement::Optional)
}

/// A query parameter or header that must be given: an argument of the function.
pub struct RequiredParameter<'a> {
    pub ident: RustIdent,
    wire: &'a str,
    carrier: Carrier,
}

/// What of a request carries a parameter.
#[derive(Clone, Copy)]
enum Carrier {
    Query,
    Header,
}

impl RequiredParameter<'_> {
    /// The argument with its type.
    pub fn argument(&self) -> TokenStream {
        let ident = &self.ident;
        match self.carrier {
            Carrier::Query => quote!(#ident: impl Into<docmill_runtime::PathValue>),
            Carrier::Header => quote!(#ident: impl AsRef<str>),
        }
    }

    /// The call that puts it into the request.
    pub fn call(&self) -> TokenStream {
        let Self { ident, wire, carrier } = self;
        match carrier {
            Carrier::Query => quote!(.query(#wire, #ident)),
            Carrier::Header => quote!(.header(#wire, #ident.as_ref())),
        }
    }
}

/// The query parameters that must be given, then the headers.
pub fn required<'a>(operation: &'a Operation, taken: &[RustIdent]) -> Vec<RequiredParameter<'a>> {
    let query = operation.query_parameters.iter().filter(|parameter| is_name(parameter));
    let query = query.filter(|parameter| parameter.requirement == Requirement::Required);
    let headers =
        operation.headers.iter().filter(|header| header.requirement == Requirement::Required);
    let mut namespace = Namespace::default();
    namespace.claim_all(taken, Case::Snake);
    query
        .map(|parameter| (parameter.name.as_str(), Carrier::Query))
        .chain(headers.map(|header| (header.name.as_str(), Carrier::Header)))
        .map(|(wire, carrier)| {
            let ident = identifier(wire, Role::Argument).ident;
            RequiredParameter { ident: namespace.claim(&ident, Case::Snake), wire, carrier }
        })
        .collect()
}

/// What lets an operation's requests have the setters.
pub fn impls(
    context: &Context<'_>,
    operation: &Operation,
    idents: &OperationIdents,
) -> Option<TokenStream> {
    let marker = &idents.marker;
    let mut markers: Vec<_> = optional_headers(operation)
        .filter_map(|header| match known(&header.name) {
            Known::Marker(name) => Some(format_ident!("{name}")),
            Known::Always | Known::No => None,
        })
        .collect();
    markers.sort();
    markers.dedup();
    let setters: BTreeMap<Key<'_>, &RustIdent> = own(context.api, operation)
        .filter_map(|(key, ..)| {
            let ident = &context.parameters.setters.get(&key)?.ident;
            Some((key, ident))
        })
        .collect();
    let setters = setters.values();
    let items = quote! {
        #(impl docmill_runtime::header::#markers for #marker {})*
        #(impl crate::parameters::#setters for docmill_runtime::Request<'_, #marker> {})*
    };
    (!items.is_empty()).then_some(items)
}

/// `src/parameters.rs`, if there is anything to be in it.
pub fn file<'a>(decided: &'a Decided<'a>) -> Option<Job<'a>> {
    (!decided.parameters.is_empty()).then(|| Job::new(decided, traits))
}

fn traits(context: &Context<'_>) -> RustFile {
    let items = context.parameters.setters.iter().map(|(key, setter)| {
        let Setter { wire, ty, function, ident } = setter;
        let name = code::span(wire);
        let (what, set) = match key {
            Key::Argument(..) => ("function's parameter", format_ident!("set_argument")),
            Key::Header(_) => ("header", format_ident!("set_header")),
            Key::Query(_) => ("query parameter", format_ident!("set_query")),
        };
        let docs = Docs::new(format!(
            "The {what} {name}: requests have [`{function}`](Self::{function}) where the \
             operation's page documents it."
        ))
        .outer(context);
        let setter = Docs::new(format!("Sets the {what} {name}, given unencoded.")).outer(context);
        let argument = identifier("value", Role::Argument).ident;
        let (ty, value) = match ty.map(Shape::Primitive) {
            Some(shape) => {
                let ty = context.types.value(shape);
                (argument_type(shape, &ty), path_value(shape, &ty, &argument))
            }
            None => (quote!(impl Into<docmill_runtime::PathValue>), quote!(value.into())),
        };
        quote! {
            #docs
            pub trait #ident: docmill_runtime::Parameters {
                #setter
                #[must_use]
                fn #function(self, #argument: #ty) -> Self {
                    self.#set(#wire, #value)
                }
            }
        }
    });
    RustFile {
        path: "src/parameters.rs".to_owned(),
        docs: Docs::new(
            "Headers, query parameters and functions' parameters that pages document: setters of \
             the requests that take them, for whoever imports their traits.",
        ),
        items: items.collect(),
        ..RustFile::default()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::{Path, PathBuf};

    use syn::{ImplItem, Item, Type, Visibility};

    use super::METHODS;

    fn sources(folder: &Path) -> Vec<PathBuf> {
        let entries = fs::read_dir(folder).expect("a folder");
        let paths = entries.map(|entry| entry.expect("an entry").path());
        paths.flat_map(|path| if path.is_dir() { sources(&path) } else { vec![path] }).collect()
    }

    /// The public methods of the runtime's `Request`, whichever operations have them.
    fn methods_of_requests() -> BTreeSet<String> {
        let runtime = Path::new(env!("CARGO_MANIFEST_DIR")).join("../runtime/src");
        let texts = sources(&runtime).into_iter().map(fs::read_to_string);
        let files = texts.map(|text| syn::parse_file(&text.expect("a source")).expect("Rust"));
        let of_request = files.flat_map(|file| file.items).filter_map(|item| match item {
            Item::Impl(item) if item.trait_.is_none() => match &*item.self_ty {
                Type::Path(ty) if ty.path.segments.iter().any(|it| it.ident == "Request") => {
                    Some(item.items)
                }
                _ => None,
            },
            _ => None,
        });
        let methods = of_request.flatten().filter_map(|member| match member {
            ImplItem::Fn(method) if matches!(method.vis, Visibility::Public(_)) => {
                Some(method.sig.ident.to_string())
            }
            _ => None,
        });
        methods.collect()
    }

    #[test]
    fn no_setter_takes_the_name_of_a_method_that_requests_have() {
        let listed: BTreeSet<String> = METHODS.map(str::to_owned).into();
        assert_eq!(listed, methods_of_requests(), "left: METHODS; right: the runtime's");
    }
}
