//! One file, taken apart: front matter, headings, paragraphs, tables, fences, annotations and
//! includes, each with its byte span. Knows Markdown, no API.
//!
//! A [`Page`] looks the same whichever way its file is written:
//! - `markdown`: source Markdown and Learn's own export of it, through pulldown-cmark;
//! - [`rendered`]: text taken from a rendered page, where titles are bare lines, fences are gone and
//!   tables may lack outer pipes or their delimiter row.

pub(crate) mod annotation;
mod callout;
pub(crate) mod front_matter;
mod html_tag;
mod inline;
mod line_index;
mod loose_table;
mod markdown;
pub(crate) mod message_line;
pub mod rendered;
mod table;

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::CowStr;
use smallvec::SmallVec;

use crate::diagnostics::{Begun, Code, Diagnostic, Place, Report};
use crate::ir::Source;
use front_matter::FrontMatter;
use line_index::{Counted, LineIndex};
use rendered::bare_lines::BareLines;

/// Bytes of the page's text.
pub type Span = Range<usize>;

/// A page, taken apart.
#[derive(Debug)]
pub struct Page<'a> {
    /// Path relative to the documentation's root.
    pub path: Arc<str>,
    /// The whole text.
    pub text: &'a str,
    /// How it is written.
    pub form: Form,
    /// Keys and values at its top.
    pub front_matter: FrontMatter<'a>,
    /// Its blocks in order.
    pub blocks: Vec<Block<'a>>,
    /// What is wrong with it as Markdown.
    pub report: Report,
    lines: LineIndex,
    counted: Counted<'a>,
}

/// How a page is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Markdown: headings with `#`, fences.
    Markdown,
    /// Text of a rendered page: none of them.
    Rendered,
}

/// A block of a page.
#[derive(Debug)]
pub struct Block<'a> {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: BlockKind<'a>,
}

/// What a block is.
#[derive(Debug)]
pub enum BlockKind<'a> {
    /// A heading of level 1 to 6.
    Heading(u8, Text<'a>),
    /// Running text.
    Paragraph(Container, Text<'a>),
    /// A table.
    Table(Table<'a>),
    /// A fenced or indented piece of code: its info string and its contents.
    Fence(Fence<'a>),
    /// JSON in an HTML comment.
    Annotation(serde_json_borrow::Value<'a>),
    /// `[!INCLUDE [label](target)]`; the target is empty in rendered text.
    Include(&'a str),
}

impl BlockKind<'_> {
    /// Whether it is a paragraph of an item of a list.
    pub fn is_item(&self) -> bool {
        matches!(self, Self::Paragraph(container, _) if container.is_item())
    }
}

/// What a paragraph stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Container {
    /// Nothing.
    Page,
    /// An item of a list.
    List(Item),
    /// A quote: `> [!NOTE]`, `> **Note:** …`; a box: `:::note`; or what is called a note: `**Note:** …`.
    Callout,
}

impl Container {
    /// Whether it is an item of a list.
    pub fn is_item(self) -> bool {
        matches!(self, Self::List(_))
    }
}

/// Where in a list a paragraph stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Item {
    /// How many lists are around its list.
    pub depth: u8,
    /// Its number, in a list that has numbers.
    pub number: Option<u32>,
    /// Whether there is text of the same item before it.
    pub goes_on: bool,
}

/// A fenced piece of code.
#[derive(Clone, Debug)]
pub struct Fence<'a> {
    /// What follows the opening marks, in lower case without surrounding space: `http`.
    pub info: Cow<'a, str>,
    /// Its contents.
    pub contents: &'a str,
    /// Where the contents stand.
    pub span: Span,
}

/// A table; every row has as many cells as the header.
#[derive(Debug)]
pub struct Table<'a> {
    /// Cells of the header row.
    pub header: Vec<Text<'a>>,
    /// The other rows.
    pub rows: Vec<Row<'a>>,
    /// Whether the same text gives the same cells wherever it stands: Markdown itself saw the table,
    /// and no link in it can be defined elsewhere on the page.
    pub self_contained: bool,
}

