//! The generated tree on disk: writing it, and telling whether it is what the pages give.
//!
//! Every file below the root belongs to docmill, except `target/`, `Cargo.lock` and `.git`, which
//! belong to other tools. `.docmill` lists the files that docmill wrote, each with its checksum; so
//! a file that was edited by hand can be told from one that is merely old.
//!
//! - [`check`]: the differences between a tree and what it should be. Writes nothing.
//! - [`write()`]: removes the same differences: all of them, or none if that fails.
//! - [`findings()`]: the differences as diagnostics.

mod compare;
mod findings;
mod manifest;
mod swap;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

pub use findings::findings;
pub use manifest::checksum;

use crate::diagnostics::{Code, Diagnostic, Place};
use compare::Comparison;

/// Where [`write()`] puts new and old files while it works; on the tree's own file system, because
/// files are moved in and out.
const STAGING: &str = ".docmill-staging";

/// What a run of [`write()`] did. Paths are relative to the root, with `/`, sorted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WriteOutcome {
    /// Written, new or changed.
    pub written: Vec<String>,
    /// Left as they were, modification time included.
    pub unchanged: Vec<String>,
    /// Removed, because the pages no longer give them.
    pub removed: Vec<String>,
    /// Among the written and removed ones, those that somebody had edited: the edits are gone.
    pub edited: Vec<String>,
    /// Left alone although the pages do not give them, because docmill did not write them.
    pub foreign: Vec<String>,
}

/// A file that is not what it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Relative to the root, with `/`.
    pub path: String,
    /// In which way.
    pub kind: DifferenceKind,
}

/// In which way a file is not what it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DifferenceKind {
    /// It is not there.
    Missing,
    /// It is as docmill wrote it, and the pages give something else now.
    Stale(FirstLine),
    /// It is neither what docmill wrote nor what the pages give.
    Edited(FirstLine),
    /// Only its line endings differ.
    LineEndings,
    /// The pages do not give it; docmill wrote it once.
    Extra,
    /// The pages do not give it, and docmill did not write it.
    Foreign,
    /// What a run that was stopped left behind.
    Leftover,
}

/// The first line in which a file differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FirstLine {
    /// Its number, from 1.
    pub line: u32,
    /// Its length on disk, in characters.
    pub length: u32,
    /// What belongs there, in words.
    pub expected: String,
}

/// Compares a tree with the files it should hold: path relative to the root with `/`, and contents.
///
/// # Errors
///
/// A file that has no place in a tree, or a tree that cannot be read.
pub fn check<'a>(
    root: &Path,
    files: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Result<Vec<Difference>, Diagnostic> {
    Ok(Comparison::new(root, files)?.differences)
}

/// Makes a tree what it should be. If anything fails, it stays as it was.
///
/// # Errors
///
/// A file that has no place in a tree; a root that holds what docmill has not written; a tree that
/// cannot be read or written.
pub fn write<'a>(
    root: &Path,
    files: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Result<WriteOutcome, Diagnostic> {
    let comparison = Comparison::new(root, files)?;
    comparison.may_be_written(root)?;
    let mut outcome =
        WriteOutcome { unchanged: comparison.unchanged.clone(), ..WriteOutcome::default() };
    for difference in &comparison.differences {
        let path = difference.path.clone();
        let was_edited = comparison.was_edited(&path);
        let list = match difference.kind {
            DifferenceKind::Leftover => continue,
            DifferenceKind::Foreign => &mut outcome.foreign,
            DifferenceKind::Extra => &mut outcome.removed,
            _ => &mut outcome.written,
        };
        list.push(path.clone());
        if was_edited {
            outcome.edited.push(path);
        }
    }
    swap::apply(root, &comparison, &outcome)?;
    Ok(outcome)
}

/// The file by which a folder is known as one that docmill wrote.
pub const MANIFEST: &str = manifest::PATH;

/// The checksum of each file that docmill has written, by path; empty where there is no tree.
pub(crate) fn checksums(root: &Path) -> BTreeMap<String, String> {
    fs::read_to_string(root.join(manifest::PATH))
        .map_or_else(|_| BTreeMap::new(), |text| manifest::read(&text))
}

/// Whether a name in the root belongs to other tools.
pub(crate) fn is_of_others(name: &str) -> bool {
    compare::NOT_OURS.contains(&name)
}

/// A failure to write, about a path relative to the root; the root itself has the empty path.
fn unwritable(path: &str, problem: impl Into<String>, expected: &str) -> Diagnostic {
    Diagnostic::of(Code::UnwritableOutput, Place::page(path))
        .found(problem)
        .label(expected)
        .instead("nothing was written; the old tree is whole")
}

fn io_problem(path: &str, what: &str, error: &io::Error) -> Diagnostic {
    let name = if path.is_empty() { "the folder".to_owned() } else { format!("`{path}`") };
    unwritable(path, format!("{name} cannot be {what}: {error}"), "")
}
