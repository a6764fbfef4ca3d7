//! Where the parts of an operation stand.

use crate::ir::{Landmark, Places, Spot};
use crate::read::facts::OperationFacts;

/// What its page tells of its parts, with the places of its own paths, body and response.
pub fn of_operation(facts: &OperationFacts, page: &str) -> Places {
    let mut places = facts.places.clone();
    let response = &facts.response;
    let sent = facts.body.resource.as_ref().map(|mention| &mention.place);
    let listed = || response.listed.as_ref().map(|listed| &listed.place);
    let returned = response.ty.as_ref().map(|ty| &ty.place).or_else(listed);
    let lines = facts.paths.iter().map(|(_, place)| (Landmark::Line, place));
    let others = [
        (Landmark::Sent, sent),
        (Landmark::Answer, response.place.as_ref()),
        (Landmark::Returned, returned),
    ];
    let others = others.into_iter().filter_map(|(landmark, place)| Some((landmark, place?)));
    for (landmark, place) in lines.chain(others) {
        places.add(landmark, Spot::new(place.source.clone(), page));
    }
    places
}
