//! Tables of properties that stand where nothing reads them.

use crate::diagnostics::{Code, Diagnostic, Report};
use crate::dialect::{ColumnRole, SectionKind};
use crate::page::{Page, Table};
use crate::read::cached_dialect::CachedDialect;
use crate::read::facts::{EnumFacts, ListedFacts, PageFacts, PropertyFacts};
use crate::read::layout::columns::Columns;
use crate::read::layout::section::Section;
use crate::read::types::enums;

/// What is said of such tables in sections of these kinds, or below titles that are not known.
struct Unread {
    kinds: &'static [Option<SectionKind>],
    found: &'static str,
    expected: &'static str,
    note: &'static str,
}

const UNREAD_TABLES: [Unread; 3] = [
    Unread {
        kinds: &[Some(SectionKind::Response), Some(SectionKind::Properties)],
        found: "a table of what the response holds",
        expected: "it on the page of a resource, and a link to that page",
        note: "nothing was read from it: the response is of the type that the page names, as its first \
               table lists it, or empty",
    },
    Unread {
        kinds: &[Some(SectionKind::Examples)],
        found: "a table of properties among examples",
        expected: "it beside the examples, below a title such as \"Request body\"",
        note: "nothing was read from it",
    },
    Unread {
        kinds: &[None],
        found: "a table of properties below a title that `sections` of the dialect does not have",
        expected: "a title such as \"Query parameters\" or \"Request body\", or this one in the dialect",
        note: "it was kept in the documentation, and nothing was read from it",
    },
];

/// Reports tables of properties that nothing reads, of each kind the first. `listed` is what was read of
/// some of them.
pub fn report(
    sections: &[Section<'_, '_>],
    listed: Option<&ListedFacts>,
    dialect: &CachedDialect<'_>,
    report: &mut Report,
) {
    for Unread { kinds, found, expected, note } in UNREAD_TABLES {
        // Below a title of its own a table may be about headers, or errors.
        let may_be_read = |section: &Section<'_, '_>| {
            section.heading.is_some() && !dialect.response.beside_body.is_match(&section.title())
        };
        let of_kind = |section: &&Section<'_, '_>| {
            kinds.contains(&section.kind) && (section.kind.is_some() || may_be_read(section))
        };
        let tables = sections.iter().filter(of_kind).flat_map(Section::tables);
        let lists = tables.filter_map(|(page, table)| {
            let lists = Columns::of(page, table, dialect).are_properties()
                && !listed.is_some_and(|listed| has_rows_of(page, table, &listed.properties));
            table.header.first().filter(|_| lists).map(|first| page.place(&first.span))
        });
        report.push_for_all(lists, |first| {
            Diagnostic::of(Code::UnknownTable, first).found(found).expected(expected).instead(note)
        });
    }
}

/// Reports the tables of properties or members, on a page of which parts are about operations, that stand
/// outside of all parts: the first of them.
pub fn report_beside_parts(
    sections: &[&Section<'_, '_>],
    subjects: &[PageFacts],
    dialect: &CachedDialect<'_>,
    report: &mut Report,
) {
    if subjects.iter().all(|subject| subject.operations.is_empty()) {
        return;
    }
    let tables = sections.iter().flat_map(|section| section.tables());
    let lists = tables.filter_map(|(page, table)| {
        let columns = Columns::of(page, table, dialect);
        let lists = columns.are_properties() || columns.are_members();
        table.header.first().filter(|_| lists).map(|first| page.place(&first.span))
    });
    report.push_for_all(lists, |first| {
        Diagnostic::of(Code::UnknownTable, first)
            .found(
                "a table of properties or members beside the parts of the page that have requests",
            )
            .expected("it below the heading of the operation, or of the type, that it is about")
            .instead("nothing was read from it")
    });
}

/// Reports the tables of members, on a page about enums, of which nothing says whose members they are: the
/// first of them.
pub fn report_members(
    sections: &[Section<'_, '_>],
    enums: &[EnumFacts],
    dialect: &CachedDialect<'_>,
    report: &mut Report,
) {
    let tables = sections.iter().flat_map(Section::tables);
    let unread = tables.filter_map(|(page, table)| {
        let columns = Columns::of(page, table, dialect);
        let is_unread =
            columns.get(ColumnRole::Member).is_some() && !enums::are_read(page, table, enums);
        table.header.first().filter(|_| is_unread).map(|first| page.place(&first.span))
    });
    report.push_for_all(unread, |first| {
        Diagnostic::of(Code::UnknownTable, first)
            .found("a table of members without a name for their enum")
            .expected("a title such as \"phoneType values\" above it")
            .instead("nothing was read from it")
    });
}

/// Whether a table has rows of what is listed.
pub fn has_rows_of(page: &Page<'_>, table: &Table<'_>, listed: &[PropertyFacts]) -> bool {
    let cells = table.rows.iter().flat_map(|row| &row.cells);
    let mut places = cells.map(|cell| page.source(cell.span.start));
    places.any(|place| listed.iter().any(|row| row.place.source == place))
}
