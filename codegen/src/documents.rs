//! A documentation set: its files, by path.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use rayon::prelude::*;

use crate::config::{FILE_NAME, Filter, PageGlobs, glob};
use crate::diagnostics::{Code, Diagnostic, Place, Report};
use crate::ir::Source;
use crate::phrases;
use crate::toc::is_toc;
use crate::tree;

/// What some editors put before the text of a file.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// The folder whose files other pages include; they are no pages of their own.
const INCLUDES: &str = "includes";

/// The files of a documentation set, sorted by path.
#[derive(Clone, Debug, Default)]
pub struct Documents {
    files: BTreeMap<Box<str>, String>,
}

impl Documents {
    /// Takes files that are in memory: path relative to the root, with `/`, and text.
    pub fn new<P: Into<Box<str>>>(files: impl IntoIterator<Item = (P, String)>) -> Self {
        Self::of(files.into_iter().map(|(path, text)| (path.into(), text)).collect())
    }

    fn of(mut files: BTreeMap<Box<str>, String>) -> Self {
        phrases::put_into_sentences(&mut files);
        Self { files }
    }

    /// Reads the files below `root` that `pages` asks for, and tables of contents; not those of a
    /// client that docmill wrote there.
    ///
    /// Bytes that are no UTF-8 are replaced, with a diagnostic; a file that cannot be read at all is
    /// left out, with a diagnostic.
    ///
    /// # Errors
    ///
    /// A folder that is not there, a glob that does not compile, or no page at all.
    pub fn load(root: &Path, pages: &PageGlobs) -> Result<(Self, Report), Diagnostic> {
        let filter = Filter::new(&pages.include, &pages.exclude).map_err(|it| bad_glob(&it))?;
        let mut report = Report::default();
        let mut files = BTreeMap::new();
        let mut found = Vec::new();
        walk(root, "", &mut found)?;
        let PageGlobs { include, exclude, places } = pages;
        let is_used = |pattern: &str| {
            let Ok(pattern) = glob(pattern) else { return false };
            let pattern = pattern.compile_matcher();
            found.iter().any(|path| pattern.is_match(path))
        };
        let among = "a file below this folder";
        places.report_unused(include, exclude, among, is_used, &mut report);
        let is_wanted =
            |path: &String| filter.takes(path) || is_toc(path) && !filter.excludes(path);
        let read = |path: String| (fs::read(root.join(&path)), path);
        let found: Vec<_> = found.into_par_iter().filter(is_wanted).map(read).collect();
        for (bytes, path) in found {
            match bytes {
                Ok(bytes) => {
                    let text = text_of(bytes, &path, &mut report);
                    files.insert(path.into_boxed_str(), text);
                }
                Err(error) => report.push(unreadable(&path, &error)),
            }
        }
        let documents = Self::of(files);
        if documents.pages().next().is_none() {
            return Err(Diagnostic::of(
                Code::NoPages,
                Place::page(root.to_string_lossy().into_owned()),
            )
            .found("a folder without any page")
            .expected(format!("files that match {}", listed(&pages.include)))
            .instead("nothing was read")
            .help("name the folder that holds the pages, or mend `pages` in docmill.yaml"));
        }
        Ok((documents, report))
    }

    /// Reads one file, as a set of its own.
    ///
    /// # Errors
    ///
    /// A file that cannot be read.
    pub fn single(path: &Path) -> Result<(Self, Report), Diagnostic> {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let bytes = fs::read(path).map_err(|error| unreadable(&path.to_string_lossy(), &error))?;
        let mut report = Report::default();
        let text = text_of(bytes, &name, &mut report);
        Ok((Self::new([(name, text)]), report))
    }

    /// The text of a file.
    pub fn text(&self, path: &str) -> Option<&str> {
        self.files.get(path).map(String::as_str)
    }

    /// Every file, included ones too: path and text.
    pub fn files(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().map(|(path, text)| (&**path, text.as_str()))
    }

    /// Paths of the files that are pages of their own.
    pub fn pages(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(|path| &**path).filter(|path| is_page(path))
    }

    /// How many pages there are.
    pub fn page_count(&self) -> usize {
        self.pages().count()
    }
}

/// Whether a file is a page of its own, and not a part of others or a table of contents.
pub fn is_page(path: &str) -> bool {
    !is_toc(path) && !path.split('/').any(|segment| segment == INCLUDES)
}

/// The path that `target` has, seen from the file `from`; `None` if it leads out of the set.
pub fn relative(from: &str, target: &str) -> Option<String> {
    if target.is_empty() || target.starts_with('/') || target.contains("://") {
        return None;
    }
    let mut path = String::with_capacity(from.len() + target.len());
    path.push_str(folder(from));
    for segment in target.split('/') {
        match segment {
            "." | "" => {}
            ".." if path.is_empty() => return None,
            ".." => path.truncate(folder(&path).len()),
            segment => {
                if !path.is_empty() {
                    path.push('/');
                }
                path.push_str(segment);
            }
        }
    }
    Some(path)
}

/// The folder of a file or folder; empty for those at the top.
fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn walk(root: &Path, below: &str, found: &mut Vec<String>) -> Result<(), Diagnostic> {
    let folder = root.join(below);
    let failed = |error| unreadable(&folder.to_string_lossy(), &error);
    for entry in fs::read_dir(&folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if below.is_empty() { name } else { format!("{below}/{name}") };
        // Links are followed to files, not to folders: a folder could hold itself.
        if !entry.file_type().map_err(failed)?.is_dir() {
            found.push(path);
        } else if !entry.path().join(tree::MANIFEST).is_file() {
            // What docmill wrote is no documentation.
            walk(root, &path, found)?;
        }
    }
    Ok(())
}

fn bad_glob(error: &globset::Error) -> Diagnostic {
    Diagnostic::of(Code::BadConfiguration, Place::page(FILE_NAME))
        .found(format!("`{}` is no glob: {}", error.glob().unwrap_or_default(), error.kind()))
        .expected("a glob such as `api/**/*.md`")
        .instead("nothing was read")
}

fn text_of(mut bytes: Vec<u8>, path: &str, report: &mut Report) -> String {
    // A mark of some editors, and no part of the text.
    if bytes.starts_with(BYTE_ORDER_MARK) {
        bytes.drain(..BYTE_ORDER_MARK.len());
    }
    match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let before = &error.as_bytes()[..error.utf8_error().valid_up_to()];
            let line = before.split(|byte| *byte == b'\n').count();
            let start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
            let column = String::from_utf8_lossy(&before[start..]).chars().count() + 1;
            let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
            report.push(
                Diagnostic::of(
                    Code::InvalidUtf8,
                    Source { page: path.into(), line: count(line), column: count(column) },
                )
                .found("bytes that are not UTF-8")
                .expected("UTF-8")
                .instead("they were read as U+FFFD"),
            );
            String::from_utf8_lossy(error.as_bytes()).into_owned()
        }
    }
}

fn unreadable(path: &str, error: &std::io::Error) -> Diagnostic {
    Diagnostic::of(Code::UnreadableInput, Place::page(path))
        .found(format!("a file or folder that cannot be read: {error}"))
        .expected("a readable file or folder")
        .instead("it was left out")
}

fn listed(patterns: &[String]) -> String {
    patterns.iter().map(|pattern| format!("`{pattern}`")).collect::<Vec<_>>().join(", ")
}
