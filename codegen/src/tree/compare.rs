//! What is on disk against what should be.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use super::{Difference, DifferenceKind, FirstLine, STAGING, io_problem, manifest, unwritable};
use crate::diagnostics::Diagnostic;

/// What other tools keep in the root.
const NOT_OURS: [&str; 3] = ["target", "Cargo.lock", ".git"];

/// Both sides, and how they differ.
pub(super) struct Comparison {
    /// What should be there, the manifest included.
    pub wanted: BTreeMap<String, Vec<u8>>,
    /// Sorted by path.
    pub differences: Vec<Difference>,
    /// Paths that are as they should be.
    pub unchanged: Vec<String>,
    disk: BTreeMap<String, Vec<u8>>,
    listed: BTreeMap<String, String>,
}

impl Comparison {
    /// Reads the tree and compares.
    pub fn new<'a>(
        root: &Path,
        files: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, Diagnostic> {
        let wanted = with_manifest(files)?;
        let disk = read_tree(root)?;
        let listed = disk
            .get(manifest::PATH)
            .map_or_else(BTreeMap::new, |text| manifest::read(&String::from_utf8_lossy(text)));
        let mut comparison =
            Self { wanted, differences: Vec::new(), unchanged: Vec::new(), disk, listed };
        comparison.compare();
        if root.join(STAGING).exists() {
            comparison
                .differences
                .push(Difference { path: STAGING.to_owned(), kind: DifferenceKind::Leftover });
        }
        Ok(comparison)
    }

    fn compare(&mut self) {
        let mut differences = Vec::new();
        for (path, wanted) in &self.wanted {
            let kind = match self.disk.get(path) {
                None => DifferenceKind::Missing,
                Some(found) if found == wanted => {
                    self.unchanged.push(path.clone());
                    continue;
                }
                Some(found) if without_returns(found) == without_returns(wanted) => {
                    DifferenceKind::LineEndings
                }
                Some(found) if self.was_edited(path) => {
                    DifferenceKind::Edited(first_line(found, wanted))
                }
                Some(found) => DifferenceKind::Stale(first_line(found, wanted)),
            };
            differences.push(Difference { path: path.clone(), kind });
        }
        for path in self.disk.keys() {
            if self.wanted.contains_key(path) {
                continue;
            }
            let kind =
                if self.is_ours(path) { DifferenceKind::Extra } else { DifferenceKind::Foreign };
            differences.push(Difference { path: path.clone(), kind });
        }
        differences.sort_by(|a, b| a.path.cmp(&b.path));
        self.differences = differences;
    }

    /// Whether the file on disk is not what docmill wrote there. Without a checksum nobody knows,
    /// and it is taken for old.
    pub fn was_edited(&self, path: &str) -> bool {
        match (self.disk.get(path), self.listed.get(path)) {
            (Some(found), Some(listed)) => {
                // Another tool's line endings are not somebody's edit.
                manifest::checksum(found) != *listed
                    && manifest::checksum(&without_returns(found)) != *listed
            }
            _ => false,
        }
    }

    /// Whether docmill wrote the file: the manifest lists it, or it says so itself, which it still
    /// does after a merge that took the other side's manifest.
    fn is_ours(&self, path: &str) -> bool {
        self.listed.contains_key(path)
            || self.disk.get(path).is_some_and(|contents| {
                let head = contents.split(|byte| *byte == b'\n').take(5);
                head.map(String::from_utf8_lossy).any(|line| line.contains("@generated"))
            })
    }

    /// Whether an existing folder is docmill's to write into.
    pub fn may_be_written(&self, root: &Path) -> Result<(), Diagnostic> {
        if self.disk.is_empty() || self.disk.contains_key(manifest::PATH) {
            return Ok(());
        }
        let example = self.disk.keys().next().map_or("", String::as_str);
        let name = root.file_name().unwrap_or(root.as_os_str());
        Err(unwritable(
            "",
            format!(
                "`{}` holds files that docmill did not write, such as `{example}`",
                name.to_string_lossy()
            ),
            "expected an absent or empty folder, or one that docmill has written before",
        )
        .help("choose another folder with `--out`, or empty this one"))
    }
}

