//! Changing many files as if they were one: everything that can fail for a reason of its own is done
//! beside the tree first; then files are only moved, and each move can be moved back.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::compare::Comparison;
use super::{STAGING, WriteOutcome, io_problem, manifest, unwritable};
use crate::diagnostics::Diagnostic;

/// Writes and removes what the outcome says.
pub(super) fn apply(
    root: &Path,
    comparison: &Comparison<'_>,
    outcome: &WriteOutcome,
) -> Result<(), Diagnostic> {
    let existed = root.exists();
    let mut swap = Swap::new(root);
    if outcome.written.is_empty() && outcome.removed.is_empty() {
        // Where a run that was stopped has left it.
        let _ = fs::remove_dir_all(&swap.staging);
        return Ok(());
    }
    let result = swap.stage(comparison, outcome).and_then(|()| swap.commit(outcome));
    if let Err(finding) = result {
        let undone = swap.undo();
        if let (false, Ok(())) = (existed, &undone) {
            // Empty again, and not there before.
            let _ = fs::remove_dir(root);
        }
        return Err(match undone {
            Ok(()) => finding,
            Err(error) => {
                let mut finding = finding;
                finding.note = format!(
                    "what was done before could not be undone ({error}); the old files are in \
                     `{STAGING}/old`"
                );
                finding
            }
        });
    }
    // The tree is what it should be. Leftovers, if they cannot be removed, are for the next check.
    let _ = fs::remove_dir_all(&swap.staging);
    for path in &outcome.removed {
        swap.prune(path);
    }
    Ok(())
}

/// A change in the making.
pub(super) struct Swap<'a> {
    root: &'a Path,
    staging: PathBuf,
    done: Vec<Done>,
    /// The folder that was moved into place last, relative to the root.
    moved: Option<PathBuf>,
}

/// A step that can be undone.
enum Done {
    /// A folder put where none was, with all that is in it.
    PutFolder(PathBuf),
    /// A file put where none was.
    Put(PathBuf),
    /// A file replaced or removed; the old one is in the staging folder.
    Took { from: PathBuf, kept: PathBuf },
}

impl<'a> Swap<'a> {
    /// Nothing done yet.
    pub fn new(root: &'a Path) -> Self {
        Self { root, staging: root.join(STAGING), done: Vec::new(), moved: None }
    }

    /// Writes all new contents beside the tree.
    pub fn stage(
        &self,
        comparison: &Comparison<'_>,
        outcome: &WriteOutcome,
    ) -> Result<(), Diagnostic> {
        for path in &outcome.written {
            self.look(path)?;
        }
        let failed = |error: io::Error| io_problem("", "written", &error);
        if self.staging.exists() {
            fs::remove_dir_all(&self.staging).map_err(failed)?;
        }
        fs::create_dir_all(&self.staging).map_err(failed)?;
        let new = self.staging.join("new");
        let failed = |path: &str, error: io::Error| io_problem(path, "written", &error);
        let mut folders = HashSet::new();
        for path in &outcome.written {
            if folders.insert(Path::new(path).parent()) {
                make_parent(&new.join(path)).map_err(|error| failed(path, error))?;
            }
        }
        outcome.written.par_iter().try_for_each(|path| {
            let contents = comparison.wanted.get(path.as_str()).map_or(&[][..], |wanted| &**wanted);
            fs::write(new.join(path), contents).map_err(|error| failed(path, error))
        })
    }

    /// Moves new files in and old ones out. The manifest comes last: whoever is stopped before it is
    /// told by the next check.
    pub fn commit(&mut self, outcome: &WriteOutcome) -> Result<(), Diagnostic> {
        let is_manifest = |path: &&String| path.as_str() == manifest::PATH;
        let (last, first): (Vec<_>, Vec<_>) = outcome.written.iter().partition(is_manifest);
        for path in first {
            self.put(path)?;
        }
        for path in &outcome.removed {
            self.remove(path)?;
        }
        for path in last {
            self.put(path)?;
        }
        Ok(())
    }

