use client::Client;

pub fn witness(client: &Client) {
    drop(client::member::get(client, "1"));
}
