//! Pages as other forms show them: made from source pages, so that a whole documentation set can be
//! read in every form and scored.

use std::fmt::Write as _;

use docmill_codegen::page::rendered::bare_lines::BareLines;
use docmill_codegen::page::{Block, BlockKind, Container, Fence, Mark, Page, Table, Text};

/// What Learn has below every page.
const OTHER_VERSIONS: &str =
    "---\n\n## Other Supported Versions\n\n- [graph-rest-beta](https://learn.microsoft.com/)\n";

/// What Learn shows above a page.
const NO_ACCESS: &str = "Note\nAccess to this page requires authorization. You can try signing in or \
                         changing directories.\nAccess to this page requires authorization. You can \
                         try changing directories.\n";

/// How a page can be found, beside its source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Surface {
    /// Learn's own Markdown: other keys of front matter, no annotations, no suffix in links.
    Learn,
    /// Text of the rendered page: titles are bare lines, rows have a pipe at their end, there is a
    /// delimiter row, code ends lines, JSON has lost its indentation.
    Text,
    /// The same, without its title: rows have pipes at both ends, there is no delimiter row, and code
    /// in lists and cells has lost the space around it; inside an item it looks like one more.
    Pipes,
    /// A table of metadata in place of front matter, its title among them, and no titles of sections;
    /// code is glued to the table, or the include, that comes next.
    Metadata,
    /// The same with the metadata in one row, whose cells end lines; other rows have a pipe at their
    /// end, and code ends lines.
    Rows,
    /// Text of the rendered page without its title, below a note of Learn's own: rows have pipes at both
    /// ends, there is a delimiter row, JSON has lost its indentation.
    Noted,
    /// The same without the note: each cell stands on a line of its own, the first of a row behind a
    /// pipe, and there is no delimiter row.
    Cells,
    /// Text of the rendered page below a word of Learn's own: blank lines, and tables whose cells are
    /// only a space apart.
    Spaced,
    /// Text of the rendered page without blank lines or pipes: each cell is a line, and an empty one is
    /// gone.
    Stacked,
}

impl Surface {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Learn,
        Self::Text,
        Self::Pipes,
        Self::Metadata,
        Self::Rows,
        Self::Noted,
        Self::Cells,
        Self::Spaced,
        Self::Stacked,
    ];

    /// What it is called on command lines.
    pub fn name(self) -> &'static str {
        match self {
            Self::Learn => "learn",
            Self::Text => "text",
            Self::Pipes => "pipes",
            Self::Metadata => "metadata",
            Self::Rows => "rows",
            Self::Noted => "noted",
            Self::Cells => "cells",
            Self::Spaced => "spaced",
            Self::Stacked => "stacked",
        }
    }

    /// Whether sections have titles.
    fn shows_titles(self) -> bool {
        !matches!(self, Self::Metadata | Self::Rows)
    }

    /// Whether the page has its own among them.
    fn shows_title_of_page(self) -> bool {
        !matches!(self, Self::Pipes | Self::Noted | Self::Cells)
    }

    /// Whether lines of code keep the space before them.
    fn indents_code(self) -> bool {
        matches!(self, Self::Pipes | Self::Spaced)
    }

    /// The page as this form shows it.
    pub fn of(self, path: &str, source: &str) -> String {
        let page = Page::parse(path, source, &BareLines::default());
        let title = title(&page);
        let mut writer = Writer { surface: self, page: &page, title, text: String::new() };
        writer.top();
        for (at, block) in page.blocks.iter().enumerate() {
            // Titles are gone from the form that glues lines.
            let mut rest = page.blocks[at + 1..].iter();
            let next = rest.find(|next| !matches!(next.kind, BlockKind::Heading(..)));
            writer.block(block, next);
        }
        if self == Self::Learn {
            writer.text.push_str(OTHER_VERSIONS);
        }
        writer.text
    }
}

struct Writer<'p, 'a> {
    surface: Surface,
    page: &'p Page<'a>,
    title: String,
    text: String,
}

/// Where running text stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum StandsIn {
    Page,
    Item,
    Cell,
}

fn title(page: &Page<'_>) -> String {
    let mut titles = page.blocks.iter().filter_map(|block| match &block.kind {
        BlockKind::Heading(1, text) => Some(text.plain().into_owned()),
        _ => None,
    });
    titles.next().unwrap_or_default()
}

