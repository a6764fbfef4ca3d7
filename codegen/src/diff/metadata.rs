//! Whether the API changed or only its pages, as far as the service's own metadata (OData CSDL) of
//! both dates tells.
//!
//! Metadata is never followed, only asked: what it says of a symbol on both sides is compared with
//! what the pages said.

use std::collections::{BTreeMap, BTreeSet};

use super::change::Origin;
use super::{Change, ChangeCode, Symbol};
use crate::diagnostics::{Code, Diagnostic, Place};
use crate::ir::{Path, PathPiece};

/// What the metadata of one date declares. Names are full and in lower case: casing is a
/// question to pages.
#[derive(Clone, Debug, Default)]
pub struct Metadata {
    types: BTreeMap<String, Declared>,
    enums: BTreeMap<String, DeclaredEnum>,
    /// What each action and function can be called on, by its name without a namespace.
    calls: BTreeMap<String, BTreeSet<String>>,
}

#[derive(Clone, Debug)]
struct Declared {
    base: Option<String>,
    is_entity: bool,
    is_open: bool,
    properties: BTreeMap<String, DeclaredProperty>,
}

#[derive(Clone, Debug)]
struct DeclaredProperty {
    ty: String,
    is_navigation: bool,
    is_nullable: bool,
}

#[derive(Clone, Debug)]
struct DeclaredEnum {
    is_flags: bool,
    members: BTreeSet<String>,
}

impl Metadata {
    /// Reads CSDL. `name` is what findings call the file.
    ///
    /// # Errors
    ///
    /// Text that is no XML, or has no schema.
    pub fn parse(name: &str, text: &str) -> Result<Self, Diagnostic> {
        let bad = |problem: String| {
            Diagnostic::of(Code::UnreadableInput, Place::page(name))
                .found(problem)
                .expected("the service's metadata, OData CSDL as XML")
                .instead("nothing was compared")
        };
        let text = text.trim_start_matches('\u{feff}');
        let document = roxmltree::Document::parse(text)
            .map_err(|error| bad(format!("a file that is no XML: {error}")))?;
        let schemas = || document.descendants().filter(|node| node.tag_name().name() == "Schema");
        if schemas().next().is_none() {
            return Err(bad("a file without a schema".to_owned()));
        }
        let aliases: BTreeMap<&str, &str> = schemas()
            .filter_map(|schema| Some((schema.attribute("Alias")?, schema.attribute("Namespace")?)))
            .collect();
        let mut metadata = Self::default();
        for schema in schemas() {
            let namespace = schema.attribute("Namespace").unwrap_or_default();
            for node in schema.children() {
                let full = format!("{namespace}.{}", node.attribute("Name").unwrap_or_default());
                match node.tag_name().name() {
                    "EntityType" | "ComplexType" => {
                        let declared = declared(node, &aliases);
                        metadata.types.insert(full.to_lowercase(), declared);
                    }
                    "EnumType" => {
                        let members = node.children().filter_map(|node| node.attribute("Name"));
                        let declared = DeclaredEnum {
                            is_flags: is(node, "IsFlags", "true"),
                            members: members.map(str::to_lowercase).collect(),
                        };
                        metadata.enums.insert(full.to_lowercase(), declared);
                    }
                    "Action" | "Function" => {
                        let name = node.attribute("Name").unwrap_or_default().to_lowercase();
                        let bound = is(node, "IsBound", "true");
                        let mut parameters = node.children().filter(|node| node.is_element());
                        let on = parameters.next().filter(|_| bound);
                        let on = on.and_then(|node| node.attribute("Type")).unwrap_or_default();
                        metadata.calls.entry(name).or_default().insert(on.to_lowercase());
                    }
                    _ => {}
                }
            }
        }
        Ok(metadata)
    }

    /// A property, inherited ones included.
    fn property(&self, ty: &str, name: &str) -> Option<&DeclaredProperty> {
        let mut at = self.types.get(ty);
        // Cycles are not allowed in CSDL; whoever writes one must not stop us.
        for _ in 0..self.types.len() {
            let declared = at?;
            if let Some(property) = declared.properties.get(name) {
                return Some(property);
            }
            at = declared.base.as_ref().and_then(|base| self.types.get(base));
        }
        None
    }
}

