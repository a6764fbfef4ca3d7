//! Remarks: what a page says in running text beside its facts. Roles, limits, what to do next.
//!
//! A section whose title is not one that every page has makes one remark, below that title.
//!
//! - `unread_blocks` keeps tables and fences from which nothing else is read.
//! - `unread_tables` reports tables of properties or members that nothing reads.

pub mod unread_blocks;
pub mod unread_tables;

use crate::dialect::{Dialect, SectionKind};
use crate::ir::{Remark, Topic};
use crate::page::{Block, BlockKind, Container, Item};
use crate::read::cached_dialect::CachedDialect;
use crate::read::layout::section::{Placed, Section};
use crate::read::layout::untitled_request;
use crate::read::operation::{errors, told_permissions};
use crate::read::properties::listed;
use crate::read::prose::{add_paragraph, markdown, sentences};
use crate::read::types::enums;
use unread_blocks::Known;

/// Reads the remarks of an operation's page: callouts, and the text of sections about a part of the
/// request, about the response, or about what no other page has a title for, without what facts were
/// read from.
pub fn of_operation(
    sections: &[Section<'_, '_>],
    known: &Known<'_>,
    dialect: &CachedDialect<'_>,
) -> Vec<Remark> {
    let topic = |kind| match kind {
        SectionKind::Permissions => Some(Topic::Permissions),
        SectionKind::QueryParameters => Some(Topic::Query),
        SectionKind::PathParameters | SectionKind::FunctionParameters | SectionKind::Parameters => {
            Some(Topic::Parameters)
        }
        SectionKind::RequestHeaders => Some(Topic::Headers),
        SectionKind::RequestBody => Some(Topic::Body),
        SectionKind::Response => Some(Topic::Response),
        SectionKind::Remarks => Some(Topic::Operation),
        _ => None,
    };
    let topic = |section: &Section<'_, '_>| match section.kind {
        None => Some(Topic::Operation),
        // Below the request lines, and about what stands in them.
        Some(SectionKind::HttpRequest)
            if has_no_lines(section) && has_own_title(section, dialect) =>
        {
            Some(Topic::Operation)
        }
        Some(kind) => topic(kind),
    };
    read(sections, topic, known, dialect)
}

/// Reads the remarks of a resource's page, as Markdown.
pub fn of_type(
    sections: &[Section<'_, '_>],
    known: &Known<'_>,
    dialect: &CachedDialect<'_>,
) -> Vec<Box<str>> {
    let topic = |section: &Section<'_, '_>| match section.kind {
        None
        | Some(SectionKind::Properties | SectionKind::Relationships | SectionKind::Remarks) => {
            Some(Topic::default())
        }
        Some(SectionKind::Members) if enums::is_untitled(section) => Some(Topic::default()),
        // Text among methods is about them.
        Some(SectionKind::Methods) if section.tables().next().is_none() => Some(Topic::default()),
        Some(_) => None,
    };
    read(sections, topic, known, dialect).into_iter().map(|remark| remark.text).collect()
}

/// Reads callouts wherever they stand but in examples, and the text of sections that have a topic. The
/// first section is the introduction, whose text is a description.
fn read(
    sections: &[Section<'_, '_>],
    topic: impl Fn(&Section<'_, '_>) -> Option<Topic>,
    known: &Known<'_>,
    dialect: &CachedDialect<'_>,
) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for (at, section) in sections.iter().enumerate() {
        if section.kind == Some(SectionKind::Examples) {
            continue;
        }
        let topic = if at == 0 && section.kind.is_none() { None } else { topic(section) };
        let first = remarks.len();
        let mut reader = Reader {
            section,
            topic,
            known,
            dialect,
            remarks: &mut remarks,
            previous: None,
            lists_errors: false,
        };
        let listed = listed_facts(section, known, dialect);
        for placed in &section.blocks {
            if !listed.iter().any(|block| std::ptr::eq(*block, placed.block)) {
                reader.block(*placed);
            }
        }
        if topic.is_some() && remarks.len() > first {
            join_below_title(&mut remarks, first, section, dialect);
        }
    }
    remarks
}

/// Makes one remark of those of a section, from the `first`, below the section's title, unless that is
/// one that many pages have: then what the remarks are about says as much.
fn join_below_title(
    remarks: &mut Vec<Remark>,
    first: usize,
    section: &Section<'_, '_>,
    dialect: &Dialect,
) {
    if !has_own_title(section, dialect) {
        return;
    }
    let Some(title) = section.written_title() else { return };
    let title = dialect.titles.without_number(title.trim());
    let mut joined = format!("## {}", title.trim_end_matches(':'));
    let about = remarks[first].about;
    for remark in remarks.drain(first..) {
        joined += "\n\n";
        joined += &remark.text;
    }
    remarks.push(Remark { about, text: joined.into() });
}

/// Whether a section has a title that is none of those that many pages have.
fn has_own_title(section: &Section<'_, '_>, dialect: &Dialect) -> bool {
    let title = section.title();
    let title = dialect.titles.without_number(&title).trim_end_matches(':');
    !title.is_empty() && !dialect.sections.have_title(title)
}

