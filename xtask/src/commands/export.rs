//! `cargo xtask export`.

use docmill_codegen::diagnostics::{Code, Diagnostic, Place, Severity};
use docmill_codegen::export::openapi::Size;
use docmill_codegen::{export, pipeline, yaml};
use serde::Serialize;

use crate::cli::{Export, ExportFormat, Format};
use crate::print::{Stream, count};
use crate::progress::Progress;
use crate::report::{Reporter, Status, printed};
use crate::set::Set;

pub(crate) fn run(args: &Export, format: Format) -> Status {
    let reporter = Reporter::new(format, args.judging, Severity::Error).beside();
    match run_export(args, &reporter) {
        Ok(status) => status,
        Err(finding) => reporter.fail(finding),
    }
}

fn run_export(args: &Export, reporter: &Reporter) -> Result<Status, Diagnostic> {
    let progress = Progress::new(2);
    progress.step("finding the pages");
    let set = Set::open(args.input.docs.as_deref(), args.input.config.as_deref(), None)?;
    progress.step(format!("reading {}", count(set.documents.page_count(), "page")));
    let model = pipeline::read(&set.documents, &set.config, &set.dialect);
    set.not_empty(&model)?;
    let (text, summary) = match args.what {
        ExportFormat::Facts => {
            (written(args, &export::facts::export(&model.api, &model.outcomes))?, None)
        }
        ExportFormat::Openapi => {
            let output = &set.config.output;
            let document = export::openapi::export(&model.api, &model.outcomes, output);
            (written(args, &document)?, Some(summary(document.size())))
        }
    };
    drop(progress);
    let findings = set.findings([model.report]);
    let written = printed(Stream::Out, &text);
    if let Some(summary) = summary {
        reporter.say(&summary);
    }
    let status = reporter.judge(&findings).max(written);
    Ok(reporter.print(findings, set.documents.page_count(), status))
}

/// What is in the document, and what a tool that knows only the standard does not see.
fn summary(size: Size) -> String {
    let [paths, operations] =
        [(size.paths, "path"), (size.operations, "operation")].map(|(n, thing)| count(n, thing));
    let others = match size.others {
        0 => String::new(),
        others => format!(", {others} more under `x-other-operations`"),
    };
    format!("{paths}, {operations}{others}")
}

fn written(args: &Export, what: &impl Serialize) -> Result<String, Diagnostic> {
    let text = if args.yaml {
        yaml::write(what).map_err(|error| error.message)
    } else {
        let text = serde_json::to_string_pretty(what).map_err(|error| error.to_string());
        text.map(|text| text + "\n")
    };
    text.map_err(|problem| {
        Diagnostic::of(Code::UnwritableOutput, Place::page("standard output"))
            .found(format!("a model that cannot be written: {problem}"))
            .expected("a model that the format can hold")
            .instead("nothing was printed")
    })
}
