//! Pages as wholes: moved, or written otherwise without saying anything else.

use docmill_codegen::diff::{ChangeCode, Side, Symbol};
use docmill_codegen::ir::{EnumOrigin, Landmark, Source};

use super::set::Set;
use super::{Edit, Kind, Mutant, Told};

/// The mutants of all pages.
pub(super) fn all(set: &Set) -> Vec<Mutant> {
    let mut mutants = Vec::new();
    for (page, text) in set.pages() {
        let mutant = |kind, edit, told| Mutant { kind, page: page.clone(), edit, told };
        mutants.push(mutant(Kind::LineEndingsChanged, Edit::Crlf, Vec::new()));
        let paragraphs = paragraphs(text);
        if !paragraphs.is_empty() {
            mutants.push(mutant(Kind::Reflowed, Edit::Break(paragraphs), Vec::new()));
        }
        if let Some(edit) = reordered(text) {
            mutants.push(mutant(Kind::RowsReordered, edit, Vec::new()));
        }
        if !set.is_ordered(page)
            && let Some((edit, told)) = moved(set, page)
        {
            mutants.push(mutant(Kind::PageMoved, edit, vec![told]));
        }
    }
    mutants
}

/// The page in another folder, where all links still lead to where they did.
fn moved(set: &Set, page: &str) -> Option<(Edit, Told)> {
    let (folder, name) = page.split_once('/')?;
    let to = format!("{folder}2/{name}");
    let types = set.api.types.values().map(|ty| ty.source.clone());
    let tables = set.api.enums.values().filter(|it| it.origin == EnumOrigin::Table);
    let enums = tables.map(|definition| definition.source.clone());
    let operations = set.api.operations.values();
    let operations = operations.map(|operation| operation.place(Landmark::Title));
    let first = types.chain(enums).chain(operations).find(|source| *source.page == *page)?;
    let there = Source { page: to.as_str().into(), ..first.clone() };
    let told = Told::new(ChangeCode::PageMoved, Symbol::Page(to.as_str().into()))
        .at(Side::New, there)
        .at(Side::Old, first);
    Some((Edit::Move(to), told))
}

/// The rows of the page's first table of properties, the other way round.
fn reordered(text: &str) -> Option<Edit> {
    let lines: Vec<&str> = text.split('\n').collect();
    let is_head = |line: &&str| line.to_lowercase().replace(' ', "").starts_with("|property|type|");
    let first = lines.iter().position(is_head)? + 2;
    let rows = lines.get(first..)?.iter().take_while(|line| line.trim().starts_with('|')).count();
    let rows = &lines[first..first + rows];
    // Subheadings among rows are about the rows below them.
    if rows.len() < 2 || rows.iter().any(|line| line.contains("**")) {
        return None;
    }
    let other = rows.iter().rev().map(|line| Some((*line).to_owned()));
    Some(Edit::Lines((first..).zip(other).collect()))
}

/// The lines that are paragraphs of their own, and can be broken: indexes.
fn paragraphs(text: &str) -> Vec<usize> {
    let lines: Vec<&str> = text.split('\n').collect();
    let mut fenced = false;
    let mut front = false;
    let mut found = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let line = line.trim_end();
        if line == "---" && (at == 0 || front) {
            front = !front;
        }
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        }
        let is_blank = |at: Option<usize>| {
            at.and_then(|at| lines.get(at)).is_none_or(|line| line.trim().is_empty())
        };
        let is_text = line.starts_with(|first: char| first.is_alphabetic());
        if !fenced
            && !front
            && is_text
            && !line.contains('|')
            // Nobody breaks `Namespace: microsoft.graph`, nor a short line.
            && !line.starts_with("Namespace:")
            && line.len() > 40
            && is_blank(at.checked_sub(1))
            && is_blank(Some(at + 1))
            && broken(line) != line
        {
            found.push(at);
        }
    }
    found
}

/// A line broken in two at the space nearest to its middle, if text goes on there in any case.
pub(super) fn broken(line: &str) -> String {
    let line = line.trim_end();
    let middle = line.len() / 2;
    // What follows must not begin anything else, such as a list, and links stay in one piece.
    let is_word = |at: usize| line[at + 1..].starts_with(|next: char| next.is_ascii_lowercase());
    let is_open = |at: usize| {
        line[..at].matches(['[', '(', '`']).count() % 2 == 1
            || line[..at].matches('[').count() > line[..at].matches(']').count()
    };
    let spaces =
        line.match_indices(' ').map(|(at, _)| at).filter(|at| is_word(*at) && !is_open(*at));
    match spaces.min_by_key(|at| at.abs_diff(middle)) {
        Some(at) => format!("{}\n{}", &line[..at], &line[at + 1..]),
        None => line.to_owned(),
    }
}
