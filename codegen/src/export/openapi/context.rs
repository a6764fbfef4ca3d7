//! What every part of the document needs to know.

use std::collections::{BTreeMap, BTreeSet};

use heck::ToSnakeCase as _;

use super::names::Names;
use super::prose::Prose;
use crate::config::Output;
use crate::examples::Outcomes;
use crate::ir::{Api, OperationName, Type, TypeName};

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
    /// Types by the names of the modules that are about them.
    modules: BTreeMap<String, &'a Type>,
}

impl<'a> Context<'a> {
    pub(super) fn new(api: &'a Api, outcomes: &'a Outcomes, output: &'a Output) -> Self {
        let mut modules = BTreeMap::new();
        for (name, ty) in &api.types {
            modules.entry(name.short().to_snake_case()).or_insert(ty);
        }
        Self {
            api,
            outcomes,
            output,
            names: Names::new(api),
            prose: Prose::new(api, output),
            polymorphic: api.polymorphic(),
            modules,
        }
    }

    /// The type that an operation's module is about, if pages describe it.
    pub(super) fn about(&self, operation: &OperationName) -> Option<&'a Type> {
        self.modules.get(&*operation.module).copied()
    }
}
