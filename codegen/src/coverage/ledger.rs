//! What the pages say, as a list that outlives the pages' facts.

use std::fmt;
use std::sync::Arc;

use rayon::prelude::*;

use crate::ir::{Method, Path, Source};
use crate::read::facts::PageFacts;

/// Every fact of a documentation set, by page.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    pub(super) pages: Vec<PageEntry>,
}

/// The facts of one page.
#[derive(Clone, Debug)]
pub(super) struct PageEntry {
    pub page: Arc<str>,
    pub facts: Vec<Fact>,
}

/// One thing that a page says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// What it is.
    pub kind: FactKind,
    /// The name that it gives.
    pub name: Box<str>,
    /// Where it stands.
    pub source: Source,
}

/// What kinds of fact there are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FactKind {
    /// A resource.
    Type,
    /// A property of the resource, or of the response, described at `of`.
    Property {
        /// Where that resource's title stands, or the response's table.
        of: Source,
    },
    /// An enum with a table of members.
    Enum,
    /// A member of the enum that the page calls `of`.
    Member {
        /// Its name, as written.
        of: Box<str>,
    },
    /// A verb and a path of an operation.
    Path(Method, Path),
    /// A property of a request body, or a parameter of a function.
    Parameter {
        /// Where the first one of its list stands: findings about the whole list are there.
        first: Source,
    },
}

impl fmt::Display for Fact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self.kind {
            FactKind::Type => "type",
            FactKind::Property { .. } => "property",
            FactKind::Enum => "enum",
            FactKind::Member { .. } => "enum member",
            FactKind::Path(..) => "path",
            FactKind::Parameter { .. } => "parameter",
        };
        write!(f, "{kind} `{}`", self.name)
    }
}

impl Ledger {
    /// Lists what pages say.
    pub fn of(pages: &[PageFacts]) -> Self {
        let entry = |page: &PageFacts| PageEntry { page: page.page.clone(), facts: facts(page) };
        Self { pages: pages.par_iter().map(entry).collect() }
    }
}

fn facts(page: &PageFacts) -> Vec<Fact> {
    let mut facts = Vec::new();
    let mut add = |kind: FactKind, name: &str, source: &Source| {
        facts.push(Fact { kind, name: name.into(), source: source.clone() });
    };
    if let Some(resource) = &page.resource {
        let of = &resource.place.source;
        add(FactKind::Type, &resource.name, of);
        for property in &resource.properties {
            add(FactKind::Property { of: of.clone() }, &property.name, &property.place.source);
        }
        // What a table lists as well counts once, and annotations are no properties.
        let in_table = |name: &str| {
            resource.properties.iter().any(|property| property.name.eq_ignore_ascii_case(name))
        };
        for property in &resource.representation {
            if !in_table(&property.name) && !property.name.contains('@') {
                add(FactKind::Property { of: of.clone() }, &property.name, &property.place.source);
            }
        }
    }
    for facts in &page.enums {
        add(FactKind::Enum, &facts.name, &facts.place.source);
        for member in &facts.members {
            let kind = FactKind::Member { of: facts.name.as_str().into() };
            add(kind, &member.name, &member.place.source);
        }
    }
    for operation in &page.operations {
        for (path, place) in &operation.paths {
            let kind = FactKind::Path(operation.method, path.clone());
            add(kind, &format!("{} {path}", operation.method), &place.source);
        }
        if let Some(listed) = &operation.response.listed {
            for property in &listed.properties {
                let kind = FactKind::Property { of: listed.place.source.clone() };
                add(kind, &property.name, &property.place.source);
            }
        }
        for list in [&operation.body.properties, &operation.function_parameters] {
            let Some(first) = list.first() else { continue };
            for parameter in list {
                let kind = FactKind::Parameter { first: first.place.source.clone() };
                add(kind, &parameter.name, &parameter.place.source);
            }
        }
    }
    facts
}
