//! What a page says about errors: tables of status and code, and sentences that name a status.
//!
//! Such tables and sentences stand anywhere but in examples: under headings of their own, in the text
//! about the response, with the header that makes a request conditional.

use std::borrow::Cow;

use crate::bytes;
use crate::diagnostics::Report;
use crate::dialect::{ColumnRole, Dialect, SectionKind, Spelling};
use crate::ir::{ErrorMeaning, Landmark, Places, Spot};
use crate::page::{BlockKind, Container, Item, Page, Row, Table, Text};
use crate::read::cached_dialect::CachedDialect;
use crate::read::facts::TypeFacts;
use crate::read::layout::columns::Columns;
use crate::read::layout::section::Section;
use crate::read::places;
use crate::read::properties::type_column::type_facts;
use crate::read::prose::{line, sentences};

/// Reads what errors mean, in the page's order, each status and code once; where that stands goes to
/// `places`.
pub fn read(
    page: &Page<'_>,
    sections: &[Section<'_, '_>],
    dialect: &CachedDialect<'_>,
    places: &mut Places,
) -> Vec<ErrorMeaning> {
    let mut found = Found { page, places, errors: Vec::new() };
    for section in sections.iter().filter(|it| it.kind != Some(SectionKind::Examples)) {
        of_section(section, dialect, &mut found);
    }
    found.errors
}

/// What has been read so far.
struct Found<'f, 'a> {
    page: &'f Page<'a>,
    places: &'f mut Places,
    errors: Vec<ErrorMeaning>,
}

fn of_section(section: &Section<'_, '_>, dialect: &CachedDialect<'_>, found: &mut Found<'_, '_>) {
    // The status of the last sentence that named one: a table of codes after it is about it.
    let mut status = None;
    let mut unfinished = false;
    for placed in &section.blocks {
        match &placed.block.kind {
            // What a sentence announced with a colon.
            BlockKind::Paragraph(Container::List(_), text) if unfinished => {
                if let Some(last) = found.errors.last_mut() {
                    last.meaning = format!("{} {}", last.meaning, line(&text.plain())).into();
                }
            }
            BlockKind::Paragraph(container, text) => {
                unfinished = false;
                if !may_name_status(text) {
                    continue;
                }
                let plain = text.plain();
                if let Some((named, meaning)) = item(*container, &line(&plain)) {
                    let spot = places::of_block(found.page, *placed);
                    found.add(Some(named), None, meaning, spot);
                    continue;
                }
                for sentence in sentences(&line(&text.plain())).map(without_note) {
                    let Some(named) = only_status(sentence, dialect) else { continue };
                    status = Some(named);
                    unfinished = sentence.ends_with(':');
                    let spot = places::of_block(found.page, *placed);
                    found.add(Some(named), None, sentence, spot);
                }
            }
            BlockKind::Table(table) if section.kind == Some(SectionKind::RequestHeaders) => {
                let cells = table.rows.iter().flat_map(|row| &row.cells);
                for cell in cells {
                    if !may_name_status(cell) {
                        continue;
                    }
                    for sentence in sentences(&line(&cell.plain())).map(without_note) {
                        if let Some(named) = only_status(sentence, dialect) {
                            let spot = places::of_cell(&found.page.path, placed.page, cell);
                            found.add(Some(named), None, sentence, spot);
                        }
                    }
                }
            }
            BlockKind::Table(table) => of_table((placed.page, table), status, dialect, found),
            _ => {}
        }
    }
}

