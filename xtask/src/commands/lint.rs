//! `cargo xtask lint`.

use std::path::Path;

use docmill_codegen::diagnostics::{Diagnostic, Severity};
use docmill_codegen::ir::Api;
use docmill_codegen::{emit, pipeline};

use crate::cli::{Format, Lint};
use crate::known::Known;
use crate::print::count;
use crate::progress::Progress;
use crate::report::{Reporter, Status};
use crate::set::Set;
use crate::{alone, side};

pub(crate) fn run(args: &Lint, format: Format) -> Status {
    let reporter = Reporter::new(format, args.judging, Severity::Info);
    match lint(args, &reporter) {
        Ok(status) => status,
        Err(finding) => reporter.fail(finding),
    }
}

fn lint(args: &Lint, reporter: &Reporter) -> Result<Status, Diagnostic> {
    let progress = Progress::new(2);
    progress.step("finding the pages");
    let docs = args.docs.as_deref();
    let config = args.config.as_deref();
    let (set, only) = match docs.filter(|docs| docs.is_file()) {
        Some(file) => {
            let (set, page) = Set::around(file, config)?;
            (set, Some(page))
        }
        None => (Set::open(docs, config, None)?, None),
    };
    progress.step(format!("reading {}", count(set.documents.page_count(), "page")));
    let since = args.since.as_deref();
    let (mut now, before) = rayon::join(
        || Found::of(&set),
        || since.map(|since| found_before(since, &set, config)).transpose(),
    );
    // A page alone may well be one of words.
    now.findings.extend(now.nothing.filter(|_| only.is_none()));
    let mut pages = set.documents.page_count();
    if let Some(page) = only {
        // The other pages were read for what they say about this one.
        let path = set.root.join(page).to_string_lossy().into_owned();
        now.findings.retain(|finding| *finding.place.source.page == *path);
        pages = 1;
    }
    let known = match before? {
        Some(before) => before.leave_out(&mut now.findings, &set.root),
        None => 0,
    };
    drop(progress);
    let status = reporter.judge(&now.findings);
    let status = reporter.print(now.findings, pages, status);
    if let Some(since) = since {
        reporter.say(&format!("not told: {} that `{since}` has, too", count(known, "finding")));
    }
    // The program ends, and takes with it at once what would be freed piece by piece.
    std::mem::forget((set, now.api));
    Ok(status)
}

/// What is found in a set.
struct Found {
    findings: Vec<Diagnostic>,
    /// That nothing was read, if nothing was.
    nothing: Option<Diagnostic>,
    api: Api,
}

impl Found {
    fn of(set: &Set) -> Self {
        let model = pipeline::read(&set.documents, &set.config, &set.dialect);
        // What a client would have to say about names is said about the pages, too.
        let names = emit::check_names(&model.api);
        let nothing = set.not_empty(&model).err();
        let findings = alone::told_once(set, set.findings([model.report, names]));
        Self { findings, nothing, api: model.api }
    }
}

/// What was wrong already with the pages that `since` means.
fn found_before(since: &str, set: &Set, config: Option<&Path>) -> Result<Known, Diagnostic> {
    let old = side::pages(since, &set.root.to_string_lossy(), config)?;
    let Found { findings, nothing, .. } = Found::of(&old);
    match nothing {
        Some(nothing) => Err(nothing),
        None => Ok(Known::of(&findings, &old.root)),
    }
}
