//! Includes: `[!INCLUDE [label](target)]`.

use memchr::{memchr, memchr_iter, memrchr};

use super::{Block, BlockKind, Page, Text};

/// Takes every `[!INCLUDE [label](target)]` out of a paragraph and makes it a block of its own.
pub(super) fn take<'a>(page: &mut Page<'a>, mut text: Text<'a>) -> Text<'a> {
    const MARK: &[u8] = b"[!INCLUDE";
    let raw = page.raw(&text.span).as_bytes();
    let mut is_taken = false;
    // Few paragraphs have an exclamation mark, and only behind those is anything looked for.
    let brackets = memchr_iter(b'!', raw).filter_map(|mark| mark.checked_sub(1));
    for at in brackets.filter(|at| raw[*at..].starts_with(MARK)) {
        is_taken = true;
        let start = text.span.start + at;
        let line = first_line(page.raw(&(start..text.span.end)));
        let close = memrchr(b']', line.as_bytes());
        let end = start + close.map_or(line.len(), |close| close + 1);
        let target = target(line).unwrap_or("");
        page.blocks.push(Block { span: start..end, kind: BlockKind::Include(target) });
        text.pieces.retain(|piece| piece.span.end <= start || piece.span.start >= end);
    }
    if is_taken && text.pieces.iter().all(|piece| piece.text.trim().is_empty()) {
        text.pieces.clear();
    }
    text
}

fn first_line(text: &str) -> &str {
    let Some(end) = memchr(b'\n', text.as_bytes()) else { return text };
    let line = &text[..end];
    line.strip_suffix('\r').unwrap_or(line)
}

/// What stands between the first `](` and the parenthesis that closes it.
fn target(line: &str) -> Option<&str> {
    let bytes = line.as_bytes();
    let open = memchr_iter(b']', bytes).find(|at| bytes.get(at + 1) == Some(&b'('))? + 2;
    let close = memchr(b')', &bytes[open..])?;
    line.get(open..open + close)
}
