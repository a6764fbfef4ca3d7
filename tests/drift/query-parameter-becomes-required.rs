use client::Client;
use client::parameters::Since;
use client::shelf::{ListReadersPath, list_readers};

pub fn witness(client: &Client) {
    drop(list_readers(client, ListReadersPath::me()).since("noon"));
}
