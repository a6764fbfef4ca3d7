use client::Client;
use client::shelf::list_worksheets;

pub fn witness(client: &Client) {
    drop(list_worksheets(client, "1"));
}
