//! `cargo xtask diff`.

use std::borrow::Cow;
use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use docmill_codegen::diagnostics::render::github::annotations;
use docmill_codegen::diagnostics::{Code, Diagnostic, Place, Severity};
use docmill_codegen::diff::accept::{Accepted, Agreements, Judged};
use docmill_codegen::diff::metadata::{Metadata, tell_origins};
use docmill_codegen::diff::render::{
    Comparison, PageFinder, github, html, json, markdown, sarif, text,
};
use docmill_codegen::diff::{self, Change, Side as Which};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::cli::{self, Diff, FailOn, Format, Judging, Target};
use crate::paths;
use crate::print::{Stream, print_by};
use crate::progress::Progress;
use crate::report::{Reporter, Status, printed, reported};
use crate::side::Side;

pub(crate) fn run(args: &Diff, targets: &[Target]) -> Status {
    if targets.iter().filter(|target| target.file.is_none()).count() > 1 {
        cli::usage("only one format can go to standard output: give the others `=FILE`");
    }
    match compare(args, targets) {
        Ok(status) => status,
        // Whatever was asked for, there is nothing to compare: say so to people.
        Err(finding) => {
            annotate(targets, std::slice::from_ref(&finding));
            let judging = Judging { fail_on: FailOn::Error, show: None };
            // Files have the names that were typed; reporters take absolute ones.
            let finding = finding
                .relocate(|page| paths::absolute(Path::new(page)).to_string_lossy().into_owned());
            Reporter::new(Format::Text, judging, Severity::Error).fail(finding)
        }
    }
}

fn compare(args: &Diff, targets: &[Target]) -> Result<Status, Diagnostic> {
    let progress = Progress::new(2);
    progress.step("reading both sides");
    let config = args.config.as_deref();
    let (old, new) = rayon::join(
        || Side::read(&args.old, &args.new, config),
        || Side::read(&args.new, &args.old, config),
    );
    let (old, new) = (old?, new?);
    progress.step("comparing");
    let mut changes = diff::diff(&old.api, &new.api);
    if let [before, after] = args.metadata.as_slice() {
        let (before, after) = rayon::join(|| metadata(before), || metadata(after));
        tell_origins(&mut changes, &before?, &after?);
    }
    let Judged { changes, accepted, findings } = agreed(args, changes)?;
    drop(progress);
    let found =
        !findings.is_empty() || changes.iter().any(|change| args.fail_on.includes(change.level()));
    let version = old.version.as_ref().or(new.version.as_ref());
    let words = new.api.type_words;
    let comparison =
        Comparison { accepted, version, words, ..Comparison::new(&args.old, &args.new, &changes) };
    let mut status = if found { Status::Found } else { Status::Clean };
    for target in targets {
        let here = Reader { old: &old, new: &new, format: target.format };
        let comparison = Comparison { pages: &here, ..comparison };
        let write = |out: &mut dyn Write| write(&comparison, &here, out);
        let written = match &target.file {
            None => reported(&print_by(write)),
            Some(file) => {
                write_file(file, write)?;
                Status::Clean
            }
        };
        status = status.max(written);
    }
    annotate(targets, &findings);
    for finding in findings {
        let place = finding.place.source.to_string();
        let help = finding.help.unwrap_or_default();
        let code = finding.code;
        printed(Stream::Err, &format!("error[{code}]: {place}: {}; {help}\n", finding.message));
    }
    // Whoever reads a file, or a program's format, still wants to know how it ended.
    if !targets.iter().any(|target| target.format == Format::Text && target.file.is_none()) {
        printed(Stream::Err, &text::summary(&comparison));
    }
    // The program ends here: to free both models would take as long as to print what changed.
    std::mem::forget((old, new, changes));
    Ok(status)
}

/// Says findings about the comparison itself where a host looks for annotations.
fn annotate(targets: &[Target], findings: &[Diagnostic]) {
    if targets.iter().any(|it| it.format == Format::Github && it.file.is_none()) {
        let file = |page: &str| paths::in_repository(&paths::absolute(Path::new(page)));
        let findings: Vec<Diagnostic> =
            findings.iter().map(|finding| finding.clone().relocate(file)).collect();
        printed(Stream::Out, &annotations(&findings));
    }
}

/// The changes that nobody has agreed to.
fn agreed(args: &Diff, changes: Vec<Change>) -> Result<Judged, Diagnostic> {
    let Some(file) = &args.accept else {
        return Ok(Judged { changes, accepted: Accepted::default(), findings: Vec::new() });
    };
    let agreements = Agreements::parse(&file.to_string_lossy(), &text_of(file)?)?;
    // The one place where the time of day matters.
    let today = args.today.unwrap_or_else(|| Timestamp::now().to_zoned(TimeZone::UTC).date());
    Ok(agreements.judge(changes, today))
}

fn metadata(file: &Path) -> Result<Metadata, Diagnostic> {
    Metadata::parse(&file.to_string_lossy(), &text_of(file)?)
}

fn text_of(file: &Path) -> Result<String, Diagnostic> {
    fs::read_to_string(file).map_err(|error| {
        Diagnostic::of(Code::UnreadableInput, Place::page(file.to_string_lossy()))
            .found(format!("a file that cannot be read: {error}"))
            .expected("a readable file")
            .instead("nothing was compared")
    })
}

fn write(comparison: &Comparison<'_>, here: &Reader<'_>, out: &mut dyn Write) -> io::Result<()> {
    match here.format {
        Format::Text => text::write(comparison, out),
        Format::Json => json::write(comparison, out),
        Format::Markdown => out.write_all(markdown::render(comparison).as_bytes()),
        Format::Sarif => out.write_all(sarif::render(comparison).as_bytes()),
        Format::Github => out.write_all(github::render(comparison).as_bytes()),
        Format::Html => {
            let models = html::Models { old: &here.old.api, new: &here.new.api };
            html::write(comparison, models, out)
        }
    }
}

/// Where who reads a format looks for pages.
struct Reader<'a> {
    old: &'a Side,
    new: &'a Side,
    format: Format,
}

impl Reader<'_> {
    fn side(&self, side: Which) -> &Side {
        match side {
            Which::Old => self.old,
            Which::New => self.new,
        }
    }
}

impl PageFinder for Reader<'_> {
    fn file(&self, side: Which, page: &str) -> String {
        let from = self.side(side);
        match self.format {
            // Programs and reviewers know the pages by the names that the set has for them.
            Format::Json | Format::Markdown | Format::Html => page.to_owned(),
            Format::Text => from.file(page),
            // Hosts know the files by their paths in the repository.
            Format::Sarif | Format::Github => {
                paths::in_repository(&paths::absolute(Path::new(&from.file(page))))
            }
        }
    }

    fn text(&self, side: Which, page: &str) -> Option<Cow<'_, str>> {
        self.side(side).documents.text(page).map(Cow::Borrowed)
    }
}

fn write_file(
    file: &Path,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), Diagnostic> {
    let written = fs::File::create(file).and_then(|file| {
        let mut out = BufWriter::new(file);
        write(&mut out)?;
        out.flush()
    });
    written.map_err(|error| {
        let shown = file.to_string_lossy();
        Diagnostic::of(Code::UnwritableOutput, Place::page(shown.clone()))
            .found(format!("`{shown}` cannot be written: {error}"))
            .expected("a file in a folder that is there")
            .instead("the other formats may have been written")
    })
}
