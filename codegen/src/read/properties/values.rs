//! Enum values listed in running text: "Possible values are: `home`, `business`."

use regex::Match;

use crate::dialect::Dialect;
use crate::page::{Mark, Piece, Text};
use crate::read::facts::Values;
use crate::read::prose::Prose;

/// JSON's own word: what is said of it is that there may be no value, and none is called so.
pub const NULL: &str = "null";

/// Reads the values that a description lists; `None` if it lists none.
pub fn read(description: &Text<'_>, dialect: &Dialect) -> Option<Values> {
    // The cheap question first: most descriptions say nothing of values.
    let says_values = |piece: &Piece<'_>| piece.text.contains("alue");
    if !description.pieces.iter().any(says_values) {
        return one_of(description, dialect);
    }
    let prose = Prose::of(description);
    let begins = dialect.values.begins.find(&prose.text)?;
    let from = begins.end();
    let announced = begins.start() + begins.as_str().trim_end().len();
    let mut values = if let Some(values) = by_line(description, announced, dialect) {
        values
    } else if description.codes().next().is_some() {
        let again = || begun_again(&prose.text, &begins, description, dialect);
        match in_plain_sentence(description, from, dialect) {
            Some(plain) => again().unwrap_or(plain),
            None => marked(description, from, dialect),
        }
    } else {
        let mut lists = dialect.values.begins.find_iter(&prose.text);
        let list = lists.find_map(|begins| introduced(&prose.text, &begins));
        list.map_or_else(Values::default, |list| bare(list, dialect))
    };
    let count = values.members.len();
    values.members.retain(|value| value != NULL);
    values.or_null = values.members.len() < count;
    (!values.members.is_empty()).then_some(values)
}

/// The values of a description that begins with them: "One of `home`, `business`."
fn one_of(description: &Text<'_>, dialect: &Dialect) -> Option<Values> {
    let [first, second, ..] = &description.pieces[..] else { return None };
    let begins = second.mark == Mark::Code && dialect.values.one_of.is_match(&first.text);
    let values = begins.then(|| marked(description, first.text.len(), dialect))?;
    (values.members.len() > 1).then_some(values)
}

/// The values that a description only puts in quotes: 'It can be "Lent", "In Repair" or "Lost"'. A blank
/// one says that there may be none. Asked only where something else says that there are values.
pub fn quoted(description: &Text<'_>, dialect: &Dialect) -> Option<Values> {
    let is_mark = |c| matches!(c, '"' | '\u{201c}' | '\u{201d}');
    if !description.pieces.iter().any(|piece| piece.text.contains(is_mark)) {
        return None;
    }
    let plain = description.plain();
    let list = dialect.values.quoted.group("list", &plain)?;
    let mut values = Values::default();
    // Every other part stands between two marks.
    for value in list.split(is_mark).skip(1).step_by(2).map(str::trim) {
        if !value.is_empty() {
            push(&mut values.members, value);
        }
    }
    (!values.members.is_empty()).then_some(values)
}

/// The values that a text says callers must ask for, beside a table that lists all.
pub fn opt_in(text: &Text<'_>, dialect: &Dialect) -> Vec<String> {
    let is_said = text.pieces.iter().any(|piece| dialect.values.opt_in.is_match(&piece.text));
    if is_said { marked(text, 0, dialect).opt_in } else { Vec::new() }
}

/// Whether a description lists numbers and not names: "Possible values are: `0` - none, `1` - some".
pub fn are_numbers(description: &Text<'_>, dialect: &Dialect) -> bool {
    let prose = Prose::of(description);
    let Some(begins) = dialect.values.begins.find(&prose.text) else { return false };
    let listed = prose.text[begins.end()..].trim_start_matches(['`', '*', '"', '-', ' ', '\n']);
    listed.starts_with(|c: char| c.is_ascii_digit())
}

