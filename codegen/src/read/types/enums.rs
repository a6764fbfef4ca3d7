//! Enums with a table of members: on a page of their own, or in a section of another page.

use std::borrow::Cow;

use crate::diagnostics::Place;
use crate::dialect::{ColumnRole, SectionKind, Spelling};
use crate::ir::Places;
use crate::page::{Form, Page, Row, Table, Text};
use crate::read::cached_dialect::CachedDialect;
use crate::read::facts::{EnumFacts, MemberFacts, PropertyFacts};
use crate::read::layout::columns::Columns;
use crate::read::layout::introduction::PageText;
use crate::read::layout::section::{Placed, Section, of_kind};
use crate::read::properties::values;
use crate::read::prose::{cell_markdown, markdown};
use crate::read::{is_name, places};

/// Reads the enum that a whole page describes. `title` is the enum's name in the title.
pub fn read_page(
    page: &Page<'_>,
    sections: &[Section<'_, '_>],
    text: &PageText,
    title: &str,
    dialect: &CachedDialect<'_>,
) -> Option<EnumFacts> {
    let members = members_in(sections, dialect);
    (!members.is_empty()).then(|| EnumFacts {
        name: title.to_owned(),
        description: text.description.clone(),
        flags: dialect.values.flags.is_match(&text.description) || have_bits(sections, dialect),
        deprecated: text.deprecated.clone(),
        members,
        place: text.title_place.clone(),
        places: places::headings(page, &text.title_place, sections),
    })
}

/// Reads the enums that sections such as "phoneType values" describe.
pub fn read_sections(sections: &[Section<'_, '_>], dialect: &CachedDialect<'_>) -> Vec<EnumFacts> {
    let members = of_kind(sections, SectionKind::Members);
    members.filter_map(|section| read_section(section, dialect)).collect()
}

fn read_section(section: &Section<'_, '_>, dialect: &CachedDialect<'_>) -> Option<EnumFacts> {
    let lists_properties =
        |(page, table)| Columns::of(page, table, dialect).get(ColumnRole::Type).is_some();
    if section.tables().next().is_some_and(lists_properties) {
        return None;
    }
    let title = section.title();
    let bare = dialect.titles.without_number(&title);
    let name = dialect.titles.enum_name(bare).or_else(|| is_name(bare).then_some(bare))?.to_owned();
    let flags = dialect.titles.members.captures(bare).and_then(|found| found.name("flags"));
    let only = std::slice::from_ref(section);
    let members = members_in(only, dialect);
    if members.is_empty() {
        return None;
    }
    let prose = section.paragraphs().map(|(page, text)| markdown(page, text));
    let description = prose.collect::<Vec<_>>().join("\n\n");
    Some(EnumFacts {
        name,
        flags: flags.is_some()
            || dialect.values.flags.is_match(&description)
            || have_bits(only, dialect),
        description,
        deprecated: dialect.titles.deprecated.is_match(&title).then(String::new),
        members,
        place: section.heading.map_or_else(Place::default, Placed::place),
        places: Places::default(),
    })
}

/// The members that the tables of sections list; those that the text beside them says callers must ask
/// for are marked.
fn members_in(sections: &[Section<'_, '_>], dialect: &CachedDialect<'_>) -> Vec<MemberFacts> {
    let mut members: Vec<MemberFacts> =
        tables_in(sections).flat_map(|(page, table)| members_of(page, table, dialect)).collect();
    if members.is_empty() {
        return members;
    }
    for (_, text) in sections.iter().flat_map(Section::paragraphs) {
        for asked in values::opt_in(text, dialect) {
            let named = members.iter_mut().find(|member| member.name == asked);
            if let Some(member) = named {
                member.opt_in = true;
            }
        }
    }
    members
}

/// The tables of sections about one enum. Rendered pages lose titles: a second table there is that of
/// another one.
fn tables_in<'s, 'p, 'a>(
    sections: &'s [Section<'p, 'a>],
) -> impl Iterator<Item = (&'p Page<'a>, &'p Table<'a>)> + use<'s, 'p, 'a> {
    sections.iter().flat_map(|section| {
        let tables = section.tables().enumerate();
        tables
            .filter(|(at, (page, _))| *at == 0 || page.form != Form::Rendered)
            .map(|(_, table)| table)
    })
}