fn declared(node: roxmltree::Node<'_, '_>, aliases: &BTreeMap<&str, &str>) -> Declared {
    let full = |name: &str| {
        let (open, inner) = match name.strip_prefix("Collection(") {
            Some(rest) => ("Collection(", rest),
            None => ("", name),
        };
        let resolved = inner.split_once('.').and_then(|(alias, rest)| {
            aliases.get(alias).map(|namespace| format!("{namespace}.{rest}"))
        });
        format!("{open}{}", resolved.unwrap_or_else(|| inner.to_owned())).to_lowercase()
    };
    let properties = node
        .children()
        .filter(|node| matches!(node.tag_name().name(), "Property" | "NavigationProperty"))
        .filter_map(|node| {
            let declared = DeclaredProperty {
                ty: full(node.attribute("Type").unwrap_or_default()),
                is_navigation: node.tag_name().name() == "NavigationProperty",
                is_nullable: !is(node, "Nullable", "false"),
            };
            Some((node.attribute("Name")?.to_lowercase(), declared))
        });
    Declared {
        base: node.attribute("BaseType").map(full),
        is_entity: node.tag_name().name() == "EntityType",
        is_open: is(node, "OpenType", "true"),
        properties: properties.collect(),
    }
}

fn is(node: roxmltree::Node<'_, '_>, attribute: &str, value: &str) -> bool {
    node.attribute(attribute) == Some(value)
}

/// Tells of each change, its consequences included, whether the API changed or only its pages.
pub fn tell_origins(changes: &mut [Change], old: &Metadata, new: &Metadata) {
    for change in changes {
        change.origin = origin(change, old, new);
        tell_origins(&mut change.consequences, old, new);
    }
}

/// A change of the API is one that the metadata shows in the same direction. Where the metadata
/// knows the symbol and has not changed, the pages alone did.
fn origin(change: &Change, old: &Metadata, new: &Metadata) -> Origin {
    if let Symbol::Request(_, path) = &change.symbol {
        return origin_of_call(change, path, old, new);
    }
    let comes_or_goes =
        change.code.mirrored() != change.code && (change.old.is_none() || change.new.is_none());
    match (said(change, old), said(change, new)) {
        // It may be an enum that only pages name, or nothing that metadata tells.
        (None, None) => Origin::Unknown,
        (was, is) if was == is => Origin::DocsFix,
        // It has been there all the time.
        (Some(_), Some(_)) if comes_or_goes => Origin::DocsFix,
        (Some(_), Some(_)) => Origin::Api,
        (was, is) => {
            let same_direction =
                was.is_some() == change.old.is_some() && is.is_some() == change.new.is_some();
            if same_direction { Origin::Api } else { Origin::Unknown }
        }
    }
}

/// Metadata has actions and functions by what they can be called on. One that can be called on
/// nothing else than before has not changed, whatever path a page gives.
fn origin_of_call(change: &Change, path: &Path, old: &Metadata, new: &Metadata) -> Origin {
    let Some(name) = called(path).map(str::to_lowercase) else { return Origin::Unknown };
    let on = |metadata: &Metadata| metadata.calls.get(&name).cloned().unwrap_or_default();
    let (with, without) = match change.code {
        ChangeCode::OperationAdded => (on(new), on(old)),
        ChangeCode::OperationRemoved => (on(old), on(new)),
        _ => return Origin::Unknown,
    };
    if with.is_empty() {
        return Origin::Unknown;
    }
    let mut more = with.difference(&without).peekable();
    if more.peek().is_none() {
        return Origin::DocsFix;
    }
    // Of a type that the page is not about, its page will tell.
    let module = change.function.as_ref().map(|function| function.module.replace('_', ""));
    let is_about = |on: &String| {
        let short = on.trim_end_matches(')').rsplit('.').next().unwrap_or_default();
        module.as_deref() == Some(short)
    };
    if more.any(is_about) { Origin::Api } else { Origin::Unknown }
}

