//! Areas of the documentation: each is a Cargo feature, which compiles its modules of operations and
//! what they reach.

use crate::diff::{Change, Event, State, Symbol};
use crate::emit;
use crate::ir::{Api, Source};

/// Modules of operations that are compiled with another feature.
pub fn compare(old: &Api, new: &Api) -> Vec<Change> {
    let was = emit::module_features(old);
    let is = emit::module_features(new);
    let mut changes = Vec::new();
    for (module, is) in &is {
        let Some(was) = was.get(module).filter(|was| *was != is) else { continue };
        let symbol = Symbol::Module((*module).into());
        let change = Change::new(Event::FeatureChanged, symbol)
            .from(State::Name(was.as_str().into()))
            .to(State::Name(is.as_str().into()))
            .near(first_of(old, module), first_of(new, module));
        changes.push(change);
    }
    changes
}

/// The first operation of a module.
fn first_of<'a>(api: &'a Api, module: &str) -> Option<&'a Source> {
    let mut operations = api.operations.iter();
    let (_, first) = operations.find(|(name, _)| &*name.module == module)?;
    Some(&first.source)
}
