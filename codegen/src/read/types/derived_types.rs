//! What a page lists as derived from its own type: "Base type of [atlas](atlas.md) and [novel](novel.md).",
//! and tables or lists under a title that announces them.

use crate::page::{BlockKind, Container, Form, Page, Text};
use crate::read::cached_dialect::CachedDialect;
use crate::read::facts::Mention;
use crate::read::layout::section::Section;
use crate::read::prose::Prose;

/// The types that a page's introduction, or a section of that title, lists as derived from its own.
pub fn read(sections: &[Section<'_, '_>], dialect: &CachedDialect<'_>) -> Vec<Mention> {
    let mut found = Vec::new();
    for (at, section) in sections.iter().enumerate() {
        let is_titled =
            section.heading.is_some() && dialect.facts.derived_title.is_match(&section.title());
        if at == 0 || is_titled {
            list(section, is_titled, dialect, &mut found);
        }
    }
    found
}

/// What a section lists. `is_announced` is whether what comes next is such a list.
fn list(
    section: &Section<'_, '_>,
    mut is_announced: bool,
    dialect: &CachedDialect<'_>,
    found: &mut Vec<Mention>,
) {
    for placed in &section.blocks {
        let page = placed.page;
        match &placed.block.kind {
            BlockKind::Paragraph(Container::List(_), text) if is_announced => {
                found.extend(first_name(page, text, dialect));
            }
            BlockKind::Paragraph(Container::List(_), _) => {}
            BlockKind::Paragraph(_, text) => {
                let prose = Prose::of(text);
                is_announced = paragraph(page, &prose, dialect, found);
            }
            BlockKind::Table(table) if is_announced => {
                let cells = table.rows.iter().filter_map(|row| row.cells.first());
                found.extend(cells.filter_map(|cell| first_name(page, cell, dialect)));
            }
            _ => {}
        }
    }
}

/// The names that a paragraph lists as those of derived types. Whether a list of them comes below it.
fn paragraph(
    page: &Page<'_>,
    prose: &Prose,
    dialect: &CachedDialect<'_>,
    found: &mut Vec<Mention>,
) -> bool {
    let sayings = dialect.facts.derived.find_iter(&prose.text);
    sayings.fold(false, |_, saying| names(page, prose, saying.end(), dialect, found))
}

/// The names that follow what says that they are those of derived types. Whether none does, and a list of
/// them comes below.
fn names(
    page: &Page<'_>,
    prose: &Prose,
    from: usize,
    dialect: &CachedDialect<'_>,
    found: &mut Vec<Mention>,
) -> bool {
    let mut at = from;
    let names = prose.text[at..].split_inclusive([' ', ',', '\n']);
    for word in names {
        let start = at;
        at += word.len();
        let name = word.trim_matches([' ', ',', '\n', '.', '*', '`', ':']);
        if name.is_empty() || matches!(name, "and" | "or") {
            continue;
        }
        let start = start + word.find(name).unwrap_or(0);
        let Some(mention) = mention(page, prose, start, name, dialect) else { return false };
        found.push(mention);
        if word.trim_end().ends_with('.') {
            return false;
        }
    }
    prose.text[from..].trim_matches([' ', ':', '\n']).is_empty()
}

/// The name that an item of a list, or a cell, begins with.
fn first_name(page: &Page<'_>, text: &Text<'_>, dialect: &CachedDialect<'_>) -> Option<Mention> {
    let prose = Prose::of(text);
    let name = prose.text.split([' ', ',', ':', '\n']).next()?;
    let name = name.trim_matches(['*', '`', '.']);
    let start = prose.text.find(name)?;
    mention(page, &prose, start, name, dialect)
}

/// A name with its link. Without a link a word is a name only where pages have lost their links, and
/// only if it can be none of the language.
fn mention(
    page: &Page<'_>,
    prose: &Prose,
    start: usize,
    name: &str,
    dialect: &CachedDialect<'_>,
) -> Option<Mention> {
    let link = prose.link_at(start).filter(|target| dialect.leads_to_resource(target));
    let is_name = page.form == Form::Rendered
        && name.starts_with(char::is_lowercase)
        && name.contains(char::is_uppercase);
    (link.is_some() || is_name).then(|| prose.mention(page, &(start..start + name.len()), link))
}
