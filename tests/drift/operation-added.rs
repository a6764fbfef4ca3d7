use client::Client;

pub fn witness(client: &Client) {
    drop(client::shelf::get(client, "1"));
}
