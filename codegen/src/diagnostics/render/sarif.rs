//! SARIF 2.1.0, for code-scanning services.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::level::HostLevel;
use super::{Summary, Verdict, worst};
use crate::diagnostics::{Code, Diagnostic, Place};

/// GitHub shows so many results and rejects a file with 25,000.
pub(crate) const LIMIT: usize = 5_000;

/// All findings as one SARIF log; the worst ones, and a notice, if there are more than services
/// take.
pub fn render(diagnostics: &[Diagnostic], summary: &Summary) -> String {
    let (shown, left_out) = worst(diagnostics, LIMIT);
    let mut notices = vec![summary.to_string()];
    notices.extend(notice_of(left_out, "findings", "cargo xtask lint"));
    Log {
        tool: "docmill",
        succeeded: summary.verdict != Verdict::None,
        notices,
        rules: Code::ALL.iter().map(|code| rule(*code)).collect(),
        results: shown.into_iter().map(result).collect(),
    }
    .text()
}

/// What there is in every log.
pub(crate) struct Log {
    /// Its name.
    pub(crate) tool: &'static str,
    /// Whether it came to a verdict.
    pub(crate) succeeded: bool,
    /// What there is to say of the whole run.
    pub(crate) notices: Vec<String>,
    /// Every code that there is.
    pub(crate) rules: Vec<Value>,
    /// What was found; columns count characters.
    pub(crate) results: Vec<Value>,
}

impl Log {
    /// As a file has it.
    pub(crate) fn text(self) -> String {
        let notice = |text| json!({"level": HostLevel::Note.in_sarif(), "message": {"text": text}});
        super::to_json(&json!({
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "version": "2.1.0",
            "runs": [{
                "tool": {"driver": {
                    "name": self.tool,
                    "version": env!("CARGO_PKG_VERSION"),
                    "informationUri": env!("CARGO_PKG_REPOSITORY"),
                    "rules": self.rules,
                }},
                "columnKind": "unicodeCodePoints",
                "invocations": [{
                    "executionSuccessful": self.succeeded,
                    "toolExecutionNotifications":
                        self.notices.into_iter().map(notice).collect::<Vec<_>>(),
                }],
                "results": self.results,
            }],
        }))
    }
}

/// What to say of results that are not in the log; `prints_all` is the command that leaves nothing
/// out.
pub(crate) fn notice_of(left_out: usize, called: &str, prints_all: &str) -> Option<String> {
    (left_out > 0).then(|| {
        format!(
            "{left_out} more {called} are not in this file, which holds at most {LIMIT}; \
             `{prints_all}` prints all"
        )
    })
}

fn rule(code: Code) -> Value {
    json!({
        "id": code.as_str(),
        "shortDescription": {"text": code.summary()},
        "help": {"text": code.explanation(), "markdown": code.explanation()},
        "defaultConfiguration": {"level": HostLevel::from(code.severity()).in_sarif()},
    })
}

fn result(diagnostic: &Diagnostic) -> Value {
    let index = Code::ALL.iter().position(|code| *code == diagnostic.code);
    let mut value = json!({
        "ruleId": diagnostic.code.as_str(),
        "ruleIndex": index,
        "level": HostLevel::from(diagnostic.severity()).in_sarif(),
        "message": {"text": paragraph(diagnostic)},
        "locations": [location(&diagnostic.place, None)],
    });
    if !diagnostic.related.is_empty() {
        value["relatedLocations"] = diagnostic
            .related
            .iter()
            .map(|related| location(&related.place, Some(&related.remark)))
            .collect();
    }
    value
}

/// Services show one text per result, so everything goes into it.
fn paragraph(diagnostic: &Diagnostic) -> String {
    let mut text = diagnostic.message.clone();
    let parts = [&diagnostic.label, &diagnostic.note].into_iter().chain(&diagnostic.help);
    for part in parts.filter(|part| !part.is_empty()) {
        text.push('\n');
        text.push_str(part);
    }
    if diagnostic.affected > 1 {
        let _ = write!(text, "\n{} places have this cause", diagnostic.affected);
    }
    text
}

fn location(place: &Place, remark: Option<&str>) -> Value {
    let mut physical = json!({"artifactLocation": {"uri": uri(&place.source.page)}});
    if place.source.line > 0 {
        let column = place.source.column.max(1);
        physical["region"] = json!({
            "startLine": place.source.line,
            "startColumn": column,
            "endColumn": column.saturating_add(place.length),
        });
    }
    let mut value = json!({"physicalLocation": physical});
    if let Some(remark) = remark {
        value["message"] = json!({"text": remark});
    }
    value
}

/// A relative path as a URI reference: what RFC 3986 does not allow in one is percent-encoded.
pub(crate) fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'.' | b'_' | b'~' => {
                uri.push(char::from(byte));
            }
            _ => {
                let _ = write!(uri, "%{byte:02X}");
            }
        }
    }
    uri
}
