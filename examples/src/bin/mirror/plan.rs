//! What the folder is to look like.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};

use crate::folder::PRIVATE;
use crate::state::{Item, Kind, State};

/// The files and folders that are to be there, by their paths below the folder.
pub struct Plan {
    pub folders: BTreeSet<PathBuf>,
    pub files: BTreeMap<PathBuf, Wanted>,
    /// Names in the drive that can be none here; neither they nor what is in them is in the plan.
    pub left_out: Vec<String>,
}

/// A file that is to be there.
pub struct Wanted {
    pub id: String,
    /// Which content; `None` if the service does not say.
    pub version: Option<String>,
}

impl Plan {
    /// The plan for what is in the drive.
    pub fn of(state: &State) -> Self {
        let (mut folders, mut files) = (BTreeSet::new(), BTreeMap::new());
        for (id, item) in &state.items {
            match (&item.kind, path(item, &state.items)) {
                (Kind::Folder, Some(path)) => {
                    folders.insert(path);
                }
                (Kind::File { version }, Some(path)) => {
                    files.insert(path, Wanted { id: id.clone(), version: version.clone() });
                }
                _ => {}
            }
        }
        let names = state.items.values().filter(|item| item.kind != Kind::Root);
        let left_out = names.filter(|item| !is_usable(&item.name)).map(|item| item.name.clone());
        Self { left_out: left_out.collect(), folders, files }
    }
}

/// Where the item is below the root; `None` if that is not known: a folder above it is gone.
fn path(item: &Item, items: &BTreeMap<String, Item>) -> Option<PathBuf> {
    let mut names = Vec::new();
    let mut at = item;
    while at.kind != Kind::Root {
        // No way up is longer than there are items, unless it leads in a circle.
        if !is_usable(&at.name) || names.len() == items.len() {
            return None;
        }
        names.push(&at.name);
        at = items.get(at.parent.as_ref()?)?;
    }
    Some(names.iter().rev().collect())
}

/// Whether this is one name and nothing else. The service says what is written where, but not
/// outside of the folder and not into the program's own files.
fn is_usable(name: &str) -> bool {
    let mut parts = Path::new(name).components();
    let is_one = matches!((parts.next(), parts.next()), (Some(Component::Normal(_)), None));
    is_one && !name.contains(['/', '\\', '\0']) && !name.eq_ignore_ascii_case(PRIVATE)
}
