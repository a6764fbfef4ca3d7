//! Where the parts of a page stand that changes are pointed at.

use std::num::NonZeroU32;

use memchr::memchr;

use super::layout::section::{Placed, Section, of_kind};
use super::operation::request::RequestLine;
use crate::diagnostics::Place;
use crate::dialect::SectionKind;
use crate::ir::{Cells, Landmark, Places, Source, Spot};
use crate::page::{Page, Text};

/// The title, and the first heading of each kind of section; of lists also those of further ones.
pub fn headings(page: &Page<'_>, title: &Place, sections: &[Section<'_, '_>]) -> Places {
    let mut places = Places::default();
    if title.source.line > 0 {
        places.add(Landmark::Title, Spot::new(title.source.clone(), &page.path));
    }
    for section in sections {
        let landmark = section.kind.and_then(landmark);
        if let (Some(landmark), Some(heading)) = (landmark, section.heading) {
            let has_list = match landmark {
                Landmark::Properties | Landmark::Relationships | Landmark::Members => {
                    section.tables().next().is_some()
                }
                Landmark::Request => section.fences().next().is_some(),
                _ => false,
            };
            if has_list {
                places.add(landmark, of_block(page, heading));
            } else {
                places.add_first(landmark, || of_block(page, heading));
            }
        }
        if section.kind == Some(SectionKind::QueryParameters)
            && let Some(first) = section.blocks.first()
        {
            places.add_first(Landmark::Options, || of_block(page, *first));
        }
    }
    places
}

/// The headings above request lines on a page that has no section for them.
pub fn requests(
    page: &Page<'_>,
    sections: &[Section<'_, '_>],
    lines: &[RequestLine],
    places: &mut Places,
) {
    if of_kind(sections, SectionKind::HttpRequest).next().is_some() {
        return;
    }
    for section in sections {
        let has_line = section.fences().any(|(on, fence)| {
            let (first, last) = (on.source(fence.span.start), on.source(fence.span.end));
            let mut places = lines.iter().map(|line| &line.place.source);
            places.any(|place| {
                place.page == on.path && (first.line..=last.line).contains(&place.line)
            })
        });
        if let (true, Some(heading)) = (has_line, section.heading) {
            places.add(Landmark::Request, of_block(page, heading));
        }
    }
}

/// The place of a block that `page` has or includes.
pub fn of_block(page: &Page<'_>, placed: Placed<'_, '_>) -> Spot {
    Spot::new(placed.page.source(placed.block.span.start), &page.path)
}

/// The place of a cell on `on`, which is the page of the path `page` or one that it includes.
pub fn of_cell(page: &str, on: &Page<'_>, cell: &Text<'_>) -> Spot {
    Spot::new(on.source(cell.span.start), page)
}

/// The column of a cell, where that of another one of its row is known.
pub fn column(page: &Page<'_>, known: (&Source, &Text<'_>), cell: &Text<'_>) -> Option<NonZeroU32> {
    let (source, first) = known;
    let (start, end) = (first.span.start, cell.span.start);
    let between = page.text.get(start.min(end)..start.max(end))?;
    if memchr(b'\n', between.as_bytes()).is_some() {
        return None;
    }
    let distance = page.characters(start.min(end)..start.max(end));
    let column = if start <= end {
        source.column.checked_add(distance)
    } else {
        source.column.checked_sub(distance)
    };
    column.and_then(NonZeroU32::new)
}

fn landmark(kind: SectionKind) -> Option<Landmark> {
    Some(match kind {
        SectionKind::Permissions => Landmark::Permissions,
        SectionKind::HttpRequest => Landmark::Request,
        SectionKind::FunctionParameters | SectionKind::PathParameters => Landmark::Arguments,
        SectionKind::QueryParameters => Landmark::Query,
        SectionKind::RequestHeaders => Landmark::Headers,
        SectionKind::RequestBody | SectionKind::Parameters => Landmark::Body,
        SectionKind::Response => Landmark::Response,
        SectionKind::Examples => Landmark::Examples,
        SectionKind::Properties => Landmark::Properties,
        SectionKind::Relationships => Landmark::Relationships,
        SectionKind::Members => Landmark::Members,
        SectionKind::Description
        | SectionKind::Methods
        | SectionKind::JsonRepresentation
        | SectionKind::Remarks
        | SectionKind::Navigation => return None,
    })
}

/// The cell of a row that describes what the cell of its name names.
pub fn described(page: &Page<'_>, name: &Text<'_>, description: Option<&Text<'_>>) -> Cells {
    let known = (&page.source(name.span.start), name);
    let description = description.and_then(|cell| column(page, known, cell));
    Cells { description, ..Cells::default() }
}