/// Reads the enums that tables under no title list on the page of a resource: each is that of the
/// property that lists the same values, or that says that they stand in a table, if there are as many of
/// these as tables.
pub fn read_untitled(
    sections: &[Section<'_, '_>],
    properties: &[PropertyFacts],
    dialect: &CachedDialect<'_>,
) -> Vec<EnumFacts> {
    let untitled = sections.iter().filter(|section| is_untitled(section));
    let mut tables: Vec<(EnumFacts, Option<usize>)> = untitled
        .flat_map(Section::tables)
        .filter_map(|(page, table)| Some((untitled_of(page, table, dialect)?, None)))
        .collect();
    // Most pages have titles.
    if tables.is_empty() {
        return Vec::new();
    }
    let mut taken: Vec<usize> = Vec::new();
    for (of_table, property) in &mut tables {
        let others = (0..properties.len()).filter(|at| !taken.contains(at));
        let alike = others.map(|at| (at, alike(&properties[at], of_table)));
        // The first of the best, and half of the values at least.
        let best = alike.rev().max_by_key(|(_, alike)| *alike).filter(|(_, alike)| *alike >= 50);
        *property = best.map(|(at, _)| at);
        taken.extend(*property);
    }
    let points = |at: &usize| {
        !taken.contains(at) && dialect.values.in_table.is_match(&properties[*at].description)
    };
    let pointing: Vec<usize> = (0..properties.len()).filter(points).collect();
    let mut others: Vec<&mut Option<usize>> =
        tables.iter_mut().map(|(_, property)| property).filter(|it| it.is_none()).collect();
    if others.len() == pointing.len() {
        others.iter_mut().zip(pointing).for_each(|(property, at)| **property = Some(at));
    }
    let named = tables.into_iter().filter_map(|(of_table, property)| {
        let property = properties.get(property?)?;
        // A property of texts names no enum.
        let Spelling::Named(name) = &property.ty.spelling else { return None };
        Some(EnumFacts { name: name.clone(), ..of_table })
    });
    named.collect()
}

/// Whether a section lists members under no title.
pub fn is_untitled(section: &Section<'_, '_>) -> bool {
    section.kind == Some(SectionKind::Members) && section.heading.is_none()
}

/// Whether members were read from a table.
pub fn are_read(page: &Page<'_>, table: &Table<'_>, enums: &[EnumFacts]) -> bool {
    let rows = table.rows.iter().map(|row| page.source(row.span.start).line);
    let lines = rows.collect::<Vec<_>>();
    let stands_there = |member: &MemberFacts| lines.contains(&member.place.source.line);
    enums.iter().any(|it| it.members.first().is_some_and(stands_there))
}

/// The enum of a table, without a name.
fn untitled_of(
    page: &Page<'_>,
    table: &Table<'_>,
    dialect: &CachedDialect<'_>,
) -> Option<EnumFacts> {
    let members = members_of(page, table, dialect);
    let place = page.place(&table.header.first()?.span);
    (!members.is_empty()).then(|| EnumFacts {
        name: String::new(),
        description: String::new(),
        flags: has_bits(page, table, dialect),
        deprecated: None,
        members,
        place,
        places: Places::default(),
    })
}

/// How many percent of the values are in both: in a property's description, and in a table.
fn alike(property: &PropertyFacts, of_table: &EnumFacts) -> usize {
    let Some(values) = &property.values else { return 0 };
    let is_member = |value: &&String| of_table.members.iter().any(|it| it.name == **value);
    let in_both = values.members.iter().filter(is_member).count();
    100 * in_both / values.members.len().max(of_table.members.len()).max(1)
}

fn have_bits(sections: &[Section<'_, '_>], dialect: &CachedDialect<'_>) -> bool {
    tables_in(sections).any(|(page, table)| has_bits(page, table, dialect))
}

/// Whether the numbers of a table's members are bits, and none is several of them: then members can be
/// set together. Three tell: 1, 2 and 4.
fn has_bits(page: &Page<'_>, table: &Table<'_>, dialect: &CachedDialect<'_>) -> bool {
    let columns = Columns::of(page, table, dialect);
    let (Some(_), Some(value)) = (columns.get(ColumnRole::Member), columns.get(ColumnRole::Value))
    else {
        return false;
    };
    let numbers = table.rows.iter().map(|row| row.cells.get(value)?.plain().trim().parse().ok());
    let Some(mut bits) = numbers.collect::<Option<Vec<u32>>>() else { return false };
    bits.retain(|number| *number > 0);
    bits.sort_unstable();
    bits.dedup();
    bits.len() >= 3 && bits.iter().all(|number| number.is_power_of_two())
}

fn members_of(page: &Page<'_>, table: &Table<'_>, dialect: &CachedDialect<'_>) -> Vec<MemberFacts> {
    let columns = Columns::of(page, table, dialect);
    let Some(name_at) = columns.get(ColumnRole::Member) else {
        return Vec::new();
    };
    let text_at = columns.get(ColumnRole::Description);
    let member = |row: &Row<'_>| {
        let cell = row.cells.get(name_at)?;
        let plain = cell.plain();
        let name = plain.trim_matches(['*', '`', '_', ' ', '\u{a0}', '"', '\'']);
        // Beside a column of descriptions a remark may follow the value; alone, all of it is meant.
        let remark: &[char] = if text_at.is_some() { &['(', ' ', '\n'] } else { &['(', '\n'] };
        let name = name.split_once(remark).map_or(name, |(name, _)| name).trim_end();
        if name.is_empty() || name == values::NULL {
            return None;
        }
        let text = text_at.and_then(|at| row.cells.get(at));
        let said = text.map_or_else(Cow::default, Text::plain);
        let deprecated = if dialect.titles.deprecated.is_match(&plain) {
            Some(String::new())
        } else {
            dialect.facts.deprecated.is_match(&said).then(|| said.clone().into_owned())
        };
        Some(MemberFacts {
            name: name.to_owned(),
            description: text.map_or_else(String::new, |text| cell_markdown(page, text)),
            opt_in: dialect.values.opt_in.is_match(&said),
            deprecated,
            place: page.place(&cell.span),
        })
    };
    table.rows.iter().filter_map(member).collect()
}
