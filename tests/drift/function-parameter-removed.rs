use client::Client;
use client::shelf::newest;

pub fn witness(client: &Client, kind: Box<str>) {
    drop(newest(client, "1", 5, kind));
}
