//! Declared renames from `docmill.yaml`. One that does not fit what the pages say is an error.

use crate::config::{Config, Rename};
use crate::diagnostics::{Code, Diagnostic, Report};
use crate::ir::{Api, EnumName, MemberName, OperationName, PropertyName, TypeName};

/// Notes a configuration's renames in the model.
pub fn apply(api: &mut Api, config: &Config, report: &mut Report) {
    for (at, rename) in config.renames.iter().enumerate() {
        if let Err(problem) = apply_one(api, rename) {
            report.push(
                Diagnostic::of(Code::UnusedRename, config.places.of_rename(at))
                    .found(format!("the rename of `{}` to `{}`: {problem}", rename.was, rename.is))
                    .expected("a name that the pages have, and one that they had")
                    .instead("it was left out")
                    .help("correct its names, or remove it once nobody uses the old one"),
            );
        }
    }
}

fn apply_one(api: &mut Api, rename: &Rename) -> Result<(), String> {
    let (was, is) = (rename.was.as_str(), rename.is.as_str());
    if let (Ok(old), Ok(new)) = (was.parse::<OperationName>(), is.parse::<OperationName>()) {
        let operations = &api.operations;
        must_fit(rename, operations.contains_key(&new), operations.contains_key(&old))?;
        api.renames.operations.insert(old, new);
        return Ok(());
    }
    let is_type = |name: &str| api.types.contains_key(name);
    let is_defined = |name: &str| is_type(name) || api.enums.contains_key(name);
    if !is_defined(is) {
        return rename_part(api, rename);
    }
    must_fit(rename, true, is_defined(was))?;
    if is_type(is) {
        api.renames.types.insert(TypeName::new(was), TypeName::new(is));
    } else {
        api.renames.enums.insert(EnumName::new(was), EnumName::new(is));
    }
    Ok(())
}

/// Notes the rename of a property or of an enum member.
fn rename_part(api: &mut Api, rename: &Rename) -> Result<(), String> {
    let (Some((owner, new)), Some((_, old))) =
        // The old name may be written with its owner's old or present name.
        (rename.is.rsplit_once('.'), rename.was.rsplit_once('.'))
    else {
        return must_fit(rename, false, false);
    };
    if let Some(ty) = api.types.get(owner) {
        let has = |name: &str| ty.properties.iter().any(|own| own.name.as_str() == name);
        must_fit(rename, has(new), has(old))?;
        let renamed = api.renames.properties.entry(ty.name.clone()).or_default();
        renamed.insert(PropertyName::new(old), PropertyName::new(new));
    } else if let Some(definition) = api.enums.get(owner) {
        let has = |name: &str| definition.members.iter().any(|own| own.name.as_str() == name);
        must_fit(rename, has(new), has(old))?;
        let renamed = api.renames.members.entry(definition.name.clone()).or_default();
        renamed.insert(MemberName::new(old), MemberName::new(new));
    } else {
        return must_fit(rename, false, false);
    }
    Ok(())
}

/// Refuses a rename unless the pages have the new name, and no longer the old one.
fn must_fit(rename: &Rename, has_new: bool, has_old: bool) -> Result<(), String> {
    if !has_new {
        Err(format!("nothing is named `{}`", rename.is))
    } else if has_old {
        Err(format!("there still is a `{}`", rename.was))
    } else {
        Ok(())
    }
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
