//! A side of `diff`: what was typed, and the model that it gives.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use docmill_codegen::config::FILE_NAME;
use docmill_codegen::diagnostics::{Code, Diagnostic, Place};
use docmill_codegen::documents::Documents;
use docmill_codegen::ir::Api;
use docmill_codegen::{pipeline, yaml};
use semver::Version;
use tempfile::TempDir;

use crate::paths;
use crate::set::{Set, default_docs};

/// A model, and where its pages are.
pub(crate) struct Side {
    /// The model.
    pub api: Api,
    /// What a reader puts before a page's path to find it; empty if there is nothing.
    pub root: String,
    /// The version of the client, if a configuration gives it.
    pub version: Option<Version>,
    /// The pages; none if it is a saved model.
    pub documents: Documents,
}

impl Side {
    /// Reads a side: a folder of pages, a folder with `api-reference/` below it, an `api.yaml`, or a
    /// git revision of any of them. `other` is what was typed for the other side: a revision alone
    /// means that.
    pub fn read(name: &str, other: &str, config: Option<&Path>) -> Result<Self, Diagnostic> {
        let path = Path::new(name);
        if path.exists() {
            return Self::at(
                name,
                &paths::absolute(path),
                &paths::shown(&paths::absolute(path)),
                config,
            );
        }
        let revision = Revision::find(name, other)?;
        let copy = temporary(name)?;
        let path = revision.copy_to(copy.path())?;
        Self::at(name, &path, &paths::shown(&revision.place), config)
            .map_err(|finding| as_typed(finding, copy.path(), name))
    }

    fn at(name: &str, path: &Path, shown: &str, config: Option<&Path>) -> Result<Self, Diagnostic> {
        if path.is_file() {
            return Self::saved(name, path);
        }
        let generated = path.join(pipeline::API_FILE);
        if generated.is_file() {
            return Self::saved(name, &generated);
        }
        let (root, below) = pages_below(name, path)?;
        let set = Set::open(Some(&root), config, None)?;
        let model = pipeline::read(&set.documents, &set.config, &set.dialect);
        let broken =
            set.findings([]).into_iter().find(|finding| finding.code == Code::UnreadableInput);
        if let Some(finding) = broken {
            // What was not read may have been anything.
            return Err(finding);
        }
        set.not_empty(&model)?;
        let version = set.configured.then(|| Version::parse(&set.config.output.version).ok());
        let root = if below.is_empty() { shown.to_owned() } else { format!("{shown}/{below}") };
        Ok(Self { api: model.api, root, version: version.flatten(), documents: set.documents })
    }

    /// A model that `regenerate` saved.
    fn saved(name: &str, path: &Path) -> Result<Self, Diagnostic> {
        let text = fs::read_to_string(path).map_err(|error| {
            unreadable(name, format!("a file that cannot be read: {error}"), "")
        })?;
        let api: Api = yaml::read(&text).map_err(|error| {
            let mut finding = unreadable(
                name,
                format!("no saved model: {}", error.message),
                "expected an `api.yaml` that `cargo xtask regenerate` wrote",
            );
            finding.place.source.line = error.line;
            finding.place.source.column = error.column;
            finding
        })?;
        if api.is_empty() {
            let place = Place::page(path.to_string_lossy());
            return Err(Diagnostic::of(Code::NothingRead, place)
                .found("a saved model without any operation, type or enum")
                .expected("one of a whole documentation set")
                .instead("nothing was compared")
                .help("name the pages themselves, or write it anew: `cargo xtask regenerate`"));
        }
        Ok(Self { api, root: String::new(), version: None, documents: Documents::default() })
    }

    /// Where a reader finds a page, in words: as typed, relative to the current folder.
    pub fn file(&self, page: &str) -> String {
        if self.root.is_empty() || self.root == "." {
            page.to_owned()
        } else {
            format!("{}/{page}", self.root)
        }
    }
}

/// The pages alone that a side's name means: a folder of pages, one with `api-reference/` below it, or a
/// git revision of either.
pub(crate) fn pages(name: &str, other: &str, config: Option<&Path>) -> Result<Set, Diagnostic> {
    let path = Path::new(name);
    if path.exists() {
        let (root, _) = pages_below(name, &paths::absolute(path))?;
        return Set::open(Some(&root), config, None);
    }
    let revision = Revision::find(name, other)?;
    let copy = temporary(name)?;
    let path = revision.copy_to(copy.path())?;
    if path.is_file() {
        return Err(unreadable(name, "a file", "expected a folder of pages, or a revision of one"));
    }
    let (root, _) = pages_below(name, &path)?;
    Set::open(Some(&root), config, None).map_err(|finding| as_typed(finding, copy.path(), name))
}

fn temporary(name: &str) -> Result<TempDir, Diagnostic> {
    let problem = |error| format!("no folder for temporary files: {error}");
    tempfile::tempdir().map_err(|error| unreadable(name, problem(error), ""))
}

/// A finding in a copy of a revision, as one in what was typed.
fn as_typed(finding: Diagnostic, copy: &Path, name: &str) -> Diagnostic {
    let named = paths::current().join(name);
    finding.relocate(|page| page.replace(&*copy.to_string_lossy(), &named.to_string_lossy()))
}

/// Whole corpora have their pages in a folder for each version below this one.
const CORPUS: &str = "api-reference";