/// Whether a section has no request lines.
fn has_no_lines(section: &Section<'_, '_>) -> bool {
    section.fences().next().is_none()
        && !section.paragraphs().any(|(_, text)| untitled_request::line(text).is_some())
}

/// The items of a section's lists from which facts are read, and its sentences that say nothing else.
fn listed_facts<'p, 'a>(
    section: &Section<'p, 'a>,
    known: &Known<'_>,
    dialect: &CachedDialect<'_>,
) -> Vec<&'p Block<'a>> {
    let is_item = |placed: &&Placed<'_, '_>| placed.block.kind.is_item();
    match section.kind {
        Some(SectionKind::Methods) => {
            let items = section.blocks.iter().filter(is_item);
            items.filter(|placed| leads_on(placed)).map(|placed| placed.block).collect()
        }
        Some(SectionKind::Permissions) if known.permissions_are_told => {
            let told = told_permissions::read(section, dialect);
            told.blocks.iter().map(|placed| placed.block).collect()
        }
        Some(
            SectionKind::QueryParameters
            | SectionKind::Parameters
            | SectionKind::PathParameters
            | SectionKind::FunctionParameters
            | SectionKind::RequestBody,
        ) => listed::parameters(section, dialect).iter().map(|it| it.placed.block).collect(),
        _ => Vec::new(),
    }
}

/// Whether a paragraph has a link: an item that has none is about the methods of the others.
fn leads_on(placed: &Placed<'_, '_>) -> bool {
    matches!(&placed.block.kind, BlockKind::Paragraph(_, text) if text.links().next().is_some())
}

struct Reader<'r, 'p, 'a> {
    section: &'r Section<'p, 'a>,
    /// What running text is about; nothing where only callouts count.
    topic: Option<Topic>,
    /// What facts are read from.
    known: &'r Known<'r>,
    dialect: &'r CachedDialect<'r>,
    remarks: &'r mut Vec<Remark>,
    /// The paragraph before, with which the next one can make one remark.
    previous: Option<Previous<'p, 'a>>,
    /// Whether the items of a list that comes next belong to what is said of an error.
    lists_errors: bool,
}

#[derive(Clone, Copy)]
struct Previous<'p, 'a> {
    placed: Placed<'p, 'a>,
    container: Container,
    /// Whether the last remark ends with it.
    is_kept: bool,
    /// Whether it ends with a colon.
    announces: bool,
}

impl<'p, 'a> Reader<'_, 'p, 'a> {
    fn block(&mut self, placed: Placed<'p, 'a>) {
        let (container, text) = match &placed.block.kind {
            BlockKind::Paragraph(container, text) => (*container, text),
            BlockKind::Annotation(_) => return,
            BlockKind::Table(_) | BlockKind::Fence(_) => {
                self.table_or_fence(placed);
                return;
            }
            BlockKind::Heading(..) | BlockKind::Include(_) => {
                self.previous = None;
                return;
            }
        };
        let is_callout = container == Container::Callout;
        let is_announced = || {
            container.is_item()
                && self.previous.as_ref().is_some_and(|it| it.container.is_item() || it.announces)
        };
        if self.topic.is_none() && !is_callout && !is_announced() {
            self.previous = None;
            return;
        }
        if self.lists_errors && container.is_item() {
            return;
        }
        let text = markdown(placed.page, text);
        let kept = match container {
            Container::Callout => {
                let text = without_marker(&text, self.dialect).trim_start_matches("- ");
                kept(text, |sentence| !self.dialect.remarks.everywhere.is_match(sentence))
            }
            Container::List(_) => untold_item(&text, self.dialect),
            // Most of them stand on many pages.
            Container::Page => self.dialect.untold.of(&text, || untold(&text, self.dialect)),
        };
        let announces_errors = |sentence| errors::is_meaning(sentence, self.dialect);
        self.lists_errors =
            text.ends_with(':') && sentences(&text).last().is_some_and(announces_errors);
        self.paragraph(placed, container, &kept);
    }

    fn paragraph(&mut self, placed: Placed<'p, 'a>, container: Container, kept: &str) {
        let written_in = match container {
            Container::Callout if is_item(placed) => Container::List(Item::default()),
            Container::Callout => Container::Page,
            other => other,
        };
        let previous = self.previous.take();
        let goes_on = previous.is_some_and(|previous| match container {
            Container::Callout => {
                previous.container == container && is_one_callout(previous.placed, placed)
            }
            Container::List(_) => previous.container != Container::Callout || previous.announces,
            Container::Page => false,
        });
        let last = self.remarks.last_mut();
        let last = last.filter(|_| goes_on && previous.is_some_and(|previous| previous.is_kept));
        let is_kept = match last {
            _ if kept.is_empty() => last.is_some(),
            Some(last) => {
                let mut text = String::from(std::mem::take(&mut last.text));
                add_paragraph(&mut text, written_in, kept);
                last.text = text.into();
                true
            }
            None => {
                let mut text = String::new();
                add_paragraph(&mut text, written_in, kept);
                self.remarks
                    .push(Remark { about: self.topic.unwrap_or_default(), text: text.into() });
                true
            }
        };
        let announces = kept.ends_with(':');
        self.previous = Some(Previous { placed, container, is_kept, announces });
    }

    /// A table or a fence: a part of what is said before it, or what facts are read from.
    fn table_or_fence(&mut self, placed: Placed<'p, 'a>) {
        // Where requests stand under no title, so do fences about them.
        let is_fence = matches!(placed.block.kind, BlockKind::Fence(_));
        let about =
            self.topic.or((is_fence && self.known.untitled_are_read).then_some(Topic::Operation));
        let Some(about) = about else {
            self.previous = None;
            return;
        };
        let Some(text) = unread_blocks::markdown(self.section, placed, self.known, self.dialect)
        else {
            self.drop_announcement();
            self.previous = None;
            return;
        };
        let previous = self.previous.take().filter(|it| it.is_kept);
        match self.remarks.last_mut().filter(|_| previous.is_some()) {
            Some(last) => last.text = [&*last.text, "\n\n", &text].concat().into(),
            None => self.remarks.push(Remark { about, text: text.into() }),
        }
        // It stands between two items of a list.
        self.previous = previous.filter(|it| it.container.is_item());
    }

    /// Drops the sentence that says what comes next: a table, from which facts are read, or a fence.
    fn drop_announcement(&mut self) {
        let is_text = |it: &Previous<'_, '_>| it.is_kept && it.container == Container::Page;
        if !self.previous.as_ref().is_some_and(is_text) {
            return;
        }
        let Some(last) = self.remarks.last_mut() else { return };
        let announcement = sentences(&last.text).last().unwrap_or("");
        if !self.dialect.remarks.announces.is_match(announcement) {
            return;
        }
        let announcement = announcement.len();
        let rest = last.text[..last.text.len() - announcement].trim_end();
        if rest.is_empty() {
            self.remarks.pop();
        } else {
            last.text = rest.into();
        }
    }
}

