//! A few lines of a page, with the cell that is meant.

use crate::ir::Source;

/// So many lines stand before and after the one that is meant.
const AROUND: usize = 2;

/// Lines of a page.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Excerpt<'a> {
    /// The heads of the table, if it is one and they are further above; then the lines.
    pub(super) lines: Vec<Line<'a>>,
}

/// A line in three parts.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Line<'a> {
    /// From 1.
    pub(super) number: usize,
    /// What stands before the cell; the whole line, if it is not the one that is meant.
    pub(super) before: &'a str,
    /// The cell, or the rest of the line where there are no cells.
    pub(super) mark: &'a str,
    /// What stands after it.
    pub(super) after: &'a str,
}

impl<'a> Excerpt<'a> {
    /// `None` if the page has no such line.
    pub(super) fn of(text: &'a str, source: &Source) -> Option<Self> {
        let all: Vec<&str> = text.lines().collect();
        let here = usize::try_from(source.line).ok()?.checked_sub(1)?;
        let line = *all.get(here)?;
        let first = here.saturating_sub(AROUND);
        let last = (here + AROUND).min(all.len() - 1);
        let plain =
            |index: usize| Line { number: index + 1, before: all[index], mark: "", after: "" };
        let heads =
            is_row(line).then(|| (0..here).rev().take_while(|&index| is_row(all[index])).last());
        let heads = heads.flatten().filter(|&heads| heads < first);
        let lines = heads.into_iter().map(plain);
        let lines = lines.chain((first..=last).map(|index| {
            if index == here { marked(index + 1, line, source.column) } else { plain(index) }
        }));
        Some(Self { lines: lines.collect() })
    }
}

fn is_row(line: &str) -> bool {
    line.trim_start().starts_with('|')
}

/// The line with the cell at a column, which is counted in characters from 1.
fn marked(number: usize, line: &str, column: u32) -> Line<'_> {
    let skipped = usize::try_from(column).unwrap_or(1).saturating_sub(1);
    let start = line.char_indices().nth(skipped).map_or(0, |(start, _)| start);
    let end = if is_row(line) { start + cell(&line[start..]) } else { line.len() };
    let mark = line[start..end].trim_end();
    if mark.is_empty() {
        return Line { number, before: "", mark: line, after: "" };
    }
    let end = start + mark.len();
    Line { number, before: &line[..start], mark: &line[start..end], after: &line[end..] }
}

/// How long the rest of a cell is. A bar after a backslash is text.
fn cell(rest: &str) -> usize {
    let mut escaped = false;
    for (index, byte) in rest.bytes().enumerate() {
        match byte {
            // The column can be that of the bar before the cell.
            b'|' if !escaped && index > 0 => return index,
            b'\\' => escaped = !escaped,
            _ => escaped = false,
        }
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use super::Excerpt;
    use crate::ir::Source;

    fn told(text: &str, line: u32, column: u32) -> String {
        let source = Source { page: "p.md".into(), line, column };
        let excerpt = Excerpt::of(text, &source).expect("the line is there");
        let lines = excerpt
            .lines
            .iter()
            .map(|line| format!("{} {}[{}]{}", line.number, line.before, line.mark, line.after));
        lines.collect::<Vec<_>>().join("\n").replace("[]", "")
    }

    #[test]
    fn the_cell_is_marked_and_the_heads_are_shown() {
        let page = "# T\n|P|T|\n|-|-|\n|a|b|\n|c|d|\n|é \\| f |g|\n|h|i|\nend\n";
        assert_eq!(told(page, 6, 2), "2 |P|T|\n4 |a|b|\n5 |c|d|\n6 |[é \\| f] |g|\n7 |h|i|\n8 end");
        assert!(told(page, 6, 10).contains("6 |é \\| f |[g]|"), "{}", told(page, 6, 10));
    }

    #[test]
    fn a_line_without_cells_is_marked_to_its_end() {
        assert_eq!(told("GET /a|b\r\nx", 1, 5), "1 GET [/a|b]\n2 x");
        assert_eq!(told("# T", 1, 99), "1 [# T]");
    }

    #[test]
    fn a_line_that_is_not_there_gives_nothing() {
        let source = |line| Source { page: "p.md".into(), line, column: 1 };
        assert_eq!(Excerpt::of("a", &source(2)), None);
        assert_eq!(Excerpt::of("a", &source(0)), None);
    }
}
