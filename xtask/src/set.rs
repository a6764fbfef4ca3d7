//! Which pages are meant, and reading them.

use std::path::{Path, PathBuf};

use docmill_codegen::config::{Config, FILE_NAME, RuntimeDependency, Usual};
use docmill_codegen::diagnostics::{Code, Diagnostic, Place, Report};
use docmill_codegen::dialect::Dialect;
use docmill_codegen::documents::Documents;
use docmill_codegen::pipeline::{self, Model};

use crate::paths;
use crate::print::count;

/// A documentation set, read from disk. Every path in it is absolute.
pub(crate) struct Set {
    /// The folder that its pages' names are relative to.
    pub root: PathBuf,
    /// Its configuration; a standard one if it has none of its own.
    pub config: Config,
    /// Whether it has a configuration of its own.
    pub configured: bool,
    /// Its files.
    pub documents: Documents,
    /// How they are written.
    pub dialect: Dialect,
    /// What was found while reading them.
    pub report: Report,
    config_path: PathBuf,
}

impl Set {
    /// Reads the set in a folder. `out` is where its client is generated, if it is.
    pub fn open(
        docs: Option<&Path>,
        config: Option<&Path>,
        out: Option<&Path>,
    ) -> Result<Self, Diagnostic> {
        Self::in_folder(docs.map_or_else(default_docs, paths::absolute), config, out)
    }

    /// Reads the set that a page belongs to, and tells the page's name in it: the folder with a
    /// `docmill.yaml` around it; the page alone, if there is none.
    pub fn around(file: &Path, config: Option<&Path>) -> Result<(Self, String), Diagnostic> {
        let file = paths::absolute(file);
        let parent = file.parent().unwrap_or(&file).to_path_buf();
        let root = file.ancestors().skip(1).find(|folder| folder.join(FILE_NAME).is_file());
        if let Some(root) = root {
            let set = Self::in_folder(root.to_path_buf(), config, None)?;
            let page = paths::relative(&set.root, &file);
            return Ok((set, page));
        }
        let configuration = Configuration::of(&parent, config, None)?;
        let read = Documents::single(&file)
            .map_err(|finding| located(finding, &parent, &configuration.path))?;
        let page = paths::relative(&parent, &file);
        let dialect = configuration.dialect(&parent)?;
        Ok((Self::new(parent, configuration, read, dialect), page))
    }

    fn in_folder(
        root: PathBuf,
        config: Option<&Path>,
        out: Option<&Path>,
    ) -> Result<Self, Diagnostic> {
        if !root.is_dir() {
            return Err(no_folder(&root));
        }
        let configuration = Configuration::of(&root, config, out)?;
        let (read, dialect) = rayon::join(
            || Documents::load(&root, &configuration.config.pages),
            || configuration.dialect(&root),
        );
        let read = read.map_err(|finding| located(finding, &root, &configuration.path))?;
        Ok(Self::new(root, configuration, read, dialect?))
    }

    fn new(
        root: PathBuf,
        Configuration { config, path, is_there }: Configuration,
        (documents, report): (Documents, Report),
        dialect: Dialect,
    ) -> Self {
        Self { root, config, configured: is_there, documents, dialect, report, config_path: path }
    }

    /// A finding about the set, with the absolute paths of what it names.
    pub fn located(&self, finding: Diagnostic) -> Diagnostic {
        located(finding, &self.root, &self.config_path)
    }

    /// Ends the run where nothing is in a model: that nothing was read is no proof that there is
    /// nothing.
    pub fn not_empty(&self, model: &Model) -> Result<(), Diagnostic> {
        if !model.api.is_empty() {
            return Ok(());
        }
        let pages = count(self.documents.page_count(), "page");
        let place = Place::page(self.root.to_string_lossy());
        let finding = Diagnostic::of(Code::NothingRead, place);
        let stopped = "docmill stopped: what it does not read may be there all the same";
        Err(if model.left_out.is_nothing() {
            let dialect = &self.config.dialect;
            finding
                .found(format!("no operation, type or enum in {pages}"))
                .expected(format!("pages of an API, written as the dialect `{dialect}` says"))
                .instead(stopped)
                .help(
                    "name the folder of the API's pages; `cargo xtask lint DIR` says what is wrong \
                     with each page",
                )
        } else {
            finding
                .found(format!("nothing is left of {pages}: {}", model.left_out))
                .expected("patterns that leave something")
                .instead(stopped)
                .help(format!("mend `select` in {}", self.config.places.file))
        })
    }

