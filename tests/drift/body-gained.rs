use client::Client;
use client::reader::renew;

pub async fn witness(client: &Client) -> bool {
    renew(client, "7").await.is_ok()
}
