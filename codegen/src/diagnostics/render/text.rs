//! For a terminal: each finding with its line, the marked stretch, and what docmill did.

use std::fmt::Write as _;
use std::ops::Range;

use annotate_snippets::{
    Annotation, AnnotationKind, Group, Level, Message, Origin, Renderer, Snippet, Title,
    normalize_untrusted_str,
};
use rayon::prelude::*;

use super::{PageTexts, Summary, line_of};
use crate::diagnostics::{Diagnostic, Place, Related, Severity};

/// So many related places are shown with their line; the others are counted.
const RELATED_SHOWN: usize = 6;

/// Whether to colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// With ANSI escape codes.
    Coloured,
    /// Without.
    Plain,
}

/// All findings, then the summary line.
pub fn render(
    diagnostics: &[Diagnostic],
    pages: &dyn PageTexts,
    summary: &Summary,
    style: Style,
) -> String {
    let rendered = diagnostics.par_iter().map(|it| render_one(it, pages, style) + "\n\n");
    let mut out: String = rendered.collect::<Vec<String>>().concat();
    if let Some(first) = diagnostics.first() {
        let code = first.code;
        out.push_str("what a finding means and what to do: ");
        let _ = writeln!(out, "cargo xtask explain {code}");
    }
    let _ = writeln!(out, "{summary}");
    out
}

/// One finding, without a line end after it.
pub fn render_one(diagnostic: &Diagnostic, pages: &dyn PageTexts, style: Style) -> String {
    let renderer = match style {
        Style::Coloured => Renderer::styled(),
        Style::Plain => Renderer::plain(),
    };
    let title = level(diagnostic.severity())
        .primary_title(one_line(&diagnostic.message))
        .id(diagnostic.code.as_str());
    let mut main = spot(title, pages, &diagnostic.place, &diagnostic.label);
    // There is no line to write the expectation beside.
    if line_of(pages, &diagnostic.place).is_none() {
        main = main.elements(message(Level::NOTE, &diagnostic.label));
    }
    main = main.elements(message(Level::NOTE, &diagnostic.note));
    if diagnostic.affected > 1 {
        let places = format!("{} places have this cause", diagnostic.affected);
        main = main.elements(message(Level::NOTE, &places));
    }

    let mut groups = Vec::new();
    for Related { place, remark } in diagnostic.related.iter().take(RELATED_SHOWN) {
        let title = Level::NOTE.secondary_title(one_line(remark));
        groups.push(spot(title, pages, place, ""));
    }
    let more = diagnostic.related.len().saturating_sub(RELATED_SHOWN);
    if more > 0 {
        let places = if more == 1 { "place" } else { "places" };
        let title = Level::NOTE.secondary_title(format!("and {more} more {places}"));
        groups.push(Group::with_title(title));
    }
    // Help comes last, where the reader's eye ends up.
    let help = diagnostic.help.as_deref().unwrap_or_default();
    match groups.last_mut() {
        Some(_) if !help.is_empty() => {
            groups.push(Group::with_title(Level::HELP.secondary_title(one_line(help))));
        }
        _ => main = main.elements(message(Level::HELP, help)),
    }
    groups.insert(0, main);
    renderer.render(&groups)
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Info => Level::INFO,
        Severity::Warning => Level::WARNING,
        Severity::Error => Level::ERROR,
    }
}

/// A title with the place it is about: the line if it is at hand, else the address alone.
fn spot<'a>(
    title: Title<'a>,
    pages: &'a dyn PageTexts,
    place: &'a Place,
    label: &str,
) -> Group<'a> {
    let path = place.source.page.as_ref();
    if path.is_empty() {
        return Group::with_title(title);
    }
    let number = |value: u32| usize::try_from(value).unwrap_or(usize::MAX);
    let Some(line) = line_of(pages, place) else {
        let mut origin = Origin::path(path);
        if place.source.line > 0 {
            origin = origin
                .line(number(place.source.line))
                .char_column(number(place.source.column.max(1)));
        }
        return title.element(origin);
    };
    let mut mark: Annotation<'_> = AnnotationKind::Primary.span(span(line, place));
    if !label.is_empty() {
        mark = mark.label(one_line(label));
    }
    title.element(
        Snippet::source(line).line_start(number(place.source.line)).path(path).annotation(mark),
    )
}

/// The bytes of its line that a place covers, never more than there are.
fn span(line: &str, place: &Place) -> Range<usize> {
    let byte = |chars: u32| {
        let chars = usize::try_from(chars).unwrap_or(usize::MAX);
        line.char_indices().nth(chars).map_or(line.len(), |(at, _)| at)
    };
    let start = place.source.column.saturating_sub(1);
    byte(start)..byte(start.saturating_add(place.length))
}

fn message<'a>(level: Level<'a>, text: &str) -> Option<Message<'a>> {
    (!text.is_empty()).then(|| level.message(one_line(text)))
}

/// Words of a page stand in messages: neither control characters nor line ends may come through.
fn one_line(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    normalize_untrusted_str(&text)
}
