//! Enums with a table of members: on a page of their own, or in a section of another page.

use super::cached_dialect::CachedDialect;
use super::columns::Columns;
use super::facts::{EnumFacts, MemberFacts};
use super::introduction::PageText;
use super::prose::{cell_markdown, markdown};
use super::section::Section;
use super::{is_name, places, section::Placed, values};
use crate::diagnostics::Place;
use crate::dialect::{ColumnRole, SectionKind};
use crate::ir::Places;
use crate::page::{Page, Table};

/// Reads the enum that a whole page describes. `title` is the enum's name in the title.
pub fn read_page(
    page: &Page<'_>,
    sections: &[Section<'_, '_>],
    text: &PageText,
    title: &str,
    dialect: &CachedDialect<'_>,
) -> Option<EnumFacts> {
    let members = sections.iter().flat_map(Section::tables);
    let members: Vec<MemberFacts> =
        members.flat_map(|(page, table)| members_of(page, table, dialect)).collect();
    (!members.is_empty()).then(|| EnumFacts {
        name: title.to_owned(),
        description: text.description.clone(),
        flags: sections
            .iter()
            .flat_map(Section::tables)
            .any(|(page, it)| has_bits(page, it, dialect)),
        members,
        place: text.title_place.clone(),
        places: places::headings(page, &text.title_place, sections),
    })
}

/// Reads the enums that sections such as "phoneType values" describe.
pub fn read_sections(sections: &[Section<'_, '_>], dialect: &CachedDialect<'_>) -> Vec<EnumFacts> {
    let of_kind = |section: &&Section<'_, '_>| section.kind == Some(SectionKind::Members);
    sections.iter().filter(of_kind).filter_map(|section| read_section(section, dialect)).collect()
}

fn read_section(section: &Section<'_, '_>, dialect: &CachedDialect<'_>) -> Option<EnumFacts> {
    let title = section.title();
    let bare = dialect.titles.without_number(&title);
    let name = dialect.titles.enum_name(bare).or_else(|| is_name(bare).then_some(bare))?.to_owned();
    let flags = dialect.titles.members.captures(bare).and_then(|found| found.name("flags"));
    let members: Vec<MemberFacts> =
        section.tables().flat_map(|(page, table)| members_of(page, table, dialect)).collect();
    let prose = section.paragraphs().map(|(page, text)| markdown(page, text));
    (!members.is_empty()).then(|| EnumFacts {
        name,
        description: prose.collect::<Vec<_>>().join("\n\n"),
        flags: flags.is_some() || section.tables().any(|(page, it)| has_bits(page, it, dialect)),
        members,
        place: section.heading.map_or_else(Place::default, heading_place),
        places: Places::default(),
    })
}

fn heading_place(heading: Placed<'_, '_>) -> Place {
    heading.page.place(&heading.block.span)
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
    let member = |row: &crate::page::Row<'_>| {
        let cell = row.cells.get(name_at)?;
        let plain = cell.plain();
        let name = plain.trim_matches(['*', '`', '_', ' ', '\u{a0}', '"', '\'']);
        // Beside a column of descriptions a remark may follow the value; alone, all of it is meant.
        let remark: &[char] = if text_at.is_some() { &['(', ' ', '\n'] } else { &['(', '\n'] };
        let name = name.split_once(remark).map_or(name, |(name, _)| name).trim_end();
        let text = text_at.and_then(|at| row.cells.get(at));
        (!name.is_empty() && name != values::NULL).then(|| MemberFacts {
            name: name.to_owned(),
            description: text.map_or_else(String::new, |text| cell_markdown(page, text)),
            place: page.place(&cell.span),
        })
    };
    table.rows.iter().filter_map(member).collect()
}
