//! What is said of request lines in the prose around them.
//!
//! A sentence right above some lines says what these are for, and a heading what all lines below it
//! are. What else stands there introduces what comes below the heading; where that is all of the page's
//! lines, or none, it is said of the operation.

use super::request::RequestLine;
use crate::casing::upper_first;
use crate::dialect::Dialect;
use crate::ir::{Path, PathRemark, Remark, Spot, Topic};
use crate::page::{BlockKind, Container, Page, Span};
use crate::read::cached_dialect::CachedDialect;
use crate::read::layout::section::{Placed, Section};
use crate::read::prose::{add_paragraph, markdown};
use crate::read::remarks::{kept, untold, untold_item};

/// What is said of request lines.
#[derive(Debug, Default)]
pub struct SaidOfLines {
    /// What is said of some of them, in the page's order.
    pub of_lines: Vec<Said>,
    /// What is said of none in particular.
    pub of_operation: Vec<Remark>,
}

/// What is said of some request lines.
#[derive(Debug)]
pub struct Said {
    /// The numbers of the lines.
    pub lines: Vec<usize>,
    /// What it says, as Markdown.
    pub text: Box<str>,
    /// Where it stands.
    pub place: Spot,
}

impl Said {
    /// The same of the paths of those lines whose numbers are taken.
    pub fn of_paths(
        &self,
        lines: &[RequestLine],
        takes: impl Fn(usize) -> bool,
    ) -> Option<PathRemark> {
        let lines = self.lines.iter().filter(|line| takes(**line)).filter_map(|at| lines.get(*at));
        let paths: Vec<Path> = lines.map(|line| line.path.clone()).collect();
        let (text, place) = (self.text.clone(), Some(self.place.clone()));
        (!paths.is_empty()).then_some(PathRemark { paths, text, place })
    }
}

/// The prose of a section about a request, as its blocks come.
pub struct Reader<'r, 'p, 'a> {
    /// The path of the page.
    page: &'r str,
    dialect: &'r CachedDialect<'r>,
    said: &'r mut SaidOfLines,
    /// How much was said before the section.
    first: usize,
    /// What the heading says, if it says anything, and where it stands.
    heading: Option<(Box<str>, Spot)>,
    /// The lines below the heading.
    below: Vec<usize>,
    /// What introduces them.
    introduction: Vec<String>,
    /// Prose below which no line has come yet.
    waiting: Vec<Placed<'p, 'a>>,
}

impl<'r, 'p, 'a> Reader<'r, 'p, 'a> {
    /// Begins a section of the page of the path `page`.
    pub fn new(
        page: &'r str,
        section: &Section<'p, 'a>,
        dialect: &'r CachedDialect<'r>,
        said: &'r mut SaidOfLines,
    ) -> Self {
        let heading = section.heading.and_then(|placed| {
            let written = section.written_title()?;
            let title = title(&written, dialect);
            (!title.is_empty()).then(|| (title, place(placed, page)))
        });
        Self {
            page,
            dialect,
            first: said.of_lines.len(),
            said,
            heading,
            below: Vec::new(),
            introduction: Vec::new(),
            waiting: Vec::new(),
        }
    }

    /// A block that is no request line.
    pub fn prose(&mut self, placed: Placed<'p, 'a>) {
        // Callouts are remarks wherever they stand.
        if let BlockKind::Paragraph(Container::Page | Container::List(_), _) = &placed.block.kind {
            self.waiting.push(placed);
        } else if !matches!(
            placed.block.kind,
            BlockKind::Annotation(_) | BlockKind::Paragraph(Container::Callout, _)
        ) {
            self.close();
        }
    }

    /// A block with request lines.
    pub fn lines(&mut self, lines: &[usize]) {
        let is_item = |it: &Placed<'_, '_>| it.block.kind.is_item();
        let is_list = self.waiting.len() > 1 && self.waiting.iter().rev().take(2).all(is_item);
        // The items of a list are about more than what comes next.
        let last = if is_list { None } else { self.waiting.pop() };
        self.close();
        if let Some(placed) = last {
            let text = of_lines(placed, self.dialect);
            self.say(lines, text, place(placed, self.page));
        }
        self.below.extend(lines);
    }

