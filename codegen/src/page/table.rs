//! Pipe tables, cell by cell: what Markdown's own table rules leave out.

use super::{Mark, Piece, Pieces, Row, Span, Table, Text};

impl<'a> Table<'a> {
    /// A table without marks, of the places of its columns' names and of its rows: each one's own, and
    /// those of its cells.
    pub(super) fn of_spans(
        text: &'a str,
        columns: impl Iterator<Item = Span>,
        rows: Vec<(Span, Vec<Span>)>,
    ) -> Self {
        let cell = |span: Span| plain_text(text, span);
        let row = |(span, cells): (Span, Vec<Span>)| Row {
            span,
            cells: cells.into_iter().map(cell).collect(),
        };
        Self {
            header: columns.map(cell).collect(),
            rows: rows.into_iter().map(row).collect(),
            self_contained: false,
        }
    }
}

/// Splits a line of a table into cells: trimmed spans, without the outer pipes. A pipe after a
/// backslash does not split; nor does one between braces, as in `{id | userPrincipalName}`, where
/// the braces of the line match.
pub fn split_row(text: &str, line: &Span) -> Vec<Span> {
    let raw = text.get(line.clone()).unwrap_or("");
    split(text, line, raw.matches('{').count() == raw.matches('}').count())
}

/// Splits a line as Markdown does: at every pipe that no backslash precedes.
pub fn split_markdown_row(text: &str, line: &Span) -> Vec<Span> {
    split(text, line, false)
}

fn split(text: &str, line: &Span, braces_bind: bool) -> Vec<Span> {
    let raw = text.get(line.clone()).unwrap_or("");
    let trimmed = raw.trim();
    let offset = line.start + (raw.len() - raw.trim_start().len());
    let inner_start = usize::from(trimmed.starts_with('|'));
    let mut cells = Vec::new();
    let mut start = inner_start;
    let mut depth = 0_usize;
    let mut escaped = false;
    for (at, byte) in trimmed.bytes().enumerate().skip(inner_start) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'{' if braces_bind => depth += 1,
            b'}' if braces_bind => depth = depth.saturating_sub(1),
            b'|' if depth == 0 => {
                cells.push(trim(text, offset + start..offset + at));
                start = at + 1;
            }
            _ => {}
        }
    }
    if start < trimmed.len() {
        cells.push(trim(text, offset + start..offset + trimmed.len()));
    }
    cells
}

/// Whether a line is a table's delimiter row: `|:---|---|`.
pub fn is_delimiter(line: &str) -> bool {
    line.contains('-')
        && line.contains('|')
        && line.bytes().all(|b| matches!(b, b'|' | b'-' | b':' | b' ' | b'\t' | b'\r'))
}

/// A span without the space at its ends, no-break spaces included.
pub fn trim(text: &str, span: Span) -> Span {
    let raw = text.get(span.clone()).unwrap_or("");
    let rest = raw.trim_start();
    let start = span.start + (raw.len() - rest.len());
    start..start + rest.trim_end().len()
}

/// Text without any marks.
pub fn plain_text(text: &str, span: Span) -> Text<'_> {
    let raw = text.get(span.clone()).unwrap_or("");
    let mut pieces = Pieces::new();
    if !raw.is_empty() {
        pieces.push(Piece { span: span.clone(), text: raw.into(), mark: Mark::Plain });
    }
    Text { span, pieces }
}

#[cfg(test)]
mod tests {
    use super::split_row;

    #[test]
    fn splits_at_pipes_that_separate() {
        let cells = |line: &'static str| -> Vec<&str> {
            split_row(line, &(0..line.len())).into_iter().map(|cell| &line[cell]).collect()
        };
        assert_eq!(cells("| a | b |"), ["a", "b"]);
        assert_eq!(cells("a | b"), ["a", "b"]);
        assert_eq!(cells("a | b | "), ["a", "b"]);
        assert_eq!(cells("|a||c|"), ["a", "", "c"]);
        assert_eq!(cells(r"|a \| b|{x | y}|"), [r"a \| b", "{x | y}"]);
    }
}
