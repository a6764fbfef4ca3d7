//! Text taken from a rendered page: no `#`, no fences.
//!
//! Titles are bare lines, known by name; what the site shows around a page is left out. A request or
//! status line begins an HTTP message, which goes on over header lines to the end of its JSON. Lines
//! with pipes are a table (`rendered_table`), with or without outer pipes or delimiter row; a request
//! line can be glued to the next table's header. Names of columns begin tables without pipes
//! (`spaced_table`, `stacked_table`). Whatever else there is, code in other languages too, is a
//! paragraph a line, with the lines that go on with it.
//!
//! - `bare_lines` knows the lines that begin something.
//! - `rendered_table`, [`spaced_table`] and `stacked_table` read tables by how their cells are set apart.
//! - `lost_code` finds code whose marks are gone.

pub mod bare_lines;
mod lost_code;
mod rendered_table;
pub mod spaced_table;
mod stacked_table;

use memchr::memmem;
use smallvec::SmallVec;

use crate::page::loose_table::lines_of;
use crate::page::message_line::{
    is_content_type_of_text, is_header, is_request, is_status_line, is_word, request_line,
};
use crate::page::table::{plain_text, split_row, trim};
use crate::page::{
    Block, BlockKind, Container, Fence, Item, Mark, Page, Piece, Span, callout, front_matter,
};
use bare_lines::BareLines;
use rendered_table::is_row;

/// How many lines stand above and in a page's first paragraph at most, as far as its title is sought.
const TOP: usize = 8;

/// What a page's include begins with, whose link is lost.
const INCLUDE: &str = "[!INCLUDE";

/// Adds the blocks of the page's text from byte `body` on.
pub(super) fn parse(page: &mut Page<'_>, body: usize, bare: &BareLines) {
    let text = page.text;
    let lines = lines_of(text.get(body..).unwrap_or(""), body);
    let lines: Vec<Span> = lines.into_iter().flat_map(|line| at_includes(text, line)).collect();
    let mut next = 0;
    if let Some((metadata, count)) = front_matter::from_lines(text, &lines) {
        page.front_matter = metadata;
        next = count;
    }
    let mut scanner = Scanner { page, bare, lines, next, in_callout: false };
    scanner.title();
    while let Some(line) = scanner.take() {
        scanner.line(line);
    }
}

pub(super) struct Scanner<'p, 'a, 't> {
    pub(super) page: &'p mut Page<'a>,
    pub(super) bare: &'t BareLines,
    /// Lines yet to read; a line that was read in part is cut at its front.
    pub(super) lines: Vec<Span>,
    pub(super) next: usize,
    in_callout: bool,
}

