//! The pages' Markdown, written again so that rustdoc reads it as the page's readers do: links lead
//! into the generated crate, and nothing is taken for HTML, a link or a footnote by accident.

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use super::code;
use super::escape::{HtmlTag, escape, kind_of_tag};
use super::links::{Links, Target};
use crate::bytes;

/// Text that rustdoc shows as the page meant it. Its paragraphs never start with what Rust or
/// Markdown would take for something else.
pub(crate) fn clean(markdown: &str, links: &Links) -> String {
    let text = code::without_controls(markdown);
    let text = text.trim();
    if is_plain(text) {
        return text.to_owned();
    }
    links.cleaned.of(text, || {
        let mut writer = Writer::new(links);
        for event in Parser::new_ext(text, Options::ENABLE_TABLES) {
            writer.event(event);
        }
        writer.finish()
    })
}

/// The same on one line, for places that have no more.
pub(crate) fn clean_line(markdown: &str, links: &Links) -> String {
    let text = clean(markdown, links);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a text has nothing that means anything to Markdown. Most descriptions are like that.
fn is_plain(text: &str) -> bool {
    let is_mark = |byte| {
        matches!(
            byte,
            b'\\'
                | b'`'
                | b'*'
                | b'_'
                | b'['
                | b']'
                | b'<'
                | b'>'
                | b'|'
                | b'#'
                | b'~'
                | b'&'
                | b'\n'
                | b'='
        )
    };
    bytes::all(text, |byte| !is_mark(byte))
        && !text.contains("://")
        && !text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '+'))
}

/// Writes Markdown from a parser's events.
struct Writer<'a> {
    links: &'a Links,
    out: String,
    /// What each line starts with: indentation of lists, marks of quotes.
    prefix: Vec<&'static str>,
    /// Numbers of the lists around, `None` for bullets.
    lists: Vec<Option<u64>>,
    /// How the links around end.
    link_ends: Vec<String>,
    /// The block of code being read, with its language.
    code_block: Option<(&'static str, String)>,
    /// Whether the line being written is a row of a table, which cannot be broken.
    in_table: bool,
    /// A blank line is due before the next text.
    gap: bool,
    /// A list's mark was just written: the next block follows on its line.
    after_mark: bool,
    /// Text not written yet; the parser cuts it at places that mean nothing.
    text: String,
}

impl<'a> Writer<'a> {
    fn new(links: &'a Links) -> Self {
        Self {
            links,
            out: String::new(),
            prefix: Vec::new(),
            lists: Vec::new(),
            link_ends: Vec::new(),
            code_block: None,
            in_table: false,
            gap: false,
            after_mark: false,
            text: String::new(),
        }
    }

