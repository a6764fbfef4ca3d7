//! Properties in tables under titles of their own, below the section about properties: "Observables",
//! "Details of the binding".

use memchr::memmem;

use super::headed::below_properties;
use super::table::{TableOf, properties as of_table};
use crate::diagnostics::Report;
use crate::page::Fence;
use crate::read::cached_dialect::CachedDialect;
use crate::read::facts::PropertyFacts;
use crate::read::layout::columns::Columns;
use crate::read::layout::section::Section;

/// Reads such tables where `shown`, the JSON representation of the resource, has all of what they list:
/// others are about something else, such as what a text holds.
pub fn properties(
    sections: &[Section<'_, '_>],
    shown: &Fence<'_>,
    dialect: &CachedDialect<'_>,
    report: &mut Report,
) -> Vec<PropertyFacts> {
    let mut found = Vec::new();
    let is_shown = |property: &PropertyFacts| {
        let key = format!("\"{}\"", property.name);
        memmem::find(shown.contents.as_bytes(), key.as_bytes()).is_some()
    };
    for (_, section) in below_properties(sections) {
        for (page, table) in section.tables() {
            if !Columns::of(page, table, dialect).are_properties() {
                continue;
            }
            let mut of_rows = Report::default();
            let rows = of_table(page, table, TableOf::Properties, dialect, &mut of_rows);
            if rows.iter().all(is_shown) {
                found.extend(rows);
                report.extend(of_rows);
            }
        }
    }
    found
}
