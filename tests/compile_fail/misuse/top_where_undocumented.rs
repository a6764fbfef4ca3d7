//! `$top` is offered only where the operation's page documents it.

use docmill_graph::Client;
use docmill_graph::authentication::{ListMethodsPath, list_methods};

fn misuse(client: &Client) {
    let _ = list_methods(client, ListMethodsPath::me()).top(5);
}

fn main() {}
