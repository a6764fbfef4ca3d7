//! Servers whose answers are given in turn, and a client that asks them.

use std::time::Duration;

use docmill_runtime::{Client, RetryPolicy, StaticToken};
use wiremock::{Mock, MockServer, ResponseTemplate};

/// What the client may not show.
pub const TOKEN: &str = "very-secret-token";

/// A client that tries again soon.
pub fn client(base: &str) -> Client {
    Client::builder(base)
        .token_provider(StaticToken::new(TOKEN))
        .retry(
            RetryPolicy::default()
                .first_wait(Duration::from_millis(10))
                .total_time(Duration::from_secs(5)),
        )
        .build()
        .expect("a client")
}

/// How many requests came.
pub async fn calls(server: &MockServer) -> usize {
    server.received_requests().await.expect("recorded").len()
}

/// Answers each request with the next of these, the last one for ever.
pub async fn answers(server: &MockServer, answers: Vec<ResponseTemplate>) {
    let last = answers.len() - 1;
    for (index, answer) in answers.into_iter().enumerate() {
        let mock = Mock::given(wiremock::matchers::any()).respond_with(answer);
        let mock = if index < last { mock.up_to_n_times(1) } else { mock };
        mock.mount(server).await;
    }
}
