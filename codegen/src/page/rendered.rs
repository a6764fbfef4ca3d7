//! Text taken from a rendered page: no `#`, no fences.
//!
//! Titles are bare lines, known by name. A request or status line begins an HTTP message, which goes
//! on over header lines to the end of its JSON. Lines with pipes are a table, with or without outer
//! pipes or delimiter row; a request line can be glued to the next table's header. Whatever else
//! there is, code in other languages too, is a paragraph a line, with the lines that go on with it.

use memchr::memmem;
use regex::RegexSet;
use rustc_hash::FxHashSet;
use smallvec::SmallVec;

use super::loose_table::{build, lines_of};
use super::message_line::{is_header, is_request, is_status_line, is_word, request_line};
use super::table::{is_delimiter, plain_text, split_row, trim};
use super::{Block, BlockKind, Container, Fence, Item, Mark, Page, Piece, Span, lost_code};

/// Section titles that a rendered page shows as bare lines.
#[derive(Clone, Debug, Default)]
pub struct Titles {
    /// Whole ones, in lower case.
    whole: FxHashSet<String>,
    /// What others begin with, in lower case.
    starts: Vec<String>,
    /// How others are written.
    written: Option<RegexSet>,
}

impl Titles {
    /// Takes whole titles; casing does not matter.
    pub fn new<'t>(titles: impl IntoIterator<Item = &'t str>) -> Self {
        let whole = titles.into_iter().map(str::to_lowercase).collect();
        Self { whole, ..Self::default() }
    }

    /// Takes what other titles begin with, and how others are written.
    #[must_use]
    pub fn with<'t>(self, starts: impl IntoIterator<Item = &'t str>, written: RegexSet) -> Self {
        let starts = starts.into_iter().map(str::to_lowercase).collect();
        Self { starts, written: Some(written), ..self }
    }

    fn have_whole(&self, line: &str) -> bool {
        line.len() <= LONGEST_TITLE && self.whole.contains(&line.to_lowercase())
    }

    fn contains(&self, line: &str) -> bool {
        // No title is long, and none is a sentence; most lines are no title.
        if line.len() > LONGEST_TITLE {
            return false;
        }
        let lower = line.to_lowercase();
        // A line in lower case is the rest of a sentence, rather.
        let begins = || {
            line.starts_with(char::is_uppercase)
                && self.starts.iter().any(|start| lower.starts_with(start.as_str()))
        };
        let is_written = || self.written.as_ref().is_some_and(|it| it.is_match(line));
        let is_sentence = line.ends_with(['.', ';', ',', ':', '|']);
        self.whole.contains(&lower) || !is_sentence && (begins() || is_written())
    }
}

/// How many bytes a title has at most.
const LONGEST_TITLE: usize = 120;

/// Bare lines under which Learn shows a callout.
const CALLOUTS: [&str; 5] = ["Important", "Note", "Caution", "Warning", "Tip"];

/// What a page's include begins with, whose link is lost.
const INCLUDE: &str = "[!INCLUDE";

/// Adds the blocks of the page's text from byte `body` on.
pub(super) fn parse(page: &mut Page<'_>, body: usize, titles: &Titles) {
    let text = page.text;
    let lines = lines_of(text.get(body..).unwrap_or(""), body);
    let lines = lines.into_iter().flat_map(|line| at_includes(text, line)).collect();
    let mut scanner = Scanner { page, titles, lines, next: 0, in_callout: false };
    scanner.title();
    while let Some(line) = scanner.take() {
        scanner.line(line);
    }
}

struct Scanner<'p, 'a, 't> {
    page: &'p mut Page<'a>,
    titles: &'t Titles,
    /// Lines yet to read; a line that was read in part is cut at its front.
    lines: Vec<Span>,
    next: usize,
    in_callout: bool,
}

