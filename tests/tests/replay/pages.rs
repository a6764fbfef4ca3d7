//! The documentation set in `docs-input`, read as `xtask` reads it.

use std::collections::BTreeSet;
use std::path::PathBuf;

use docmill_codegen::config::{Config, FILE_NAME, RuntimeDependency, Usual};
use docmill_codegen::documents::Documents;
use docmill_codegen::ir::{Api, Method};
use docmill_codegen::pipeline;

/// The pages, and what they say.
pub struct Pages {
    documents: Documents,
    /// The API.
    pub api: Api,
}

impl Pages {
    /// Reads them.
    pub fn load() -> Self {
        let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../docs-input");
        let runtime = RuntimeDependency::Version("0".to_owned());
        let usual = Usual { folder: "any".to_owned(), runtime };
        let config = Config::load(&root.join(FILE_NAME), &usual).expect("a configuration");
        let base_url = config.output.base_url.as_deref();
        assert_eq!(base_url, Some(docmill_graph::BASE_URL), "the crate is not of today");
        let dialect = pipeline::dialect(&config, &root).expect("a dialect");
        let (documents, _) = Documents::load(&root, &config.pages).expect("the pages");
        let api = pipeline::read(&documents, &config, &dialect).api;
        Self { documents, api }
    }

    /// Where examples begin, as `page:line`: the lines with a verb and a whole URL, and those with a
    /// status. Found without docmill's reader, so that an example it overlooks is missed here.
    pub fn lines_of_examples(&self) -> BTreeSet<String> {
        let mut places = BTreeSet::new();
        for page in self.documents.pages() {
            let lines = self.documents.text(page).unwrap_or_default().lines();
            for (index, _) in lines.enumerate().filter(|(_, line)| begins_example(line)) {
                places.insert(format!("{page}:{}", index + 1));
            }
        }
        places
    }
}

fn begins_example(line: &str) -> bool {
    let (first, rest) = line.trim().split_once(' ').unwrap_or_default();
    let is_request = Method::from_verb(first).is_some() && rest.starts_with("http");
    is_request || first.starts_with("HTTP/")
}

/// The path of the API's base URL: `/beta`.
pub fn base_path() -> &'static str {
    let after_scheme = docmill_graph::BASE_URL.split_once("://").map_or("", |(_, rest)| rest);
    after_scheme.find('/').map_or("", |slash| &after_scheme[slash..])
}
