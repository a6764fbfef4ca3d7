//! The cases of `drift/`: pages before and after an edit.

use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;

use docmill_codegen::config::Config;
use docmill_codegen::diff::{Change, diff};
use docmill_codegen::documents::Documents;
use docmill_codegen::ir::Api;
use docmill_codegen::{pipeline, yaml};

use crate::edit::{self, Pages};
use crate::pages;

/// The folder of the cases.
pub fn folder() -> PathBuf {
    pages::folder().join("drift")
}

/// The pages before.
///
/// # Panics
///
/// If they cannot be read.
pub fn library() -> Pages {
    let root = folder().join("pages");
    let mut library = Pages::new();
    for below in ["api", "resources"] {
        for file in pages::entries(&root.join(below)) {
            let name = file.file_name().expect("a file").to_string_lossy().into_owned();
            library.insert(format!("{below}/{name}"), fs::read_to_string(&file).expect("readable"));
        }
    }
    library
}

/// An edit, with what it gives.
pub struct Case {
    /// Its name: `NAME.edit`.
    pub name: String,
    /// The model of the pages before it.
    pub old: Api,
    /// The model of the pages after it.
    pub new: Api,
    /// What docmill says about it.
    pub changes: Vec<Change>,
}

/// Every edit, by name, read once.
///
/// # Panics
///
/// If one cannot be read, or does not fit the pages.
pub fn cases() -> &'static [Case] {
    static CASES: LazyLock<Vec<Case>> = LazyLock::new(|| {
        let case = |name: String| {
            let (old, new) = sides(&name);
            let (old, new) = (api(&old), api(&new));
            let changes = diff(&old, &new);
            Case { name, old, new, changes }
        };
        names("edit").into_iter().map(case).collect()
    });
    &CASES
}

/// The names of the files with an extension, sorted: `edit`, `snap`, `rs`.
///
/// # Panics
///
/// If the folder cannot be read.
pub fn names(extension: &str) -> Vec<String> {
    let files = pages::entries(&folder());
    let with_it = files.iter().filter(|file| file.extension().is_some_and(|e| e == extension));
    let mut names: Vec<String> = with_it
        .map(|file| file.file_stem().expect("a name").to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

/// The pages before and after an edit.
///
/// # Panics
///
/// If there is no such edit, or it does not fit the pages.
pub fn sides(name: &str) -> (Pages, Pages) {
    let text = fs::read_to_string(folder().join(format!("{name}.edit"))).expect("an edit");
    let library = library();
    match text.trim_end().strip_prefix("<<< ") {
        Some(other) => {
            let (old, new) = sides(other);
            (new, old)
        }
        None => {
            let new = edit::apply(&text, &library);
            (library, new)
        }
    }
}

/// What an edit declares to have another name now, in the words of `docmill.yaml`.
const RENAMES: &str = "renames.yaml";

/// The model that pages give.
///
/// # Panics
///
/// If renames are declared that cannot be read.
pub fn api(pages: &Pages) -> Api {
    read(pages.iter())
}

/// The same of pages in another order.
///
/// # Panics
///
/// If renames are declared that cannot be read.
pub fn read<'p>(pages: impl Iterator<Item = (&'p String, &'p String)>) -> Api {
    let (renames, files): (Vec<_>, Vec<_>) = pages.partition(|(path, _)| *path == RENAMES);
    let documents =
        Documents::new(files.into_iter().map(|(path, text)| (path.as_str(), text.clone())));
    let renames = renames.first().map(|(_, text)| yaml::read(text).expect("renames"));
    let config = Config { renames: renames.unwrap_or_default(), ..pages::config().clone() };
    pipeline::read(&documents, &config, pages::dialect()).api
}
