//! Reads what has changed in the drive.

use docmill_graph::model::DriveItem;
use docmill_graph::runtime::{Changes, StatusCode};
use docmill_graph::{Client, Error, drive_item};

use crate::Drive;
use crate::folder::Folder;

/// Reads the rest of the round that was begun, or a new one. What was read is saved after each page,
/// together with the link to the next, so that no page is read twice and none is left out.
pub async fn read(client: &Client, drive: &Drive, folder: &mut Folder) -> anyhow::Result<()> {
    let mut changes = begin(client, drive, folder.state.link.as_deref());
    let mut anew = false;
    loop {
        match changes.next().await {
            Ok(Some(change)) => folder.state.take(change),
            Ok(None) => break,
            Err(error) if is_too_old(&error) && !anew => {
                // Everything is listed once more, and what is not listed is gone.
                anew = true;
                let link = error.service().and_then(|service| service.location.as_deref());
                folder.state.items.clear();
                changes = begin(client, drive, link);
            }
            Err(error) => return Err(error.into()),
        }
        if let Some(next) = changes.next_link() {
            folder.state.link = Some(next.to_owned());
            folder.save()?;
        }
    }
    folder.state.link = changes.delta_link().map(str::to_owned);
    folder.save()
}

fn begin<'c>(client: &'c Client, drive: &Drive, link: Option<&str>) -> Changes<'c, DriveItem> {
    let request = drive_item::delta(client, drive.delta());
    match link {
        Some(link) => request.at_link(link).changes(),
        None => request.changes(),
    }
}

/// Services remember for some time only what has changed since a link was given.
fn is_too_old(error: &Error) -> bool {
    error.status() == Some(StatusCode::GONE)
}
