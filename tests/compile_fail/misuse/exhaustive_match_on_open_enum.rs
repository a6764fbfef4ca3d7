//! Enums get further members when pages do, so a `match` has to expect others.

use docmill_graph::enums::AttestationLevel;

fn misuse(level: AttestationLevel) -> bool {
    match level {
        AttestationLevel::Attested => true,
        AttestationLevel::NotAttested
        | AttestationLevel::UnknownFutureValue
        | AttestationLevel::Unknown(_) => false,
    }
}

fn main() {}
