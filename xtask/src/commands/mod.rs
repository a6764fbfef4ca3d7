//! One file per command. Each returns how the run ended, and has printed why.

pub(crate) mod check;
pub(crate) mod diff;
pub(crate) mod explain;
pub(crate) mod export;
pub(crate) mod inspect;
pub(crate) mod lint;
pub(crate) mod regenerate;

use std::path::{Path, PathBuf};

use docmill_codegen::coverage::Coverage;
use docmill_codegen::diagnostics::Diagnostic;
use docmill_codegen::ir::Api;
use docmill_codegen::pipeline;
use docmill_codegen::select::LeftOut;

use crate::cli::{self, Input};
use crate::paths;
use crate::print::count;
use crate::progress::Progress;
use crate::set::{Set, default_out};

/// A client as it should be, in memory: what `regenerate` and `check` share.
struct Client {
    set: Set,
    out: PathBuf,
    files: Vec<(String, String)>,
    findings: Vec<Diagnostic>,
    left_out: LeftOut,
    api: Api,
    coverage: Coverage,
}

impl Client {
    fn generate(
        input: &Input,
        out: Option<&Path>,
        progress: &Progress,
    ) -> Result<Self, Diagnostic> {
        progress.step("finding the pages");
        let set = Set::open(input.docs.as_deref(), input.config.as_deref(), out)?;
        if out.is_none() && !set.configured {
            cli::usage(format!(
                "`{}` has no docmill.yaml, so nothing says where its client belongs: add `--out DIR`",
                paths::shown(&set.root)
            ));
        }
        progress.step(format!("reading {}", count(set.documents.len(), "page")));
        let (model, coverage) = pipeline::read_covered(&set.documents, &set.config, &set.dialect);
        progress.step("writing Rust");
        let emitted =
            pipeline::generate(&model, &set.config).map_err(|finding| set.located(finding))?;
        let findings = set.findings([model.report, emitted.report]);
        let files = emitted.files.into_iter().map(|file| (file.path, file.contents)).collect();
        let out = out.map_or_else(default_out, paths::absolute);
        let left_out = model.left_out;
        Ok(Self { set, out, files, findings, left_out, api: model.api, coverage })
    }

    fn files(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().map(|(path, contents)| (path.as_str(), contents.as_str()))
    }

    /// A finding about the generated tree, with the absolute paths of what it names.
    fn located(&self, finding: Diagnostic) -> Diagnostic {
        finding.relocate(|path| self.out.join(path).to_string_lossy().into_owned())
    }
}
