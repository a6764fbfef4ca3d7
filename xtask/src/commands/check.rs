//! `cargo xtask check`.

use std::fmt::Write as _;
use std::fs;

use docmill_codegen::diagnostics::{Diagnostic, Severity};
use docmill_codegen::diff::render::{Comparison, text};
use docmill_codegen::pipeline::API_FILE;
use docmill_codegen::tree::{self, DifferenceKind};
use docmill_codegen::{diff, yaml};

use super::Client;
use crate::cli::{Check, Format};
use crate::paths;
use crate::progress::Progress;
use crate::report::{Reporter, Status};

pub(crate) fn run(args: &Check, format: Format) -> Status {
    let reporter = Reporter::new(format, args.judging, Severity::Error);
    match check(args, &reporter) {
        Ok(status) => status,
        Err(finding) => reporter.fail(finding),
    }
}

fn check(args: &Check, reporter: &Reporter) -> Result<Status, Diagnostic> {
    let progress = Progress::new(4);
    let client = Client::generate(&args.input, args.out.as_deref(), &progress)?;
    progress.step("comparing files");
    let differences = tree::check(&client.out, client.files());
    let differences = differences.map_err(|finding| client.located(finding))?;
    drop(progress);
    let mut findings = client.findings.clone();
    let mut status = reporter.judge(&findings);
    if !differences.is_empty() {
        // Whatever --fail-on says about the pages: this is what was asked.
        status = status.max(Status::Found);
    }
    let about_tree = tree::findings(&differences).into_iter();
    findings.extend(about_tree.map(|finding| client.located(finding)));
    let status = reporter.print(findings, client.set.documents.page_count(), status);
    let out = paths::shown(&client.out);
    if differences.iter().any(|difference| difference.path == API_FILE) {
        explain(&client, &out, reporter);
    }
    reporter.say(&match differences.len() {
        0 => format!("{out}: every file is what the pages give"),
        1 => format!("{out}: 1 file is not what the pages give"),
        many => format!("{out}: {many} files are not what the pages give"),
    });
    // What docmill did not write is nothing that it overwrites or removes.
    if differences.iter().any(|difference| difference.kind != DifferenceKind::Foreign) {
        reporter.say(&format!("to mend it: {}", mending(args)));
    }
    Ok(status)
}

/// So many changes are listed; `diff` lists all.
const SHOWN: usize = 30;

/// Says what the pages say now that the saved model does not, as changes.
fn explain(client: &Client, out: &str, reporter: &Reporter) {
    let file = client.out.join(API_FILE);
    let shown = paths::shown(&file);
    let Some(old) = fs::read_to_string(&file).ok().and_then(|text| yaml::read(&text).ok()) else {
        // That it is missing, or was edited, has been said.
        return;
    };
    let changes = diff::diff(&old, &client.api);
    let words = client.api.type_words;
    let comparison = Comparison { words, ..Comparison::new(&shown, "the pages", &changes) };
    if changes.is_empty() {
        reporter.say(&format!("{shown}: differs in order and places only; nothing has changed"));
        return;
    }
    let list = text::brief(&comparison, SHOWN);
    reporter.say(&format!(
        "{shown}: what the pages say now, {}\n{list}in full: cargo xtask diff {} {}",
        comparison.counts(),
        paths::typed(&format!("{out}/{API_FILE}")),
        paths::typed(&paths::shown(&client.set.root))
    ));
}

/// The command that mends a tree, with what this run was told.
fn mending(args: &Check) -> String {
    let mut command = "cargo xtask regenerate".to_owned();
    for (option, value) in
        [("docs", &args.input.docs), ("config", &args.input.config), ("out", &args.out)]
    {
        if let Some(value) = value {
            let _ = write!(command, " --{option} {}", paths::typed(&value.to_string_lossy()));
        }
    }
    command
}
