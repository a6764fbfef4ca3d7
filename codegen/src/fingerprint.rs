//! Whether anything has changed since a run: then a run can be left out.
//!
//! A [`Fingerprint`] has what a run depends on and what it gave: a key for what is no file, and path,
//! size and times of every file. It is kept outside of the generated tree.
//!
//! A file's times do not tell an edit that comes right after another one: file systems count time in
//! ticks, the coarsest in two seconds. So, as git does it, a file that was young when the
//! fingerprint was taken is compared by its contents.

use std::collections::{BTreeMap, HashSet};
use std::fmt::Write as _;
use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use rayon::prelude::*;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::tree::{self, checksum};

/// Ticks of the coarsest file system.
const TICK: Duration = Duration::from_secs(2);

/// What a run depends on.
#[derive(Clone, Debug)]
pub struct Watched {
    /// Whatever is no file: arguments, for example.
    pub key: String,
    /// Single files, such as the generator itself and its configuration. They may be absent.
    pub files: Vec<PathBuf>,
    /// The folder of pages: each file in it counts, whether it is read or not.
    pub inputs: PathBuf,
    /// The generated tree.
    pub outputs: PathBuf,
}

/// What a run began with; taken before the first page is read, so that a change during the run is
/// none that the run has seen.
#[derive(Debug)]
pub struct Inputs {
    watched: Watched,
    since: SystemTime,
    stamp: Stamp,
}

/// What [`Inputs::unchanged_since`] finds.
#[derive(Debug)]
pub struct Unchanged<T> {
    /// What the earlier run kept.
    pub fingerprint: Fingerprint<T>,
    /// Whether some of its young files are old by now, so that the next look is quicker if
    /// this fingerprint is stored in place of the earlier one.
    pub fewer_young: bool,
}

impl Inputs {
    /// Looks at the inputs as they are now.
    ///
    /// # Errors
    ///
    /// An input that cannot be read.
    pub fn take(watched: Watched) -> io::Result<Self> {
        Self::take_at(watched, SystemTime::now())
    }

    fn take_at(watched: Watched, now: SystemTime) -> io::Result<Self> {
        let since = now.checked_sub(TICK).unwrap_or(SystemTime::UNIX_EPOCH);
        let mut stamp = Stamp { text: watched.key.clone() + "\n", young: Vec::new() };
        for path in &watched.files {
            match fs::metadata(path) {
                Ok(metadata) => stamp.add(path, &metadata, since),
                Err(_) => stamp.add_absent(path),
            }
        }
        stamp.add_tree(&watched.inputs, since, |_| false)?;
        Ok(Self { watched, since, stamp })
    }

    /// What an earlier run kept, if it began with the same and its output is still there.
    pub fn unchanged_since<T: DeserializeOwned>(&self, stored: &str) -> Option<Unchanged<T>> {
        let mut earlier: Fingerprint<T> = serde_json::from_str(stored).ok()?;
        if earlier.inputs != self.stamp.text {
            return None;
        }
        let outputs = self.outputs().ok()?;
        if earlier.outputs != outputs.text {
            return None;
        }
        let same = |(path, sum): (&PathBuf, &String)| contents(path).is_some_and(|now| now == *sum);
        if !earlier.young.par_iter().all(same) {
            return None;
        }
        let count = earlier.young.len();
        let young: HashSet<&PathBuf> = self.stamp.young.iter().chain(&outputs.young).collect();
        earlier.young.retain(|path, _| young.contains(path));
        let fewer_young = earlier.young.len() < count;
        Some(Unchanged { fingerprint: earlier, fewer_young })
    }

    /// What is to be kept of a run that has just written the outputs, and what it has to say the
    /// next time. Nothing if a file is not there any more.
    pub fn finish<T>(self, said: T) -> Option<Fingerprint<T>> {
        let outputs = self.outputs().ok()?;
        // What should be there, and not what is: somebody could have changed it meanwhile.
        let sums = tree::checksums(&self.watched.outputs);
        let mut young = BTreeMap::new();
        for path in &self.stamp.young {
            young.insert(path.clone(), contents(path)?);
        }
        for path in outputs.young {
            let relative = path.strip_prefix(&self.watched.outputs).ok()?;
            let relative = relative.to_string_lossy().replace('\\', "/");
            let sum = match sums.get(&relative) {
                Some(sum) => sum.clone(),
                None => contents(&path)?,
            };
            young.insert(path, sum);
        }
        Some(Fingerprint { inputs: self.stamp.text, outputs: outputs.text, young, said })
    }