/// The sentences of a text that say something of which no fact was read.
pub fn untold(text: &str, dialect: &Dialect) -> Box<str> {
    // "None." is no sentence, and a fact that is read.
    let is_sentence = |text: &str| text.split(' ').any(|it| it.starts_with(char::is_lowercase));
    kept(text, |sentence| is_sentence(sentence) && says_more(sentence, dialect))
}

/// The same of an item of a list, which need not be a sentence.
pub fn untold_item(text: &str, dialect: &Dialect) -> Box<str> {
    if errors::is_item(text) {
        return Box::default();
    }
    kept(text, |sentence| says_more(sentence, dialect))
}

fn says_more(sentence: &str, dialect: &Dialect) -> bool {
    !dialect.remarks.told.is_match(sentence)
        && !dialect.namespace.is_match(sentence)
        && !dialect.clouds.announced.is_match(sentence)
        && !dialect.facts.inherits.is_match(sentence)
        && !errors::is_meaning(sentence, dialect)
}

/// The sentences of a text that are kept; as it is wrapped, if all of them are.
pub fn kept(text: &str, is_kept: impl Fn(&str) -> bool) -> Box<str> {
    let mut kept: Vec<&str> = sentences(text).collect();
    let all = kept.len();
    kept.retain(|sentence| is_kept(sentence));
    if kept.len() == all { text.into() } else { kept.join(" ").into() }
}

/// Whether a block is a callout that ends with a colon: the list after it belongs to it.
pub fn announces_list(placed: Placed<'_, '_>) -> bool {
    matches!(
        &placed.block.kind,
        BlockKind::Paragraph(Container::Callout, text) if text.plain().trim_end().ends_with(':')
    )
}

/// Whether a paragraph of a callout is an item of a list in it.
fn is_item(placed: Placed<'_, '_>) -> bool {
    let start = placed.block.span.start;
    let before = placed.page.raw(&(0..start));
    let line = before.rsplit('\n').next().unwrap_or("").trim_matches(['>', ' ', '\t']);
    placed.page.raw(&placed.block.span).starts_with("- ") || matches!(line, "-" | "*" | "+" | "•")
}

/// Whether nothing but the callout's own marks stands between two paragraphs of callouts.
fn is_one_callout<'a>(first: Placed<'_, 'a>, second: Placed<'_, 'a>) -> bool {
    let between = first.page.raw(&(first.block.span.end..second.block.span.start));
    let mut lines = between.split('\n').skip(1).peekable();
    let mut is_one = std::ptr::eq(first.page, second.page);
    while let Some(line) = lines.next() {
        // The last stretch is the beginning of the second paragraph's own line.
        is_one = is_one && (lines.peek().is_none() || line.trim_start().starts_with('>'));
    }
    is_one
}

/// A callout's text without `[!NOTE]` or `**Note:**`.
pub fn without_marker<'t>(text: &'t str, dialect: &Dialect) -> &'t str {
    let text = text.trim();
    let text = match text.strip_prefix("[!").and_then(|rest| rest.split_once(']')) {
        Some((_, rest)) => rest.trim(),
        None => text,
    };
    dialect.remarks.note.find(text).map_or(text, |note| &text[note.end()..])
}
