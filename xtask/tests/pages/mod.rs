//! What the tests' documentation sets are made of.

use std::fs;
use std::path::Path;

/// A configuration.
pub const CONFIG: &str = "\
output:
  crate: my-client
  version: 0.1.0
  title: Typed client of my API.
  base_url: https://graph.microsoft.com/v1.0
  runtime: {path: ../runtime}
  workspace_member: true
";

/// A page of which nothing is to be said.
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

/// The page without one of its properties.
pub fn without_number() -> String {
    PAGE.replace("| number      | String | The number itself.   |\n", "")
}

/// Writes a file below a folder.
pub fn put(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().expect("a parent")).expect("made");
    fs::write(path, text).expect("written");
}