/// What one side's metadata says of that which changed; `None` where it has no such thing, or does
/// not tell.
fn said(change: &Change, metadata: &Metadata) -> Option<String> {
    use ChangeCode as C;
    let lower = |text: &str| text.to_lowercase();
    let there = String::new;
    match &change.symbol {
        Symbol::Type(name) => {
            let declared = metadata.types.get(&lower(name.as_str()))?;
            match change.code {
                C::TypeAdded | C::TypeRemoved => Some(there()),
                C::BaseTypeChanged => Some(declared.base.clone().unwrap_or_default()),
                C::TypeKindChanged => Some(declared.is_entity.to_string()),
                C::TypeOpennessChanged => Some(declared.is_open.to_string()),
                _ => None,
            }
        }
        Symbol::Property(ty, name) => {
            let declared = metadata.property(&lower(ty.as_str()), &lower(name.as_str()))?;
            match change.code {
                C::PropertyAdded | C::PropertyRemoved | C::PropertyTypeChanged => {
                    Some(declared.ty.clone())
                }
                C::PropertyNavigationChanged => Some(declared.is_navigation.to_string()),
                C::PropertyNullabilityChanged => Some(declared.is_nullable.to_string()),
                _ => None,
            }
        }
        Symbol::Enum(name) => {
            let declared = metadata.enums.get(&lower(name.as_str()))?;
            match change.code {
                C::EnumAdded | C::EnumRemoved => Some(there()),
                C::EnumFlagsChanged => Some(declared.is_flags.to_string()),
                _ => None,
            }
        }
        Symbol::Member(of, name) => {
            let declared = metadata.enums.get(&lower(of.as_str()))?;
            let is_it = matches!(change.code, C::EnumMemberAdded | C::EnumMemberRemoved);
            (is_it && declared.members.contains(&lower(name.as_str()))).then(there)
        }
        _ => None,
    }
}

