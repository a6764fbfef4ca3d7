use client::Client;
use client::reader::{GetPath, get};

pub fn witness(client: &Client) {
    drop(get(client, GetPath::me()).select_named(["friends"]));
}
