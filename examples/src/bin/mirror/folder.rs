//! The folder: files that come, move and go.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::Context as _;
use docmill_graph::{Client, drive_item};
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use tokio::io::AsyncWriteExt as _;

use crate::Drive;
use crate::plan::{Plan, Wanted};
use crate::state::{LocalFile, State};

/// The program's own files are in here, below the folder.
pub const PRIVATE: &str = ".mirror";
const DOWNLOADS_AT_ONCE: usize = 4;
/// How often the state is saved while files arrive.
const SAVE_EVERY: Duration = Duration::from_secs(1);

/// A folder and what is remembered about it.
pub struct Folder {
    path: PathBuf,
    pub state: State,
}

/// What has been done.
#[derive(Default)]
pub struct Done {
    downloaded: usize,
    moved: usize,
    removed: usize,
    pub failed: usize,
    there: usize,
}

impl fmt::Display for Done {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { downloaded, moved, removed, failed, there } = self;
        write!(f, "{downloaded} downloaded, {moved} moved, {removed} removed, {failed} failed; ")?;
        write!(f, "{there} files in all")
    }
}

impl Folder {
    /// Opens the folder of this drive, which is made if it is not there.
    pub fn open(path: PathBuf, drive: Option<&str>) -> anyhow::Result<Self> {
        let private = path.join(PRIVATE);
        fs::create_dir_all(&private)
            .with_context(|| format!("cannot make {}", private.display()))?;
        let saved = private.join("state.json");
        let state = match fs::read(&saved) {
            Ok(text) => serde_json::from_slice(&text).with_context(|| {
                format!("{} is damaged; remove it to begin anew", saved.display())
            })?,
            Err(error) if error.kind() == ErrorKind::NotFound => {
                State { drive: drive.map(str::to_owned), ..State::default() }
            }
            Err(error) => {
                return Err(error).with_context(|| format!("cannot read {}", saved.display()));
            }
        };
        let is_same = state.drive.as_deref() == drive;
        anyhow::ensure!(is_same, "{} is a mirror of another drive", path.display());
        Ok(Self { path, state })
    }

    /// Writes down the state, all of it or nothing.
    pub fn save(&self) -> anyhow::Result<()> {
        let (new, saved) = (self.private("state.new"), self.private("state.json"));
        let text = serde_json::to_vec(&self.state)?;
        fs::write(&new, text)
            .and_then(|()| fs::rename(&new, &saved))
            .with_context(|| format!("cannot write {}", saved.display()))
    }

    /// Makes the folder what the plan says. A file that cannot be had is counted and left for the
    /// next run.
    pub async fn follow(
        &mut self,
        plan: &Plan,
        client: &Client,
        drive: &Drive,
    ) -> anyhow::Result<Done> {
        let mut done = Done::default();
        // What the user has removed here comes again.
        self.state.files.retain(|_, file| self.path.join(&file.path).exists());
        // First away with everything that is in the wrong place, so that two files can trade names.
        let moved = self.clear(plan, &mut done)?;
        self.save()?;
        self.shape_folders(plan)?;
        self.put_back(moved, &mut done)?;
        self.save()?;
        self.download_the_rest(plan, client, drive, &mut done).await?;
        done.there = self.state.files.len();
        Ok(done)
    }

    /// Removes files that are gone from the drive, and puts aside those that are elsewhere in it by
    /// now.
    fn clear(&mut self, plan: &Plan, done: &mut Done) -> anyhow::Result<Vec<Moved>> {
        let places: BTreeMap<&str, (&PathBuf, &Wanted)> =
            plan.files.iter().map(|(path, wanted)| (&*wanted.id, (path, wanted))).collect();
        let mut moved = Vec::new();
        for (id, file) in std::mem::take(&mut self.state.files) {
            let path = self.path.join(&file.path);
            match places.get(&*id) {
                // New content takes its place once all of it has arrived.
                Some((place, _)) if **place == file.path => {
                    self.state.files.insert(id, file);
                }
                Some((place, wanted)) if file.has(wanted) => {
                    let aside = self.private(&format!("{}.moved", moved.len()));
                    move_file(&path, &aside)?;
                    let file = LocalFile { path: (*place).clone(), ..file };
                    moved.push(Moved { id, aside, file });
                }
                there => {
                    unless_missing(fs::remove_file(&path))
                        .with_context(|| format!("cannot remove {}", path.display()))?;
                    done.removed += usize::from(there.is_none());
                }
            }
        }
        Ok(moved)
    }