/// Values at the beginnings of lines, each with or without a remark after it: `` `none` - Nobody. ``
/// `None` where what follows byte `from` is not written so.
fn by_line(description: &Text<'_>, from: usize, dialect: &Dialect) -> Option<Values> {
    let mut lines = lines_from(description, from).into_iter();
    if lines.next()?.iter().any(|(text, _)| !text.trim().is_empty()) {
        return None;
    }
    let mut values = Values::default();
    let mut all_are_marked = None;
    for line in lines {
        let first = line.into_iter().find(|(text, _)| !text.trim().is_empty());
        let Some((first, mark)) = first else { continue };
        let is_marked = *mark != Mark::Plain;
        let is_alike = *all_are_marked.get_or_insert(is_marked) == is_marked;
        // What no longer looks like an item comes after the list.
        let Some(item) = head(first, is_marked).filter(|_| is_alike) else { break };
        if !dialect.values.value.is_match(item) {
            return None;
        }
        push(&mut values.members, item);
    }
    (values.members.len() > 1).then_some(values)
}

/// What stands from byte `from` on, line by line.
fn lines_from<'t>(description: &'t Text<'_>, from: usize) -> Vec<Vec<(&'t str, &'t Mark<'t>)>> {
    let mut lines = vec![Vec::new()];
    for (text, mark) in pieces_from(description, from) {
        match (mark, lines.last_mut()) {
            (Mark::Break, _) | (_, None) => lines.push(Vec::new()),
            (_, Some(line)) => line.push((text, mark)),
        }
    }
    lines
}

/// What stands from byte `from` on, each stretch with its mark.
fn pieces_from<'t>(
    description: &'t Text<'_>,
    from: usize,
) -> impl Iterator<Item = (&'t str, &'t Mark<'t>)> {
    let mut at = 0;
    description.pieces.iter().filter_map(move |piece| {
        let start = at;
        at += piece.text.len();
        (at > from).then(|| (&piece.text[from.saturating_sub(start)..], &piece.mark))
    })
}

/// The word that an item of a list begins with, if a remark or nothing follows it.
fn head(text: &str, is_marked: bool) -> Option<&str> {
    let text = text.trim().trim_matches(['"', '\u{201c}', '\u{201d}']);
    if is_marked {
        return Some(text);
    }
    let end =
        text.find(['"', ':', '=']).into_iter().chain(text.find(" -")).chain(text.find(" \u{2013}"));
    let word = end.min().map_or(text, |end| &text[..end]).trim();
    (!word.contains(char::is_whitespace)).then_some(word)
}

/// Values without marks in a sentence that has none at all: what later ones mark is said of one of
/// them. "Possible values are none, low, high. Guests see `none`."
fn in_plain_sentence(description: &Text<'_>, from: usize, dialect: &Dialect) -> Option<Values> {
    let (text, mark) = pieces_from(description, from).find(|(text, _)| !text.trim().is_empty())?;
    let is_plain = *mark == Mark::Plain && ends_sentence(text);
    let values = is_plain.then(|| bare(text, dialect))?;
    (!values.members.is_empty()).then_some(values)
}

/// A list that begins after `first`, with values marked as code: tools add one to what a person wrote.
/// "Possible values are: low, high. Read-only. Possible values are: `none`, `low`, `high`."
fn begun_again(
    text: &str,
    first: &Match<'_>,
    description: &Text<'_>,
    dialect: &Dialect,
) -> Option<Values> {
    let begins = dialect.values.begins.find_iter(&text[first.end()..]).last()?;
    let from = first.end() + begins.end();
    let (_, mark) = pieces_from(description, from).find(|(text, _)| !text.trim().is_empty())?;
    let values = (*mark == Mark::Code).then(|| marked(description, from, dialect))?;
    (values.members.len() > 1).then_some(values)
}

/// Values marked as code: those up to the end of the sentence, then those that callers must ask for.
fn marked(description: &Text<'_>, from: usize, dialect: &Dialect) -> Values {
    let mut values = Values::default();
    let mut state = State::Listing;
    let mut parentheses = 0_usize;
    // "`a` if **book** is `b`": what a value depends on is none.
    let mut is_condition = false;
    for (text, mark) in pieces_from(description, from) {
        let is_value =
            *mark == Mark::Code && each(text).all(|value| dialect.values.value.is_match(value));
        if *mark == Mark::Code && dialect.values.opt_in.is_match(text) {
            state = State::OptIn;
        } else if is_value && is_condition {
            // Said of the value before.
        } else if is_value && parentheses == 0 {
            match state {
                State::Listing => each(text).for_each(|value| push(&mut values.members, value)),
                State::OptIn => each(text).for_each(|value| push(&mut values.opt_in, value)),
                State::Done => {}
            }
        } else if *mark != Mark::Code {
            if dialect.values.opt_in.is_match(text) {
                state = State::OptIn;
            }
            is_condition = if is_condition {
                !dialect.values.separator.is_match(text)
            } else {
                !values.members.is_empty() && dialect.values.condition.is_match(text)
            };
            // What else it can be is told in words, so the values are not all.
            if state == State::Listing && dialect.values.others.is_match(text) {
                return Values::default();
            }
            let opens = text.matches('(').count();
            parentheses = (parentheses + opens).saturating_sub(text.matches(')').count());
            if parentheses == 0 && ends_sentence(text) {
                match state {
                    State::Listing if !values.members.is_empty() => state = State::Done,
                    State::OptIn if !values.opt_in.is_empty() => state = State::Done,
                    _ => {}
                }
            }
        }
    }
    values.members.retain(|member| !values.opt_in.contains(member));
    values
}

