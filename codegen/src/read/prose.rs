//! Running text, flattened so that rules can match it, with its links still known.

use std::borrow::Cow;
use std::ops::Range;

use memchr::memchr2;

use super::properties::row_name::is_property_name;
use crate::dialect::Pattern;
use crate::page::{Container, Form, Mark, Page, Piece, Span, Text};
use crate::read::facts::Mention;

/// Flattened text.
#[derive(Debug, Default)]
pub struct Prose {
    /// How it reads, without marks.
    pub text: String,
    links: Vec<(Range<usize>, String)>,
    /// Where each piece of `text` begins, and where it stands in the page.
    origins: Vec<(usize, Span)>,
}

impl Prose {
    /// Flattens a text.
    pub fn of(text: &Text<'_>) -> Self {
        Self::of_all([text])
    }

    /// Flattens texts; a line end separates them.
    pub fn of_all<'t, 'a: 't>(texts: impl IntoIterator<Item = &'t Text<'a>>) -> Self {
        let mut prose = Self::default();
        texts.into_iter().for_each(|text| prose.push(text));
        prose
    }

    fn push(&mut self, text: &Text<'_>) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text.reserve(text.length());
        self.origins.reserve(text.pieces.len());
        for piece in &text.pieces {
            let start = self.text.len();
            self.origins.push((start, piece.span.clone()));
            self.text.push_str(&piece.text);
            if let Mark::Link(target) = &piece.mark {
                self.links.push((start..self.text.len(), target.to_string()));
            }
        }
    }

    /// The first link that ends after `from`, for which `accept` holds: where its text stands, and
    /// its target.
    pub fn link_from(
        &self,
        from: usize,
        accept: impl Fn(&str) -> bool,
    ) -> Option<(Range<usize>, &str)> {
        self.links
            .iter()
            .find(|(range, target)| range.end > from && accept(target))
            .map(|(range, target)| (range.clone(), target.as_str()))
    }

    /// The targets of the links that stand beside the one at `range`, with nothing but "or" between.
    pub fn alternatives(&self, range: &Range<usize>) -> Vec<String> {
        let mut end = range.end;
        let following = self.links.iter().filter(|(link, _)| link.start >= range.end);
        let beside = following.map_while(|(link, target)| {
            let between = self.text.get(end..link.start)?;
            end = link.end;
            is_or(between).then(|| target.clone())
        });
        beside.collect()
    }

    /// The target of the link whose text contains byte `at`.
    pub fn link_at(&self, at: usize) -> Option<&str> {
        let found = self.links.iter().find(|(range, _)| range.contains(&at));
        found.map(|(_, target)| target.as_str())
    }

    /// The type that a stretch of the text names, with the target of its link.
    pub fn mention(&self, page: &Page<'_>, name: &Range<usize>, link: Option<&str>) -> Mention {
        Mention {
            name: self.text[name.clone()].to_owned(),
            link: link.map(str::to_owned),
            place: page.place(&self.span(name)),
        }
    }

    /// Where a stretch of the text stands in the page.
    pub fn span(&self, range: &Range<usize>) -> Span {
        let piece = self.origins.partition_point(|(start, _)| *start <= range.start);
        let Some((start, span)) = self.origins.get(piece.wrapping_sub(1)) else {
            return 0..0;
        };
        let from = (span.start + (range.start - start)).min(span.end);
        from..(from + range.len()).min(span.end)
    }
}

/// Whether text between two names makes them alternatives.
pub fn is_or(between: &str) -> bool {
    let mut words =
        between.split([' ', ',', '\n', '*', '`', '\u{a0}']).filter(|word| !word.is_empty());
    words.next() == Some("or") && words.all(|word| matches!(word, "a" | "an" | "the"))
}

/// A text as the page writes it, its marks kept; no-break spaces are spaces, and so are line ends
/// that only wrap it.
pub fn markdown(page: &Page<'_>, text: &Text<'_>) -> String {
    cut_markdown(page, text, |_| Cut::Nothing)
}

