//! Pages of these tests: where they are, and what docmill reads from them.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use docmill_codegen::config::{Config, Output, PageGlobs, RuntimeDependency};
use docmill_codegen::diagnostics::Diagnostic;
use docmill_codegen::dialect::Dialect;
use docmill_codegen::documents::Documents;
use docmill_codegen::emit::{self, File};
use docmill_codegen::examples::Outcomes;
use docmill_codegen::ir::Api;
use docmill_codegen::pipeline;

/// The pages that every convention can link to: a library with books, shelves and readers.
const NEIGHBOURS: &str = "resources";

/// Everything that docmill makes of some pages.
pub struct Reading {
    /// The model.
    pub api: Api,
    /// What became of its worked examples.
    pub outcomes: Outcomes,
    /// What was found on the way, emitting included.
    pub findings: Vec<Diagnostic>,
    /// The crate.
    pub files: Vec<File>,
}

/// This package's folder.
pub fn folder() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The folder of the conventions.
pub fn conventions() -> PathBuf {
    folder().join("conventions")
}

/// Names of the conventions on disk, sorted: files, and folders where it takes several pages.
pub fn convention_names() -> Vec<String> {
    let mut names: Vec<String> = entries(&conventions())
        .into_iter()
        .filter(|path| path.is_dir() || is_page(path))
        .map(|path| stem(&path))
        .filter(|name| name != NEIGHBOURS)
        .collect();
    names.sort();
    names
}

/// Names of the snapshots on disk, sorted.
pub fn snapshot_names() -> Vec<String> {
    let is_snapshot = |path: &PathBuf| path.extension().is_some_and(|it| it == "snap");
    let mut names: Vec<String> =
        entries(&conventions()).iter().filter(|path| is_snapshot(path)).map(|p| stem(p)).collect();
    names.sort();
    names
}

/// A snapshot, as it is on disk.
///
/// # Panics
///
/// If it cannot be read.
pub fn snapshot(name: &str) -> String {
    let path = conventions().join(name).with_extension("snap");
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The pages of a convention, by path: `name.md`, `name.txt`, or all files in the folder `name`.
///
/// # Panics
///
/// If there is no such convention.
pub fn of_convention(name: &str) -> Documents {
    let at = conventions().join(name);
    if at.is_dir() {
        return load(&at);
    }
    let pages = ["md", "txt"].map(|extension| conventions().join(name).with_extension(extension));
    match pages.iter().find(|page| page.is_file()) {
        Some(page) => single(page),
        None => panic!("there is no page for the convention `{name}`"),
    }
}

/// The pages that every convention can link to.
pub fn neighbours() -> Documents {
    let files = load(&conventions().join(NEIGHBOURS));
    Documents::new(files.files().map(|(path, text)| (format!("{NEIGHBOURS}/{path}"), text.into())))
}

/// Two sets of pages as one.
pub fn together(one: &Documents, other: &Documents) -> Documents {
    let files = one.files().chain(other.files());
    Documents::new(files.map(|(path, text)| (path, text.to_owned())))
}

/// All pages below a folder.
///
/// # Panics
///
/// If there are none.
pub fn load(folder: &Path) -> Documents {
    match Documents::load(folder, &PageGlobs::default()) {
        Ok((documents, _)) => documents,
        Err(problem) => panic!("{}: {}", folder.display(), problem.message),
    }
}

/// One page, on its own.
///
/// # Panics
///
/// If it cannot be read.
pub fn single(path: &Path) -> Documents {
    match Documents::single(path) {
        Ok((documents, _)) => documents,
        Err(problem) => panic!("{}: {}", path.display(), problem.message),
    }
}

/// Reads pages, and writes the crate they describe.
pub fn read(documents: &Documents) -> Reading {
    let model = pipeline::read(documents, config(), dialect());
    let emitted = emit::emit(&model.api, &config().output);
    let mut report = model.report;
    report.extend(emitted.report);
    Reading {
        api: model.api,
        outcomes: model.outcomes,
        findings: report.into_sorted(),
        files: emitted.files,
    }
}

/// The dialect of all these pages, compiled once.
///
/// # Panics
///
/// If it does not compile.
pub fn dialect() -> &'static Dialect {
    static GRAPH: LazyLock<Dialect> = LazyLock::new(|| match Dialect::built_in("graph") {
        Some(Ok(dialect)) => dialect,
        Some(Err(problem)) => panic!("the dialect does not compile: {}", problem.message),
        None => panic!("the dialect is gone"),
    });
    &GRAPH
}

/// What `docmill.yaml` would say.
pub fn config() -> &'static Config {
    static CONFIG: LazyLock<Config> = LazyLock::new(|| {
        let runtime = RuntimeDependency::Version("0.1.0".to_owned());
        let config = Config::without_file("library", runtime);
        let output = Output {
            title: "A library.".to_owned(),
            base_url: Some("https://library.example/v1.0".to_owned()),
            ..config.output
        };
        Config { output, ..config }
    });
    &CONFIG
}

fn stem(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

fn is_page(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "md" || extension == "txt")
}

/// What is in a folder.
///
/// # Panics
///
/// If it cannot be listed.
pub fn entries(folder: &Path) -> Vec<PathBuf> {
    let listing = fs::read_dir(folder).and_then(|entries| {
        entries.map(|entry| entry.map(|entry| entry.path())).collect::<Result<Vec<_>, _>>()
    });
    listing.unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
}