impl Writer<'_, '_> {
    /// What stands above the page's first block.
    fn top(&mut self) {
        let title = &self.title;
        let keys = ["description", "localization_priority", "author", "ms.prod", "doc_type"];
        let values = keys.map(|key| (key, self.page.front_matter.get(key)));
        let values = values.into_iter().filter_map(|(key, value)| Some((key, value?)));
        match self.surface {
            Surface::Learn => {
                self.text.push_str("---\nlayout: Conceptual\n");
                let _ =
                    writeln!(self.text, "title: {title} - Microsoft Graph v1.0 | Microsoft Learn");
                for (key, value) in values {
                    let _ = writeln!(self.text, "{key}: {value}");
                }
                let _ = writeln!(self.text, "source_path: api-reference/v1.0/{}", self.page.path);
                self.text.push_str("---\n\n");
            }
            Surface::Metadata => {
                let title = self.page.front_matter.get("title").unwrap_or(title);
                let _ = write!(self.text, "| title | {title} |\n|---|---|\n");
                for (key, value) in values {
                    let _ = writeln!(self.text, "| {key} | {value} |");
                }
            }
            Surface::Rows => {
                let title = self.page.front_matter.get("title").unwrap_or(title);
                let entries: Vec<_> = [("title", title)].into_iter().chain(values).collect();
                for (key, _) in &entries {
                    let _ = write!(self.text, "{key} | ");
                }
                let _ = writeln!(self.text, "\n{}", "---|".repeat(entries.len()));
                for (_, value) in entries {
                    let _ = writeln!(self.text, "{value} |");
                }
            }
            Surface::Noted => self.text.push_str(NO_ACCESS),
            Surface::Spaced => self.text.push_str("Edit\n\n"),
            Surface::Text | Surface::Pipes | Surface::Cells | Surface::Stacked => {}
        }
    }

    fn block(&mut self, block: &Block<'_>, next: Option<&Block<'_>>) {
        match &block.kind {
            BlockKind::Heading(level, text) => self.heading(*level, text),
            BlockKind::Paragraph(container, text) => self.paragraph(*container, text),
            BlockKind::Table(table) => self.table(table),
            BlockKind::Fence(fence) => self.fence(fence, next),
            BlockKind::Annotation(_) => {}
            BlockKind::Include(_) => self.include(block, next),
        }
        if matches!(self.surface, Surface::Learn | Surface::Spaced) {
            self.text.push('\n');
        }
    }

    /// A link as Learn has it: pages have no suffix there, and resources stand in a folder of those of
    /// their operations.
    fn link(&self, target: &str) -> String {
        let of_resource = self.page.path.starts_with("resources/");
        let (page, anchor) = target.split_once('#').unwrap_or((target, ""));
        let (api, resources) = if of_resource { ("../", "") } else { ("", "resources/") };
        let page = page.trim_end_matches(".md");
        let page = page.replace("../resources/", resources).replace("../api/", api);
        let mark = if anchor.is_empty() { "" } else { "#" };
        format!("{page}{mark}{anchor}")
    }

    fn heading(&mut self, level: u8, text: &Text<'_>) {
        let is_title = self.title == text.plain();
        if self.surface == Surface::Learn {
            let marks = "#".repeat(usize::from(level));
            let suffix = if is_title { " - Microsoft Graph v1.0 | Microsoft Learn" } else { "" };
            let _ = writeln!(self.text, "{marks} {}{suffix}", text.plain());
        } else if self.surface.shows_titles() && (!is_title || self.surface.shows_title_of_page()) {
            self.line(&text.plain());
        }
    }

    fn line(&mut self, line: &str) {
        self.text.push_str(line.trim());
        self.text.push('\n');
    }

    fn paragraph(&mut self, container: Container, text: &Text<'_>) {
        let stands_in = if container.is_item() { StandsIn::Item } else { StandsIn::Page };
        let mut inline = self.inline(text, stands_in);
        if let Some((kind, rest)) = alert(&inline) {
            let title =
                if self.surface == Surface::Learn { format!("{kind}\n\n") } else { kind + "\n" };
            inline = title + rest;
        }
        for (at, line) in inline.lines().enumerate() {
            match container {
                Container::List(item) if at == 0 => {
                    let indent = match self.surface {
                        Surface::Learn => "    ".repeat(usize::from(item.depth)),
                        _ => String::new(),
                    };
                    let number = item.number.filter(|_| self.surface == Surface::Learn);
                    match (item.goes_on, number) {
                        (true, _) => {}
                        (false, Some(number)) => {
                            let _ = write!(self.text, "{indent}{number}. ");
                        }
                        (false, None) => {
                            let _ = write!(self.text, "{indent}- ");
                        }
                    }
                }
                _ => {}
            }
            self.line(line);
        }
    }

