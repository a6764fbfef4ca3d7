//! Areas of the documentation: each is a Cargo feature, which compiles its modules of operations and
//! what they reach.

use std::collections::BTreeSet;

use crate::diff::{Change, Event, State, Symbol};
use crate::emit;
use crate::ir::{Api, Source};

/// Modules of operations that are compiled with another feature; with one from now on, or with none any
/// more, where the client as a whole gets features, or loses them.
pub fn compare(old: &Api, new: &Api) -> Vec<Change> {
    let was = emit::module_features(old);
    let is = emit::module_features(new);
    if was == is {
        return Vec::new();
    }
    let help = match (was.is_empty(), is.is_empty()) {
        (false, true) => {
            Some("all operations belong to one area now, so the client has no features")
        }
        (true, false) => {
            Some("operations belong to several areas now, so the client has a feature for each")
        }
        _ => None,
    };
    let changed = |module: &str| {
        let (was, is) = (was.get(module), is.get(module));
        let state = |feature: Option<&String>| feature.map(|it| State::Name(it.as_str().into()));
        let change = Change::new(Event::FeatureChanged, Symbol::Module(module.into()))
            .from(state(was))
            .to(state(is))
            .near(first_of(old, module), first_of(new, module));
        (was != is).then(|| Change { help: help.map(str::to_owned), ..change })
    };
    modules(old).intersection(&modules(new)).filter_map(|module| changed(module)).collect()
}

fn modules(api: &Api) -> BTreeSet<&str> {
    api.operations.keys().map(|name| &*name.module).collect()
}

/// The first operation of a module.
fn first_of<'a>(api: &'a Api, module: &str) -> Option<&'a Source> {
    let mut operations = api.operations.iter();
    let (_, first) = operations.find(|(name, _)| &*name.module == module)?;
    Some(&first.source)
}

#[cfg(test)]
mod tests {
    use super::compare;
    use crate::ir::Api;
    use crate::yaml;

    fn api(areas: [&str; 3]) -> Api {
        let operation = |(module, area): (&str, &str)| {
            let area = if area.is_empty() { String::new() } else { format!("area: {area}, ") };
            format!(
                "  {module}::get: {{name: '{module}::get', title: G, {area}method: GET, \
                 paths: [/{module}], response: {{}}, source: '{module}.md:1:1'}}\n"
            )
        };
        let operations = ["book", "loan", "reader"].into_iter().zip(areas).map(operation);
        let text: String = ["operations:\n".to_owned()].into_iter().chain(operations).collect();
        yaml::read(&text).expect("an API")
    }

    #[test]
    fn features_that_come_or_go_as_a_whole_are_told() {
        let (two, one, none) = (api(["books", "books", "people"]), api(["books"; 3]), api([""; 3]));
        let told = |old: &Api, new: &Api| -> Vec<String> {
            let value = |text: Option<String>| text.unwrap_or_default();
            let told = |it: &crate::diff::Change| {
                format!("{} {}>{}", it.symbol, value(it.old_text()), value(it.new_text()))
            };
            compare(old, new).iter().map(told).collect()
        };
        assert_eq!(told(&two, &one), ["book books>", "loan books>", "reader people>"]);
        assert_eq!(told(&none, &two), ["book >books", "loan >books", "reader >people"]);
        assert_eq!(told(&one, &none), [""; 0]);
        let other = api(["books", "people", "people"]);
        assert_eq!(told(&two, &other), ["loan books>people"]);
    }
}
