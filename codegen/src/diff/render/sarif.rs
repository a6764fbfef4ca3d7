//! SARIF 2.1.0, for code-scanning services.

use serde_json::{Value, json};

use super::{Comparison, message};
use crate::diagnostics::render::level::HostLevel;
use crate::diagnostics::render::sarif::{LIMIT, Log, notice_of, uri};
use crate::diff::{Change, ChangeCode, Span};

/// All changes as one SARIF log; the worst ones, and a notice, if there are more than services take.
pub fn render(comparison: &Comparison<'_>) -> String {
    let worst = comparison.worst_first();
    let shown = &worst[..worst.len().min(LIMIT)];
    let mut notices = vec![format!("{}; {}", comparison.counts(), comparison.bump())];
    notices.extend(notice_of(worst.len() - shown.len(), "changes", "cargo xtask diff"));
    Log {
        tool: "docmill diff",
        succeeded: true,
        notices,
        rules: ChangeCode::ALL.iter().map(|code| rule(*code)).collect(),
        results: shown.iter().map(|change| result(comparison, change)).collect(),
    }
    .text()
}

fn rule(code: ChangeCode) -> Value {
    json!({
        "id": code.as_str(),
        "shortDescription": {"text": code.summary()},
        "help": {"text": code.explanation(), "markdown": code.explanation()},
    })
}

fn result(comparison: &Comparison<'_>, change: &Change) -> Value {
    let mut locations = change.spans.iter().map(|span| location(comparison, span));
    let index = ChangeCode::ALL.iter().position(|code| *code == change.code);
    json!({
        "ruleId": change.code.as_str(),
        "ruleIndex": index,
        "level": HostLevel::from(change.level()).in_sarif(),
        "message": {"text": message(change, comparison.words)},
        "locations": locations.next().into_iter().collect::<Vec<_>>(),
        "relatedLocations": locations.collect::<Vec<_>>(),
        "partialFingerprints": {"docmillChange/v1": change.fingerprint()},
    })
}

fn location(comparison: &Comparison<'_>, span: &Span) -> Value {
    let column = span.source.column.max(1);
    json!({
        "physicalLocation": {
            "artifactLocation": {"uri": uri(&comparison.pages.file(span.side, &span.source.page))},
            "region": {
                "startLine": span.source.line.max(1),
                "startColumn": column,
                "endColumn": column,
            },
        },
        "message": {"text": span.side.as_str()},
    })
}
