//! `regenerate` when nothing has changed: what the last run said, without doing it again.
//!
//! The fingerprint of a run is kept in Cargo's target folder; a run with other arguments has one of
//! its own. One that is gone, or cannot be written, only costs time.

use std::path::{Path, PathBuf};
use std::{env, fs};

use docmill_codegen::config::{Config, FILE_NAME, Usual};
use docmill_codegen::dialect::Dialect;
use docmill_codegen::fingerprint::{Fingerprint, Inputs, Watched};
use docmill_codegen::tree::checksum;

use crate::cli::{Format, Regenerate};
use crate::paths;
use crate::print::Stream;
use crate::set::{default_docs, default_out, usual};

/// What a run has said, and how many files it left alone.
type Said = (Vec<(Stream, String)>, usize);

/// The state of everything that a run depends on, taken before it begins.
pub(crate) struct Unchanged {
    inputs: Inputs,
    file: PathBuf,
}

impl Unchanged {
    /// Looks at what the run will read. Nothing if that cannot be told.
    pub fn look(args: &Regenerate, format: Format) -> Option<Self> {
        let docs = args.input.docs.as_deref();
        let inputs = docs.map_or_else(default_docs, paths::absolute);
        let outputs = args.out.as_deref().map_or_else(default_out, paths::absolute);
        let config = args.input.config.as_deref();
        let config = config.map_or_else(|| inputs.join(FILE_NAME), paths::absolute);
        let styles = [Stream::Out.style(), Stream::Err.style()];
        let folders = [&paths::current(), &paths::workspace(), &config, &outputs]
            .map(|path| path.display().to_string());
        let key = format!("{format:?} {args:?} {styles:?} {folders:?}");
        let file = folder().join(format!("{}.json", &checksum(key.as_bytes())[..16]));
        let generator = env::current_exe().ok()?;
        let mut files = vec![generator];
        files.extend(named(&config, &usual(&inputs, args.out.as_deref()), &outputs)?);
        files.push(config);
        let inputs = Inputs::take(Watched { key, files, inputs, outputs }).ok()?;
        Some(Self { inputs, file })
    }

    /// What the last run said, if this one would do and say the same.
    pub fn said(&self) -> Option<Said> {
        let stored = fs::read_to_string(&self.file).ok()?;
        let earlier = self.inputs.unchanged_since(&stored)?;
        if earlier.fewer_young {
            store(&self.file, &earlier.fingerprint);
        }
        Some(earlier.fingerprint.said)
    }

    /// Keeps what a run has said that has just written its output.
    pub fn keep(self, said: Said) {
        match self.inputs.finish(said) {
            Some(fingerprint) => store(&self.file, &fingerprint),
            None => drop(fs::remove_file(&self.file)),
        }
    }
}

/// The files that a configuration names: a dialect that is not built in, and the runtime's manifest.
/// Nothing if the configuration cannot be used.
fn named(config: &Path, usual: &Usual, outputs: &Path) -> Option<Vec<PathBuf>> {
    if !config.exists() {
        return Some(Vec::new());
    }
    let folder = config.parent()?;
    let config = Config::load(config, usual).ok()?;
    let is_built_in = Dialect::built_in_names().any(|known| known == config.dialect);
    let dialect = (!is_built_in).then(|| folder.join(&config.dialect));
    let runtime =
        config.output.runtime.manifest(outputs).map(|manifest| paths::absolute(&manifest));
    Some(dialect.into_iter().chain(runtime).collect())
}

/// Where fingerprints are kept: never in a generated tree, nor where anybody would commit them.
fn folder() -> PathBuf {
    let target = env::var_os("CARGO_TARGET_DIR");
    let target = target
        .map_or_else(|| paths::workspace().join("target"), |path| paths::absolute(path.as_ref()));
    target.join("docmill")
}

fn store(file: &Path, fingerprint: &Fingerprint<Said>) {
    // Written beside its place first: another run must not read half of it.
    let new = file.with_extension(format!("{}.new", std::process::id()));
    let stored = serde_json::to_vec(fingerprint).ok().and_then(|text| {
        fs::create_dir_all(file.parent()?).ok()?;
        fs::write(&new, text).and_then(|()| fs::rename(&new, file)).ok()
    });
    if stored.is_none() {
        let _ = fs::remove_file(&new);
    }
}
