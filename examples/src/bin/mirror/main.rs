//! Keeps a folder equal to a drive.
//!
//! The first run lists the whole drive and downloads all files; later ones ask only for what has
//! changed since. A run that is interrupted, by Ctrl-C, a broken connection or a power cut, loses
//! nothing: the next one goes on from there. Files that the program did not put there stay.
//!
//! ```text
//! GRAPH_TOKEN=... mirror ~/Drive
//! GRAPH_TOKEN=... mirror ~/Plans --drive 'b!cGxhbnMtZHJpdmU'
//! ```

mod changes;
mod folder;
mod plan;
mod state;

use std::path::PathBuf;

use anyhow::Context as _;
use clap::Parser;
use docmill_examples::Service;
use docmill_graph::drive_item::{DeltaPath, GetContentPath};
use docmill_graph::runtime::CancellationToken;

use crate::folder::Folder;
use crate::plan::Plan;

/// Keep a folder equal to a drive: download what is new, move what was moved, remove what is gone
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// The folder; it is made if it is not there
    folder: PathBuf,
    /// The drive's id; your own drive if not given
    #[arg(long, value_name = "ID")]
    drive: Option<String>,
    #[command(flatten)]
    service: Service,
}

/// Whose drive it is.
enum Drive {
    Own,
    WithId(String),
}

impl Drive {
    fn delta(&self) -> DeltaPath {
        match self {
            Self::Own => DeltaPath::me(),
            Self::WithId(id) => DeltaPath::drives(id),
        }
    }

    fn content(&self, item: &str) -> GetContentPath {
        match self {
            Self::Own => GetContentPath::me(item),
            Self::WithId(id) => GetContentPath::drives(id, item),
        }
    }
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let Arguments { folder, drive, service } = Arguments::parse();
    let client = service.client().cancel_on(on_ctrl_c()).build()?;

    let mut folder = Folder::open(folder, drive.as_deref())?;
    let drive = drive.map_or(Drive::Own, Drive::WithId);
    changes::read(&client, &drive, &mut folder).await.context("cannot read what has changed")?;

    let plan = Plan::of(&folder.state);
    for name in &plan.left_out {
        eprintln!("left out: {name:?} cannot be the name of a file here");
    }
    let done = folder.follow(&plan, &client, &drive).await?;
    println!("{done}");
    anyhow::ensure!(done.failed == 0, "not all files are there; run it again to get the rest");
    Ok(())
}

/// A token that is cancelled when the user presses Ctrl-C: every call then ends, and with it the run,
/// in good order.
fn on_ctrl_c() -> CancellationToken {
    let token = CancellationToken::new();
    let pressed = token.clone();
    tokio::spawn(async move {
        if tokio::signal::ctrl_c().await.is_ok() {
            pressed.cancel();
        }
    });
    token
}
