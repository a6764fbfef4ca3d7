//! Patterns: what of a documentation set is read, and what of its model is written.

use globset::{Glob, GlobBuilder, GlobMatcher, GlobSet};
use serde::Deserialize;

use crate::diagnostics::{Code, Diagnostic, Place, Report};

/// What matches any of `include` and none of `exclude`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default, expecting = "a mapping with `include` and `exclude`")]
pub struct Globs {
    /// What to take.
    pub include: Vec<String>,
    /// What to leave out all the same.
    pub exclude: Vec<String>,
    /// Where they were written.
    #[serde(skip)]
    pub places: GlobPlaces,
}

impl Default for Globs {
    fn default() -> Self {
        let include = vec!["**".to_owned()];
        Self { include, exclude: Vec::new(), places: GlobPlaces::default() }
    }
}

impl Globs {
    /// Whether they take everything, whatever it is.
    pub fn take_all(&self) -> bool {
        let Self { include, exclude, .. } = Self::default();
        self.include == include && self.exclude == exclude
    }
}

/// Where the patterns of two lists were written, in order; nothing for a list that was not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GlobPlaces {
    /// Those that include.
    pub include: Vec<Place>,
    /// Those that exclude.
    pub exclude: Vec<Place>,
}

impl GlobPlaces {
    /// Reports the patterns that were written and match nothing. `among` says what they were held
    /// against.
    pub fn report_unused(
        &self,
        include: &[String],
        exclude: &[String],
        among: &str,
        matches: impl Fn(&str) -> bool,
        report: &mut Report,
    ) {
        let include = include.iter().zip(&self.include);
        let patterns = include.chain(exclude.iter().zip(&self.exclude));
        for (pattern, place) in patterns.filter(|(pattern, _)| !matches(pattern)) {
            report.push(unused_pattern(pattern, place, among));
        }
    }
}

fn unused_pattern(pattern: &str, place: &Place, among: &str) -> Diagnostic {
    Diagnostic::of(Code::UnusedPattern, place.clone())
        .found(format!("`{pattern}` matches nothing"))
        .expected(format!("a pattern that matches {among}"))
        .instead("it was ignored")
        .help("correct it, or remove it; `*` stops at a `/`, and `**` alone between two does not")
}

/// Two lists of patterns, compiled.
#[derive(Clone, Debug)]
pub struct Filter {
    include: GlobSet,
    exclude: GlobSet,
}

impl Filter {
    /// Compiles both lists.
    ///
    /// # Errors
    ///
    /// A pattern that is no glob; the error has it.
    pub fn new(include: &[String], exclude: &[String]) -> Result<Self, globset::Error> {
        Ok(Self { include: set(include)?, exclude: set(exclude)? })
    }

    /// Whether a text is to be taken.
    pub fn takes(&self, text: &str) -> bool {
        self.include.is_match(text) && !self.exclude.is_match(text)
    }

    /// Whether a text is to be left out, whatever else matches it.
    pub fn excludes(&self, text: &str) -> bool {
        self.exclude.is_match(text)
    }
}

/// Compiles a pattern of any of the lists: `*` stops at a slash, `**` does not.
///
/// # Errors
///
/// A pattern that is no glob.
pub fn glob(pattern: &str) -> Result<Glob, globset::Error> {
    GlobBuilder::new(pattern).literal_separator(true).build()
}

/// A pattern over documented paths: `/users/**`, `/users/{id}`, or with one verb `/users/**#GET`.
#[derive(Clone, Debug)]
pub struct PathPattern {
    path: GlobMatcher,
    verb: Option<Box<str>>,
}

impl PathPattern {
    /// Compiles a pattern.
    ///
    /// # Errors
    ///
    /// A pattern that is no glob.
    pub fn new(pattern: &str) -> Result<Self, globset::Error> {
        let (path, verb) = match pattern.rsplit_once('#') {
            Some((path, verb)) => (path, Some(verb.into())),
            None => (pattern, None),
        };
        Ok(Self { path: glob(&placeholders_as_text(path))?.compile_matcher(), verb })
    }

    /// Whether a path is meant, with that verb.
    pub fn matches(&self, path: &str, verb: &str) -> bool {
        self.verb.as_deref().is_none_or(|own| own.eq_ignore_ascii_case(verb))
            && self.path.is_match(path)
    }
}

/// Braces mean a choice where they have a comma, and else a placeholder: who copies a path from a page
/// means that path.
fn placeholders_as_text(pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len());
    let mut rest = pattern;
    while let Some((before, from)) = rest.split_once('{') {
        out.push_str(before);
        match from.split_once('}') {
            Some((name, after)) if !name.contains([',', '{']) => {
                out.push_str("[{]");
                out.push_str(name);
                out.push_str("[}]");
                rest = after;
            }
            _ => {
                out.push('{');
                rest = from;
            }
        }
    }
    out.push_str(rest);
    out
}

fn set(patterns: &[String]) -> Result<GlobSet, globset::Error> {
    GlobSet::new(patterns.iter().map(|pattern| glob(pattern)).collect::<Result<Vec<_>, _>>()?)
}
