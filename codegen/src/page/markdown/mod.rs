//! Source Markdown, through pulldown-cmark.
//!
//! - `fence` ends fences that nothing closes.
//! - `directive` reads boxes between colons, `include` the marks of included files, `html_table` tables
//!   written as HTML; `label_table` tells tables that are none.
//! - `lists` counts the lists around a paragraph.

mod directive;
mod fence;
mod html_heading;
mod html_table;
mod include;
mod label_table;
mod lists;

use memchr::memchr_iter;
use pulldown_cmark::{
    CodeBlockKind, CowStr, Event, HeadingLevel, OffsetIter, Options, Parser, Tag, TagEnd,
};

use crate::diagnostics::Code;
use crate::page::inline::Inline;
use crate::page::table::{is_delimiter, split_markdown_row, trim};
use crate::page::{
    Block, BlockKind, Container, Fence, Mark, Page, Piece, Row, Span, Table, Text, annotation,
    callout, loose_table,
};
use lists::Lists;

/// Adds the blocks of the page's text from byte `body` on.
pub(super) fn parse(page: &mut Page<'_>, body: usize) {
    let mut from = body;
    // A fence that is never closed swallows the rest of the page; the rest is read again from the
    // place where the fence must have ended.
    while let Some(resume) = parse_from(page, from) {
        from = resume;
    }
}

/// Reads to the end, or to an unclosed fence; then returns where to go on.
fn parse_from(page: &mut Page<'_>, from: usize) -> Option<usize> {
    let text = page.text.get(from..)?;
    let mut builder = Builder::new(page, from);
    let parser = Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter();
    builder.defines_links = parser.reference_definitions().iter().next().is_some();
    builder.run(parser)
}

struct Builder<'p, 'a> {
    page: &'p mut Page<'a>,
    /// Where the text that pulldown-cmark sees begins in the page.
    offset: usize,
    /// Whether the text has definitions of links that stand elsewhere in it.
    defines_links: bool,
    quotes: usize,
    lists: Lists,
    /// Whether a box between lines of colons is open.
    in_box: bool,
    /// What stands above, as far as a paragraph can belong to it.
    above: callout::Above,
    inline: Inline<'a>,
    html: Option<Span>,
    fence: Option<OpenFence<'a>>,
    table: Option<(usize, Table<'a>)>,
    cells: Vec<Text<'a>>,
}

struct OpenFence<'a> {
    info: CowStr<'a>,
    fenced: bool,
    contents: Option<Span>,
}

impl<'p, 'a> Builder<'p, 'a> {
    fn new(page: &'p mut Page<'a>, offset: usize) -> Self {
        let inline = Inline::new(page.text, offset);
        Self {
            inline,
            page,
            offset,
            defines_links: false,
            quotes: 0,
            lists: Lists::default(),
            in_box: false,
            above: callout::Above::Other,
            html: None,
            fence: None,
            table: None,
            cells: Vec::new(),
        }
    }

    fn run(&mut self, events: OffsetIter<'a>) -> Option<usize> {
        for (event, range) in events {
            let span = range.start + self.offset..range.end + self.offset;
            match event {
                Event::Start(tag) => self.open(tag, span),
                Event::End(tag) => {
                    if let Some(resume) = self.close(tag, &span) {
                        return Some(resume);
                    }
                }
                Event::Text(text) => self.text(text, span),
                Event::Code(text) => self.inline.code(text, span),
                Event::SoftBreak => self.inline.soft_break(span),
                Event::HardBreak => self.inline.hard_break(span),
                Event::InlineHtml(html) => self.inline.html(&html, span),
                Event::Html(_) => {
                    let html = self.html.get_or_insert(span.clone());
                    html.end = span.end;
                }
                // Only a bare `---` is left: the end of a group of tabs, or decoration.
                _ => {}
            }
        }
        self.flush_paragraph();
        None
    }