/// A row of a table.
#[derive(Debug)]
pub struct Row<'a> {
    /// Where it stands.
    pub span: Span,
    /// Its cells.
    pub cells: Vec<Text<'a>>,
}

/// Text with its inline marks.
#[derive(Debug, Default)]
pub struct Text<'a> {
    /// Where it stands, marks included.
    pub span: Span,
    /// Its pieces in order.
    pub pieces: Pieces<'a>,
}

/// Pieces of a text; most texts are one.
pub type Pieces<'a> = SmallVec<[Piece<'a>; 1]>;

/// A stretch of text with one kind of mark.
#[derive(Debug)]
pub struct Piece<'a> {
    /// Where it stands, without its marks.
    pub span: Span,
    /// The text as it reads.
    pub text: CowStr<'a>,
    /// How it is marked.
    pub mark: Mark<'a>,
}

/// How a piece of text is marked.
#[derive(Clone, Debug, PartialEq)]
pub enum Mark<'a> {
    /// Not at all.
    Plain,
    /// As code.
    Code,
    /// As bold or italic.
    Emphasis,
    /// As a link to that target.
    Link(CowStr<'a>),
    /// A line break, written as one or as HTML.
    Break,
}

impl<'a> Page<'a> {
    /// Takes a page apart. `bare` tells what bare lines of a rendered page are.
    pub fn parse(path: &str, text: &'a str, bare: &BareLines) -> Self {
        Self::parse_as(None, path, text, bare)
    }

    /// Takes a file apart that pages include: only Markdown says where includes lead.
    pub fn parse_included(path: &str, text: &'a str, bare: &BareLines) -> Self {
        Self::parse_as(Some(Form::Markdown), path, text, bare)
    }

    fn parse_as(form: Option<Form>, path: &str, text: &'a str, bare: &BareLines) -> Self {
        let mut page = Self {
            path: path.into(),
            text,
            form: Form::Markdown,
            front_matter: FrontMatter::default(),
            // A block has some 150 bytes on average.
            blocks: Vec::with_capacity(text.len() / 150),
            report: Report::default(),
            lines: LineIndex::default(),
            counted: Counted::new(text),
        };
        let body = page.take_front_matter();
        page.form = form.unwrap_or_else(|| form_of(text, body, bare));
        match page.form {
            Form::Markdown => markdown::parse(&mut page, body),
            Form::Rendered => rendered::parse(&mut page, body, bare),
        }
        page.take_metadata_table();
        page
    }

    /// The page's text in a span, marks included.
    pub fn raw(&self, span: &Span) -> &'a str {
        self.text.get(span.clone()).unwrap_or("")
    }

    /// Line and column of a byte.
    pub fn source(&self, byte: usize) -> Source {
        let (line, column) = self.lines.line_and_column(self.counted, byte);
        Source { page: Arc::clone(&self.path), line, column }
    }

    /// The place of a span, cut at the end of its first line.
    pub fn place(&self, span: &Span) -> Place {
        Place { source: self.source(span.start), length: self.length(span) }
    }

    /// How many characters a span has up to the end of its first line.
    pub fn length(&self, span: &Span) -> u32 {
        let raw = self.raw(span);
        // Most places are parts of a line.
        let length = match memchr::memchr(b'\n', raw.as_bytes()) {
            Some(_) => raw.lines().next().map_or(0, str::len),
            None => raw.len(),
        };
        self.counted.characters(span.start..span.start + length)
    }

    /// How many characters stand in a span.
    pub fn characters(&self, span: Span) -> u32 {
        self.counted.characters(span)
    }

    /// Begins a finding about a span.
    pub(crate) fn finding(&self, code: Code, span: &Span) -> Begun {
        Diagnostic::of(code, self.place(span))
    }

    /// Reads front matter and returns where the rest begins.
    fn take_front_matter(&mut self) -> usize {
        let (front_matter, body, problem) = front_matter::parse(self.text);
        self.front_matter = front_matter;
        if let Some(span) = problem {
            self.report.push(
                self.finding(Code::BrokenFrontMatter, &span)
                    .found("a line of the front matter is not `key: value`")
                    .expected("`key: value`")
                    .instead("the line was ignored"),
            );
        }
        body
    }

    /// Takes front matter from the page's first table, as Learn's export shows it.
    fn take_metadata_table(&mut self) {
        if !self.front_matter.is_empty() {
            return;
        }
        let Some(BlockKind::Table(table)) = self.blocks.first().map(|block| &block.kind) else {
            return;
        };
        let Some(front_matter) = front_matter::from_table(table, self.text) else {
            return;
        };
        self.front_matter = front_matter;
        self.blocks.remove(0);
    }
}

