use client::Client;
use client::member::get;
use client::parameters::Desk;

pub fn witness(client: &Client) {
    drop(get(client, "1").desk("by the door"));
}
