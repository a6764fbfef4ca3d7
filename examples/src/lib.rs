//! What the example programs share: where the service is, and as whom they call it.
//!
//! - `mirror` keeps a folder equal to a drive: delta queries, downloads as streams, going on where
//!   it was interrupted.
//! - `move-phones` moves phone numbers between users: batches whose parts depend on each other.
//! - `least-privilege` says which operations some permissions allow, and which are the least that
//!   operations need: what the pages say about permissions, without a network.

use clap::Args;
use docmill_graph::runtime::ClientBuilder;
use docmill_graph::{BASE_URL, Client, StaticToken};

/// Options that every program has which calls the service.
#[derive(Args)]
pub struct Service {
    /// Where the service is, its version included
    #[arg(long, env = "GRAPH_BASE_URL", value_name = "URL", default_value = BASE_URL)]
    base_url: String,
    /// An access token; better given in the environment, where other users do not see it
    #[arg(long, env = "GRAPH_TOKEN", value_name = "TOKEN", hide_env_values = true)]
    token: String,
}

impl Service {
    /// A client for it, to be set up further.
    ///
    /// A program that runs for longer than a token lives gives a token provider of its own in place
    /// of the static token, in `CachedTokens`.
    pub fn client(&self) -> ClientBuilder {
        Client::builder(&self.base_url).token_provider(StaticToken::new(&self.token))
    }
}
