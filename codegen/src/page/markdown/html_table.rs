//! Tables written as HTML.

use std::ops::Range;

use crate::diagnostics::Code;
use crate::page::html_tag::{HtmlTag, tags};
use crate::page::table::trim;
use crate::page::{Block, BlockKind, Page, Row, Span, Table, Text, inline};

/// Adds the tables that begin in a stretch of HTML, and returns where the last of them ends. A blank line
/// in a table ends the stretch, and not the table; what has no end tag is none.
pub(super) fn read(page: &mut Page<'_>, html: &Span) -> Option<usize> {
    // Nothing in a comment is shown.
    if page.raw(html).trim_start().starts_with("<!--") {
        return None;
    }
    let mut end = None;
    while let Some(span) = next(page.text, end.unwrap_or(html.start)..html.end) {
        end = Some(span.end);
        if let Some(table) = table(page, &span) {
            page.blocks.push(Block { span, kind: BlockKind::Table(table) });
        }
    }
    end
}

/// The next table that begins in a span.
fn next(text: &str, span: Span) -> Option<Span> {
    let mut tables = tags(text, &span).filter(|(_, tag)| !tag.ends && tag.is_any(&["table"]));
    let (start, _) = tables.next()?;
    let mut rest = tags(text, &(start.end..text.len()));
    let (end, _) = rest.find(|(_, tag)| tag.is_any(&["table"]))?;
    Some(start.start..end.end)
}

/// A cell: where it stands, how many columns and rows it takes, and whether it is a heading, `<th>`.
struct Cell {
    span: Span,
    columns: usize,
    rows: usize,
    heads: bool,
}

fn table<'a>(page: &mut Page<'a>, span: &Span) -> Option<Table<'a>> {
    let mut rows = rows(page.text, span).into_iter().peekable();
    let (_, first) = rows.next()?;
    let mut header = Header::of(page.text, &first);
    let are_headings = |(_, cells): &(Span, Vec<Cell>)| cells.iter().all(|cell| cell.heads);
    // Cells of the first row may stand beside further rows of the header.
    while header.free.taken.iter().any(|rows| *rows > 0)
        && let Some((_, cells)) = rows.next_if(are_headings)
    {
        header.add(page.text, &cells);
    }
    let Header { texts, mut free } = header;
    let width = texts.len();
    let mut table = Table { header: texts, rows: Vec::new(), self_contained: false };
    for (span, cells) in rows {
        let mut row: Vec<Text<'a>> = Vec::with_capacity(width);
        let placed = free.place(&cells);
        let own = placed.iter().filter(|(_, cell)| cell.is_some()).count();
        for (columns, cell) in placed {
            row.push(cell.map_or_else(|| empty(span.end), |cell| read_cell(page.text, cell)));
            row.resize_with(columns.end, || empty(cell.map_or(span.end, |cell| cell.span.end)));
        }
        report(page, &span, row.len() + cells.len() - own, width);
        row.resize_with(width, || empty(span.end));
        table.rows.push(Row { span, cells: row });
    }
    Some(table)
}

/// What stands above the columns of a table.
struct Header<'a> {
    /// What stands above each column; of a cell above several, above the first of them.
    texts: Vec<Text<'a>>,
    free: Free,
}

/// The columns in which cells of the next row stand: those without a cell of a row above.
struct Free {
    /// For each column, in how many more rows a cell of a row above stands.
    taken: Vec<usize>,
}

impl Free {
    /// Where the cells of a row stand, one after the other; without a cell, where one of a row above does.
    fn place<'c>(&mut self, cells: &'c [Cell]) -> Vec<(Range<usize>, Option<&'c Cell>)> {
        let mut cells = cells.iter();
        let mut placed = Vec::new();
        let mut at = 0;
        while let Some(taken) = self.taken.get_mut(at) {
            if *taken > 0 {
                *taken -= 1;
                placed.push((at..at + 1, None));
                at += 1;
                continue;
            }
            let Some(cell) = cells.next() else { break };
            let end = (at + cell.columns).min(self.taken.len());
            self.taken[at..end].fill(cell.rows - 1);
            placed.push((at..end, Some(cell)));
            at = end;
        }
        placed
    }
}

