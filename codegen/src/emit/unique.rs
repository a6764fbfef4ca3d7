//! Lists without repetitions. resolve has reported every repetition already; here it only matters
//! that a second one cannot make generated code ambiguous.

use std::collections::BTreeSet;

use crate::ir::{BodyProperty, Enum, Member};

/// An enum's members, each value once.
pub(crate) fn members(definition: &Enum) -> Vec<&Member> {
    let mut seen = BTreeSet::new();
    definition.members.iter().filter(|member| seen.insert(&member.name)).collect()
}

/// A body's properties, each name once.
pub(crate) fn body_properties(properties: &[BodyProperty]) -> Vec<&BodyProperty> {
    let mut seen = BTreeSet::new();
    properties.iter().filter(|property| seen.insert(&property.name)).collect()
}
