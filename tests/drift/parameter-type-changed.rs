use client::Client;
use client::parameters::Limit;
use client::shelf::newest;

pub fn witness(client: &Client, limit: i32) {
    drop(newest(client, "1", "novel").limit(limit));
}