/// The words of a heading, or of a line in bold, as [`markdown`] without what makes it one.
pub fn heading<'t>(page: &Page<'_>, text: &'t Text<'_>) -> Cow<'t, str> {
    match &text.pieces[..] {
        // Nearly all are words and nothing else.
        [Piece { text, mark: Mark::Plain | Mark::Emphasis, .. }] => Cow::Borrowed(&**text),
        _ => {
            let written = markdown(page, text);
            let words = written.trim_matches(['#', ' ', '\t']).trim_end_matches(':');
            let bold = words.strip_prefix("**").and_then(|words| words.strip_suffix("**"));
            bold.filter(|words| !words.contains("**")).unwrap_or(words).to_owned().into()
        }
    }
}

/// Adds a paragraph to a text: below it, or as an item of the list that it ends with.
pub fn add_paragraph(text: &mut String, container: Container, words: &str) {
    let Container::List(item) = container else {
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        text.push_str(words);
        return;
    };
    let above = last_item(text);
    // The item around it may have been left out.
    let depth = above.map_or(0, |above| item.depth.min(above.saturating_add(1)));
    // A list with another number than 1 cannot begin right below a paragraph.
    let is_apart = item.goes_on || above.is_none() && item.number.is_some_and(|it| it != 1);
    if !text.is_empty() {
        text.push_str(if is_apart { "\n\n" } else { "\n" });
    }
    for _ in 0..depth {
        text.push_str(INDENT);
    }
    match item.number {
        // Below the item's text, as far in as that.
        number if item.goes_on && above.is_some() => {
            let mark = number.map_or(1, |number| number.to_string().len() + 1);
            text.extend(std::iter::repeat_n(' ', mark + 1));
        }
        Some(number) => text.extend([&number.to_string(), ". "]),
        None => text.push_str("- "),
    }
    text.push_str(words);
}

/// How much further in a list stands than the one around it.
const INDENT: &str = "    ";

/// How many lists are around the one that a text ends with; `None` if it does not end with one.
fn last_item(text: &str) -> Option<u8> {
    let mut lines = text.lines().rev().peekable();
    while let Some(line) = lines.next() {
        let words = line.trim_start_matches(' ');
        let is_item = words.starts_with("- ")
            || words.split_once(". ").is_some_and(|(number, _)| {
                !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
            });
        let indent = line.len() - words.len();
        if is_item {
            return u8::try_from(indent / INDENT.len()).ok();
        }
        // A paragraph of its own ends a list; other lines are the rest of an item.
        if indent == 0 && !words.is_empty() && lines.peek().is_none_or(|above| above.is_empty()) {
            return None;
        }
    }
    None
}

/// The names that a text marks right before what `follows` begins with: "the `model` parameter".
pub fn marked_names<'t, 'a>(
    text: &'t Text<'a>,
    follows: &'t Pattern,
) -> impl Iterator<Item = &'t Piece<'a>> {
    text.pieces.windows(2).filter_map(|pair| {
        let [name, rest] = pair else { return None };
        let is_marked = matches!(name.mark, Mark::Code | Mark::Emphasis);
        (is_marked && is_property_name(&name.text) && follows.is_match(&rest.text)).then_some(name)
    })
}

/// What of a line is no part of a text.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// Nothing.
    Nothing,
    /// All of it.
    Line,
    /// So many bytes at its beginning.
    Start(usize),
    /// The sentence that it begins with, wherever that ends.
    Sentence,
}

/// [`markdown`] without what is cut, which depends on the words of each line.
pub fn cut_markdown(page: &Page<'_>, text: &Text<'_>, cut: impl Fn(&str) -> Cut) -> String {
    let raw = match page.form {
        Form::Rendered if text.codes().next().is_some() => with_marks(text).into(),
        _ => with_targets(page, text),
    };
    let raw = raw.trim();
    let is_wrapped = memchr2(b'\n', b'\r', raw.as_bytes()).is_some();
    let raw = if !is_wrapped && cut(raw) == Cut::Nothing {
        raw.to_owned()
    } else {
        let mut text = String::with_capacity(raw.len());
        let (mut breaks, mut is_cut) = (false, false);
        for line in raw.lines() {
            let mut words = line.trim_start_matches(['>', ' ']).trim();
            // A sentence may end without a full stop, where the next line begins another one.
            is_cut = is_cut && words.starts_with(char::is_lowercase);
            let here = if is_cut { Cut::Sentence } else { cut(words) };
            if let Cut::Start(length) = here {
                words = words.get(length..).unwrap_or("").trim_start();
            }
            if here == Cut::Sentence {
                let rest = after_sentence(words);
                is_cut = rest.is_none();
                words = rest.unwrap_or("");
            }
            if here == Cut::Line || here != Cut::Nothing && words.is_empty() {
                continue;
            }
            if !text.is_empty() {
                text.push(if breaks { '\n' } else { ' ' });
            }
            breaks = line.ends_with("  ") || line.ends_with('\\');
            text.push_str(words);
        }
        text
    };
    if raw.contains('\u{a0}') { raw.replace('\u{a0}', " ") } else { raw }
}

