//! From an [`Api`] to files of Rust.
//!
//! First everything that several files must agree on is decided: names, how types hang together,
//! where links lead. Then one emitter per kind of output writes its files, and one function formats
//! them.
//!
//! What is decided first:
//! - `naming`: identifiers; `names`: those of the whole crate; `clashes`: what to say of them;
//! - `types`: documented types in Rust; `recursion`: which of them need boxes;
//! - `links`: where the pages' links lead;
//! - `areas`: which Cargo feature compiles what.
//!
//! What is written:
//! - `root`: `src/lib.rs`; `catalogue`: the list of operations in it;
//! - `manifest`: `Cargo.toml`, `README.md`;
//! - `model`: structs; `polymorphic`: enums over what inherits from them;
//! - `enums`: open enums; `list`: which modules there are of either;
//! - `operation`: functions; `paths`: their choices of path; `path_pieces`: what of a path is filled
//!   in, and `path_values`: how; `body`: what they send; `parameters`: their headers and query parameters;
//!   `operation_docs`: what rustdoc says of them;
//! - `renamed`: deprecated aliases of what has another name by now;
//! - `examples`: the pages' responses, for tests of applications.
//!
//! What is shown of it elsewhere:
//! - `declaration`: single declarations; `given`: how callers give the parameters of OData functions.
//!
//! What writes:
//! - `structs`: what models and bodies have in common; `members`: what they have per field;
//!   `template`: how that is formatted once and then filled in; `table`: what they and enums tell the
//!   runtime;
//! - `rustdoc`: comments; `markdown`: the pages' prose in them; `code`: spans and blocks of code;
//!   `escape`: what is text and no markup;
//! - `aside`: what is not quoted; `file`: formatting and the header; `imports`: short paths.

mod areas;
mod aside;
mod body;
mod catalogue;
mod clashes;
pub(crate) mod code;
mod context;
mod declaration;
mod enums;
mod escape;
mod examples;
mod file;
mod given;
mod imports;
pub(crate) mod links;
mod list;
mod manifest;
pub(crate) mod markdown;
mod members;
mod model;
mod names;
mod naming;
mod operation;
mod operation_docs;
mod parameters;
pub(crate) mod path_pieces;
pub(crate) mod path_values;
mod paths;
mod polymorphic;
mod recursion;
mod relationships;
mod renamed;
mod root;
pub(crate) mod rustdoc;
mod structs;
mod table;
mod template;
mod types;
pub(crate) mod unique;

use std::collections::BTreeMap;

use rayon::prelude::*;

use self::context::{Context, Decided};
pub use self::declaration::{Declared, declarations};
pub use self::file::File;
use self::file::Job;
pub(crate) use self::file::SIGNATURE;
pub use self::given::Given;
use self::names::Names;
pub use self::paths::PathCall;
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
