//! `cargo xtask lint`.

use docmill_codegen::diagnostics::{Diagnostic, Severity};
use docmill_codegen::{emit, pipeline};

use crate::alone;
use crate::cli::{Format, Lint};
use crate::print::count;
use crate::progress::Progress;
use crate::report::{Reporter, Status};
use crate::set::Set;

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
    let model = pipeline::read(&set.documents, &set.config, &set.dialect);
    // What a client would have to say about names is said about the pages, too.
    let names = emit::check_names(&model.api);
    let nothing = set.not_empty(&model).err();
    let mut findings = alone::told_once(&set, set.findings([model.report, names]));
    // A page alone may well be one of words.
    findings.extend(nothing.filter(|_| only.is_none()));
    let mut pages = set.documents.page_count();
    if let Some(page) = only {
        // The other pages were read for what they say about this one.
        let path = set.root.join(page).to_string_lossy().into_owned();
        findings.retain(|finding| *finding.place.source.page == *path);
        pages = 1;
    }
    drop(progress);
    let status = reporter.judge(&findings);
    let status = reporter.print(findings, pages, status);
    // The program ends, and takes with it at once what would be freed piece by piece.
    std::mem::forget((set, model.api));
    Ok(status)
}
