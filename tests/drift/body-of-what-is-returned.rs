use client::Client;
use client::shelf::{MovePath, ShelfMove, move_};

pub async fn witness(client: &Client, at: MovePath) -> Option<usize> {
    move_(client, at, ShelfMove::new()).await.ok()?.as_object().map(|place| place.len())
}
