//! Tables that Markdown's own rules do not see: without a delimiter row, with one of another width,
//! or glued to a paragraph.

use memchr::memchr;

use super::inline;
use super::markdown::delimits;
use super::table::{split_row, trim};
use super::{Block, BlockKind, Page, Row, Span, Table, Text};
use crate::diagnostics::Code;

/// Splits a paragraph into the text before a table and the table, if one stands in it.
pub(super) fn rescue<'a>(page: &mut Page<'a>, mut text: Text<'a>) -> (Text<'a>, Option<Block<'a>>) {
    let raw = page.raw(&text.span);
    if memchr(b'|', raw.as_bytes()).is_none() || memchr(b'\n', raw.as_bytes()).is_none() {
        return (text, None);
    }
    let lines = lines_of(raw, text.span.start);
    let Some(first) = first_row(page, &lines) else {
        return (text, None);
    };
    let rows: Vec<Span> =
        lines[first..].iter().filter(|line| !delimits(page.raw(line))).cloned().collect();
    let Some((header, rows)) = rows.split_first() else {
        return (text, None);
    };
    page.report.push(
        page.finding(Code::LooseTable, header)
            .found("a table that Markdown does not see as one")
            .expected("a blank line before it and a delimiter row of the same width after it")
            .instead("it was read as a table all the same"),
    );
    let before = text.span.start..header.start;
    let end = text.span.end;
    text.pieces.retain(|piece| piece.span.end <= header.start);
    text.span = trim(page.text, before);
    let table = build(page, header, rows, inline::read);
    (text, Some(Block { span: header.start..end, kind: BlockKind::Table(table) }))
}

/// Takes a paragraph for a row of the table right above it, where it is a line that is as one: what stands
/// between them is a blank line. Tells whether it was.
pub(super) fn continues(page: &mut Page<'_>, text: &Text<'_>) -> bool {
    let line = text.span.clone();
    let raw = page.raw(&line).trim_end();
    if !raw.starts_with('|') || !raw.ends_with('|') || memchr(b'\n', raw.as_bytes()).is_some() {
        return false;
    }
    let Some(Block { span, kind: BlockKind::Table(above) }) = page.blocks.last_mut() else {
        return false;
    };
    let cells = split_row(page.text, &line);
    if cells.len() != above.header.len() {
        return false;
    }
    span.end = line.end;
    above.self_contained = false;
    let cells = cells.into_iter().map(|cell| inline::read(page.text, cell)).collect();
    above.rows.push(Row { span: line.clone(), cells });
    page.report.push(
        page.finding(Code::LooseTable, &line)
            .found("a row of a table behind a blank line")
            .expected("it right below the other rows")
            .instead("it was read as a row of the table above it"),
    );
    true
}

/// The lines of a text as spans, without their ends.
pub(super) fn lines_of(raw: &str, start: usize) -> Vec<Span> {
    let mut at = start;
    raw.split_inclusive('\n')
        .map(|line| {
            let span = at..at + line.trim_end().len();
            at += line.len();
            span
        })
        .collect()
}

/// The header: the line above a delimiter row, or the first of two lines that begin with a pipe.
fn first_row(page: &Page<'_>, lines: &[Span]) -> Option<usize> {
    let delimiter = lines.iter().position(|line| delimits(page.raw(line)));
    if let Some(at) = delimiter {
        return at.checked_sub(1).filter(|&above| page.raw(&lines[above]).contains('|'));
    }
    let piped = |line: &Span| page.raw(line).trim_start().starts_with('|');
    (1..lines.len()).find(|&at| piped(&lines[at - 1]) && piped(&lines[at])).map(|at| at - 1)
}

/// Builds a table from its lines: rows are cut or filled to the header's width, with a diagnostic.
pub(super) fn build<'a>(
    page: &mut Page<'a>,
    header: &Span,
    rows: &[Span],
    read_cell: fn(&'a str, Span) -> Text<'a>,
) -> Table<'a> {
    let header = split_row(page.text, header);
    let width = header.len();
    let mut table = Table {
        header: header.into_iter().map(|cell| read_cell(page.text, cell)).collect(),
        rows: Vec::with_capacity(rows.len()),
        self_contained: false,
    };
    for line in rows {
        let mut cells = split_row(page.text, line);
        let found = cells.len();
        if found > width && width > 0 {
            page.report.push(
                page.finding(Code::LongRow, line)
                    .found(format!("a row with {found} cells under a header of {width}"))
                    .expected(format!("{width} cells"))
                    .instead("the surplus was read as part of the last cell"),
            );
            let end = cells[found - 1].end;
            cells.truncate(width);
            cells[width - 1].end = end;
        } else if found < width {
            page.report.push(
                page.finding(Code::ShortRow, line)
                    .found(format!("a row with {found} cells under a header of {width}"))
                    .expected(format!("{width} cells"))
                    .instead("the missing cells were read as empty"),
            );
            cells.resize(width, line.end..line.end);
        }
        let cells = cells.into_iter().map(|cell| read_cell(page.text, cell)).collect();
        table.rows.push(Row { span: line.clone(), cells });
    }
    table
}
