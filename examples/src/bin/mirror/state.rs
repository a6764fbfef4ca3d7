//! What the program remembers from one run to the next.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use docmill_graph::model::DriveItem;
use docmill_graph::runtime::Change;
use serde::{Deserialize, Serialize};

/// What is in the drive, as far as the service has said, and what is in the folder already.
#[derive(Default, Serialize, Deserialize)]
pub struct State {
    /// The drive's id, if it is not the user's own.
    pub drive: Option<String>,
    /// Where to ask the next time: the next page of a round, or the next round.
    pub link: Option<String>,
    /// What is in the drive, by id.
    pub items: BTreeMap<String, Item>,
    /// The files that are in the folder, by the id of their item.
    pub files: BTreeMap<String, LocalFile>,
    /// The folders that were made, below the folder.
    pub folders: BTreeSet<PathBuf>,
}

/// What matters of an item of a drive.
#[derive(Default, Serialize, Deserialize)]
pub struct Item {
    pub name: String,
    /// The id of the folder that it is in.
    pub parent: Option<String>,
    pub kind: Kind,
}

#[derive(Default, PartialEq, Serialize, Deserialize)]
pub enum Kind {
    /// The folder that everything is in; its name does not matter.
    Root,
    Folder,
    File {
        /// Which content it has; `None` if the service does not say.
        version: Option<String>,
    },
    /// A notebook, say, which has no content to download.
    #[default]
    Other,
}

/// A file in the folder.
#[derive(Serialize, Deserialize)]
pub struct LocalFile {
    /// Below the folder.
    pub path: PathBuf,
    pub version: Option<String>,
}

impl State {
    /// Takes in one change of the drive.
    pub fn take(&mut self, change: Change<DriveItem>) {
        match change {
            Change::Present(item) => {
                if let Some(id) = item.id.clone() {
                    self.items.entry(id).or_default().update(item);
                }
            }
            Change::Removed(gone) => {
                if let Some(id) = gone.id() {
                    self.items.remove(id);
                }
            }
            _ => {}
        }
    }
}

impl Item {
    /// Takes over what the service sent, which may be what has changed only.
    fn update(&mut self, item: DriveItem) {
        if let Some(name) = item.name {
            self.name = name;
        }
        if let Some(parent) = item.parent_reference.and_then(|parent| parent.id) {
            self.parent = Some(parent);
        }
        // No page documents `root`, so it has no field; but it is there.
        if item.rest.get("root").is_some() {
            self.kind = Kind::Root;
        } else if item.folder.is_some() {
            self.kind = Kind::Folder;
        } else if item.file.is_some() {
            self.kind = Kind::File { version: item.c_tag.or(item.e_tag) };
        }
    }
}
