//! Any answer of a service: it is read or refused, and one that is read goes back out as JSON that
//! reads as the same.

#![no_main]

use docmill_graph::model::{AnyAuthenticationMethod, DriveItem, Message, PlannerTask};
use libfuzzer_sys::fuzz_target;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

fuzz_target!(|input: &[u8]| {
    let Some((kind, answer)) = input.split_first() else { return };
    match kind % 4 {
        0 => survives::<Message>(answer),
        1 => survives::<DriveItem>(answer),
        2 => survives::<PlannerTask>(answer),
        _ => survives::<AnyAuthenticationMethod>(answer),
    }
});

fn survives<T: DeserializeOwned + Serialize + PartialEq + std::fmt::Debug>(answer: &[u8]) {
    let Ok(model) = serde_json::from_slice::<T>(answer) else { return };
    let written = serde_json::to_vec(&model).expect("what was read can be written");
    let again: T = serde_json::from_slice(&written).expect("and read");
    assert_eq!(model, again);
    let value = |json: &[u8]| serde_json::from_slice::<Value>(json).expect("JSON");
    assert_eq!(value(answer), value(&written), "the answer, and what is written of it");
}