    fn outputs(&self) -> io::Result<Stamp> {
        let mut stamp = Stamp::default();
        stamp.add_tree(&self.watched.outputs, self.since, tree::is_of_others)?;
        Ok(stamp)
    }
}

/// What a run began with, gave and said.
#[derive(Debug, Deserialize, Serialize)]
pub struct Fingerprint<T> {
    inputs: String,
    outputs: String,
    /// Checksums of files that were young.
    young: BTreeMap<PathBuf, String>,
    /// What the run has to say of an unchanged tree.
    pub said: T,
}

/// Files as they are at a time.
#[derive(Debug, Default)]
struct Stamp {
    /// A line for each.
    text: String,
    /// Those that may change without another time.
    young: Vec<PathBuf>,
}

impl Stamp {
    fn add_tree(
        &mut self,
        root: &Path,
        since: SystemTime,
        is_left_out: impl Fn(&str) -> bool,
    ) -> io::Result<()> {
        let mut folders = vec![root.to_path_buf()];
        while let Some(folder) = folders.pop() {
            let mut entries = fs::read_dir(&folder)?.collect::<io::Result<Vec<_>>>()?;
            entries.sort_by_key(fs::DirEntry::file_name);
            for entry in entries {
                if folder == root && is_left_out(&entry.file_name().to_string_lossy()) {
                    continue;
                }
                let (path, metadata) = (entry.path(), entry.metadata()?);
                self.add(&path, &metadata, since);
                if metadata.is_dir() {
                    folders.push(path);
                } else if metadata.is_symlink() {
                    // What it leads to counts as well.
                    match fs::metadata(&path) {
                        Ok(target) => self.add(&path, &target, since),
                        Err(_) => self.add_absent(&path),
                    }
                }
            }
        }
        Ok(())
    }

    fn add(&mut self, path: &Path, metadata: &Metadata, since: SystemTime) {
        let path_text = path.as_os_str().as_encoded_bytes().escape_ascii();
        if metadata.is_dir() {
            // Its times tell no more than the files in it.
            let _ = writeln!(self.text, "{path_text}/");
            return;
        }
        let times = Times::of(metadata);
        let size = metadata.len();
        let Times { modified, changed, file } = times;
        let _ = writeln!(self.text, "{path_text} {size} {modified} {changed} {file}");
        let since = since.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_nanos();
        if modified.max(changed) >= i128::try_from(since).unwrap_or(i128::MAX) && metadata.is_file()
        {
            self.young.push(path.to_path_buf());
        }
    }

    fn add_absent(&mut self, path: &Path) {
        let _ =
            writeln!(self.text, "{} absent", path.as_os_str().as_encoded_bytes().escape_ascii());
    }
}

/// When a file was changed, in nanoseconds since 1970, and which file it is.
struct Times {
    modified: i128,
    /// When anything about it was changed, its times included; nobody can set it back.
    changed: i128,
    file: u64,
}

impl Times {
    #[cfg(unix)]
    fn of(metadata: &Metadata) -> Self {
        use std::os::unix::fs::MetadataExt as _;

        let nanoseconds =
            |seconds: i64, rest: i64| i128::from(seconds) * 1_000_000_000 + i128::from(rest);
        Self {
            modified: nanoseconds(metadata.mtime(), metadata.mtime_nsec()),
            changed: nanoseconds(metadata.ctime(), metadata.ctime_nsec()),
            file: metadata.ino(),
        }
    }

    #[cfg(not(unix))]
    fn of(metadata: &Metadata) -> Self {
        let modified = metadata.modified().unwrap_or(SystemTime::UNIX_EPOCH);
        let since = modified.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        let modified = i128::try_from(since.as_nanos()).unwrap_or(i128::MAX);
        Self { modified, changed: 0, file: 0 }
    }
}

