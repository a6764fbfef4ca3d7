//! `$select` is offered only where the operation's page documents it.

use docmill_graph::Client;
use docmill_graph::phone_authentication_method::{GetPath, get};

fn misuse(client: &Client) {
    let _ = get(client, GetPath::me("method")).select(|it| [&it.id]);
}

fn main() {}
