//! What there is to say about examples that do not fit.

use std::collections::BTreeMap;

use super::contradicts;
use super::fit::{Fault, Problem};
use crate::diagnostics::{Code, Diagnostic, Report};
use crate::ir::{Example, Source};

/// The findings of one page, one per root cause: a place that documents something, and a member.
#[derive(Default)]
pub(super) struct Findings {
    by_cause: BTreeMap<(Code, Source, String), Diagnostic>,
}

impl Findings {
    /// Adds what is wrong with an example.
    pub(super) fn add(&mut self, example: &Example, faults: &[Fault<'_>]) {
        for fault in faults {
            let (code, note) = if contradicts(fault, example.kind) {
                (Code::ExampleMismatch, "the text was followed, and the example is shown as it is")
            } else {
                (Code::UndocumentedMember, "generated models keep it, without a name of its own")
            };
            let member = fault.path.last().map_or("the body", String::as_str);
            let (message, expected, source, remark) = match &fault.problem {
                // The page's authors know: it is what a template put there.
                Problem::Template => continue,
                Problem::Undocumented { owner, source } => (
                    format!("`{member}`, which is no property of {owner}"),
                    "a documented property".to_owned(),
                    *source,
                    "what the pages list",
                ),
                Problem::Kind { found, expected, source } => (
                    format!("{found} in an example, where {expected} is documented"),
                    expected.clone(),
                    *source,
                    "the documentation of it",
                ),
            };
            let key = (code, source.clone(), member.to_owned());
            if let Some(known) = self.by_cause.get_mut(&key) {
                known.affected += 1;
                continue;
            }
            let place = place(example, &fault.path);
            let finding =
                Diagnostic::of(code, place).found(message).expected(expected).instead(note);
            self.by_cause.insert(key, finding.related(source.clone(), remark));
        }
    }

    pub(super) fn into_report(self) -> Report {
        let mut report = Report::default();
        self.by_cause.into_values().for_each(|finding| report.push(finding));
        report
    }
}

/// Where a member stands: the first of its name after those that lead to it.
fn place(example: &Example, path: &[String]) -> Source {
    let mut at = 0;
    for name in path {
        let quoted = format!("\"{name}\"");
        let rest = &example.body[at..];
        let mut found = rest.match_indices(&quoted).map(|(found, _)| found);
        let is_name = |found: &usize| rest[found + quoted.len()..].trim_start().starts_with(':');
        let Some(found) = found.find(is_name) else { break };
        at += found;
    }
    let before = &example.body[..at];
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let count = |count: usize| u32::try_from(count).unwrap_or(0);
    let first = example.body_line.max(1);
    Source {
        page: example.source.page.clone(),
        line: first + count(before.matches('\n').count()),
        column: 1 + count(before[line_start..].chars().count()),
    }
}
