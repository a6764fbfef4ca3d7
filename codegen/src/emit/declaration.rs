//! Single declarations, as the emitters write them: what a reader of a change compares.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Attribute, Fields, ImplItem, Item, parse_quote};

use super::context::{Context, Decided};
use super::file::imports::{self, Filled};
use super::names::Names;
use super::operation::{body, paths};
use super::types::{enums, model};
use super::{operation, unique};
use crate::config::{Config, RuntimeDependency};
use crate::diagnostics::Report;
use crate::ir::{Api, Body, EnumName, MemberName, OperationName, Path, PropertyName, TypeName};

/// Longer declarations are cut after so many lines.
const LINES: usize = 24;

/// A part of a model that has Rust of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Declared<'a> {
    /// A struct with its fields.
    Type(&'a TypeName),
    /// A field and its setter.
    Property(&'a TypeName, &'a PropertyName),
    /// An open enum with its variants.
    Enum(&'a EnumName),
    /// A variant.
    Member(&'a EnumName, &'a MemberName),
    /// A function's signature.
    Function(&'a OperationName),
    /// A function's signature and, where it has a choice of paths, the constructor of this one.
    Path(&'a OperationName, &'a Path),
    /// A field of what a function sends, with its setter, or its place in the constructor.
    BodyProperty(&'a OperationName, &'a PropertyName),
    /// What awaiting a function's request gives.
    Reply(&'a OperationName),
    /// Who may call a function.
    Permissions(&'a OperationName),
}

/// A model's declarations, without documentation and bodies. `None` for what is not in the model.
pub fn declarations(api: &Api, wanted: &[Option<Declared<'_>>]) -> Vec<Option<String>> {
    // Nothing of it shows in a declaration.
    let output = Config::without_file("api", RuntimeDependency::Version("0".to_owned())).output;
    let names = Names::new(api, &mut Report::default());
    let decided = Decided::new(api, &output, &names);
    let context = Context::without_templates(&decided);
    wanted.iter().map(|wanted| one(&context, (*wanted)?)).collect()
}

fn one(context: &Context<'_>, wanted: Declared<'_>) -> Option<String> {
    match wanted {
        Declared::Type(name) => {
            let (name, idents) = context.names.types.get_key_value(name)?;
            let structure = model::structure(context, context.api.types.get(*name)?, idents);
            printed(structure.items(context).into_iter().take(1), Rest::Hidden)
        }
        Declared::Property(owner, property) => {
            let (owner, idents) = context.names.types.get_key_value(owner)?;
            let ty = context.api.types.get(*owner)?;
            let mut structure = model::structure(context, ty, idents);
            structure.fields.retain(|field| field.wire == property.as_str());
            (!structure.fields.is_empty()).then_some(())?;
            printed(structure.items(context).into_iter().take(2), Rest::Told)
        }
        Declared::Enum(name) => {
            let (name, idents) = context.names.enums.get_key_value(name)?;
            let definition = context.api.enums.get(*name)?;
            let members = unique::members(definition);
            printed([enums::variants(context, definition, idents, &members)], Rest::Hidden)
        }
        Declared::Member(name, member) => {
            let (name, idents) = context.names.enums.get_key_value(name)?;
            let definition = context.api.enums.get(*name)?;
            let members = unique::members(definition);
            let index = members.iter().position(|other| other.name == *member)?;
            let (enumeration, variant) = (&idents.ident, idents.variants.get(index)?);
            printed([quote!(pub enum #enumeration { #variant, })], Rest::Told)
        }
        Declared::Function(name) => of_operation(context, name, Vec::new()),
        Declared::Path(name, path) => {
            let (name, idents) = context.names.operations.get_key_value(name)?;
            let operation = context.api.operations.get(*name)?;
            let constructors = paths::constructor_names(&operation.paths);
            let index = operation.paths.iter().position(|other| other == path);
            let kept = index.and_then(|index| constructors.get(index)).map(ToString::to_string);
            let mut items = paths::items(context, operation, idents);
            items.drain(..items.len().min(1));
            let mut items: Vec<syn::File> = items.into_iter().filter_map(parsed).collect();
            for item in items.iter_mut().flat_map(|file| &mut file.items) {
                if let Item::Impl(block) = item {
                    block.items.retain(|item| {
                        matches!(item, ImplItem::Fn(function)
                            if kept.as_ref().is_some_and(|kept| function.sig.ident == kept))
                    });
                }
            }
            of_operation(context, name, items)
        }
        Declared::BodyProperty(name, property) => {
            let (name, idents) = context.names.operations.get_key_value(name)?;
            let operation = context.api.operations.get(*name)?;
            let Body::Properties { .. } = &operation.body else { return None };
            let mut structure = body::structure(context, operation, idents)?;
            let wanted = |wire: &str| wire == property.as_str();
            structure.fields.iter().any(|field| wanted(field.wire)).then_some(())?;
            // The constructor asks for all that are required, whichever is looked at.
            structure.fields.retain(|field| field.required || wanted(field.wire));
            printed(structure.items(context).into_iter().take(2), Rest::Told)
        }
        Declared::Reply(name) => of_marker(context, name, "Reply"),
        Declared::Permissions(name) => of_marker(context, name, "INFO"),
    }
}

/// A function's signature, and what belongs to it.
fn of_operation(
    context: &Context<'_>,
    name: &OperationName,
    more: Vec<syn::File>,
) -> Option<String> {
    let (name, idents) = context.names.operations.get_key_value(name)?;
    let operation = context.api.operations.get(*name)?;
    let function = parsed(operation::function(context, operation, idents))?;
    shown([function].into_iter().chain(more).collect(), Rest::Hidden)
}

/// One associated item of the type that stands for an operation.
fn of_marker(context: &Context<'_>, name: &OperationName, kept: &str) -> Option<String> {
    let (name, idents) = context.names.operations.get_key_value(name)?;
    let operation = context.api.operations.get(*name)?;
    let mut block = parsed(operation::marker(context, operation, idents).into_iter().nth(1)?)?;
    for item in &mut block.items {
        if let Item::Impl(block) = item {
            block.items.retain(|item| match item {
                ImplItem::Type(item) => item.ident == kept,
                ImplItem::Const(item) => item.ident == kept,
                _ => false,
            });
        }
    }
    shown(vec![block], Rest::Hidden)
}

/// Whether a struct or an enum has more than is shown of it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Rest {
    Hidden,
    Told,
}

fn printed(items: impl IntoIterator<Item = TokenStream>, rest: Rest) -> Option<String> {
    shown(items.into_iter().map(parsed).collect::<Option<Vec<_>>>()?, rest)
}

fn parsed(item: TokenStream) -> Option<syn::File> {
    syn::parse2(item).ok()
}

fn shown(mut files: Vec<syn::File>, rest: Rest) -> Option<String> {
    imports::shorten(&mut files, &Filled::default())?;
    let mut text = String::new();
    for file in &mut files {
        file.items.iter_mut().for_each(bare);
        text.push_str(&prettyplease::unparse(file));
    }
    let mut lines: Vec<String> = text.lines().map(without_body).collect();
    if rest == Rest::Told
        && let Some(end) = lines.iter().position(|line| line == "}")
    {
        lines.insert(end, "    // …".to_owned());
    }
    if lines.len() > LINES {
        let more = lines.len() - LINES;
        lines.truncate(LINES);
        lines.push(format!("// … and {more} more lines"));
    }
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// Takes away what is no declaration: documentation, derives, bodies, the catch-all field.
fn bare(item: &mut Item) {
    match item {
        Item::Struct(item) => {
            deprecation_only(&mut item.attrs);
            if let Fields::Named(fields) = &mut item.fields {
                let named = std::mem::take(&mut fields.named);
                fields.named = named
                    .into_iter()
                    .filter(|field| field.ident.as_ref().is_none_or(|ident| ident != "rest"))
                    .collect();
                fields.named.iter_mut().for_each(|field| deprecation_only(&mut field.attrs));
            }
        }
        Item::Enum(item) => {
            deprecation_only(&mut item.attrs);
            item.variants.iter_mut().for_each(|variant| deprecation_only(&mut variant.attrs));
        }
        Item::Fn(item) => {
            deprecation_only(&mut item.attrs);
            item.block = parse_quote!({});
        }
        Item::Impl(item) => {
            deprecation_only(&mut item.attrs);
            // `new()` without arguments is in every struct.
            item.items.retain(|item| {
                !matches!(item, ImplItem::Fn(function)
                    if function.sig.ident == "new" && function.sig.inputs.is_empty())
            });
            for item in &mut item.items {
                if let ImplItem::Fn(function) = item {
                    deprecation_only(&mut function.attrs);
                    function.block = parse_quote!({});
                }
            }
        }
        _ => {}
    }
}

fn deprecation_only(attributes: &mut Vec<Attribute>) {
    attributes.retain(|attribute| attribute.path().is_ident("deprecated"));
}

/// `fn f() {}` becomes `fn f();`.
fn without_body(line: &str) -> String {
    let start = line.trim_start();
    let defines = ["pub struct", "pub enum", "impl"].iter().any(|word| start.starts_with(word));
    match line.strip_suffix(" {}") {
        Some(signature) if !defines => format!("{signature};"),
        _ => line.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Declared, declarations};
    use crate::ir::{Api, EnumName, MemberName, PropertyName, TypeName};
    use crate::yaml;

    const API: &str = "
types:
  a.book: {name: a.book, source: 'b.md:1:1', properties: [{name: pageCount, type: Edm.Int32, source: 'b.md:2:1'}, {name: kind, type: enum a.kind, source: 'b.md:3:1'}]}
enums:
  a.kind: {name: a.kind, source: 'k.md:1:1', members: [{name: novel, source: 'k.md:2:1'}]}
operations:
  book::get: {name: 'book::get', title: G, method: GET, paths: ['/books/{id}', '/me/books/{id}'], response: {type: a.book}, source: 'g.md:1:1'}
";

    #[test]
    fn each_kind_is_told_as_it_is_written() {
        let api: Api = yaml::read(API).expect("an API");
        let (book, kind) = (TypeName::new("a.book"), EnumName::new("a.kind"));
        let (count, novel) = (PropertyName::new("pageCount"), MemberName::new("novel"));
        let get = "book::get".parse().expect("a name");
        let path = api.operations[&get].paths[1].clone();
        let wanted = [
            Declared::Type(&book),
            Declared::Property(&book, &count),
            Declared::Member(&kind, &novel),
            Declared::Function(&get),
            Declared::Path(&get, &path),
            Declared::Reply(&get),
        ];
        let told: Vec<String> = declarations(&api, &wanted.map(Some))
            .into_iter()
            .map(|told| told.expect("it is there"))
            .collect();
        assert_eq!(
            told[0],
            "pub struct Book {\n    pub page_count: Option<i32>,\n    pub kind: Option<enums::Kind>,\n}"
        );
        assert_eq!(
            told[1],
            "pub struct Book {\n    pub page_count: Option<i32>,\n    // …\n}\nimpl Book {\n    pub fn page_count(mut self, value: i32) -> Self;\n}"
        );
        assert_eq!(told[2], "pub enum Kind {\n    Novel,\n    // …\n}");
        assert_eq!(told[3], "pub fn get(client: &Client, at: GetPath) -> Request<'_, Get>;");
        assert!(told[4].contains("impl GetPath {\n    pub fn me("), "{}", told[4]);
        assert!(!told[4].contains("pub fn books("), "{}", told[4]);
        assert!(told[5].contains("type Reply = reply::Json<model::Book>;"), "{}", told[5]);
    }

    #[test]
    fn what_is_not_there_has_none() {
        let api: Api = yaml::read(API).expect("an API");
        let book = TypeName::new("a.book");
        let other = PropertyName::new("other");
        assert_eq!(
            declarations(&api, &[None, Some(Declared::Property(&book, &other))]),
            [None, None]
        );
    }
}