/// The files with their manifest; refuses paths that lead out of the tree.
fn with_manifest<'a>(
    files: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Result<BTreeMap<String, Vec<u8>>, Diagnostic> {
    let mut wanted: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    for (path, contents) in files {
        let first = path.split('/').next().unwrap_or("");
        let inside = path.split('/').all(|part| !["", ".", ".."].contains(&part))
            && !path.contains(['\\', ':', '\n', '\r'])
            && ![manifest::PATH, STAGING].contains(&first)
            && !NOT_OURS.contains(&first);
        if !inside {
            return Err(unwritable(
                path,
                format!("`{path}` is no path for a generated file"),
                "expected a relative path with `/` that stays in the tree",
            ));
        }
        if wanted.insert(path.to_owned(), contents.as_bytes().to_vec()).is_some() {
            return Err(unwritable(
                path,
                format!("two generated files have the path `{path}`"),
                "expected each path once",
            ));
        }
    }
    let listed = wanted.iter().map(|(path, contents)| (path.as_str(), contents.as_slice()));
    let text = manifest::write(listed);
    wanted.insert(manifest::PATH.to_owned(), text.into_bytes());
    Ok(wanted)
}

/// Every file below the root with its contents; links are files and are not followed.
fn read_tree(root: &Path) -> Result<BTreeMap<String, Vec<u8>>, Diagnostic> {
    let mut found = BTreeMap::new();
    let mut folders = vec![String::new()];
    while let Some(folder) = folders.pop() {
        let failed = |error: io::Error| io_problem(&folder, "read", &error);
        let entries = match fs::read_dir(root.join(&folder)) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound && folder.is_empty() => break,
            Err(error) => return Err(failed(error)),
        };
        for entry in entries {
            let entry = entry.map_err(failed)?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if folder.is_empty() && (NOT_OURS.contains(&name.as_str()) || name == STAGING) {
                continue;
            }
            let path = if folder.is_empty() { name } else { format!("{folder}/{name}") };
            let kind = entry.file_type().map_err(failed)?;
            if kind.is_dir() {
                folders.push(path);
            } else if kind.is_symlink() {
                // A link is never what docmill writes, whatever it leads to.
                found.insert(path, b"(a link)".to_vec());
            } else {
                let contents = fs::read(entry.path());
                let contents = contents.map_err(|error| io_problem(&path, "read", &error))?;
                found.insert(path, contents);
            }
        }
    }
    Ok(found)
}

fn without_returns(contents: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(contents.len());
    for (at, byte) in contents.iter().enumerate() {
        if *byte != b'\r' || contents.get(at + 1) != Some(&b'\n') {
            out.push(*byte);
        }
    }
    out
}

fn first_line(found: &[u8], wanted: &[u8]) -> FirstLine {
    let (found, wanted) = (String::from_utf8_lossy(found), String::from_utf8_lossy(wanted));
    let same =
        found.lines().zip(wanted.lines()).take_while(|(found, wanted)| found == wanted).count();
    let number = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
    let here = found.lines().nth(same);
    let expected = match (here, wanted.lines().nth(same).map(str::trim)) {
        (None, None) => "expected another end of the last line".to_owned(),
        (Some(_), None) => "expected the file to end before this line".to_owned(),
        (_, Some("")) => "the pages give an empty line here".to_owned(),
        (_, Some(line)) => format!("the pages give `{}`", shortened(line)),
    };
    FirstLine {
        line: number(same + 1),
        length: number(here.map_or(0, |line| line.chars().count())),
        expected,
    }
}

/// A line of prose can be very long, and its beginning is enough to find it.
fn shortened(line: &str) -> String {
    const ROOM: usize = 80;
    match line.char_indices().nth(ROOM) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line.to_owned(),
    }
}
