//! From an [`Api`] to files of Rust.
//!
//! First everything that several files must agree on is decided: `names`, how `types` hang together,
//! where links lead, which Cargo feature compiles what. `context` has it for all emitters. Then one emitter
//! per kind of output writes its files, and one function formats them.
//!
//! - `types` writes models and enums, `operation` functions and what they take.
//! - `package` writes the rest of the crate, `renamed` deprecated aliases of what has another name by now,
//!   `examples` the pages' responses, for tests of applications.
//! - `rustdoc` writes comments, `file` whole files; `unique` drops repetitions.
//! - `declaration` shows single declarations elsewhere.

mod context;
mod declaration;
mod examples;
mod file;
mod names;
pub(crate) mod operation;
mod package;
mod renamed;
pub(crate) mod rustdoc;
mod types;
pub(crate) mod unique;

use std::collections::BTreeMap;

use rayon::prelude::*;

use self::context::{Context, Decided};
pub use self::declaration::{Declared, declarations};
pub use self::file::File;
use self::file::Job;
pub(crate) use self::file::SIGNATURE;
use self::names::Names;
pub use self::operation::given::Given;
pub use self::operation::paths::PathCall;
use self::operation::{parameters, paths};
use self::package::{areas, manifest, root};
use self::types::{enums, model, relationships};
use crate::config::Output;
use crate::diagnostics::Report;
use crate::ir::{Api, Header, Operation, Path, QueryParameter};

/// What is to be written.
#[derive(Clone, Debug)]
pub struct Emitted {
    /// Every file of the crate, sorted by path.
    pub files: Vec<File>,
    /// What became of names that Rust does not take as they are.
    pub report: Report,
}

/// What would become of names that Rust does not take as they are, without writing anything.
pub fn check_names(api: &Api) -> Report {
    let mut report = Report::default();
    Names::new(api, &mut report);
    report
}

/// What the constructors of an operation's paths are called, in the order of the paths; they exist
/// where there are several.
pub fn path_constructors(paths: &[Path]) -> Vec<String> {
    paths::constructor_names(paths).iter().map(ToString::to_string).collect()
}

/// How callers give each path of an operation to its function, in the order of the paths.
pub fn path_calls(api: &Api, operation: &Operation) -> Vec<PathCall> {
    paths::calls(api, operation)
}

/// How the documented parameters of an OData function are given in Rust; others are no part of any
/// path.
pub fn given<'a>(api: &Api, operation: &'a Operation) -> Given<'a> {
    Given::of(api, operation)
}

/// Whether an optional header has a setter for being documented; one that is required is an
/// argument.
pub fn has_header_setter(header: &Header) -> bool {
    parameters::has_header_setter(header)
}

/// Whether a query parameter, none of OData's options, has a setter.
pub fn has_query_setter(parameter: &QueryParameter) -> bool {
    parameters::has_query_setter(parameter)
}

/// The Cargo feature of each module of operations; empty where there are fewer than two features,
/// and everything is compiled.
pub fn module_features(api: &Api) -> BTreeMap<&str, String> {
    let features = areas::modules(api);
    let mut first = features.values();
    let one = first.next();
    if first.all(|other| Some(other) == one) { BTreeMap::new() } else { features }
}

/// Writes a crate, in memory.
pub fn emit(api: &Api, output: &Output) -> Emitted {
    let mut report = Report::default();
    let names = Names::new(api, &mut report);
    let decided = Decided::new(api, output, &names);
    let mut files = vec![manifest::cargo_toml(&decided), manifest::readme(&decided)];
    // The largest files as a rule come first, so that no thread begins one when the others are done.
    let jobs = operation::files(&decided)
        .chain(renamed::files(&decided))
        .chain([root::file(&decided)])
        .chain(parameters::file(&decided))
        .chain(relationships::file(&decided))
        .chain(examples::files(&decided))
        .chain(model::files(&decided))
        .chain(enums::files(&decided));
    let jobs: Vec<Job<'_>> = jobs.collect();
    files.par_extend(jobs.into_par_iter().map(Job::run));
    files.sort();
    Emitted { files, report }
}
