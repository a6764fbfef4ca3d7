//! `cargo xtask regenerate`.

use std::path::PathBuf;

use docmill_codegen::diagnostics::{Diagnostic, Severity};
use docmill_codegen::tree::{self, WriteOutcome};

use super::Client;
use crate::cli::{Format, Regenerate};
use crate::paths;
use crate::print::count;
use crate::progress::Progress;
use crate::report::{Reporter, Status};
use crate::set::default_out;
use crate::unchanged::Unchanged;

pub(crate) fn run(args: &Regenerate, format: Format) -> Status {
    let reporter = Reporter::new(format, args.judging, Severity::Warning);
    let unchanged = Unchanged::look(args, format);
    if let Some((said, files)) = unchanged.as_ref().and_then(Unchanged::said) {
        let status = reporter.repeat(said);
        reporter.say(&format!(
            "{}: nothing has changed: 0 files written, 0 removed, {files} unchanged",
            paths::shown(&out(args))
        ));
        return status;
    }
    match regenerate(args, &reporter, unchanged) {
        Ok(status) => status,
        Err(finding) => reporter.fail(finding),
    }
}

fn out(args: &Regenerate) -> PathBuf {
    args.out.as_deref().map_or_else(default_out, paths::absolute)
}

fn regenerate(
    args: &Regenerate,
    reporter: &Reporter,
    unchanged: Option<Unchanged>,
) -> Result<Status, Diagnostic> {
    let progress = Progress::new(4);
    let (client, coverage) = Client::generate_covered(&args.input, args.out.as_deref(), &progress)?;
    let status = reporter.judge(&client.findings);
    let outcome = if status == Status::Clean {
        progress.step("writing files");
        let written = tree::write(&client.out, client.files());
        Some(written.map_err(|finding| client.located(finding))?)
    } else {
        None
    };
    drop(progress);
    let out = paths::shown(&client.out);
    let left_out = client.left_out;
    let status = reporter.print(client.findings, client.set.documents.page_count(), status);
    if !left_out.is_nothing() {
        reporter.say(&left_out.to_string());
    }
    if args.report {
        coverage.lines().for_each(|line| reporter.say(&line));
    }
    reporter.say(&coverage.to_string());
    if !client.set.configured {
        reporter.say(&format!(
            "{} has no docmill.yaml: read as pages about Microsoft Graph, for {}; \
             codegen/dialects/README.md tells what another API needs",
            paths::shown(&client.set.root),
            client.set.config.output.base_url.as_deref().unwrap_or_default()
        ));
    } else if client.set.config.output.base_url.is_none() {
        reporter.say(&format!(
            "{} does not say where the API is: the client has no BASE_URL, its callers say it \
             (`output: {{base_url: https://...}}`)",
            client.set.config.places.file
        ));
    }
    match outcome {
        Some(outcome) => {
            // The next run says the same, unless there was more to it than reading.
            if let (Some(unchanged), Status::Clean, []) = (unchanged, status, &*outcome.foreign) {
                unchanged.keep((reporter.said(), outcome.written.len() + outcome.unchanged.len()));
            }
            say(reporter, &out, &outcome);
        }
        None => reporter.say(&format!("{out}: nothing was written, because of these findings")),
    }
    // The program ends, and takes with it at once what would be freed piece by piece.
    std::mem::forget((client.set, client.files, client.api));
    Ok(status)
}

fn say(reporter: &Reporter, out: &str, outcome: &WriteOutcome) {
    reporter.say(&format!(
        "{out}: {} written, {} removed, {} unchanged",
        count(outcome.written.len(), "file"),
        outcome.removed.len(),
        outcome.unchanged.len()
    ));
    for path in &outcome.edited {
        reporter.say(&format!("{out}/{path}: was edited by hand; the edit is gone"));
    }
    for path in &outcome.foreign {
        reporter.say(&format!(
            "{out}/{path}: was left alone, because docmill did not write it; it belongs elsewhere"
        ));
    }
}