/// The values in one piece of code: several where a mark between them is missing, "`a, 'b`".
fn each(code: &str) -> impl Iterator<Item = &str> {
    let is_one = !code.contains(',');
    code.split(',').map(move |value| match value.trim() {
        value if is_one => value,
        value => value.trim_matches(['\'', '"']),
    })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Listing,
    OptIn,
    Done,
}

fn push(values: &mut Vec<String>, value: &str) {
    if !values.iter().any(|known| known == value) {
        values.push(value.to_owned());
    }
}

/// Whether a sentence ends in what stands after a value: right after it, perhaps without the space
/// that belongs there.
fn ends_sentence(text: &str) -> bool {
    if text.strip_prefix('.').is_some_and(|rest| rest.starts_with(char::is_uppercase)) {
        return true;
    }
    let mut rest = text;
    while let Some(at) = rest.find('.') {
        rest = &rest[at + 1..];
        if rest.is_empty() || rest.starts_with(char::is_whitespace) {
            return true;
        }
    }
    false
}

/// The list that words introduce, if they do: "One of the supported values. Possible values are: …".
/// Where a list has lost its marks and the spaces beside them, its first value begins right after "are".
fn introduced<'t>(text: &'t str, begins: &Match<'_>) -> Option<&'t str> {
    let words = begins.as_str().trim_end();
    let list = &text[begins.end()..];
    if words.ends_with(':') || words.ends_with(" are") {
        return Some(list);
    }
    let glued = list.strip_prefix("are")?;
    let first = glued.split(|c: char| !c.is_alphanumeric()).next()?;
    let is_glued_list = glued[first.len()..]
        .strip_prefix(',')
        .is_some_and(|rest| !first.is_empty() && rest.starts_with(char::is_alphanumeric));
    is_glued_list.then_some(glued)
}

/// Values without marks, up to the end of the sentence; all of them must look like values.
fn bare(text: &str, dialect: &Dialect) -> Values {
    let end = text
        .match_indices(['.', ';', '\n'])
        .find(|(at, mark)| {
            *mark != "." || text[at + 1..].chars().next().is_none_or(char::is_whitespace)
        })
        .map_or(text.len(), |(at, _)| at);
    let list = &text[..end];
    // Where a page's marks were lost, the spaces beside them may be, too.
    let lost_spaces = list.split(',').skip(1).any(|item| !item.starts_with(char::is_whitespace));
    let mut values = Values::default();
    for item in list.split(',') {
        // A remark, or the number that a value has: `none (0)`, `none = 0`.
        let item = item.split(['(', '=']).next().unwrap_or("").trim();
        let item = ["or ", "and "].iter().find_map(|word| item.strip_prefix(word)).unwrap_or(item);
        for value in item.split(" or ").flat_map(|part| part.split(" and ")) {
            let value = value.trim_matches([' ', '\'', '"', '`', '*', '\u{a0}']);
            if value.is_empty() {
                continue;
            }
            if !dialect.values.value.is_match(value) {
                return Values::default();
            }
            push(&mut values.members, value);
        }
    }
    if lost_spaces && let Some(last) = values.members.last_mut() {
        let glued = ["or", "and"].iter().find_map(|word| last.strip_prefix(word));
        if let Some(value) = glued.filter(|value| !value.is_empty()) {
            *last = value.to_owned();
        }
    }
    // One word after "is:" is a value; one word after "are" may be anything.
    if values.members.len() < 2 { Values::default() } else { values }
}
