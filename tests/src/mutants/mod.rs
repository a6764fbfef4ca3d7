//! Pages with one thing changed, and what is to be told of it: exactly that, where it stands, and
//! nothing of what says the same.
//!
//! - [`set`]: a documentation set that is read once, and what is told when some of its pages change.
//! - `rows`: rows of properties and members of enums; `operations`: paths, permissions,
//!   requirements; `whole`: pages as wholes, most of them saying the same.
//! - `place`: where things stand in a text.
//!
//! A mutant that is not told exactly is a [`Failure`]. Mutants of different pages are tried together,
//! because making one model of all pages is what takes time; what fails together is tried apart.

mod operations;
mod place;
mod rows;
pub mod set;
mod whole;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use docmill_codegen::diff::{Change, ChangeCode, Side, Span, Symbol};
use docmill_codegen::ir::Source;

use self::place::Sheet;
use self::set::Set;

/// What is done to a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The row of a property, and its line in the JSON representation, go.
    RowDeleted,
    /// The property gets another name.
    RowRenamed,
    /// The property gets another type.
    RowRetyped,
    /// The cells of a row get other space around them.
    RowRespaced,
    /// The row of an enum's member goes.
    MemberDropped,
    /// One of the values that a sentence lists goes.
    ValueDropped,
    /// A request line goes.
    PathDropped,
    /// One of the permissions that are enough goes.
    PermissionDropped,
    /// Something that is sent becomes required, or optional.
    RequiredToggled,
    /// The page of an operation goes.
    PageDeleted,
    /// The page stands in another folder.
    PageMoved,
    /// Rows change places.
    RowsReordered,
    /// Paragraphs break their lines elsewhere.
    Reflowed,
    /// Lines end as on Windows.
    LineEndingsChanged,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 14] = [
        Self::RowDeleted,
        Self::RowRenamed,
        Self::RowRetyped,
        Self::RowRespaced,
        Self::MemberDropped,
        Self::ValueDropped,
        Self::PathDropped,
        Self::PermissionDropped,
        Self::RequiredToggled,
        Self::PageDeleted,
        Self::PageMoved,
        Self::RowsReordered,
        Self::Reflowed,
        Self::LineEndingsChanged,
    ];

    /// What may be told as a consequence, under the change itself.
    fn consequences(self) -> &'static [ChangeCode] {
        use ChangeCode as C;
        match self {
            // An enum that only this row describes, or names, or that another page lists otherwise; a
            // body that has what the resource has, or is the resource by having it; a derived type
            // that lists the property as well, or is one by having it; a base type used nowhere else.
            Self::RowDeleted | Self::RowRenamed | Self::RowRetyped => &[
                C::EnumAdded,
                C::EnumRemoved,
                C::EnumMemberAdded,
                C::EnumMemberRemoved,
                C::BodyPropertyAdded,
                C::BodyPropertyRemoved,
                C::BodyPropertyTypeChanged,
                C::PropertyMoved,
                C::PropertyTypeChanged,
                C::ResponseTypeChanged,
                C::TypePolymorphismChanged,
                C::BaseTypeChanged,
                C::BodyChanged,
            ],
            // The words that say so.
            Self::ValueDropped | Self::RequiredToggled => &[C::ProseChanged],
            // Further operations of the page.
            Self::PermissionDropped => &[C::LeastPrivilegeRaised, C::PermissionRemoved],
            // An example that shows the same request, or another address of it, or that the line is
            // as well; a parameter that all other paths have; the area of the module's paths.
            Self::PathDropped => &[
                C::ExampleChanged,
                C::FeatureChanged,
                C::ParameterRequirementChanged,
                C::PathAdded,
                C::PathRemoved,
            ],
            // The area of the module's other operations; that a property holds several.
            Self::PageDeleted => &[
                C::EnumRemoved,
                C::FeatureChanged,
                C::PropertyTypeChanged,
                C::TypePolymorphismChanged,
            ],
            // A row that lists the values that are left, or those that were there.
            Self::MemberDropped => &[C::EnumAdded, C::EnumRemoved, C::PropertyTypeChanged],
            Self::RowRespaced
            | Self::PageMoved
            | Self::RowsReordered
            | Self::Reflowed
            | Self::LineEndingsChanged => &[],
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::RowDeleted => "row deleted",
            Self::RowRenamed => "row renamed",
            Self::RowRetyped => "row retyped",
            Self::RowRespaced => "row respaced",
            Self::MemberDropped => "member dropped",
            Self::ValueDropped => "value dropped",
            Self::PathDropped => "path dropped",
            Self::PermissionDropped => "permission dropped",
            Self::RequiredToggled => "required toggled",
            Self::PageDeleted => "page deleted",
            Self::PageMoved => "page moved",
            Self::RowsReordered => "rows reordered",
            Self::Reflowed => "reflowed",
            Self::LineEndingsChanged => "line endings changed",
        })
    }
}

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

