//! What can be typed, and what `--help` says about it.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use docmill_codegen::alike::alike;
use docmill_codegen::diagnostics::Severity;
use docmill_codegen::diff;
use jiff::civil::Date;

use crate::commands::explain::Explained;

const STATUS: &str = "\
Exit status:
  0  clean
  1  findings at or above --fail-on; for `check`, also any difference
  2  no verdict: wrong usage, unreadable input, no pages, output that cannot be written";

const DIFF_STATUS: &str = "\
Exit status:
  0  no change at or above --fail-on
  1  changes at or above --fail-on
  2  no verdict: wrong usage, a side that cannot be read or has no pages";

const START: &str = "\
First steps:
  cargo xtask regenerate                        write generated/ from docs-input/
  cargo xtask lint ../my-docs                   what is wrong with these pages?
  cargo xtask inspect ../my-docs/user-get.md    what does docmill read from this page?
  cargo xtask explain short-row                 what does this finding mean?
  cargo xtask regenerate --docs ../my-docs --out ../my-client
";

/// Turns Markdown API pages into a typed Rust client.
#[derive(Debug, Parser)]
#[command(
    name = "cargo xtask",
    bin_name = "cargo xtask",
    version,
    disable_help_subcommand = true,
    after_help = format!("{START}\n{STATUS}")
)]
pub(crate) struct Cli {
    /// How findings are printed. `diff` takes several, with `=FILE` each, except one.
    #[arg(
        long,
        value_name = "FORMAT[=FILE]",
        global = true,
        default_value = "text",
        value_parser = target
    )]
    pub format: Vec<Target>,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Write the client: read the pages, and make the generated folder what they give.
    ///
    /// All of it is written, or nothing: with findings at or above --fail-on, and after any failure,
    /// the old folder stays as it was. Files that are right already are not touched.
    #[command(after_help = STATUS)]
    Regenerate(Regenerate),
    /// Tell whether the generated folder is what the pages give now, and how to mend it.
    ///
    /// Finds stale, missing, extra and hand-edited files, untracked ones included, and changed line
    /// endings. Takes the same way as `regenerate`, and never writes.
    #[command(after_help = STATUS)]
    Check(Check),
    /// Tell what changed between two documentation sets, and whom it breaks.
    ///
    /// Each side is a folder of pages, a folder with `api-reference/` below it, an `api.yaml`, or a
    /// git revision: `main` means the other side as it is there, `main:path` any folder or file.
    /// Each change has two verdicts: what it means for Rust code that compiles against the client
    /// (major, minor, patch), and for the contract on the wire (break, risk, ok).
    #[command(after_help = DIFF_STATUS)]
    Diff(Diff),
    /// Tell what is wrong with the pages, with file, line and column.
    #[command(after_help = STATUS)]
    Lint(Lint),
    /// Explain a finding or a change: what it means, an example, what it does, what to do.
    Explain(Explain),
    /// Print everything that the pages say, in another format.
    ///
    /// `select` and `output` in docmill.yaml apply: an OpenAPI document has their paths, types, title,
    /// version and base URL. Findings about the pages are said beside it.
    #[command(after_help = STATUS)]
    Export(Export),
    /// Show what docmill reads from one page, and where it stands there.
    ///
    /// With `--format json`, the page's part of `export facts`.
    #[command(after_help = STATUS)]
    Inspect(Inspect),
}

#[derive(Args, Debug)]
pub(crate) struct Regenerate {
    #[command(flatten)]
    pub input: Input,
    /// List every page that gives no fact, and every fact that did not reach the output, each with
    /// its reason; otherwise they are counted on one line.
    #[arg(long)]
    pub report: bool,
    /// The folder to write; must be new, empty, or written by docmill before [default: generated/].
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    #[command(flatten)]
    pub judging: Judging,
}

#[derive(Args, Debug)]
pub(crate) struct Check {
    #[command(flatten)]
    pub input: Input,
    /// The folder to compare [default: generated/].
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    #[command(flatten)]
    pub judging: Judging,
}

