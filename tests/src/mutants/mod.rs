//! Pages with one thing changed, and what is to be told of it: exactly that, where it stands, and
//! nothing of what says the same.
//!
//! - [`set`]: a documentation set that is read once, and what is told when some of its pages change.
//! - `rows`: rows of properties and members of enums; `operations`: paths, permissions,
//!   requirements; `whole`: pages as wholes, most of them saying the same.
//! - `kind`: what is done to pages, and what may follow from it.
//! - `place`: where things stand in a text.
//! - `check`: trying them. One that is not told exactly is a [`Failure`].

mod check;
mod kind;
mod operations;
mod place;
mod rows;
pub mod set;
mod whole;

use std::collections::BTreeMap;
use std::fmt;

use docmill_codegen::diff::{Change, ChangeCode, Side, Span, Symbol};
use docmill_codegen::ir::Source;

pub use self::check::{Failure, check};
pub use self::kind::Kind;
use self::place::Sheet;
use self::set::Set;

/// A page with one thing changed.
#[derive(Clone, Debug)]
pub struct Mutant {
    /// What is done.
    pub kind: Kind,
    /// To which page.
    pub page: String,
    /// How.
    pub edit: Edit,
    /// What is to be told, and nothing else.
    pub told: Vec<Told>,
}

impl Mutant {
    /// What is done, and where: `path dropped: api/book-get.md:12`.
    pub fn name(&self) -> String {
        let Self { kind, page, edit, .. } = self;
        match edit {
            Edit::Lines(lines) => {
                let first = lines.keys().next().map_or(0, |at| at + 1);
                format!("{kind}: {page}:{first}")
            }
            _ => format!("{kind}: {page}"),
        }
    }
}

/// How a page is changed.
#[derive(Clone, Debug)]
pub enum Edit {
    /// Lines, by index, become others, or go.
    Lines(BTreeMap<usize, Option<String>>),
    /// The page goes.
    Delete,
    /// The page gets another path.
    Move(String),
    /// Lines end as on Windows.
    Crlf,
    /// Each of these lines is broken at its space nearest to the middle.
    Break(Vec<usize>),
}

impl Edit {
    fn line(at: usize, line: impl Into<Option<String>>) -> Self {
        Self::Lines(BTreeMap::from([(at, line.into())]))
    }

    /// Where a line is after it that stays on the page.
    fn moved(&self, at: usize) -> usize {
        match self {
            Self::Lines(edits) => at - edits.range(..at).filter(|(_, line)| line.is_none()).count(),
            _ => at,
        }
    }

    /// The text of the page after it.
    fn apply(&self, text: &str) -> String {
        let lines = text.split('\n').enumerate();
        match self {
            Self::Lines(edits) => {
                let kept = lines.filter_map(|(at, line)| match edits.get(&at) {
                    Some(other) => other.as_deref(),
                    None => Some(line),
                });
                kept.collect::<Vec<_>>().join("\n")
            }
            Self::Break(at) => {
                let broken = lines.map(|(index, line)| {
                    if at.contains(&index) { whole::broken(line) } else { line.to_owned() }
                });
                broken.collect::<Vec<_>>().join("\n")
            }
            Self::Crlf => text.replace("\r\n", "\n").replace('\n', "\r\n"),
            Self::Delete | Self::Move(_) => text.to_owned(),
        }
    }
}

/// A change as it is to be told.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Told {
    code: ChangeCode,
    symbol: Symbol,
    spans: Vec<Span>,
}

impl Told {
    fn new(code: ChangeCode, symbol: Symbol) -> Self {
        Self { code, symbol, spans: Vec::new() }
    }

    /// Where the thing itself stands, on a side.
    fn at(self, side: Side, source: Source) -> Self {
        self.span(side, source, true)
    }

    /// Where the nearest is that a side has in its place.
    fn near(self, side: Side, source: Source) -> Self {
        self.span(side, source, false)
    }

    /// In which cells of a row it stands on both sides, where an edit of the page keeps the row.
    fn in_cell(self, sheet: &Sheet<'_>, edit: &Edit, row: usize, cell: usize) -> Self {
        let text = edit.apply(sheet.text());
        let after = Sheet::new(sheet.page(), &text);
        self.at(Side::New, after.cell(edit.moved(row), cell)).at(Side::Old, sheet.cell(row, cell))
    }

    fn span(mut self, side: Side, source: Source, exact: bool) -> Self {
        self.spans.push(Span { side, source, exact });
        self
    }

    fn of(change: &Change) -> Self {
        let Change { code, symbol, spans, .. } = change;
        Self { code: *code, symbol: symbol.clone(), spans: spans.clone() }
    }
}

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.code, self.symbol)?;
        for Span { side, source, exact } in &self.spans {
            let near = if *exact { "" } else { "near " };
            write!(f, ", {}: {near}{source}", side.as_str())?;
        }
        Ok(())
    }
}

/// Every mutant of a documentation set, in a fixed order.
pub fn all(set: &Set) -> Vec<Mutant> {
    [rows::all(set), operations::all(set), whole::all(set)].concat()
}

/// How many mutants of each kind there are.
pub fn count(mutants: &[Mutant]) -> BTreeMap<Kind, usize> {
    let mut counts = BTreeMap::new();
    for mutant in mutants {
        *counts.entry(mutant.kind).or_default() += 1;
    }
    counts
}