impl<'a> Scanner<'_, 'a, '_> {
    fn raw(&self, line: &Span) -> &'a str {
        self.page.raw(line).trim()
    }

    fn peek(&self) -> Option<&'a str> {
        self.lines.get(self.next).map(|line| self.raw(line))
    }

    fn take(&mut self) -> Option<Span> {
        let line = self.lines.get(self.next).cloned();
        self.next += 1;
        line
    }

    fn push(&mut self, span: Span, kind: BlockKind<'a>) {
        self.page.blocks.push(Block { span, kind });
    }

    /// The page's title, if it has one: its first line, when that is neither a sentence nor a mark
    /// of something else.
    fn title(&mut self) {
        let Some(at) = self.lines.iter().position(|line| !self.raw(line).is_empty()) else {
            return;
        };
        let line = self.lines[at].clone();
        let raw = self.raw(&line);
        let is_title = !raw.contains(['|', ':', '[', '{'])
            || raw.split_once(": ").is_some_and(|(resource, _)| is_word(resource))
                && !raw.starts_with("Namespace:");
        let is_sentence = raw.ends_with('.');
        // "List members" is a title, "loanState values" one of a section if its table comes next.
        let below = self.lines.get(at + 1).is_some_and(|line| is_row(self.raw(line)));
        let is_section = self.titles.have_whole(raw) || below && self.titles.contains(raw);
        if is_title && !is_sentence && !is_section && request_line(raw).is_none() {
            let span = trim(self.page.text, line);
            let text = plain_text(self.page.text, span.clone());
            self.push(span, BlockKind::Heading(1, text));
            self.next = at + 1;
        }
    }

    fn line(&mut self, line: Span) {
        let span = trim(self.page.text, line);
        let raw = self.raw(&span);
        if raw.is_empty() {
            self.in_callout = false;
        } else if is_request(raw) || is_status_line(raw) {
            self.message(span);
        } else if let Some(pipe) = self.end_of_glued(&span) {
            self.next -= 1;
            self.lines[self.next] = pipe..span.end;
            self.paragraph(trim(self.page.text, span.start..pipe));
        } else if self.starts_table(raw) {
            self.table(span);
        } else if raw.starts_with(['{', '['])
            && !raw.starts_with("[!")
            && self.json(&span).is_some()
        {
            self.body(&span, span.start, "json");
        } else if raw.starts_with(INCLUDE) {
            self.push(span, BlockKind::Include(""));
        } else if self.titles.contains(raw) {
            self.in_callout = false;
            let text = plain_text(self.page.text, span.clone());
            self.push(span, BlockKind::Heading(2, text));
        } else if CALLOUTS.contains(&raw) {
            self.in_callout = true;
        } else {
            self.paragraph(span);
        }
    }

    fn paragraph(&mut self, mut first: Span) {
        // The mark of a callout, as Markdown has it, or its word.
        let raw = self.raw(&first);
        let mark = raw.strip_prefix("[!").and_then(|rest| rest.split_once(']'));
        let is_marked = mark.is_some_and(|(name, text)| {
            CALLOUTS.iter().any(|it| it.eq_ignore_ascii_case(name)) && !text.trim().is_empty()
        });
        if let Some((_, text)) = mark.filter(|_| is_marked) {
            first.start = first.end - text.trim_start().len();
        }
        let is_named = raw.split_once(": ").is_some_and(|(name, _)| CALLOUTS.contains(&name));
        let raw = self.raw(&first);
        let item = raw.strip_prefix("- ").or_else(|| raw.strip_prefix("• "));
        let container = match item {
            _ if self.in_callout || is_marked || is_named => Container::Callout,
            Some(_) => Container::List(Item::default()),
            None => Container::Page,
        };
        let start = first.end - item.map_or(raw.len(), str::len);
        let read = if item.is_some() { lost_code::read } else { plain_text };
        let mut text = read(self.page.text, start..first.end);
        while let Some(line) = self.take_rest() {
            let wrap =
                Piece { span: text.span.end..line.start, text: " ".into(), mark: Mark::Plain };
            text.pieces.push(wrap);
            text.span.end = line.end;
            text.pieces.extend(plain_text(self.page.text, line).pieces);
        }
        let span = first.start..text.span.end;
        // A callout ends with its first whole sentence, or with the list below that.
        let ends = self.raw(&span).ends_with(['.', ':']) || item.is_some();
        if ends && self.peek().is_none_or(|next| !next.starts_with("- ")) {
            self.in_callout = false;
        }
        self.push(span, BlockKind::Paragraph(container, text));
    }

    /// The next line, if it goes on with a sentence: it begins in lower case. Rendered pages end a line
    /// after code.
    fn take_rest(&mut self) -> Option<Span> {
        let line = trim(self.page.text, self.lines.get(self.next)?.clone());
        let raw = self.raw(&line);
        let goes_on =
            raw.starts_with(char::is_lowercase) && !raw.contains('|') && !self.titles.contains(raw);
        goes_on.then(|| {
            self.next += 1;
            line
        })
    }

    /// A request or status line, the lines that belong to it, and what is glued to it.
    fn message(&mut self, first: Span) {
        let start = first.start;
        // Request lines stand together where nothing else belongs to them.
        let mut are_lines = is_request(self.raw(&first));
        let mut end = self.cut_at_table(first);
        while let Some(line) = self.lines.get(self.next).cloned() {
            let span = trim(self.page.text, line);
            let raw = self.raw(&span);
            let is_line = are_lines && is_request(raw);
            if is_line || is_header(raw) {
                are_lines = is_line;
                self.next += 1;
                end = self.cut_at_table(span);
            } else if raw.starts_with(['{', '[']) && !raw.starts_with("[!") {
                self.next += 1;
                self.body(&span, start, "http");
                return;
            } else if raw.is_empty() && self.body_follows() {
                self.next += 1;
            } else {
                break;
            }
        }
        self.fence(start..end, "http");
    }

    /// Whether the next line can be a row of a table.
    fn is_above_row(&self) -> bool {
        self.peek().is_some_and(|next| next.contains('|'))
    }

    fn body_follows(&self) -> bool {
        let next = self.lines.get(self.next + 1).map_or("", |line| self.raw(line));
        next.starts_with('{')
    }

    /// Where a request line ends. A table's header glued to it goes back to be read on its own.
    fn cut_at_table(&mut self, line: Span) -> usize {
        let cells = split_row(self.page.text, &line);
        match cells.as_slice() {
            // A table has more than one column; what follows a single pipe is the rest of the path.
            [request, header, _, ..] if is_request(self.raw(&line)) && self.is_above_row() => {
                let pipe = self.page.raw(&(request.end..header.start)).find('|').unwrap_or(0);
                self.next -= 1;
                self.lines[self.next] = request.end + pipe..line.end;
                request.end
            }
            _ => line.end,
        }
    }

    /// A fence from `start` to the end of the JSON that begins with `line`; what follows the JSON
    /// on its last line goes back to be read on its own.
    fn body(&mut self, line: &Span, start: usize, info: &'static str) {
        let end = self.json(line).unwrap_or(line.end);
        self.fence(start..end, info);
        while let Some(next) = self.lines.get(self.next)
            && next.end <= end
        {
            self.next += 1;
        }
        if let Some(next) = self.lines.get_mut(self.next)
            && next.start < end
        {
            next.start = end;
        }
        if line.end > end {
            self.next -= 1;
            self.lines[self.next] = end..line.end;
        }
    }

    /// Where the JSON that begins with a line ends: at the bracket that closes the first one.
    fn json(&self, line: &Span) -> Option<usize> {
        let mut depth = 0_usize;
        let mut in_string = false;
        let mut escaped = false;
        for (at, byte) in self.page.text.bytes().enumerate().skip(line.start) {
            match byte {
                _ if escaped => escaped = false,
                b'\\' if in_string => escaped = true,
                // No JSON text goes over the end of a line: a quote is missing.
                b'\n' => in_string = false,
                b'"' => in_string = !in_string,
                _ if in_string => {}
                b'{' | b'[' => depth += 1,
                b'}' | b']' => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        return Some(at + 1);
                    }
                }
                _ => {}
            }
        }
        None
    }

    fn fence(&mut self, span: Span, info: &'static str) {
        let contents = self.page.raw(&span);
        let fence = Fence { info: info.into(), contents, span: span.clone() };
        self.push(span, BlockKind::Fence(fence));
    }

    fn starts_table(&self, raw: &str) -> bool {
        is_row(raw) && (raw.starts_with('|') || self.peek().is_some_and(is_row))
    }

    /// Where the first pipe of a table's header stands that is glued to other text: below it, the
    /// delimiter row has a cell less.
    fn end_of_glued(&self, line: &Span) -> Option<usize> {
        let below = self.peek().filter(|below| below.starts_with('|') && is_delimiter(below))?;
        let raw = self.page.raw(line);
        let pipe = raw.find('|').filter(|pipe| *pipe > 0)?;
        let cells = split_row(raw, &(0..raw.len())).len();
        let is_glued = raw.ends_with('|') && cells == split_row(below, &(0..below.len())).len() + 1;
        is_glued.then_some(line.start + pipe)
    }

    fn table(&mut self, header: Span) {
        let mut rows = Vec::new();
        let mut end = header.end;
        while let Some(line) = self.lines.get(self.next).cloned() {
            let span = trim(self.page.text, line);
            let raw = self.raw(&span);
            // A row above a delimiter row is the header of the next table.
            let below = self.lines.get(self.next + 1).map_or("", |line| self.raw(line));
            let begins_next = is_delimiter(below) && !is_delimiter(raw);
            if !is_row(raw) || begins_next || request_line(raw).is_some() {
                break;
            }
            self.next += 1;
            end = span.end;
            if !is_delimiter(raw) {
                rows.push(span);
            }
        }
        let start = header.start;
        let table = build(self.page, &header, &rows, lost_code::read);
        self.push(start..end, BlockKind::Table(table));
    }
}

/// A line, and what is glued to it, or beside it: `[!INCLUDE name]`.
fn at_includes(text: &str, line: Span) -> SmallVec<[Span; 1]> {
    let mut parts = SmallVec::new();
    let mut rest = line;
    while let Some(found) = memmem::find(text[rest.clone()].as_bytes(), INCLUDE.as_bytes()) {
        let start = rest.start + found;
        let end = text[start..rest.end].find(']').map_or(rest.end, |close| start + close + 1);
        parts.extend([rest.start..start, start..end].into_iter().filter(|part| !part.is_empty()));
        rest.start = end;
    }
    if parts.is_empty() || !text[rest.clone()].trim().is_empty() {
        parts.push(rest);
    }
    parts
}

/// Whether a line has a pipe that ends or separates cells.
fn is_row(line: &str) -> bool {
    line.starts_with('|')
        || line.ends_with('|')
        || line.contains('|') && split_row(line, &(0..line.len())).len() > 1
}
