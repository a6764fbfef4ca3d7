//! Changes as people and machines read them. One file per format; all take the same
//! [`Comparison`]. Where there can be any number of changes, they are written one by one; hosts take
//! a limited number, as a text.
//!
//! - [`text`]: for a terminal.
//! - [`json`]: for programs; `changes.schema.json` beside this file is its published schema.
//! - [`markdown`]: for a pull request's comment.
//! - [`sarif`]: for code-scanning services.
//! - [`github`]: annotations in a pull request's diff.
//! - [`html`]: a page with filters, excerpts and Rust.
//! - `together`: what is told in one row where there is little room.

pub mod github;
pub mod html;
pub mod json;
pub mod markdown;
pub mod sarif;
pub mod text;
mod together;

use std::borrow::Cow;
use std::fmt;
use std::io;

use semver::Version;

use super::accept::Accepted;
use super::change::{Change, Origin, Side, Span, State};
use super::{ChangeCode, Impact, Level, RustImpact, Symbol};
use crate::diagnostics::render::level::HostLevel;
use crate::ir::{Example, OperationName, TypeWords};

/// What was compared, and what came of it.
#[derive(Clone, Copy)]
pub struct Comparison<'a> {
    /// What the old side is called.
    pub old: &'a str,
    /// What the new side is called.
    pub new: &'a str,
    /// The changes, sorted, without those that somebody has agreed to.
    pub changes: &'a [Change],
    /// The changes that somebody has agreed to.
    pub accepted: Accepted,
    /// The version of the client that is in use, if it is known.
    pub version: Option<&'a Version>,
    /// Where a page of a side is to be found by the reader.
    pub pages: &'a dyn PageFinder,
    /// In whose words types are told; programs get OData's.
    pub words: TypeWords,
}

/// Where readers find the pages of the two sides.
pub trait PageFinder: Sync {
    /// The path of a page, which is relative to the root of its side.
    fn file(&self, side: Side, page: &str) -> String;

    /// The text of a page; `None` where it is not at hand.
    fn text(&self, _side: Side, _page: &str) -> Option<Cow<'_, str>> {
        None
    }
}

/// Pages keep the names that they have in their set.
impl PageFinder for () {
    fn file(&self, _side: Side, page: &str) -> String {
        page.to_owned()
    }
}

/// How many changes there are of each level.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// [`Level::Breaking`].
    pub breaking: usize,
    /// [`Level::Risk`].
    pub risk: usize,
    /// [`Level::Ok`].
    pub ok: usize,
}

impl Counts {
    /// Counts changes.
    pub fn of(changes: &[Change]) -> Self {
        let mut counts = Self::default();
        for change in changes {
            *match change.level() {
                Level::Breaking => &mut counts.breaking,
                Level::Risk => &mut counts.risk,
                Level::Ok => &mut counts.ok,
            } += 1;
        }
        counts
    }

    /// All of them.
    pub fn total(self) -> usize {
        self.breaking + self.risk + self.ok
    }
}

/// `3 changes: 1 breaking, 0 risk, 2 ok`.
impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let total = self.total();
        let plural = if total == 1 { "" } else { "s" };
        let Self { breaking, risk, ok } = self;
        write!(f, "{total} change{plural}: {breaking} breaking, {risk} risk, {ok} ok")
    }
}

impl<'a> Comparison<'a> {
    /// Of two sides that are called so: nothing is agreed to, no version is known, pages keep the names
    /// that they have in their set, and types those that OData has for them.
    pub fn new(old: &'a str, new: &'a str, changes: &'a [Change]) -> Self {
        Self {
            old,
            new,
            changes,
            accepted: Accepted::default(),
            version: None,
            pages: &(),
            words: TypeWords::OData,
        }
    }

    /// How many changes there are of each level.
    pub fn counts(&self) -> Counts {
        Counts::of(self.changes)
    }

    /// How many changes the service's metadata shows as well, and how many only the pages show;
    /// `None` where no metadata was asked.
    pub fn origins(&self) -> Option<(usize, usize)> {
        let count = |origin| self.changes.iter().filter(|change| change.origin == origin).count();
        let (api, pages) = (count(Origin::Api), count(Origin::DocsFix));
        (api + pages > 0).then_some((api, pages))
    }

    /// The worst level; `None` without changes.
    pub fn worst(&self) -> Option<Level> {
        self.changes.iter().map(Change::level).max()
    }

