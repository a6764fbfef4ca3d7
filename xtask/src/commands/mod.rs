//! One file per command. Each returns how the run ended, and has printed why.

pub(crate) mod check;
pub(crate) mod diff;
pub(crate) mod explain;
pub(crate) mod export;
pub(crate) mod inspect;
pub(crate) mod lint;
pub(crate) mod regenerate;

use std::path::{Path, PathBuf};

use docmill_codegen::config::Config;
use docmill_codegen::coverage::Coverage;
use docmill_codegen::diagnostics::Diagnostic;
use docmill_codegen::dialect::Dialect;
use docmill_codegen::documents::Documents;
use docmill_codegen::ir::Api;
use docmill_codegen::pipeline::{self, Model};
use docmill_codegen::select::LeftOut;

use crate::cli::{self, Input};
use crate::paths;
use crate::print::count;
use crate::progress::Progress;
use crate::set::{Set, default_docs, default_out};

/// A client as it should be, in memory: what `regenerate` and `check` share.
struct Client {
    set: Set,
    out: PathBuf,
    files: Vec<(String, String)>,
    findings: Vec<Diagnostic>,
    left_out: LeftOut,
    api: Api,
}

impl Client {
    fn generate(
        input: &Input,
        out: Option<&Path>,
        progress: &Progress,
    ) -> Result<Self, Diagnostic> {
        let read = |documents: &_, config: &_, dialect: &_| {
            (pipeline::read(documents, config, dialect), ())
        };
        Self::of(input, out, progress, read).map(|(client, ())| client)
    }

    /// The client, and which facts are in it.
    fn generate_covered(
        input: &Input,
        out: Option<&Path>,
        progress: &Progress,
    ) -> Result<(Self, Coverage), Diagnostic> {
        Self::of(input, out, progress, pipeline::read_covered)
    }

    /// The client that `read` gives a model for, and whatever else `read` tells.
    fn of<T>(
        input: &Input,
        out: Option<&Path>,
        progress: &Progress,
        read: impl FnOnce(&Documents, &Config, &Dialect) -> (Model, T),
    ) -> Result<(Self, T), Diagnostic> {
        progress.step("finding the pages");
        let set = Set::open(input.docs.as_deref(), input.config.as_deref(), out)?;
        if out.is_none() && set.root != default_docs() {
            cli::usage(format!(
                "nothing says where the client of `{}` belongs: add `--out DIR`",
                paths::shown(&set.root)
            ));
        }
        progress.step(format!("reading {}", count(set.documents.page_count(), "page")));
        let (model, told) = read(&set.documents, &set.config, &set.dialect);
        // Or all that was written before would go.
        set.not_empty(&model)?;
        progress.step("writing Rust");
        let emitted =
            pipeline::generate(&model, &set.config).map_err(|finding| set.located(finding))?;
        let out = out.map_or_else(default_out, paths::absolute);
        let mut findings = set.findings([model.report, emitted.report]);
        findings.extend(set.missing_runtime(&out));
        let files = emitted.files.into_iter().map(|file| (file.path, file.contents)).collect();
        Ok((Self { set, out, files, findings, left_out: model.left_out, api: model.api }, told))
    }

    fn files(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().map(|(path, contents)| (path.as_str(), contents.as_str()))
    }

    /// A finding about the generated tree, with the absolute paths of what it names.
    fn located(&self, finding: Diagnostic) -> Diagnostic {
        finding.relocate(|path| self.out.join(path).to_string_lossy().into_owned())
    }
}
