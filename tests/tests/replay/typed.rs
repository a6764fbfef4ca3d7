//! Whether what an example has found a field. A property without one survives a round trip all the
//! same, in `rest`; so a misspelt field would go unnoticed if only JSON were compared.

use docmill_graph::runtime::{View, Wire};

/// Paths of the properties that have no field in the generated type, annotations aside.
pub fn without_field(value: &impl Wire) -> Vec<String> {
    let mut found = Vec::new();
    collect("", &value.view(), &mut found);
    found
}

fn collect(at: &str, view: &View<'_>, found: &mut Vec<String>) {
    match view {
        View::Model(model) | View::Derived(_, model) => {
            let names = model.properties();
            for (index, name) in names.iter().enumerate() {
                collect(&format!("{at}.{name}"), &model.slot(index).view(), found);
            }
            // A field's null is remembered in the rest, under the field's name.
            let has_no_field = |name: &&str| !names.contains(name) && !name.contains('@');
            let rest = model.rest().iter().map(|(name, _)| name).filter(has_no_field);
            found.extend(rest.map(|name| format!("{at}.{name}")));
        }
        View::List(list) => {
            for index in 0..list.count() {
                collect(&format!("{at}[{index}]"), &list.item(index), found);
            }
        }
        _ => {}
    }
}