/// The action or function at the end of a path, if there is one: a name, perhaps with a namespace
/// before it and arguments after it.
fn called(path: &Path) -> Option<&str> {
    let text = path.pieces.iter().rev().find_map(|piece| match piece {
        // Arguments may have placeholders among them.
        PathPiece::Literal(text) => text.contains('/').then_some(text),
        PathPiece::Placeholder(_) => None,
    })?;
    let segment = text.rsplit('/').next()?;
    let name = segment.split('(').next()?.rsplit('.').next()?;
    (!name.is_empty()).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::{Metadata, called, tell_origins};
    use crate::diff::{ChangeCode, Origin, diff};
    use crate::ir::Api;
    use crate::yaml;

    fn metadata(properties: &str) -> Metadata {
        let text = format!(
            "<Edmx><Schema Namespace='a.b' Alias='s'><EntityType Name='root'>{properties}\
             </EntityType><EntityType Name='book' BaseType='s.root'/></Schema></Edmx>"
        );
        Metadata::parse("m.xml", &text).expect("CSDL")
    }

    fn api(properties: &str) -> Api {
        let text = format!(
            "types: {{a.b.book: {{name: a.b.book, source: 'b.md:1:1', properties: [{properties}]}}}}"
        );
        yaml::read(&text).expect("an API")
    }

    #[test]
    fn a_change_of_the_api_is_told_from_a_correction() {
        let string = "{name: title, type: Edm.String, source: 'b.md:2:1'}";
        let number = "{name: title, type: Edm.Int32, source: 'b.md:2:1'}";
        let declared = "<Property Name='Title' Type='Edm.String'/>";
        let other = "<Property Name='title' Type='Collection(s.root)'/>";
        for (pages, metadatas, code, origin) in [
            (["", string], ["", declared], ChangeCode::PropertyAdded, Origin::Api),
            (["", string], [declared, declared], ChangeCode::PropertyAdded, Origin::DocsFix),
            (["", string], ["", ""], ChangeCode::PropertyAdded, Origin::Unknown),
            ([string, ""], ["", declared], ChangeCode::PropertyRemoved, Origin::Unknown),
            ([string, number], [declared, other], ChangeCode::PropertyTypeChanged, Origin::Api),
            ([string, number], [other, other], ChangeCode::PropertyTypeChanged, Origin::DocsFix),
        ] {
            let mut changes = diff(&api(pages[0]), &api(pages[1]));
            let [old, new] = metadatas.map(metadata);
            tell_origins(&mut changes, &old, &new);
            assert_eq!(changes.len(), 1);
            assert_eq!((changes[0].code, changes[0].origin), (code, origin), "{metadatas:?}");
        }
    }

    #[test]
    fn null_and_relationships_are_told_as_well() {
        let says =
            |what: &str| format!("{{name: title, type: Edm.String, source: 'b.md:2:1'{what}}}");
        let (plain, never) = (says(""), says(", nullability: not-nullable"));
        let related = says(", navigation: true");
        let declared = "<Property Name='title' Type='Edm.String'/>";
        let ruled_out = "<Property Name='title' Type='Edm.String' Nullable='false'/>";
        let relationship = "<NavigationProperty Name='title' Type='Edm.String'/>";
        for (page, metadatas, origin) in [
            (&never, [declared, ruled_out], Origin::Api),
            (&never, [ruled_out, ruled_out], Origin::DocsFix),
            (&never, ["", ""], Origin::Unknown),
            (&related, [declared, relationship], Origin::Api),
            (&related, [relationship, relationship], Origin::DocsFix),
        ] {
            let mut changes = diff(&api(&plain), &api(page));
            let [old, new] = metadatas.map(metadata);
            tell_origins(&mut changes, &old, &new);
            assert_eq!(changes.len(), 1);
            assert_eq!(changes[0].origin, origin, "{page} {metadatas:?}");
        }
    }

    #[test]
    fn a_call_is_new_where_it_can_be_called_on_something_new() {
        let api = |path: &str| -> Api {
            let operation = |path: &str| {
                format!(
                    "'book::read': {{name: 'book::read', title: Read, method: POST, paths: ['{path}'], \
                     response: {{}}, source: 'r.md:1:1'}}"
                )
            };
            let text = if path.is_empty() { String::new() } else { operation(path) };
            yaml::read(&format!("operations: {{{text}}}")).expect("an API")
        };
        let action = |on: &str| {
            let on = format!("<Parameter Name='it' Type='{on}'/>");
            let text = format!(
                "<Schema Namespace='a.b'><Action Name='read' IsBound='true'>{on}</Action></Schema>"
            );
            Metadata::parse("m.xml", &text).expect("CSDL")
        };
        let none = || metadata("");
        for (old, new, origin) in [
            (none(), action("s.book"), Origin::Api),
            (none(), action("Collection(s.book)"), Origin::Api),
            (none(), action("s.atlas"), Origin::Unknown),
            (action("s.book"), action("s.book"), Origin::DocsFix),
            (action("s.book"), none(), Origin::Unknown),
            (none(), none(), Origin::Unknown),
        ] {
            let mut changes = diff(&api(""), &api("/books/{id}/read"));
            tell_origins(&mut changes, &old, &new);
            assert_eq!(changes.len(), 1);
            assert_eq!(changes[0].origin, origin, "{old:?} {new:?}");
        }
    }

    #[test]
    fn actions_are_found_at_the_end_of_paths() {
        for (path, name) in [
            ("/me/sendMail", Some("sendMail")),
            ("/me/microsoft.graph.assign", Some("assign")),
            ("/me/range(address='{address}')", Some("range")),
            ("/me/messages/{id}", None),
        ] {
            assert_eq!(called(&path.parse().expect("a path")), name, "{path}");
        }
    }

    #[test]
    fn what_is_no_metadata_is_refused() {
        for text in ["", "<a>", "<a/>", "{}"] {
            assert!(Metadata::parse("m.xml", text).is_err(), "{text}");
        }
    }
}
