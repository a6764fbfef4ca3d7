//! Reading `docmill.yaml` from disk: every way in which it can be wrong becomes one finding that
//! points at the place.

use std::fs;
use std::io;
use std::path::Path;

use super::written::Written;
use super::{Config, GlobPlaces, Globs, KeyPlaces, PageGlobs, Usual, check};
use crate::diagnostics::{Code, Diagnostic, Place};
use crate::ir::Source;
use crate::yaml::{self, Step, YamlError};

const NOTE: &str = "no page was read and nothing was written";

/// A wrong value: where it stands, what was found, what was expected.
pub(super) struct Wrong<'a> {
    pub path: Vec<Step<'a>>,
    pub found: String,
    pub expected: String,
}

impl Config {
    /// Reads and checks a configuration file.
    ///
    /// # Errors
    ///
    /// A file that cannot be read, that is no YAML, or that asks for what cannot be.
    pub fn load(path: &Path, usual: &Usual) -> Result<Self, Diagnostic> {
        let page = file_name(path);
        let bytes = fs::read(path).map_err(|error| unreadable(&page, &error))?;
        let text = String::from_utf8(bytes).map_err(|_| {
            Diagnostic::of(Code::BadConfiguration, Place::page(page.as_str()))
                .found("the file is not UTF-8")
                .expected("text")
                .instead(NOTE)
        })?;
        Self::parse(&text, &page, usual)
    }

    /// Reads and checks a configuration. `page` is what findings call it.
    ///
    /// # Errors
    ///
    /// Text that is no YAML, or that asks for what cannot be. It is one finding: the first wrong
    /// place, with the others beside it.
    pub fn parse(text: &str, page: &str, usual: &Usual) -> Result<Self, Diagnostic> {
        let written: Written = yaml::read(text).map_err(|error| not_yaml(page, text, &error))?;
        let mut config = written.complete(usual);
        let place = |path: &[Step<'_>]| match yaml::locate(text, path) {
            Some((line, column)) => in_text(page, text, line, column),
            None => Place::page(page),
        };
        let mut wrong: Vec<(Place, String, String)> = check::all(&config)
            .into_iter()
            .map(|wrong| (place(&wrong.path), wrong.found, wrong.expected))
            .collect();
        wrong.sort();
        let mut wrong = wrong.into_iter();
        if let Some((at, found, expected)) = wrong.next() {
            let first = Diagnostic::of(Code::BadConfiguration, at)
                .found(found)
                .label(expected)
                .instead(NOTE);
            return Err(wrong.fold(first, |finding, (at, found, expected)| {
                finding.related(at, format!("{found}; {expected}"))
            }));
        }
        let globs = |at: &[Step<'static>], include: &[String], exclude: &[String]| {
            let list = |name, patterns: &[String]| {
                let items = 0..patterns.len();
                items
                    .map(|item| place(&[at, &[Step::Key(name), Step::Item(item)]].concat()))
                    .collect()
            };
            GlobPlaces { include: list("include", include), exclude: list("exclude", exclude) }
        };
        let pages = &mut config.pages;
        pages.places = globs(&[Step::Key("pages")], &pages.include, &pages.exclude);
        if pages.include == PageGlobs::default().include {
            // Nobody wrote it.
            pages.places.include.clear();
        }
        for (name, list) in
            [("paths", &mut config.select.paths), ("types", &mut config.select.types)]
        {
            let at = [Step::Key("select"), Step::Key(name)];
            list.places = globs(&at, &list.include, &list.exclude);
            if list.include == Globs::default().include {
                list.places.include.clear();
            }
        }
        config.places = KeyPlaces {
            file: page.into(),
            dialect: place(&[Step::Key("dialect")]),
            overrides: (0..config.overrides.len())
                .map(|at| place(&[Step::Key("overrides"), Step::Item(at), Step::Key("target")]))
                .collect(),
            renames: (0..config.renames.len())
                .map(|at| place(&[Step::Key("renames"), Step::Item(at), Step::Key("was")]))
                .collect(),
            runtime: place(&[Step::Key("output"), Step::Key("runtime"), Step::Key("path")]),
        };
        Ok(config)
    }
}

fn file_name(path: &Path) -> String {
    path.file_name()
        .map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}

fn unreadable(page: &str, error: &io::Error) -> Diagnostic {
    Diagnostic::of(Code::UnreadableInput, Place::page(page))
        .found(format!("`{page}` cannot be read: {error}"))
        .expected("docmill's configuration")
        .instead(NOTE)
}

/// The library's message, cut into what was found and what was expected.
fn not_yaml(page: &str, text: &str, error: &YamlError) -> Diagnostic {
    let (found, expected) = match error.message.split_once(", expected ") {
        Some((found, expected)) => (found, format!("expected {expected}")),
        None => (error.message.as_str(), what_is_required(&error.message).to_owned()),
    };
    let place = match error.line {
        0 => Place::page(page),
        line => in_text(page, text, line, error.column),
    };
    Diagnostic::of(Code::BadConfiguration, place).found(found).label(expected).instead(NOTE)
}

/// All keys that must be where one is missing: the library tells only of the first.
fn what_is_required(message: &str) -> &'static str {
    let Some((at, _)) = message.split_once("missing field ") else { return "" };
    match at.split([':', '[']).next() {
        Some("overrides") => "expected `target` and `reason`, and `type`, `rename` or `remove`",
        Some("renames") => "expected `was`, `is` and `reason`",
        _ => "",
    }
}

/// The key or value that begins at a place: to its closing quote or colon, or to the line's end.
fn in_text(page: &str, text: &str, line: u32, column: u32) -> Place {
    let index = |number: u32| usize::try_from(number.saturating_sub(1)).unwrap_or(usize::MAX);
    let rest = text.lines().nth(index(line)).unwrap_or("");
    let rest: String = rest.chars().skip(index(column)).collect();
    let word = match rest.chars().next() {
        Some(quote @ ('"' | '\'')) => match rest[1..].find(quote) {
            Some(end) => &rest[..end + 2],
            None => &rest,
        },
        _ => {
            let word = rest.split(" #").next().unwrap_or("").trim_end();
            let word = word.split(": ").next().unwrap_or("");
            word.strip_suffix(':').unwrap_or(word)
        }
    };
    Place {
        source: Source { page: page.into(), line, column },
        length: u32::try_from(word.chars().count()).unwrap_or(u32::MAX),
    }
}
