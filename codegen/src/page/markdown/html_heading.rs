//! Headings written as HTML: `<h2 id="books">Books</h2>`.

use crate::page::html_tag::tags;
use crate::page::table::trim;
use crate::page::{Block, BlockKind, Page, Span, inline};

const NAMES: [(&str, u8); 6] = [("h1", 1), ("h2", 2), ("h3", 3), ("h4", 4), ("h5", 5), ("h6", 6)];

/// Adds the headings in a stretch of HTML. What has no end tag is none.
pub(super) fn read(page: &mut Page<'_>, html: &Span) {
    // Nothing in a comment is shown.
    if page.raw(html).trim_start().starts_with("<!--") {
        return;
    }
    let mut open: Option<(Span, u8)> = None;
    for (place, tag) in tags(page.text, html) {
        let Some((_, level)) = NAMES.iter().find(|(name, _)| tag.is_any(&[name])) else { continue };
        let begun = open.take();
        if !tag.ends {
            open = Some((place, *level));
            continue;
        }
        let Some((start, _)) = begun.filter(|(_, begun)| begun == level) else { continue };
        let text = inline::read_html(page.text, trim(page.text, start.end..place.start));
        let span = start.start..place.end;
        page.blocks.push(Block { span, kind: BlockKind::Heading(*level, text) });
    }
}
