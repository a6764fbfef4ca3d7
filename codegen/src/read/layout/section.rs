//! A page's blocks, sorted into sections.
//!
//! Titles decide. Rendered pages that show none are sorted by what sections begin with, which
//! `untitled_page` knows.

use std::borrow::Cow;

use super::columns::Columns;
use super::untitled_page::UntitledPage;
use super::untitled_request;
use crate::diagnostics::Place;
use crate::dialect::SectionKind;
use crate::page::{Block, BlockKind, Container, Fence, Form, Page, Table, Text};
use crate::read::cached_dialect::CachedDialect;
use crate::read::is_name;
use crate::read::properties::headed;
use crate::read::prose::{self, Prose};

/// Finds included pages.
pub trait Includes<'a> {
    /// The page that `target`, written on page `from`, leads to.
    fn find(&self, from: &str, target: &str) -> Option<&Page<'a>>;
}

/// A block, and the page it stands on: an included one, perhaps.
#[derive(Clone, Copy)]
pub struct Placed<'p, 'a> {
    /// The page.
    pub page: &'p Page<'a>,
    /// The block.
    pub block: &'p Block<'a>,
}

impl Placed<'_, '_> {
    /// Where it stands.
    pub fn place(self) -> Place {
        self.page.place(&self.block.span)
    }
}

/// A stretch of a page.
#[derive(Clone)]
pub struct Section<'p, 'a> {
    /// What it is about; `None` for introductions and titles that the dialect does not know.
    pub kind: Option<SectionKind>,
    /// Its heading: a heading, or a line in bold.
    pub heading: Option<Placed<'p, 'a>>,
    /// Level of the heading; 0 for what stands before any.
    pub level: u8,
    /// Its blocks.
    pub blocks: Vec<Placed<'p, 'a>>,
}

impl<'p, 'a> Section<'p, 'a> {
    fn new(kind: Option<SectionKind>, heading: Option<Placed<'p, 'a>>, level: u8) -> Self {
        Self { kind, heading, level, blocks: Vec::new() }
    }

    /// The heading's text; empty without one.
    pub fn title(&self) -> String {
        match self.heading.map(|heading| &heading.block.kind) {
            Some(BlockKind::Heading(_, text) | BlockKind::Paragraph(_, text)) => {
                text.plain().into_owned()
            }
            _ => String::new(),
        }
    }

    /// The heading's words as Markdown; `None` without one.
    pub fn written_title(&self) -> Option<Cow<'p, str>> {
        let Placed { page, block } = self.heading?;
        match &block.kind {
            BlockKind::Heading(_, text) | BlockKind::Paragraph(_, text) => {
                Some(prose::heading(page, text))
            }
            _ => None,
        }
    }

    /// Level of its heading as written; `None` where no heading begins it.
    pub fn depth(&self) -> Option<u8> {
        match self.heading?.block.kind {
            BlockKind::Heading(level, _) => Some(level),
            _ => None,
        }
    }

    /// Its tables.
    pub fn tables(&self) -> impl Iterator<Item = (&'p Page<'a>, &'p Table<'a>)> {
        self.blocks.iter().filter_map(|placed| match &placed.block.kind {
            BlockKind::Table(table) => Some((placed.page, table)),
            _ => None,
        })
    }

    /// Its fences.
    pub fn fences(&self) -> impl Iterator<Item = (&'p Page<'a>, &'p Fence<'a>)> {
        self.blocks.iter().filter_map(|placed| match &placed.block.kind {
            BlockKind::Fence(fence) => Some((placed.page, fence)),
            _ => None,
        })
    }

    /// Its paragraphs, list items and callouts included.
    pub fn paragraphs(&self) -> impl Iterator<Item = (&'p Page<'a>, &'p Text<'a>)> {
        self.blocks.iter().filter_map(|placed| match &placed.block.kind {
            BlockKind::Paragraph(_, text) => Some((placed.page, text)),
            _ => None,
        })
    }

    /// Its running text without the items of lists, which are not about all of the page.
    pub fn sentences(&self) -> Prose {
        Prose::of_all(self.blocks.iter().filter_map(|placed| match &placed.block.kind {
            BlockKind::Paragraph(container, text) if !container.is_item() => Some(text),
            _ => None,
        }))
    }

    /// Its running text.
    pub fn prose(&self) -> Prose {
        Prose::of_all(self.paragraphs().map(|(_, text)| text))
    }
}

/// The sections about something.
pub fn of_kind<'s, 'p, 'a>(
    sections: &'s [Section<'p, 'a>],
    kind: SectionKind,
) -> impl Iterator<Item = &'s Section<'p, 'a>> + Clone {
    sections.iter().filter(move |section| section.kind == Some(kind))
}

