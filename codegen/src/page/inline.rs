//! Running text: its pieces, each with what marks it.

use pulldown_cmark::{CowStr, Event, Parser, Tag, TagEnd};

use super::html_tag::{HtmlTag, tags};
use super::table::trim;
use super::{Mark, Piece, Pieces, Span, Text};

/// Running text that is being read.
pub(super) struct Inline<'a> {
    /// The page's text, in which all spans are.
    page: &'a str,
    emphasis: usize,
    link: Option<CowStr<'a>>,
    /// Whether a tag of HTML marks what comes as code.
    is_code: bool,
    pieces: Pieces<'a>,
    start: Option<usize>,
    end: usize,
}

impl<'a> Inline<'a> {
    /// Begins with nothing; what comes stands after byte `from`.
    pub(super) fn new(page: &'a str, from: usize) -> Self {
        let pieces = Pieces::new();
        Self { page, emphasis: 0, link: None, is_code: false, pieces, start: None, end: from }
    }

    /// Whether a text has begun, even if it has no piece yet.
    pub(super) fn is_begun(&self) -> bool {
        self.start.is_some()
    }

    /// Makes a text begin at `start`, before its first piece.
    pub(super) fn begin(&mut self, start: usize) {
        self.start = Some(start);
    }

    pub(super) fn open_emphasis(&mut self, start: usize) {
        self.start.get_or_insert(start);
        self.emphasis += 1;
    }

    pub(super) fn close_emphasis(&mut self, end: usize) {
        self.end = self.end.max(end);
        self.emphasis = self.emphasis.saturating_sub(1);
    }

    pub(super) fn open_link(&mut self, target: CowStr<'a>, start: usize) {
        self.start.get_or_insert(start);
        self.link = Some(target);
    }

    pub(super) fn close_link(&mut self, end: usize) {
        self.end = self.end.max(end);
        self.link = None;
    }

    pub(super) fn text(&mut self, text: CowStr<'a>, span: Span) {
        let mark = match &self.link {
            Some(target) => Mark::Link(target.clone()),
            None if self.is_code => Mark::Code,
            None if self.emphasis > 0 => Mark::Emphasis,
            None => Mark::Plain,
        };
        // The parser cuts text at brackets; neighbours are joined again where the page has them side
        // by side. An entity such as `&lt;` is not written as it reads, and stays a piece of its own.
        let is_raw = |text: &str, span: &Span| text.len() == span.len();
        if let Some(last) = self.pieces.last_mut()
            && last.mark == mark
            && last.span.end == span.start
            && let CowStr::Borrowed(_) = &last.text
            && let CowStr::Borrowed(_) = &text
            && is_raw(&last.text, &last.span)
            && is_raw(&text, &span)
        {
            last.span.end = span.end;
            last.text = self.page.get(last.span.clone()).unwrap_or("").into();
            self.end = span.end;
            return;
        }
        self.piece(text, span, mark);
    }

    pub(super) fn code(&mut self, text: CowStr<'a>, span: Span) {
        let mark = self.link.clone().map_or(Mark::Code, Mark::Link);
        self.piece(text, span, mark);
    }

    /// The end of a line that only wraps a paragraph: it reads as a space.
    pub(super) fn soft_break(&mut self, span: Span) {
        // Owned, so that `text` does not join its neighbours with the page's line end between them.
        self.piece(' '.into(), span, Mark::Plain);
    }

    pub(super) fn hard_break(&mut self, span: Span) {
        self.piece("\n".into(), span, Mark::Break);
    }

    /// A tag of HTML: a break, a mark, or nothing.
    pub(super) fn html(&mut self, html: &str, span: Span) {
        let Some(tag) = HtmlTag::of(html.trim_end()) else { return };
        if tag.is_any(&["br", "li", "ul", "p"]) {
            self.hard_break(span);
        } else if tag.is_any(&["strong", "b", "em", "i"]) {
            if tag.ends {
                self.close_emphasis(span.end);
            } else {
                self.open_emphasis(span.start);
            }
        } else if tag.is_any(&["code"]) {
            self.is_code = !tag.ends;
        } else if tag.is_any(&["a"]) {
            match tag.attribute("href") {
                Some(target) => self.open_link(target.to_owned().into(), span.start),
                None if tag.ends => self.close_link(span.end),
                None => {}
            }
        }
    }

