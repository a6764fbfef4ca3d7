use client::Client;
use client::shelf::{OldestPath, oldest};

pub fn witness(client: &Client) {
    drop(oldest(client, OldestPath::oldest_by_limit("1", "many")));
}
