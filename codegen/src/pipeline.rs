//! The whole way, on one screen: documents → pages → facts → [`Api`] → files.

use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::base_url;
use crate::config::Config;
use crate::coverage::{Coverage, Ledger};
use crate::diagnostics::{Code, Diagnostic, Place, Report};
use crate::dialect::Dialect;
use crate::documents::{Documents, is_page, relative};
use crate::emit::{self, Emitted, File};
use crate::examples::{self, Outcomes};
use crate::export;
use crate::inspect::Inspection;
use crate::ir::{Api, Source};
use crate::page::Page;
use crate::page::rendered::bare_lines::BareLines;
use crate::read::cached_dialect::CachedDialect;
use crate::read::facts::PageFacts;
use crate::read::layout::section::Includes;
use crate::resolve;
use crate::resolve::corrections::{overrides, renames};
use crate::select::{self, LeftOut};
use crate::toc::Tocs;
use crate::yaml::YamlError;
use crate::{read, yaml};

/// What a documentation set says.
#[derive(Debug)]
pub struct Model {
    /// The API.
    pub api: Api,
    /// What became of its worked examples.
    pub outcomes: Outcomes,
    /// What was found on the way.
    pub report: Report,
    /// What the configuration leaves out: by an override, or by `select`.
    pub left_out: LeftOut,
}

/// Reads a documentation set. Whatever is wrong with its pages goes into the model's report.
pub fn read(documents: &Documents, config: &Config, dialect: &Dialect) -> Model {
    model(read_pages(documents, dialect), config, dialect)
}

/// Reads a documentation set, and tells which of its facts are in the model.
pub fn read_covered(
    documents: &Documents,
    config: &Config,
    dialect: &Dialect,
) -> (Model, Coverage) {
    let pages = read_pages(documents, dialect);
    let ledger = Ledger::of(&pages.facts);
    let model = model(pages, config, dialect);
    let coverage = Coverage::of(&ledger, &model);
    (model, coverage)
}

/// Makes one model of what all pages say.
pub fn model(pages: ReadPages, config: &Config, dialect: &Dialect) -> Model {
    let ReadPages { facts, mut report } = pages;
    base_url::report_missing(&facts, config, &mut report);
    let mut api = resolve::resolve(facts, dialect, &mut report);
    let mut left_out = LeftOut::default();
    overrides::apply(&mut api, config, &mut left_out, &mut report);
    renames::apply(&mut api, config, &mut report);
    let outcomes = examples::check(&api, dialect, &mut report);
    select::apply(&mut api, &config.select, &mut left_out, &mut report);
    Model { api, outcomes, report, left_out }
}

/// Where the model is saved, beside the crate that is made from it.
pub const API_FILE: &str = "api.yaml";

/// The crate that a model gives, and the model itself in `api.yaml`.
///
/// # Errors
///
/// A model that cannot be written as YAML.
pub fn generate(model: &Model, config: &Config) -> Result<Emitted, Diagnostic> {
    let (mut emitted, text) =
        rayon::join(|| emit::emit(&model.api, &config.output), || yaml::write(&model.api));
    let text = text.map_err(|error| {
        Diagnostic::of(Code::BadConfiguration, Place::page(API_FILE))
            .found(format!("a model that cannot be saved: {}", error.message))
            .expected("a model that YAML can hold")
            .instead("nothing was written")
    })?;
    emitted.files.push(File { path: API_FILE.to_owned(), contents: format!("{API_HEADER}{text}") });
    emitted.files.sort();
    Ok(emitted)
}

const API_HEADER: &str = "\
# What docmill read from the pages: the model that this crate is made from.
# Written by `cargo xtask regenerate`; do not edit.
";

/// What the pages of a documentation set say, each for itself.
#[derive(Clone, Debug, Default)]
pub struct ReadPages {
    /// What each page says of its subjects, in the order of the pages' paths.
    pub facts: Vec<PageFacts>,
    /// What was found in them, and in tables of contents.
    pub report: Report,
}

