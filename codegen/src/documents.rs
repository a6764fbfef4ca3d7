//! A documentation set: its files, by path.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::string::FromUtf8Error;

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
    /// Text is UTF-8, or UTF-16 with a byte order mark. Other bytes are replaced, with a diagnostic; a
    /// file that cannot be read at all is left out, with a diagnostic.
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
                Err(error) => report.push(unreadable(&path, &error, "it was left out")),
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
        let bytes = fs::read(path)
            .map_err(|error| unreadable(&path.to_string_lossy(), &error, "nothing was read"))?;
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
    let failed = |error| unreadable(&folder.to_string_lossy(), &error, "nothing was read");
    for entry in fs::read_dir(&folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if below.is_empty() { name } else { format!("{below}/{name}") };
        let kind = entry.file_type().map_err(failed)?;
        // Links are followed to files, not to folders: a folder could hold itself.
        if kind.is_file() || kind.is_symlink() && !is_special(&entry.path()) {
            found.push(path);
        } else if kind.is_dir() && !entry.path().join(tree::MANIFEST).is_file() {
            // What docmill wrote is no documentation.
            walk(root, &path, found)?;
        }
    }
    Ok(())
}

/// Whether a link leads to what may never end, such as a pipe. One that leads nowhere does not.
fn is_special(link: &Path) -> bool {
    fs::metadata(link).is_ok_and(|it| !it.is_file() && !it.is_dir())
}

fn bad_glob(error: &globset::Error) -> Diagnostic {
    Diagnostic::of(Code::BadConfiguration, Place::page(FILE_NAME))
        .found(format!("`{}` is no glob: {}", error.glob().unwrap_or_default(), error.kind()))
        .expected("a glob such as `api/**/*.md`")
        .instead("nothing was read")
}

/// The text of a file as pages are read: without a byte order mark, and with U+FFFD for what is no text.
pub fn readable(bytes: Vec<u8>) -> String {
    decoded(bytes).unwrap_or_else(|error| replaced(&error))
}

fn text_of(bytes: Vec<u8>, path: &str, report: &mut Report) -> String {
    decoded(bytes).unwrap_or_else(|error| {
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
        replaced(&error)
    })
}

/// Text in UTF-8, or in UTF-16 with a byte order mark; without the mark, which is no part of the text.
fn decoded(mut bytes: Vec<u8>) -> Result<String, FromUtf8Error> {
    if bytes.starts_with(BYTE_ORDER_MARK) {
        bytes.drain(..BYTE_ORDER_MARK.len());
    } else if let Some(text) = utf_16(&bytes) {
        return Ok(text);
    }
    String::from_utf8(bytes)
}

fn replaced(error: &FromUtf8Error) -> String {
    String::from_utf8_lossy(error.as_bytes()).into_owned()
}

/// Text in UTF-16 with a byte order mark, as some editors save it; `None` for any other.
fn utf_16(bytes: &[u8]) -> Option<String> {
    let unit = match bytes {
        [0xff, 0xfe, ..] => u16::from_le_bytes,
        [0xfe, 0xff, ..] => u16::from_be_bytes,
        _ => return None,
    };
    let (units, []) = bytes[2..].as_chunks() else { return None };
    let units: Vec<u16> = units.iter().map(|pair| unit(*pair)).collect();
    String::from_utf16(&units).ok()
}

fn unreadable(path: &str, error: &std::io::Error, instead: &str) -> Diagnostic {
    Diagnostic::of(Code::UnreadableInput, Place::page(path))
        .found(format!("a file or folder that cannot be read: {error}"))
        .expected("a readable file or folder")
        .instead(instead)
}

fn listed(patterns: &[String]) -> String {
    patterns.iter().map(|pattern| format!("`{pattern}`")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::{Documents, text_of};
    use crate::config::PageGlobs;
    use crate::diagnostics::Report;

    fn read(bytes: &[u8]) -> (String, usize) {
        let mut report = Report::default();
        let text = text_of(bytes.to_vec(), "page.md", &mut report);
        (text, report.into_sorted().len())
    }

    #[test]
    fn text_is_read_as_editors_save_it() {
        let text = "# book \u{1f4d6} é\n";
        let units = |mark: u16| std::iter::once(mark).chain(text.encode_utf16());
        let little: Vec<u8> = units(0xfeff).flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = units(0xfeff).flat_map(u16::to_be_bytes).collect();
        let marked = format!("\u{feff}{text}");
        for bytes in [text.as_bytes(), marked.as_bytes(), &little, &big] {
            assert_eq!(read(bytes), (text.to_owned(), 0));
        }
        // Half a unit, half a pair: not what the mark promises.
        for bytes in [&little[..little.len() - 1], &[0xff, 0xfe, 0x3d, 0xd8]] {
            assert_eq!(read(bytes).1, 1);
        }
    }

    #[cfg(unix)]
    #[test]
    fn what_may_never_end_is_no_page() {
        let folder = tempfile::tempdir().expect("a folder");
        let pipe = folder.path().join("pipe.md");
        let made = std::process::Command::new("mkfifo").arg(&pipe).status().expect("mkfifo");
        assert!(made.success());
        std::os::unix::fs::symlink(&pipe, folder.path().join("link.md")).expect("a link");
        std::fs::write(folder.path().join("page.md"), "# book").expect("a page");
        let (documents, _) = Documents::load(folder.path(), &PageGlobs::default()).expect("pages");
        assert_eq!(documents.pages().collect::<Vec<_>>(), ["page.md"]);
    }
}
