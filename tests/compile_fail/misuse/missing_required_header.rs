//! A header that the page calls required is an argument.

use docmill_graph::Client;
use docmill_graph::planner_task::{PlannerTaskUpdate, update};

fn misuse(client: &Client) {
    let _ = update(client, "task", PlannerTaskUpdate::new().title("Read"));
}

fn main() {}
