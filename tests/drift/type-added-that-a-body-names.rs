use client::{Client, custodian};

pub fn witness(client: &Client) {
    let _request = custodian::create(client, true);
}