    /// A text without the marks that the form does not have.
    fn inline(&self, text: &Text<'_>, stands_in: StandsIn) -> String {
        let tight = stands_in != StandsIn::Page;
        let mut written = String::new();
        let mut after_code = false;
        for piece in &text.pieces {
            let mut words = piece.text.replace('\n', " ");
            if self.surface != Surface::Learn && self.surface != Surface::Metadata {
                words = as_one_space(&words);
                if written.ends_with(' ') && !after_code {
                    words = words.trim_start().to_owned();
                }
            }
            match (self.surface, &piece.mark) {
                (Surface::Learn, Mark::Code) => {
                    let _ = write!(written, "`{words}`");
                }
                (Surface::Learn, Mark::Emphasis) => {
                    let _ = write!(written, "**{words}**");
                }
                (Surface::Learn, Mark::Link(target)) => {
                    let _ = write!(written, "[{words}]({})", self.link(target));
                }
                (Surface::Learn | Surface::Metadata, Mark::Break) => written.push_str("<br>"),
                (_, Mark::Break) => written.push(' '),
                (Surface::Pipes, Mark::Code) if tight => {
                    written.truncate(written.trim_end().len());
                    if stands_in == StandsIn::Item && !written.is_empty() {
                        written.push_str("- ");
                    }
                    written.push_str(&words);
                }
                (Surface::Pipes, _) if tight && after_code => written.push_str(words.trim_start()),
                (Surface::Text | Surface::Rows, Mark::Code) if tight => {
                    let _ = write!(written, "{words} ");
                }
                (Surface::Text | Surface::Rows, Mark::Plain)
                    if !tight && after_code && words.starts_with(' ') =>
                {
                    let _ = write!(written, "\n{}", words.trim_start());
                }
                _ => written.push_str(&words),
            }
            after_code = piece.mark == Mark::Code;
        }
        written
    }

    fn table(&mut self, table: &Table<'_>) {
        let cells = |row: &[Text<'_>]| {
            row.iter()
                .map(|cell| self.inline(cell, StandsIn::Cell).replace('|', r"\|").trim().to_owned())
                .collect::<Vec<_>>()
        };
        let header = cells(&table.header);
        let rows: Vec<Vec<String>> = table.rows.iter().map(|row| cells(&row.cells)).collect();
        let delimiter = match self.surface {
            Surface::Learn | Surface::Metadata | Surface::Noted => {
                Some(format!("|{}", "---|".repeat(header.len())))
            }
            Surface::Text | Surface::Rows => Some("---|".repeat(header.len())),
            Surface::Pipes | Surface::Cells | Surface::Spaced | Surface::Stacked => None,
        };
        let row = |cells: &[String]| match self.surface {
            Surface::Text | Surface::Rows => format!("{} |", cells.join(" | ")),
            Surface::Learn | Surface::Metadata | Surface::Pipes | Surface::Noted => {
                format!("| {} |", cells.join(" | "))
            }
            Surface::Cells => format!("| {} |", cells.join(" |\n")),
            Surface::Spaced => cells.join(" "),
            Surface::Stacked => {
                let filled = cells.iter().filter(|cell| !cell.is_empty());
                filled.map(String::as_str).collect::<Vec<_>>().join("\n")
            }
        };
        let lines: Vec<String> = [row(&header)]
            .into_iter()
            .chain(delimiter)
            .chain(rows.iter().map(|it| row(it)))
            .collect();
        for line in lines {
            self.line(&line);
        }
    }

    fn fence(&mut self, fence: &Fence<'_>, next: Option<&Block<'_>>) {
        if self.surface == Surface::Learn {
            let contents = fence.contents.trim_end();
            let _ = write!(self.text, "```{}\n{contents}\n```\n", fence.info);
            return;
        }
        for line in fence.contents.lines().filter(|line| !line.trim().is_empty()) {
            let line = if self.surface.indents_code() { line.trim_end() } else { line.trim() };
            let _ = writeln!(self.text, "{line}");
        }
        let is_glued = next
            .is_some_and(|next| matches!(next.kind, BlockKind::Table(_) | BlockKind::Include(_)));
        if self.surface == Surface::Metadata && is_glued {
            self.text.pop();
        }
    }

    /// An include keeps its label, and the line on which it stands.
    fn include(&mut self, block: &Block<'_>, next: Option<&Block<'_>>) {
        if !matches!(self.surface, Surface::Metadata | Surface::Rows) {
            return;
        }
        let label = self.page.raw(&block.span).split('[').nth(2);
        let label = label.and_then(|rest| rest.split(']').next()).unwrap_or_default();
        let between = next.filter(|next| matches!(next.kind, BlockKind::Include(_)));
        let between = between.map(|next| self.page.raw(&(block.span.end..next.span.start)));
        let is_beside = between.is_some_and(|between| between.matches('\n').count() < 2);
        let _ = write!(self.text, "[!INCLUDE {label}]{}", if is_beside { ' ' } else { '\n' });
    }
}

/// The kind of an alert, as sites show it above its text: `[!NOTE]` is "Note".
fn alert(text: &str) -> Option<(String, &str)> {
    let (kind, rest) = text.trim_start().strip_prefix("[!")?.split_once(']')?;
    let (first, others) = kind.split_at_checked(1)?;
    let is_kind = kind.bytes().all(|byte| byte.is_ascii_uppercase()) && kind != "INCLUDE";
    is_kind.then(|| (first.to_owned() + &others.to_lowercase(), rest.trim_start()))
}

/// A text in which any space is one, as browsers show it.
fn as_one_space(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for character in text.chars() {
        if character != ' ' || !written.ends_with(' ') {
            written.push(character);
        }
    }
    written
}
