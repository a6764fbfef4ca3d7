//! The parameters that stand in a path's parentheses.

use crate::diagnostics::Report;
use crate::dialect::SectionKind;
use crate::ir::{Method, Path};
use crate::read::cached_dialect::CachedDialect;
use crate::read::facts::PropertyFacts;
use crate::read::layout::section::{Section, of_kind};
use crate::read::paths::arguments;
use crate::read::properties::table::{TableOf, properties};

/// Reads the parameters that stand in a path's parentheses: those in tables of their own, and rows
/// of other tables about the request that have the name of an argument in `paths`.
pub fn read<'p>(
    sections: &[Section<'_, '_>],
    method: Method,
    paths: impl Iterator<Item = &'p Path>,
    dialect: &CachedDialect<'_>,
    report: &mut Report,
) -> Vec<PropertyFacts> {
    let mut parameters = rows(sections, SectionKind::FunctionParameters, dialect, report);
    let names = arguments::names(paths);
    if names.is_empty() {
        return parameters;
    }
    let mut others = rows(sections, SectionKind::PathParameters, dialect, &mut Report::default());
    // Parameters of a URI are those of its path, too.
    others.extend(rows(sections, SectionKind::QueryParameters, dialect, &mut Report::default()));
    // A function has no body, whatever the section is called.
    if method == Method::Get {
        for kind in [SectionKind::RequestBody, SectionKind::Parameters] {
            others.extend(rows(sections, kind, dialect, &mut Report::default()));
        }
    }
    for row in others {
        let is = |name: &str| name.eq_ignore_ascii_case(&row.name);
        if names.iter().any(|name| is(name)) && !parameters.iter().any(|known| is(&known.name)) {
            parameters.push(row);
        }
    }
    parameters
}

/// The rows of all tables in sections of a kind.
pub fn rows(
    sections: &[Section<'_, '_>],
    kind: SectionKind,
    dialect: &CachedDialect<'_>,
    report: &mut Report,
) -> Vec<PropertyFacts> {
    of_kind(sections, kind)
        .flat_map(Section::tables)
        .flat_map(|(page, table)| properties(page, table, TableOf::Properties, dialect, report))
        .collect()
}
