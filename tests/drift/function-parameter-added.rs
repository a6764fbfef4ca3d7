use client::Client;
use client::shelf::newest;

pub fn witness(client: &Client) {
    drop(newest(client, "1", "novel"));
}