/// Sorts a page's blocks into sections. The page's title is no block of any, and begins one only where it is
/// a request line; a missing include is left out and named in `missing`, with the section it stands in.
pub fn split<'p, 'a>(
    page: &'p Page<'a>,
    dialect: &CachedDialect<'_>,
    includes: &'p dyn Includes<'a>,
    missing: &mut Vec<(Placed<'p, 'a>, Option<SectionKind>)>,
) -> Vec<Section<'p, 'a>> {
    let untitled_are_read = untitled_request::are_read(page, dialect);
    // Single lines may look like titles on pages that show none.
    let is_title = |block: &Block<'_>| match &block.kind {
        BlockKind::Heading(2.., text) => dialect.sections.have_title(&text.plain()),
        _ => false,
    };
    let shows_titles = page.form == Form::Markdown || page.blocks.iter().any(is_title);
    let mut sorter = Sorter {
        dialect,
        form: page.form,
        sections: vec![Section::new(None, None, 0)],
        title: None,
        untitled: untitled_are_read.then_some(Untitled::Unknown),
        untitled_are_read,
        untitled_page: (!shows_titles).then(|| UntitledPage::new(page, dialect)),
    };
    for block in &page.blocks {
        match &block.kind {
            BlockKind::Include(target) => {
                // Rendered text has lost where its includes lead.
                let part = (!target.is_empty()).then(|| includes.find(&page.path, target));
                match part.flatten() {
                    Some(part) => part
                        .blocks
                        .iter()
                        .for_each(|block| sorter.add(Placed { page: part, block })),
                    None => missing.push((Placed { page, block }, sorter.current().0)),
                }
            }
            _ => sorter.add(Placed { page, block }),
        }
    }
    sorter.sections
}

struct Sorter<'d, 'p, 'a> {
    dialect: &'d CachedDialect<'d>,
    form: Form,
    sections: Vec<Section<'p, 'a>>,
    /// What the page's title names, once it is seen.
    title: Option<Titled>,
    /// What the text is about below a heading that is no known title, or above all of them.
    untitled: Option<Untitled>,
    /// Whether what stands under no title counts.
    untitled_are_read: bool,
    /// What tells sections, where the page shows no titles.
    untitled_page: Option<UntitledPage>,
}

/// What a page's title names.
enum Titled {
    /// A resource.
    Resource(String),
    /// Several types.
    Types,
    /// Anything else.
    Other,
}

/// What text below no known title is about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Untitled {
    /// Nothing that tells yet.
    Unknown,
    /// A request: its request line stands there.
    Request,
    /// The type that the heading names.
    Type,
}

/// The level of sections that no heading begins: nothing stands below them.
const DEEPEST: u8 = 6;

