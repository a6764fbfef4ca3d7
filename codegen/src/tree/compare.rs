//! What is on disk against what should be.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::{Difference, DifferenceKind, FirstLine, STAGING, io_problem, manifest, unwritable};
use crate::diagnostics::Diagnostic;
use crate::emit::SIGNATURE;

/// What other tools keep in the root.
pub(super) const NOT_OURS: [&str; 3] = ["target", "Cargo.lock", ".git"];

/// Both sides, and how they differ.
pub(super) struct Comparison<'a> {
    /// What should be there, the manifest included.
    pub wanted: Wanted<'a>,
    /// Sorted by path.
    pub differences: Vec<Difference>,
    /// Paths that are as they should be.
    pub unchanged: Vec<String>,
    disk: BTreeMap<String, Found>,
    listed: BTreeMap<String, String>,
}

/// Contents by path; only the manifest is not somebody else's.
type Wanted<'a> = BTreeMap<&'a str, Cow<'a, [u8]>>;

/// What is on disk. Most files are as they should be, and are not kept a second time.
enum Found {
    AsWanted,
    Otherwise(Vec<u8>),
}

impl<'a> Comparison<'a> {
    /// Reads the tree and compares.
    pub fn new(
        root: &Path,
        files: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, Diagnostic> {
        let wanted = with_manifest(files)?;
        let disk = read_tree(root, &wanted)?;
        let listed = BTreeMap::new();
        let mut comparison =
            Self { wanted, differences: Vec::new(), unchanged: Vec::new(), disk, listed };
        if let Some(text) = comparison.on_disk(manifest::PATH) {
            comparison.listed = manifest::read(&String::from_utf8_lossy(text));
        }
        comparison.compare();
        if root.join(STAGING).exists() {
            comparison
                .differences
                .push(Difference { path: STAGING.to_owned(), kind: DifferenceKind::Leftover });
        }
        Ok(comparison)
    }

    fn compare(&mut self) {
        let kinds = self.wanted.par_iter().map(|(path, wanted)| (path, self.kind(path, wanted)));
        let kinds: Vec<_> = kinds.collect();
        let (mut differences, mut unchanged) = (Vec::new(), Vec::new());
        for (path, kind) in kinds {
            let path = (*path).to_owned();
            match kind {
                Some(kind) => differences.push(Difference { path, kind }),
                None => unchanged.push(path),
            }
        }
        for path in self.disk.keys() {
            if self.wanted.contains_key(&**path) {
                continue;
            }
            let kind =
                if self.is_ours(path) { DifferenceKind::Extra } else { DifferenceKind::Foreign };
            differences.push(Difference { path: path.clone(), kind });
        }
        differences.sort_by(|a, b| a.path.cmp(&b.path));
        self.differences = differences;
        self.unchanged = unchanged;
    }

    /// How a file is not as it should be, if it is not.
    fn kind(&self, path: &str, wanted: &[u8]) -> Option<DifferenceKind> {
        Some(match self.disk.get(path) {
            None => DifferenceKind::Missing,
            Some(Found::AsWanted) => return None,
            Some(Found::Otherwise(found)) if without_returns(found) == without_returns(wanted) => {
                DifferenceKind::LineEndings
            }
            Some(Found::Otherwise(found)) if self.was_edited(path) => {
                DifferenceKind::Edited(first_line(found, wanted))
            }
            Some(Found::Otherwise(found)) => DifferenceKind::Stale(first_line(found, wanted)),
        })
    }

    fn on_disk(&self, path: &str) -> Option<&[u8]> {
        match self.disk.get(path)? {
            Found::AsWanted => self.wanted.get(path).map(|wanted| &**wanted),
            Found::Otherwise(found) => Some(found),
        }
    }

    /// Whether the file on disk is not what docmill wrote there. Without a checksum nobody knows,
    /// and it is taken for old.
    pub fn was_edited(&self, path: &str) -> bool {
        match (self.on_disk(path), self.listed.get(path)) {
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
            || self.on_disk(path).is_some_and(|contents| {
                let mut head = contents.split(|byte| *byte == b'\n').take(5);
                head.any(|line| String::from_utf8_lossy(line).contains(SIGNATURE))
            })
    }

    /// Whether an existing folder is docmill's to write into.
    pub fn may_be_written(&self, root: &Path) -> Result<(), Diagnostic> {
        // Only the root's own files count: a folder around a generated crate is not docmill's.
        let ours = self.disk.contains_key(manifest::PATH) || self.is_ours("Cargo.toml");
        if self.disk.is_empty() || ours {
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
) -> Result<Wanted<'a>, Diagnostic> {
    let mut wanted: Wanted<'a> = BTreeMap::new();
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
        if wanted.insert(path, Cow::Borrowed(contents.as_bytes())).is_some() {
            return Err(unwritable(
                path,
                format!("two generated files have the path `{path}`"),
                "expected each path once",
            ));
        }
    }
    let text = manifest::write(wanted.iter().map(|(path, contents)| (*path, &**contents)));
    wanted.insert(manifest::PATH, Cow::Owned(text.into_bytes()));
    Ok(wanted)
}

/// Every file below the root, with its contents where they are not what should be there.
fn read_tree(root: &Path, wanted: &Wanted<'_>) -> Result<BTreeMap<String, Found>, Diagnostic> {
    let read = |OnDisk { path, place, is_link }| {
        let contents = if is_link {
            // A link is never what docmill writes, whatever it leads to.
            b"(a link)".to_vec()
        } else {
            fs::read(place).map_err(|error| io_problem(&path, "read", &error))?
        };
        let is_as_wanted = wanted.get(path.as_str()).is_some_and(|wanted| **wanted == contents);
        Ok((path, if is_as_wanted { Found::AsWanted } else { Found::Otherwise(contents) }))
    };
    list_tree(root)?.into_par_iter().map(read).collect()
}

/// A file of the tree.
struct OnDisk {
    path: String,
    place: PathBuf,
    is_link: bool,
}

/// Every file below the root; links are files and are not followed.
fn list_tree(root: &Path) -> Result<Vec<OnDisk>, Diagnostic> {
    let mut found = Vec::new();
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
            } else {
                found.push(OnDisk { path, place: entry.path(), is_link: kind.is_symlink() });
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
