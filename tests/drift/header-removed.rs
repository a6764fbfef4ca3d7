use client::Client;
use client::parameters::XDesk;
use client::reader::{GetPath, get};

pub fn witness(client: &Client) {
    drop(get(client, GetPath::me()).x_desk("by the door"));
}
