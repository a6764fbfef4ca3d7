//! Running text: its pieces, each with what marks it.

use pulldown_cmark::{CowStr, Event, Parser, Tag, TagEnd};

use super::{Mark, Piece, Pieces, Span, Text};

/// Running text that is being read.
pub(super) struct Inline<'a> {
    /// The page's text, in which all spans are.
    page: &'a str,
    emphasis: usize,
    link: Option<CowStr<'a>>,
    pieces: Pieces<'a>,
    start: Option<usize>,
    end: usize,
}

impl<'a> Inline<'a> {
    /// Begins with nothing; what comes stands after byte `from`.
    pub(super) fn new(page: &'a str, from: usize) -> Self {
        Self { page, emphasis: 0, link: None, pieces: Pieces::new(), start: None, end: from }
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

    /// A tag of HTML: a break, or nothing.
    pub(super) fn html(&mut self, html: &str, span: Span) {
        let lower = html.to_ascii_lowercase();
        let breaks = ["<br", "<li", "</li", "<ul", "</ul", "<p", "</p"];
        if breaks.iter().any(|tag| lower.starts_with(tag)) {
            self.hard_break(span);
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
        std::mem::take(&mut self.pieces)
    }
}

/// Reads a stretch of a page's text on its own.
pub(super) fn read(page: &str, span: Span) -> Text<'_> {
    let Some(text) = page.get(span.clone()) else {
        return Text::default();
    };
    let mut inline = Inline::new(page, span.start);
    for (event, range) in Parser::new(text).into_offset_iter() {
        let range = range.start + span.start..range.end + span.start;
        match event {
            Event::Start(Tag::Emphasis | Tag::Strong) => inline.open_emphasis(range.start),
            Event::Start(Tag::Link { dest_url, .. }) => inline.open_link(dest_url, range.start),
            Event::End(TagEnd::Emphasis | TagEnd::Strong) => inline.close_emphasis(range.end),
            Event::End(TagEnd::Link) => inline.close_link(range.end),
            Event::Text(text) => inline.text(text, range),
            Event::Code(text) => inline.code(text, range),
            Event::InlineHtml(html) | Event::Html(html) => inline.html(&html, range),
            _ => {}
        }
    }
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