/// Reads every page for itself.
pub fn read_pages<'d>(documents: &'d Documents, dialect: &Dialect) -> ReadPages {
    let bare = dialect.bare_lines();
    let includable = Includable::new(documents, &bare);
    let pages: Vec<(&str, &str)> = documents.files().filter(|(path, _)| is_page(path)).collect();
    let dialect = CachedDialect::new(dialect);
    let read_batch = |pages: &[(&str, &'d str)]| {
        let pages: Vec<Page<'d>> =
            pages.iter().map(|(path, text)| Page::parse(path, text, &bare)).collect();
        let mut read = ReadPages::default();
        for page in &pages {
            read.facts.extend(read::read(page, &dialect, &includable, &mut read.report));
        }
        read
    };
    let read = || pages.par_chunks(BATCH).map(read_batch).collect::<Vec<ReadPages>>();
    let (batches, mut tocs) = rayon::join(read, || Tocs::read(documents));
    let mut read = ReadPages { facts: Vec::new(), report: std::mem::take(&mut tocs.report) };
    for batch in batches {
        read.facts.extend(batch.facts);
        read.report.extend(batch.report);
    }
    tocs.give_areas(&mut read.facts);
    read
}

/// How many pages are parsed, read and dropped together. All at once, their pieces would need far more
/// memory than their texts; one by one, the code that parses and the code that reads would push each
/// other out of the processor's caches.
const BATCH: usize = 16;

/// What docmill reads from one page of a documentation set.
///
/// # Errors
///
/// A page that is not in the set.
pub fn inspect(
    documents: &Documents,
    config: &Config,
    dialect: &Dialect,
    page: &str,
) -> Result<Inspection, Diagnostic> {
    let pages = read_pages(documents, dialect);
    let facts: Vec<PageFacts> =
        pages.facts.iter().filter(|facts| &*facts.page == page).cloned().collect();
    if facts.is_empty() {
        return Err(Diagnostic::of(Code::UnreadableInput, Place::page(page))
            .found("a page that is not in this documentation set")
            .expected("the path of a page, relative to the set's root")
            .instead("nothing was read"));
    }
    let Model { api, outcomes, mut report, .. } = model(pages, config, dialect);
    report.retain(|diagnostic| &*diagnostic.place.source.page == page);
    Ok(Inspection { json: export::facts::export_page(&api, &outcomes, page), facts, report })
}

/// The dialect that a configuration asks for. `folder` is where the configuration stands.
///
/// # Errors
///
/// A dialect that is not there, or that does not compile.
pub fn dialect(config: &Config, folder: &Path) -> Result<Dialect, Diagnostic> {
    let dialect = as_written(config, folder)?;
    Ok(Dialect { base_path: config.output.base_path().map(Into::into), ..dialect })
}

/// The dialect without what the configuration adds.
fn as_written(config: &Config, folder: &Path) -> Result<Dialect, Diagnostic> {
    if let Some(built_in) = Dialect::built_in(&config.dialect) {
        return built_in.map_err(|error| bad_dialect(&config.dialect, &error));
    }
    let path = folder.join(&config.dialect);
    let text = fs::read_to_string(&path).map_err(|error| {
        let names: Vec<&str> = Dialect::built_in_names().collect();
        Diagnostic::of(Code::BadConfiguration, config.places.dialect.clone())
            .found(format!("the dialect `{}` cannot be read: {error}", config.dialect))
            .expected(format!("one of {}, or the path of a YAML file", names.join(", ")))
            .instead("nothing was read")
    })?;
    Dialect::parse(&text).map_err(|error| bad_dialect(&config.dialect, &error))
}

fn bad_dialect(name: &str, error: &YamlError) -> Diagnostic {
    Diagnostic::of(
        Code::BadConfiguration,
        Source { page: name.into(), line: error.line, column: error.column },
    )
    .found(format!("a dialect that cannot be used: {}", error.message))
    .expected("the keys of codegen/dialects/rest.yaml; codegen/dialects/README.md tells how to write a dialect")
    .instead("nothing was read")
}

/// What pages can include: every file, parsed when the first page asks for it.
struct Includable<'t, 'a> {
    bare: &'t BareLines,
    files: FxHashMap<&'a str, (&'a str, OnceLock<Page<'a>>)>,
}

impl<'t, 'a> Includable<'t, 'a> {
    fn new(documents: &'a Documents, bare: &'t BareLines) -> Self {
        let unread = |(path, text)| (path, (text, OnceLock::new()));
        Self { bare, files: documents.files().map(unread).collect() }
    }

    fn get(&self, path: &str) -> Option<&Page<'a>> {
        let (path, (text, page)) = self.files.get_key_value(path)?;
        Some(page.get_or_init(|| Page::parse_included(path, text, self.bare)))
    }
}

impl<'a> Includes<'a> for Includable<'_, 'a> {
    fn find(&self, from: &str, target: &str) -> Option<&Page<'a>> {
        let mut path = relative(from, target)?;
        self.get(&path).or_else(|| {
            path.push_str(".md");
            self.get(&path)
        })
    }
}