    /// Refuses a path that leads through something that is no folder: a file, or a link to who
    /// knows where.
    fn look(&self, path: &str) -> Result<(), Diagnostic> {
        let mut at = self.root.to_path_buf();
        let mut parts = path.split('/').peekable();
        let mut walked = Vec::new();
        while let Some(part) = parts.next() {
            at.push(part);
            walked.push(part);
            let Ok(found) = fs::symlink_metadata(&at) else {
                return Ok(());
            };
            let here = walked.join("/");
            if parts.peek().is_some() && !found.is_dir() {
                let problem = format!("`{here}` is no folder, and `{path}` belongs into it");
                return Err(unwritable(&here, problem, "expected a folder")
                    .help(format!("remove `{here}`")));
            }
            if parts.peek().is_none() && found.is_dir() {
                let problem = format!("`{here}` is a folder, and a file belongs there");
                return Err(
                    unwritable(&here, problem, "expected a file").help(format!("remove `{here}`"))
                );
            }
        }
        Ok(())
    }

    /// Moves a new file into place and keeps the old one. Paths come sorted.
    fn put(&mut self, path: &str) -> Result<(), Diagnostic> {
        let path_in_tree = Path::new(path);
        if self.moved.as_ref().is_some_and(|folder| path_in_tree.starts_with(folder)) {
            return Ok(());
        }
        let put = match self.missing_folder(path_in_tree) {
            Some(folder) => self.put_folder(folder),
            None => self.put_file(path),
        };
        put.map_err(|error| io_problem(path, "written", &error))
    }

    /// The outermost folder of a file that is not in the tree yet.
    fn missing_folder<'p>(&self, file: &'p Path) -> Option<&'p Path> {
        let folders = file.ancestors().skip(1);
        folders.take_while(|folder| !self.root.join(folder).exists()).last()
    }

    /// Moves a folder with all its files: thousands of moves, one by one, take longer.
    fn put_folder(&mut self, folder: &Path) -> io::Result<()> {
        let to = self.root.join(folder);
        fs::rename(self.staging.join("new").join(folder), &to)?;
        self.done.push(Done::PutFolder(to));
        self.moved = Some(folder.to_path_buf());
        Ok(())
    }

    fn put_file(&mut self, path: &str) -> io::Result<()> {
        let to = self.root.join(path);
        let new = self.staging.join("new").join(path);
        if fs::symlink_metadata(&to).is_ok() {
            // A second name for the old file leaves no moment at which there is neither.
            let kept = self.keep(path)?;
            if fs::hard_link(&to, &kept).is_err() {
                fs::rename(&to, &kept)?;
            }
            self.done.push(Done::Took { from: to.clone(), kept });
            fs::rename(new, to)
        } else {
            fs::rename(new, &to)?;
            self.done.push(Done::Put(to));
            Ok(())
        }
    }

    /// Takes a file out of the tree and keeps it.
    fn remove(&mut self, path: &str) -> Result<(), Diagnostic> {
        let from = self.root.join(path);
        let moved = self.keep(path).and_then(|kept| {
            fs::rename(&from, &kept)?;
            self.done.push(Done::Took { from, kept });
            Ok(())
        });
        moved.map_err(|error| io_problem(path, "removed", &error))
    }

    fn keep(&self, path: &str) -> io::Result<PathBuf> {
        let kept = self.staging.join("old").join(path);
        make_parent(&kept)?;
        Ok(kept)
    }

    /// Goes back step by step. Tries every step, and tells the first failure.
    pub fn undo(&mut self) -> io::Result<()> {
        let mut result = Ok(());
        for done in self.done.drain(..).rev() {
            let undone = match done {
                Done::PutFolder(folder) => fs::remove_dir_all(folder),
                Done::Put(file) => fs::remove_file(file),
                Done::Took { from, kept } => fs::rename(kept, from),
            };
            result = result.and(undone);
        }
        if result.is_ok() && self.staging.exists() {
            // Nothing of the old tree is in there any more.
            result = fs::remove_dir_all(&self.staging);
        }
        result
    }

    /// Removes the folders that a removed file leaves empty.
    fn prune(&self, path: &str) {
        let folders = Path::new(path).ancestors().skip(1);
        for folder in folders.filter(|folder| !folder.as_os_str().is_empty()) {
            if fs::remove_dir(self.root.join(folder)).is_err() {
                // Not empty: nor are the ones around it.
                return;
            }
        }
    }
}

fn make_parent(file: &Path) -> io::Result<()> {
    file.parent().map_or(Ok(()), fs::create_dir_all)
}
