//! What the top of a page, or of a part of one, says: title and introduction.

use std::sync::Arc;

use super::parts::Part;
use super::section::of_kind;
use super::untitled_request;
use crate::diagnostics::Place;
use crate::dialect::{Dialect, SectionKind};
use crate::page::{BlockKind, Container, Page};
use crate::read::cached_dialect::CachedDialect;
use crate::read::prose::{Cut, add_paragraph, cut_markdown, markdown};
use crate::read::remarks::unread_blocks;
use crate::read::remarks::{announces_list, without_marker};
use crate::read::{annotation, placeholder};

/// What the top of a page, or of a part of one, says.
pub struct PageText {
    /// Its title, as written.
    pub title: String,
    /// Its title without marks such as "(deprecated)", numbers and request lines.
    pub name: String,
    /// Where its title stands.
    pub title_place: Place,
    /// Its introduction, as Markdown.
    pub description: String,
    /// What it says of its subject being deprecated; empty if that is only in the title.
    pub deprecated: Option<String>,
}

/// What the tops of a page's parts say. What a title has in parentheses is a part of it where it tells
/// the part from another. Template text is looked for only where there `is_unfinished` text.
pub fn tops<'a>(
    page: &Page<'a>,
    parts: &[Part<'_, 'a>],
    is_unfinished: bool,
    dialect: &CachedDialect<'_>,
) -> Vec<PageText> {
    let mut texts: Vec<PageText> =
        parts.iter().map(|part| top(page, part, is_unfinished, dialect)).collect();
    let names: Vec<String> = texts.iter().map(|text| text.name.clone()).collect();
    for text in &mut texts {
        let is_shared = names.iter().filter(|name| **name == text.name).count() > 1;
        if is_shared && !text.name.is_empty() {
            text.name = dialect.titles.without_number(&text.title).to_owned();
        }
    }
    texts
}

fn top<'a>(
    page: &Page<'a>,
    part: &Part<'_, 'a>,
    is_unfinished: bool,
    dialect: &CachedDialect<'_>,
) -> PageText {
    let heading = match part.heading {
        Some(heading) => Some(heading.block),
        None => page.blocks.iter().find(|block| matches!(block.kind, BlockKind::Heading(1, _))),
    };
    let heading = heading.and_then(|block| match &block.kind {
        BlockKind::Heading(_, text) => Some((text.plain().into_owned(), page.place(&block.span))),
        _ => None,
    });
    let front = page.front_matter.get("title").filter(|title| !dialect.placeholder.is_match(title));
    let (title, title_place) = heading.unwrap_or_else(|| {
        let place = page.front_matter.span("title").map(|span| page.place(&span));
        let place = place.unwrap_or_else(|| Place::page(Arc::clone(&page.path)));
        (front.unwrap_or_default().to_owned(), place)
    });
    let without_line = untitled_request::without_line(&title, dialect).unwrap_or(&title);
    let name = dialect.titles.strip.strip(without_line);
    let mut name = name.trim();
    if part.heading.is_some() {
        name = dialect.titles.without_number(name);
    }
    let is_enum = is_enum(page, part, name, dialect);
    let in_title = dialect.titles.deprecated.is_match(&title).then(String::new);
    PageText {
        deprecated: deprecation(part, &title, dialect).or(in_title),
        name: name.to_owned(),
        title,
        title_place,
        description: description(page, part, is_enum, is_unfinished, dialect),
    }
}

/// Whether a part is about an enum, whose members a table may list that stands anywhere.
fn is_enum(page: &Page<'_>, part: &Part<'_, '_>, name: &str, dialect: &Dialect) -> bool {
    let stated = page.front_matter.get(&dialect.kinds.key).filter(|_| part.heading.is_none());
    stated.is_some_and(|it| dialect.kinds.enumeration.contains(it))
        || dialect.titles.enumeration.is_match(name)
}

