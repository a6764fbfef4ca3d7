//! How callers write paths that are on both sides, where that is not as it was: a choice of path came or
//! went, or what names a path among others.

use super::names::Pair;
use super::requests::{paired, sent};
use crate::emit;
use crate::ir::{Api, Operation};

/// What callers write now in place of what they wrote, in a sentence without its full stop; nothing if
/// they write the same. Names of values are no part of what they write.
pub fn rewritten(
    (old_api, old): (&Api, &Operation),
    (new_api, new): (&Api, &Operation),
) -> Option<String> {
    if old.paths.len() < 2 && new.paths.len() < 2 {
        return None;
    }
    let (was, is) = (emit::path_calls(old_api, old), emit::path_calls(new_api, new));
    let pairs = paired(&old.paths, &new.paths, sent).into_iter();
    let both = pairs.filter_map(|(_, pair)| match pair {
        Pair::Both(before, after) => Some((&was[before], &is[after])),
        Pair::Removed(_) | Pair::Added(_) => None,
    });
    let other: Vec<String> = both
        .filter(|(was, is)| was.constructor != is.constructor)
        .map(|(was, is)| match (was.to_string(), is.to_string()) {
            (was, is) if was.is_empty() => format!("`{is}` where they gave nothing"),
            (was, is) if is.is_empty() => format!("nothing where they wrote `{was}`"),
            (was, is) => format!("`{is}` where they wrote `{was}`"),
        })
        .collect();
    let (first, others) = other.split_first()?;
    let rest = match others.len() {
        0 => String::new(),
        1 => format!(", and {}", others[0]),
        more => format!(", and others for {more} more paths"),
    };
    Some(format!("callers write {first}{rest}"))
}
