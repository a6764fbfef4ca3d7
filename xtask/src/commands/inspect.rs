//! `cargo xtask inspect`.

use std::path::Path;

use docmill_codegen::diagnostics::{Code, Diagnostic, Place, Severity};
use docmill_codegen::pipeline;
use docmill_codegen::terminal::without_escapes;

use crate::alone;
use crate::cli::{self, FailOn, Format, Inspect, Judging};
use crate::paths;
use crate::print::Stream;
use crate::report::{Reporter, Status, printed};
use crate::set::Set;

pub(crate) fn run(args: &Inspect, format: Format) -> Status {
    if !matches!(format, Format::Text | Format::Json) {
        cli::usage("`inspect` prints text or json");
    }
    // Whoever looks at a page wants to see it, whatever is wrong with it.
    let judging = Judging { fail_on: FailOn::Error, show: None };
    let reporter = Reporter::new(Format::Text, judging, Severity::Info).beside();
    match inspect(args, format, &reporter) {
        Ok(status) => status,
        Err(finding) => reporter.fail(finding),
    }
}

fn inspect(args: &Inspect, format: Format, reporter: &Reporter) -> Result<Status, Diagnostic> {
    let (set, page) = find(args)?;
    let inspection = pipeline::inspect(&set.documents, &set.config, &set.dialect, &page)
        .map_err(|finding| set.located(finding))?;
    let text = match format {
        Format::Json => format!("{:#}\n", inspection.json),
        _ => format!("{}\n", without_escapes(&inspection.to_string())),
    };
    let written = printed(Stream::Out, &text);
    let mut findings = alone::told_once(&set, set.findings([inspection.report]));
    let path = set.root.join(&page).to_string_lossy().into_owned();
    findings.retain(|finding| *finding.place.source.page == *path);
    let status = reporter.judge(&findings).max(written);
    Ok(reporter.print(findings, 1, status))
}

/// The page that is meant: a file, or a name in the documentation folder.
fn find(args: &Inspect) -> Result<(Set, String), Diagnostic> {
    let config = args.input.config.as_deref();
    if args.page.is_file() && args.input.docs.is_none() {
        return Set::around(&args.page, config);
    }
    let set = Set::open(args.input.docs.as_deref(), config, None)?;
    let name = if args.page.is_file() {
        paths::relative(&set.root, &paths::absolute(&args.page))
    } else {
        args.page.to_string_lossy().replace('\\', "/")
    };
    let page = named(&set, &name)?;
    Ok((set, page))
}

/// The page of that name; the end of its path is enough if only one page has it.
fn named(set: &Set, name: &str) -> Result<String, Diagnostic> {
    let ends = |page: &&str| Path::new(page).ends_with(name);
    let candidates: Vec<&str> = set.documents.pages().filter(ends).collect();
    let exact = candidates.iter().find(|page| **page == name);
    if let Some(page) = exact.or_else(|| candidates.first().filter(|_| candidates.len() == 1)) {
        return Ok((*page).to_owned());
    }
    let folder = paths::shown(&set.root);
    let place = Place::page(set.root.to_string_lossy().into_owned());
    let found = match candidates.len() {
        0 => format!("there is no page `{name}` in `{folder}`"),
        count => format!("`{name}` can be any of {count} pages in `{folder}`"),
    };
    let mut finding = Diagnostic::of(Code::UnreadableInput, place)
        .found(found)
        .expected("the path of a file, or the name of a page in the documentation folder")
        .instead("nothing was read");
    for page in candidates {
        let path = set.root.join(page).to_string_lossy().into_owned();
        finding = finding.related(Place::page(path), "this one?");
    }
    Err(finding)
}