/// A page is Markdown if it uses Markdown's own marks where every such page has them: front matter,
/// a fence, a heading as its first line, or a heading below the first level. One such heading among bare
/// titles was not seen as one when the page was rendered.
fn form_of(text: &str, body: usize, bare: &BareLines) -> Form {
    let rest = text.get(body..).unwrap_or("");
    let first = rest.lines().find(|line| !line.trim().is_empty()).unwrap_or("");
    if body > 0 || first.starts_with("# ") {
        return Form::Markdown;
    }
    let mut headings = 0;
    for line in rest.lines().map(str::trim_start) {
        if line.starts_with("```") {
            return Form::Markdown;
        }
        headings += usize::from(line.starts_with("## ") || line.starts_with("### "));
    }
    let has_bare_title = || rest.lines().any(|line| bare.titles.have_whole(line.trim()));
    match headings {
        0 => Form::Rendered,
        1 if has_bare_title() => Form::Rendered,
        _ => Form::Markdown,
    }
}

impl<'a> Text<'a> {
    /// How it reads, without marks; space around it is cut, and no-break spaces are spaces.
    pub fn plain(&self) -> Cow<'_, str> {
        let text: Cow<'_, str> = match self.pieces.as_slice() {
            [] => Cow::Borrowed(""),
            [piece] => Cow::Borrowed(&piece.text),
            pieces => {
                let mut text = String::with_capacity(self.length());
                for piece in pieces {
                    text.push_str(&piece.text);
                }
                Cow::Owned(text)
            }
        };
        // The first byte of a no-break space in UTF-8, which most texts do not have.
        if memchr::memchr(0xc2, text.as_bytes()).is_some() {
            return Cow::Owned(text.replace('\u{a0}', " ").trim().to_owned());
        }
        match text {
            Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
            Cow::Owned(text) if text.trim().len() == text.len() => Cow::Owned(text),
            Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
        }
    }

    /// How many bytes there are of it without marks.
    pub fn length(&self) -> usize {
        self.pieces.iter().map(|piece| piece.text.len()).sum()
    }

    /// Whether it reads as nothing.
    pub fn is_blank(&self) -> bool {
        self.pieces.iter().all(|piece| piece.text.trim().is_empty())
    }

    /// Whether all of it is bold, or italic.
    pub fn is_bold(&self) -> bool {
        matches!(&self.pieces[..], [piece] if piece.mark == Mark::Emphasis)
    }

    /// Its links in order: text and target.
    pub fn links(&self) -> impl Iterator<Item = (&Piece<'a>, &str)> {
        self.pieces.iter().filter_map(|piece| match &piece.mark {
            Mark::Link(target) => Some((piece, target.as_ref())),
            _ => None,
        })
    }

    /// What it marks as code, in order.
    pub fn codes(&self) -> impl Iterator<Item = &Piece<'a>> {
        self.pieces.iter().filter(|piece| piece.mark == Mark::Code)
    }
}
