//! The same work by all contenders in turns, round after round.

use std::time::Duration;

use super::measured::{median, time};
use super::{read_derived, read_flattened, read_generated, read_value};

/// How often all take their turn.
const ROUNDS: usize = 200;

/// One contender: its name, and how to run it once.
type Contender = (&'static str, fn() -> Duration);

/// All are compared with the first one.
const READERS: [Contender; 4] = [
    ("serde derive", || time(read_derived)),
    ("generated, unknown properties kept", || time(read_generated)),
    ("serde derive with a flattened map", || time(read_flattened)),
    ("`serde_json::Value`", || time(read_value)),
];

/// Prints what reading takes, and how many times as long as with serde's derive in the same round.
pub fn print_table() {
    let rounds: Vec<[Duration; READERS.len()]> =
        (0..ROUNDS).map(|_| READERS.map(|(_, read)| read())).collect();
    println!("\nmedians of {ROUNDS} rounds\n");
    println!("| read, in turns | ms | against serde derive |\n|---|---:|---:|");
    for (at, (name, _)) in READERS.iter().enumerate() {
        let of_rounds =
            |figure: &dyn Fn(&[Duration]) -> f64| median(rounds.iter().map(|round| figure(round)));
        let ms = of_rounds(&|round| round[at].as_secs_f64() * 1e3);
        let ratio = of_rounds(&|round| round[at].as_secs_f64() / round[0].as_secs_f64());
        println!("| {name} | {ms:.2} | {ratio:.2} |");
    }
}
