//! `cargo xtask check`.

use docmill_codegen::diagnostics::{Diagnostic, Severity};
use docmill_codegen::tree;

use super::Client;
use crate::cli::{Check, Format};
use crate::paths;
use crate::print::count;
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
    let status = reporter.print(findings, client.set.documents.len(), status);
    let out = paths::shown(&client.out);
    reporter.say(&match differences.len() {
        0 => format!("{out}: every file is what the pages give"),
        1 => format!("{out}: 1 file is not what the pages give"),
        many => format!("{out}: {} are not what the pages give", count(many, "file")),
    });
    Ok(status)
}
