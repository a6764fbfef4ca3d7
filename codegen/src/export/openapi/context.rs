//! What every part of the document needs to know.

use std::collections::BTreeSet;

use super::names::Names;
use super::prose::Prose;
use crate::config::Output;
use crate::examples::Outcomes;
use crate::ir::{Api, TypeName};

/// The model, and what is decided before anything is written.
#[derive(Debug)]
pub(super) struct Context<'a> {
    pub(super) api: &'a Api,
    pub(super) outcomes: &'a Outcomes,
    pub(super) output: &'a Output,
    pub(super) names: Names<'a>,
    pub(super) prose: Prose,
    /// Types in whose place those that inherit from them may stand.
    pub(super) polymorphic: BTreeSet<&'a TypeName>,
}

impl<'a> Context<'a> {
    pub(super) fn new(api: &'a Api, outcomes: &'a Outcomes, output: &'a Output) -> Self {
        Self {
            api,
            outcomes,
            output,
            names: Names::new(api),
            prose: Prose::new(api, output),
            polymorphic: api.polymorphic(),
        }
    }
}
