//! Includes: `[!INCLUDE [label](target)]`.

use memchr::memchr;

use super::{Block, BlockKind, Page, Text};

/// Takes every `[!INCLUDE [label](target)]` out of a paragraph and makes it a block of its own.
pub(super) fn take<'a>(page: &mut Page<'a>, mut text: Text<'a>) -> Text<'a> {
    const MARK: &str = "[!INCLUDE";
    let raw = page.raw(&text.span);
    // The cheap question first: most paragraphs have no bracket.
    if memchr(b'[', raw.as_bytes()).is_none() || !raw.contains(MARK) {
        return text;
    }
    for (at, _) in raw.match_indices(MARK) {
        let start = text.span.start + at;
        let rest = page.raw(&(start..text.span.end));
        let line = rest.lines().next().unwrap_or("");
        let end = start + line.rfind(']').map_or(line.len(), |close| close + 1);
        let target = line.split_once("](").and_then(|(_, rest)| rest.split_once(')'));
        let target = target.map_or("", |(target, _)| target);
        page.blocks.push(Block { span: start..end, kind: BlockKind::Include(target) });
        text.pieces.retain(|piece| piece.span.end <= start || piece.span.start >= end);
    }
    if text.pieces.iter().all(|piece| piece.text.trim().is_empty()) {
        text.pieces.clear();
    }
    text
}
