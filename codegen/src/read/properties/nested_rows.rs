//! Rows of what a row above them holds: `» city`, `└─city`, or `address.city` below `address`.

use crate::diagnostics::{Code, Diagnostic, Report};
use crate::ir::Requirement;
use crate::page::{Page, Text};
use crate::read::facts::PropertyFacts;

/// What stands before a name to show that it is a part of one above: signs of trees, arrows, and spaces.
const MARKS: [char; 18] =
    ['»', '└', '─', '├', '│', '┗', '┣', '━', '┃', '↳', '→', '>', '-', '–', '•', '·', ' ', '\u{a0}'];

/// A name without the marks before it.
pub fn without_marks(name: &str) -> &str {
    name.trim_start_matches(MARKS)
}

/// The rows above that one can be a part of: how far the name of each is indented, and which it is.
#[derive(Default)]
pub struct Above(Vec<(usize, usize)>);

impl Above {
    /// Gives a row below the `known` ones the name that leads to it from the outermost row: `address.city`.
    pub fn lead_to(
        &mut self,
        row: &mut PropertyFacts,
        known: &[PropertyFacts],
        page: &Page<'_>,
        cell: &Text<'_>,
    ) {
        let depth = indent(page, cell);
        self.0.retain(|(above, _)| *above < depth);
        if let Some(above) = self.0.last().and_then(|(_, at)| known.get(*at)) {
            row.name = format!("{}.{}", above.name, row.name);
        }
        self.0.push((depth, known.len()));
    }
}

/// How many marks stand before the name in a cell.
fn indent(page: &Page<'_>, cell: &Text<'_>) -> usize {
    // Most names begin with a letter, or with a mark that is none of these.
    let raw = page.raw(&cell.span).trim_start_matches(' ');
    if !raw.starts_with(|c: char| !c.is_ascii() || matches!(c, '-' | '>' | '&')) {
        return 0;
    }
    let written = raw.replace("&nbsp;", "\u{a0}");
    written[..written.len() - without_marks(&written).len()].chars().count()
}

/// Takes the parts of other rows out of a table of what is sent or is a property: their names lead to no
/// property of their own. What they say stands with the row that they are parts of.
pub fn fold(rows: &mut Vec<PropertyFacts>, report: &mut Report) {
    let mut folded = Vec::new();
    let mut at = 0;
    while at < rows.len() {
        let (above, rest) = rows.split_at_mut(at);
        let of = rest[0].name.split_once('.').and_then(|(of, _)| {
            let of = of.trim_end_matches("[]");
            above.iter_mut().find(|row| row.name == of)
        });
        let Some(of) = of else {
            at += 1;
            continue;
        };
        let part = &rest[0];
        let required =
            if part.requirement == Some(Requirement::Required) { "required" } else { "" };
        let marks = [&*part.ty.written, required];
        let marks: Vec<&str> = marks.into_iter().filter(|mark| !mark.is_empty()).collect();
        let marks =
            if marks.is_empty() { String::new() } else { format!(" ({})", marks.join(", ")) };
        let said = format!("`{}`{marks}: {}", part.name, part.description);
        let space = if of.description.is_empty() { "" } else { " " };
        of.description.extend([space, said.trim_end_matches([':', ' '])]);
        folded.push((of.name.clone(), part.place.clone()));
        rows.remove(at);
    }
    report.push_for_all(folded, |(of, place)| {
        Diagnostic::of(Code::UnreadType, place)
            .found(format!("a row about a part of `{of}`"))
            .expected("a page about what it holds, to which its type links")
            .instead("the parts stand in the description of the row that they are parts of")
    });
}