    /// Text of several lines, wherever they begin.
    fn lines(&mut self, span: &Span) {
        let mut at = span.start;
        for line in self.page.get(span.clone()).unwrap_or("").split_inclusive('\n') {
            let trimmed = trim(self.page, at..at + line.len());
            at += line.len();
            if trimmed.is_empty() {
                continue;
            }
            if self.pieces.last().is_some_and(|last| last.mark != Mark::Break) {
                self.soft_break(trimmed.start..trimmed.start);
            }
            self.markdown(&trimmed);
        }
    }

    fn markdown(&mut self, span: &Span) {
        let Some(text) = self.page.get(span.clone()) else { return };
        for (event, range) in Parser::new(text).into_offset_iter() {
            let range = range.start + span.start..range.end + span.start;
            match event {
                Event::Start(Tag::Emphasis | Tag::Strong) => self.open_emphasis(range.start),
                Event::Start(Tag::Link { dest_url, .. }) => self.open_link(dest_url, range.start),
                Event::End(TagEnd::Emphasis | TagEnd::Strong) => self.close_emphasis(range.end),
                Event::End(TagEnd::Link) => self.close_link(range.end),
                Event::Text(text) => self.text(text, range),
                Event::Code(text) => self.code(text, range),
                Event::InlineHtml(html) | Event::Html(html) => self.html(&html, range),
                _ => {}
            }
        }
    }

    fn piece(&mut self, text: CowStr<'a>, span: Span, mark: Mark<'a>) {
        self.start.get_or_insert(span.start);
        self.end = span.end;
        self.pieces.push(Piece { span, text, mark });
    }

    /// What was read since the last call.
    pub(super) fn take(&mut self) -> Text<'a> {
        let start = self.start.take().unwrap_or(self.end);
        Text { span: start..self.end.max(start), pieces: self.take_pieces() }
    }

    /// As [`Inline::take`], for a text whose span is known.
    pub(super) fn take_in(&mut self, span: Span) -> Text<'a> {
        self.start = None;
        Text { span, pieces: self.take_pieces() }
    }

    fn take_pieces(&mut self) -> Pieces<'a> {
        // A tag that is never ended marks nothing of the next text.
        (self.emphasis, self.link, self.is_code) = (0, None, false);
        std::mem::take(&mut self.pieces)
    }
}

/// Reads a stretch of a page's text on its own.
pub(super) fn read(page: &str, span: Span) -> Text<'_> {
    let mut inline = Inline::new(page, span.start);
    inline.markdown(&span);
    inline.take_in(span)
}

/// Reads a stretch of HTML on its own; between its tags, Markdown's marks are read, too. How its lines
/// are indented says nothing.
pub(super) fn read_html(page: &str, span: Span) -> Text<'_> {
    let mut inline = Inline::new(page, span.start);
    let mut at = span.start;
    for (place, _) in tags(page, &span) {
        inline.lines(&(at..place.start));
        at = place.end;
        inline.html(&page[place.clone()], place);
    }
    inline.lines(&(at..span.end));
    inline.take_in(span)
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::page::Mark;

    #[test]
    fn a_link_is_one_whatever_it_marks() {
        for text in ["[phone](phone.md)", "[`phone`](phone.md)", "[**phone**](phone.md)"] {
            let pieces = read(text, 0..text.len()).pieces;
            let marks: Vec<&Mark<'_>> = pieces.iter().map(|piece| &piece.mark).collect();
            assert_eq!(marks, [&Mark::Link("phone.md".into())], "{text}");
        }
    }
}