fn contents(path: &Path) -> Option<String> {
    fs::read(path).ok().map(|contents| checksum(&contents))
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Folder(tempfile::TempDir);

    impl Folder {
        fn new() -> Self {
            let folder = Self(tempfile::tempdir().unwrap());
            folder.put("docs/a.md", "a");
            folder.put("docs/includes/b.md", "b");
            folder.put("docmill.yaml", "c");
            folder.put("out/src/lib.rs", "d");
            folder
        }

        fn path(&self, path: &str) -> PathBuf {
            self.0.path().join(path)
        }

        fn put(&self, path: &str, text: &str) {
            let path = self.path(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }

        /// As seen so many seconds from now.
        fn inputs(&self, key: &str, seconds: u64) -> Inputs {
            let watched = Watched {
                key: key.to_owned(),
                files: vec![self.path("docmill.yaml"), self.path("dialect.yaml")],
                inputs: self.path("docs"),
                outputs: self.path("out"),
            };
            let now = SystemTime::now() + Duration::from_secs(seconds);
            Inputs::take_at(watched, now).unwrap()
        }

        fn store(&self, seconds: u64) -> String {
            serde_json::to_string(&self.inputs("key", seconds).finish(7).unwrap()).unwrap()
        }

        fn is_unchanged(&self, stored: &str) -> bool {
            self.inputs("key", 0).unchanged_since::<u8>(stored).is_some()
        }
    }

    #[test]
    fn every_change_is_seen() {
        type Change = fn(&Folder);
        let changes: [(&str, Change); 12] = [
            ("a page", |folder| folder.put("docs/a.md", "A")),
            ("an included file", |folder| folder.put("docs/includes/b.md", "B")),
            ("a new page", |folder| folder.put("docs/c.md", "")),
            ("a page that is gone", |folder| fs::remove_file(folder.path("docs/a.md")).unwrap()),
            ("the configuration", |folder| folder.put("docmill.yaml", "C")),
            ("no configuration", |folder| fs::remove_file(folder.path("docmill.yaml")).unwrap()),
            ("a dialect that was not there", |folder| folder.put("dialect.yaml", "")),
            ("an edited output", |folder| folder.put("out/src/lib.rs", "D")),
            ("a missing output", |folder| fs::remove_file(folder.path("out/src/lib.rs")).unwrap()),
            ("an extra output", |folder| folder.put("out/src/more.rs", "")),
            ("an empty folder", |folder| fs::create_dir(folder.path("out/.left")).unwrap()),
            ("no output at all", |folder| fs::remove_dir_all(folder.path("out")).unwrap()),
        ];
        // Young files are told by contents, old ones by their times.
        for seconds in [0, 100] {
            for (what, change) in changes {
                let folder = Folder::new();
                let stored = folder.store(seconds);
                assert!(folder.is_unchanged(&stored), "{what}");
                change(&folder);
                assert!(!folder.is_unchanged(&stored), "{what}, {seconds}");
            }
        }
    }

    #[test]
    fn another_key_is_a_change() {
        let folder = Folder::new();
        let stored = folder.store(0);
        let earlier = folder.inputs("key", 0).unchanged_since::<u8>(&stored).unwrap();
        assert_eq!(earlier.fingerprint.said, 7);
        assert!(folder.inputs("other", 0).unchanged_since::<u8>(&stored).is_none());
    }

    #[test]
    fn a_young_file_is_told_by_its_contents() {
        let folder = Folder::new();
        let stored = folder.store(0);
        // As an edit within the same tick: what is stored has the times of the new contents.
        let before = folder.inputs("key", 0).stamp.text;
        folder.put("docs/a.md", "A");
        let after = folder.inputs("key", 0).stamp.text;
        let mut racy: Fingerprint<u8> = serde_json::from_str(&stored).unwrap();
        assert_eq!(racy.inputs, before);
        racy.inputs = after;
        assert!(!folder.is_unchanged(&serde_json::to_string(&racy).unwrap()));
        // Without the checksum, the times alone would say that nothing has changed.
        racy.young.clear();
        assert!(folder.is_unchanged(&serde_json::to_string(&racy).unwrap()));
    }

    #[test]
    fn files_grow_old() {
        let folder = Folder::new();
        let stored = folder.store(0);
        let later = folder.inputs("key", 100).unchanged_since::<u8>(&stored).unwrap();
        assert!(later.fewer_young && later.fingerprint.young.is_empty());
    }

    #[cfg(unix)]
    #[test]
    fn times_that_are_set_back_hide_nothing() {
        let folder = Folder::new();
        let path = folder.path("out/src/lib.rs");
        let modified = fs::metadata(&path).unwrap().modified().unwrap();
        let stored = folder.store(100);
        std::thread::sleep(Duration::from_millis(20));
        folder.put("out/src/lib.rs", "D");
        fs::File::options().write(true).open(&path).unwrap().set_modified(modified).unwrap();
        assert!(!folder.is_unchanged(&stored));
    }

    #[test]
    fn what_cannot_be_read_is_no_fingerprint() {
        let folder = Folder::new();
        assert!(!folder.is_unchanged(""));
        assert!(!folder.is_unchanged("{}"));
    }
}