    /// The verdict in a word: `clean`, `ok`, `risk` or `breaking`.
    pub fn verdict(&self) -> &'static str {
        self.worst().map_or("clean", Level::as_str)
    }

    /// The worst that Rust code meets, agreed to or not; `None` without changes.
    pub fn rust(&self) -> Option<RustImpact> {
        self.changes.iter().map(|change| change.impact.rust).max().max(self.accepted.rust)
    }

    /// The next version of the client; `None` without changes, or where its version is not known.
    pub fn next_version(&self) -> Option<Version> {
        Some(next_version(self.version?, self.rust()?))
    }

    /// What to do about the version, in a sentence without its full stop.
    pub fn bump(&self) -> String {
        let Some(rust) = self.rust() else {
            return "version: stays".to_owned();
        };
        match (self.version, self.next_version()) {
            (Some(from), Some(to)) => format!("version: {rust} for Rust, {from} becomes {to}"),
            _ => format!("version: {rust} for Rust; below 1.0 {}", below_one(rust)),
        }
    }

    /// The changes, the worst first: breaks of the contract before what only Rust feels, and what is
    /// new before what only says something else. In their old order where they are equal.
    fn worst_first(&self) -> Vec<&'a Change> {
        let mut changes: Vec<&Change> = self.changes.iter().collect();
        changes.sort_by_key(|change| {
            let Impact { rust, contract } = change.impact;
            std::cmp::Reverse((change.level(), contract, rust))
        });
        changes
    }

    fn address(&self, span: &Span) -> String {
        let file = self.pages.file(span.side, &span.source.page);
        format!("{file}:{}:{}", span.source.line, span.source.column)
    }
}

impl From<Level> for HostLevel {
    fn from(level: Level) -> Self {
        match level {
            Level::Ok => Self::Note,
            Level::Risk => Self::Warning,
            Level::Breaking => Self::Error,
        }
    }
}

/// The version that a change asks for. Below 1.0 the second number takes the place of the first,
/// and the third that of the second: Cargo reads them so.
pub fn next_version(version: &Version, impact: RustImpact) -> Version {
    let Version { major, minor, patch, .. } = *version;
    match (impact, major) {
        (RustImpact::Major, 1..) => Version::new(major + 1, 0, 0),
        (RustImpact::Minor, 1..) | (RustImpact::Major, 0) => Version::new(major, minor + 1, 0),
        _ => Version::new(major, minor, patch + 1),
    }
}

/// What a format writes, as a text.
pub fn to_text(write: impl FnOnce(&mut dyn io::Write) -> io::Result<()>) -> String {
    let mut bytes = Vec::new();
    // Nothing fails that writes to memory, and all that is written is text.
    let _ = write(&mut bytes);
    String::from_utf8(bytes).unwrap_or_default()
}

fn below_one(impact: RustImpact) -> &'static str {
    match impact {
        RustImpact::Major => "the minor number goes up",
        RustImpact::Minor | RustImpact::Patch => "the patch number goes up",
    }
}

/// Whether the API changed or only its pages, in a sentence; empty where that is not known.
fn origin(change: &Change) -> &'static str {
    match change.origin {
        Origin::Api => "the service's metadata changed as well",
        Origin::DocsFix => {
            "only the pages changed: the service's metadata says the same on both dates"
        }
        Origin::Unknown => "",
    }
}

/// What hosts show of a change: what it is about, its verdicts, values and consequences, a line each.
fn message(change: &Change, words: TypeWords) -> String {
    let impact = change.impact;
    let mut lines = vec![
        format!("{} (Rust: {}, contract: {})", change.symbol, impact.rust, impact.contract),
        values(change, words),
        consequences(change),
        origin(change).to_owned(),
        change.help.clone().unwrap_or_default(),
    ];
    lines.retain(|line| !line.is_empty());
    lines.join("\n")
}

