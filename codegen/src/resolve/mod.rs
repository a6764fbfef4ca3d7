//! All facts in, one [`Api`] out: full names, type references, inheritance, enums that only prose
//! defines, and what to do where pages disagree.
//!
//! - `names` knows every documented name.
//! - `types` merges resources, `enums` gathers enums.
//! - `operations` makes functions of pages, `bodies` and `responses` what they send and answer with.
//! - `shown_values` goes through what examples show of types; `corrections` are applied afterwards.

mod bodies;
pub(crate) mod corrections;
mod enums;
mod names;
pub(crate) mod operations;
mod responses;
mod shown_values;
mod types;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::diagnostics::{Diagnostic, Place, Report};
use crate::dialect::Dialect;
use crate::ir::{Api, PropertyName, Source, TypeName};
use crate::read::facts::PageFacts;
use enums::prose_enums::ProseEnums;
use names::Names;
use names::unknown::UnknownNames;
use names::written_names::WrittenNames;
use names::{names_of_files, namespaces};
use types::shown_lists::DoubtedType;

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
        api: Api { lists: dialect.lists, type_words: dialect.type_words, ..Api::default() },
        unknown: UnknownNames::default(),
        base_hints: BTreeMap::new(),
        derived: BTreeMap::new(),
        rooted: BTreeSet::new(),
        only_in_json: BTreeSet::new(),
        doubted_lists: BTreeMap::new(),
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
    resolver.settle_doubted_lists();
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
    /// By their rows, properties that the table or the JSON representation alone takes for lists.
    doubted_lists: BTreeMap<Source, DoubtedType>,
    /// Names given to enums that have none.
    prose_enums: ProseEnums,
    /// By page, what is said of its responses that have no type.
    untyped: BTreeMap<Arc<str>, Diagnostic>,
    /// How pages write words that file names have in lower case.
    written: WrittenNames,
    report: Report,
}
