//! Clients of small sets of pages, written beside each other so that Cargo builds them together.

use std::fs;
use std::path::{Path, PathBuf};

use docmill_codegen::config::{Config, RuntimeDependency};
use docmill_codegen::emit;

use crate::drift::api;
use crate::edit::Pages;
use crate::pages;

/// The crates of some pages: number N is the package `client-N` in `FOLDER/clients/N/`.
pub struct Clients {
    folder: PathBuf,
    /// The pages that each is made from.
    pages: Vec<Pages>,
}

impl Clients {
    /// None yet, and the versions of dependencies that this repository builds with.
    ///
    /// # Panics
    ///
    /// If nothing can be written to the folder.
    pub fn new(folder: &Path) -> Self {
        let clients = Self { folder: folder.to_path_buf(), pages: Vec::new() };
        let lock = fs::read_to_string(repository().join("Cargo.lock")).expect("readable");
        clients.put("Cargo.lock", &lock);
        clients
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.pages.len()
    }

    /// The number of the client of some pages; the same pages have one client.
    ///
    /// # Panics
    ///
    /// If it cannot be written.
    pub fn of(&mut self, pages: &Pages) -> usize {
        if let Some(number) = self.pages.iter().position(|other| other == pages) {
            return number;
        }
        let number = self.pages.len();
        let runtime = RuntimeDependency::Path(repository().join("runtime").display().to_string());
        let mut output = Config::without_file("client", runtime).output;
        output.package = format!("client-{number}");
        for file in emit::emit(&api(pages), &output).files {
            self.put(&format!("clients/{number}/{}", file.path), &file.contents);
        }
        self.pages.push(pages.clone());
        number
    }

    /// Writes a file into the folder.
    ///
    /// # Panics
    ///
    /// If it cannot be written.
    pub fn put(&self, path: &str, text: &str) {
        let path = self.folder.join(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("made");
        fs::write(path, text).expect("written");
    }
}

/// The root of this repository.
///
/// # Panics
///
/// If this package does not stand in it.
pub fn repository() -> PathBuf {
    pages::folder().parent().expect("the workspace is around it").to_path_buf()
}
