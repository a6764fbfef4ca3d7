//! All facts in, one [`Api`] out: full names, type references, inheritance, enums that only prose
//! defines, and what to do where pages disagree.
//!
//! - `names` knows every documented name.
//! - `types` merges resources, `enums` gathers enums, `operations` the rest.
//! - `routes` tells apart what the paths of one page lead to, `path_types` finds it; `formats` tells
//!   apart in which format it comes.
//! - `alternatives` finds what "a or b" have in common.
//! - `prose_enums` names enums that no page names; `named_parameters` finds parameters without table.
//! - `responses` says what operations answer with, `listed_responses` makes types of tables of it that
//!   have the shape of the example, which `response_shape` tells.
//! - `represented` takes from JSON representations what tables leave out.
//! - `relationships` counts what relationships hold by the operations that list them.
//! - `shown_bases` takes base types from examples, `shown_flags` that values are combined; `any_json` knows names for any JSON.
//! - `inheritance` cuts cycles and drops what a base already says.
//! - `operation_names` names functions, whose casing `written_names` finds; `overrides` applies corrections afterwards.

mod alternatives;
mod any_json;
mod bodies;
mod enums;
pub(crate) mod examples;
mod formats;
mod inheritance;
mod linked_responses;
mod listed_responses;
mod named_parameters;
mod names;
mod names_of_files;
mod namespaces;
mod operation_names;
mod operations;
pub(crate) mod overrides;
mod path_types;
mod places;
mod prose_enums;
mod relationships;
pub(crate) mod renames;
mod represented;
mod response_shape;
mod responses;
mod routes;
mod shown_bases;
mod shown_bodies;
mod shown_flags;
mod type_names;
mod types;
mod unknown;
mod written_names;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::diagnostics::{Diagnostic, Place, Report};
use crate::dialect::Dialect;
use crate::ir::{Api, PropertyName, TypeName};
use crate::read::facts::PageFacts;
use names::Names;
use prose_enums::ProseEnums;
use unknown::UnknownNames;
use written_names::WrittenNames;

/// Makes one model of what all pages say.
///
/// `pages` may come in any order. Where two of them disagree the first by path is followed, and a
/// diagnostic names both.
pub fn resolve(mut pages: Vec<PageFacts>, dialect: &Dialect, report: &mut Report) -> Api {
    pages.sort_by(|a, b| (&a.page, a.part).cmp(&(&b.page, b.part)));
    names_of_files::settle(&mut pages);
    namespaces::settle(&mut pages, &dialect.default_namespace, report);
    let mut resolver = Resolver {
        names: Names::new(&dialect.default_namespace),
        dialect,
        api: Api { lists: dialect.lists, ..Api::default() },
        unknown: UnknownNames::default(),
        base_hints: BTreeMap::new(),
        derived: BTreeMap::new(),
        rooted: BTreeSet::new(),
        only_in_json: BTreeSet::new(),
        prose_enums: ProseEnums::default(),
        untyped: BTreeMap::new(),
        written: WrittenNames::default(),
        report: Report::default(),
    };
    resolver.collect_names(&pages);
    resolver.add_enums(&pages);
    resolver.add_types(&pages);
    resolver.inherit();
    resolver.widen_alternatives(&pages);
    resolver.add_operations(pages);
    resolver.follow_lists();
    resolver.take_shown_bases();
    resolver.take_shown_flags();
    resolver.take_keys();
    resolver.open_any_json();
    let Resolver { api, unknown, untyped, report: found, .. } = resolver;
    report.extend(found);
    for finding in untyped.into_values() {
        report.push(finding);
    }
    unknown.into_report(report);
    api
}

/// The work in progress.
struct Resolver<'d> {
    names: Names,
    dialect: &'d Dialect,
    api: Api,
    unknown: UnknownNames,
    /// The types from which rows of a type's tables say they are inherited.
    base_hints: BTreeMap<TypeName, BTreeSet<TypeName>>,
    /// The types that list a type as derived from them, and where.
    derived: BTreeMap<TypeName, BTreeMap<TypeName, Place>>,
    /// Types with the key `id` whose pages name no base type.
    rooted: BTreeSet<TypeName>,
    /// Properties that only a JSON representation has.
    only_in_json: BTreeSet<(TypeName, PropertyName)>,
    /// Names given to enums that have none.
    prose_enums: ProseEnums,
    /// By page, what is said of its responses that have no type.
    untyped: BTreeMap<Arc<str>, Diagnostic>,
    /// How pages write words that file names have in lower case.
    written: WrittenNames,
    report: Report,
}
