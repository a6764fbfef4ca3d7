//! `cargo xtask explain`.

use docmill_codegen::diagnostics::Code;
use serde_json::{Value, json};

use crate::cli::{self, Explain, Format};
use crate::print::Stream;
use crate::report::{Status, printed};

pub(crate) fn run(args: &Explain, format: Format) -> Status {
    let text = match (format, args.code) {
        (Format::Text | Format::Markdown, Some(code)) => code.explanation().to_owned(),
        (Format::Json, Some(code)) => pretty(&described(code, true)),
        (Format::Text, None) => list(),
        (Format::Markdown, None) => table(),
        (Format::Json, None) => {
            pretty(&Code::ALL.iter().map(|code| described(*code, false)).collect())
        }
        (Format::Sarif | Format::Github, _) => {
            cli::usage("`explain` prints text, json or markdown");
        }
    };
    printed(Stream::Out, &text)
}

/// Each code with its severity, and below it its sentence.
fn list() -> String {
    let entry = |code: &Code| format!("{code} ({})\n    {}\n", code.severity(), code.summary());
    let entries: Vec<String> = Code::ALL.iter().map(entry).collect();
    entries.concat()
}

fn table() -> String {
    let row = |code: &Code| {
        let summary = code.summary().replace('|', "\\|");
        format!("| `{code}` | {} | {summary} |\n", code.severity())
    };
    let rows: Vec<String> = Code::ALL.iter().map(row).collect();
    format!("| Code | Level | Meaning |\n|---|---|---|\n{}", rows.concat())
}

fn described(code: Code, whole: bool) -> Value {
    let mut value = json!({
        "code": code.as_str(),
        "level": code.severity().as_str(),
        "summary": code.summary(),
    });
    if whole {
        value["explanation"] = code.explanation().into();
    }
    value
}

fn pretty(value: &Value) -> String {
    format!("{value:#}\n")
}
