//! `cargo xtask explain`.

use docmill_codegen::diagnostics::Code;
use docmill_codegen::diff::ChangeCode;
use serde_json::{Value, json};

use crate::cli::{self, Explain, Format};
use crate::print::Stream;
use crate::report::{Status, printed};

pub(crate) fn run(args: &Explain, format: Format) -> Status {
    let text = match (format, args.code) {
        (Format::Text | Format::Markdown, Some(code)) => code.explanation().to_owned(),
        (Format::Json, Some(code)) => {
            let mut described = described(code);
            described["explanation"] = code.explanation().into();
            pretty(&described)
        }
        (Format::Text, None) => list(),
        (Format::Markdown, None) => table(),
        (Format::Json, None) => pretty(&Explained::all().map(described).collect()),
        (Format::Sarif | Format::Github | Format::Html, _) => {
            cli::usage("`explain` prints text, json or markdown");
        }
    };
    printed(Stream::Out, &text)
}

/// A code that `explain` knows: of a finding, or of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Explained {
    Finding(Code),
    Change(ChangeCode),
}

impl Explained {
    /// Every code: those of findings first.
    pub fn all() -> impl Iterator<Item = Self> {
        let findings = Code::ALL.iter().copied().map(Self::Finding);
        findings.chain(ChangeCode::ALL.iter().copied().map(Self::Change))
    }

    /// The code of that spelling.
    pub fn from_text(text: &str) -> Option<Self> {
        let finding = Code::from_text(text).map(Self::Finding);
        finding.or_else(|| ChangeCode::from_text(text).map(Self::Change))
    }

    /// As it is printed.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Finding(code) => code.as_str(),
            Self::Change(code) => code.as_str(),
        }
    }

    /// How bad a finding is; a change depends on what it changes.
    fn level(self) -> &'static str {
        match self {
            Self::Finding(code) => code.severity().as_str(),
            Self::Change(_) => "change",
        }
    }

    fn summary(self) -> String {
        match self {
            Self::Finding(code) => code.summary(),
            Self::Change(code) => code.summary(),
        }
    }

    fn explanation(self) -> &'static str {
        match self {
            Self::Finding(code) => code.explanation(),
            Self::Change(code) => code.explanation(),
        }
    }
}

/// Each code with its level, and below it its sentence.
fn list() -> String {
    let entry =
        |code: Explained| format!("{} ({})\n    {}\n", code.as_str(), code.level(), code.summary());
    Explained::all().map(entry).collect()
}

fn table() -> String {
    let row = |code: Explained| {
        let summary = code.summary().replace('|', "\\|");
        format!("| `{}` | {} | {summary} |\n", code.as_str(), code.level())
    };
    let rows: String = Explained::all().map(row).collect();
    format!("| Code | Level | Meaning |\n|---|---|---|\n{rows}")
}

fn described(code: Explained) -> Value {
    json!({
        "code": code.as_str(),
        "level": code.level(),
        "summary": code.summary(),
    })
}

fn pretty(value: &Value) -> String {
    format!("{value:#}\n")
}