/// The introduction, without namespace, base type and notes: what stands in the section of that title,
/// else before the first section.
fn description(
    page: &Page<'_>,
    part: &Part<'_, '_>,
    is_enum: bool,
    is_unfinished: bool,
    dialect: &CachedDialect<'_>,
) -> String {
    let sections = &part.sections;
    let titled = of_kind(sections, SectionKind::Description)
        .find(|section| section.paragraphs().next().is_some());
    let Some(introduction) = titled.or_else(|| sections.first()) else {
        return String::new();
    };
    let has_requests = introduction.kind.is_none() && untitled_request::are_read(page, dialect);
    // Requests may be read from fences that stand anywhere.
    let may_have_requests =
        has_requests || of_kind(sections, SectionKind::HttpRequest).next().is_some();
    let mut shows_resource = false;
    let mut description = String::new();
    // Whether the list that comes next is a callout's, and a remark with it.
    let mut announced = false;
    for placed in &introduction.blocks {
        announced = announces_list(*placed) || announced && placed.block.kind.is_item();
        match &placed.block.kind {
            _ if has_requests && untitled_request::is_request(*placed, dialect) => {}
            // What the table of clouds says is said with the operation.
            BlockKind::Paragraph(_, text) if dialect.clouds.announced.is_match(&text.plain()) => {}
            BlockKind::Paragraph(_, text)
                if is_unfinished && placeholder::begins(placed.page, text, dialect) => {}
            BlockKind::Paragraph(Container::Page, text) => {
                let cut = |line: &str| match line {
                    _ if dialect.namespace.is_match(line) => without_namespace(line, dialect),
                    // In lower case it may be the rest of a sentence.
                    _ if line.starts_with(char::is_lowercase) => Cut::Nothing,
                    _ if is_base_sentence(line, dialect) => Cut::Sentence,
                    _ => Cut::Nothing,
                };
                // Such a line may stand in a paragraph with others; such a sentence may be wrapped.
                let kept = cut_markdown(placed.page, text, cut);
                let kept = without_base_sentences(kept, dialect);
                if !kept.is_empty() {
                    add_paragraph(&mut description, Container::Page, &kept);
                }
            }
            BlockKind::Paragraph(container @ Container::List(_), text) if !announced => {
                add_paragraph(&mut description, *container, &markdown(placed.page, text));
            }
            BlockKind::Annotation(value) => shows_resource = annotation::is(value, "resource"),
            BlockKind::Fence(fence)
                if !may_have_requests && !std::mem::take(&mut shows_resource) =>
            {
                add_paragraph(&mut description, Container::Page, &unread_blocks::of_fence(fence));
            }
            BlockKind::Table(table) if !is_enum => {
                let table = unread_blocks::of_introduction(placed.page, table, dialect);
                if let Some(table) = table {
                    add_paragraph(&mut description, Container::Page, &table);
                }
            }
            _ => {}
        }
    }
    if description.is_empty() && part.heading.is_none() {
        let described = page.front_matter.get("description");
        let described = described.filter(|text| !dialect.placeholder.is_match(text));
        return described.unwrap_or_default().to_owned();
    }
    description
}

/// A line that names the namespace says nothing else, unless it has lost its end.
fn without_namespace(line: &str, dialect: &Dialect) -> Cut {
    let end = dialect.namespace.find(line).map_or(line.len(), |found| found.end());
    let end = end + line[end..].chars().take_while(|c| "`.".contains(*c)).count();
    let goes_on = line[end..].trim_start().contains(char::is_whitespace);
    if goes_on { Cut::Start(end) } else { Cut::Line }
}

/// The paragraph or callout before the first section that calls the subject deprecated.
fn deprecation(part: &Part<'_, '_>, title: &str, dialect: &Dialect) -> Option<String> {
    let introduction = part.sections.first()?;
    let paragraphs = introduction.blocks.iter().filter_map(|placed| match &placed.block.kind {
        BlockKind::Paragraph(Container::Page | Container::Callout, text) => Some(text.plain()),
        _ => None,
    });
    let mut saying = paragraphs.filter(|text| is_deprecated(text, title, dialect));
    saying.next().map(|text| without_marker(&text, dialect).to_owned())
}

/// Whether a text calls the subject of a title deprecated, and not one of another name.
fn is_deprecated(text: &str, title: &str, dialect: &Dialect) -> bool {
    let facts = &dialect.facts;
    if !facts.deprecated_subject.is_match(text) {
        return false;
    }
    let title = title.to_lowercase().replace(|c: char| !c.is_alphanumeric(), "");
    let is_own = |name: &str| {
        let words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        let mut words = words.map(str::to_lowercase);
        !facts.deprecated_for_this.is_match(text)
            && words.all(|word| title.contains(word.strip_suffix('s').unwrap_or(&word)))
    };
    let mut found = facts.deprecated_subject.captures_iter(text);
    found.any(|found| found.name("name").is_none_or(|name| is_own(name.as_str())))
}

/// A text without the sentences that say what type this one inherits from.
fn without_base_sentences(text: String, dialect: &Dialect) -> String {
    if !dialect.facts.inherits.is_match(&text) {
        return text;
    }
    let sentences = text.split_inclusive(". ");
    let kept: String = sentences.filter(|one| !is_base_sentence(one, dialect)).collect();
    kept.trim().to_owned()
}

/// Whether a text begins with what type this one inherits from.
fn is_base_sentence(line: &str, dialect: &Dialect) -> bool {
    dialect.facts.inherits.find(line).is_some_and(|found| found.start() <= 10)
}
