use client::Client;
use client::model::Reader;
use client::reader::{GetPath, get};

pub async fn witness(client: &Client) -> Option<Reader> {
    get(client, GetPath::me()).await.ok()
}
