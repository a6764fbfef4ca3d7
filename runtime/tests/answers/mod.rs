//! Servers whose answers are given in turn.

use wiremock::{Mock, MockServer, ResponseTemplate};

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
