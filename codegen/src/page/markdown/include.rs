//! Includes: `[!INCLUDE [label](target)]`.

use memchr::memchr_iter;

use crate::page::{Block, BlockKind, Page, Text};
use crate::phrases::Include;

/// Takes every `[!INCLUDE [label](target)]` out of a paragraph and makes it a block of its own.
pub(super) fn take<'a>(page: &mut Page<'a>, mut text: Text<'a>) -> Text<'a> {
    const MARK: &[u8] = b"[!INCLUDE";
    let raw = page.raw(&text.span).as_bytes();
    let mut is_taken = false;
    // Few paragraphs have an exclamation mark, and only behind those is anything looked for.
    let brackets = memchr_iter(b'!', raw).filter_map(|mark| mark.checked_sub(1));
    let is_mark = |at: &usize| {
        raw[*at..].get(..MARK.len()).is_some_and(|mark| mark.eq_ignore_ascii_case(MARK))
    };
    for at in brackets.filter(is_mark) {
        is_taken = true;
        let start = text.span.start + at;
        let rest = page.raw(&(start..text.span.end));
        let (end, target) = match Include::at(rest, 0) {
            Some(include) => (start + include.span.end, include.target),
            None => {
                let line = rest.lines().next().unwrap_or("");
                (start + line.rfind(']').map_or(line.len(), |close| close + 1), "")
            }
        };
        page.blocks.push(Block { span: start..end, kind: BlockKind::Include(target) });
        text.pieces.retain(|piece| piece.span.end <= start || piece.span.start >= end);
    }
    if is_taken && text.pieces.iter().all(|piece| piece.text.trim().is_empty()) {
        text.pieces.clear();
    }
    text
}