#[derive(Args, Debug)]
pub(crate) struct Diff {
    /// The earlier side: a folder, an `api.yaml`, or a git revision.
    pub old: String,
    /// The later side.
    pub new: String,
    /// The configuration of both sides [default: docmill.yaml in each folder, if there is one].
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// The least change that makes the exit status 1.
    #[arg(long, value_name = "LEVEL", default_value = "breaking")]
    pub fail_on: FailOnChange,
    /// Changes that somebody agreed to, as TOML: `cargo xtask explain bad-accept-file` shows one.
    #[arg(long, value_name = "FILE")]
    pub accept: Option<PathBuf>,
    /// The day to compare the dates of --accept with [default: today, in UTC].
    #[arg(long, value_name = "YYYY-MM-DD", requires = "accept")]
    pub today: Option<Date>,
    /// The service's own metadata of both sides: tells corrections of pages from changes of the API.
    #[arg(long, num_args = 2, value_names = ["OLD.xml", "NEW.xml"])]
    pub metadata: Vec<PathBuf>,
}

/// What makes a comparison fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailOnChange {
    /// No change.
    None,
    /// Any change.
    Info,
    /// A risk for the contract, or worse.
    Risk,
    /// Major for Rust, or a break of the contract.
    Breaking,
}

impl FailOnChange {
    /// Whether a change of this level makes the run fail.
    pub fn includes(self, level: diff::Level) -> bool {
        match self {
            Self::None => false,
            Self::Info => true,
            Self::Risk => level >= diff::Level::Risk,
            Self::Breaking => level >= diff::Level::Breaking,
        }
    }
}

/// A format, and where it goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Target {
    /// The format.
    pub format: Format,
    /// The file to write; standard output without one.
    pub file: Option<PathBuf>,
}

fn target(text: &str) -> Result<Target, String> {
    let (format, file) = match text.split_once('=') {
        Some((format, file)) => (format, Some(PathBuf::from(file))),
        None => (text, None),
    };
    let format = Format::from_str(format, false).map_err(|_| {
        let known = Format::value_variants().iter().filter_map(Format::to_possible_value);
        let known: Vec<String> = known.map(|value| value.get_name().to_owned()).collect();
        format!("there is no format `{format}`; expected one of {}", known.join(", "))
    })?;
    Ok(Target { format, file })
}

/// The one format of a command that prints in one.
pub(crate) fn only(targets: &[Target]) -> Format {
    match targets {
        [Target { format: Format::Html, .. }] => usage("only `diff` has a page for a browser"),
        [Target { format, file: None }] => *format,
        _ => usage("only `diff` prints several formats, or into files"),
    }
}

#[derive(Args, Debug)]
pub(crate) struct Lint {
    /// A folder of pages, or one page [default: docs-input/].
    #[arg(value_name = "DIR")]
    pub docs: Option<PathBuf>,
    /// The configuration [default: docmill.yaml in the folder, if there is one].
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Tell only what was not wrong there already: a folder of pages, or a git revision, as for `diff`.
    #[arg(long, value_name = "OLD")]
    pub since: Option<String>,
    #[command(flatten)]
    pub judging: Judging,
}

#[derive(Args, Debug)]
pub(crate) struct Explain {
    /// The code, as it stands in brackets after `error`, `warning` or `info`.
    #[arg(required_unless_present = "list", conflicts_with = "list", value_parser = code)]
    pub code: Option<Explained>,
    /// List all codes, each with one sentence.
    #[arg(long)]
    pub list: bool,
}