    fn event(&mut self, event: Event<'_>) {
        if let Event::Text(text) = event {
            match &mut self.code_block {
                Some((_, code)) => code.push_str(&text),
                None => self.text.push_str(&text),
            }
            return;
        }
        self.flush_text();
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Code(text) => {
                let code = code::span(&text);
                if self.in_table {
                    self.push(&code.replace('|', "\\|"));
                } else {
                    self.push(&code);
                }
            }
            Event::Html(html) | Event::InlineHtml(html) => self.html(&html),
            Event::SoftBreak if !self.in_table => self.new_line(),
            Event::HardBreak if !self.in_table => {
                self.out.push('\\');
                self.new_line();
            }
            Event::SoftBreak | Event::HardBreak => self.push(" "),
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph | Tag::HtmlBlock => self.block(),
            Tag::Heading { .. } => {
                self.block();
                self.push("**");
            }
            Tag::BlockQuote(_) => {
                self.block();
                self.push("> ");
                self.prefix.push("> ");
                self.after_mark = true;
            }
            Tag::CodeBlock(kind) => self.code_block = Some((language(&kind), String::new())),
            Tag::List(first) => {
                // A list inside an item follows its text without a blank line.
                if self.lists.is_empty() {
                    self.gap = true;
                }
                self.lists.push(first);
            }
            Tag::Item => self.item(),
            Tag::Emphasis => self.push("*"),
            Tag::Strong => self.push("**"),
            Tag::Link { dest_url, .. } => {
                let end = match self.links.resolve(&dest_url) {
                    Some(Target::Item(path)) => format!("]({path})"),
                    Some(Target::Web(address)) => format!("](<{address}>)"),
                    None => String::new(),
                };
                if !end.is_empty() {
                    self.push("[");
                }
                self.link_ends.push(end);
            }
            Tag::TableHead | Tag::TableRow => {
                if matches!(tag, Tag::TableHead) {
                    self.block();
                } else {
                    self.new_line();
                }
                self.in_table = true;
                self.push("|");
            }
            Tag::TableCell => self.push(" "),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph | TagEnd::HtmlBlock | TagEnd::Table => self.gap = true,
            TagEnd::Heading(_) => {
                self.push("**");
                self.gap = true;
            }
            TagEnd::BlockQuote(_) => {
                self.prefix.pop();
                self.gap = true;
            }
            TagEnd::CodeBlock => {
                if let Some((language, code)) = self.code_block.take() {
                    self.block();
                    for (number, line) in code::block(language, &code).lines().enumerate() {
                        if number > 0 {
                            self.new_line();
                        }
                        self.push(line);
                    }
                    self.gap = true;
                }
            }
            TagEnd::List(_) => {
                self.lists.pop();
                self.gap = self.lists.is_empty();
            }
            TagEnd::Item => {
                self.prefix.pop();
                self.after_mark = false;
                self.gap = false;
            }
            TagEnd::Emphasis => self.push("*"),
            TagEnd::Strong => self.push("**"),
            TagEnd::Link => {
                if let Some(end) = self.link_ends.pop() {
                    self.push(&end);
                }
            }
            TagEnd::TableCell => self.push(" |"),
            TagEnd::TableRow => self.in_table = false,
            TagEnd::TableHead => {
                let columns = self.columns_of_last_row();
                self.new_line();
                self.push("|");
                for _ in 0..columns {
                    self.push("---|");
                }
                self.in_table = false;
            }
            _ => {}
        }
    }

    /// The number of cells in the row that was just written.
    fn columns_of_last_row(&self) -> usize {
        let row = self.out.rsplit('\n').next().unwrap_or_default();
        row.matches(" |").count()
    }

    fn item(&mut self) {
        match self.gap {
            true => self.block(),
            false if self.out.is_empty() => {}
            false => self.new_line(),
        }
        let mark = match self.lists.last_mut() {
            Some(Some(number)) => {
                let mark = format!("{number}. ");
                *number += 1;
                mark
            }
            _ => "- ".to_owned(),
        };
        self.push(&mark);
        self.prefix.push(if mark.len() > 2 { "   " } else { "  " });
        self.after_mark = true;
    }

    /// Starts a block: on a line of its own, after a blank one.
    fn block(&mut self) {
        let follows_mark = std::mem::take(&mut self.after_mark);
        if follows_mark || self.out.is_empty() {
            self.gap = false;
            return;
        }
        if std::mem::take(&mut self.gap) {
            self.new_line();
        }
        self.new_line();
    }

    fn new_line(&mut self) {
        self.out.push('\n');
        for prefix in &self.prefix {
            self.out.push_str(prefix);
        }
    }

    fn push(&mut self, text: &str) {
        // A tight item's text has no paragraph around it.
        self.after_mark = false;
        self.out.push_str(text);
    }

    fn flush_text(&mut self) {
        if !self.text.is_empty() {
            let text = std::mem::take(&mut self.text);
            if self.gap && self.lists.is_empty() {
                self.block();
            }
            let at_start = self.out.is_empty() || self.out.ends_with(['\n', ' ']);
            let escaped = escape(&text, at_start, self.link_ends.is_empty());
            self.push(&escaped);
        }
    }

    /// HTML of the usual kind is left out, its text stays; what only looks like a tag is shown.
    fn html(&mut self, html: &str) {
        let mut rest = html;
        while let Some(open) = rest.find('<') {
            self.push(&escape(rest[..open].trim_end_matches('\n'), false, true));
            rest = &rest[open..];
            let end = match rest.strip_prefix("<!--") {
                Some(comment) => comment.find("-->").map_or(rest.len(), |at| at + 7),
                None => rest.find('>').map_or(rest.len(), |at| at + 1),
            };
            let tag = &rest[..end];
            match kind_of_tag(tag) {
                HtmlTag::Break => self.push(" "),
                HtmlTag::Known => {}
                HtmlTag::Unknown => {
                    let text = escape(tag, false, false);
                    self.push(&text);
                }
            }
            rest = &rest[end..];
        }
        let text = escape(rest.trim_end_matches('\n'), false, true);
        self.push(&text);
    }

    fn finish(mut self) -> String {
        self.flush_text();
        let lines: Vec<&str> = self.out.lines().map(str::trim_end).collect();
        lines.join("\n").trim().to_owned()
    }
}

fn language(kind: &CodeBlockKind<'_>) -> &'static str {
    match kind {
        CodeBlockKind::Fenced(info) if info.trim().eq_ignore_ascii_case("json") => "json",
        CodeBlockKind::Fenced(info) if info.trim().eq_ignore_ascii_case("http") => "http",
        _ => "text",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(markdown: &str, expected: &str) {
        assert_eq!(clean(markdown, &Links::default()), expected);
    }

    #[test]
    fn plain_text_stays_as_it_is() {
        check(
            "The phone number, such as (425) 555-0100.",
            "The phone number, such as (425) 555-0100.",
        );
        check("**Bold**, *soft* and `code`.", "**Bold**, *soft* and `code`.");
    }

    #[test]
    fn what_looks_like_markup_is_shown() {
        check("Bearer <token>, see [x] and a|b", "Bearer \\<token\\>, see \\[x\\] and a\\|b");
        check("snake_case and _odd", "snake_case and \\_odd");
        check("one<br/>two<sup>1</sup>", "one two1");
        check("- 5 < 6", "- 5 \\< 6");
    }

    #[test]
    fn addresses_become_links_and_unknown_links_text() {
        check("See https://example.com/a_b.", "See <https://example.com/a_b>.");
        check("See [it](https://example.com/ 'x').", "See [it](<https://example.com/>).");
        check("See [permissions](/concepts/permissions.md).", "See permissions.");
    }

    #[test]
    fn blocks_keep_their_form() {
        check("Text:\n\n- one\n- two\n  - inner\n\nEnd", "Text:\n\n- one\n- two\n  - inner\n\nEnd");
        check("1. one\n2. two", "1. one\n2. two");
        check("|A|B|\n|-|-|\n|`x`|y|", "| A | B |\n|---|---|\n| `x` | y |");
        check("```csharp\nlet x;\n```", "```text\nlet x;\n```");
        check("> quoted\n> text", "> quoted\n> text");
        check("# Heading\nText", "**Heading**\n\nText");
    }
}