/// The rows of a table with a column of statuses or of errors' codes.
fn of_table(
    (on, table): (&Page<'_>, &Table<'_>),
    status: Option<u16>,
    dialect: &CachedDialect<'_>,
    found: &mut Found<'_, '_>,
) {
    let columns = Columns::of(on, table, dialect);
    let cell_at = |row: usize, column: Option<usize>| table.rows.get(row)?.cells.get(column?);
    let cell = |row: usize, column: Option<usize>| {
        Some(line(&cell_at(row, column)?.plain()).into_owned()).filter(|text| !text.is_empty())
    };
    let are_statuses = |at: &usize| {
        let cells = || (0..table.rows.len()).map(|row| cell(row, Some(*at)).unwrap_or_default());
        cells().all(|text| is_status(&text)) && cells().any(|text| error_status(&text).is_some())
    };
    // What a page calls codes can be statuses all the same.
    let status_at = [ColumnRole::ErrorStatus, ColumnRole::ErrorCode].into_iter();
    let status_at = status_at.filter_map(|role| columns.get(role)).find(are_statuses);
    let code_at = columns.get(ColumnRole::ErrorCode).filter(|at| Some(*at) != status_at);
    // A table of codes alone is about the status that the text before it names.
    let is_of_errors = status_at.is_some() || code_at.is_some() && status.is_some();
    let meaning_at = columns.get(ColumnRole::ErrorMeaning);
    if !is_of_errors || status_at.is_none() && columns.get(ColumnRole::Type).is_some() {
        return;
    }
    for row in 0..table.rows.len() {
        let status = match status_at.map(|at| cell(row, Some(at))) {
            // Statuses of success, or of many errors, stand among them.
            Some(text) => match text.as_deref().and_then(error_status) {
                None => continue,
                status => status,
            },
            None => status,
        };
        let code = cell(row, code_at).map(|code| code.trim_matches('`').to_owned());
        if let (Some(meaning), Some(at)) = (cell(row, meaning_at), cell_at(row, meaning_at)) {
            let spot = places::of_cell(&found.page.path, on, at);
            found.add(status, code.as_deref(), &meaning, spot);
            // What else its row says of it.
            let read = [status_at, code_at, meaning_at];
            let others = (0..table.header.len()).filter(|at| !read.contains(&Some(*at)));
            let others =
                others.filter_map(|at| Some((cell(row, Some(at))?, cell_at(row, Some(at))?)));
            for (more, at) in others {
                let spot = places::of_cell(&found.page.path, on, at);
                found.add(status, code.as_deref(), &more, spot);
            }
        }
    }
}

impl Found<'_, '_> {
    /// Adds a meaning, to that of the same status and code if there is one.
    fn add(&mut self, status: Option<u16>, code: Option<&str>, meaning: &str, spot: Spot) {
        let same = |it: &&mut ErrorMeaning| it.status == status && it.code.as_deref() == code;
        match self.errors.iter_mut().find(same) {
            Some(known) if known.meaning.contains(meaning) => {}
            Some(known) => {
                let end = if known.meaning.ends_with(['.', ':', '!']) { "" } else { "." };
                known.meaning = format!("{}{end} {meaning}", known.meaning).into();
            }
            None => {
                let code = code.map(Into::into);
                self.errors.push(ErrorMeaning { status, code, meaning: meaning.into() });
                self.places.add(Landmark::Error, spot);
            }
        }
    }
}

/// Whether a table is one from which `errors` were read.
pub fn are_told(errors: &[ErrorMeaning], table: &Table<'_>, columns: &Columns) -> bool {
    let Some(at) = columns.get(ColumnRole::ErrorMeaning).filter(|_| !errors.is_empty()) else {
        return false;
    };
    let cells = table.rows.iter().filter_map(|row| row.cells.get(at));
    let mut cells = cells.filter(|cell| !cell.is_blank()).peekable();
    cells.peek().is_some()
        && cells.all(|cell| {
            let plain = cell.plain();
            let meaning = line(&plain);
            errors.iter().any(|error| error.meaning.contains(&*meaning))
        })
}

/// Whether a text can name a status at all. Most have no digit, and need no taking apart.
fn may_name_status(text: &Text<'_>) -> bool {
    text.pieces.iter().any(|piece| !bytes::all(&piece.text, |byte| !byte.is_ascii_digit()))
}

/// A status of 400 or more, with or without its phrase: `404`, `404 Not Found`.
fn error_status(text: &str) -> Option<u16> {
    let digits = first_word(text);
    let status = digits.parse().ok().filter(|_| digits.len() == 3)?;
    (400..600).contains(&status).then_some(status)
}

