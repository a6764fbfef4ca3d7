//! Areas of the documentation: each is a Cargo feature, which compiles its modules of operations and
//! what they reach.

use super::{Change, ChangeCode, Circumstance, Differ, Fact, Side, Symbol};
use crate::emit;
use crate::ir::{Api, Source};

impl Differ<'_> {
    pub(super) fn features(&mut self) {
        let old = emit::module_features(self.old.api);
        let new = emit::module_features(self.new.api);
        for (module, is) in &new {
            let Some(was) = old.get(module) else { continue };
            if was == is {
                continue;
            }
            let change = Change::new(
                ChangeCode::FeatureChanged,
                Circumstance::Plain,
                Symbol::Module((*module).into()),
            );
            let change = change
                .from(Fact::Name(was.as_str().into()))
                .to(Fact::Name(is.as_str().into()))
                .spot(Side::New, first_of(self.new.api, module), false)
                .spot(Side::Old, first_of(self.old.api, module), false);
            self.push(change);
        }
    }
}

/// The first operation of a module.
fn first_of<'a>(api: &'a Api, module: &str) -> Option<&'a Source> {
    let mut operations = api.operations.iter();
    let (_, first) = operations.find(|(name, _)| &*name.module == module)?;
    Some(&first.source)
}