    /// What is wrong with the place where the client in `out` is going to look for its runtime.
    pub fn missing_runtime(&self, out: &Path) -> Option<Diagnostic> {
        // The folder that it begins from may not be there yet.
        let manifest = paths::absolute(&self.config.output.runtime.manifest(out)?);
        if manifest.is_file() {
            return None;
        }
        let manifest = paths::shown(&manifest);
        let here = paths::relative(out, &paths::workspace().join("runtime"));
        let finding = Diagnostic::of(Code::MissingRuntime, self.config.places.runtime.clone())
            .found(format!("no runtime is there: there is no `{manifest}`"))
            .expected(format!("the way from `{}` to a crate", paths::shown(out)))
            .instead("the client was written with it; it cannot be built")
            .help(format!("docmill's own runtime is at `{here}`"));
        Some(self.located(finding))
    }

    /// All findings of some reports, with absolute paths.
    pub fn findings(&self, reports: impl IntoIterator<Item = Report>) -> Vec<Diagnostic> {
        let mut all = self.report.clone();
        for report in reports {
            all.extend(report);
        }
        all.into_sorted().into_iter().map(|finding| self.located(finding)).collect()
    }
}

/// Where the pages of this workspace are.
pub(crate) fn default_docs() -> PathBuf {
    paths::workspace().join("docs-input")
}

/// Where the client of this workspace is generated.
pub(crate) fn default_out() -> PathBuf {
    paths::workspace().join("generated")
}

/// What is used where the configuration does not say it: a package is called as its own folder is, or as
/// that of its pages.
pub(crate) fn usual(root: &Path, out: Option<&Path>) -> Usual {
    let out = out.map(paths::absolute);
    let folder = out.as_deref().unwrap_or(root).file_name().unwrap_or_default();
    let folder = folder.to_string_lossy().into_owned();
    let out = out.unwrap_or_else(default_out);
    let runtime = paths::relative(&out, &paths::workspace().join("runtime"));
    Usual { folder, runtime: RuntimeDependency::Path(runtime) }
}

fn located(finding: Diagnostic, root: &Path, config_path: &Path) -> Diagnostic {
    let config_name = config_path.file_name().map(|name| name.to_string_lossy().into_owned());
    finding.relocate(|page| {
        let path = if config_name.as_deref() == Some(page) {
            config_path.to_path_buf()
        } else {
            // An absolute path stays what it is.
            root.join(page)
        };
        path.to_string_lossy().into_owned()
    })
}

/// The configuration of a set.
struct Configuration {
    /// What it says; what is usual, if there is none.
    config: Config,
    /// Where it is, or would be.
    path: PathBuf,
    is_there: bool,
}

impl Configuration {
    /// The configuration `file`, or that in the set's folder. `out` is where the client is
    /// generated, if it is.
    fn of(root: &Path, file: Option<&Path>, out: Option<&Path>) -> Result<Self, Diagnostic> {
        let path = file.map_or_else(|| root.join(FILE_NAME), paths::absolute);
        let usual = usual(root, out);
        if file.is_some() || path.exists() {
            let config = Config::load(&path, &usual);
            let config = config.map_err(|finding| located(finding, root, &path))?;
            return Ok(Self { config, path, is_there: true });
        }
        let config = Config::without_file(&usual.folder, usual.runtime);
        Ok(Self { config, path, is_there: false })
    }

    /// The dialect that it asks for; where that is a file, relative to the configuration, wherever the
    /// pages of the set in `root` are.
    fn dialect(&self, root: &Path) -> Result<Dialect, Diagnostic> {
        let beside = self.path.parent().unwrap_or(root);
        pipeline::dialect(&self.config, beside)
            .map_err(|finding| located(finding, beside, &self.path))
    }
}

fn no_folder(root: &Path) -> Diagnostic {
    let shown = paths::shown(root);
    let found = if root.exists() {
        format!("`{shown}` is a file")
    } else {
        format!("there is no folder `{shown}`")
    };
    let place = Place::page(root.to_string_lossy().into_owned());
    Diagnostic::of(Code::UnreadableInput, place)
        .found(found)
        .expected("a folder of pages")
        .instead("nothing was read")
}