impl<'a> Scanner<'_, 'a, '_> {
    pub(super) fn raw(&self, line: &Span) -> &'a str {
        self.page.raw(line).trim()
    }

    pub(super) fn peek(&self) -> Option<&'a str> {
        self.lines.get(self.next).map(|line| self.raw(line))
    }

    fn take(&mut self) -> Option<Span> {
        let line = self.lines.get(self.next).cloned();
        self.next += 1;
        line
    }

    pub(super) fn push(&mut self, span: Span, kind: BlockKind<'a>) {
        self.page.blocks.push(Block { span, kind });
    }

    /// The page's title, if it has one: the line above that of its namespace, or its first line. What
    /// stands above it is the site's; and above the namespace, where there is no title.
    fn title(&mut self) {
        let is_content = |line: &&Span| {
            let raw = self.raw(line);
            !raw.is_empty() && !self.bare.frame.is_match(raw)
        };
        let lines = self.lines.iter().enumerate().skip(self.next);
        let top = lines.filter(|(_, line)| is_content(line));
        let top: SmallVec<[usize; TOP]> = top.map(|(at, _)| at).take(TOP).collect();
        let Some(&first) = top.first() else { return };
        let is_namespace = |at: &usize| self.bare.is_namespace(self.raw(&self.lines[*at]));
        let namespace = top.iter().position(is_namespace);
        // A single word in any language can be that of a note.
        let has_words = |at: &usize| self.raw(&self.lines[*at]).contains(' ');
        let is_first = |at: &usize| {
            let raw = self.raw(&self.lines[*at]);
            let names_resource = || raw.split_once(": ").is_some_and(|(name, _)| is_word(name));
            self.can_be_title(*at) && (!raw.contains(':') || names_resource())
        };
        let title = match namespace {
            Some(0) => return,
            Some(at) if self.can_be_title(top[at - 1]) => Some(top[at - 1]),
            Some(_) => Some(first).filter(|at| is_first(at) && has_words(at)),
            None => Some(first).filter(is_first),
        };
        let Some(at) = title else {
            let above = &top[..namespace.unwrap_or(0)];
            // Metadata are a table.
            if !above.iter().any(|at| is_row(self.raw(&self.lines[*at]))) {
                self.next = namespace.map_or(self.next, |at| top[at]);
            }
            return;
        };
        let span = trim(self.page.text, self.lines[at].clone());
        let text = plain_text(self.page.text, span.clone());
        self.push(span, BlockKind::Heading(1, text));
        self.next = at + 1;
    }

    /// Whether a line can be the page's title: it is neither a sentence nor a mark of something else.
    fn can_be_title(&self, at: usize) -> bool {
        let raw = self.raw(&self.lines[at]);
        // "List members" is a title, "loanState values" one of a section if its table comes next.
        let below = self.lines.get(at + 1).is_some_and(|line| is_row(self.raw(line)));
        let titles = &self.bare.titles;
        let is_section = titles.have_whole(raw) || below && titles.contain(raw);
        !raw.contains(['|', '[', '{'])
            && !raw.ends_with(['.', ':'])
            && !is_section
            && !self.bare.is_namespace(raw)
            && !callout::is_title(raw)
            && request_line(raw).is_none()
    }

    fn line(&mut self, line: Span) {
        let span = trim(self.page.text, line);
        let raw = self.raw(&span);
        if raw.is_empty() || self.bare.frame.is_match(raw) {
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
        } else if self.stacked_table() {
            self.in_callout = false;
        } else if let Some(title) = self.section_title(&span) {
            self.in_callout = false;
            let text = plain_text(self.page.text, title);
            self.push(span, BlockKind::Heading(2, text));
        } else if callout::is_title(raw) {
            self.in_callout = true;
        } else if !self.spaced_table(&span) {
            self.paragraph(span);
        }
    }

    /// The title that a line is, if it is one. It keeps its mark where the page was rendered without
    /// seeing a heading.
    fn section_title(&self, line: &Span) -> Option<Span> {
        let raw = self.page.raw(line);
        let title = trim(self.page.text, line.end - raw.trim_start_matches('#').len()..line.end);
        self.bare.titles.contain(self.page.raw(&title)).then_some(title)
    }

    fn paragraph(&mut self, mut first: Span) {
        // The mark of a callout, as Markdown has it, or its word.
        let raw = self.raw(&first);
        let mark = raw.strip_prefix("[!").and_then(|rest| rest.split_once(']'));
        let is_marked =
            mark.is_some_and(|(name, text)| callout::is_kind(name) && !text.trim().is_empty());
        if let Some((_, text)) = mark.filter(|_| is_marked) {
            first.start = first.end - text.trim_start().len();
        }
        let is_named = raw.split_once(": ").is_some_and(|(name, _)| callout::is_title(name));
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
        while let Some(line) = self.take_rest(self.page.raw(&text.span)) {
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

    /// The next line, if it goes on with the sentence above: it begins in lower case, or that ends with a
    /// query option. Rendered pages end a line after code.
    fn take_rest(&mut self, above: &str) -> Option<Span> {
        let line = trim(self.page.text, self.lines.get(self.next)?.clone());
        let raw = self.raw(&line);
        let last = above.rsplit([' ', '\n']).next().unwrap_or("");
        let is_option = last.starts_with('$') && last.ends_with(char::is_alphabetic);
        let goes_on = (raw.starts_with(char::is_lowercase) || is_option && !raw.is_empty())
            && !raw.contains('|')
            && !self.bare.titles.contain(raw);
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
        end = self.take_text(start..end).unwrap_or(end);
        self.fence(start..end, "http");
    }

    /// Takes the line that is the body of the message above, and tells where it ends: the message says
    /// that it has text, and the line is no title.
    fn take_text(&mut self, message: Span) -> Option<usize> {
        let has_text = self.page.raw(&message).lines().skip(1).any(is_content_type_of_text);
        let lines =
            self.lines.iter().enumerate().skip(self.next).take(if has_text { 2 } else { 0 });
        let mut lines = lines.map(|(at, line)| (at, trim(self.page.text, line.clone())));
        let (at, line) = lines.find(|(_, line)| !line.is_empty())?;
        let raw = self.page.raw(&line);
        if self.bare.titles.contain(raw) || is_request(raw) || is_status_line(raw) {
            return None;
        }
        self.next = at + 1;
        Some(line.end)
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
