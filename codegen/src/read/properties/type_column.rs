//! Columns of types.

use crate::diagnostics::{Code, Diagnostic, Place, Report};
use crate::dialect::{Dialect, Spelled, Spelling};
use crate::page::{Mark, Page, Text};
use crate::read::facts::TypeFacts;
use crate::read::prose::Prose;

/// Reads a type column, without its place.
pub fn type_facts(
    page: &Page<'_>,
    cell: &Text<'_>,
    dialect: &Dialect,
    report: &mut Report,
) -> TypeFacts {
    let written = cell.plain().replace('\n', " ");
    // A reference link without a definition reads as its marks.
    let bare = written.trim_end_matches("[]").trim_matches(['[', ']']);
    let is_list = written.starts_with("[]") || written.ends_with("[]") && !written.starts_with('[');
    // What no link can mean, `[string]`, or has its link inside, `[[book](book.md)]`, is a list.
    let inside = written.strip_prefix('[').and_then(|inside| inside.strip_suffix(']'));
    let is_array = inside.is_some_and(|inside| {
        let spelling = dialect.types.read(inside).spelling;
        cell.links().next().is_some()
            || matches!(spelling, Spelling::Primitive(_) | Spelling::Untyped)
    });
    let bare = if is_list { &written } else { bare };
    // "?String" and "String?" are null or a value.
    let Spelled { spelling, collection } = dialect.types.read(bare.trim_matches('?'));
    // What a name is linked to is what the link is about, wherever that page stands.
    let is_name = matches!(spelling, Spelling::Named(_));
    let may_be = |target: &&str| dialect.leads_to_resource(target) || is_name && is_page(target);
    let link = cell.links().map(|(_, target)| target).find(may_be);
    let alternatives = alternatives(cell, dialect);
    // "array of [book](book.md) ids" holds no books.
    let are_ids =
        link.is_some() && [" id", " ids", " ID", " IDs"].iter().any(|it| written.ends_with(it));
    let (spelling, link) = if are_ids { (Spelling::Unread, None) } else { (spelling, link) };
    if spelling == Spelling::Unread && link.is_none() {
        report.push(
            Diagnostic::of(Code::UnreadType, page.place(&cell.span))
                .found(format!("`{written}` where a type belongs"))
                .expected("a primitive type, or the name of a resource or enum")
                .instead(
                    "it was read as the JSON representation has it, else as JSON of any shape",
                ),
        );
    }
    TypeFacts {
        spelling,
        collection: collection || is_array || link.is_some() && says_collection(cell),
        link: link.map(str::to_owned),
        alternatives,
        flags: false,
        written,
        place: Place::default(),
    }
}

/// Whether a column says that there are many, outside of a name: a type can be called `bookCollection`.
fn says_collection(cell: &Text<'_>) -> bool {
    cell.pieces.iter().any(|piece| {
        let is_name = matches!(piece.mark, Mark::Link(_)) && !piece.text.trim().contains(' ');
        !is_name && piece.text.to_ascii_lowercase().contains("collection")
    })
}

/// Whether a link leads to a page of the documentation, and not to an address elsewhere.
fn is_page(target: &str) -> bool {
    let path = target.split('#').next().unwrap_or_default();
    !target.contains(':') && path.strip_suffix(".md").is_some()
}

/// The targets of further links in a type column that names one type or another.
fn alternatives(cell: &Text<'_>, dialect: &Dialect) -> Vec<String> {
    if cell.links().nth(1).is_none() {
        return Vec::new();
    }
    let prose = Prose::of(cell);
    let first = prose.link_from(0, |target| dialect.leads_to_resource(target));
    first.map_or_else(Vec::new, |(range, _)| prose.alternatives(&range))
}
