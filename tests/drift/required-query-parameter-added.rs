use client::Client;
use client::member::get;

pub fn witness(client: &Client) {
    drop(get(client, "1"));
}
