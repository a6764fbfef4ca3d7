//! Template text that no fact replaced.

use crate::diagnostics::{Code, Diagnostic, Report};
use crate::dialect::Dialect;
use crate::page::{BlockKind, Page, Span, Text};

/// Reports the template text in `cells`: one finding, at the first of them.
pub fn report<'t, 'a: 't>(
    page: &Page<'_>,
    cells: impl Iterator<Item = &'t Text<'a>>,
    instead_of: &str,
    dialect: &Dialect,
    report: &mut Report,
) {
    let unfinished = cells.filter(|cell| is_in(cell, dialect));
    report_spans(page, unfinished.map(|cell| cell.span.clone()), instead_of, report);
}

/// Whether a cell has template text.
pub fn is_in(cell: &Text<'_>, dialect: &Dialect) -> bool {
    dialect.placeholder.is_match(&cell.plain())
}

/// Reports template text in the page's front matter: one finding, at the first value that is some.
pub fn report_front_matter(page: &Page<'_>, dialect: &Dialect, report: &mut Report) {
    let values = page.front_matter.values();
    let unfinished = values.filter(|(text, _)| dialect.placeholder.is_match(text));
    report_spans(page, unfinished.map(|(_, span)| span), "front matter", report);
}

/// Whether a paragraph begins as template text does: all of it is some.
pub fn begins(page: &Page<'_>, paragraph: &Text<'_>, dialect: &Dialect) -> bool {
    let found = dialect.placeholder.find(page.raw(&paragraph.span));
    found.is_some_and(|found| found.start() == 0)
}

/// Reports template text in the page's introduction: one finding, at the first paragraph that is some.
/// Tells whether there is any.
pub fn report_introduction(page: &Page<'_>, dialect: &Dialect, report: &mut Report) -> bool {
    let is_section =
        |kind: &BlockKind<'_>| matches!(kind, BlockKind::Heading(level, _) if *level > 1);
    let end = page.blocks.iter().position(|block| is_section(&block.kind));
    let introduction = &page.blocks[..end.unwrap_or(page.blocks.len())];
    let (Some(first), Some(last)) = (introduction.first(), introduction.last()) else {
        return false;
    };
    // Hardly any page has some.
    if !dialect.placeholder.is_match(page.raw(&(first.span.start..last.span.end))) {
        return false;
    }
    let unfinished = introduction.iter().filter_map(|block| match &block.kind {
        BlockKind::Paragraph(_, text) if begins(page, text, dialect) => Some(text.span.clone()),
        _ => None,
    });
    report_spans(page, unfinished, "an introduction", report);
    true
}

/// Reports template text in `spans`: one finding, at the first of them.
pub fn report_spans(
    page: &Page<'_>,
    spans: impl Iterator<Item = Span>,
    instead_of: &str,
    report: &mut Report,
) {
    report.push_for_all(spans, |first| {
        Diagnostic::of(Code::Placeholder, page.place(&first))
            .found(format!("template text instead of {instead_of}"))
            .expected("what the template asks for")
            .instead("the text was left out; what stands beside it was read")
    });
}