/// The sentences of a text, in order. A full stop ends one where what follows does not begin in lower
/// case.
pub fn sentences(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let end = rest
            .match_indices(". ")
            .map(|(at, _)| at + 1)
            .find(|&at| rest[at..].trim_start().starts_with(|c: char| !c.is_lowercase()));
        let (sentence, after) = rest.split_at(end.unwrap_or(rest.len()));
        rest = after.trim_start();
        Some(sentence.trim())
    })
}

/// A text on one line, with single spaces.
pub fn line(text: &str) -> Cow<'_, str> {
    let mut before = b' ';
    let is_line = text.bytes().all(|byte| {
        let separates = byte == b' ';
        let is_single = !(separates && before == b' ');
        before = byte;
        is_single && (separates || byte.is_ascii_graphic())
    });
    if is_line && before != b' ' {
        text.into()
    } else {
        text.split_whitespace().collect::<Vec<_>>().join(" ").into()
    }
}

/// A text with the marks that rendered text has lost.
fn with_marks(text: &Text<'_>) -> String {
    let mut written = String::with_capacity(text.length() + 2 * text.pieces.len());
    for piece in &text.pieces {
        match piece.mark {
            Mark::Code => written.extend(["`", &piece.text, "`"]),
            _ => written.push_str(&piece.text),
        }
    }
    written
}

/// A text as the page writes it, the targets of its links in place of the labels by which the page
/// defines them elsewhere: `[Thing][thing]` is `[Thing](thing.md)`.
fn with_targets<'a>(page: &Page<'a>, text: &Text<'_>) -> Cow<'a, str> {
    let raw = page.raw(&text.span);
    let mut written = String::new();
    let mut copied = 0;
    for (piece, target) in text.links() {
        let Some(start) = piece.span.end.checked_sub(text.span.start) else { continue };
        let Some(end) = raw.get(start..).and_then(|rest| rest.find([']', '[', '>'])) else {
            continue;
        };
        let close = start + end + 1;
        // An address in angle brackets, or one more piece of a link that has been seen.
        if raw.as_bytes()[close - 1] != b']' || close <= copied {
            continue;
        }
        let after = &raw[close..];
        // What is not inline has a label in brackets, or is its own.
        let label = match after.as_bytes().first() {
            Some(b'(') => continue,
            Some(b'[') => after.find(']').map_or(0, |end| end + 1),
            _ => 0,
        };
        written.push_str(&raw[copied..close]);
        written.extend(["(", target, ")"]);
        copied = close + label;
    }
    if copied == 0 {
        return raw.into();
    }
    written.push_str(&raw[copied..]);
    written.into()
}

/// What follows the first sentence of a text; `None` if the sentence has no end in it.
pub fn after_sentence(text: &str) -> Option<&str> {
    match text.split_once(". ") {
        Some((_, rest)) => Some(rest.trim_start()),
        None => text.ends_with('.').then_some(""),
    }
}

/// A table's cell as [`markdown`]; what is written `\|` in a table is `|` elsewhere.
pub fn cell_markdown(page: &Page<'_>, cell: &Text<'_>) -> String {
    let text = markdown(page, cell);
    if text.contains('\\') { text.replace("\\|", "|") } else { text }
}

/// The last segment of a link's target, without `.md`, query and anchor, in lower case: the name of
/// the page it leads to. Empty for an anchor on the same page.
pub fn target_page(target: &str) -> String {
    let path = target.split(['#', '?']).next().unwrap_or("");
    let name = path.rsplit('/').next().unwrap_or(path);
    let name = name.strip_suffix(".md").or_else(|| name.strip_suffix(".mdx")).unwrap_or(name);
    name.to_ascii_lowercase()
}