/// The folder that holds the pages, and the way to it.
fn pages_below(name: &str, folder: &Path) -> Result<(PathBuf, String), Diagnostic> {
    let corpus = folder.join(CORPUS);
    if folder.join(FILE_NAME).is_file() || !corpus.is_dir() {
        return Ok((folder.to_path_buf(), String::new()));
    }
    let entries = fs::read_dir(&corpus)
        .map_err(|error| unreadable(name, format!("a folder that cannot be read: {error}"), ""))?;
    let mut versions: Vec<String> = entries
        .flatten()
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    versions.sort();
    match versions.as_slice() {
        [version] => Ok((corpus.join(version), format!("{CORPUS}/{version}"))),
        versions => Err(unreadable(
            name,
            format!("{} versions below `{CORPUS}/`: {}", versions.len(), versions.join(", ")),
            "expected one; name its folder",
        )),
    }
}

/// A tree or a file of a git revision.
struct Revision {
    name: String,
    /// The top of the repository: git takes some of its commands to be about the folder they are
    /// given in.
    repository: PathBuf,
    object: String,
    is_tree: bool,
    /// Where it lies, or lay, outside of git.
    place: PathBuf,
}

impl Revision {
    fn find(name: &str, other: &str) -> Result<Self, Diagnostic> {
        let (revision, path, folder) = spelled(name, other);
        let missing = |problem: String| {
            unreadable(
                name,
                problem,
                "expected a folder of pages, an `api.yaml`, or a git revision of either: REV, REV:path",
            )
        };
        let object = format!("{revision}:{path}");
        let object = git(&folder, &["rev-parse", "--verify", "--end-of-options", &object])
            .map_err(|error| {
                let sought = if name.contains(':') {
                    path.clone()
                } else {
                    paths::shown(&paths::absolute(&folder.join(&path)))
                };
                let of_revision =
                    ["rev-parse", "--verify", "--quiet", "--end-of-options", revision];
                missing(if git(&folder, &of_revision).is_ok() {
                    format!("there is no such file or folder, nor `{sought}` in such a revision")
                } else if git(&folder, &["rev-parse", "--git-dir"]).is_ok() {
                    format!("there is no such file or folder, and no revision `{revision}`")
                } else {
                    format!("there is no such file or folder, and git says: {error}")
                })
            })?;
        let object = String::from_utf8_lossy(&object).trim().to_owned();
        let top = git(&folder, &["rev-parse", "--show-toplevel"]).map_err(missing)?;
        let repository = PathBuf::from(String::from_utf8_lossy(&top).trim_end());
        let kind = git(&folder, &["cat-file", "-t", &object]).map_err(missing)?;
        // As git reads it: from the folder, if it says so, and else from the top.
        let from_here = path.starts_with("./") || path.starts_with("../");
        let place = paths::absolute(&if from_here { &folder } else { &repository }.join(&path));
        Ok(Self {
            name: name.to_owned(),
            repository,
            object,
            is_tree: kind.starts_with(b"tree"),
            place,
        })
    }

    /// Copies it into a folder, and tells where it is there.
    fn copy_to(&self, folder: &Path) -> Result<PathBuf, Diagnostic> {
        let failed = |problem: String| unreadable(&self.name, problem, "");
        if !self.is_tree {
            let bytes =
                git(&self.repository, &["cat-file", "blob", &self.object]).map_err(failed)?;
            let file = folder.join(pipeline::API_FILE);
            fs::write(&file, bytes).map_err(|error| failed(error.to_string()))?;
            return Ok(file);
        }
        let archive =
            git(&self.repository, &["archive", "--format=tar", &self.object]).map_err(failed)?;
        tar::Archive::new(archive.as_slice())
            .unpack(folder)
            .map_err(|error| failed(format!("what git gives cannot be unpacked: {error}")))?;
        Ok(folder.to_path_buf())
    }
}

/// A revision, what of it is meant, and the folder to ask git in. A revision alone means what the
/// other side is, as it was then; docs-input/, if that is a revision, too.
fn spelled<'a>(name: &'a str, other: &str) -> (&'a str, String, PathBuf) {
    if let Some((revision, path)) = name.split_once(':') {
        return (revision, path.to_owned(), paths::current());
    }
    let other = Path::new(other);
    let place = if other.exists() { paths::absolute(other) } else { default_docs() };
    match (place.parent(), place.file_name()) {
        (Some(folder), Some(file)) => {
            (name, format!("./{}", file.to_string_lossy()), folder.to_path_buf())
        }
        _ => (name, "./".to_owned(), place),
    }
}

/// What git says to a question; its complaint, if it has no answer.
fn git(folder: &Path, args: &[&str]) -> Result<Vec<u8>, String> {
    let output = Command::new("git")
        .arg("-C")
        .arg(folder)
        .args(args)
        .stdin(Stdio::null())
        .output()
        .map_err(|error| format!("git cannot be started: {error}"))?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let complaint = String::from_utf8_lossy(&output.stderr);
    Err(complaint.lines().next().unwrap_or("nothing").trim_start_matches("fatal: ").to_owned())
}

fn unreadable(name: &str, problem: impl Into<String>, expected: &str) -> Diagnostic {
    Diagnostic::of(
        Code::UnreadableInput,
        Place::page(paths::current().join(name).to_string_lossy()),
    )
    .found(problem)
    .label(expected)
    .instead("nothing was compared")
}
