//! Findings in the chosen format, and the exit status that goes with them.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use docmill_codegen::diagnostics::render::{
    PageTexts, Summary, Verdict, github, json, markdown, sarif, text,
};
use docmill_codegen::diagnostics::{Code, Diagnostic, Severity};
use docmill_codegen::documents::readable;
use docmill_codegen::terminal::without_escapes;

use crate::cli::{FailOn, Format, Judging};
use crate::paths;
use crate::print::Stream;

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Status {
    Clean,
    Found,
    NoVerdict,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        match status {
            Status::Clean => Self::from(0),
            Status::Found => Self::from(1),
            Status::NoVerdict => Self::from(2),
        }
    }
}

/// The printing half of a run.
pub(crate) struct Reporter {
    format: Format,
    fail_on: FailOn,
    show: Severity,
    stream: Stream,
    said: RefCell<Vec<(Stream, String)>>,
}

impl Reporter {
    /// Findings are what was asked for. `show` is what is shown unless the user says otherwise.
    pub fn new(format: Format, judging: Judging, show: Severity) -> Self {
        Self {
            format,
            fail_on: judging.fail_on,
            show: judging.show.map_or(show, Severity::from),
            stream: Stream::Out,
            said: RefCell::default(),
        }
    }

    /// Findings are said beside what was asked for.
    pub fn beside(self) -> Self {
        Self { stream: Stream::Err, ..self }
    }

    /// As a path is printed.
    fn shown(&self, page: &str) -> String {
        match self.format {
            // Hosts know the files by their paths in the repository.
            Format::Sarif | Format::Github => paths::in_repository(Path::new(page)),
            Format::Text | Format::Json | Format::Markdown | Format::Html => {
                paths::shown(Path::new(page))
            }
        }
    }

    /// What the findings mean for the run.
    pub fn judge(&self, findings: &[Diagnostic]) -> Status {
        let status = |finding: &Diagnostic| {
            if matches!(finding.code, Code::UnreadableInput | Code::NothingRead) {
                // What was not read may be anything.
                Status::NoVerdict
            } else if self.fail_on.includes(finding.severity()) {
                Status::Found
            } else {
                Status::Clean
            }
        };
        findings.iter().map(status).max().unwrap_or(Status::Clean)
    }

    /// Prints the findings. Their pages are absolute paths.
    pub fn print(&self, findings: Vec<Diagnostic>, pages: usize, status: Status) -> Status {
        let verdict = match status {
            Status::Clean => Verdict::Clean,
            Status::Found => Verdict::Found,
            Status::NoVerdict => Verdict::None,
        };
        let summary = Summary::new(verdict, pages, &findings);
        let mut shown: Vec<Diagnostic> = findings
            .into_iter()
            .filter(|finding| finding.severity() >= self.show)
            .map(|finding| finding.relocate(|page| self.shown(page)))
            .collect();
        shown.sort();
        let out = match self.format {
            // `cli::only` lets no other command ask for a page.
            Format::Text | Format::Html => {
                text::render(&shown, &Shelf::of(&shown), &summary, self.stream.style())
            }
            Format::Json => json::render(&shown, &Shelf::of(&shown), &summary),
            Format::Markdown => markdown::render(&shown, &summary),
            Format::Sarif => sarif::render(&shown, &summary),
            Format::Github => github::render(&shown, &summary),
        };
        let status = status.max(self.printed(self.stream, out));
        let hidden = summary.counts.total() - shown.len();
        if hidden > 0 {
            let least = self.show;
            self.say(&format!("not shown: {hidden} below {least}; `--show info` shows all"));
        }
        status
    }

    /// Prints the finding that ended the run.
    pub fn fail(&self, finding: Diagnostic) -> Status {
        let at_hand = self.format == Format::Text;
        let stream = if at_hand { Stream::Err } else { self.stream };
        if at_hand {
            // Nothing was read, so there is nothing to sum up.
            let finding = finding.relocate(|page| self.shown(page));
            let texts = Shelf::of(std::slice::from_ref(&finding));
            let out = text::render_one(&finding, &texts, stream.style());
            let code = finding.code;
            printed(stream, &format!("{out}\n\nwhat to do: cargo xtask explain {code}\n"));
            return Status::NoVerdict;
        }
        self.print(vec![finding], 0, Status::NoVerdict)
    }

    /// Says something about the run; beside the findings if a program reads them.
    pub fn say(&self, line: &str) {
        let stream = if self.format == Format::Text { self.stream } else { Stream::Err };
        self.printed(stream, format!("{}\n", without_escapes(line)));
    }

    /// Says again what a run has said.
    pub fn repeat(&self, said: Vec<(Stream, String)>) -> Status {
        let printed = said.into_iter().map(|(stream, text)| self.printed(stream, text));
        printed.max().unwrap_or(Status::Clean)
    }

    /// Everything that was said until now.
    pub fn said(&self) -> Vec<(Stream, String)> {
        self.said.borrow().clone()
    }

    fn printed(&self, stream: Stream, text: String) -> Status {
        let status = printed(stream, &text);
        self.said.borrow_mut().push((stream, text));
        status
    }
}

/// Prints; what cannot be printed cannot be a verdict.
pub(crate) fn printed(stream: Stream, text: &str) -> Status {
    reported(&stream.print(text))
}

/// How it ends that something was printed, or was not.
pub(crate) fn reported(result: &io::Result<()>) -> Status {
    match result {
        Ok(()) => Status::Clean,
        Err(error) => {
            // Where that can be said; the status says it in any case.
            let said = format!("error: what was found cannot be printed: {error}\n");
            let _ = Stream::Err.print(&said);
            Status::NoVerdict
        }
    }
}

/// The texts that the shown findings point into, as far as their paths lead there from here.
struct Shelf(BTreeMap<Arc<str>, String>);

impl Shelf {
    fn of(findings: &[Diagnostic]) -> Self {
        let places = findings.iter().flat_map(|finding| {
            let related = finding.related.iter().map(|related| &related.place);
            related.chain([&finding.place])
        });
        let mut texts = BTreeMap::new();
        for place in places.filter(|place| place.source.line > 0) {
            let page = &place.source.page;
            if !texts.contains_key(page)
                && let Ok(bytes) = fs::read(&**page)
            {
                texts.insert(page.clone(), readable(bytes));
            }
        }
        Self(texts)
    }
}

impl PageTexts for Shelf {
    fn text(&self, page: &str) -> Option<&str> {
        self.0.get(page).map(String::as_str)
    }
}
