//! Tables of what a response holds, where a page lists it and links to no resource.

use crate::diagnostics::Report;
use crate::dialect::{ColumnRole, SectionKind, Spelling};
use crate::ir::Method;
use crate::page::{Page, Table};
use crate::read::cached_dialect::CachedDialect;
use crate::read::facts::{ListedFacts, PropertyFacts, TypeFacts};
use crate::read::layout::columns::Columns;
use crate::read::layout::section::Section;
use crate::read::properties::row_name::property_name;
use crate::read::properties::table::{TableOf, properties};
use crate::read::properties::type_column::type_facts;

/// A table of what a response holds, and where it stands.
#[derive(Clone, Copy)]
pub struct Found<'s, 'p, 'a> {
    section: &'s Section<'p, 'a>,
    page: &'p Page<'a>,
    table: &'p Table<'a>,
}

/// Finds the first table of properties of a response. Properties under a title of their own are what
/// a request gives that sends none.
pub fn find<'s, 'p, 'a>(
    sections: &'s [Section<'p, 'a>],
    method: Method,
    dialect: &CachedDialect<'_>,
) -> Option<Found<'s, 'p, 'a>> {
    let is_of_response = |section: &&Section<'_, '_>| match section.kind {
        Some(SectionKind::Response) => !dialect.response.beside_body.is_match(&section.title()),
        Some(SectionKind::Properties) => method == Method::Get,
        _ => false,
    };
    let sections = sections.iter().filter(is_of_response);
    let mut tables = sections.flat_map(|section| {
        section.tables().map(move |(page, table)| Found { section, page, table })
    });
    tables.find(|found| Columns::of(found.page, found.table, dialect).are_properties())
}

impl Found<'_, '_, '_> {
    /// The type that its first row gives what comes back as a whole.
    pub fn itself(self, dialect: &CachedDialect<'_>) -> Option<TypeFacts> {
        let Self { page, table, .. } = self;
        let columns = Columns::of(page, table, dialect);
        let cells = &table.rows.first()?.cells;
        let (name, ty) = (cells.get(columns.name()?)?, cells.get(columns.get(ColumnRole::Type)?)?);
        let is_itself = dialect.response.itself.contains(&property_name(&name.plain()));
        let read = is_itself.then(|| type_facts(page, ty, dialect, &mut Report::default()))?;
        let is_named = matches!(read.spelling, Spelling::Named(_));
        is_named.then(|| TypeFacts { place: page.place(&ty.span), ..read })
    }

    /// Reads it, with the tables below titles that name its properties, "reader object", or to which
    /// the rows of these link. Nothing if no row of it can be read.
    pub fn read(
        self,
        sections: &[Section<'_, '_>],
        dialect: &CachedDialect<'_>,
        report: &mut Report,
    ) -> Option<ListedFacts> {
        let Self { section, page, table } = self;
        let mut listed = properties(page, table, TableOf::Response, dialect, report);
        let are_items = take_itself(&mut listed, dialect);
        // What is sent has parts as well.
        let of_response = |section: &&Section<'_, '_>| {
            matches!(section.kind, None | Some(SectionKind::Response | SectionKind::Members))
        };
        for section in sections.iter().filter(of_response) {
            let title = section.title();
            let title = dialect.titles.without_number(&title);
            let name = dialect.response.part.group("name", title);
            let link = format!("(#{})", anchor(title));
            let is_owner = |row: &&PropertyFacts| {
                let is_named = name.is_some_and(|name| row.name.trim_end_matches("[]") == name);
                row.ty.spelling == Spelling::Untyped
                    && (is_named || row.description.contains(&link))
            };
            let Some(owner) = listed.iter().find(is_owner).map(|row| row.name.clone()) else {
                continue;
            };
            let tables = section.tables();
            let lists =
                tables.filter(|(page, table)| Columns::of(page, table, dialect).are_properties());
            let rows = lists.flat_map(|(page, table)| {
                properties(page, table, TableOf::Response, dialect, report)
            });
            let parts: Vec<PropertyFacts> = rows
                .map(|row| PropertyFacts { name: format!("{owner}.{}", row.name), ..row })
                .collect();
            listed.extend(parts);
        }
        let first = table.header.first().filter(|_| !listed.is_empty())?;
        Some(ListedFacts {
            properties: listed,
            of_items: are_items || dialect.response.collection.is_match(&section.prose().text),
            place: page.place(&first.span),
        })
    }
}

/// Takes the row that is about what comes back as a whole, of which the others are parts; tells whether it
/// calls that a list.
fn take_itself(rows: &mut Vec<PropertyFacts>, dialect: &CachedDialect<'_>) -> bool {
    if !rows.first().is_some_and(|first| dialect.response.itself.contains(&first.name)) {
        return false;
    }
    let itself = rows.remove(0);
    let above = format!("{}.", itself.name);
    for row in rows {
        if let Some(name) = row.name.strip_prefix(&above) {
            row.name = name.to_owned();
        }
    }
    itself.ty.collection
}

/// What links to a title say: `rating-values` of "Rating values".
fn anchor(title: &str) -> String {
    let words = title.trim().chars().filter_map(|c| match c {
        ' ' => Some('-'),
        '-' | '_' => Some(c),
        _ => c.is_alphanumeric().then(|| c.to_ascii_lowercase()),
    });
    words.collect()
}