    fn open(&mut self, tag: Tag<'a>, span: Span) {
        match tag {
            Tag::Emphasis | Tag::Strong => self.inline.open_emphasis(span.start),
            Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } => {
                self.inline.open_link(dest_url, span.start);
            }
            Tag::TableHead | Tag::TableRow | Tag::TableCell => {}
            Tag::Heading { .. } => {
                self.flush_paragraph();
                self.inline.begin(span.start);
            }
            Tag::BlockQuote(_) => {
                self.flush_paragraph();
                self.quotes += 1;
            }
            Tag::List(first) => {
                self.flush_paragraph();
                self.lists.open(first);
            }
            Tag::Item => {
                self.flush_paragraph();
                self.lists.next_item();
            }
            Tag::CodeBlock(kind) => {
                self.flush_paragraph();
                let fenced = matches!(kind, CodeBlockKind::Fenced(_));
                let info = match kind {
                    CodeBlockKind::Fenced(info) => info,
                    CodeBlockKind::Indented => "".into(),
                };
                self.fence = Some(OpenFence { info, fenced, contents: None });
            }
            Tag::Table(_) => {
                self.flush_paragraph();
                let self_contained = !self.defines_links;
                let table = Table { header: Vec::new(), rows: Vec::new(), self_contained };
                self.table = Some((span.start, table));
            }
            Tag::HtmlBlock => {
                self.flush_paragraph();
                self.html = None;
            }
            _ => self.flush_paragraph(),
        }
    }

    fn close(&mut self, tag: TagEnd, span: &Span) -> Option<usize> {
        match tag {
            TagEnd::Emphasis | TagEnd::Strong => self.inline.close_emphasis(span.end),
            TagEnd::Link | TagEnd::Image => self.inline.close_link(span.end),
            TagEnd::TableCell => {
                let cell = self.inline.take_in(trim(self.page.text, span.clone()));
                self.cells.push(cell);
            }
            TagEnd::TableHead => {
                let cells = std::mem::take(&mut self.cells);
                if let Some((_, table)) = &mut self.table {
                    self.cells.reserve_exact(cells.len());
                    table.header = cells;
                }
            }
            TagEnd::TableRow => self.close_row(span),
            TagEnd::Table => {
                if let Some((start, table)) = self.table.take() {
                    self.close_table(start..span.end, table);
                }
            }
            TagEnd::Heading(level) => self.close_heading(level, span),
            TagEnd::BlockQuote(_) => {
                self.flush_paragraph();
                self.quotes = self.quotes.saturating_sub(1);
            }
            TagEnd::List(_) => {
                self.flush_paragraph();
                self.lists.close();
            }
            TagEnd::CodeBlock => return self.close_fence(span),
            TagEnd::HtmlBlock => {
                if let Some(html) = self.html.take() {
                    annotation::read(self.page, &html);
                    html_heading::read(self.page, &html);
                    // What a table has behind a blank line was read with it.
                    return html_table::read(self.page, &html).filter(|end| *end > span.end);
                }
            }
            _ => self.flush_paragraph(),
        }
        None
    }

    fn block(&mut self, span: Span, kind: BlockKind<'a>) {
        self.above = callout::Above::Other;
        self.page.blocks.push(Block { span, kind });
    }

    fn text(&mut self, text: CowStr<'a>, span: Span) {
        if let Some(fence) = &mut self.fence {
            let contents = fence.contents.get_or_insert(span.clone());
            contents.end = span.end;
        } else {
            self.inline.text(text, span);
        }
    }

    fn close_table(&mut self, span: Span, table: Table<'a>) {
        // The first block of a page can be its front matter.
        if self.page.blocks.is_empty() || !label_table::is_one(&table) {
            return self.block(span, BlockKind::Table(table));
        }
        for cell in table.rows.into_iter().flat_map(|row| row.cells) {
            let span = cell.span.clone();
            self.block(span, BlockKind::Paragraph(Container::Page, cell));
        }
    }

    fn close_row(&mut self, span: &Span) {
        let Some((_, table)) = &mut self.table else {
            return;
        };
        let wanted = table.header.len();
        let mut cells = std::mem::replace(&mut self.cells, Vec::with_capacity(wanted));
        let row_span = trim(self.page.text, span.clone());
        let raw = self.page.text.get(row_span.clone()).unwrap_or("");
        // Attributes of the table above, `{: .wide}`, are no row of it.
        if ["{:", "{ .", "{.", "{#"].iter().any(|mark| raw.starts_with(mark)) && raw.ends_with('}')
        {
            return;
        }
        let pipes = memchr_iter(b'|', raw.as_bytes()).count();
        let plain = pipes == wanted + 1 && raw.starts_with('|') && raw.ends_with('|');
        let found =
            if plain { wanted } else { split_markdown_row(self.page.text, &row_span).len() };
        if found > wanted
            && let Some(last) = cells.last_mut()
        {
            // An unescaped pipe in running text; the last cell is where running text stands.
            let rest = trim(self.page.text, last.span.end..row_span.end);
            let rest = rest.start..rest.end - usize::from(raw.ends_with('|'));
            let text = self.page.text.get(rest.clone()).unwrap_or("");
            last.span.end = rest.end;
            last.pieces.push(Piece { span: rest, text: text.into(), mark: Mark::Plain });
        }
        // A line in bold between rows that have none is a title of the rows below it; and where the first
        // row is a title, other lines are, too.
        let is_bold = |row: &[Text<'_>]| row.first().is_some_and(Text::is_bold);
        let is_title = found == 1
            && (table.rows.first().is_none_or(|row| is_alone(&row.cells))
                || is_bold(&cells)
                    && table.rows.iter().all(|row| !is_bold(&row.cells) || is_alone(&row.cells)));
        table.rows.push(Row { span: row_span.clone(), cells });
        if found > wanted {
            self.page.report.push(
                self.page
                    .finding(Code::LongRow, &row_span)
                    .found(format!("a row with {found} cells under a header of {wanted}"))
                    .expected(format!("{wanted} cells; a `|` inside a cell is written `\\|`"))
                    .instead("the surplus was read as part of the last cell"),
            );
        } else if found < wanted && !is_title {
            self.page.report.push(
                self.page
                    .finding(Code::ShortRow, &row_span)
                    .found(format!("a row with {found} cells under a header of {wanted}"))
                    .expected(format!("{wanted} cells"))
                    .instead("the missing cells were read as empty"),
            );
        }
    }

    fn close_heading(&mut self, level: HeadingLevel, span: &Span) {
        let text = without_anchor(self.inline.take());
        let is_tab = text
            .pieces
            .iter()
            .all(|piece| matches!(&piece.mark, Mark::Link(target) if target.starts_with("#tab/")));
        if is_tab && !text.pieces.is_empty() {
            return;
        }
        // Text above `---` is no heading here: the line ends a group of tabs.
        let underlined = !self.page.raw(span).trim_start().starts_with('#');
        if underlined {
            self.paragraph(text);
        } else {
            self.block(span.clone(), BlockKind::Heading(level as u8, text));
        }
    }

    fn close_fence(&mut self, span: &Span) -> Option<usize> {
        let open = self.fence.take()?;
        let mut contents = open.contents.unwrap_or(span.end..span.end);
        let raw = self.page.raw(span);
        let resume = (open.fenced && !fence::is_closed(raw)).then(|| {
            let cut = span.start + fence::likely_end(raw);
            contents.end = contents.end.min(cut).max(contents.start);
            let opening = span.start..span.start + raw.lines().next().map_or(0, str::len);
            self.page.report.push(
                self.page
                    .finding(Code::UnclosedFence, &opening)
                    .found("a fence that is never closed")
                    .expected("a line with the same marks further down")
                    .instead("the fence was taken to end before the next heading or annotation"),
            );
            cut
        });
        let info = match open.info {
            CowStr::Borrowed(info) if !info.bytes().any(|b| b.is_ascii_uppercase()) => {
                info.trim().into()
            }
            info => info.trim().to_ascii_lowercase().into(),
        };
        let fence = Fence { info, contents: self.page.raw(&contents), span: contents };
        self.block(span.clone(), BlockKind::Fence(fence));
        resume
    }

    fn flush_paragraph(&mut self) {
        if self.inline.is_begun() {
            let text = self.inline.take();
            self.paragraph(text);
        }
    }

    fn paragraph(&mut self, text: Text<'a>) {
        if loose_table::continues(self.page, &text) {
            return;
        }
        let (text, table) = loose_table::rescue(self.page, text);
        let text = include::take(self.page, text);
        let (text, is_boxed) = directive::take(self.page, text, &mut self.in_box);
        let goes_on = std::mem::take(&mut self.above).takes(&text);
        if callout::is_title(self.page.raw(&text.span).trim()) {
            self.above = callout::Above::Title;
        } else if !text.pieces.is_empty() {
            let container = match (self.quotes, self.lists.paragraph()) {
                _ if is_boxed || goes_on => Container::Callout,
                (0, None) if callout::is_labelled(&text) => Container::Callout,
                (0, None) => Container::Page,
                (0, Some(item)) => Container::List(item),
                _ => Container::Callout,
            };
            let span = text.span.clone();
            self.block(span, BlockKind::Paragraph(container, text));
            if goes_on {
                self.above = callout::Above::Callout;
            }
        }
        self.page.blocks.extend(table);
    }
}

/// Whether a paragraph's line can be the delimiter row of a table that Markdown did not see.
pub(super) fn delimits(line: &str) -> bool {
    is_delimiter(line.trim())
}

/// A heading without the name that links to it end with: `## Books {#books}`.
fn without_anchor(mut text: Text<'_>) -> Text<'_> {
    if let Some(last) = text.pieces.last_mut()
        && last.mark == Mark::Plain
        && let Some(at) = last.text.rfind("{#").filter(|_| last.text.trim_end().ends_with('}'))
        && !last.text[at..].trim_end().contains(char::is_whitespace)
    {
        let kept = last.text[..at].trim_end().len();
        text.span.end = text.span.end.min(last.span.start + kept);
        last.span.end = last.span.end.min(last.span.start + kept);
        last.text = last.text[..kept].to_owned().into();
        text.pieces.retain(|piece| !piece.text.is_empty());
    }
    text
}

/// Whether only the first cell of a row has anything in it.
fn is_alone(cells: &[Text<'_>]) -> bool {
    cells.iter().skip(1).all(Text::is_blank)
}