/// The first status of success that a table of statuses lists.
pub fn success_in(page: &Page<'_>, table: &Table<'_>, dialect: &CachedDialect<'_>) -> Option<u16> {
    let at = Columns::of(page, table, dialect).get(ColumnRole::ErrorStatus)?;
    let statuses = || table.rows.iter().filter_map(|row| Some(row.cells.get(at)?.plain()));
    if !statuses().all(|text| is_status(&text)) {
        return None;
    }
    let success =
        |text: Cow<'_, str>| first_word(&text).parse().ok().filter(|it| (200..300).contains(it));
    statuses().find_map(success)
}

/// The type that a table of statuses gives its first status of success.
pub fn success_type_in(
    page: &Page<'_>,
    table: &Table<'_>,
    dialect: &CachedDialect<'_>,
) -> Option<TypeFacts> {
    let columns = Columns::of(page, table, dialect);
    let (status, ty) = (columns.get(ColumnRole::ErrorStatus)?, columns.get(ColumnRole::Type)?);
    let succeeds = |row: &&Row<'_>| {
        row.cells.get(status).is_some_and(|cell| {
            let text = cell.plain();
            is_status(&text) && text.trim_start_matches(['`', '*']).starts_with('2')
        })
    };
    let row = table.rows.iter().find(succeeds)?;
    let cell = row.cells.get(ty)?;
    let read = type_facts(page, cell, dialect, &mut Report::default());
    let tells = matches!(read.spelling, Spelling::Named(_) | Spelling::Primitive(_))
        && !dialect.facts.none.is_match(&read.written);
    tells.then(|| TypeFacts { place: page.place(&cell.span), ..read })
}

/// Whether a text is a status, or stands for many: `200`, `4XX`, `default`.
fn is_status(text: &str) -> bool {
    if text.trim().eq_ignore_ascii_case("default") {
        return true;
    }
    let word = first_word(text);
    let (Some(class), Some(rest)) = (word.chars().next(), word.get(1..)) else { return false };
    let is_rest = rest.eq_ignore_ascii_case("xx") || rest.bytes().all(|b| b.is_ascii_digit());
    word.len() == 3 && ('1'..='5').contains(&class) && is_rest
}

/// The word that a text begins with, without marks.
fn first_word(text: &str) -> &str {
    text.split_whitespace().next().unwrap_or_default().trim_matches(['`', '*', ','])
}

/// Whether an item of a list says what an error means.
pub fn is_item(text: &str) -> bool {
    item(Container::List(Item::default()), text).is_some()
}

/// Whether a sentence says what an error means.
pub fn is_meaning(sentence: &str, dialect: &Dialect) -> bool {
    only_status(without_note(sentence), dialect).is_some()
}

/// The status that an item of a list begins with, and what it says of it: "404 - There is no such book".
fn item(container: Container, text: &str) -> Option<(u16, &str)> {
    if !container.is_item() {
        return None;
    }
    let (status, meaning) = text.split_once([':', '-', '–', '—'])?;
    let status = error_status(status)?;
    let meaning = meaning.trim();
    (!meaning.is_empty()).then_some((status, meaning))
}

/// The status that a sentence is about: the only one that it names.
fn only_status(sentence: &str, dialect: &Dialect) -> Option<u16> {
    let mut named = dialect.errors.status.captures_iter(sentence).filter_map(|found| {
        found
            .name("status")
            .or(found.name("phrased"))
            .and_then(|status| status.as_str().parse::<u16>().ok())
    });
    let first = named.next()?;
    let names_no_other = named.all(|other| other == first);
    let names_several = dialect.errors.several.is_match(sentence);
    // `500 Internal Server Error` alone says no more than the status does.
    let says_more = sentence.split(' ').any(|word| word.starts_with(|c: char| c.is_lowercase()));
    (names_no_other && !names_several && says_more).then_some(first)
}

fn without_note(sentence: &str) -> &str {
    sentence.trim_start_matches("Note: ")
}
