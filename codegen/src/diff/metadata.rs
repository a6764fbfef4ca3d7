//! Whether the API changed or only its pages, as far as the service's own metadata (OData CSDL) of
//! both dates tells.
//!
//! Metadata is never followed, only asked: what it says of a symbol on both sides is compared with
//! what the pages said.

use std::collections::{BTreeMap, BTreeSet};

use super::change::Origin;
use super::{Change, ChangeCode, Symbol};
use crate::diagnostics::{Code, Diagnostic, Place};

/// What the metadata of one date declares. Names are full and in lower case: casing is a
/// question to pages.
#[derive(Clone, Debug, Default)]
pub struct Metadata {
    types: BTreeMap<String, Declared>,
    enums: BTreeMap<String, BTreeSet<String>>,
}

#[derive(Clone, Debug, Default)]
struct Declared {
    base: Option<String>,
    properties: BTreeMap<String, String>,
}

impl Metadata {
    /// Reads CSDL. `name` is what findings call the file.
    ///
    /// # Errors
    ///
    /// Text that is no XML, or has no schema.
    pub fn parse(name: &str, text: &str) -> Result<Self, Diagnostic> {
        let bad = |problem: String| {
            Diagnostic::new(
                Code::UnreadableInput,
                Place::page(name),
                problem,
                "expected the service's metadata, OData CSDL as XML",
                "nothing was compared",
            )
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
                        let members = members.map(str::to_lowercase).collect();
                        metadata.enums.insert(full.to_lowercase(), members);
                    }
                    _ => {}
                }
            }
        }
        Ok(metadata)
    }

    /// The type of a property, inherited ones included.
    fn property(&self, ty: &str, name: &str) -> Option<&str> {
        let mut at = self.types.get(ty);
        // Cycles are not allowed in CSDL; whoever writes one must not stop us.
        for _ in 0..self.types.len() {
            let declared = at?;
            if let Some(ty) = declared.properties.get(name) {
                return Some(ty);
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
            let name = node.attribute("Name")?.to_lowercase();
            Some((name, full(node.attribute("Type").unwrap_or_default())))
        });
    Declared { base: node.attribute("BaseType").map(full), properties: properties.collect() }
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
    let lower = |text: &str| text.to_lowercase();
    let (was, is) = match &change.symbol {
        Symbol::Type(name) => {
            if !matches!(change.code, ChangeCode::TypeAdded | ChangeCode::TypeRemoved) {
                return match change.code {
                    ChangeCode::BaseTypeChanged => base(old, new, &lower(name.as_str())),
                    _ => Origin::Unknown,
                };
            }
            let name = lower(name.as_str());
            let there = |metadata: &Metadata| metadata.types.contains_key(&name).then(String::new);
            (there(old), there(new))
        }
        Symbol::Enum(name) => {
            if !matches!(change.code, ChangeCode::EnumAdded | ChangeCode::EnumRemoved) {
                return Origin::Unknown;
            }
            let name = lower(name.as_str());
            let there = |metadata: &Metadata| metadata.enums.contains_key(&name).then(String::new);
            (there(old), there(new))
        }
        Symbol::Property(ty, name)
            if matches!(
                change.code,
                ChangeCode::PropertyAdded
                    | ChangeCode::PropertyRemoved
                    | ChangeCode::PropertyTypeChanged
            ) =>
        {
            let (ty, name) = (lower(ty.as_str()), lower(name.as_str()));
            let declared =
                |metadata: &Metadata| metadata.property(&ty, &name).map(ToOwned::to_owned);
            (declared(old), declared(new))
        }
        Symbol::Member(of, name)
            if matches!(
                change.code,
                ChangeCode::EnumMemberAdded | ChangeCode::EnumMemberRemoved
            ) =>
        {
            let (of, name) = (lower(of.as_str()), lower(name.as_str()));
            let there =
                |metadata: &Metadata| metadata.enums.get(&of)?.contains(&name).then(String::new);
            (there(old), there(new))
        }
        _ => return Origin::Unknown,
    };
    match (was, is) {
        // It may be an enum that only pages name.
        (None, None) => Origin::Unknown,
        (was, is) if was == is => Origin::DocsFix,
        (was, is) => {
            let same_direction =
                was.is_some() == change.old.is_some() && is.is_some() == change.new.is_some();
            if same_direction { Origin::Api } else { Origin::Unknown }
        }
    }
}

fn base(old: &Metadata, new: &Metadata, name: &str) -> Origin {
    match (old.types.get(name), new.types.get(name)) {
        (Some(old), Some(new)) if old.base == new.base => Origin::DocsFix,
        (Some(_), Some(_)) => Origin::Api,
        _ => Origin::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::{Metadata, tell_origins};
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
    fn what_is_no_metadata_is_refused() {
        for text in ["", "<a>", "<a/>", "{}"] {
            assert!(Metadata::parse("m.xml", text).is_err(), "{text}");
        }
    }
}
