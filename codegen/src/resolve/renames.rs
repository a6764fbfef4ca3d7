//! Declared renames from `docmill.yaml`. One that does not fit what the pages say is an error.

use crate::config::{Config, Rename};
use crate::diagnostics::{Code, Diagnostic, Report};
use crate::ir::{Api, EnumName, MemberName, OperationName, PropertyName, TypeName};

/// Notes a configuration's renames in the model.
pub fn apply(api: &mut Api, config: &Config, report: &mut Report) {
    for (at, rename) in config.renames.iter().enumerate() {
        if let Err(problem) = apply_one(api, rename) {
            report.push(
                Diagnostic::new(
                    Code::UnusedRename,
                    config.rename_place(at),
                    format!("the rename of `{}` to `{}`: {problem}", rename.was, rename.is),
                    "expected a name that the pages have, and one that they had",
                    "it was left out",
                )
                .help("correct its names, or remove it once nobody uses the old one"),
            );
        }
    }
}

fn apply_one(api: &mut Api, rename: &Rename) -> Result<(), String> {
    let Rename { was, is, .. } = rename;
    let missing = || format!("nothing is named `{is}`");
    let there = || format!("there still is a `{was}`");
    if let (Ok(old), Ok(new)) = (was.parse::<OperationName>(), is.parse::<OperationName>()) {
        if !api.operations.contains_key(&new) {
            return Err(missing());
        }
        if api.operations.contains_key(&old) {
            return Err(there());
        }
        api.renames.operations.insert(old, new);
        return Ok(());
    }
    let (type_name, enum_name) = (TypeName::new(is.as_str()), EnumName::new(is.as_str()));
    let is_type = |name: &str| {
        api.types.contains_key(&TypeName::new(name)) || api.enums.contains_key(&EnumName::new(name))
    };
    if is_type(is) {
        if is_type(was) {
            return Err(there());
        }
        if api.types.contains_key(&type_name) {
            api.renames.types.insert(TypeName::new(was.as_str()), type_name);
        } else {
            api.renames.enums.insert(EnumName::new(was.as_str()), enum_name);
        }
        return Ok(());
    }
    let (owner, new) = is.rsplit_once('.').ok_or_else(missing)?;
    // The old name may be written with its type's old or present name.
    let (_, old) = was.rsplit_once('.').ok_or_else(missing)?;
    if let Some(ty) = api.types.get(&TypeName::new(owner)) {
        let has = |name: &str| ty.properties.iter().any(|own| own.name.as_str() == name);
        if !has(new) {
            return Err(missing());
        }
        if has(old) {
            return Err(there());
        }
        let renamed = api.renames.properties.entry(ty.name.clone()).or_default();
        renamed.insert(PropertyName::new(old), PropertyName::new(new));
        return Ok(());
    }
    let definition = api.enums.get(&EnumName::new(owner)).ok_or_else(missing)?;
    let has = |name: &str| definition.members.iter().any(|own| own.name.as_str() == name);
    if !has(new) {
        return Err(missing());
    }
    if has(old) {
        return Err(there());
    }
    let renamed = api.renames.members.entry(definition.name.clone()).or_default();
    renamed.insert(MemberName::new(old), MemberName::new(new));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::apply_one;
    use crate::config::Rename;
    use crate::ir::Api;
    use crate::yaml;

    #[test]
    fn a_rename_that_fits_nothing_is_an_error() {
        let mut api: Api = yaml::read(
            "types: {a.b: {name: a.b, source: 'b.md:1:1', \
             properties: [{name: c, type: Edm.String, source: 'b.md:2:1'}]}}\n\
             enums: {a.e: {name: a.e, source: 'e.md:1:1', \
             members: [{name: m, source: 'e.md:2:1'}]}}\n\
             operations: {'b::get': {name: 'b::get', title: B, method: GET, paths: [/b], \
             response: {}, source: 'g.md:1:1'}}",
        )
        .expect("an API");
        let mut outcome = |was: &str, is: &str| {
            let (was, is) = (was.to_owned(), is.to_owned());
            apply_one(&mut api, &Rename { was, is, reason: "r".to_owned() })
        };
        for (was, is) in [
            ("a.old", "a.b"),
            ("a.old", "a.e"),
            ("a.b.old", "a.b.c"),
            ("a.e.old", "a.e.m"),
            ("b::fetch", "b::get"),
        ] {
            assert_eq!(outcome(was, is), Ok(()), "{was} {is}");
            assert!(outcome(is, is).is_err(), "{is} is still there");
            assert!(outcome(was, &format!("{is}x")).is_err(), "{is}x is not there");
        }
        assert!(!api.renames.is_empty());
    }
}
