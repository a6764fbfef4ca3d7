//! Differences as diagnostics. Files that differ for the same reason are one finding: a changed page
//! touches many files, and who reads the report wants the reason once.

use super::{Difference, DifferenceKind};
use crate::diagnostics::{Code, Diagnostic, Place};
use crate::ir::Source;

/// The command that mends a tree.
const MEND: &str = "run `cargo xtask regenerate` and commit what it writes";

const NOTE: &str = "nothing was written";

/// One finding per kind of difference, with all its files; pages are paths relative to the root.
pub fn findings(differences: &[Difference]) -> Vec<Diagnostic> {
    let kinds: [fn(&DifferenceKind) -> bool; 7] = [
        |kind| matches!(kind, DifferenceKind::Edited(_)),
        |kind| matches!(kind, DifferenceKind::Stale(_)),
        |kind| matches!(kind, DifferenceKind::Missing),
        |kind| matches!(kind, DifferenceKind::Extra),
        |kind| matches!(kind, DifferenceKind::Foreign),
        |kind| matches!(kind, DifferenceKind::LineEndings),
        |kind| matches!(kind, DifferenceKind::Leftover),
    ];
    let consequences = differences.iter().any(|difference| !is_manifest(difference));
    kinds
        .into_iter()
        .filter_map(|is_kind| {
            let group: Vec<&Difference> = differences
                .iter()
                .filter(|difference| is_kind(&difference.kind))
                // That the list of files is old, too, goes without saying.
                .filter(|difference| {
                    !(consequences
                        && is_manifest(difference)
                        && matches!(difference.kind, DifferenceKind::Stale(_)))
                })
                .collect();
            finding(&group)
        })
        .collect()
}

fn is_manifest(difference: &Difference) -> bool {
    difference.path == super::manifest::PATH
}

fn finding(group: &[&Difference]) -> Option<Diagnostic> {
    let (first, others) = group.split_first()?;
    let count = group.len();
    let files = |one: &str, many: &str| match count {
        1 => format!("`{}` {one}", first.path),
        _ => format!("{count} files {many}"),
    };
    let (code, message, help) = match &first.kind {
        DifferenceKind::Missing => (Code::MissingFile, files("is missing", "are missing"), MEND),
        DifferenceKind::Stale(_) => (
            Code::StaleFile,
            files("is not what the pages give now", "are not what the pages give now"),
            MEND,
        ),
        DifferenceKind::Edited(_) => (
            Code::EditedFile,
            files("was edited by hand", "were edited by hand"),
            "say it in the pages or in `docmill.yaml`, then run `cargo xtask regenerate`, which \
             overwrites the edits",
        ),
        DifferenceKind::LineEndings => (
            Code::LineEndings,
            files(
                "has other line endings than docmill writes",
                "have other line endings than docmill writes",
            ),
            "put `* text=auto eol=lf` into `.gitattributes`, then run `cargo xtask regenerate`",
        ),
        DifferenceKind::Extra => (
            Code::ExtraFile,
            files("is no longer given by the pages", "are no longer given by the pages"),
            MEND,
        ),
        DifferenceKind::Leftover => {
            (Code::ExtraFile, files("was left by a run that was stopped", ""), MEND)
        }
        DifferenceKind::Foreign => (
            Code::ExtraFile,
            files(
                "is not generated, and stands among the generated files",
                "are not generated, and stand among the generated files",
            ),
            "move them out, or delete them: `cargo xtask regenerate` leaves alone what docmill did \
             not write",
        ),
    };
    let (place, label) = spot(first);
    let mut finding =
        Diagnostic::of(code, place).found(message).label(label).instead(NOTE).help(help);
    finding.affected = count;
    for other in others {
        let (place, label) = spot(other);
        finding = finding.related(place, label);
    }
    Some(finding)
}

/// Where a file differs, and what belongs there.
fn spot(difference: &Difference) -> (Place, String) {
    match &difference.kind {
        DifferenceKind::Stale(first) | DifferenceKind::Edited(first) => {
            let place = Place {
                source: Source {
                    page: difference.path.as_str().into(),
                    line: first.line,
                    column: 1,
                },
                length: first.length,
            };
            (place, first.expected.clone())
        }
        kind => {
            let label = match kind {
                DifferenceKind::Missing => "expected this file",
                DifferenceKind::LineEndings => "expected `\\n` at the end of every line",
                _ => "expected no such file",
            };
            (Place::page(difference.path.as_str()), label.to_owned())
        }
    }
}
