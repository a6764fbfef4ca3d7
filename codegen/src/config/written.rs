//! `docmill.yaml` as it is written: what it does not say is added from what is usual.

use serde::Deserialize;

use super::output::WrittenOutput;
use super::{Config, KeyPlaces, Override, PageGlobs, Rename, Select, Usual};

/// The dialect of pages of which nobody says how they are written.
pub(super) const GRAPH: &str = "graph";

/// The whole file; its keys are those of [`Config`].
#[derive(Debug, Default, Deserialize)]
#[serde(
    deny_unknown_fields,
    default,
    expecting = "a mapping with `pages`, `dialect`, `overrides`, `renames`, `select` and `output`"
)]
pub(super) struct Written {
    pages: PageGlobs,
    dialect: Option<String>,
    overrides: Vec<Override>,
    renames: Vec<Rename>,
    select: Select,
    output: WrittenOutput,
}

impl Written {
    /// With what is usual, and without places.
    pub fn complete(self, usual: &Usual) -> Config {
        let dialect = self.dialect.unwrap_or_else(|| GRAPH.to_owned());
        let output = self.output.complete(&dialect, usual);
        Config {
            pages: self.pages,
            dialect,
            overrides: self.overrides,
            renames: self.renames,
            select: self.select,
            output,
            places: KeyPlaces::default(),
        }
    }
}