/// A mutant that is told otherwise than it is to be.
#[derive(Clone, Debug)]
pub struct Failure {
    mutant: Mutant,
    missing: Vec<Told>,
    surplus: Vec<Told>,
    entailed: Vec<Told>,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.mutant.kind, self.mutant.page)?;
        if let Edit::Lines(lines) = &self.mutant.edit {
            for (at, line) in lines {
                write!(f, "\n  line {}: {}", at + 1, line.as_deref().unwrap_or("(deleted)"))?;
            }
        }
        for told in &self.missing {
            write!(f, "\n  not told: {told}")?;
        }
        for told in &self.surplus {
            write!(f, "\n  told: {told}")?;
        }
        for told in &self.entailed {
            write!(f, "\n  told as a consequence: {told}")?;
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

/// Tries mutants, and gives those that are told otherwise than they are to be.
pub fn check(set: &Set, mutants: &[Mutant]) -> Vec<Failure> {
    /// More in one model would be quicker still, and disturb each other more often.
    const TOGETHER: usize = 64;
    let mut of_page: BTreeMap<&str, usize> = BTreeMap::new();
    let mut rounds: Vec<Vec<&Mutant>> = Vec::new();
    for mutant in mutants {
        let round = of_page.entry(&mutant.page).or_default();
        if rounds.len() <= *round {
            rounds.push(Vec::new());
        }
        rounds[*round].push(mutant);
        *round += 1;
    }
    let groups = rounds.iter().flat_map(|round| round.chunks(TOGETHER));
    groups.flat_map(|group| try_together(set, group)).collect()
}

/// Tries mutants of different pages in one model.
fn try_together(set: &Set, mutants: &[&Mutant]) -> Vec<Failure> {
    let changes = set.changed(mutants);
    let mut wanted: BTreeMap<&Told, Kind> = BTreeMap::new();
    for mutant in mutants {
        wanted.extend(mutant.told.iter().map(|told| (told, mutant.kind)));
    }
    let mut surplus = Vec::new();
    let mut entailed = Vec::new();
    for change in &changes {
        let told = Told::of(change);
        let Some(kind) = wanted.remove(&told) else {
            surplus.push(told);
            continue;
        };
        let may_follow = |other: &&&Change| !kind.consequences().contains(&other.code);
        let all = change.with_consequences();
        entailed.extend(all[1..].iter().filter(may_follow).map(|other| Told::of(other)));
    }
    if surplus.is_empty() && wanted.is_empty() && entailed.is_empty() {
        return Vec::new();
    }
    match mutants {
        [mutant] => {
            let missing = wanted.into_keys().cloned().collect();
            vec![Failure { mutant: (*mutant).clone(), missing, surplus, entailed }]
        }
        _ => {
            let told: Vec<&Told> = wanted.into_keys().chain(&surplus).chain(&entailed).collect();
            let pages: BTreeSet<&str> =
                told.iter().flat_map(|told| &told.spans).map(|span| &*span.source.page).collect();
            let is_suspect = |mutant: &&&Mutant| {
                let to = if let Edit::Move(to) = &mutant.edit { to } else { &mutant.page };
                pages.contains(mutant.page.as_str()) || pages.contains(to.as_str())
            };
            let (mut one, mut other): (Vec<&Mutant>, Vec<&Mutant>) = (Vec::new(), Vec::new());
            for mutant in mutants {
                if is_suspect(&mutant) { one.push(mutant) } else { other.push(mutant) }
            }
            if one.is_empty() || other.is_empty() {
                let all = if one.is_empty() { other } else { one };
                other = all[all.len() / 2..].to_vec();
                one = all[..all.len() / 2].to_vec();
            }
            [try_together(set, &one), try_together(set, &other)].concat()
        }
    }
}
