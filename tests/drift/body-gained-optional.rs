use client::Client;
use client::book::lend;

pub async fn witness(client: &Client) -> bool {
    lend(client, "7").await.is_ok()
}
