use client::Client;
use client::parameters::Kind;
use client::shelf::newest;

pub fn witness(client: &Client) {
    drop(newest(client, "1").kind("novel"));
}