    /// Removes the folders that are gone from the drive and makes those that are new. A folder in
    /// which the user has put something stays.
    fn shape_folders(&mut self, plan: &Plan) -> anyhow::Result<()> {
        // Those further down first.
        for gone in self.state.folders.iter().rev().filter(|it| !plan.folders.contains(*it)) {
            let path = self.path.join(gone);
            match unless_missing(fs::remove_dir(&path)) {
                Err(error) if error.kind() == ErrorKind::DirectoryNotEmpty => {}
                other => other.with_context(|| format!("cannot remove {}", path.display()))?,
            }
        }
        for folder in &plan.folders {
            let path = self.path.join(folder);
            fs::create_dir_all(&path).with_context(|| format!("cannot make {}", path.display()))?;
        }
        self.state.folders.clone_from(&plan.folders);
        Ok(())
    }

    fn put_back(&mut self, moved: Vec<Moved>, done: &mut Done) -> anyhow::Result<()> {
        for Moved { id, aside, file } in moved {
            move_file(&aside, &self.path.join(&file.path))?;
            self.state.files.insert(id, file);
            done.moved += 1;
        }
        Ok(())
    }

    /// Downloads what is not there yet, a few files at once.
    async fn download_the_rest(
        &mut self,
        plan: &Plan,
        client: &Client,
        drive: &Drive,
        done: &mut Done,
    ) -> anyhow::Result<()> {
        let Self { path: root, state } = &*self;
        let missing: Vec<_> = plan
            .files
            .iter()
            .filter(|(_, wanted)| !state.files.get(&wanted.id).is_some_and(|file| file.has(wanted)))
            .enumerate()
            .map(|(index, (path, wanted))| {
                let arriving = self.private(&format!("{index}.part"));
                let place = root.join(path);
                async move {
                    let result = match download(client, drive, &wanted.id, &arriving).await {
                        Ok(()) => move_file(&arriving, &place),
                        Err(error) => Err(error),
                    };
                    (path, wanted, result)
                }
            })
            .collect();
        let mut arrivals = stream::iter(missing).buffer_unordered(DOWNLOADS_AT_ONCE);
        let mut saved = Instant::now();
        while let Some((path, wanted, result)) = arrivals.next().await {
            match result {
                Ok(()) => {
                    let file = LocalFile { path: path.clone(), version: wanted.version.clone() };
                    self.state.files.insert(wanted.id.clone(), file);
                    done.downloaded += 1;
                }
                Err(error) => {
                    eprintln!("{}: {error:#}", path.display());
                    done.failed += 1;
                }
            }
            if saved.elapsed() >= SAVE_EVERY {
                self.save()?;
                saved = Instant::now();
            }
        }
        self.save()
    }

    fn private(&self, name: &str) -> PathBuf {
        self.path.join(PRIVATE).join(name)
    }
}

/// A file on its way to another place in the folder.
struct Moved {
    id: String,
    aside: PathBuf,
    /// As it will be.
    file: LocalFile,
}

impl LocalFile {
    /// Whether it has the content that is wanted.
    fn has(&self, wanted: &Wanted) -> bool {
        self.version.is_some() && self.version == wanted.version
    }
}

/// Writes the content of an item to a file as it arrives. If the connection breaks, the client asks
/// for the rest.
async fn download(client: &Client, drive: &Drive, item: &str, to: &Path) -> anyhow::Result<()> {
    let mut content = drive_item::get_content(client, drive.content(item)).download().await?;
    let mut file = tokio::fs::File::create(to).await?;
    while let Some(part) = content.try_next().await? {
        file.write_all(&part).await?;
    }
    file.flush().await?;
    file.sync_all().await?;
    Ok(())
}

fn move_file(from: &Path, to: &Path) -> anyhow::Result<()> {
    if let Some(parent) = to.parent() {
        fs::create_dir_all(parent).with_context(|| format!("cannot make {}", parent.display()))?;
    }
    fs::rename(from, to)
        .with_context(|| format!("cannot move {} to {}", from.display(), to.display()))
}

fn unless_missing(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        other => other,
    }
}