/// No page has a table with as many columns.
const MOST_COLUMNS: usize = 1000;

impl<'a> Header<'a> {
    fn of(text: &'a str, cells: &[Cell]) -> Self {
        let mut header = Self { texts: Vec::new(), free: Free { taken: Vec::new() } };
        for cell in cells {
            let end = (header.texts.len() + cell.columns).min(MOST_COLUMNS);
            if header.texts.len() < end {
                header.texts.push(read_cell(text, cell));
                header.texts.resize_with(end, || empty(cell.span.end));
                header.free.taken.resize(end, cell.rows - 1);
            }
        }
        header
    }

    /// Adds a row: what stands nearest above a column is its name.
    fn add(&mut self, text: &'a str, cells: &[Cell]) {
        for (columns, cell) in self.free.place(cells) {
            if let Some(cell) = cell {
                self.texts[columns.start] = read_cell(text, cell);
            }
        }
    }
}

/// The rows of a table that have cells, each with its place.
fn rows(text: &str, span: &Span) -> Vec<(Span, Vec<Cell>)> {
    let mut rows: Vec<(Span, Vec<Cell>)> = Vec::new();
    // The end tags of cells and rows may be left out.
    let mut open: Option<Cell> = None;
    for (place, tag) in tags(text, span) {
        if !tag.is_any(&["tr", "td", "th", "thead", "tbody", "table"]) {
            continue;
        }
        if let Some(mut cell) = open.take() {
            cell.span = contents(text, cell.span.start..place.start);
            if let Some((row, cells)) = rows.last_mut() {
                row.end = cell.span.end;
                cells.push(cell);
            }
        }
        if tag.ends {
            continue;
        }
        if tag.is_any(&["tr"]) {
            rows.push((place, Vec::new()));
        } else if tag.is_any(&["td", "th"]) {
            let span = place.end..place.end;
            open = Some(Cell {
                span,
                columns: number(&tag, "colspan"),
                rows: number(&tag, "rowspan"),
                heads: tag.is_any(&["th"]),
            });
        }
    }
    rows.retain(|(_, cells)| !cells.is_empty());
    rows
}

/// What stands in a cell, without the tags of the one paragraph that it is.
fn contents(text: &str, cell: Span) -> Span {
    let cell = trim(text, cell);
    let raw = &text[cell.clone()];
    let inner = || {
        let (open, close) = ("<p>", "</p>");
        let inner = raw.strip_prefix(open)?.strip_suffix(close)?;
        (!inner.contains(open)).then(|| cell.start + open.len()..cell.end - close.len())
    };
    trim(text, inner().unwrap_or(cell.clone()))
}

fn number(tag: &HtmlTag<'_>, attribute: &str) -> usize {
    let number = tag.attribute(attribute).and_then(|number| number.trim().parse().ok());
    number.unwrap_or(1).clamp(1, 1000)
}

fn read_cell<'a>(text: &'a str, cell: &Cell) -> Text<'a> {
    inline::read_html(text, cell.span.clone())
}

fn empty<'a>(at: usize) -> Text<'a> {
    Text { span: at..at, ..Text::default() }
}

fn report(page: &mut Page<'_>, row: &Span, found: usize, wanted: usize) {
    let (code, instead) = match found.cmp(&wanted) {
        std::cmp::Ordering::Less => (Code::ShortRow, "the missing cells were read as empty"),
        std::cmp::Ordering::Equal => return,
        std::cmp::Ordering::Greater => (Code::LongRow, "the surplus was left out"),
    };
    page.report.push(
        page.finding(code, row)
            .found(format!("a row with {found} cells under a header of {wanted}"))
            .expected(format!("{wanted} cells"))
            .instead(instead),
    );
}