    /// What a comment among request lines says of those below it.
    pub fn comment(&mut self, lines: &[usize], text: &str, on: &Page<'_>, span: &Span) {
        let text = told_of_lines(text, self.dialect);
        self.say(lines, text, Spot::new(on.source(span.start), self.page));
    }

    fn say(&mut self, lines: &[usize], text: Box<str>, place: Spot) {
        if !text.is_empty() && !lines.is_empty() {
            self.said.of_lines.push(Said { lines: in_order(lines), text, place });
        }
    }

    /// Makes one text of what waits.
    fn close(&mut self) {
        let mut text = String::new();
        for placed in self.waiting.drain(..) {
            let BlockKind::Paragraph(container, paragraph) = &placed.block.kind else { continue };
            let words = markdown(placed.page, paragraph);
            let is_item = container.is_item();
            let words = if is_item {
                untold_item(&words, self.dialect)
            } else {
                untold(&words, self.dialect)
            };
            let words = kept(&words, |sentence| !self.dialect.requests.told.is_match(sentence));
            if words.is_empty() {
                continue;
            }
            add_paragraph(&mut text, *container, &words);
        }
        if !text.is_empty() {
            self.introduction.push(text);
        }
    }

    /// Ends the section.
    pub fn end(mut self) {
        self.close();
        match self.heading.filter(|_| !self.below.is_empty()) {
            Some((heading, place)) => {
                let introduction = self.introduction.join("\n\n");
                let separator = if introduction.is_empty() { "" } else { ".\n\n" };
                let text = [&*heading, separator, &introduction].concat().into();
                let said = Said { lines: in_order(&self.below), text, place };
                self.said.of_lines.insert(self.first, said);
            }
            None => {
                let remarks = self.introduction.into_iter();
                let remarks =
                    remarks.map(|text| Remark { about: Topic::Operation, text: text.into() });
                self.said.of_operation.extend(remarks);
            }
        }
    }
}

/// What a heading says of the request lines below it; empty where that is only that there are some.
fn title(written: &str, dialect: &Dialect) -> Box<str> {
    let written = dialect.titles.without_number(written).trim_end_matches([' ', ':', '.']);
    let title = dialect.requests.title.strip(written);
    let inner = title.strip_prefix('(').and_then(|title| title.strip_suffix(')'));
    let title = inner.unwrap_or(&title);
    // What followed other words begins in lower case.
    if title.len() < written.len() { upper_first(title).into() } else { title.into() }
}

/// Where a block stands, beside a page.
fn place(placed: Placed<'_, '_>, page: &str) -> Spot {
    Spot::new(placed.page.source(placed.block.span.start), page)
}

/// What a paragraph right above request lines says of them.
fn of_lines(placed: Placed<'_, '_>, dialect: &Dialect) -> Box<str> {
    match &placed.block.kind {
        BlockKind::Paragraph(_, text) if text.is_bold() => told_of_lines(&text.plain(), dialect),
        BlockKind::Paragraph(_, text) => told_of_lines(&markdown(placed.page, text), dialect),
        _ => Box::default(),
    }
}

/// A text without the sentences that only say that a request line comes, and without its colon.
fn told_of_lines(text: &str, dialect: &Dialect) -> Box<str> {
    let is_told = |sentence: &str| {
        dialect.requests.told.is_match(sentence) || dialect.remarks.told.is_match(sentence)
    };
    let kept = kept(text, |sentence| !is_told(sentence));
    kept.trim_end().trim_end_matches(':').into()
}

fn in_order(lines: &[usize]) -> Vec<usize> {
    let mut lines = lines.to_vec();
    lines.sort_unstable();
    lines.dedup();
    lines
}
