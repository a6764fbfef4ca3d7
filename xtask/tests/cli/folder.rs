//! What the tests of the program begin with: a page, the configuration of a client, and a folder of
//! their own.

use std::fs;
use std::path::{Path, PathBuf};

pub const CONFIG: &str = "\
output:
  crate: my-client
  version: 0.1.0
  title: Typed client of my API.
  base_url: https://graph.microsoft.com/v1.0
  runtime: {path: ../runtime}
  workspace_member: true
";

pub const PAGE: &str = "\
---
title: itemPhone resource type
description: A phone number.
doc_type: resourcePageType
---

# itemPhone resource type

Namespace: microsoft.graph

A phone number.

## Properties

| Property    | Type   | Description          |
|:------------|:-------|:---------------------|
| displayName | String | Name of the number.  |
| number      | String | The number itself.   |
";

/// The same page with a row that lacks a cell: a warning.
pub fn short_row() -> String {
    PAGE.replace(" Name of the number.  |", "")
}

/// The same page without one of its properties.
pub fn without_number() -> String {
    PAGE.replace("| number      | String | The number itself.   |\n", "")
}

/// A folder that goes when the test ends.
pub struct Folder(tempfile::TempDir);

impl Folder {
    pub fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    pub fn root(&self) -> &Path {
        self.0.path()
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.root().join(path)
    }

    /// Writes a file, and makes the folders above it.
    pub fn put(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("made");
        fs::write(path, text).expect("written");
    }

    /// The text of a file that is there.
    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).expect("readable")
    }
}