impl<'p, 'a> Sorter<'_, 'p, 'a> {
    fn add(&mut self, placed: Placed<'p, 'a>) {
        match &placed.block.kind {
            BlockKind::Heading(1, text) if self.title.is_none() => {
                let title = text.plain();
                let titles = &self.dialect.titles;
                self.title = Some(match titles.resource.group("name", title.trim()) {
                    Some(name) => Titled::Resource(name.to_owned()),
                    None if titles.types.is_match(title.trim()) => Titled::Types,
                    None => Titled::Other,
                });
                self.untitled = self.untitled_are_read.then(|| self.below(&title));
                // A request line is that of all that stands below it.
                if self.untitled == Some(Untitled::Request) {
                    self.sections.push(Section::new(None, Some(placed), 1));
                }
            }
            BlockKind::Heading(level, text) => self.heading(*level, text, placed),
            BlockKind::Paragraph(Container::Page, text)
                if text.is_bold() && !self.states_request(placed) =>
            {
                self.bold_line(text, placed);
            }
            _ => {
                let (current, _) = self.current();
                if let Some(untitled) = &mut self.untitled_page {
                    // Each list of members is one of its own.
                    if let Some(section) = untitled.begun_by(placed, current, self.dialect)
                        && (current != Some(section) || section == SectionKind::Members)
                    {
                        self.sections.push(Section::new(Some(section), None, 2));
                    }
                } else if self.begins_untitled(placed) {
                    return;
                }
                if let Some(section) = self.sections.last_mut() {
                    section.blocks.push(placed);
                }
            }
        }
    }

    fn current(&self) -> (Option<SectionKind>, u8) {
        self.sections.last().map_or((None, 0), |section| (section.kind, section.level))
    }

    fn heading(&mut self, level: u8, text: &Text<'a>, placed: Placed<'p, 'a>) {
        let title = text.plain();
        let known = || self.kind_of(&title).or_else(|| self.kind_of(self.after_resource(&title)?));
        // What is code alone is the name of a thing, as those of properties are.
        let known = if headed::name(text).is_some() { None } else { known() };
        let (current, current_level) = self.current();
        let below = level > current_level;
        let states_request = self.untitled_are_read && self.below(&title) == Untitled::Request;
        let kind = match (current, known) {
            _ if states_request => None,
            // "Request" and "Response" below "Examples" are parts of an example; a rendered page
            // does not show that they stand below.
            (Some(SectionKind::Examples), _) if below => current,
            (Some(SectionKind::Examples), known)
                if self.form == Form::Rendered && known.is_none_or(SectionKind::is_in_examples) =>
            {
                current
            }
            (_, Some(known)) => Some(known),
            // "Properties of …" below "Properties" are those of something else.
            (Some(SectionKind::Properties | SectionKind::Relationships), None) => None,
            // Values of a parameter, or of a header, are none themselves.
            (Some(SectionKind::QueryParameters | SectionKind::RequestHeaders), None)
                if self.dialect.titles.values.is_match(&title) =>
            {
                None
            }
            // What has no known title belongs to what it stands below.
            (_, None) if below => current,
            _ => None,
        };
        // Parts of a section keep its level, so that the next part is below it, too.
        let level = if known.is_none() && below && kind.is_some() { current_level } else { level };
        let level = if current == Some(SectionKind::Examples) && kind == current {
            current_level
        } else {
            level
        };
        self.untitled = kind.is_none().then(|| self.untitled_below(&title)).flatten();
        self.sections.push(Section::new(kind, Some(placed), level));
    }

    /// What the text below a heading that is no known title is about, where it is read. On a page that says
    /// of which kind it is that is another type beside the page's own.
    fn untitled_below(&self, title: &str) -> Option<Untitled> {
        if self.untitled_are_read {
            return Some(self.below(title));
        }
        let titles = &self.dialect.titles;
        let is_type = matches!(self.title, Some(Titled::Resource(_)))
            && titles.resource.is_match(titles.without_number(title));
        is_type.then_some(Untitled::Type)
    }

    /// What the text below a heading is about, as far as the heading tells.
    fn below(&self, title: &str) -> Untitled {
        let titles = &self.dialect.titles;
        if titles.request.is_match(title) {
            Untitled::Request
        } else if titles.type_name(titles.without_number(title)).is_some()
            || (matches!(self.title, Some(Titled::Types)) && is_name(title.trim()))
        {
            Untitled::Type
        } else {
            Untitled::Unknown
        }
    }

    /// Whether a block is a request line below no known title.
    fn states_request(&self, placed: Placed<'p, 'a>) -> bool {
        self.untitled_are_read
            && self.untitled.is_some()
            && untitled_request::is_request(placed, self.dialect)
    }

    /// Begins the section that a block begins below no known title: a list of parameters after a
    /// request line, a line such as "Parameters:". Tells whether the block is such a line.
    fn begins_untitled(&mut self, placed: Placed<'p, 'a>) -> bool {
        if self.states_request(placed) {
            self.untitled = Some(Untitled::Request);
        }
        let Some(subject) = self.untitled else { return false };
        let is_first = self.current().0.is_none();
        match &placed.block.kind {
            BlockKind::Table(table) if is_first => {
                let columns = Columns::of(placed.page, table, self.dialect);
                let heading = self.sections.last().and_then(|section| section.heading);
                match subject {
                    Untitled::Type if columns.are_members() || columns.are_names_alone(table) => {
                        self.push_deepest(SectionKind::Members, heading);
                    }
                    Untitled::Type if columns.are_properties() => {
                        self.push_deepest(SectionKind::Properties, None);
                    }
                    Untitled::Request if columns.are_properties() => {
                        self.push_deepest(SectionKind::Parameters, None);
                    }
                    _ => {}
                }
                false
            }
            BlockKind::Paragraph(Container::Page, text) if subject == Untitled::Request => {
                let text = text.plain();
                let title = text.strip_suffix(':').and_then(|title| self.kind_of(title.trim()));
                let kind = title.or_else(|| self.dialect.sections.by_opening(&text));
                let heading = title.is_some().then_some(placed);
                if let Some(kind) = kind {
                    self.push_deepest(kind, heading);
                }
                title.is_some()
            }
            _ => false,
        }
    }

    /// Begins a section below which nothing stands.
    fn push_deepest(&mut self, kind: SectionKind, heading: Option<Placed<'p, 'a>>) {
        self.sections.push(Section::new(Some(kind), heading, DEEPEST));
    }

    /// A line in bold: a title where it is a known one, and below such a line.
    fn bold_line(&mut self, text: &Text<'a>, placed: Placed<'p, 'a>) {
        let known = self.kind_of(&text.plain());
        let Some(section) = self.sections.last_mut() else { return };
        let heading = section.heading.map(|heading| &heading.block.kind);
        let below_another = matches!(heading, Some(BlockKind::Paragraph(..)));
        let is_title = known.is_some() && section.kind != Some(SectionKind::Examples);
        if is_title || below_another {
            let level = if below_another { section.level } else { section.level + 1 };
            self.sections.push(Section::new(known, Some(placed), level));
        } else {
            section.blocks.push(placed);
        }
    }

    /// The section that a title begins.
    fn kind_of(&self, title: &str) -> Option<SectionKind> {
        self.dialect.headings.of(title, || {
            let title = self.dialect.titles.without_number(title).trim_end_matches(':');
            let is_members = self.dialect.titles.members.is_match(title);
            let members = is_members.then_some(SectionKind::Members);
            members.or_else(|| self.dialect.sections.by_title(title))
        })
    }

    /// What follows the resource's name in a title that begins with it: "Properties" of "loan
    /// Properties".
    fn after_resource<'t>(&self, title: &'t str) -> Option<&'t str> {
        let Some(Titled::Resource(name)) = &self.title else { return None };
        let (first, rest) = title.trim().split_once(' ')?;
        first.eq_ignore_ascii_case(name).then_some(rest)
    }
}
