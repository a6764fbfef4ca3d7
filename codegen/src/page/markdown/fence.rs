//! Fences that nothing closes: whether one is, and where it was meant to end.

/// Whether the last line of a fence's text closes it.
pub(super) fn is_closed(raw: &str) -> bool {
    let opening = raw.trim_start();
    let mark = if opening.starts_with('~') { '~' } else { '`' };
    let length = opening.chars().take_while(|c| *c == mark).count();
    let mut lines = raw.trim_end().lines();
    let last = lines.next_back().unwrap_or("").trim_start_matches(['>', ' ', '\t']);
    let closes = last.chars().take_while(|c| *c == mark).count() >= length
        && last.trim_start_matches(mark).trim().is_empty();
    closes && lines.next().is_some()
}

/// Where an unclosed fence must have ended: before the next heading or annotation, else at the end.
pub(super) fn likely_end(raw: &str) -> usize {
    let mut at = 0;
    for line in raw.split_inclusive('\n') {
        let begins = |mark: &str| line.starts_with(mark);
        if at > 0 && (begins("## ") || begins("### ") || begins("<!--")) {
            return at;
        }
        at += line.len();
    }
    raw.len()
}
