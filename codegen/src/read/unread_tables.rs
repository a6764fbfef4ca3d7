//! Tables of properties that stand where nothing reads them.

use super::cached_dialect::CachedDialect;
use super::section::Section;
use super::table::Columns;
use crate::diagnostics::{Code, Diagnostic, Report};
use crate::dialect::SectionKind;

/// What is said of such tables in sections of these kinds.
struct Unread {
    kinds: &'static [SectionKind],
    found: &'static str,
    expected: &'static str,
    note: &'static str,
}

const UNREAD_TABLES: [Unread; 2] = [
    Unread {
        kinds: &[SectionKind::Response, SectionKind::Properties],
        found: "a table of what the response holds",
        expected: "it on the page of a resource, and a link to that page",
        note: "nothing was read from it: the response is JSON of any shape, or as an example has it",
    },
    Unread {
        kinds: &[SectionKind::Examples],
        found: "a table of properties among examples",
        expected: "it beside the examples, below a title such as \"Request body\"",
        note: "nothing was read from it",
    },
];

/// Reports tables of properties that nothing reads: of each kind the first.
pub fn report(sections: &[Section<'_, '_>], dialect: &CachedDialect<'_>, report: &mut Report) {
    for Unread { kinds, found, expected, note } in UNREAD_TABLES {
        let of_kind =
            |section: &&Section<'_, '_>| section.kind.is_some_and(|kind| kinds.contains(&kind));
        let tables = sections.iter().filter(of_kind).flat_map(Section::tables);
        let mut lists = tables.filter_map(|(page, table)| {
            let lists = Columns::of(page, table, dialect).are_properties();
            table.header.first().filter(|_| lists).map(|first| page.place(&first.span))
        });
        if let Some(first) = lists.next() {
            let mut finding = Diagnostic::of(Code::UnknownTable, first)
                .found(found)
                .expected(expected)
                .instead(note);
            finding.affected += lists.count();
            report.push(finding);
        }
    }
}