#[derive(Args, Debug)]
pub(crate) struct Export {
    /// What to print.
    pub what: ExportFormat,
    /// Print YAML instead of JSON.
    #[arg(long)]
    pub yaml: bool,
    #[command(flatten)]
    pub input: Input,
    #[command(flatten)]
    pub judging: Judging,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExportFormat {
    /// Types, enums and operations, flat.
    Facts,
    /// An OpenAPI 3.1 document, with the permissions, examples and remarks of the pages.
    Openapi,
}

#[derive(Args, Debug)]
pub(crate) struct Inspect {
    /// A page: a path, or the name of a page in the documentation folder.
    pub page: PathBuf,
    #[command(flatten)]
    pub input: Input,
}

/// Which pages are read.
#[derive(Args, Debug)]
pub(crate) struct Input {
    /// The folder of pages [default: docs-input/].
    #[arg(long, value_name = "DIR")]
    pub docs: Option<PathBuf>,
    /// The configuration [default: docmill.yaml in the folder of pages; without one, every .md, .mdx
    /// and .txt file is a page about Microsoft Graph v1.0].
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
}

/// What counts, and what is shown.
#[derive(Args, Clone, Copy, Debug)]
pub(crate) struct Judging {
    /// The least finding that makes the exit status 1.
    #[arg(long, value_name = "LEVEL", default_value = "error")]
    pub fail_on: FailOn,
    /// The least finding that is printed; all are counted [default: info for `lint`, error for
    /// `check` and `export`, warning for `regenerate`].
    #[arg(long, value_name = "LEVEL")]
    pub show: Option<Level>,
}

/// How findings are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people at a terminal.
    Text,
    /// For programs.
    Json,
    /// A table for a pull request's comment.
    Markdown,
    /// SARIF 2.1.0, for code-scanning services.
    Sarif,
    /// Annotations in GitHub Actions.
    Github,
    /// A page for a browser, of `diff` only.
    Html,
}

/// What makes a run fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailOn {
    /// No finding.
    None,
    /// Any finding.
    Info,
    /// Warnings and errors.
    Warning,
    /// Errors.
    Error,
}

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Level {
    /// Everything.
    Info,
    /// Warnings and errors.
    Warning,
    /// Errors.
    Error,
}

impl FailOn {
    /// Whether a finding of this severity makes the run fail.
    pub fn includes(self, severity: Severity) -> bool {
        match self {
            Self::None => false,
            Self::Info => true,
            Self::Warning => severity >= Severity::Warning,
            Self::Error => severity >= Severity::Error,
        }
    }
}

impl From<Level> for Severity {
    fn from(level: Level) -> Self {
        match level {
            Level::Info => Self::Info,
            Level::Warning => Self::Warning,
            Level::Error => Self::Error,
        }
    }
}

/// Reads a code; one that is not there is answered with those that are written much like it, else with
/// the few that share a word with it.
fn code(text: &str) -> Result<Explained, String> {
    Explained::from_text(text).ok_or_else(|| {
        let list = "`cargo xtask explain --list` lists them all";
        let text = text.to_ascii_lowercase().replace('_', "-");
        let alike = alike(&text, Explained::all().map(Explained::as_str));
        if alike.is_empty() {
            format!("there is no such code; {list}")
        } else {
            format!("there is no such code; did you mean {}? {list}", alike.join(", "))
        }
    })
}

/// Ends the program with a message about its usage and status 2.
pub(crate) fn usage(problem: impl std::fmt::Display) -> ! {
    use clap::CommandFactory as _;
    Cli::command().error(clap::error::ErrorKind::InvalidValue, problem).exit()
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::{Cli, code};

    #[test]
    fn a_misspelt_code_is_answered_with_the_few_that_are_like_it() {
        let answer = |text: &str| code(text).expect_err("there is none");
        for (text, meant) in [
            ("shrt-row", "short-row"),
            ("short_row", "short-row"),
            ("respons-type-changd", "response-type-changed"),
            ("type-remove", "type-removed"),
            ("overide", "unused-override"),
            ("row", "long-row, short-row"),
        ] {
            let said = answer(text);
            assert!(said.contains(&format!("did you mean {meant}?")), "{text}: {said}");
        }
        assert!(!answer("xyzzy").contains("did you mean"));
    }

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }
}