/// `was Edm.String, is Edm.Int32`; long prose is cut. Of a path that comes or goes it is said which
/// function it belongs to, and the path only where it is not written as it is called.
fn values(change: &Change, words: TypeWords) -> String {
    let known = match (&change.symbol, &change.old, &change.new, &change.function) {
        (Symbol::Request(_, called), None, Some(State::Path(path)), Some(function))
        | (Symbol::Request(_, called), Some(State::Path(path)), None, Some(function)) => {
            (called.to_string() == path.to_string()).then_some(function)
        }
        _ => None,
    };
    if let Some(function) = known {
        return format!("a path of `{function}`");
    }
    // Spelled otherwise, a path is sent as it was.
    let texts = match (&change.old, &change.new) {
        (Some(State::Path(old)), Some(State::Path(new))) => (old.written(), new.written()),
        (Some(State::Examples(old)), Some(State::Examples(new))) if old.len() == new.len() => {
            first_other_example(old, new)
        }
        _ => (told(change.old.as_ref(), words), told(change.new.as_ref(), words)),
    };
    match texts {
        (Some(old), Some(new)) => {
            let (old, new) = excerpts(&old, &new);
            format!("was `{old}`, is `{new}`")
        }
        (Some(old), None) => format!("was `{}`", excerpt(&on_one_line(&old))),
        (None, Some(new)) => format!("is `{}`", excerpt(&on_one_line(&new))),
        (None, None) => String::new(),
    }
}

fn told(state: Option<&State>, words: TypeWords) -> Option<String> {
    state.map(|state| state.told(words).to_string())
}

/// The first example that is another one, as far as it is one.
fn first_other_example(old: &[Example], new: &[Example]) -> (Option<String>, Option<String>) {
    let text = |example: &Example| {
        [&*example.title, &*example.description, &*example.start_line, &*example.body].join(" ")
    };
    let mut pairs = old.iter().zip(new).map(|(old, new)| (text(old), text(new)));
    pairs.find(|(old, new)| old != new).unzip()
}

/// So many characters of a value are shown; JSON has all of them.
const SHOWN: usize = 120;

/// Two texts that begin alike are shown from at most so many bytes before where they differ.
const ALIKE: usize = 40;

fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace('`', "'")
}

fn excerpt(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None if text.is_empty() => "(nothing)".to_owned(),
        None => text.to_owned(),
    }
}

/// What differs in two texts: what is too long to be shown begins a few words before that.
fn excerpts(old: &str, new: &str) -> (String, String) {
    let (old, new) = (on_one_line(old), on_one_line(new));
    let is_long = |text: &str| text.char_indices().nth(SHOWN).is_some();
    let alike = old.bytes().zip(new.bytes()).take_while(|(a, b)| a == b).count();
    let start = if is_long(&old) || is_long(&new) { first_word_shown(&old, alike) } else { 0 };
    let shown = |text: &str| match text.get(start..) {
        Some(rest) if start > 0 => format!("…{}", excerpt(rest)),
        _ => excerpt(text),
    };
    (shown(&old), shown(&new))
}

/// Where a text is shown from that has so many bytes in common with another one.
fn first_word_shown(text: &str, alike: usize) -> usize {
    let words = text.match_indices(' ').map(|(at, _)| at + 1);
    words.take_while(|at| at + ALIKE <= alike).last().unwrap_or(0)
}

/// So many parts of a function are named in one place.
const TOGETHER: usize = 8;

/// What follows from a change, in a few words; empty if nothing does. Parts of one function, such as the
/// options that one sentence names, are told together.
fn consequences(change: &Change) -> String {
    // The worst one, and of several such the first.
    let worst = change.consequences.iter().rev().max_by_key(|it| (it.level(), it.impact.rust));
    let Some(first) = worst else {
        return String::new();
    };
    let (told, count) = match &first.symbol {
        Symbol::Part(function, _) => parts_of(function, &change.consequences),
        symbol => (format!("{} {symbol}", first.code), 1),
    };
    match change.consequences.len() - count {
        0 => format!("with it: {told}"),
        others => format!("with it: {told} and {others} more"),
    }
}

/// Changes of parts of a function, those of one kind together; and how many these are.
fn parts_of(function: &OperationName, changes: &[Change]) -> (String, usize) {
    let parts = changes.iter().filter_map(|change| match &change.symbol {
        Symbol::Part(of, part) if of == function => Some((change.code, part.to_string())),
        _ => None,
    });
    let mut count = 0;
    let mut by_code: Vec<(ChangeCode, Vec<String>)> = Vec::new();
    for (code, part) in parts.take(TOGETHER) {
        count += 1;
        match by_code.iter_mut().find(|(known, _)| *known == code) {
            Some((_, parts)) => parts.push(part),
            None => by_code.push((code, vec![part])),
        }
    }
    let told = |(code, parts): (ChangeCode, Vec<String>)| {
        format!("{code} {function}({})", parts.join(", "))
    };
    (by_code.into_iter().map(told).collect::<Vec<_>>().join(", "), count)
}

#[cfg(test)]
mod tests;
