//! Content to send and to fetch, and a client that does it.

use std::time::Duration;

use docmill_loopback::Server;
use docmill_runtime::{Client, RetryPolicy, StaticToken};

/// A client that tries again soon.
pub fn client(server: &Server) -> Client {
    Client::builder(server.uri())
        .token_provider(StaticToken::new("secret"))
        .retry(RetryPolicy::default().first_wait(Duration::from_millis(5)))
        .attempt_timeout(Duration::from_secs(5))
        .build()
        .expect("a client")
}

/// Bytes of which no two places look alike.
pub fn pattern(count: usize) -> Vec<u8> {
    (0..count).map(|index| ((index * 31 + index / 251) % 256).try_into().expect("a byte")).collect()
}
